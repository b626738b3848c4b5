"""What a scripted session should have sounded like, and each way in which it may not have."""

from __future__ import annotations

from typing import Any

import pytest

from tests.device.heard import Found, Rest
from tests.device.recording_checker import RecordingCheck

T0 = 1000.0
"""The monotonic second at which the session is at 0."""


def voice(at_ms: int, text: str, length_ms: int = 1000) -> dict[str, Any]:
    return {"kind": "voice", "at_ms": at_ms, "length_ms": length_ms, "text": text, "role": "note"}


def tone(at_ms: int, sound: str, role: str) -> dict[str, Any]:
    return {"kind": "tone", "at_ms": at_ms, "length_ms": 100, "sound": sound, "role": role}


CUES = [
    voice(1000, "one"),
    voice(4000, "two"),
    tone(9000, "pip", "countdown"),
    tone(10_000, "pip", "countdown"),
    tone(11_000, "pip", "countdown"),
    tone(12_000, "done", "done"),
    voice(13_000, "three"),
]
HOLD = {"start_ms": 6000, "end_ms": 12_000, "kind": "hold", "label": "Hold"}
PARTS: list[dict[str, Any]] = [
    {"start_ms": 0, "end_ms": 6000, "kind": "move", "label": "Move"},
    HOLD,
    {"start_ms": 12_000, "end_ms": 20_000, "kind": "rest", "label": "Rest"},
]
SEGMENTS = [{"item": 1, "set": None, "rep": None, "side": None, **each} for each in PARTS]


def kind_at(at_ms: float) -> str:
    return next(str(s["kind"]) for s in SEGMENTS if s["start_ms"] <= at_ms < s["end_ms"])


def steady(from_s: float, to_s: float, at_ms: float) -> list[dict[str, Any]]:
    """Statuses of undisturbed playing."""
    count = round((to_s - from_s) / 0.05)
    places = [at_ms + n * 50 for n in range(count)]
    return [
        {"s": T0 + from_s + n * 0.05, "mode": "playing", "at_ms": at, "kind": kind_at(at)}
        for n, at in enumerate(places)
    ]


def heard(name: str, at_s: float, heard_s: float = 1.0) -> Found:
    return Found(name, T0 + at_s, 1.0, heard_s, 1.0)


ALL = [
    heard("one", 1), heard("two", 4), heard("<pip>", 9), heard("<pip>", 10), heard("<pip>", 11),
    heard("<done>", 12), heard("three", 13),
]  # fmt: skip


def check(
    found: list[Found],
    rests: list[Rest] | None = None,
    commands: list[dict[str, Any]] | None = None,
    statuses: list[dict[str, Any]] | None = None,
) -> RecordingCheck:
    score = {"s": T0 - 1, "length_ms": 20_000, "segments": SEGMENTS, "cues": CUES}
    told = statuses or steady(0, 18, 0)
    return RecordingCheck(told, [score], commands or [], [], found, rests or [])


def command(name: str, at_s: float, *, answered: bool = False) -> dict[str, Any]:
    return {"name": name, "source": "key", "from_s": T0 + at_s, "to_s": T0 + at_s + 0.01,
            "mode": "playing", "answered": answered, "again": False}  # fmt: skip


def kinds(what: RecordingCheck) -> list[str]:
    return [each.kind for each in what.findings()]


def test_a_session_as_it_should_be_has_no_findings() -> None:
    assert kinds(check(ALL)) == []


@pytest.mark.parametrize(
    ("found", "kind"),
    [
        ([*ALL[:1], heard("two", 4.02), *ALL[2:]], "late"),
        ([*ALL[:1], *ALL[2:]], "missing"),
        ([*ALL[:2], heard("two", 4.2), *ALL[2:]], "doubled"),
        ([*ALL, heard("four", 15)], "unexpected"),
        ([*ALL[:1], heard("two", 4, 0.6), *ALL[2:]], "cut"),
        ([*ALL[:4], *ALL[5:]], "countdown"),
        ([heard("one", 1), heard("four", 1.5), *ALL[1:]], "two voices"),
    ],
)
def test_what_is_wrong_is_found(found: list[Found], kind: str) -> None:
    assert kind in kinds(check(found))


def test_a_command_explains_a_cut() -> None:
    found = [ALL[0], heard("two", 4, 0.6)]
    asked = [command("pause", 4.5)]
    assert kinds(check(found, commands=asked, statuses=steady(0, 5, 0))) == []


def test_a_line_that_begins_in_its_middle_is_found_even_after_a_command() -> None:
    rest = Rest(T0 + 15, T0 + 15.5, 0.1, "two", 0.5, 0.9)
    assert "begins in the middle" in kinds(check(ALL, [rest], [command("next", 14.9)]))


def test_a_sound_like_nothing_is_found() -> None:
    assert kinds(check(ALL, [Rest(T0 + 15, T0 + 15.1, 0.1)])) == ["strange"]


def test_a_command_without_an_answer_is_found() -> None:
    assert "not answered" in kinds(check(ALL, commands=[command("louder", 15, answered=True)]))


def test_a_hold_that_jumps_to_its_end_is_too_short() -> None:
    statuses = [*steady(0, 8, 0), *steady(8, 15, 11_000)]
    assert "hold too short" in kinds(check(ALL[:2], statuses=statuses))


def test_a_line_whose_loudness_moves_is_not_cut_and_may_hide_an_answer() -> None:
    found = [ALL[0], heard("two", 4, 0.6), *ALL[2:]]
    moved = [command("volume", 4.3), command("louder", 4.6, answered=True)]
    assert kinds(check(found, commands=moved)) == []
