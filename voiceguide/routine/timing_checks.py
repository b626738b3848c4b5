"""Warnings for words that last longer than the time they are written for.

What is written is played truthfully all the same: see docs/laws-of-time.md#movements.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from voiceguide.reader.reading import Reading
from voiceguide.reader.records import Found
from voiceguide.routine.exercise_model import Exercise, Hold, Move, Phase
from voiceguide.text import shortened

WORDS_A_MINUTE = 140
"""Of the normal pace; how long a line takes is only about right, whatever the voice."""
START_MS = 200
AIR_MS = 400
AFTER_DONE_MS = 500
"""The voice waits so long after the tone that ends a hold."""
TONES_FROM_MS = 10_000
"""A hold of this length ends with a tone, where nothing else is written."""
LEAST_BREAK_MS = 3000
"""A break so short leaves no time to take it in."""

Ending = Literal["tone", "silent"]


def check_timing(exercise: Exercise, found: Found) -> None:
    """Report, as warnings, words that have no room in their phases, and breaks that are none."""
    reading = found.reading
    for rep in (exercise.rep, *(each.rep for each in exercise.versions if each.rep)):
        for phase in rep:
            _check_words(phase, exercise, reading)
        for before, after in pairwise(rep):
            if isinstance(before, Hold) and isinstance(after, Move):
                _check_release(after, _ending(before, exercise), reading)
    dose = exercise.dose
    if dose.sets.high > 1 and dose.rest_ms < LEAST_BREAK_MS and exercise.sides.order == "none":
        found.problem(
            "dose",
            f"{_seconds(dose.rest_ms)} is too short to say which set comes: a tone alone begins it",
            "write a longer rest, or more repetitions in one set",
            "warning",
        )


def _check_words(phase: Phase, exercise: Exercise, reading: Reading) -> None:
    match phase:
        case Move(again=str(again), takes_ms=takes_ms) if _said_ms(again) > takes_ms:
            reading.problem(
                phase.place,
                f"'{shortened(again)}' takes about {_seconds(_said_ms(again))} to say, and the "
                f"movement {_seconds(takes_ms)}: each repetition waits for its words",
                "say less in 'again', or give the movement more time",
                "warning",
            )
        case Hold(say=str(say)) if _said_ms(say) + AIR_MS > (
            shortest := _shortest(phase, exercise)
        ):
            reading.problem(
                phase.place,
                f"'{shortened(say)}' takes about {_seconds(_said_ms(say))} to say, and the hold "
                f"may last {_seconds(shortest)}: then it is said once, before the set",
                "say less, or say it in 'get_ready'",
                "warning",
            )
        case _:
            pass


def _check_release(move: Move, ending: Ending, reading: Reading) -> None:
    late_ms = AFTER_DONE_MS if ending == "tone" else 0
    if _said_ms(move.move) + late_ms <= move.takes_ms:
        return
    reading.problem(
        move.place,
        f"'{shortened(move.move)}' ends a hold and is said while the movement runs: it takes about "
        f"{_seconds(_said_ms(move.move) + late_ms)}, and the movement {_seconds(move.takes_ms)}",
        "say less, or give the movement more time",
        "warning",
    )


def _shortest(hold: Hold, exercise: Exercise) -> float:
    """How long a timed hold may be at the least; no limit for one in counts or breaths."""
    amount = hold.amount or exercise.dose.hold
    return amount.low if amount is not None and amount.unit == "time" else float("inf")


def _ending(hold: Hold, exercise: Exercise) -> Ending:
    shortest = _shortest(hold, exercise)
    count = hold.count or ("ends" if shortest >= TONES_FROM_MS else "silent")
    return "tone" if count == "ends" or shortest == float("inf") else "silent"


def _said_ms(line: str) -> int:
    return START_MS + len(line.split()) * 60_000 // WORDS_A_MINUTE


def _seconds(length_ms: float) -> str:
    return f"{length_ms / 1000:.1f} s".replace(".0 ", " ")
