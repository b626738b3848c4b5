"""The track on which an item is laid out."""

from __future__ import annotations

from tests.kit import TONES, Speech
from voiceguide.compiler.track import Context, Track, unplaced
from voiceguide.phrases.phrases import phrases_of
from voiceguide.session_options import BUILT_IN


def track(each: int = 1000) -> Track:
    context = Context(Speech(each=each), TONES, phrases_of("en"), BUILT_IN)
    return Track(context, unplaced(label="Own"))


def test_after_each_line_there_is_air() -> None:
    own = track()
    own.say("One.", "instruction")
    own.say("Two.", "instruction")
    assert [cue.at_ms for cue in own.cues] == [0, 1400]


def test_a_line_waits_for_its_moment() -> None:
    own = track()
    assert own.say("One.", "instruction", at=5000) == 6000


def test_a_segment_without_length_is_none() -> None:
    own = track()
    own.segment("rest", 0)
    own.room()
    assert own.fragment().segments == ()


def test_room_reaches_to_where_the_voice_is_free() -> None:
    own = track()
    own.say("One.", "instruction")
    own.room()
    assert [(each.kind, each.length_ms) for each in own.fragment().segments] == [("setup", 1400)]


def test_neighbouring_setup_of_one_sort_is_one_segment() -> None:
    own = track()
    own.room(1000)
    own.room(3000)
    own.at(side="left")
    own.room(4000)
    assert [each.length_ms for each in own.fragment().segments] == [3000, 1000]


def test_moves_and_rests_stay_apart() -> None:
    own = track()
    own.segment("move", 2000)
    own.segment("move", 4000)
    assert [each.length_ms for each in own.fragment().segments] == [2000, 2000]


def test_a_done_tone_begins_the_next_segment_and_keeps_the_voice_waiting() -> None:
    own = track()
    own.segment("hold", 10_000)
    own.done()
    assert own.cues == []
    own.say("Down.", "instruction")
    own.segment("move", 12_000)
    assert [(cue.at_ms, cue.role) for cue in own.fragment().cues] == [
        (10_000, "done"),
        (10_500, "instruction"),
    ]


def test_a_start_tone_takes_the_place_of_a_done_tone() -> None:
    own = track()
    own.segment("hold", 10_000)
    own.done()
    own.tone("start", "start", 10_000)
    own.segment("move", 12_000)
    assert [cue.role for cue in own.fragment().cues] == ["start"]
