"""Music under an exported session, as ffmpeg hears it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from tests.audio.test_music import noise, sound_file, tone, tone_file
from tests.exporting.reading import decoded, probed, tool
from tests.exporting.test_sound import SOUNDS, true_peak_dbtp
from voiceguide.audio.clip import Clip
from voiceguide.audio.loudness import levelled
from voiceguide.audio.music import Music
from voiceguide.errors import UsageError
from voiceguide.exporting import write
from voiceguide.exporting.export_index import fingerprint
from voiceguide.rendering import Rendering, Soundtrack
from voiceguide.session_options import SessionOptions
from voiceguide.timeline import Cue, Segment, Timeline, VoiceCue, VoiceInfo
from voiceguide.units import SAMPLE_RATE_HZ, Ms, frame_at

pytestmark = pytest.mark.whole
ROOT = Path(__file__).resolve().parents[2]
ENCODINGS = [suffix for suffix in SOUNDS if suffix != ".m4b"]
"""An .m4b is made as an .m4a is."""

VOICE_HZ, LEFT_HZ, RIGHT_HZ = 300, 2000, 3000
CUES_MS = (6000, 16_000)
CUE_MS, LENGTH_MS = 4000, 30_000


def session(length_ms: int = LENGTH_MS, cues_ms: tuple[int, ...] = CUES_MS) -> Rendering:
    """Lines of four seconds, as loud as lines are."""
    at = np.arange(frame_at(CUE_MS)) / SAMPLE_RATE_HZ
    line = levelled(np.sin(2 * np.pi * VOICE_HZ * at).astype(np.float32), -19.0, -1.5)
    voices: list[Cue] = [VoiceCue(Ms(at_ms), Ms(CUE_MS), "a", "note") for at_ms in cues_ms]
    timeline = Timeline(
        routine="songs",
        name="Songs",
        length_ms=Ms(length_ms),
        voice=VoiceInfo("e", "e", 140, measured=True),
        options=SessionOptions("gentle", "normal", "calm", "tones", "normal", "fade", (), 0),
        segments=(Segment(Ms(0), Ms(length_ms), "opening", "Songs"),),
        cues=tuple(voices),
    )
    return Rendering(timeline, {"a": Clip.from_samples(line)}, {})


def with_music(file: Path, volume: float = 1.0, rendering: Rendering | None = None) -> Soundtrack:
    said: list[str] = []
    return Soundtrack(rendering or session(), Music(file, volume, 2), said.append)


@pytest.fixture(scope="module")
def song(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Longer than the session, with one tone on the left and another on the right."""
    path = tmp_path_factory.mktemp("song") / "song.mp3"
    return sound_file(path, tone(40, LEFT_HZ), tone(40, RIGHT_HZ))


