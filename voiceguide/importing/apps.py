"""Workouts of timer apps: Just Another Workout Timer (version 2) and TimeR Machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from voiceguide.errors import BadFiles, Place, Problem
from voiceguide.importing.draft import Draft, Item, repeated, timed
from voiceguide.units import Ms

MOST_DEPTH = 10
MOST_STEPS = 2000
LONGEST_MS = 3 * 3_600_000
_OURS = {"VOICE", "BEEP", "COUNT"}
"""What an app does at a step that the coach does too."""


def workout_timer(document: dict[str, Any], file: str) -> tuple[Draft, ...]:
    """Workouts of Just Another Workout Timer: a backup of several, or a shared one alone."""
    reading = _Reading(file)
    workouts = reading.list_of(document, "workouts") if "workouts" in document else [document]
    drafts = []
    for number, workout in enumerate(workouts, 1):
        reading = _Reading(file)
        if workout.get("version", 2) != 2:
            raise _not_read(file, f"workouts of version {workout.get('version')!r} are not known")
        items: list[Item] = []
        for place, each in enumerate(reading.list_of(workout, "sets"), 1):
            inner = tuple(
                item
                for exercise in reading.list_of(each, "exercises")
                for item in reading.timed(exercise.get("name"), exercise.get("duration"), 1000)
            )
            rounds = reading.whole(each.get("repetitions", 1), "repetitions")
            items.extend(repeated(f"Set {place}", rounds, inner))
        name = reading.text(workout.get("title")) or f"Workout {number}"
        drafts.append(reading.draft(name, items))
    return tuple(drafts)


def timer_machine(document: dict[str, Any], file: str) -> tuple[Draft, ...]:
    """A timer of TimeR Machine."""
    reading = _Reading(file)
    name = reading.text(document.get("name")) or "Timer"
    items = tuple(reading.steps(document, 0))
    loops = reading.whole(document.get("loop", 1), "loop")
    return (reading.draft(name, list(repeated(name, loops, items) if loops > 1 else items)),)


class _Reading:
    """A file being read, and what of it cannot be carried over."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.lost: dict[str, None] = {}
        self.count = 0

    def draft(self, name: str, items: list[Item]) -> Draft:
        if not items:
            raise _not_read(self.file, f"there is nothing to do in '{name[:60]}'")
        place = Place(self.file, 1, 1)
        problems = tuple(Problem(place, each, grade="warning") for each in self.lost)
        return Draft(name, tuple(items), lost=problems)

    def list_of(self, value: dict[str, Any], name: str) -> list[dict[str, Any]]:
        found = value.get(name)
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            raise _not_read(self.file, f"'{name}' is not a list of what it should be")
        return found

    def text(self, value: object) -> str:
        return " ".join(value.split()) if isinstance(value, str) else ""

    def whole(self, value: object, name: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 1000:
            raise _not_read(self.file, f"'{name}' is {value!r:.40}, not a number from 1 to 1000")
        return value

    def timed(
        self, name: object, length: object, unit_ms: int, say: tuple[str, ...] = ()
    ) -> Iterator[Item]:
        self.count += 1
        if self.count > MOST_STEPS:
            raise _not_read(self.file, f"it has more than {MOST_STEPS} steps")
        called = self.text(name) or f"Exercise {self.count}"
        if isinstance(length, bool) or not isinstance(length, int | float):
            raise _not_read(self.file, f"'{called[:60]}' has no length")
        if not 0 <= length * unit_ms <= LONGEST_MS:
            raise _not_read(self.file, f"'{called[:60]}' lasts {length}, not up to three hours")
        length_ms = round(length * unit_ms)
        if length_ms < 1000:
            self.lost[f"'{called[:60]}' lasts less than a second"] = None
            return
        yield from timed(called, Ms(length_ms), say)

    def steps(self, value: dict[str, Any], depth: int) -> Iterator[Item]:
        if depth > MOST_DEPTH:
            raise _not_read(self.file, "its groups are nested too deeply")
        for step in self.list_of(value, "steps"):
            if "steps" in step:
                name = self.text(step.get("name")) or "Group"
                inner = tuple(self.steps(step, depth + 1))
                # A group of one round is only a name for what is in it.
                rounds = self.whole(step.get("loop", 1), "loop")
                yield from repeated(name, rounds, inner) if rounds > 1 else inner
            else:
                say = tuple(self.said(step))
                yield from self.timed(step.get("label"), step.get("length"), 1, say)

    def said(self, step: dict[str, Any]) -> Iterator[str]:
        """What is spoken at a step besides its name, which the coach says anyway."""
        label = self.text(step.get("label"))
        for each in self.list_of(step, "behaviour") if "behaviour" in step else []:
            kind = self.text(each.get("type")).upper()
            content = self.text(each.get("content"))
            if kind == "VOICE" and content:
                words = content.replace("{SName}", label)
                plain = re.sub(r"\{\w+\}", "", words).strip()
                if plain != words.strip():
                    self.lost[f"what '{label}' fills into '{content[:60]}'"] = None
                if plain and plain.casefold() != label.casefold():
                    yield plain
            elif kind not in _OURS:
                self.lost[f"{kind.lower() or 'an unknown kind of thing'} at '{label[:60]}'"] = None


def _not_read(file: str, what: str) -> BadFiles:
    hint = "export the workout from its app again; docs/exports.md says what can be read"
    return BadFiles([Problem(Place(file, 1, 1), what, hint)])
