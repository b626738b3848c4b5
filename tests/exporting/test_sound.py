"""The same session in every sound format, as ffmpeg decodes it, against the JSON timeline."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from tests.exporting.reading import NASTY, decoded, hum, humming, probed, tool
from voiceguide.audio.clip import Clip, Samples
from voiceguide.audio.resample import resampled
from voiceguide.audio.tones import load_tones
from voiceguide.errors import DiskProblem
from voiceguide.exporting import write
from voiceguide.exporting.formats import json as json_timeline
from voiceguide.rendering import Rendering
from voiceguide.session_options import SessionOptions
from voiceguide.text import clean
from voiceguide.timeline import Cue, Segment, Timeline, Tone, VoiceCue, VoiceInfo
from voiceguide.units import SAMPLE_RATE_HZ, Ms, amplitude, frame_at

EXACT = {".wav", ".flac", ".opus"}
SOUNDS = [".wav", ".flac", ".mp3", ".m4a", ".m4b", ".opus"]
AWAY_MS = 40
"""How far from its place a tone is looked for."""


@pytest.fixture(scope="module")
def session() -> Rendering:
    """Twenty seconds with every tone that a session has, at odd milliseconds."""
    tones = load_tones()
    cues: list[Cue] = [
        Tone(Ms(0), tones["lead-in"].length_ms, "lead-in", "lead-in"),
        VoiceCue(Ms(1200), Ms(1011), "Good morning.", "opening"),
    ]
    at = 2503
    for name in ("start", "rise", "fall", "in", "out", "pip", "pip", "pip-next", "done", "change"):
        cues.append(Tone(Ms(at), tones[name].length_ms, name, "rise"))
        at += max(1001, tones[name].length_ms + 107)
    cues.append(Tone(Ms(at), tones["end"].length_ms, "end", "end"))
    length_ms = at + 2017
    timeline = Timeline(
        routine="tones",
        name="Tones & <more>",
        length_ms=Ms(length_ms),
        voice=VoiceInfo("pyttsx3", "en-us+Annie", 120, measured=True),
        options=SessionOptions("gentle", "normal", "calm", "tones", "normal", "fade", (), 0),
        segments=(
            Segment(Ms(0), Ms(2500), "opening", "Tones & <more>"),
            Segment(Ms(2500), Ms(9000), "hold", "Wall sit", "wall-sit", 1),
            Segment(Ms(9000), Ms(length_ms), "closing", "Tones & <more>"),
        ),
        cues=tuple(cues),
    )
    return Rendering(timeline, {"Good morning.": hum(1011, 300)}, tones)


@pytest.fixture(scope="module")
def files(session: Rendering, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the session in every sound format."""
    folder = tmp_path_factory.mktemp("sounds")
    for suffix in SOUNDS:
        write(session, folder / f"a{suffix}", track=3)
    return folder


def off_by(
    sound: npt.NDArray[np.float32], tone: npt.NDArray[np.float32], expected: int, rate_hz: int
) -> int:
    """Frames from where a tone is expected to where it fits best."""
    reach = rate_hz * AWAY_MS // 1000
    padded = np.pad(sound, (reach, reach + len(tone)))
    around = padded[expected : expected + len(tone) + 2 * reach]
    size = 1 << (len(around) + len(tone)).bit_length()
    spectrum = np.fft.rfft(around, size) * np.conj(np.fft.rfft(tone, size))
    return int(np.argmax(np.fft.irfft(spectrum, size)[: 2 * reach + 1])) - reach


@pytest.mark.parametrize("suffix", SOUNDS)
def test_every_tone_is_where_the_json_timeline_says(
    session: Rendering, files: Path, suffix: str
) -> None:
    """To the frame; Opus, whose frames are others, to the nearest of them."""
    sound, rate_hz = decoded(files / f"a{suffix}")
    limit = rate_hz // 1000 if suffix not in EXACT else 0 if rate_hz == SAMPLE_RATE_HZ else 1
    written = json.loads(json_timeline.text(session.timeline))
    tones = [cue for cue in written["cues"] if cue["kind"] == "tone"]
    assert len(tones) == 12
    for cue in tones:
        tone = session.tones[cue["sound"]].samples()
        if rate_hz != SAMPLE_RATE_HZ:
            tone = resampled(tone, SAMPLE_RATE_HZ, rate_hz)
        expected = round(frame_at(cue["at_ms"]) * rate_hz / SAMPLE_RATE_HZ)
        assert abs(off_by(sound, tone, expected, rate_hz)) <= limit, cue


