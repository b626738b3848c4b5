"""Questions that are spoken while they wait for a typed answer."""

from __future__ import annotations

import io
import queue
import sys
import threading
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pytest

from tests.playback.conftest import HandSink
from voiceguide.audio.clip import Clip
from voiceguide.cli import ask
from voiceguide.cli.aloud import Aloud
from voiceguide.errors import NoSoundOutput, NoVoice
from voiceguide.speech.voice import Progress
from voiceguide.timeline import VoiceInfo
from voiceguide.units import SAMPLE_RATE_HZ

LIMIT_S = 10.0


class Read:
    """Keeps what it is to read, and when it was hushed."""

    def __init__(self) -> None:
        self.log: list[str] = []

    def read(self, lines: Sequence[str], language: str) -> None:
        self.log += [f"{language}: {line}" for line in lines]

    def hush(self) -> None:
        self.log.append("hush")


@pytest.fixture
def reader() -> Iterator[Read]:
    reader = Read()
    with ask.read_by(reader):
        yield reader


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def answer(*lines: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    return answer


def test_a_question_is_read_until_it_is_answered(reader: Read, types: Callable[..., None]) -> None:
    types("3")
    assert ask.number("How is your back now?", 0, 10) == 3
    assert reader.log == ["en: How is your back now?", "hush"]


def test_a_list_is_read_item_by_item_with_its_numbers(
    reader: Read, types: Callable[..., None]
) -> None:
    types("2")
    with ask.in_language("de"):
        assert ask.any_of("Do any apply?", {"a": "Knee pain", "b": "Neck pain"}) == ("b",)
    assert reader.log == ["de: Do any apply?", "de: 1: Knee pain.", "de: 2: Neck pain.", "hush"]


def test_what_belongs_to_a_question_is_read_before_it(
    reader: Read, types: Callable[..., None]
) -> None:
    types("y")
    assert ask.yes("Any of these?", before=["Fever.", "Chest pain."])
    assert reader.log == ["en: Fever.", "en: Chest pain.", "en: Any of these?", "hush"]


def test_what_was_wrong_is_read_and_not_the_question_again(
    reader: Read, types: Callable[..., None]
) -> None:
    types("maybe", "n")
    assert not ask.yes("Any of these?")
    assert reader.log == ["en: Any of these?", "hush", "en: Please type y or n.", "hush"]


class Told(HandSink):
    """A sink that says when something was laid over, or faded."""

    def __init__(self) -> None:
        super().__init__()
        self.commands: queue.Queue[None] = queue.Queue()

    def retake(self, change: Callable[[int], None]) -> None:
        super().retake(change)
        self.commands.put(None)


class Tongue:
    """Says every line as a second of sound; those that it does not know it keeps waiting for."""

    info = VoiceInfo("test", "test", 140, measured=True)
    fingerprint = "test"
    problems: Sequence[str] = ()

    def __init__(self) -> None:
        self.said: list[str] = []
        self.free = threading.Event()
        self.free.set()
        self.closed = False

    def speak(self, texts: Sequence[str], _progress: Progress | None = None) -> dict[str, Clip]:
        self.free.wait(LIMIT_S)
        self.said += texts
        return {text: Clip(np.full(SAMPLE_RATE_HZ, 8000, np.int16)) for text in texts}

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def tongue() -> Tongue:
    return Tongue()


@pytest.fixture
def out() -> Told:
    return Told()


@pytest.fixture
def aloud(tongue: Tongue, out: Told) -> Iterator[Aloud]:
    aloud = Aloud(lambda _language: tongue, lambda: out)
    yield aloud
    tongue.free.set()
    aloud.close()


def test_a_line_is_heard_and_an_answer_fades_it(aloud: Aloud, tongue: Tongue, out: Told) -> None:
    aloud.read(["How are you?", "Really?"], "en")
    out.commands.get(timeout=LIMIT_S)
    assert out.draw(4410).all()
    aloud.hush()
    out.commands.get(timeout=LIMIT_S)
    after = out.draw(4410)
    assert after[:200].all()  # a fade is no click
    assert not after[2000:].any()


def test_the_next_question_takes_the_place_of_the_last(
    aloud: Aloud, tongue: Tongue, out: Told
) -> None:
    aloud.read(["How are you?", "Tell me.", "Do."], "en")
    out.commands.get(timeout=LIMIT_S)
    aloud.read(["And now?"], "en")
    out.commands.get(timeout=LIMIT_S)
    out.commands.get(timeout=LIMIT_S)
    assert tongue.said[-1] == "And now?"
    assert "Do." not in tongue.said


def test_an_answer_before_the_first_word_leaves_it_unsaid(
    aloud: Aloud, tongue: Tongue, out: Told
) -> None:
    tongue.free.clear()
    aloud.read(["How are you?"], "en")
    aloud.hush()
    tongue.free.set()
    aloud.read(["And now?"], "en")
    out.commands.get(timeout=LIMIT_S)
    assert out.draw(4410).all()
    assert out.commands.empty()


def test_the_output_is_given_back_even_where_the_voice_hangs(
    aloud: Aloud, tongue: Tongue, out: Told
) -> None:
    tongue.free.clear()
    aloud.read(["How are you?"], "en")
    aloud.close()
    assert "close" in out.log


def test_voice_and_output_are_closed_at_the_end(aloud: Aloud, tongue: Tongue, out: Told) -> None:
    aloud.read(["How are you?"], "en")
    out.commands.get(timeout=LIMIT_S)
    aloud.close()
    assert out.log[-1] == "close"
    assert tongue.closed


def test_where_nothing_is_asked_nothing_is_opened() -> None:
    def never(*_: object) -> Tongue:
        raise AssertionError("opened")

    aloud = Aloud(never, never)  # type: ignore[arg-type]
    aloud.hush()
    aloud.close()


@pytest.mark.parametrize("broken", ["voice", "output"])
def test_without_voice_or_output_it_is_silent(
    broken: str, tongue: Tongue, out: Told, capsys: pytest.CaptureFixture[str]
) -> None:
    def voice(_language: str) -> Tongue:
        if broken == "voice":
            raise NoVoice("none")
        return tongue

    def output() -> Told:
        if broken == "output":
            raise NoSoundOutput("none")
        return out

    aloud = Aloud(voice, output)
    for _ in range(2):
        aloud.read(["How are you?"], "en")
        aloud.hush()
    aloud.close()
    assert capsys.readouterr() == ("", "")
    assert out.log[-1:] == (["close"] if broken == "voice" else [])
