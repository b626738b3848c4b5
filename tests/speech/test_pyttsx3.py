"""The real pyttsx3 and espeak-ng, from a text to a clip."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from voiceguide.audio.loudness import loudness_lufs
from voiceguide.errors import NoVoice, UsageError
from voiceguide.session_options import WORDS_A_MINUTE
from voiceguide.speech import calibration
from voiceguide.speech.spoken_voice import SpokenVoice, VoiceSetup
from voiceguide.speech.voice import list_voices, open_voice
from voiceguide.speech.worker_process import worker_command

StandIn = Callable[..., list[str]]
OpenVoice = Callable[..., SpokenVoice]

TYPICAL = [
    "Good morning. Let's wake your back up slowly.",
    "Breathe in through your nose, and let your belly rise.",
    "Tighten your stomach, and press your lower back into the mat.",
    "Let both knees sink to the left, as far as is comfortable.",
    "Come up onto your hands and knees, hands under your shoulders.",
    "Sit back on your heels, and stretch your arms out in front of you.",
    "Last one. Hold for 20 seconds.",
    "That is your morning done. Move gently into your day.",
]

MORE_TYPICAL = [
    "Breathe out slowly.",
    "Keep your hips level and your low back still.",
    "Raise your left leg straight up.",
    "Lean back slowly until your back rests flat on the wall.",
    "Hold the load close to your chest.",
    "Lower your arms slowly to your sides.",
    "Walk in place, and swing your arms.",
    "Bend your knees a little more.",
]

NO_WORKER = [sys.executable, "-c", "raise SystemExit('not to be started')"]


@pytest.fixture
def opened() -> Iterator[OpenVoice]:
    """Opens voices, and closes them after the test."""
    voices: list[SpokenVoice] = []

    def open_one(
        cache: Path, command: Sequence[str] | None = None, words_a_minute: int = 140
    ) -> SpokenVoice:
        voices.append(
            SpokenVoice("pyttsx3", None, words_a_minute, "en", VoiceSetup(cache, command))
        )
        return voices[-1]

    yield open_one
    for voice in voices:
        voice.close()


@pytest.fixture
def voice(opened: OpenVoice, spoken_cache: Path) -> SpokenVoice:
    return opened(spoken_cache)


def test_every_text_has_a_clip_at_one_loudness(voice: SpokenVoice) -> None:
    texts = [*TYPICAL, "Three.", "Three.", "Hold.", "Größer <b>&</b> [[x]] ½"]
    clips = voice.speak(texts)
    assert set(clips) == set(texts)
    assert [loudness_lufs(clip.samples()) for clip in clips.values()] == pytest.approx(
        [-19] * len(clips), abs=0.3
    )
    assert all(np.abs(clip.samples()).max() < 0.85 for clip in clips.values())
    assert voice.problems == ()


def test_a_text_has_the_same_samples_whatever_was_said_before_it(
    opened: OpenVoice, tmp_path: Path
) -> None:
    orders = (TYPICAL, TYPICAL[::-1], [*MORE_TYPICAL, *TYPICAL])
    spoken = [opened(tmp_path / str(n)).speak(order) for n, order in enumerate(orders)]
    for text in TYPICAL:
        assert len({clips[text].pcm.tobytes() for clips in spoken}) == 1


@pytest.mark.parametrize("pace", [120, 140, 160])
def test_the_pace_is_words_a_minute_as_heard(
    opened: OpenVoice, spoken_cache: Path, pace: int
) -> None:
    lines = [*TYPICAL, *MORE_TYPICAL]
    clips = opened(spoken_cache, words_a_minute=pace).speak(lines)
    words = sum(len(text.split()) for text in lines)
    heard_ms = sum(clip.length_ms for clip in clips.values())
    assert words * 60_000 / heard_ms == pytest.approx(pace, rel=0.05)


@pytest.mark.parametrize("pace", sorted(WORDS_A_MINUTE.values()))
def test_the_calm_voice_of_espeak_is_not_measured_before_it_speaks(
    tmp_path: Path, opened: OpenVoice, monkeypatch: pytest.MonkeyPatch, pace: int
) -> None:
    def never(*_: object) -> int:
        raise AssertionError("it is measured")

    monkeypatch.setattr(calibration, "rate_for", never)
    assert opened(tmp_path / "cache", words_a_minute=pace).speak(["Relax."])


def test_what_is_cached_starts_no_process(
    voice: SpokenVoice, opened: OpenVoice, spoken_cache: Path
) -> None:
    first = voice.speak(TYPICAL)
    again = opened(spoken_cache, NO_WORKER).speak(TYPICAL)
    assert all(np.array_equal(first[text].pcm, again[text].pcm) for text in TYPICAL)


def test_a_warm_start_loads_neither_engine_nor_process(
    voice: SpokenVoice, spoken_cache: Path
) -> None:
    voice.speak(TYPICAL)
    program = (
        "import sys; sys.path[:] = sys.argv[3:]\n"
        "from voiceguide.speech.voice import open_voice\n"
        "open_voice('pyttsx3', 140).speak([sys.argv[1]])\n"
        "print([n for n in sys.argv[2].split() if n in sys.modules])"
    )
    heavy = "pyttsx3 voiceguide.speech.worker_process voiceguide.speech.worker_pool"
    command = [sys.executable, "-c", program, TYPICAL[0], heavy, *sys.path]
    env = {**os.environ, "VOICEGUIDE_CACHE_DIR": str(spoken_cache)}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
    assert done.stdout == "[]\n"


def test_a_broken_entry_is_spoken_anew(voice: SpokenVoice, spoken_cache: Path) -> None:
    text = "Lower your arms slowly."
    voice.speak([text])
    newest = max((spoken_cache / "speech").iterdir(), key=lambda path: path.stat().st_mtime_ns)
    os.truncate(newest, 1000)
    anew = voice.speak([text])[text]
    assert anew.length_ms > 500
    assert newest.stat().st_size > 20_000


def test_progress_counts_up_to_all_lines(voice: SpokenVoice) -> None:
    seen: list[tuple[int, int]] = []
    voice.speak(TYPICAL, None)
    texts = [*TYPICAL, "Turn your head to the left.", "Turn your head to the right."]
    voice.speak(texts, lambda done, lines: seen.append((done, lines)))
    assert seen == [(8, 10), (9, 10), (10, 10)]


def test_the_fingerprint_tells_engine_voice_and_pace(
    voice: SpokenVoice, opened: OpenVoice, spoken_cache: Path
) -> None:
    other = opened(spoken_cache, words_a_minute=120)
    assert other.fingerprint != voice.fingerprint
    assert "pyttsx3 2.99, espeak-ng 1." in voice.fingerprint
    assert "; en-us; " in voice.fingerprint
    assert voice.info.name == "en-us"


@pytest.mark.parametrize("text", ["", "...", "🙂", "<b></b>", "\x00"])
def test_a_text_without_words_is_refused(voice: SpokenVoice, text: str) -> None:
    with pytest.raises(NoVoice, match="nothing in this text"):
        voice.speak(["Relax.", text])


@pytest.mark.parametrize(
    ("spec", "hint"),
    [
        ("pyttsx3:en-us+Anie", "did you mean 'en-us+Annie'?"),
        ("pyttsx3:en-uz", "did you mean 'en-us'?"),
        ("pyttsx3:../../etc/passwd", "`voiceguide list voices` names them"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(spec: str, hint: str) -> None:
    with pytest.raises(UsageError) as refusal:
        open_voice(spec, 140)
    assert refusal.value.hint == hint


def test_a_voice_has_a_name_a_language_and_often_a_gender() -> None:
    choices = {choice.name: choice for choice in list_voices("pyttsx3")}
    assert choices["en-us"].language == "en-us"
    assert choices["+Annie"].gender == "female"
    assert len(choices) > 150


def test_on_a_full_disk_lines_are_spoken_without_being_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stand_in: StandIn, opened: OpenVoice
) -> None:
    def full(descriptor: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    voice = opened(tmp_path / "cache", stand_in("none"))
    monkeypatch.setattr(os, "write", full)
    assert len(voice.speak(["Relax.", "Breathe out."])) == 2
    assert len(voice.problems) == 1


def test_a_cache_that_cannot_be_is_told_and_nothing_else_happens(
    tmp_path: Path, stand_in: StandIn, opened: OpenVoice
) -> None:
    (tmp_path / "file").write_text("in the way")
    voice = opened(tmp_path / "file", stand_in("none"))
    assert len(voice.speak(["Relax.", "Breathe out."])) == 2
    assert any("measured again" in problem for problem in voice.problems)


def test_another_version_of_the_engine_speaks_everything_anew(
    tmp_path: Path, stand_in: StandIn, opened: OpenVoice
) -> None:
    cache = tmp_path / "cache"
    opened(cache, stand_in("none")).speak(["Relax."])
    (memory,) = cache.glob("voices-*")
    memory.write_text(memory.read_text().replace("stand-in 1", "stand-in 0"))
    voice = opened(cache, stand_in("none"))
    assert "stand-in 0" in voice.fingerprint
    voice.speak(["Relax.", "Breathe out."])
    assert "stand-in 1" in voice.fingerprint


def test_a_line_that_cannot_be_spoken_is_named_and_tried_again_next_time(
    tmp_path: Path, stand_in: StandIn, opened: OpenVoice
) -> None:
    cache = tmp_path / "cache"
    ready = opened(cache, stand_in("none"))
    voice = opened(cache, stand_in("die"))
    with pytest.raises(NoVoice, match=r"Relax\."):
        voice.speak(["Relax."])
    assert len(ready.speak(["Relax."])) == 1


HIDE_THE_SYSTEM_LIBRARY = """
import ctypes, os, sys
sys.path[:] = sys.argv[1:]
load = ctypes.CDLL.__init__
def load_as_if_not_installed(self, name, mode=ctypes.DEFAULT_MODE, *rest, **more):
    # As on a machine without it: by its bare name only what is loaded already is found.
    bare = isinstance(name, str) and name.startswith("libespeak")
    load(self, name, mode | os.RTLD_NOLOAD if bare else mode, *rest, **more)