@pytest.fixture(scope="module")
def files(song: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sounds")
    for suffix in SOUNDS:
        write(with_music(song, 0.5), folder / f"a{suffix}")
    return folder


def both(path: Path) -> tuple[npt.NDArray[np.float32], int]:
    """Shape (frames, 2), and the rate."""
    sound, rate_hz = decoded(path)
    return sound.reshape(-1, 2), rate_hz


def strength(sound: npt.NDArray[np.float32], hz: float, rate_hz: int, from_ms: int) -> float:
    """Of a tone in a tenth of a second."""
    part = sound[from_ms * rate_hz // 1000 :][: rate_hz // 10]
    turns = np.exp(-2j * np.pi * hz * np.arange(len(part)) / rate_hz)
    return float(np.abs(np.mean(part * turns)))


def loudness_lufs(path: Path, *trim: str) -> float:
    """Integrated, by ffmpeg."""
    filters = ",".join((*trim, "ebur128"))
    command = [tool("ffmpeg"), "-hide_banner", "-nostats", "-i", str(path), "-map", "0:a"]
    done = subprocess.run(
        [*command, "-af", filters, "-f", "null", "-"], check=True, capture_output=True, text=True
    )
    return float(done.stderr.rsplit("Integrated loudness:", 1)[1].split("I:")[1].split()[0])


@pytest.mark.parametrize("suffix", SOUNDS)
def test_the_file_is_stereo_and_as_long_as_the_session(files: Path, suffix: str) -> None:
    streams = probed(files / f"a{suffix}", "-show_streams", "-select_streams", "a")["streams"]
    assert [stream["channels"] for stream in streams] == [2]
    sound, rate_hz = both(files / f"a{suffix}")
    assert abs(len(sound) - LENGTH_MS * rate_hz / 1000) <= 0.05 * rate_hz


@pytest.mark.parametrize("suffix", SOUNDS)
def test_the_voice_is_in_the_middle_and_the_music_keeps_its_sides(files: Path, suffix: str) -> None:
    sound, rate_hz = both(files / f"a{suffix}")
    left, right = sound[:, 0], sound[:, 1]
    voices = [strength(side, VOICE_HZ, rate_hz, 7000) for side in (left, right)]
    assert voices[0] == pytest.approx(voices[1], rel=0.05)
    assert strength(left, LEFT_HZ, rate_hz, 13_000) > 20 * strength(right, LEFT_HZ, rate_hz, 13_000)
    assert strength(right, RIGHT_HZ, rate_hz, 13_000) > 20 * strength(
        left, RIGHT_HZ, rate_hz, 13_000
    )


@pytest.mark.parametrize("suffix", SOUNDS)
def test_music_is_twelve_decibels_softer_from_the_first_frame_of_a_line(
    files: Path, suffix: str
) -> None:
    sound, rate_hz = both(files / f"a{suffix}")
    left = sound[:, 0]
    alone = strength(left, LEFT_HZ, rate_hz, 14_000)
    for at_ms in (16_000, 17_000, 19_800):
        under = strength(left, LEFT_HZ, rate_hz, at_ms)
        assert 20 * np.log10(under / alone) == pytest.approx(-12, abs=0.7)
    assert strength(left, LEFT_HZ, rate_hz, 15_700) > 0.9 * alone
    assert strength(left, LEFT_HZ, rate_hz, 20_800) > 0.9 * alone


def test_music_runs_on_without_a_gap_where_its_file_begins_again(tmp_path: Path) -> None:
    song = sound_file(tmp_path / "song.opus", noise(10, 0.2))
    write(with_music(song, 1.0, session(60_000, ())), tmp_path / "a.flac")
    sound, _ = both(tmp_path / "a.flac")
    power = (sound[: len(sound) // 4410 * 4410, 0] ** 2).reshape(-1, 4410).mean(axis=1)
    steady = power[25:-70]
    assert steady.min() > 0.6 * np.median(steady)
    assert steady.max() < 1.6 * np.median(steady)


@pytest.mark.parametrize("suffix", SOUNDS)
def test_it_begins_softly_and_fades_out_with_the_session(files: Path, suffix: str) -> None:
    sound, rate_hz = both(files / f"a{suffix}")
    left = sound[:, 0]
    alone = strength(left, LEFT_HZ, rate_hz, 14_000)
    assert strength(left, LEFT_HZ, rate_hz, 0) < 0.1 * alone
    assert strength(left, LEFT_HZ, rate_hz, LENGTH_MS - 3000) < 0.35 * alone
    assert strength(left, LEFT_HZ, rate_hz, LENGTH_MS - 150) < 0.01 * alone


def chord(*notes_hz: float) -> npt.NDArray[np.float64]:
    """Twenty seconds that swell and fade, as music does."""
    swell = 0.6 + 0.4 * np.sin(2 * np.pi * np.arange(20 * 48_000) / 30_000)
    return np.asarray(swell * sum(tone(20, hz, 0.2) for hz in notes_hz))


@pytest.fixture(scope="module")
def piece(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("piece") / "piece.flac"
    return sound_file(path, chord(220, 277, 1320), chord(220, 330, 1980))


@pytest.fixture(scope="module")
def loud(piece: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of sessions with music as loud as the voice."""
    folder = tmp_path_factory.mktemp("loud")
    for suffix in ENCODINGS:
        write(with_music(piece), folder / f"a{suffix}")
    return folder


@pytest.mark.parametrize("suffix", ENCODINGS)
def test_the_whole_is_as_loud_as_spoken_word_in_stereo_should_be(loud: Path, suffix: str) -> None:
    assert loudness_lufs(loud / f"a{suffix}") == pytest.approx(-16, abs=1)


@pytest.mark.parametrize("suffix", ENCODINGS)
def test_loud_music_under_the_voice_stays_under_minus_one_dbtp(loud: Path, suffix: str) -> None:
    assert true_peak_dbtp(loud / f"a{suffix}") <= -1.0


def test_softer_music_leaves_the_voice_as_loud_as_it_was(tmp_path: Path, piece: Path) -> None:
    write(with_music(piece, 0.3), tmp_path / "b.wav")
    line = loudness_lufs(tmp_path / "b.wav", "atrim=16.2:19.8")
    assert line == pytest.approx(-16, abs=1)
    music = loudness_lufs(tmp_path / "b.wav", "atrim=11.5:15.5")
    assert music == pytest.approx(-16 + 20 * np.log10(0.3), abs=1)


def test_flac_is_the_sound_of_the_wav_to_the_bit(files: Path) -> None:
    assert np.array_equal(decoded(files / "a.wav")[0], decoded(files / "a.flac")[0])


def test_each_export_begins_with_the_first_song(tmp_path: Path, song: Path) -> None:
    track = with_music(song)
    for name in ("a.wav", "b.wav"):
        write(track, tmp_path / name)
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()


def test_a_text_of_a_session_with_music_is_that_of_the_session(tmp_path: Path, song: Path) -> None:
    write(with_music(song), tmp_path / "a.txt")
    write(session(), tmp_path / "b.txt")
    assert (tmp_path / "a.txt").read_bytes() == (tmp_path / "b.txt").read_bytes()


def test_music_that_is_gone_leaves_no_half_file(tmp_path: Path) -> None:
    folder = tmp_path / "songs"
    folder.mkdir()
    track = with_music(tone_file(folder / "a.mp3", 5))
    (folder / "a.mp3").unlink()
    with pytest.raises(UsageError, match="less than a second of sound"):
        write(track, tmp_path / "a.wav")
    assert list(tmp_path.iterdir()) == [folder]


def test_a_song_that_cannot_be_decoded_is_told_once_for_all_files(tmp_path: Path) -> None:
    folder = tmp_path / "songs"
    folder.mkdir()
    tone_file(folder / "b.mp3", 5)
    (folder / "a.mp3").write_text("la la la")
    said: list[str] = []
    track = Soundtrack(session(), Music(folder, 1.0, 2), said.append)
    for name in ("a.wav", "b.flac"):
        write(track, tmp_path / name)
    assert [line.count("a.mp3 cannot be played as music") for line in said] == [1]


def test_what_is_up_to_date_depends_on_the_music_of_sound_files_only(
    tmp_path: Path, song: Path
) -> None:
    def made_of(suffix: str, volume: float | None) -> str:
        whole = session() if volume is None else with_music(song, volume)
        return fingerprint(whole, suffix, 1, None)

    assert len({made_of(".mp3", volume) for volume in (None, 0.3, 0.4)}) == 3
    assert made_of(".mp3", 0.3) == made_of(".mp3", 0.3)
    assert len({made_of(".txt", volume) for volume in (None, 0.3, 0.4)}) == 1


MEMORY = """
import sys
from pathlib import Path
from tests.exporting.test_music import session, with_music
from voiceguide.exporting import write
minutes, song, out = int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
write(with_music(song, 0.5, session(minutes * 60_000)), out)
status = Path("/proc/self/status").read_text()
print(status.split("VmHWM:")[1].split()[0])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process's own peak")
def test_a_longer_session_needs_no_more_memory(tmp_path: Path, song: Path) -> None:
    def used(minutes: int) -> int:
        out = tmp_path / f"{minutes}.wav"
        done = subprocess.run(
            [sys.executable, "-c", MEMORY, str(minutes), str(song), str(out)],
            check=True, capture_output=True, text=True, cwd=ROOT,
        )  # fmt: skip
        return int(done.stdout)

    short, long = used(2), used(20)
    print(f"{short} kB, {long} kB")
    # Measured on 3.12: 89.5 MB for 2 minutes, 95.8 for 20, 99.1 for 40. The sound of 18 minutes
    # more would be 190 MB.
    assert long < short + 20_000
