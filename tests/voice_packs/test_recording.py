"""Recording line after line, with a microphone that plays what the test wants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from tests.speech.pack_kit import TOML, Sound, pack, spoken
from voiceguide.app.voice_packs.lines_to_read import LineToRead
from voiceguide.app.voice_packs.recording import RecordingSession, still_to_read
from voiceguide.audio.clip import Clip
from voiceguide.errors import Interrupted, NoMicrophone
from voiceguide.speech.recordings.line_names import file_stem, line_words
from voiceguide.speech.recordings.voice_pack import read_pack

BLOCK = 2205
QUIET = np.random.default_rng(1).normal(0, 3e-4, 3 * 44_100).astype(np.float32)
GOOD = np.concatenate([QUIET[:30_000], spoken(), QUIET])
SILENT = np.zeros(7 * 44_100, np.float32)
LOUD = np.concatenate([QUIET[:30_000], np.clip(spoken() * 8, -1, 1), QUIET])


@dataclass
class PlayedMicrophone:
    """Each time somebody listens, the next of its takes is heard; then it is unplugged."""

    takes: list[Sound]
    gaps: int = 0
    closed: bool = False

    def listen(self) -> Iterator[Sound]:
        if self.takes:
            take = self.takes.pop(0)
            for first in range(0, len(take), BLOCK):
                yield take[first : first + BLOCK]
        raise NoMicrophone("the microphone is gone")

    def close(self) -> None:
        self.closed = True


@dataclass
class ScriptedDesk:
    """Types what it is told to, and remembers what it saw and heard."""

    types: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)
    asked_for: list[str] = field(default_factory=list)
    tones: list[str] = field(default_factory=list)
    played: int = 0
    levels: list[float] = field(default_factory=list)

    def tell(self, text: str) -> None:
        self.told.append(text)

    def show_line(self, line: LineToRead, number: int, of: int) -> None:
        self.told.append(f"{number}/{of} {line.text}")

    def meter(self, level_dbfs: float | None) -> None:
        if level_dbfs is not None:
            self.levels.append(level_dbfs)

    def asked(self, choices: Mapping[str, str], usual: str) -> str:
        self.asked_for.append(usual)
        if not self.types:
            raise Interrupted("Nobody answered.")
        typed = self.types.pop(0)
        assert not typed or typed in choices
        return typed or usual

    def speak(self, text: str) -> None:
        self.spoken.append(text)

    def play(self, clip: Clip) -> None:
        self.played += 1

    def tone(self, name: str) -> None:
        self.tones.append(name)


def line(text: str) -> LineToRead:
    return LineToRead(text, file_stem(line_words(text, "en")), "session", ["here"])


LINES = [line("Breathe in."), line("Breathe out."), line("Well done.")]


def recording(
    folder: Path, takes: Sequence[Sound], desk: ScriptedDesk, lines: Sequence[LineToRead] = LINES
) -> RecordingSession:
    microphone = PlayedMicrophone(list(takes))
    return RecordingSession(read_pack(pack(folder, TOML)), lines, microphone, desk, "en")


def kept(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*.wav"))


def test_a_good_take_is_kept_by_enter_alone(tmp_path: Path) -> None:
    desk = ScriptedDesk(types=["", "", "", "", "", ""])
    session = recording(tmp_path, [GOOD, GOOD, GOOD], desk)
    session.lead()
    assert kept(tmp_path) == ["breathe-in.wav", "breathe-out.wav", "well-done.wav"]
    assert desk.asked_for == ["r", "k"] * 3
    assert session.summary == f"3 lines kept in {tmp_path}."
    assert max(desk.levels) > -20 > min(desk.levels)


def test_a_bad_take_says_why_and_is_recorded_again_by_enter_alone(tmp_path: Path) -> None:
    desk = ScriptedDesk(types=["", "", "", "", "q"])
    recording(tmp_path, [LOUD, GOOD], desk).lead()
    assert desk.asked_for == ["r", "a", "r", "k", "r"]
    assert any(text.startswith("It was too loud") for text in desk.told)
    assert kept(tmp_path) == ["breathe-in.wav"]


def test_a_line_can_be_heard_skipped_and_gone_back_to(tmp_path: Path) -> None:
    desk = ScriptedDesk(types=["p", "s", "b", "", "h", "k", "q"])
    recording(tmp_path, [GOOD], desk).lead()
    shown = [text for text in desk.told if "/3 " in text]
    assert shown == ["1/3 Breathe in.", "2/3 Breathe out.", "1/3 Breathe in.", "2/3 Breathe out."]
    assert (desk.spoken, desk.played) == (["Breathe in."], 1)
    assert kept(tmp_path) == ["breathe-in.wav"]


def test_it_goes_on_where_it_stopped(tmp_path: Path) -> None:
    recording(tmp_path, [GOOD], ScriptedDesk(types=["", "", "q"])).lead()
    left = still_to_read(read_pack(tmp_path), LINES, "en", again=False)
    assert [each.text for each in left] == ["Breathe out.", "Well done."]
    assert still_to_read(read_pack(tmp_path), LINES, "en", again=True) == LINES


def test_what_is_silent_cannot_be_kept(tmp_path: Path) -> None:
    desk = ScriptedDesk(types=["", "q"])
    recording(tmp_path, [SILENT], desk).lead()
    assert any(text.startswith("Nothing was heard") for text in desk.told)
    assert kept(tmp_path) == []


def test_without_hands_it_begins_at_a_tone_and_keeps_what_is_good(tmp_path: Path) -> None:
    desk = ScriptedDesk()
    session = recording(tmp_path, [GOOD, GOOD, GOOD], desk)
    session.lead_without_hands(aloud=True)
    assert desk.tones == ["start"] * 3
    assert desk.spoken == ["Breathe in.", "Breathe out.", "Well done."]
    assert len(kept(tmp_path)) == 3


def test_without_hands_the_reason_is_spoken_and_the_line_asked_for_three_times(
    tmp_path: Path,
) -> None:
    desk = ScriptedDesk()
    session = recording(tmp_path, [LOUD, LOUD, LOUD, SILENT, GOOD], desk, LINES[:2])
    session.lead_without_hands(aloud=False)
    assert desk.tones == ["start"] * 5
    assert [text.rpartition(". ")[2] for text in desk.spoken] == [
        "Once more, please.", "Once more, please.", "We go on with the next one.",
        "Once more, please.",
    ]  # fmt: skip
    assert desk.spoken[0].startswith("It was too loud, and is distorted. Move away")
    assert kept(tmp_path) == ["breathe-out.wav"]
    assert "Left for later: Breathe in." in desk.told
    assert session.summary.endswith("1 line left: the same command goes on.")


def test_a_microphone_that_stays_silent_ends_it_in_words(tmp_path: Path) -> None:
    session = recording(tmp_path, [SILENT] * 3, ScriptedDesk())
    with pytest.raises(NoMicrophone, match="nothing was heard from the microphone, 3 times"):
        session.lead_without_hands(aloud=False)
    assert kept(tmp_path) == []


def test_a_microphone_that_is_unplugged_in_a_take_stores_nothing_half(tmp_path: Path) -> None:
    session = recording(tmp_path, [GOOD, GOOD[:50_000]], ScriptedDesk())
    with pytest.raises(NoMicrophone, match="the microphone is gone"):
        session.lead_without_hands(aloud=False)
    assert kept(tmp_path) == ["breathe-in.wav"]
    assert list(tmp_path.rglob("*.part")) == []


def test_a_take_with_a_gap_is_asked_for_again(tmp_path: Path) -> None:
    desk = ScriptedDesk(types=["", "q"])
    session = recording(tmp_path, [GOOD], desk)

    class Losing(PlayedMicrophone):
        def listen(self) -> Iterator[Sound]:
            for block in super().listen():
                self.gaps += 1
                yield block

    session.microphone = Losing([GOOD])
    session.lead()
    assert any("lost a part of it" in text for text in desk.told)
