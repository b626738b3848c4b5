"""Where a session begins that was cut off, and what is heard at a place that was gone to."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.control.conftest import Led
from tests.control.test_conductor import holds
from voiceguide.units import frame_at

Lead = Callable[..., Led]


def test_a_session_that_goes_on_begins_with_a_recap_and_the_pass_it_was_in(lead: Lead) -> None:
    whole = lead().timeline
    right = next(hold for hold in holds(whole) if hold.side == "right")
    led = lead(goes_on_at_ms=right.start_ms + 3000)
    began = led.position.at_ms
    assert whole.segment_at(began).side == "right"
    assert led.timeline == whole
    assert led.said == ["Going on with Hamstring stretch, right side."]
    opening = led.play(6000)
    assert opening[frame_at(1200) : frame_at(3000)].any()
    assert led.position.at_ms == began
    led.play(6000)
    assert led.position.at_ms > began


def test_a_german_session_goes_on_in_german(lead: Lead) -> None:
    text = "language: de\nname: Nur eine\nopening: {safety: none}\nitems: [cat-stretch]\n"
    whole = lead(text).timeline
    led = lead(text, goes_on_at_ms=holds(whole)[1].start_ms)
    assert led.said == ["Es geht weiter mit Katzenbuckel."]


def test_a_session_that_goes_on_can_still_be_made_easier(lead: Lead) -> None:
    whole = lead().timeline
    led = lead(goes_on_at_ms=holds(whole)[0].start_ms)
    led.play(15_000)
    led.ask("easier")
    assert led.timeline != whole


def test_a_step_that_is_gone_to_begins_without_the_end_of_the_one_before(lead: Lead) -> None:
    text = """\
name: Two holds
opening: {say: [Hello.], safety: none}
items:
  - {step: Stand still, for: 10 s}
  - {step: Stand tall, for: 10 s}
"""
    led = lead(text)
    first, second = holds(led.timeline)
    done = next(cue for cue in led.timeline.tones if cue.role == "done")
    step = led.timeline.segment_at(done.at_ms)
    assert step.start_ms == done.at_ms
    assert step.item == 2
    led.play_to(second.start_ms + 1000)
    led.ask("back")
    led.play(50)
    assert led.position.at_ms < second.start_ms
    cues = [cue for cue in led.timeline.cues if cue.at_ms >= step.start_ms]
    quiet = led.play(300)
    begins = cues[1].at_ms - step.start_ms
    assert begins > 400
    assert np.abs(quiet[frame_at(150) :]).max() < 0.01
    assert first.end_ms == done.at_ms
