"""Compares what was heard of a scripted session with what should have been; pure.

All times are seconds of the recording, but for those of the session, in milliseconds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from tests.device.heard import WORD_GAP_S, Begun, Found, Rest

CUTTING = frozenset(
    {"toggle", "pause", "go-on", "ready", "next", "back", "repeat", "easier", "pain", "time",
     "seek", "stop"}
)  # fmt: skip
"""Commands after which the sound may go on elsewhere."""
LEAVING = frozenset({"next", "back", "repeat", "easier", "pain", "seek", "stop"})
"""Commands after which a hold need not be held to its end."""
LOUDNESS = frozenset({"volume", "louder", "softer"})
"""What sounds on while these move its loudness is like nothing known, nor is what lies over it."""
CUT_WITHIN_S = 0.4
SAME_CUE_MS = 350
LATE_MS = 10
AFTER_ASIDE_S = 25.0
CLOCK_S = 0.2
"""A recording's beginning is known no better than that on a busy machine."""
ANSWERED_S = 0.4
OVERLAP_S = 0.05
SHORTER_MS = 60
GAP_S = 0.8
SURELY = 0.75
NO_GAP_MS = 1
SHORTEST_S = 0.03


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that should not have been heard so."""

    at_s: float
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Matched:
    """A sound with the cue it is, and the score (its number) that this cue is of."""

    found: Found
    cue: dict[str, Any]
    score: int

    @property
    def offset_ms(self) -> float:
        return self.found.at_s * 1000 - float(self.cue["at_ms"])


@dataclass(slots=True)
class RecordingCheck:
    """What a session did by its own account, and what was heard, on one clock."""

    statuses: list[dict[str, Any]]
    scores: list[dict[str, Any]]
    commands: list[dict[str, Any]]
    asides: list[dict[str, Any]]
    found: list[Found]
    rests: list[Rest]
    matched: list[Matched] = field(default_factory=list)
    answers_ms: list[float] = field(default_factory=list)
    shifts_ms: list[float] = field(default_factory=list)

    def findings(self) -> list[Finding]:
        """All that is wrong, in order."""
        self._match()
        kinds = (self._unexpected, self._cut, self._strange, self._stretches, self._at_once,
                 self._countdowns, self._holds, self._answers)  # fmt: skip
        return sorted((each for kind in kinds for each in kind()), key=lambda each: each.at_s)

    @property
    def heard_from_s(self) -> float:
        """When the first status was told: what findings count from."""
        return float(self.statuses[0]["s"])

    def begun(self) -> Iterator[Begun]:
        """The lines that may be heard only in part: first those that a command may have cut."""
        for command in self.commands:
            if command["name"] not in CUTTING or command["again"]:
                continue
            until_s = command["to_s"] + CUT_WITHIN_S
            for aside in self.asides:
                if 0 < command["to_s"] - aside["s"] < AFTER_ASIDE_S:
                    for text in aside["texts"]:
                        yield Begun(text, aside["s"], command["to_s"], until_s)
            status = self._status_before(float(command["from_s"]))
            if status is None or status["mode"] != "playing":
                continue
            at_ms = status["at_ms"] + (command["from_s"] - status["s"]) * 1000
            for cue in self.scores[self._score_at(float(status["s"]))]["cues"]:
                if cue["at_ms"] - 100 < at_ms < cue["at_ms"] + cue["length_ms"] + 300:
                    at_s = command["from_s"] - (at_ms - cue["at_ms"]) / 1000
                    yield Begun(name_of(cue), at_s - 0.3, at_s + 0.3, until_s)
        yield from self._passed()

    def _passed(self) -> Iterator[Begun]:
        for before, after in pairwise(self.statuses):
            if after["mode"] != "playing" or not before["at_ms"] < after["at_ms"]:
                continue
            for cue in self.scores[self._score_at(float(before["s"]))]["cues"]:
                if before["at_ms"] <= cue["at_ms"] < after["at_ms"]:
                    at_s, length_s = float(after["s"]), cue["length_ms"] / 1000
                    yield Begun(name_of(cue), at_s - 0.4, at_s + 0.4, at_s + length_s + 0.4)

    def _status_before(self, at_s: float) -> dict[str, Any] | None:
        number = bisect_right(self.statuses, at_s, key=lambda status: float(status["s"]))
        return self.statuses[number - 1] if number else None

    # What each sound is

    def _match(self) -> None:
        times = [float(status["s"]) for status in self.statuses]
        for found in self.found:
            after = bisect_right(times, found.at_s)
            best, best_off = None, float(SAME_CUE_MS)
            for status in self.statuses[max(0, after - 2) : after + 3]:
                if status["mode"] not in ("playing", "finished"):
                    continue
                at_ms = status["at_ms"] + (found.at_s - status["s"]) * 1000
                for number in self._scores_near(found.at_s):
                    for cue in self.scores[number]["cues"]:
                        off = abs(cue["at_ms"] - at_ms)
                        # A later score is the truer one where both tell the same.
                        if name_of(cue) == found.name and off < best_off - 1:
                            best, best_off = Matched(found, cue, number), off
            if best is not None:
                self.matched.append(best)

    def _scores_near(self, at_s: float) -> list[int]:
        last = self._score_at(at_s + 0.3)
        first = self._score_at(at_s - 0.5)
        return list(range(last, first - 1, -1))

    def _score_at(self, at_s: float) -> int:
        return max(0, bisect_right(self.scores, at_s, key=lambda score: float(score["s"])) - 1)

    def _asked(self, from_s: float, to_s: float, names: frozenset[str] = CUTTING) -> bool:
        return any(
            each["name"] in names and each["from_s"] <= to_s and each["to_s"] >= from_s
            for each in self.commands
        )

    def _moved(self, from_s: float, to_s: float) -> bool:
        """Whether the course may have been left between two moments."""
        stood = any(
            status["mode"] not in ("playing", "finished")
            for status in self.statuses
            if from_s <= status["s"] <= to_s
        )
        spoke = any(from_s - 0.3 <= aside["s"] <= to_s for aside in self.asides)
        return stood or spoke or self._asked(from_s - CUT_WITHIN_S, to_s)

    # What can be wrong

    def _unexpected(self) -> Iterator[Finding]:
        known = {id(each.found) for each in self.matched}
        for found in self.found:
            if id(found) in known or found.heard_s == 0:  # only its words are in another line
                continue
            if found.name == "<acknowledged>":
                if not self._answering(found):
                    yield Finding(found.at_s, "unexpected", "an answer to no command")
                continue
            age_s = [(found.at_s - aside["s"], aside) for aside in self.asides]
            near = [aside for age, aside in age_s if -CLOCK_S < age < AFTER_ASIDE_S]
            spoken = any(found.name in aside["texts"] for aside in near)
            pips = found.name.startswith("<pip") and self._asked(found.at_s - 15, found.at_s)
            if not spoken and not pips:
                yield Finding(found.at_s, "unexpected", found.name)

    def _answering(self, found: Found) -> bool:
        return any(
            each["from_s"] - 0.02 <= found.at_s <= each["to_s"] + ANSWERED_S
            for each in self.commands
        )

    def _cut(self) -> Iterator[Finding]:
        for found in self.found:
            end_s = found.at_s + found.heard_s
            if found.whole or self._moves_in_loudness(found):
                continue
            if not self._asked(end_s - CUT_WITHIN_S, end_s + WORD_GAP_S):
                text = f"{found.name} after {found.heard_s:.2f} of {found.length_s:.2f} s"
                yield Finding(end_s, "cut", text)

    def _moves_in_loudness(self, found: Found) -> bool:
        return self._asked(found.at_s - CUT_WITHIN_S, found.end_s, LOUDNESS)

    def _strange(self) -> Iterator[Finding]:
        for rest in self.rests:
            asked = self._asked(rest.end_s - CUT_WITHIN_S, rest.end_s + 0.05)
            asked |= self._asked(rest.at_s - CUT_WITHIN_S, rest.end_s + CUT_WITHIN_S, LOUDNESS)
            length_s = rest.end_s - rest.at_s
            gap_ms = self._gap_ms(rest)
            if gap_ms is not None and abs(gap_ms) < NO_GAP_MS:
                continue
            if gap_ms is not None:
                text = f"{gap_ms:.0f} ms at {rest.from_s:.2f} s of {rest.name}"
                yield Finding(rest.at_s, "gap in a line", text)
            elif rest.name is not None and rest.from_s > 0.1 and rest.likeness > SURELY:
                text = f"{rest.name} from {rest.from_s:.2f} s on ({rest.likeness:.2f})"
                yield Finding(rest.at_s, "begins in the middle", text)
            elif not asked and length_s > SHORTEST_S:
                what = rest.name or "unlike any line"
                text = f"{length_s:.2f} s at level {rest.level:.3f}: {what} ({rest.likeness:.2f})"
                yield Finding(rest.at_s, "strange", text)

    def _gap_ms(self, rest: Rest) -> float | None:
        """What lies between this and the first part of the same line; None where none is."""
        for found in self.found:
            gap_s = rest.at_s - rest.from_s - found.at_s
            if found.name == rest.name and rest.from_s > 0.1 and abs(gap_s) < GAP_S:
                return gap_s * 1000
        return None

    def _stretches(self) -> Iterator[Finding]:
        for before, after in pairwise(self.matched):
            if self._moved(before.found.at_s, after.found.at_s):
                continue
            shift = after.offset_ms - before.offset_ms
            self.shifts_ms.append(shift)
            if abs(shift) > LATE_MS:
                kind = "late" if shift > 0 else "early"
                yield Finding(after.found.at_s, kind, f"{after.found.name} by {shift:.1f} ms")
            if before.cue == after.cue:
                yield Finding(after.found.at_s, "doubled", after.found.name)
            for cue in self.scores[after.score]["cues"]:
                if before.cue["at_ms"] + 1 < cue["at_ms"] < after.cue["at_ms"] - 1:
                    yield Finding(after.found.at_s, "missing", name_of(cue))

    def _at_once(self) -> Iterator[Finding]:
        lines = [found for found in self.found if not found.is_tone]
        for before, after in pairwise(lines):
            if before.at_s + before.heard_s > after.at_s + OVERLAP_S:
                yield Finding(after.at_s, "two voices", f"{before.name} / {after.name}")

    def _countdowns(self) -> Iterator[Finding]:
        for done in self.matched:
            if done.cue.get("role") != "done":
                continue
            end_ms = done.cue["at_ms"]
            for cue in self.scores[done.score]["cues"]:
                if cue["role"] != "countdown" or not end_ms - 3300 < cue["at_ms"] < end_ms:
                    continue
                due_s = done.found.at_s - (end_ms - cue["at_ms"]) / 1000
                name = name_of(cue)
                if not any(
                    found.name == name and abs(found.at_s - due_s) < LATE_MS / 1000
                    for found in self.found
                ):
                    text = f"{name} {(end_ms - cue['at_ms']) / 1000:.0f} s before a done tone"
                    yield Finding(due_s, "countdown", text)

    def _holds(self) -> Iterator[Finding]:
        """Holds that were left by themselves before they had lasted as long as asked."""
        key: tuple[Any, ...] | None = None
        held_ms, entered_s = 0.0, 0.0
        for before, after in pairwise(self.statuses):
            segment = self._segment(before)
            now = self._key(before, segment)
            if segment is None or now is None:
                key = None
                continue
            if now != key:
                key, held_ms = now, before["at_ms"] - segment["start_ms"]
                entered_s = float(before["s"])
            went_ms = after["at_ms"] - before["at_ms"]
            if before["mode"] == "playing" and 0 < went_ms < 400:
                held_ms += min(went_ms, segment["end_ms"] - before["at_ms"])
            left = self._key(after, self._segment(after)) != key
            asked_ms = segment["end_ms"] - segment["start_ms"]
            if not left or self._asked(entered_s, float(after["s"]), LEAVING):
                continue
            if held_ms < asked_ms - SHORTER_MS:
                text = f"{segment['label']}: {held_ms:.0f} of {asked_ms} ms"
                yield Finding(float(after["s"]), "hold too short", text)

    def _segment(self, status: dict[str, Any]) -> dict[str, Any] | None:
        segments = self.scores[self._score_at(float(status["s"]))]["segments"]
        at_ms = status["at_ms"]
        return next((s for s in segments if s["start_ms"] <= at_ms < s["end_ms"]), None)

    @staticmethod
    def _key(status: dict[str, Any], segment: dict[str, Any] | None) -> tuple[Any, ...] | None:
        if segment is None or segment["kind"] != "hold" or status["kind"] != "hold":
            return None
        return tuple(segment[name] for name in ("item", "set", "rep", "side", "label"))

    def _answers(self) -> Iterator[Finding]:
        answers = [found.at_s for found in self.found if found.name == "<acknowledged>"]
        for command in self.commands:
            if not command["answered"]:
                continue
            near = [at for at in answers if command["from_s"] - 0.02 <= at]
            later = [at for at in near if at <= command["to_s"] + ANSWERED_S]
            if later:
                self.answers_ms.append((later[0] - command["from_s"]) * 1000)
            elif not any(
                found.at_s - ANSWERED_S < command["to_s"] < found.end_s
                for found in self.found
                if self._moves_in_loudness(found)
            ):
                text = f"{command['name']} by {command['source']}"
                yield Finding(float(command["from_s"]), "not answered", text)


def name_of(cue: dict[str, Any]) -> str:
    """What a cue of a timeline's JSON is called among known sounds."""
    return str(cue["text"]) if cue["kind"] == "voice" else f"<{cue['sound']}>"


def told(findings: Sequence[Finding], began_s: float) -> list[str]:
    """Each finding as a line."""
    return [f"{each.at_s - began_s:8.2f} s  {each.kind:20} {each.text}" for each in findings]
