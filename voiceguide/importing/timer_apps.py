"""Workouts of timer apps: Just Another Workout Timer (versions 1 and 2) and TimeR Machine.

Their shapes: https://github.com/blockbasti/just_another_workout_timer (lib/utils/workout.dart)
and https://github.com/timer-machine/timer-machine-android (data/datas).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from voiceguide.errors import BadFiles, Place, Problem
from voiceguide.importing.draft import Draft, DraftGroup, DraftItem, timed
from voiceguide.importing.losses import Losses, shortened
from voiceguide.units import Ms

MOST_DEPTH = 10
MOST_STEPS = 2000
LONGEST_MS = 3 * 3_600_000
_SHORTEST_MS = 1000
_NO_FOLDER = 1
"""Of TimeR Machine: where timers are that nobody put into a folder."""
_VARIABLE = re.compile(r"\{\w{1,40}%?\}|\$\w{1,40}%?")
_BEHAVIOURS = {
    "MUSIC": "music",
    "VIBRATION": "vibration",
    "SCREEN": "lighting up the screen",
    "HALT": "waiting for a tap",
    "BEEP": "beeps",
    "HALF": "a sign at half of the time",
    "COUNT": "the last seconds counted aloud (there are tones for the last three)",
    "NOTIFICATION": "a notification",
    "FLASHLIGHT": "the flashlight",
    "IMAGE": "a picture",
}
"""What an app does at a step and a routine does not; VOICE alone is carried over."""

Json = Mapping[str, Any]


def workout_timer(workout: Json, number: int, file: str) -> Draft:
    """The workout of Just Another Workout Timer that is the file's `number`th."""
    reading = _Reading(file)
    version = workout.get("version", 1)
    if version not in (1, 2):
        raise _not_read(file, f"workouts of version {shortened(version)} are not known")
    name = reading.text(workout.get("title")) or f"Workout {number}"
    items: list[DraftItem] = []
    for place, each in enumerate(reading.list_of(workout, "sets"), 1):
        inner = tuple(
            item
            for exercise in reading.list_of(each, "exercises")
            for item in reading.timed(exercise.get("name"), exercise.get("duration"), 1000)
        )
        rounds = reading.rounds(each.get("repetitions", 1), "repetitions", f"Set {place}")
        if inner and rounds:
            items.append(DraftGroup(f"Set {place}", rounds, inner))
    return reading.draft(name, items)


def timer_machine(timer: Json, number: int, file: str, backup: Json) -> Draft:
    """The timer of TimeR Machine that is the file's `number`th; `backup` is the whole file."""
    reading = _Reading(file)
    name = reading.text(timer.get("name")) or f"Timer {number}"
    reading.names["TName"] = reading.names["timer_name"] = name
    first = reading.step_at(timer, "startStep")
    items = tuple(reading.steps(timer, 0))
    loops = reading.rounds(timer.get("loop", 1), "loop", name)
    if loops > 1 and items:
        items = (DraftGroup(name, loops, items),)
    last = reading.step_at(timer, "endStep")
    reading.tell_of_timer(timer, backup)
    return reading.draft(name, [*first, *(items if loops else ()), *last])


