"""A voice that was read by a person."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from tests.speech.pack_kit import TOML, encoded, pack, spoken, wav
from voiceguide.audio.loudness import loudness_lufs
from voiceguide.errors import NoVoice, UsageError
from voiceguide.phrases.say_as import Spelling
from voiceguide.speech.engines.recorded import RecordedVoice
from voiceguide.speech.voice import Voice, as_given, open_voice

REFUSES = TOML.replace("estimate", "refuse")


@contextmanager
def voice(folder: Path, language: str = "en") -> Iterator[Voice]:
    opened = open_voice(f"recorded:{folder}", 140, language=language)
    try:
        yield opened
    finally:
        opened.close()


def test_a_recorded_line_is_heard_trimmed_and_levelled(tmp_path: Path) -> None:
    with voice(pack(tmp_path, breathe_in=wav(spoken(1.0), kind="i3", channels=2))) as anna:
        clip = anna.speak(["Breathe in."])["Breathe in."]
    assert 950 < clip.length_ms < 1100
    assert abs(loudness_lufs(clip.samples()) + 19) < 1
    assert list(anna.problems) == []


@pytest.mark.parametrize("rate_hz", [8_000, 22_050, 48_000, 192_000])
def test_recordings_of_any_rate_last_as_long(tmp_path: Path, rate_hz: int) -> None:
    files = {"halfway": wav(spoken(0.8, rate_hz), rate_hz)}
    with voice(pack(tmp_path, **files)) as anna:
        assert abs(anna.speak(["Halfway."])["Halfway."].length_ms - 828) < 60


def test_flac_and_mp3_are_heard_too(tmp_path: Path) -> None:
    folder = pack(tmp_path)
    (folder / "in.flac").write_bytes(encoded(spoken(), "flac"))
    (folder / "out.mp3").write_bytes(encoded(spoken(), "mp3"))
    with voice(folder) as anna:
        clips = anna.speak(["In.", "Out."])
    assert abs(clips["In."].length_ms - clips["Out."].length_ms) < 60
    assert list(anna.problems) == []


def test_lines_are_found_by_what_is_spoken(tmp_path: Path) -> None:
    with voice(pack(tmp_path, REFUSES, hold_for_twenty_seconds=wav(spoken()))) as anna:
        assert len(anna.speak(["Hold for 20 s.", "Hold for twenty seconds."])) == 2


def test_what_is_missing_is_said_by_the_fallback_and_told(tmp_path: Path) -> None:
    with voice(pack(tmp_path, breathe_in=wav(spoken()))) as anna:
        clips = anna.speak(["Breathe in.", "Breathe out."])
        assert not clips["Breathe out."].pcm.any()
        assert clips["Breathe in."].pcm.any()
        assert list(anna.problems) == [
            "1 line that Anna has not recorded: left to estimate; "
            "see all lines with: voiceguide voices script ROUTINE"
        ]


def test_a_pack_that_refuses_names_what_is_missing_and_the_way(tmp_path: Path) -> None:
    lines = ["Breathe in.", *(f"Line {number}." for number in range(1, 8))]
    with (
        voice(pack(tmp_path, REFUSES, breathe_in=wav(spoken()))) as anna,
        pytest.raises(NoVoice) as refusal,
    ):
        anna.speak(lines)
    assert refusal.value.message == (
        "7 lines are not recorded by Anna: 'Line 1.', 'Line 2.', 'Line 3.', 'Line 4.', 'Line 5.' "
        "and 2 more"
    )
    assert refusal.value.hint == "see all lines with: voiceguide voices script ROUTINE"


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "is empty"),
        (b"<html>", "is no WAV, FLAC or MP3 file, whatever it is called"),
        (wav(np.zeros(44_100, np.float32)), "is silent"),
        (wav(np.zeros(0, np.float32)), "holds no sound"),
        (wav(np.zeros(3600 * 8000, np.float32), 8000, "u1"),
         "is 60 min long, and a line is 60 s at most"),
    ],
)  # fmt: skip
def test_a_recording_that_cannot_be_used_counts_as_missing(
    tmp_path: Path, raw: bytes, why: str
) -> None:
    with voice(pack(tmp_path, breathe_in=raw)) as anna:
        anna.speak(["Breathe in."])
        assert anna.problems[0] == f"Anna: breathe-in.wav {why}"
    (tmp_path / "voice.toml").write_text(REFUSES)
    with voice(tmp_path) as anna, pytest.raises(NoVoice, match="1 line is not recorded by Anna"):
        anna.speak(["Breathe in."])


def test_a_mislabelled_recording_is_heard_as_what_it_is(tmp_path: Path) -> None:
    with voice(pack(tmp_path, REFUSES, breathe_in=encoded(spoken(), "mp3"))) as anna:
        assert anna.speak(["Breathe in."])["Breathe in."].pcm.any()


def test_its_pace_is_the_speakers_own(tmp_path: Path) -> None:
    three_words = {name: wav(spoken(1.5)) for name in ("lie_down_flat", "sit_up_now", "rest_a_bit")}
    with voice(pack(tmp_path, **three_words)) as anna:
        assert anna.info.words_a_minute == 136
        assert (anna.info.engine, anna.info.name, anna.info.measured) == ("recorded", "Anna", True)
    with voice(pack(tmp_path / "few", breathe_in=wav(spoken()))) as few:
        assert few.info.words_a_minute == 140


def test_what_is_recorded_is_ready_and_needs_no_speaking(tmp_path: Path) -> None:
    with voice(pack(tmp_path, breathe_in=wav(spoken()))) as anna:
        assert isinstance(anna, RecordedVoice)
        assert anna.ready is not None
        assert list(anna.ready(["Breathe in.", "Breathe out."])) == ["Breathe in."]


def test_a_pack_that_refuses_is_asked_for_everything_first(tmp_path: Path) -> None:
    with voice(pack(tmp_path, REFUSES, breathe_in=wav(spoken()))) as anna:
        assert isinstance(anna, RecordedVoice)
        assert anna.ready is None


def test_its_fingerprint_changes_with_its_recordings_alone(tmp_path: Path) -> None:
    first = pack(tmp_path / "one", breathe_in=wav(spoken()))
    shutil.copytree(first, tmp_path / "two")
    pack(tmp_path / "three", breathe_in=wav(spoken(0.7)))
    prints = []
    for name in ("one", "two", "three"):
        with voice(tmp_path / name) as anna:
            prints.append(anna.fingerprint)
    assert prints[0] == prints[1] != prints[2]


def test_a_recording_is_worked_on_once(tmp_path: Path, own_cache: Path) -> None:
    folder = pack(tmp_path / "anna", breathe_in=wav(spoken()))
    with voice(folder) as anna:
        before = anna.speak(["Breathe in."])["Breathe in."].pcm
    assert len(list((own_cache / "speech").glob("*.wav"))) == 1
    with voice(folder) as anna:
        after = anna.speak(["Breathe in."])["Breathe in."].pcm
    assert (before == after).all()


def test_a_line_that_is_recorded_is_not_respelled(tmp_path: Path) -> None:
    words = Spelling({"psoas": "so az"})
    with voice(pack(tmp_path, the_psoas=wav(spoken()))) as anna:
        assert as_given(anna, "The psoas.", words) == "The psoas."
        assert as_given(anna, "Your psoas.", words) == "Your so az."


def test_a_pack_of_another_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'Anna' speaks en, and this is in de"):
        open_voice(f"recorded:{pack(tmp_path)}", 140, language="de")


def test_nothing_to_say_gives_no_clips_and_no_words_are_refused(tmp_path: Path) -> None:
    with voice(pack(tmp_path)) as anna:
        assert anna.speak([]) == {}
        with pytest.raises(NoVoice, match="nothing in this text can be spoken"):
            anna.speak(["🙂"])
        anna.close()


def test_progress_ends_with_all_lines(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    with voice(pack(tmp_path, breathe_in=wav(spoken()))) as anna:
        anna.speak(["Breathe in.", "Out."], lambda done, lines: seen.append((done, lines)))
    assert seen[-1] == (2, 2)
    assert seen == sorted(seen)


def test_an_unknown_pack_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICEGUIDE_DATA_DIR", str(tmp_path / "data"))
    with pytest.raises(UsageError, match="there is no recorded voice 'nobody'"):
        open_voice("recorded:nobody", 140)
    with pytest.raises(UsageError, match="no recorded voice is here"):
        open_voice("recorded", 140)
    with pytest.raises(UsageError, match="is no folder with a voice pack"):
        open_voice("recorded:./nobody", 140)
