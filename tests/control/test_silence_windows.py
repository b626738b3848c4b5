from __future__ import annotations

from voiceguide.control.silence_windows import spare
from voiceguide.session_options import SessionOptions
from voiceguide.timeline import Segment, Timeline, Tone, VoiceCue, VoiceInfo
from voiceguide.units import Ms

OPTIONS = SessionOptions("gentle", "normal", "normal", "tones", "normal", "fade", (), 0)
TIMELINE = Timeline(
    "quiet", "Quiet", Ms(60_000), VoiceInfo("estimate", "estimate", 140, measured=False), OPTIONS,
    (
        Segment(Ms(0), Ms(20_000), "setup", "Ready"),
        Segment(Ms(20_000), Ms(50_000), "hold", "Stretch"),
        Segment(Ms(50_000), Ms(60_000), "rest", "Rest"),
    ),
    (
        VoiceCue(Ms(2000), Ms(3000), "Lie down.", "position"),
        Tone(Ms(19_500), Ms(300), "start", "start"),
        VoiceCue(Ms(24_000), Ms(1000), "Breathe.", "breath"),
        Tone(Ms(47_000), Ms(100), "pip", "countdown"),
        Tone(Ms(50_000), Ms(300), "done", "done"),
    ),
)  # fmt: skip


def test_there_is_none_in_a_word_or_a_tone() -> None:
    assert spare(TIMELINE, 3000, None) == (0, 0)
    assert spare(TIMELINE, 50_100, None) == (0, 0)


def test_silence_between_cues_may_wait_or_be_left_out() -> None:
    assert spare(TIMELINE, 10_000, None) == (10_000 - 5100, 19_400 - 10_000)


def test_next_to_a_cue_there_is_none() -> None:
    assert spare(TIMELINE, 5050, None)[0] == 0
    assert spare(TIMELINE, 19_450, None)[1] == 0


def test_a_hold_is_never_shorter_for_what_was_lost_before_it() -> None:
    assert spare(TIMELINE, 30_000, None) == (30_000 - 25_100, 0)
    assert spare(TIMELINE, 30_000, 15_000) == (30_000 - 25_100, 0)


def test_a_hold_gives_back_what_it_lost_itself_but_not_at_its_end() -> None:
    assert spare(TIMELINE, 30_000, 22_000) == (30_000 - 25_100, 45_000 - 30_000)
    assert spare(TIMELINE, 46_000, 22_000)[1] == 0


def test_a_silence_ends_with_its_segment() -> None:
    assert spare(TIMELINE, 55_000, None) == (55_000 - 50_400, 5000 - 100)
    assert spare(TIMELINE, 21_000, 20_500) == (1000, 24_000 - 100 - 21_000)
