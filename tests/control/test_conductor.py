from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from tests.control.conftest import Led
from voiceguide.timeline import Segment, Timeline, VoiceCue
from voiceguide.units import SAMPLE_RATE_HZ

Lead = Callable[..., Led]


def holds(timeline: Timeline) -> list[Segment]:
    return [segment for segment in timeline.segments if segment.kind == "hold"]


def quiet_in(led: Led, hold: Segment) -> int:
    """A time in a hold at which nothing has sounded for a while and nothing will soon."""
    cues = led.timeline.cues
    return next(
        at
        for at in range(hold.start_ms + 2000, hold.end_ms - 4500, 50)
        if not any(cue.at_ms < at + 500 and cue.end_ms > at - 300 for cue in cues)
    )


def test_it_plays_to_the_end(lead: Lead) -> None:
    led = lead()
    led.play(led.timeline.length_ms + 200, 100)
    assert led.mode == "finished"
    assert led.position.at_ms == led.timeline.length_ms


def test_a_pause_in_a_hold_goes_on_after_three_pips_with_the_time_it_had_left(lead: Lead) -> None:
    led = lead()
    hold = holds(led.timeline)[0]
    led.play_to(quiet_in(led, hold))
    led.ask("pause")
    place = led.position.at_ms
    silent = led.play(5000)
    assert not silent[SAMPLE_RATE_HZ // 2 :].any()
    assert led.position.at_ms == place
    led.ask("go-on")
    led.play(2900)
    assert led.position.at_ms == place
    led.play(1000)
    assert place + 500 < led.position.at_ms < place + 1100


def test_a_pause_in_a_word_begins_the_line_again(lead: Lead) -> None:
    led = lead()
    line = led.timeline.voices[4]
    led.play_to(line.at_ms + line.length_ms // 2)
    led.ask("toggle")
    led.play(2000)
    led.ask("toggle")
    led.play(100)
    assert line.at_ms <= led.position.at_ms < line.at_ms + 100


def test_a_pause_in_a_countdown_goes_on_before_it(lead: Lead) -> None:
    led = lead()
    hold = holds(led.timeline)[0]
    led.play_to(hold.end_ms - 1500)
    led.ask("pause")
    led.play(2000)
    led.ask("go-on")
    led.play(50)
    assert led.position.at_ms == hold.end_ms - 5000


def test_the_time_told_in_a_countdown_is_what_there_will_be_of_the_hold(lead: Lead) -> None:
    led = lead()
    led.play_to(holds(led.timeline)[0].end_ms - 1500)
    led.ask("time")
    told = led.said[-1]
    led.play(9000)
    assert led.position.at_ms < holds(led.timeline)[0].end_ms
    assert told.startswith("Five seconds left.")


def test_a_pause_where_nothing_sounds_is_exactly_as_long_as_asked(lead: Lead) -> None:
    """Whatever the device's blocks are: the session's frames come later by just the pause."""
    led = lead()
    hold = holds(led.timeline)[0]
    led.play_to(hold.start_ms - 900)  # between the last line and the start tone
    before = len(np.concatenate(led.sink.heard))
    place = led.position.at_ms
    led.ask("pause")
    led.play(1230, 30)
    led.clock.advance(17)
    led.ask("go-on")
    led.play(3000, 30)
    sound = np.concatenate(led.sink.heard)
    source, frame = led.conductor.live.player.place
    came_to = source.position(frame).at_ms  # type: ignore[attr-defined]
    passed_ms = (len(sound) - before) * 1000 / SAMPLE_RATE_HZ
    assert passed_ms - (came_to - place) == pytest.approx(1247, abs=5)


def test_next_leaves_the_item_and_what_follows_knows_where_the_person_is(lead: Lead) -> None:
    led = lead()
    led.play_to(holds(led.timeline)[0].start_ms + 3000)
    led.ask("next")
    led.play(200)
    segment = led.timeline.segment_at(led.position.at_ms)
    assert segment.item == 2
    assert led.position.at_ms - segment.start_ms <= 200


def test_next_before_the_way_to_a_position_does_not_lead_out_of_it(lead: Lead) -> None:
    led = lead()
    led.play_to(next(s for s in led.timeline.segments if s.item == 1).start_ms + 300)
    led.ask("next")
    led.play(100)
    rest = [cue for cue in led.timeline.cues if cue.at_ms >= led.position.at_ms]
    assert not any(isinstance(cue, VoiceCue) and "knees and hands" in cue.text for cue in rest)


def test_back_is_to_the_beginning_of_the_step_then_to_the_one_before(lead: Lead) -> None:
    led = lead()
    second = next(s for s in led.timeline.segments if s.item == 2).start_ms
    led.play_to(second + 5000)
    led.ask("back")
    led.play(50)
    assert second <= led.position.at_ms <= second + 50
    led.play(1000)
    led.ask("back")
    led.play(50)
    assert led.timeline.segment_at(led.position.at_ms).item == 1


def test_more_time_makes_this_hold_longer_and_its_countdown_comes_again(lead: Lead) -> None:
    led = lead()
    hold = holds(led.timeline)[0]
    led.play_to(hold.end_ms - 1500)
    led.ask("more")
    longer = holds(led.timeline)[0]
    assert longer.length_ms == hold.length_ms + 10_000
    pips = [
        c.at_ms for c in led.timeline.tones if c.role == "countdown" and c.at_ms < longer.end_ms
    ]
    assert pips[-3:] == [longer.end_ms - left for left in (3000, 2000, 1000)]
    led.play(3000)
    assert led.timeline.segment_at(led.position.at_ms) == longer


def test_the_easier_version_gets_ready_where_the_person_is(lead: Lead) -> None:
    led = lead()
    led.play_to(holds(led.timeline)[0].start_ms + 2000)
    before = led.timeline
    led.ask("easier")
    led.play(50)
    assert led.timeline != before
    ways = [cue for cue in led.timeline.voices if cue.role == "position"]
    first = next(
        cue for cue in led.timeline.voices if cue.at_ms > ways[0].at_ms + 1 and cue not in ways
    )
    assert led.position.at_ms == pytest.approx(first.at_ms, abs=60)
    assert any(cue.role == "easier" and cue.at_ms > first.at_ms for cue in led.timeline.voices)


def test_the_easier_version_begins_with_the_way_to_it_for_who_is_not_there(lead: Lead) -> None:
    led = lead()
    begins = next(each.start_ms for each in led.timeline.segments if each.item == 1)
    led.play_to(begins + 500)
    led.ask("easier")
    led.play(50)
    assert led.position.at_ms == pytest.approx(begins, abs=60)


def test_where_nothing_easier_is_it_says_so_and_goes_on(lead: Lead) -> None:
    led = lead(
        "name: Steps\nopening: {say: [Hello.], safety: none}\nitems:\n"
        "  - {step: Stand still, for: 20 s}\n"
    )
    led.play_to(holds(led.timeline)[0].start_ms + 5000)
    led.ask("easier")
    assert "There is no easier version." in led.said
    led.play(6000)
    assert led.mode == "playing"


def test_pain_stops_at_once_and_goes_on_with_the_next_exercise(lead: Lead) -> None:
    led = lead()
    led.play_to(holds(led.timeline)[0].start_ms + 2000)
    led.ask("pain")
    assert led.mode == "asking"
    led.play(20_000)
    assert led.mode == "playing"
    assert led.timeline.segment_at(led.position.at_ms).item == 2


def test_pain_answered_with_easier_does_that_instead(lead: Lead) -> None:
    led = lead()
    led.play_to(holds(led.timeline)[0].start_ms + 2000)
    led.ask("pain")
    led.play(1000)
    led.ask("easier")
    led.play(100)
    assert led.timeline.segment_at(led.position.at_ms).item == 1


def test_less_talk_keeps_what_is_needed(lead: Lead) -> None:
    led = lead()
    led.play_to(5000)
    before = len(led.timeline.voices)
    led.ask("less")
    assert len(led.timeline.voices) < before
    assert [hold.length_ms for hold in holds(led.timeline)] == [20_000] * 4


def test_a_wait_stands_still_until_ready(lead: Lead) -> None:
    led = lead(wait=True)
    led.play(60_000)
    assert led.mode == "waiting"
    place = led.position
    led.play(21_000)
    assert led.position == place
    led.ask("ready")
    led.play(100)
    assert led.mode == "playing"
    assert led.position.at_ms > place.at_ms + 1000


@pytest.mark.parametrize("name", ["time", "repeat", "louder", "softer", "toggle"])
def test_every_command_is_answered_by_a_sound_at_once(lead: Lead, name: str) -> None:
    led = lead()
    hold = holds(led.timeline)[0]
    led.play_to(hold.start_ms + 6000)
    led.ask(name)
    assert np.abs(led.play(100)).max() > 0.01


def test_commands_at_once_are_answered_by_one_sound_and_no_louder(lead: Lead) -> None:
    led = lead()
    hold = holds(led.timeline)[0]
    led.play_to(hold.end_ms - 3900)  # nothing else sounds there
    assert np.abs(led.play(200)).max() == 0
    for name in ("ready", "go-on", "ready"):
        led.ask(name)
    acknowledged = led.conductor.live.setup.tones["acknowledged"].samples()
    assert np.abs(led.play(300)).max() == pytest.approx(np.abs(acknowledged).max(), rel=0.01)


def test_stopping_ends_it(lead: Lead) -> None:
    led = lead()
    led.play(1000)
    led.ask("stop")
    assert led.mode == "stopped"
