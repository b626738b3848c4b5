"""What tests of the compiler share: routines from text, chosen lengths, questions to a timeline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from voiceguide.audio.tones import tone_lengths
from voiceguide.compiler.track import Lengths
from voiceguide.fit import Request, fit
from voiceguide.planning import resolve
from voiceguide.planning.resolve import NOT_REDUCED
from voiceguide.planning.steps import Plan, Reduction
from voiceguide.reader.document import parse
from voiceguide.reader.reading import Reading
from voiceguide.reader.records import Record
from voiceguide.routine.exercise_file import exercise_record
from voiceguide.routine.library import Library
from voiceguide.routine.model import Exercise, Routine
from voiceguide.routine.routine_file import routine_record
from voiceguide.session_options import WORDS_A_MINUTE, Level, SessionOptions, decided
from voiceguide.speech.engines.estimate import estimated_length_ms
from voiceguide.timeline import Cue, Segment, SegmentKind, Timeline, Tone, VoiceCue, VoiceInfo
from voiceguide.units import Ms

BUILT_IN = Library()

TONES = tone_lengths()


class Shelf(Library):
    """The built-in library of a language, and exercises of a test's own."""

    def __init__(self, exercises: Iterable[Exercise] = (), language: str = "en") -> None:
        super().__init__(language=language)
        self.own = {exercise.id: exercise for exercise in exercises}

    def exercise(self, id: str) -> Exercise:
        return self.own[id] if id in self.own else super().exercise(id)


class Speech(dict[str, Ms]):
    """A voice as lengths: as `own` says, else `each`, else estimated and `slowness` as long."""

    def __init__(
        self,
        words_a_minute: int = 140,
        *,
        slowness: float = 1,
        each: int | None = None,
        own: Mapping[str, int] | None = None,
    ) -> None:
        super().__init__({text: Ms(length) for text, length in (own or {}).items()})
        self.words_a_minute = words_a_minute
        self.slowness = slowness
        self.each = each

    def __missing__(self, text: str) -> Ms:
        length = self.each
        if length is None:
            length = round(estimated_length_ms(text, self.words_a_minute) * self.slowness)
        self[text] = Ms(length)
        return self[text]


def _read(text: str, record: Record[Any], file: str) -> Any:
    problems: list[Any] = []
    node = parse(text.encode(), file, problems)
    value = None if node is None else record.read(node, Reading(problems, "en"))
    if value is None or any(problem.grade == "error" for problem in problems):
        raise ValueError("\n".join(map(str, problems)))
    return value


@lru_cache
def routine(text: str, id: str = "test") -> Routine:
    """A routine from the text of its file."""
    read: Routine = _read(text, routine_record(id), f"{id}.yaml")
    return read


@lru_cache
def exercise(text: str, id: str = "own") -> Exercise:
    """An exercise from the text of its file; without a name it is called "Own"."""
    usual = {"name": "Own", "purpose": "strength", "position": "standing"}
    missing = [
        f"{key}: {value}\n" for key, value in usual.items() if f"\n{key}:" not in f"\n{text}"
    ]
    read: Exercise = _read("".join(missing) + text, exercise_record(id), f"{id}.yaml")
    return read


def items(*lines: str) -> Routine:
    """A routine called Test of these items, each as it would stand after its dash."""
    return routine("name: Test\nitems:\n" + "".join(f"  - {line}\n" for line in lines))


@dataclass(frozen=True, slots=True)
class Session:
    """A compiled routine that answers questions."""

    timeline: Timeline

    def segments(self, *kinds: SegmentKind, **where: object) -> tuple[Segment, ...]:
        """The segments of some kinds (all without any) whose fields are as given."""
        return tuple(
            segment
            for segment in self.timeline.segments
            if (not kinds or segment.kind in kinds)
            and all(getattr(segment, name) == value for name, value in where.items())
        )

    def lengths(self, *kinds: SegmentKind, **where: object) -> list[int]:
        return [segment.length_ms for segment in self.segments(*kinds, **where)]

    def sides(self, *kinds: SegmentKind, **where: object) -> str:
        """The sides of segments, as "L L R"."""
        letters = {"left": "L", "right": "R", None: "-"}
        return " ".join(letters[segment.side] for segment in self.segments(*kinds, **where))

    def voices(self, *roles: str) -> tuple[VoiceCue, ...]:
        return tuple(cue for cue in self.timeline.voices if not roles or cue.role in roles)

    def said(self, *roles: str) -> list[str]:
        return [voice.text for voice in self.voices(*roles)]

    def tones(self, *sounds: str) -> tuple[Tone, ...]:
        return tuple(cue for cue in self.timeline.tones if not sounds or cue.sound in sounds)

    def voice(self, text: str, number: int = 1) -> VoiceCue:
        """The first time, or a later one, that a line is said."""
        found = [voice for voice in self.timeline.voices if voice.text == text]
        if len(found) < number:
            raise LookupError(f"'{text}' is said {len(found)} times: {self.said()}")
        return found[number - 1]

    def cues_in(self, segment: Segment) -> tuple[Cue, ...]:
        return self.timeline.between(segment.start_ms, segment.end_ms)

    def voices_in(self, segment: Segment) -> tuple[VoiceCue, ...]:
        return tuple(cue for cue in self.cues_in(segment) if isinstance(cue, VoiceCue))

    def tones_in(self, segment: Segment) -> tuple[str, ...]:
        return tuple(cue.sound for cue in self.cues_in(segment) if isinstance(cue, Tone))


def compiled(
    what: Routine | str,
    *exercises: Exercise,
    level: Level | None = None,
    today: SessionOptions | None = None,
    speech: Lengths | None = None,
    slowness: float = 1,
    each: int | None = None,
    own: Mapping[str, int] | None = None,
    **style: Any,
) -> Session:
    """A routine, or a routine of one item, compiled; how the coach speaks is the routine's
    choice unless `style` says.
    """
    made = items(what) if isinstance(what, str) else what
    options = decided(SessionOptions(**style), today or of_level(level), made.options)
    words = WORDS_A_MINUTE[options.pace]
    voice = VoiceInfo("test", "test", words, measured=False)
    request = Request(made, Shelf(exercises, made.language), options, voice)
    lengths = speech or Speech(words, slowness=slowness, each=each, own=own)
    return Session(fit(request, lengths, TONES))


def of_level(level: Level | None) -> SessionOptions:
    """Somebody of whom no more is known than the level they asked for, or nothing."""
    return SessionOptions() if level is None else SessionOptions(level)


def make_plan(
    made: Routine, library: Library, known: SessionOptions, adjusted: Reduction = NOT_REDUCED
) -> Plan:
    """The plan of a routine for a person of whom this is known."""
    return resolve.make_plan(made, library, decided(known, made.options), adjusted)
