from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.control.conftest import Led
from voiceguide.playback.outlet import Outlet

Lead = Callable[..., Led]
HEADSET = Outlet("headset", "A headset", muted=False)
SPEAKERS = Outlet("speakers", "Loudspeakers", muted=False)
DUMMY = Outlet("auto_null", "Dummy Output", muted=False)


class Watch:
    """Tells what the test says."""

    def __init__(self, outlet: Outlet | None) -> None:
        self.outlet = outlet

    def close(self) -> None:
        pass


def listening(lead: Lead, *, pausing: bool = False) -> tuple[Led, Watch]:
    """A session half a second into its play, heard by a headset."""
    led, watch = lead(), Watch(HEADSET)
    led.conductor._watch = watch  # type: ignore[assignment]
    led.conductor._cast.pause_on_new_output = pausing
    led.play(500)
    return led, watch


def test_another_output_is_told_and_plays_on(lead: Lead) -> None:
    led, watch = listening(lead)
    watch.outlet = SPEAKERS
    led.play(100)
    assert led.said == ["The sound now comes out of Loudspeakers."]
    assert led.mode == "playing"


def test_another_output_pauses_where_the_settings_ask_for_it(lead: Lead) -> None:
    led, watch = listening(lead, pausing=True)
    watch.outlet = SPEAKERS
    led.play(100)
    assert led.said == ["The sound now comes out of Loudspeakers."]
    assert led.mode == "paused"
    led.ask("go-on")
    led.play(1000)
    assert led.mode == "playing"


def test_the_first_output_is_no_other(lead: Lead) -> None:
    led, _ = listening(lead, pausing=True)
    assert led.said == []
    assert led.mode == "playing"


@pytest.mark.parametrize("between", [None, DUMMY])
def test_another_output_after_a_gap_is_another_one_still(
    lead: Lead, between: Outlet | None
) -> None:
    led, watch = listening(lead, pausing=True)
    watch.outlet = between
    led.play(200)
    watch.outlet = SPEAKERS
    led.play(200)
    assert "Loudspeakers" in led.said[-1]
    assert led.mode == "paused"


def test_after_a_dummy_the_same_output_goes_on(lead: Lead) -> None:
    led, watch = listening(lead, pausing=True)
    watch.outlet = DUMMY
    led.play(200)
    assert led.mode == "lost"
    watch.outlet = HEADSET
    led.play(200)
    assert led.said[-1] == "Sound is back: A headset."
    assert led.mode == "playing"
