"""What a person ends by "ready", and rounds that they count by it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.control.conftest import Led
from voiceguide.control.live_lines import score
from voiceguide.phrases.phrases import phrases_of
from voiceguide.timeline import Segment

EN = phrases_of("en")

Lead = Callable[..., Led]

HEAD = "name: Own pace\nopening: {say: [Hello.], safety: none}\nitems:\n"
WALK = f"{HEAD}  - {{step: Walk, until: ready, about: 30 s}}\n  - cat-stretch\n"
SQUATS = "{step: Squats, reps: 10, position: standing}"
AMRAP = f"{HEAD}  - {{group: Legs, amrap: 1 min, items: [{SQUATS}]}}\n  - cat-stretch\n"
LEGS = f"      - {{group: Legs, amrap: 1 min, items: [{SQUATS}]}}\n"
FOR_TIME = (
    f"{HEAD}  - {{group: Legs, clock: up, about: 30 s, rounds: 3, items: [{SQUATS}]}}\n"
    "  - cat-stretch\n"
)


def own_pace(led: Led) -> Segment:
    return next(each for each in led.timeline.segments if each.kind == "hold")


def go(led: Led, at_ms: int) -> None:
    """To a place in the session, without playing all before it."""
    led.ask("seek", at_ms - 1000)
    led.play_to(at_ms)


def test_ready_ends_it_early_and_tells_how_long_it_took(lead: Lead) -> None:
    led = lead(WALK)
    walk = own_pace(led)
    go(led, walk.start_ms + 20_000)
    led.ask("ready")
    led.play(2000)
    assert led.position.at_ms >= walk.end_ms
    assert "Twenty seconds." in led.said


def test_past_its_length_it_waits_and_then_tells_the_whole_time(lead: Lead) -> None:
    led = lead(WALK)
    walk = own_pace(led)
    go(led, walk.end_ms - 1)
    led.play(30_000)
    assert (led.mode, led.position.at_ms) == ("waiting", walk.end_ms - 1)
    led.ask("ready")
    led.play(2000)
    assert led.mode == "playing"
    assert led.position.at_ms >= walk.end_ms
    assert "One minute." in led.said


@pytest.mark.parametrize("name", ["toggle", "go-on"])
def test_what_ends_a_wait_ends_it_too(lead: Lead, name: str) -> None:
    led = lead(WALK)
    go(led, own_pace(led).end_ms - 1)
    led.play(1000)
    led.ask(name)
    led.play(2000)
    assert led.position.at_ms >= own_pace(led).end_ms


def test_ready_elsewhere_ends_nothing(lead: Lead) -> None:
    led = lead(WALK)
    led.play(500)
    led.ask("ready")
    led.play(500)
    assert led.position.at_ms == 1000


def test_ready_counts_rounds_and_the_time_runs_on(lead: Lead) -> None:
    led = lead(AMRAP)
    legs = own_pace(led)
    go(led, legs.start_ms + 5000)
    for number in (1, 2):
        before = led.position.at_ms
        led.ask("ready")
        led.play(8000)
        assert led.position.at_ms == before + 8000
        assert led.listening.rounds[-1] == (1, number)
    assert [line for line in led.said if line.endswith("done.")] == [
        "One round done.",
        "Two rounds done.",
    ]
    go(led, legs.end_ms + 1000)
    assert led.mode == "playing"


def count(led: Led, rounds: int) -> None:
    """Count so many rounds, each once the voice has spoken what is said of it."""
    for number in range(1, rounds + 1):
        assert led.conductor.live.setup.speaker.have([score(number, EN)], 10)
        led.ask("ready")
        led.play(2000)


def heard_after(led: Led, at_ms: int) -> list[str]:
    """The lines of the session itself from a time on."""
    return [cue.text for cue in led.timeline.voices if cue.at_ms >= at_ms]


def test_the_rounds_are_told_when_their_time_is_over(lead: Lead) -> None:
    led = lead(AMRAP)
    legs = own_pace(led)
    go(led, legs.start_ms + 5000)
    count(led, 2)
    assert heard_after(led, legs.end_ms)[:2] == ["Time.", "Two rounds."]
    led.play_to(legs.end_ms + 4000)
    assert led.mode == "playing"
    assert own_pace(led).end_ms == legs.end_ms


def test_the_score_makes_room_for_itself(lead: Lead) -> None:
    led = lead(AMRAP)
    legs = own_pace(led)
    after = led.timeline.segments[led.timeline.segments.index(legs) + 2]
    go(led, legs.start_ms + 5000)
    count(led, 3)
    cue = next(cue for cue in led.timeline.voices if cue.text == "Three rounds.")
    moved = next(each for each in led.timeline.segments if each.label == after.label)
    assert moved.start_ms == after.start_ms + cue.length_ms + 400 == cue.end_ms + 400


def test_whoever_counts_no_round_hears_of_none(lead: Lead) -> None:
    led = lead(AMRAP)
    legs = own_pace(led)
    assert "rounds" not in " ".join(heard_after(led, legs.end_ms))


def test_after_going_back_no_score_is_left(lead: Lead) -> None:
    led = lead(AMRAP)
    before = heard_after(led, own_pace(led).end_ms)
    go(led, own_pace(led).start_ms + 5000)
    count(led, 1)
    assert "One round." in heard_after(led, own_pace(led).end_ms)
    led.ask("back")
    assert heard_after(led, own_pace(led).end_ms) == before


def test_past_its_length_the_time_that_has_gone_by_is_called(lead: Lead) -> None:
    led = lead(WALK)
    go(led, own_pace(led).end_ms - 1)
    led.play(92_000)
    assert [line for line in led.said if line.endswith(" in.")] == [
        "One minute in.",
        "Two minutes in.",
    ]
    assert "Take your time. Tell me when you are ready." not in led.said


def test_a_pause_past_its_length_is_no_part_of_its_time(lead: Lead) -> None:
    led = lead(WALK)
    go(led, own_pace(led).end_ms - 1)
    led.play(10_000)
    led.ask("pause")
    led.play(40_000)
    led.ask("go-on")
    led.play(30_000)
    assert led.mode == "waiting"
    led.ask("ready")
    led.play(2000)
    assert led.said[-1] == "One minute and four seconds."  # it goes on a little before


def test_the_time_so_far_is_told_of_what_the_person_ends(lead: Lead) -> None:
    led = lead(FOR_TIME)
    go(led, own_pace(led).start_ms + 20_000)
    led.ask("time")
    assert led.said[-1].startswith("Twenty seconds in. ")


def test_ten_seconds_more_leave_the_time_that_has_gone_by_as_it_is(lead: Lead) -> None:
    led = lead(FOR_TIME.replace("about: 30 s", "about: 3 min"))
    legs = own_pace(led)
    go(led, legs.start_ms + 20_000)
    led.ask("more")
    assert own_pace(led).length_ms == legs.length_ms + 10_000
    called = [cue for cue in led.timeline.voices if cue.text == "Two minutes in."]
    assert [cue.at_ms for cue in called] == [legs.start_ms + 120_000]


@pytest.mark.parametrize("text", [AMRAP, FOR_TIME])
def test_nothing_waits_on_the_way_into_the_work(lead: Lead, text: str) -> None:
    led = lead(text)
    legs = own_pace(led)
    go(led, legs.start_ms - 4000)
    led.play_to(legs.start_ms + 2000)
    assert led.mode == "playing"
    asked = [line for line in led.said if "Enter" in line]
    assert len(asked) == 1


def test_the_last_round_for_time_ends_it(lead: Lead) -> None:
    led = lead(FOR_TIME)
    legs = own_pace(led)
    go(led, legs.start_ms + 5000)
    begun = led.position.at_ms
    for _ in range(2):
        led.ask("ready")
        led.play(5000)
    assert led.position.at_ms == begun + 10_000
    led.ask("ready")
    led.play(1500)
    assert led.position.at_ms >= legs.end_ms
    assert "Fifteen seconds." in led.said
    assert led.listening.rounds == [(1, 1), (1, 2), (1, 3)]


def test_rounds_for_time_are_counted_past_its_length_too(lead: Lead) -> None:
    led = lead(FOR_TIME)
    legs = own_pace(led)
    go(led, legs.end_ms - 1)
    led.play(1000)
    for _ in range(2):
        led.ask("ready")
        led.play(1000)
        assert led.mode == "waiting"
    led.ask("ready")
    led.play(1500)
    assert led.position.at_ms >= legs.end_ms


def test_after_going_back_the_rounds_are_counted_anew(lead: Lead) -> None:
    led = lead(AMRAP)
    go(led, own_pace(led).start_ms + 5000)
    led.ask("ready")
    led.play(1000)
    led.ask("back")
    go(led, own_pace(led).start_ms + 5000)
    led.ask("ready")
    assert led.listening.rounds == [(1, 1), (1, 0), (1, 1)]


def test_a_place_within_the_same_stretch_keeps_the_rounds(lead: Lead) -> None:
    led = lead(AMRAP)
    go(led, own_pace(led).start_ms + 5000)
    led.ask("ready")
    go(led, own_pace(led).start_ms + 30_000)
    led.ask("ready")
    assert led.listening.rounds == [(1, 1), (1, 2)]


def test_rounds_of_a_group_begin_anew_in_each_round_of_the_group_around_it(lead: Lead) -> None:
    led = lead(f"{HEAD}  - group: Twice\n    rounds: 2\n    items:\n{LEGS}")
    for stretch in [each for each in led.timeline.segments if each.kind == "hold"]:
        go(led, stretch.start_ms + 5000)
        led.ask("ready")
        led.play(1000)
    assert led.listening.rounds == [(1, 1), (1, 1)]
