"""What is said of a group of timed steps (docs/laws-of-time.md#groups)."""

from __future__ import annotations

from voiceguide.compiler.breaks import LENGTH_TOLD_FROM_MS
from voiceguide.compiler.training_words import shown_name
from voiceguide.phrases.phrases import Phrases, capital
from voiceguide.planning.steps import Interval, IntervalsStep
from voiceguide.units import MINUTE_MS


class IntervalWords:
    """What is said about intervals, from the longest to the shortest."""

    def __init__(self, step: IntervalsStep, phrases: Phrases) -> None:
        self.step = step
        self.phrases = phrases
        self.rest_label = self.phrases.get("session.rest").rstrip(".")
        holds = {each.length_ms for each in step.intervals if each.kind == "hold"}
        rests = {each.length_ms for each in step.intervals if each.kind != "hold"}
        intensities = {each.intensity for each in step.intervals if each.kind == "hold"}
        self.one_intensity = intensities.pop() if len(intensities) == 1 else None
        """How hard all of its steps are done, where that is the same."""
        self.one_hold_ms = holds.pop() if len(holds) == 1 else None
        self.one_rest_ms = rests.pop() if len(rests) == 1 else None
        self.shape = self._shape(rests_differ=len(rests) > 1)

    def _shape(self, *, rests_differ: bool) -> str:
        """Which phrase announces the group."""
        step, uniform = self.step, self.one_hold_ms is not None
        if step.in_time == "amrap":
            return "amrap"
        if step.in_time == "up":
            return "for_time" if step.of_rounds > 1 else "for_time_once"
        if step.every_ms is not None:
            return "every" if step.of_rounds > 1 else "once"
        if step.steps_a_round > 1:
            shape = "circuit_uniform" if uniform else "circuit"
            return f"once_{shape}" if step.of_rounds == 1 else shape
        if step.of_rounds == 1:
            return "once"
        if not uniform or rests_differ:
            return "announce"
        return "uniform" if self.one_rest_ms is not None else "uniform_no_rest"

    def announcement(self) -> str:
        """The group's name, its rounds, and how long each step is where all last the same."""
        step, phrases = self.step, self.phrases
        if step.again:
            return phrases.get("group.again", name=step.name)
        return phrases.get(
            f"group.{self.shape}",
            name=step.name,
            rounds=capital(phrases.plural("rounds", step.of_rounds)),
            steps=phrases.plural("steps", step.steps_a_round),
            time=phrases.time(self.one_hold_ms or 0),
            rest=phrases.time(self.one_rest_ms or 0),
            every=self._every(step.every_ms or 0),
        )

    def _every(self, length_ms: int) -> str:
        minutes, rest_ms = divmod(length_ms, MINUTE_MS)
        if rest_ms:
            return self.phrases.get_lower("group.every_time", time=self.phrases.time(length_ms))
        return self.phrases.plural("every_minutes", minutes)

    def get_ready(self, first: Interval) -> str:
        """What leads into the first step."""
        name = self._timed(first)
        if first.side is None:
            return self.phrases.get("group.get_ready", name=name)
        side = self.phrases.side(first.side)
        return self.phrases.get("group.get_ready_side", name=name, side=side, word=first.side_word)

    def done(self) -> str:
        """The group's last line; of rounds in a time, that the time is over."""
        if self.step.in_time == "amrap":
            return self.phrases.get("group.time_is_up")
        return self.phrases.get("group.done", name=self.step.name)

    def is_first_round(self, interval: Interval) -> bool:
        """Whether a step is done for the first time, on its first side."""
        first = interval.rounds[-1].round == 1 if interval.rounds else True
        return first and interval.set == 1 and not self.step.again

    def of_change(self, upcoming: Interval) -> tuple[str, ...]:
        """The other side of the same step, shorter and shorter."""
        side = self.phrases.side(str(upcoming.side))
        names = ("side.change", "side.named", "side.short")
        return tuple(self.phrases.get(name, side=side, word=upcoming.side_word) for name in names)

    def in_hold(self, upcoming: Interval, *, repeats: bool) -> tuple[str, ...]:
        """The next step, named while the one before still runs."""
        phrases, named = self.phrases, self.of_next(upcoming, repeats=repeats)
        names = (phrases.inside_sentence(text.rstrip(".")) for text in named)
        told = [phrases.get("announce.next", name=name) for name in names]
        if repeats and self._has_rounds(upcoming):
            told.insert(1, f"{capital(self._round(upcoming))}.")
        return tuple(told)

    def of_next(self, upcoming: Interval, *, repeats: bool = False) -> tuple[str, ...]:
        """The next step's name, time, side and round, shorter and shorter.

        Of a step that `repeats` the one before, the side tells more than the name.
        """
        timed = self._timed(upcoming)
        names = [*self._with_round(upcoming, timed), self._named(upcoming, timed)]
        name = shown_name(upcoming, self.phrases)
        names.append(self._named(upcoming, name))
        if upcoming.side is not None:
            side = self.phrases.side(upcoming.side)
            names.append(self.phrases.get("group.next_short_side", name=name, side=side))
        alone = self.alone(upcoming)
        return tuple(dict.fromkeys((*names, *(reversed(alone) if repeats else alone))))

    def alone(self, upcoming: Interval) -> tuple[str, ...]:
        """A step's name without its side, and its side without its name."""
        if upcoming.side is None:
            return ()
        shown = shown_name(upcoming, self.phrases)
        name = self.phrases.get("group.next_plain", name=shown)
        return name, self.phrases.get("side.short", side=self.phrases.side(upcoming.side))

    def of_rest(
        self, upcoming: Interval, *, rest_ms: int | None, repeats: bool = False
    ) -> tuple[str, ...]:
        """What a rest says of the step it leads to, shorter and shorter.

        `rest_ms` is its length, told where the group has not said it; None where the rest has words
        of its own.
        """
        phrases = self.phrases
        longest, *shorter = self.of_next(upcoming, repeats=repeats)
        if rest_ms is None:
            return longest, *shorter
        name = phrases.inside_sentence(longest.rstrip("."))
        resting = [phrases.get("group.rest_and_next", next=name)]
        if rest_ms >= LENGTH_TOLD_FROM_MS and rest_ms != self.one_rest_ms:
            time = phrases.time(rest_ms)
            resting.insert(0, phrases.get("session.rest_then", time=time, name=name))
        return *resting, longest, *shorter

    def _has_rounds(self, upcoming: Interval) -> bool:
        return bool(upcoming.rounds) and upcoming.rounds[-1].of > 1

    def _timed(self, interval: Interval) -> str:
        """A step's name, for the first time with its length, where the group does not tell it."""
        told = self.one_hold_ms is not None and self.shape not in ("once", "announce")
        told = told or bool(interval.counted)
        name = shown_name(interval, self.phrases)
        if told or not self.is_first_round(interval):
            return name
        time = self.phrases.time(interval.length_ms)
        return self.phrases.get_lower("group.timed", name=name, time=time)

    def _with_round(self, upcoming: Interval, name: str) -> tuple[str, ...]:
        if not self._has_rounds(upcoming):
            return ()
        return (self._named(upcoming, name, self._round(upcoming)),)

    def _round(self, upcoming: Interval) -> str:
        phrases, round_ = self.phrases, upcoming.rounds[-1]
        if round_.round == round_.of:
            return phrases.get_lower("group.last_round")
        return phrases.get_lower("group.round", n=phrases.number(round_.round))

    def _named(self, upcoming: Interval, name: str, round_: str | None = None) -> str:
        key = "group.next" if round_ else "group.next_plain"
        values = {"name": name} | ({"round": round_} if round_ else {})
        if upcoming.side is None:
            return self.phrases.get(key, **values)
        side = self.phrases.side(upcoming.side)
        return self.phrases.get(f"{key}_side", **values, side=side, word=upcoming.side_word)