@pytest.mark.parametrize("suffix", SOUNDS)
def test_the_file_is_as_long_as_the_session(session: Rendering, files: Path, suffix: str) -> None:
    sound, rate_hz = decoded(files / f"a{suffix}")
    length = session.timeline.length_ms * rate_hz / 1000
    slack = 1 if suffix in EXACT else 0.05 * rate_hz
    assert abs(len(sound) - length) <= slack


def test_flac_is_the_sound_of_the_wav_to_the_bit(files: Path) -> None:
    assert np.array_equal(decoded(files / "a.wav")[0], decoded(files / "a.flac")[0])


@pytest.mark.parametrize("suffix", [suffix for suffix in SOUNDS if suffix != ".wav"])
def test_ffprobe_finds_chapters_tags_and_cover(
    session: Rendering, files: Path, suffix: str
) -> None:
    found = probed(files / f"a{suffix}", "-show_chapters", "-show_streams", "-show_format")
    chapters = [(each["start_time"], each["tags"]["title"]) for each in found["chapters"]]
    assert chapters == [
        ("0.000000", "Opening"), ("2.500000", "Wall sit"), ("9.000000", "Closing"),
    ]  # fmt: skip
    sound = next(each for each in found["streams"] if each["codec_type"] == "audio")
    assert sound["channels"] == 1
    tags = {**sound.get("tags", {}), **found["format"].get("tags", {})}
    tags = {name.lower(): value for name, value in tags.items()}
    assert tags["title"] == "Tones & <more>"
    assert tags["artist"] == "voiceguide"
    assert tags["album"] == "Exercise routines"
    assert tags["track"] == "3"
    assert tags["language"] == "eng"
    assert tags["comment"].startswith("Routine tones; Length: 0:")
    assert "level gentle" in tags["comment"]
    assert tags["lyrics"] == "Opening\nGood morning."
    pictures = [each for each in found["streams"] if each["codec_name"] == "png"]
    assert [each["disposition"]["attached_pic"] for each in pictures] == [1]
    assert (pictures[0]["width"], pictures[0]["height"]) == (800, 800)


def test_ffprobe_finds_the_tags_of_a_wav(files: Path) -> None:
    tags = probed(files / "a.wav", "-show_format")["format"]["tags"]
    assert (tags["title"], tags["artist"], tags["track"]) == ("Tones & <more>", "voiceguide", "3")


def test_a_wav_has_a_marker_for_each_chapter(files: Path) -> None:
    """Walked chunk by chunk, as the format says; the sizes add up to the whole file."""
    raw = (files / "a.wav").read_bytes()
    chunks: dict[bytes, bytes] = {}
    at = 12
    while at < len(raw):
        id, size = raw[at : at + 4], int.from_bytes(raw[at + 4 : at + 8], "little")
        content = raw[at + 8 : at + 8 + size]
        chunks[id + content[:4] if id == b"LIST" else id] = content
        at += 8 + size + size % 2
    assert at == len(raw) == int.from_bytes(raw[4:8], "little") + 8
    points = chunks[b"cue "]
    frames = [int.from_bytes(points[at + 20 : at + 24], "little") for at in range(4, 76, 24)]
    assert frames == [0, 110_250, 396_900]
    for name in (b"Opening\0", b"Wall sit\0", b"Closing\0"):
        assert name in chunks[b"LISTadtl"]


def test_the_index_of_an_m4a_comes_before_its_sound(files: Path) -> None:
    raw = (files / "a.m4a").read_bytes()
    assert raw[4:12] == b"ftypM4A "
    assert raw.index(b"moov") < raw.index(b"mdat")


def true_peak_dbtp(path: Path) -> float:
    command = [tool("ffmpeg"), "-hide_banner", "-nostats", "-i", str(path), "-map", "0:a"]
    done = subprocess.run(
        [*command, "-af", "ebur128=peak=true", "-f", "null", "-"],
        check=True,
        capture_output=True,
        text=True,
    )
    return float(done.stderr.split("True peak:")[1].split("Peak:")[1].split()[0])


