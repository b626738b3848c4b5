"""The computer sleeps, the program is stopped, the person presses Ctrl-Z: each is told as it is."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from tests.control.conftest import Led
from tests.control.test_output_changes import Back, lose
from voiceguide.control import sleep_detection

Lead = Callable[..., Led]


class Sleep:
    """How long the computer has slept."""

    ms = 0


@pytest.fixture
def sleep(monkeypatch: pytest.MonkeyPatch) -> Sleep:
    sleep = Sleep()
    monkeypatch.setattr(sleep_detection, "asleep_ms", lambda: sleep.ms)
    monkeypatch.setattr("sys.platform", "linux")
    return sleep


def begun(lead: Lead, *, attended: bool = True) -> Led:
    led = lead(recover=Back, attended=attended)
    led.play(3000)
    return led


def leave(led: Led) -> None:
    """Ctrl-Z, up to the moment at which the program stops."""
    leaving = threading.Thread(target=led.conductor.leave)
    leaving.start()
    while leaving.is_alive():
        led.conductor.look()


def test_a_program_that_was_stopped_says_so_and_is_paused(lead: Lead, sleep: Sleep) -> None:
    led = begun(lead)
    led.clock.advance(12_000)
    led.play(50)
    assert led.mode == "paused"
    assert led.said == ["voiceguide was stopped for 12 s: paused."]
    assert led.alarms == 1


def test_a_computer_that_slept_says_so_though_its_clock_stood_still(
    lead: Lead, sleep: Sleep
) -> None:
    led = begun(lead)
    sleep.ms = 8 * 60_000
    led.play(50)
    assert led.mode == "paused"
    assert led.said == ["The computer was asleep for 8 min: paused."]


def test_after_ctrl_z_nothing_is_said_of_sleep_or_stopping(lead: Lead, sleep: Sleep) -> None:
    led = begun(lead)
    leave(led)
    assert led.mode == "paused"
    led.clock.advance(60_000)
    led.play(200)
    assert (led.mode, led.said) == ("paused", [])
    led.ask("go-on")
    led.play(100)
    assert led.mode == "playing"


def test_an_output_that_did_not_survive_a_standstill_opens_anew_without_a_word(
    lead: Lead, sleep: Sleep
) -> None:
    led = begun(lead)
    leave(led)
    led.play(50)
    led.clock.advance(60_000)
    led.play(50)
    lose(led)
    led.conductor.look()
    assert (led.mode, led.said) == ("paused", [])


def test_led_from_no_terminal_it_goes_on_by_itself(lead: Lead, sleep: Sleep) -> None:
    led = begun(lead, attended=False)
    led.clock.advance(30_000)
    led.play(100)
    assert led.mode == "playing"
    assert led.said == ["voiceguide was stopped for 30 s: it goes on."]


def test_led_from_no_terminal_a_night_ends_it(lead: Lead, sleep: Sleep) -> None:
    led = begun(lead, attended=False)
    sleep.ms = 9 * 3_600_000
    led.play(100)
    assert led.conductor.over
    assert led.said == ["The computer was asleep for 9 h: the session ends here."]


def test_the_time_to_choose_does_not_run_while_the_program_stands(lead: Lead, sleep: Sleep) -> None:
    led = begun(lead)
    led.play_to(20_000)
    led.ask("pain")
    assert led.mode == "asking"
    led.clock.advance(60_000)
    led.play(100)
    assert led.mode == "asking"
