"""The actions of a scripted session: every command is in them, and moments are told apart."""

from __future__ import annotations

from typing import Any

import pytest

from tests.device.session_actions import BY_PLAYERCTL, SHORT, STOPS, WHOLE, Action, moment_of
from voiceguide.control.commands import BY_KEY, COMMANDS
from voiceguide.control.remotes.terminal_keys import NAMES


def commands_in(actions: tuple[Action, ...]) -> set[str]:
    found = set()
    for word in (word for action in actions for word in action.do):
        kind, _, what = word.partition(" ")
        if kind == "control":
            found.add(what)
        elif kind == "playerctl":
            found.add(BY_PLAYERCTL[what.split()[0]])
        elif kind in ("key", "held"):
            found.add(BY_KEY[what.split()[0]])
        elif kind == "keys":
            found |= {BY_KEY[NAMES.get(key, key)] for key in what}
    return found


def test_the_whole_session_is_given_every_command() -> None:
    wanted = {command.name for command in COMMANDS if command.name != "answer"}
    stops = tuple(action for actions in STOPS for action in actions)
    assert commands_in(WHOLE + stops) == wanted


def test_all_that_playerctl_can_do_is_done() -> None:
    words = [word for action in (*WHOLE, *STOPS[1]) for word in action.do]
    used = {word.split()[1] for word in words if word.startswith("playerctl")}
    assert used == set(BY_PLAYERCTL)


def test_bad_moments_are_among_them() -> None:
    for actions in (SHORT, WHOLE):
        assert {"first word", "countdown", "waiting", "line", "hold"} <= {
            action.when for action in actions
        }


SCORE: dict[str, Any] = {
    "segments": [
        {"kind": "move", "start_ms": 0, "end_ms": 8000},
        {"kind": "hold", "start_ms": 8000, "end_ms": 28_000},
    ],
    "cues": [
        {"kind": "voice", "at_ms": 1000, "length_ms": 2000, "role": "instruction"},
        {"kind": "tone", "at_ms": 25_000, "length_ms": 120, "role": "countdown"},
    ],
}


@pytest.mark.parametrize(
    ("when", "at_ms"),
    [("first word", 1100), ("line", 2000), ("quiet", 5000), ("hold", 15_000),
     ("countdown", 26_500)],
)  # fmt: skip
def test_a_moment_is_of_one_kind(when: str, at_ms: int) -> None:
    kinds = ("first word", "line", "quiet", "hold", "countdown", "waiting")
    status = {"mode": "playing", "at_ms": at_ms}
    assert [kind for kind in kinds if moment_of(kind, status, SCORE, 0)] == [when]


def test_a_wait_is_no_moment_of_what_stands_still() -> None:
    status = {"mode": "waiting", "at_ms": 5000}
    assert moment_of("waiting", status, SCORE, 0)
    assert not moment_of("quiet", status, SCORE, 0)