@pytest.mark.parametrize("own_tone_dbfs", [-8.3, -6.0, 0.0])
@pytest.mark.parametrize("hz", [220, 997, 3150])
def test_a_line_under_a_tone_stays_under_minus_one_dbtp(
    tmp_path: Path, hz: float, own_tone_dbfs: float
) -> None:
    """A line as loud as lines get, under the bell, and under a person's own loud tone."""
    # Faded at both ends, as lines and tones are: what begins at once has an edge of its own.
    fade = np.minimum(1, np.minimum(np.arange(88_200), np.arange(88_200)[::-1]) / 400)
    line, tone = (hum(2000, each).samples() * fade.astype(np.float32) for each in (440, hz))
    line *= amplitude(-1.5) / np.abs(line).max()
    tone *= amplitude(own_tone_dbfs) / np.abs(tone).max()
    timeline = Timeline(
        routine="loud",
        name="Loud",
        length_ms=Ms(4000),
        voice=VoiceInfo("e", "e", 140, measured=True),
        options=SessionOptions("gentle", "normal", "calm", "tones", "normal", "fade", (), 0),
        segments=(Segment(Ms(0), Ms(4000), "opening", "Loud"),),
        cues=(VoiceCue(Ms(500), Ms(2000), "a", "note"), Tone(Ms(500), Ms(2000), "b", "rise")),
    )
    clips = {"a": Clip.from_samples(line)}, {"b": Clip.from_samples(tone)}
    write(Rendering(timeline, *clips), tmp_path / "a.wav")
    assert true_peak_dbtp(tmp_path / "a.wav") <= -1.0


@pytest.mark.parametrize("suffix", SOUNDS)
def test_an_encoder_adds_no_peak_above_minus_one_dbtp(files: Path, suffix: str) -> None:
    assert true_peak_dbtp(files / f"a{suffix}") <= -1.0


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".opus"])
def test_progress_runs_to_the_end(session: Rendering, tmp_path: Path, suffix: str) -> None:
    seen: list[tuple[int, int]] = []
    write(session, tmp_path / f"a{suffix}", progress=lambda *at: seen.append(at))
    assert seen == sorted(seen)
    assert seen[-1] == (session.frames, session.frames)


def full_disk(path: Path) -> None:
    """A tiny disk of its own, which only root may make."""
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("only root makes a small disk")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", str(path)], check=False
    )
    if mounted.returncode:
        pytest.skip("this machine mounts nothing")


@pytest.mark.parametrize("suffix", SOUNDS)
def test_a_full_disk_is_said_and_leaves_nothing(
    session: Rendering, tmp_path: Path, suffix: str
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    full_disk(disk)
    try:
        with pytest.raises(DiskProblem, match="the disk is full"):
            write(session, disk / f"a{suffix}")
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


class Interrupted(Rendering, frozen=True):
    """Ctrl-C in the second block."""

    def block(self, first_frame: int, frames: int) -> Samples:
        if first_frame:
            raise KeyboardInterrupt
        return super().block(first_frame, frames)


@pytest.mark.parametrize("suffix", SOUNDS)
def test_ctrl_c_leaves_nothing_and_what_was_there(
    session: Rendering, tmp_path: Path, suffix: str
) -> None:
    (tmp_path / f"old{suffix}").write_text("older")
    interrupted = Interrupted(session.timeline, session.clips, session.tones)
    for name in (f"new{suffix}", f"old{suffix}"):
        with pytest.raises(KeyboardInterrupt):
            write(interrupted, tmp_path / name, force=True)
    assert [each.name for each in tmp_path.iterdir()] == [f"old{suffix}"]
    assert (tmp_path / f"old{suffix}").read_text(encoding="utf-8") == "older"


@pytest.mark.parametrize("suffix", SOUNDS)
def test_nasty_names_come_back_whole(tmp_path: Path, nasty: Timeline, suffix: str) -> None:
    path = tmp_path / f"so 🧘 “so” & ;#{suffix}"
    write(humming(nasty), path)
    found = probed(path, "-show_chapters", "-show_streams", "-show_format")
    tags = {**found["streams"][0].get("tags", {}), **found["format"].get("tags", {})}
    assert {name.lower(): value for name, value in tags.items()}["title"] == nasty.name
    if suffix != ".wav":
        assert found["chapters"][1]["tags"]["title"] == '=1+1 <i>Hold</i> & "rest"'
        lyrics = {name.lower(): value for name, value in tags.items()}["lyrics"]
        assert all(clean(line) in lyrics.splitlines() for line in NASTY)
