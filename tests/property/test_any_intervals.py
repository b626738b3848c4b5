"""Laws that hold for every group of timed steps and every voice (docs/laws-of-time.md#groups)."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as some

from tests.kit import Session, compiled, routine
from voiceguide.timeline import VoiceCue

seconds = some.integers(1, 45)
POSITIONS = ("standing", "hands-knees", "back-knees-bent", "side-lying")


@some.composite
def steps(draw: some.DrawFn, *, moving: bool) -> str:
    text = f"step: {draw(some.sampled_from(('Plank', 'March on the spot', 'Work')))}"
    text += f", for: {draw(seconds)} s"
    if draw(some.booleans()):
        text += ", say: [Keep your back long and your breath easy.]"
    if draw(some.integers(0, 3)) == 0:
        text += f", each_side: true, sets: {draw(some.integers(1, 2))}, rest: {draw(seconds)} s"
    if moving and draw(some.booleans()):
        text += f", position: {draw(some.sampled_from(POSITIONS))}"
    return f"{{{text}}}"


@some.composite
def groups(draw: some.DrawFn, *, moving: bool = False) -> str:
    rests = seconds.map(lambda many: f"rest: {many} s")
    inside = draw(some.lists(steps(moving=moving) | rests, min_size=1, max_size=5))
    inside.insert(draw(some.integers(0, len(inside))), draw(steps(moving=moving)))
    lines = "".join(f"      - {item}\n" for item in inside)
    rest = draw(some.just("") | seconds.map(lambda many: f"    rest: {many} s\n"))
    head = f"  - group: Row\n    rounds: {draw(some.integers(1, 4))}\n{rest}    items:\n"
    return f"name: Test\nitems:\n{head}{lines}"


voices = some.sampled_from((0.2, 1.0, 2.0, 6.0))
countdowns = some.sampled_from(("tones", "voice", "soft", "none"))


def stretch(session: Session) -> int:
    """From the first hold's start to the last one's end."""
    holds = session.segments("hold")
    return holds[-1].end_ms - holds[0].start_ms


@settings(max_examples=50)
@given(groups(), voices, countdowns)
def test_intervals_keep_exactly_their_time(text: str, slowness: float, countdown: str) -> None:
    session = compiled(routine(text), slowness=slowness, countdown=countdown)
    holds = session.segments("hold")
    inside = [
        segment
        for segment in session.segments()
        if holds[0].start_ms <= segment.start_ms < holds[-1].end_ms
    ]
    assert {segment.kind for segment in inside} <= {"hold", "rest", "change"}
    usual = compiled(routine(text))
    for kind in ("hold", "rest", "change"):
        assert session.lengths(kind) == usual.lengths(kind)
    assert stretch(session) == stretch(usual)


@settings(max_examples=50)
@given(groups(moving=True), voices, countdowns)
def test_nothing_is_talked_over_in_intervals(text: str, slowness: float, countdown: str) -> None:
    session = compiled(routine(text), slowness=slowness, countdown=countdown)
    for one, later in pairwise(session.timeline.voices):
        air = 0 if one.role in ("count", "countdown") else 400
        assert later.at_ms >= one.end_ms + air, (one, later)
    for cue in session.timeline.cues:
        if cue.role == "countdown" and not isinstance(cue, VoiceCue):
            assert not [
                voice
                for voice in session.timeline.voices
                if voice.at_ms < cue.end_ms and voice.end_ms > cue.at_ms
            ]


@settings(max_examples=30)
@given(groups(moving=True), voices)
def test_every_hold_begins_with_its_start_tone(text: str, slowness: float) -> None:
    session = compiled(routine(text), slowness=slowness)
    starts = [tone.at_ms for tone in session.tones("start")]
    assert starts == [hold.start_ms for hold in session.segments("hold")]
    done = {tone.at_ms for tone in session.tones("done")}
    assert not done & set(starts)


@settings(max_examples=30)
@given(groups(moving=True), voices)
def test_no_marker_is_spoken(text: str, slowness: float) -> None:
    for line in compiled(routine(text), slowness=slowness).said():
        assert line.strip()
        assert not set("<>{}|") & set(line)
