from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from tests.control.conftest import DrawnSink, Led
from voiceguide.playback.system_output import SystemOutput
from voiceguide.units import frame_at

Lead = Callable[..., Led]
HEADSET = SystemOutput("headset", "A headset")
SPEAKERS = SystemOutput("speakers", "Loudspeakers")
DUMMY = SystemOutput("auto_null", "Dummy Output", "the sound output Dummy Output is a stand-in")


class Watch:
    """Tells what the test says."""

    def __init__(self, output: SystemOutput | None) -> None:
        self.output = output

    def close(self) -> None:
        pass


def listening(lead: Lead, *, pausing: bool = False) -> tuple[Led, Watch]:
    """A session half a second into its play, heard by a headset."""
    watch = Watch(HEADSET)
    led = lead(watch=watch)
    led.conductor.live.setup.pause_on_new_output = pausing
    led.play(500)
    return led, watch


def test_another_output_is_told_and_plays_on(lead: Lead) -> None:
    led, watch = listening(lead)
    watch.output = SPEAKERS
    led.play(100)
    assert led.said == ["The sound now comes out of Loudspeakers."]
    assert led.mode == "playing"


def test_another_output_pauses_where_the_settings_ask_for_it(lead: Lead) -> None:
    led, watch = listening(lead, pausing=True)
    watch.output = SPEAKERS
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
    lead: Lead, between: SystemOutput | None
) -> None:
    led, watch = listening(lead, pausing=True)
    watch.output = between
    led.play(200)
    watch.output = SPEAKERS
    led.play(200)
    assert "Loudspeakers" in led.said[-1]
    assert led.mode == "paused"


def test_after_a_dummy_the_same_output_goes_on(lead: Lead) -> None:
    led, watch = listening(lead, pausing=True)
    watch.output = DUMMY
    led.play(200)
    assert led.mode == "lost"
    watch.output = HEADSET
    led.play(200)
    assert led.said[-1] == "Sound is back: A headset."
    assert led.mode == "playing"


MUTED = SystemOutput("headset", "A headset", "the sound output A headset is muted")


def test_what_nobody_hears_pauses_and_is_told_with_an_alarm(lead: Lead) -> None:
    led, watch = listening(lead)
    watch.output = MUTED
    led.play(100)
    place = led.position
    assert led.mode == "lost"
    assert led.said == [f"Nobody can hear this: {MUTED.unheard}. Your place is kept."]
    assert led.alarms == 1
    assert not led.play(2000).any()
    assert led.position == place


def test_another_reason_is_told_and_the_same_one_is_not(lead: Lead) -> None:
    led, watch = listening(lead)
    for output in (MUTED, DUMMY, SystemOutput("other", "Another", DUMMY.unheard)):
        watch.output = output
        led.play(100)
    assert len(led.said) == led.alarms == 2


def test_sound_that_is_back_comes_softly_and_rises(lead: Lead) -> None:
    led, watch = listening(lead)
    loud = np.abs(led.play(1500)).max()
    watch.output = MUTED
    led.play(200)
    watch.output = HEADSET
    heard = np.abs(led.play(20_000))
    begins = int(np.flatnonzero(heard)[0])
    first = heard[begins : begins + frame_at(50)].max() / loud
    assert first == pytest.approx(0.1 + 0.9 * begins / frame_at(4000), abs=0.1)
    assert heard[frame_at(6000) :].max() == pytest.approx(loud, rel=0.01)


def test_a_key_while_nobody_hears_says_why(lead: Lead) -> None:
    led, watch = listening(lead)
    watch.output = MUTED
    led.play(100)
    led.ask("go-on")
    assert led.mode == "lost"
    assert led.said[-1] == f"Nothing can be heard yet: {MUTED.unheard}."


def test_a_pause_stays_one_when_sound_is_back(lead: Lead) -> None:
    led, watch = listening(lead)
    led.ask("pause")
    watch.output = MUTED
    led.play(200)
    watch.output = HEADSET
    led.play(200)
    assert led.mode == "paused"


class Back:
    """An output that opens at once, as often as it is asked for."""

    def __init__(self, _name: str) -> None:
        pass

    def sink(self) -> DrawnSink:
        return DrawnSink()

    def give_up(self) -> None:
        pass


def lose(led: Led) -> None:
    led.sink.lost = "it is gone"
    led.conductor.live.player.look()
    led.conductor.look()


def come_back(led: Led) -> None:
    led.conductor.look()
    led.sink = led.conductor.live.player._sink  # type: ignore[assignment]


def test_an_output_that_is_lost_over_and_over_at_one_place_ends_the_session(lead: Lead) -> None:
    led = lead(recover=Back)
    for _ in range(3):
        led.play(500)
        lose(led)
        assert led.mode == "lost"
        come_back(led)
        assert led.mode == "playing"
    led.play(500)
    lose(led)
    led.conductor.look()
    assert led.conductor.over
    assert led.conductor.lost is not None
    assert "lost 4 times at one place: The sound output is gone" in led.conductor.lost.message


def test_losses_at_different_places_are_no_end(lead: Lead) -> None:
    led = lead(recover=Back)
    for _ in range(5):
        led.play(14_000)
        lose(led)
        come_back(led)
    assert led.mode == "playing"


def test_losses_that_lie_far_apart_are_no_end(lead: Lead) -> None:
    led = lead(recover=Back)
    led.play(500)
    for _ in range(6):
        led.ask("pause")
        led.play(40_000)
        lose(led)
        come_back(led)
    assert led.mode == "paused"


def test_a_new_stream_that_is_muted_as_the_one_before_pauses_again(lead: Lead) -> None:
    led = lead(recover=Back, watch=Watch(MUTED))
    led.play(200)
    lose(led)
    come_back(led)
    led.play(100)
    assert led.mode == "lost"
    assert led.said[-1].startswith("Nobody can hear this")
