"""What is written says what is played (docs/acceptance.md#export-matches-timeline)."""

import json
import re
import wave
from pathlib import Path

from voiceguide.exporting import write
from voiceguide.rendering import Rendering
from voiceguide.units import frame_at


def test_a_wav_file_is_as_long_as_its_timeline_to_the_frame(
    tmp_path: Path, rendering: Rendering
) -> None:
    write(rendering, tmp_path / "a.wav")
    with wave.open(str(tmp_path / "a.wav")) as file:
        assert file.getnframes() == frame_at(rendering.timeline.length_ms)


def test_script_subtitles_and_json_have_every_line_at_the_same_time(
    tmp_path: Path, rendering: Rendering
) -> None:
    timeline = rendering.timeline
    spoken = [(voice.at_ms, voice.text) for voice in timeline.voices]
    for suffix in ("txt", "srt", "json"):
        write(timeline, tmp_path / f"a.{suffix}")
    cues = json.loads((tmp_path / "a.json").read_text())["cues"]
    assert [(cue["at_ms"], cue["text"]) for cue in cues if cue["kind"] == "voice"] == spoken
    script = re.findall(
        r"^ +(\d+):(\d\d)\.(\d)  say   (.+)$", (tmp_path / "a.txt").read_text(), re.M
    )
    assert [(int(m) * 600 + int(s) * 10 + int(t), text) for m, s, t, text in script] == [
        (at_ms // 100, text) for at_ms, text in spoken
    ]
    subtitles = re.findall(
        r"^00:(\d\d):(\d\d),(\d{3}) --> .*\n(.+)$", (tmp_path / "a.srt").read_text(), re.M
    )
    assert [(int(m) * 60_000 + int(s) * 1000 + int(ms), t) for m, s, ms, t in subtitles] == spoken
