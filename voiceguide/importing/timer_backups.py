"""JSON files of timer apps: which app wrote one, and the workouts in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial

from voiceguide.errors import BadFiles, Place, Problem
from voiceguide.files import decoded
from voiceguide.importing.draft import Draft
from voiceguide.importing.timer_apps import timer_machine, workout_timer

_KNOWN_APPS = "known are Just Another Workout Timer and TimeR Machine; see docs/exports.md"
_MOST_JSON_DEPTH = 50
_MOST_WORKOUTS = 200


def read(content: bytes, shown: str) -> Iterator[Draft | Problem]:
    """Each workout, or why it cannot be read, so that it does not refuse the others.

    Raises BadFiles for a file in which no known app keeps workouts.
    """
    for read_one in _readers(_json(decoded(content, shown), shown), shown):
        try:
            yield read_one()
        except BadFiles as bad:
            yield from bad.problems


def _readers(document: object, shown: str) -> list[Callable[[], Draft]]:
    """The workouts in a backup, in a list, or one alone; the app is known by what they hold."""
    start = Place(shown, 1, 1)
    whole = document if isinstance(document, dict) else {}
    if isinstance(document, dict) and not {"workouts", "timers"} & document.keys():
        document = [document]
    found = whole.get("workouts", whole.get("timers", document))
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        what = "it holds no workout" if found is document else "its workouts are no list of them"
        raise BadFiles([Problem(start, what, _KNOWN_APPS)])
    if not found:
        raise BadFiles([Problem(start, "there is no workout in it", _KNOWN_APPS)])
    if len(found) > _MOST_WORKOUTS:
        what = f"it has more than {_MOST_WORKOUTS} workouts"
        raise BadFiles([Problem(start, what, "export fewer of them at once")])
    if "workouts" in whole or any("sets" in each for each in found):
        return [partial(workout_timer, each, number, shown) for number, each in enumerate(found, 1)]
    if "timers" in whole or any("steps" in each for each in found):
        return [
            partial(timer_machine, each, number, shown, whole)
            for number, each in enumerate(found, 1)
        ]
    raise BadFiles([Problem(start, "no known app wrote this", _KNOWN_APPS)])


def _json(text: str, shown: str) -> object:
    """What a JSON file holds; whole numbers too long for Python are told as such."""
    start = Place(shown, 1, 1)
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        place = Place(shown, error.lineno, error.colno)
        raise BadFiles([Problem(place, f"this is not JSON: {error.msg}")]) from None
    except ValueError:  # of a number only, by Python's limit on digits
        raise BadFiles([Problem(start, "a number in it has thousands of digits")]) from None
    except RecursionError:
        raise BadFiles([Problem(start, "it is nested too deeply")]) from None
    level = [document]
    for _ in range(_MOST_JSON_DEPTH):
        level = [
            inner
            for value in level
            if isinstance(value, dict | list)
            for inner in (value.values() if isinstance(value, dict) else value)
        ]
    if level:
        raise BadFiles([Problem(start, "it is nested too deeply")])
    return document
