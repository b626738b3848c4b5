"""What is said of a group of timed steps (docs/laws-of-time.md#groups)."""

from __future__ import annotations

from voiceguide.arranging.steps import Interval, IntervalsStep
from voiceguide.phrases.phrases import Phrases, capital


class IntervalWords:
    """What is said about intervals, from the longest to the shortest."""

    def __init__(self, step: IntervalsStep, phrases: Phrases) -> None:
        self.step = step
        self.phrases = phrases
        self.rest_label = self.phrases.get("session.rest").rstrip(".")

    def announcement(self) -> str:
        step, phrases = self.step, self.phrases
        rounds = capital(phrases.plural("rounds", step.of_rounds))
        holds_ = {each.length_ms for each in step.intervals if each.kind == "hold"}
        rests = {each.length_ms for each in step.intervals if each.kind != "hold"}
        name = step.name
        if step.of_rounds == 1:
            return phrases.get("group.once", name=name)
        if step.steps_a_round > 1:
            steps = phrases.plural("steps", step.steps_a_round)
            return phrases.get("group.circuit", name=name, rounds=rounds, steps=steps)
        if len(holds_) == 1 and len(rests) == 1:
            return phrases.get(
                "group.uniform",
                name=name,
                rounds=rounds,
                time=phrases.time(holds_.pop()),
                rest=phrases.time(rests.pop()),
            )
        if len(holds_) == 1 and not rests:
            time = phrases.time(holds_.pop())
            return phrases.get("group.uniform_no_rest", name=name, rounds=rounds, time=time)
        return phrases.get("group.announce", name=name, rounds=rounds)

    def get_ready(self, first: Interval) -> str:
        if first.side is None:
            return self.phrases.get("group.get_ready", name=first.name)
        side = self.phrases.side(first.side)
        return self.phrases.get(
            "group.get_ready_side", name=first.name, side=side, word=first.side_word
        )

    def done(self) -> str:
        return self.phrases.get("group.done", name=self.step.name)

    def is_first_round(self, interval: Interval) -> bool:
        """Whether a step is done for the first time, on its first side."""
        first = interval.rounds[-1].round == 1 if interval.rounds else True
        return first and interval.set == 1

    def of_change(self, upcoming: Interval) -> tuple[str, ...]:
        """The other side of the same step, shorter and shorter."""
        side = self.phrases.side(str(upcoming.side))
        names = ("side.change", "side.named", "side.short")
        return tuple(self.phrases.get(name, side=side, word=upcoming.side_word) for name in names)

    def in_hold(self, upcoming: Interval) -> tuple[str, ...]:
        """The next step, named while the one before still runs."""
        phrases = self.phrases
        names = (phrases.inside_sentence(text.rstrip(".")) for text in self.of_next(upcoming))
        return tuple(phrases.get("announce.next", name=name) for name in names)

    def of_next(self, upcoming: Interval) -> tuple[str, ...]:
        """The next step's name, side and round, shorter and shorter."""
        return (*self._with_round(upcoming), self._named(upcoming))

    def of_rest(self, upcoming: Interval, *, resting: bool) -> tuple[str, ...]:
        """What a rest says of the step it leads to, shorter and shorter."""
        longest, *shorter = self.of_next(upcoming)
        first = self.phrases.get("group.rest_and_next", next=longest) if resting else longest
        return (
            first,
            *((longest,) if resting and not self._has_rounds(upcoming) else ()),
            *shorter,
        )

    def _has_rounds(self, upcoming: Interval) -> bool:
        return bool(upcoming.rounds) and upcoming.rounds[-1].of > 1

    def _with_round(self, upcoming: Interval) -> tuple[str, ...]:
        if not self._has_rounds(upcoming):
            return ()
        phrases, round_ = self.phrases, upcoming.rounds[-1]
        if round_.round == round_.of:
            numbers = [phrases.get_lower("group.last_round")]
        else:
            n, of = phrases.number(round_.round), phrases.number(round_.of)
            numbers = [
                phrases.get_lower("group.round_of", n=n, of=of),
                phrases.get_lower("group.round", n=n),
            ]
        return tuple(self._named(upcoming, number) for number in numbers)

    def _named(self, upcoming: Interval, round_: str | None = None) -> str:
        name = upcoming.name
        key = "group.next" if round_ else "group.next_plain"
        values = {"name": name} | ({"round": round_} if round_ else {})
        if upcoming.side is None:
            return self.phrases.get(key, **values)
        side = self.phrases.side(upcoming.side)
        return self.phrases.get(f"{key}_side", **values, side=side, word=upcoming.side_word)