class _Reading:
    """A workout being read, and what of it cannot be carried over."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.losses = Losses()
        self.count = 0
        self.names: dict[str, str] = {}
        """What the variables of spoken texts mean, as far as it is known beforehand."""

    def draft(self, name: str, items: Sequence[DraftItem]) -> Draft:
        if not items:
            raise _not_read(self.file, f"there is nothing to do in '{shortened(name)}'")
        return Draft(name, tuple(items), lost=self.losses.problems(self.file))

    def list_of(self, value: Json, name: str) -> list[Json]:
        found = value.get(name)
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            raise _not_read(self.file, f"'{name}' is not a list of what it should be")
        return found

    def text(self, value: object) -> str:
        return " ".join(value.split()) if isinstance(value, str) else ""

    def rounds(self, value: object, name: str, where: str) -> int:
        """How often; 0 is told, since it leaves out what it is said of."""
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 1000:
            raise _not_read(
                self.file, f"'{name}' is {shortened(value)}, not a number from 1 to 1000"
            )
        if not value:
            self.losses.add(f"'{shortened(where)}': it is done 0 times")
        return value

    def timed(
        self, name: object, length: object, unit_ms: int, say: tuple[str, ...] = ()
    ) -> Iterator[DraftItem]:
        self.count += 1
        if self.count > MOST_STEPS:
            raise _not_read(self.file, f"it has more than {MOST_STEPS} steps")
        called = self.text(name) or f"Exercise {self.count}"
        shown = shortened(called)
        if isinstance(length, bool) or not isinstance(length, int | float):
            raise _not_read(self.file, f"'{shown}' has no length")
        if not 0 <= length <= LONGEST_MS or length * unit_ms > LONGEST_MS:
            raise _not_read(
                self.file, f"'{shown}' lasts {shortened(length)}, not up to three hours"
            )
        length_ms = round(length * unit_ms)
        if length_ms < _SHORTEST_MS:
            self.losses.add(f"'{shown}': it lasts less than a second")
            return
        yield timed(called, Ms(length_ms), self.losses, say)

    def steps(self, value: Json, depth: int) -> Iterator[DraftItem]:
        if depth > MOST_DEPTH:
            raise _not_read(self.file, "its groups are nested too deeply")
        for step in self.list_of(value, "steps"):
            if "steps" in step:
                yield from self.group(step, depth)
            else:
                yield from self.step(step)

    def group(self, step: Json, depth: int) -> Iterator[DraftItem]:
        name = self.text(step.get("name")) or "Group"
        outer = self.names
        self.names = {**outer, "GName": name, "group_name": name}
        inner = tuple(self.steps(step, depth + 1))
        self.names = outer
        rounds = self.rounds(step.get("loop", 1), "loop", name)
        # A group of one round is only a name for what is in it.
        if rounds > 1 and inner:
            yield DraftGroup(name, rounds, inner)
        elif rounds:
            yield from inner

    def step(self, step: Json) -> Iterator[DraftItem]:
        say = tuple(self.said(step))
        yield from self.timed(step.get("label"), step.get("length"), 1, say)

    def step_at(self, timer: Json, name: str) -> list[DraftItem]:
        """The step before or after all rounds, where there is one."""
        step = timer.get(name)
        if step is None:
            return []
        if not isinstance(step, dict):
            raise _not_read(self.file, f"'{name}' is not what it should be")
        return list(self.step(step))

    def said(self, step: Json) -> Iterator[str]:
        """What is spoken at a step besides its name, which the coach says anyway."""
        label = self.text(step.get("label"))
        for each in self.list_of(step, "behaviour") if "behaviour" in step else []:
            kind = self.text(each.get("type")).upper()
            content = self.text(each.get("content")) or self.text(each.get("label"))
            if kind == "VOICE":
                words = self.filled_in(content, label)
                if words and words.casefold() != label.casefold():
                    yield words
            else:
                what = _BEHAVIOURS.get(kind) or shortened(kind.lower()) or "something unknown"
                self.losses.add(what, label)

    def filled_in(self, content: str, label: str) -> str:
        """A spoken text with the names for its variables; what only the app knows is left out."""
        known = {**self.names, "SName": label, "step_name": label}
        unknown = False

        def word(found: re.Match[str]) -> str:
            nonlocal unknown
            name = found.group().strip("{}$")
            unknown = unknown or name not in known
            return known.get(name, "")

        filled = " ".join(_VARIABLE.sub(word, content).split())
        if unknown:
            self.losses.add(f"what the app fills into '{shortened(content)}'", label)
        return filled

    def tell_of_timer(self, timer: Json, backup: Json) -> None:
        """Of what belongs to a timer besides its steps."""
        more = timer.get("more")
        if isinstance(more, dict) and more.get("triggerTimerId"):
            self.losses.add("the timer that it starts at its end")
        folders = backup.get("folders")
        for folder in folders if isinstance(folders, list) else ():
            if isinstance(folder, dict) and folder.get("id") == timer.get("folderId") != _NO_FOLDER:
                self.losses.add(f"its folder '{shortened(folder.get('name', ''))}'")
        schedulers = backup.get("schedulers")
        for each in schedulers if isinstance(schedulers, list) else ():
            if isinstance(each, dict) and each.get("timerId") == timer.get("id"):
                self.losses.add("when it is scheduled (see `voiceguide remind`)")


def _not_read(file: str, what: str) -> BadFiles:
    hint = "export the workout from its app again; docs/exports.md says what can be read"
    return BadFiles([Problem(Place(file, 1, 1), what, hint)])
