"""What of a session counts as done."""

from datetime import UTC, datetime
from pathlib import Path

from voiceguide.person.history import read_history
from voiceguide.person.log_reader import open_to_read
from voiceguide.person.log_writer import Log
from voiceguide.person.recorder import Recorder
from voiceguide.session_options import SessionOptions
from voiceguide.timeline import Segment, SegmentKind, Timeline, VoiceInfo
from voiceguide.units import Ms


def stretch(start_s: int, end_s: int, kind: SegmentKind, item: int) -> Segment:
    return Segment(Ms(start_s * 1000), Ms(end_s * 1000), kind, kind, None, item)


def minutes_done(data: Path, *stretches: Segment) -> int:
    """Minutes that are logged of a session that is heard from its beginning to its end."""
    timeline = Timeline(
        routine="x",
        name="X",
        length_ms=stretches[-1].end_ms,
        voice=VoiceInfo("estimate", "estimate", 140, measured=False),
        options=SessionOptions("gentle", "normal", "calm", "tones", "normal", "fade", (), 0),
        segments=stretches,
        cues=(),
    )
    with Log(data) as log:
        recorder = Recorder(log, timeline, options={}, now=lambda: datetime.now(UTC))
        for at_ms in range(0, timeline.length_ms + 1, 1000):
            recorder.at(timeline, at_ms)
        recorder.ended("finished")
    store = open_to_read(data)
    assert store is not None
    with store:
        (session,) = read_history(store).sessions
    return session.minutes


def test_of_a_long_rest_between_exercises_two_minutes_count(tmp_path: Path) -> None:
    done = minutes_done(
        tmp_path,
        stretch(0, 300, "hold", 1),
        stretch(300, 1500, "rest", 2),
        stretch(1500, 1800, "move", 3),
    )
    assert done == 5 + 2 + 5


def test_the_pauses_of_a_script_that_is_only_spoken_all_count(tmp_path: Path) -> None:
    assert minutes_done(tmp_path, stretch(0, 60, "note", 1), stretch(60, 1200, "rest", 2)) == 20
