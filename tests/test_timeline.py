"""The timeline: what it refuses to be, and the questions it answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kit import compiled
from voiceguide.session_options import SessionOptions
from voiceguide.structs import replace
from voiceguide.timeline import (
    Cue,
    Round,
    Segment,
    SegmentKind,
    Stretch,
    Timeline,
    Tone,
    VoiceCue,
    VoiceInfo,
)
from voiceguide.units import Ms

INFO = VoiceInfo("test", "test", 140, measured=False)
OPTIONS = SessionOptions("gentle", "normal", "normal", "tones", "normal", "fade", (), 0)


def segment(start: int, end: int, kind: SegmentKind = "move") -> Segment:
    return Segment(Ms(start), Ms(end), kind, "Own")


def voice(at: int, length: int) -> VoiceCue:
    return VoiceCue(Ms(at), Ms(length), "Hello.", "instruction")


def pip(at: int) -> Tone:
    return Tone(Ms(at), Ms(120), "pip", "countdown")


def timeline(*cues: Cue, segments: tuple[Segment, ...] = (segment(0, 10_000),)) -> Timeline:
    return Timeline("own", "Own", Ms(10_000), INFO, OPTIONS, segments, cues)


@pytest.mark.parametrize(
    "segments",
    [
        (segment(0, 4000), segment(5000, 10_000)),  # a gap
        (segment(0, 6000), segment(5000, 10_000)),  # an overlap
        (segment(0, 5000), segment(5000, 5000), segment(5000, 10_000)),  # nothing
        (segment(0, 9000),),  # ends too early
        (segment(0, 11_000),),  # ends too late
        (segment(1000, 10_000),),  # begins too late
        (),
    ],
)
def test_segments_lie_end_to_end_over_the_session(segments: tuple[Segment, ...]) -> None:
    with pytest.raises(ValueError, match=r"gap|end at"):
        timeline(segments=segments)


@pytest.mark.parametrize(
    ("cues", "wrong"),
    [
        ((voice(3000, 500), voice(1000, 500)), "out of order"),
        ((voice(9800, 500),), "outside the session"),
        ((voice(1000, 2000), voice(2000, 500)), "talks over the line before"),
        ((pip(1000), voice(1100, 500)), "talks over a countdown"),
        ((voice(1000, 500), pip(1400)), "a countdown under a voice"),
    ],
)
def test_nothing_talks_over_anything(cues: tuple[Cue, ...], wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        timeline(*cues)


def test_neighbours_may_touch() -> None:
    made = timeline(voice(1000, 500), voice(1500, 500), pip(2000), voice(2120, 100))
    assert len(made.cues) == 4


def test_a_tone_that_is_no_countdown_may_sound_with_the_voice() -> None:
    rise = Tone(Ms(1000), Ms(450), "rise", "rise")
    assert timeline(rise, voice(1000, 700)).voices == (voice(1000, 700),)


def test_between_takes_the_start_and_leaves_the_stop() -> None:
    made = timeline(voice(1000, 500), pip(2000), pip(3000))
    assert made.between(1000, 3000) == made.cues[:2]
    assert made.between(3000, 3000) == ()
    assert made.between(0, 10_000) == made.cues


def test_between_windows_share_no_cue() -> None:
    cues = compiled("hamstring-stretch").timeline
    edges = range(0, cues.length_ms + 5000, 5000)
    windows = [cues.between(start, start + 5000) for start in edges]
    assert tuple(cue for window in windows for cue in window) == cues.cues


def test_a_time_belongs_to_the_segment_that_starts_with_it() -> None:
    made = timeline(segments=(segment(0, 4000), segment(4000, 10_000, "hold")))
    kinds = [made.segment_at(at).kind for at in (0, 3999, 4000, 9999, 10_000, 99_000)]
    assert kinds == ["move", "move", "hold", "hold", "hold", "hold"]


def test_a_length_is_half_open() -> None:
    assert segment(2000, 5000).length_ms == 3000
    assert voice(2000, 500).end_ms == pip(2380).end_ms == 2500


def at(start_s: int, end_s: int, item: int | None, set_: int | None = None) -> Segment:
    """A movement of an item, or a rest of none."""
    kind: SegmentKind = "rest" if item is None else "move"
    return Segment(Ms(start_s * 1000), Ms(end_s * 1000), kind, "Own", item=item, set=set_)


def spans(stretches: tuple[Stretch, ...]) -> list[tuple[int, int]]:
    return [(each.start_ms // 1000, each.end_ms // 1000) for each in stretches]


TWO_ROUNDS = (at(0, 2, 1), at(2, 3, None), at(3, 5, 1), at(5, 6, 2), at(6, 8, 1), at(8, 10, None))


def test_items_are_together_with_all_that_is_done_of_them() -> None:
    items = timeline(segments=TWO_ROUNDS).items()
    assert spans(items) == [(0, 8), (2, 10), (5, 6)]
    assert [each.length_ms for each in items] == [6000, 3000, 1000]


def test_visits_are_items_in_order_with_the_rests_inside_them() -> None:
    assert spans(timeline(segments=TWO_ROUNDS).visits()) == [(0, 5), (5, 6), (6, 8), (8, 10)]


def test_each_round_of_an_item_is_a_step_of_its_own() -> None:
    one, two = (replace(at(0, 5, 1), rounds=(Round("A", number, 2),)) for number in (1, 2))
    second = replace(two, start_ms=Ms(5000), end_ms=Ms(10_000))
    assert spans(timeline(segments=(one, second)).steps()) == [(0, 5), (5, 10)]
    assert spans(timeline(segments=(one, second)).visits()) == [(0, 10)]


def test_a_pass_ends_where_another_set_begins() -> None:
    whole = timeline(segments=(at(0, 2, 1), at(2, 4, 1, 1), at(4, 7, 1, 1), at(7, 10, 1, 2)))
    assert spans(whole.passes()) == [(0, 2), (2, 7), (7, 10)]
    assert spans(whole.steps()) == [(0, 10)]


def test_a_stretch_knows_its_sides_in_order() -> None:
    sides = [replace(at(0, 1, 1), side=side) for side in ("right", None, "left", "right")]
    assert Stretch(tuple(sides)).sides == ("right", "left")


@st.composite
def sessions(draw: st.DrawFn) -> Timeline:
    """Segments of any items and sets, a second each."""
    places = draw(st.lists(st.tuples(st.sampled_from((None, 1, 2)), st.sampled_from((None, 1, 2)))))
    segments = [at(second, second + 1, *place) for second, place in enumerate(places)]
    length = Ms(1000 * len(segments))
    return Timeline("own", "Own", length, INFO, OPTIONS, tuple(segments), ())


@given(sessions())
def test_every_view_has_each_segment_once(whole: Timeline) -> None:
    views = (whole.items(), whole.visits(), whole.steps(), whole.passes())
    for view in views:
        seen = [segment for stretch in view for segment in stretch.segments]
        assert sorted(seen, key=lambda each: each.start_ms) == list(whole.segments)
    for view in views[1:]:
        edges = [edge for stretch in view for edge in (stretch.start_ms, stretch.end_ms)]
        assert edges == sorted(edges)
        assert all(each.length_ms == each.end_ms - each.start_ms for each in view)