ctypes.CDLL.__init__ = load_as_if_not_installed
"""
RUN_A_WORKER = "from voiceguide.speech.worker import main; main()"


def hidden(before: str = "") -> list[str]:
    program = HIDE_THE_SYSTEM_LIBRARY + before + RUN_A_WORKER
    return [sys.executable, "-P", "-c", program, *sys.path]


@pytest.mark.skipif(sys.platform != "linux", reason="the bundled engine is for Linux")
def test_without_the_systems_espeak_the_bundled_one_speaks(
    tmp_path: Path, opened: OpenVoice
) -> None:
    voice = opened(tmp_path / "cache", hidden())
    clips = voice.speak(TYPICAL)
    assert "espeak-ng 1.52" in voice.fingerprint
    assert all(clip.length_ms > 1000 for clip in clips.values())


@pytest.mark.skipif(sys.platform != "linux", reason="the bundled engine is for Linux")
def test_the_bundled_engine_speaks_from_a_folder_with_a_long_path(
    tmp_path: Path, opened: OpenVoice
) -> None:
    import espeakng_loader

    bundled = Path(espeakng_loader.__file__).parent
    far = tmp_path / ("a long way down " * 8) / ("and further down " * 8)
    far.mkdir(parents=True)
    # Linked, not copied: espeak is told this path, and sees how long it is.
    (far / "espeakng_loader").mkdir()
    for file in bundled.iterdir():
        (far / "espeakng_loader" / file.name).symlink_to(file)
    command = hidden(f"sys.path.insert(0, {str(far)!r})\n")
    voice = opened(tmp_path / "cache", command)
    assert voice.speak(["Relax."])["Relax."].length_ms > 200


def test_without_any_espeak_the_remedy_is_named(tmp_path: Path, opened: OpenVoice) -> None:
    command = hidden("sys.modules['espeakng_loader'] = None\n")
    with pytest.raises(NoVoice, match="no espeak-ng") as refusal:
        opened(tmp_path / "cache", command)
    assert "apt install espeak-ng" in str(refusal.value.hint)


def test_another_pyttsx3_is_refused_with_the_version_that_is_needed(
    tmp_path: Path, opened: OpenVoice
) -> None:
    boot = (
        "import sys; sys.path[:] = sys.argv[1:]\n"
        "import voiceguide.speech.engines.pyttsx3 as pyttsx3; pyttsx3.PYTTSX3 = '3.01'\n"
        "from voiceguide.speech.worker import main; main()"
    )
    command = [*worker_command()[:3], boot, *sys.path]
    with pytest.raises(NoVoice, match=r"2\.99 is installed"):
        opened(tmp_path / "cache", command)
