"""Chapters: one for each exercise, its sides where they are long."""

from voiceguide.exporting.script.chapters import chapters
from voiceguide.session_options import SessionOptions
from voiceguide.timeline import Round, Segment, SegmentKind, Side, Timeline, VoiceInfo
from voiceguide.units import Ms


def titles(*stretches: Segment, at_most: int | None = None) -> list[tuple[int, str]]:
    timeline = Timeline(
        routine="x",
        name="X",
        length_ms=stretches[-1].end_ms,
        voice=VoiceInfo("estimate", "estimate", 140, measured=False),
        options=SessionOptions("gentle", "normal", "calm", "tones", "normal", "fade", (), 0),
        segments=stretches,
        cues=(),
    )
    found = chapters(timeline, at_most)
    edges = [0, *(each.end_ms for each in found)]
    assert edges == [*(each.start_ms for each in found), timeline.length_ms]
    return [(each.start_ms // 1000, each.title) for each in found]


def stretch(
    start_s: int,
    end_s: int,
    kind: SegmentKind,
    label: str,
    item: int | None = None,
    side: Side | None = None,
    rounds: tuple[Round, ...] = (),
) -> Segment:
    start, end = Ms(start_s * 1000), Ms(end_s * 1000)
    return Segment(start, end, kind, label, None, item, side, rounds=rounds)


def test_each_exercise_is_one_with_its_words_around_it() -> None:
    assert titles(
        stretch(0, 5, "opening", "X"),
        stretch(5, 8, "announce", "Bridge", 1),
        stretch(8, 20, "hold", "Bridge", 1),
        stretch(20, 30, "hold", "Plank", 2),
        stretch(30, 33, "closing", "X"),
    ) == [(0, "Opening"), (5, "Bridge"), (20, "Plank"), (30, "Closing")]


def test_a_short_rest_belongs_to_what_came_before_and_a_long_one_is_a_chapter() -> None:
    assert titles(
        stretch(0, 30, "hold", "Bridge", 1),
        stretch(30, 49, "rest", "Rest", 2),
        stretch(49, 60, "hold", "Plank", 3),
        stretch(60, 80, "rest", "Rest", 4),
    ) == [(0, "Bridge"), (49, "Plank"), (60, "Rest")]


def test_sides_are_chapters_where_both_are_long() -> None:
    def on(left_s: int, right_s: int) -> list[tuple[int, str]]:
        change = left_s + 5
        return titles(
            stretch(0, 3, "announce", "Twist", 1),
            stretch(3, left_s, "hold", "Twist", 1, "left"),
            stretch(left_s, change, "change", "Twist", 1, "right"),
            stretch(change, change + right_s, "hold", "Twist", 1, "right"),
        )

    assert on(60, 60) == [(0, "Twist, left"), (60, "Twist, right")]
    assert on(60, 50) == [(0, "Twist")]


def test_sides_that_alternate_are_not() -> None:
    sides: list[Side] = ["left", "right", "left", "right"]
    parts = [
        stretch(at * 70, at * 70 + 70, "hold", "Reach", 1, side) for at, side in enumerate(sides)
    ]
    assert titles(*parts) == [(0, "Reach")]


def test_rounds_of_one_exercise_are_one_chapter() -> None:
    parts = [
        part
        for at in range(8)
        for part in (
            stretch(at * 30, at * 30 + 20, "hold", "Work", 1, rounds=(Round("T", at + 1, 8),)),
            stretch(at * 30 + 20, at * 30 + 30, "rest", "Rest"),
        )
    ]
    assert titles(*parts) == [(0, "Work")]


def test_exercises_that_take_turns_say_their_round() -> None:
    first, second = (Round("Two", 1, 2),), (Round("Two", 2, 2),)
    assert titles(
        stretch(0, 30, "hold", "Bridge", 1, rounds=first),
        stretch(30, 60, "hold", "Plank", 2, rounds=first),
        stretch(60, 90, "hold", "Bridge", 1, rounds=second),
        stretch(90, 120, "hold", "Plank", 2, rounds=second),
        stretch(120, 150, "hold", "Squat", 3, rounds=(Round("Once", 1, 1),)),
    ) == [
        (0, "Bridge, round 1 of 2"),
        (30, "Plank, round 1 of 2"),
        (60, "Bridge, round 2 of 2"),
        (90, "Plank, round 2 of 2"),
        (120, "Squat"),
    ]


def test_too_many_become_few_by_joining_the_shortest_neighbours() -> None:
    parts = [
        stretch(0, 100, "hold", "Bridge", 1),
        stretch(100, 101, "hold", "Blink", 2),
        stretch(101, 102, "hold", "Nod", 3),
        stretch(102, 200, "hold", "Plank", 4),
        stretch(200, 203, "hold", "Wink", 5),
        stretch(203, 300, "hold", "Squat", 6),
    ]
    assert titles(*parts, at_most=6) == titles(*parts)
    assert titles(*parts, at_most=4) == [
        (0, "Bridge"),
        (100, "Blink – Plank"),
        (200, "Wink"),
        (203, "Squat"),
    ]
    assert titles(*parts, at_most=1) == [(0, "Bridge – Squat")]
