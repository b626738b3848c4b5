"""The WAV file, read by others than us."""

import errno
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import wave
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest

from voiceguide.audio.clip import Clip
from voiceguide.audio.riff import MAX_SAMPLES, header_bytes
from voiceguide.errors import DiskProblem, UsageError
from voiceguide.exporting import write
from voiceguide.exporting.formats import wav
from voiceguide.rendering import Rendering
from voiceguide.timeline import Timeline
from voiceguide.units import frame_at


def test_it_is_mono_16_bit_and_as_long_as_the_timeline_to_the_frame(
    tmp_path: Path, rendering: Rendering
) -> None:
    write(rendering, tmp_path / "a.wav")
    with wave.open(str(tmp_path / "a.wav")) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 44_100)
        assert file.getnframes() == frame_at(200_000)
        pcm = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    whole = np.concatenate(list(rendering.blocks()))
    assert (pcm == whole * 32768).all()


def test_every_tone_begins_at_its_frame(tmp_path: Path, rendering: Rendering) -> None:
    write(rendering, tmp_path / "a.wav")
    with wave.open(str(tmp_path / "a.wav")) as file:
        pcm = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    for cue in rendering.timeline.tones:
        first = frame_at(cue.at_ms)
        assert pcm[first] != 0
        assert not pcm[max(0, first - 100) : first].any()


@pytest.mark.skipif(shutil.which("ffprobe") is None, reason="ffprobe is not installed")
def test_ffprobe_reads_it(tmp_path: Path, rendering: Rendering) -> None:
    write(rendering, tmp_path / "a.wav")
    probed = subprocess.run(
        ["ffprobe", "-v", "error", "-show_streams", "-of", "json", str(tmp_path / "a.wav")],
        check=True,
        capture_output=True,
    )
    (stream,) = json.loads(probed.stdout)["streams"]
    assert probed.stderr == b""
    assert stream["codec_name"] == "pcm_s16le"
    assert (stream["sample_rate"], stream["channels"]) == ("44100", 1)
    assert stream["duration_ts"] == frame_at(200_000)


def test_a_session_too_long_for_a_wav_file_is_refused_before_anything_is_written() -> None:
    assert header_bytes(MAX_SAMPLES)[4:8] == (2**32 - 2).to_bytes(4, "little")
    with pytest.raises(UsageError, match=r"13\.5 hours"):
        header_bytes(MAX_SAMPLES + 1)
    with pytest.raises(UsageError, match=r"8\.0 hours .* at most 6\.8 hours"):
        header_bytes(8 * 3600 * 44_100, channels=2)


class FullDisk(io.BytesIO):
    """Takes 100 kB, then is full."""

    def write(self, data: object) -> int:
        if self.tell() > 100_000:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(data)  # type: ignore[arg-type]


def test_a_disk_that_fills_up_leaves_nothing(
    tmp_path: Path, rendering: Rendering, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = wav.write

    def fills_up(session: Rendering, _file: object, **_more: object) -> None:
        real(session, FullDisk())

    monkeypatch.setattr(wav, "write", fills_up)
    with pytest.raises(DiskProblem, match="the disk is full"):
        write(rendering, tmp_path / "a.wav")
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_in_the_middle_leaves_nothing(tmp_path: Path, timeline: Timeline) -> None:
    class Interrupting(Rendering, frozen=True):
        def block(self, first_frame: int, frames: int) -> NoReturn:
            raise KeyboardInterrupt

    silence = Clip(np.zeros(1, np.int16))
    session = Interrupting(
        timeline,
        {cue.text: silence for cue in timeline.voices},
        {cue.sound: silence for cue in timeline.tones},
    )
    with pytest.raises(KeyboardInterrupt):
        write(session, tmp_path / "a.wav")
    assert list(tmp_path.iterdir()) == []


EXPORTS_FOR_EVER = """
import pathlib, sys
from voiceguide.exporting.formats import wav
from voiceguide.exporting import write
from voiceguide.rendering import Rendering
from voiceguide.timeline import Segment, Timeline, VoiceInfo
from voiceguide.session_options import SessionOptions

def for_ever(rendering, file, **more):
    file.write(b"half")
    print("begun", flush=True)
    sys.stdin.read()

wav.write = for_ever
options = SessionOptions("gentle", "normal", "calm", "tones", "normal", "fade", (), 0)
segments = (Segment(0, 1000, "opening", ""),)
timeline = Timeline("a", "a", 1000, VoiceInfo("e", "e", 140, True), options, segments, ())
write(Rendering(timeline, {}, {}), pathlib.Path(sys.argv[1]))
"""


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_killed_export_leaves_nothing(tmp_path: Path, number: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", EXPORTS_FOR_EVER, str(tmp_path / "a.wav")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as child:
        assert child.stdout
        assert child.stdout.readline() == b"begun\n"
        child.send_signal(number)
        assert child.wait(10) != 0
    assert list(tmp_path.iterdir()) == []
