"""The table of commands: whole, obeyed as it says, and the same in the documentation."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest

from tests.control.conftest import Led
from voiceguide.control.command_table import MODES, NEEDS, TABLE, action_of
from voiceguide.control.commands import COMMANDS, Action, Name

DOCS = Path(__file__).parents[2] / "docs" / "live-session.md"
Lead = Callable[..., Led]


def test_every_command_has_an_action_in_every_mode_and_every_action_is_used() -> None:
    assert tuple(TABLE) == get_args(Name)
    used = {action for row in TABLE.values() for action in row}
    assert used | {"no sound"} == set(get_args(Action))


def test_stop_ends_in_every_mode_and_nothing_else_is_done_without_sound() -> None:
    assert set(TABLE["stop"]) == {"end"}
    without_sound = {name: action_of(name, "lost") for name in TABLE}
    assert {name for name, action in without_sound.items() if action != "no sound"} == {"stop"}


def test_pain_stops_whatever_is_done() -> None:
    row = dict(zip(MODES, TABLE["pain"], strict=True))
    assert [row[mode] for mode in MODES if mode != "asking"] == ["report pain"] * 4


def test_the_documentation_shows_the_table() -> None:
    lines = DOCS.read_text().splitlines()
    head = lines.index(f"| Command | {' | '.join(MODES)} |")
    shown = lines[head + 2 : head + 2 + len(TABLE)]
    assert shown == [f"| `{name}` | {' | '.join(row)} |" for name, row in TABLE.items()]
    needed = {f"| {action} | {'; '.join(need.why for need in needs)} |"
              for action, needs in NEEDS.items()}  # fmt: skip
    assert needed <= set(lines)


@pytest.mark.parametrize("name", [command.name for command in COMMANDS if command.name != "stop"])
@pytest.mark.parametrize("first", [(), ("pause",), ("pain",)])
def test_every_command_can_be_asked_for_in_every_mode_and_the_session_goes_on(
    lead: Lead, name: Any, first: tuple[str, ...]
) -> None:
    led = lead()
    led.play(25_000)
    for each in (*first, name):
        led.ask(each, 20_000)
    led.play(1000)
    assert not led.conductor.over


@pytest.mark.parametrize("name", ["pain", "easier", "less", "more"])
def test_in_the_safety_words_what_is_not_done_is_told(lead: Lead, name: Any) -> None:
    led = lead(prelude=True)
    led.play(1000)
    place = led.position
    led.ask(name)
    assert led.said[-1] == "The session itself has not begun yet."
    assert (led.mode, led.position.part, led.listening.pains) == ("playing", place.part, 0)
