"""An importer: lines such as "Plank 30" become steps."""

from __future__ import annotations

from voiceguide.errors import BadFiles, Place, Problem
from voiceguide.importing.draft import Draft, DraftStep
from voiceguide.units import Ms


def read(content: bytes, shown: str) -> list[Draft]:
    """The workouts in the file; `shown` is its name in messages."""
    steps = []
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        name, _, seconds = line.rpartition(" ")
        if not name or not seconds.isdigit():
            message = "a line is a name and its seconds"
            raise BadFiles([Problem(Place(shown, number, 1), message, "as in: Plank 30")])
        steps.append(DraftStep(name, Ms(int(seconds) * 1000)))
    return [Draft("Steps", tuple(steps))]
