from __future__ import annotations

import pytest

from tests.fake_clock import FakeClock
from voiceguide.control.command_queue import MOST_WAITING, CommandQueue
from voiceguide.control.commands import BY_KEY, COMMANDS, command_of
from voiceguide.errors import UsageError


def test_no_key_has_two_commands() -> None:
    keys = [key for command in COMMANDS for key in command.keys]
    assert len(keys) == len(set(keys)) == len(BY_KEY)


def test_a_held_key_is_one_command() -> None:
    clock = FakeClock(1000)
    command_queue = CommandQueue(clock)
    assert command_queue.post_key("toggle")
    clock.advance(660)
    for _ in range(50):
        assert not command_queue.post_key("toggle")
        clock.advance(33)
    clock.advance(700)
    assert command_queue.post_key("toggle")


def test_a_button_tapped_twice_by_mistake_is_one_command() -> None:
    clock = FakeClock(1000)
    command_queue = CommandQueue(clock)
    assert command_queue.post("next")
    clock.advance(200)
    assert not command_queue.post("next")
    clock.advance(400)
    assert command_queue.post("next")


def test_louder_may_be_held() -> None:
    command_queue = CommandQueue(FakeClock())
    assert command_queue.post("louder")
    assert command_queue.post("louder")


def test_a_source_that_floods_is_not_heard() -> None:
    command_queue = CommandQueue(FakeClock())
    assert [command_queue.post("louder") for _ in range(MOST_WAITING + 1)][-1] is False


def test_a_flood_of_other_commands_keeps_no_stop_waiting() -> None:
    command_queue = CommandQueue(FakeClock())
    while command_queue.post("louder"):
        pass
    assert command_queue.post("pause")
    assert command_queue.post("stop")
    assert command_queue.post_key("stop")
    assert not command_queue.post("go-on")
    taken = [asked.name for _ in range(MOST_WAITING + 5) if (asked := command_queue.take(0))]
    assert taken == ["stop", *["louder"] * MOST_WAITING, "pause"]


def test_a_flood_of_one_command_keeps_nobody_elses_out() -> None:
    clock = FakeClock(1000)
    command_queue = CommandQueue(clock)
    heard = 0
    for _ in range(100):
        heard += command_queue.post("next")
        clock.advance(10)
    assert heard == 4


def test_commands_come_in_their_order_with_their_time() -> None:
    clock = FakeClock(5)
    command_queue = CommandQueue(clock)
    command_queue.post("next")
    clock.advance(3)
    command_queue.post("pause")
    taken = [command_queue.take(0.01) for _ in range(3)]
    assert [(each.name, each.at_ms) if each else None for each in taken] == [
        ("next", 5), ("pause", 8), None,
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["", "pauze", "seek", "volume", "__init__", "stop; rm"])
def test_from_outside_only_plain_commands_are_allowed(name: str) -> None:
    with pytest.raises(UsageError, match="there is no command"):
        command_of(name)


def test_an_answer_comes_with_its_number() -> None:
    assert command_of("answer 10") == ("answer", 10)


@pytest.mark.parametrize("line", ["answer", "answer 11", "answer -1", "answer 3 4", "answer ³"])
def test_an_answer_without_a_number_of_the_scale_is_refused(line: str) -> None:
    with pytest.raises(UsageError, match="a number from 0 to 10"):
        command_of(line)


def test_an_unknown_command_is_told_all_there_are() -> None:
    with pytest.raises(UsageError) as refused:
        command_of("frob")
    assert refused.value.hint is not None
    assert all(name in refused.value.hint for name in ("toggle", "stop", "answer", "status"))
    with pytest.raises(UsageError) as close:
        command_of("anser 3")
    assert close.value.hint == "did you mean 'answer'?"
