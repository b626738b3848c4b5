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
from voiceguide.app.spoken_questions import SpokenQuestions
from voiceguide.audio.clip import Clip, Samples
from voiceguide.cli.terminal.questions import TerminalInteraction
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

    def then(self, line: str) -> None:
        self.log.append(f"then: {line}")

    def hush(self) -> None:
        self.log.append("hush")

    heard = 0
    given_up = False


@pytest.fixture
def questions() -> TerminalInteraction:
    return TerminalInteraction()


@pytest.fixture
def reader(questions: TerminalInteraction) -> Iterator[Read]:
    reader = Read()
    with questions.read_by(reader):
        yield reader


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def answer(*lines: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))

    return answer


def test_a_question_is_read_until_it_is_answered(
    questions: TerminalInteraction, reader: Read, types: Callable[..., None]
) -> None:
    types("3")
    assert questions.number("How is your back now?", 0, 10) == 3
    assert reader.log == ["en: How is your back now?", "hush"]


def test_a_list_is_read_item_by_item_with_its_numbers(
    questions: TerminalInteraction, reader: Read, types: Callable[..., None]
) -> None:
    types("2")
    with questions.in_language("de"):
        assert questions.any_of("Do any apply?", {"a": "Knee pain", "b": "Neck pain"}) == ("b",)
    assert reader.log == ["de: Do any apply?", "de: 1: Knee pain.", "de: 2: Neck pain.", "hush"]


def test_what_belongs_to_a_question_is_read_before_it(
    questions: TerminalInteraction, reader: Read, types: Callable[..., None]
) -> None:
    types("y")
    assert questions.yes("Any of these?", before=["Fever.", "Chest pain."])
    assert reader.log == ["en: Fever.", "en: Chest pain.", "en: Any of these?", "hush"]


def test_what_was_wrong_is_read_and_not_the_question_again(
    questions: TerminalInteraction, reader: Read, types: Callable[..., None]
) -> None:
    types("maybe", "n")
    assert not questions.yes("Any of these?")
    assert reader.log == ["en: Any of these?", "hush", "en: Please type y or n.", "hush"]


FLAGS = ["Fever.", "Chest pain."]


def test_warning_signs_that_nobody_heard_yet_are_not_denied(
    questions: TerminalInteraction,
    reader: Read,
    types: Callable[..., None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    types("n", "n", "r")
    assert not questions.any_applies("Any of these?", FLAGS)
    spoken = ["en: Fever.", "en: Chest pain.", "en: Any of these?"]
    assert reader.log == [*spoken, "then: Now please answer again.", "hush"]
    assert capsys.readouterr().err.count("It is still being read aloud.") == 2


def test_an_answer_is_asked_for_again_in_the_language_of_its_question(
    questions: TerminalInteraction, reader: Read, types: Callable[..., None]
) -> None:
    types("n", "r")
    with questions.in_language("de"):
        assert not questions.any_applies("Trifft etwas zu?", FLAGS)
    assert "then: Bitte antworte jetzt noch einmal." in reader.log


def test_a_warning_sign_is_taken_at_once(
    questions: TerminalInteraction, reader: Read, types: Callable[..., None]
) -> None:
    types("y")
    assert questions.any_applies("Any of these?", FLAGS)


def test_once_all_warning_signs_were_heard_a_no_is_enough(
    questions: TerminalInteraction, reader: Read, types: Callable[..., None]
) -> None:
    types("n")
    reader.heard = 2  # the question itself may be cut short
    assert not questions.any_applies("Any of these?", FLAGS)
    assert reader.log[-1] == "hush"


def test_warning_signs_that_cannot_be_read_aloud_are_to_be_read(
    questions: TerminalInteraction,
    reader: Read,
    types: Callable[..., None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    types("n", "r")
    reader.given_up = True
    assert not questions.any_applies("Any of these?", FLAGS)
    assert "Please read it above, then type r." in capsys.readouterr().err


def test_what_is_no_answer_begins_the_warning_signs_anew(
    questions: TerminalInteraction, reader: Read, types: Callable[..., None]
) -> None:
    types("", "y")
    assert questions.any_applies("Any of these?", FLAGS)
    assert reader.log.count("en: Fever.") == 2


def test_where_nothing_is_spoken_a_no_is_enough(
    questions: TerminalInteraction, types: Callable[..., None]
) -> None:
    types("n")
    assert not questions.any_applies("Any of these?", FLAGS)


def test_what_stands_against_a_question_is_found_before_it_is_shown(
    questions: TerminalInteraction,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def nothing_opens() -> None:
        raise NoSoundOutput("none")

    with questions.after(nothing_opens), pytest.raises(NoSoundOutput):
        questions.one_of("Which?", {"a": "This", "b": "That"})
    assert capsys.readouterr() == ("", "")


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
        self.stuck_at = ""
        self.closed = False

    def speak(self, texts: Sequence[str], _progress: Progress | None = None) -> dict[str, Clip]:
        if self.stuck_at in texts:
            self.free.clear()
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
def aloud(tongue: Tongue, out: Told) -> Iterator[SpokenQuestions]:
    aloud = SpokenQuestions(lambda _language: tongue, lambda: out, Screen())
    yield aloud
    tongue.free.set()
    aloud.close()


def test_a_line_is_heard_and_an_answer_fades_it(
    aloud: SpokenQuestions, tongue: Tongue, out: Told
) -> None:
    aloud.read(["How are you?", "Really?"], "en")
    out.commands.get(timeout=LIMIT_S)
    assert out.draw(4410).all()
    aloud.hush()
    out.commands.get(timeout=LIMIT_S)
    after = out.draw(4410)
    assert after[:200].all()  # a fade is no click
    assert not after[2000:].any()


def test_the_next_question_takes_the_place_of_the_last(
    aloud: SpokenQuestions, tongue: Tongue, out: Told
) -> None:
    aloud.read(["How are you?", "Tell me.", "Do."], "en")
    out.commands.get(timeout=LIMIT_S)
    aloud.read(["And now?"], "en")
    out.commands.get(timeout=LIMIT_S)
    out.commands.get(timeout=LIMIT_S)
    assert tongue.said[-1] == "And now?"
    assert "Do." not in tongue.said


def test_an_answer_before_the_first_word_leaves_it_unsaid(
    aloud: SpokenQuestions, tongue: Tongue, out: Told
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
    aloud: SpokenQuestions, tongue: Tongue, out: Told
) -> None:
    tongue.free.clear()
    aloud.read(["How are you?"], "en")
    aloud.close()
    assert "close" in out.log


def test_voice_and_output_are_closed_at_the_end(
    aloud: SpokenQuestions, tongue: Tongue, out: Told
) -> None:
    aloud.read(["How are you?"], "en")
    out.commands.get(timeout=LIMIT_S)
    aloud.close()
    assert out.log[-1] == "close"
    assert tongue.closed


def test_where_nothing_is_asked_nothing_is_opened() -> None:
    def never(*_: object) -> Tongue:
        raise AssertionError("opened")

    aloud = SpokenQuestions(never, never, Screen())  # type: ignore[arg-type]
    aloud.hush()
    aloud.close()


class Drawing(Told):
    """Takes sound by itself, a hundred times as fast as it would be heard; may be lost."""

    def __init__(self, lost_after_frames: int | None = None) -> None:
        super().__init__()
        self._limit, self._drawn = lost_after_frames, 0
        self._over = threading.Event()

    def start(self, pull: Callable[[int], Samples]) -> None:
        super().start(pull)
        threading.Thread(target=self._draw_on, daemon=True).start()

    def _draw_on(self) -> None:
        while not self._over.wait(0.001):
            if self._limit is not None and self._drawn >= self._limit:
                self.lost = "it was taken away"
                return
            self.draw(4410)
            self._drawn += 4410

    def close(self) -> None:
        self._over.set()
        super().close()


class Screen(TerminalInteraction):
    """Keeps what is told and how often the bell rings; waits for what is told."""

    def __init__(self) -> None:
        super().__init__()
        self.told: queue.Queue[str] = queue.Queue()
        self.bells = 0

    def tell(self, text: str) -> None:
        self.told.put(text)

    def ring(self) -> None:
        self.bells += 1

    def next(self) -> str:
        return self.told.get(timeout=LIMIT_S)


def until(done: Callable[[], bool]) -> None:
    """Wait for another thread."""
    ends = threading.Event()
    for _ in range(int(LIMIT_S * 100)):
        if done():
            return
        ends.wait(0.01)
    raise AssertionError("never")


LINES = ["How are you?", "Tell me.", "Do."]


def test_all_lines_are_heard_to_their_end_and_counted(tongue: Tongue) -> None:
    aloud = SpokenQuestions(lambda _language: tongue, Drawing, Screen())
    aloud.read(LINES, "en")
    until(lambda: aloud.heard == 3)
    aloud.then("Once more.")
    until(lambda: aloud.heard == 4)
    aloud.hush()
    assert aloud.heard == 0
    aloud.close()


def test_a_lost_output_is_opened_again_and_the_line_begun_anew(tongue: Tongue) -> None:
    sinks = [Drawing(lost_after_frames=2 * SAMPLE_RATE_HZ), Drawing()]
    opened = iter(sinks)
    screen = Screen()
    aloud = SpokenQuestions(
        lambda _language: tongue,
        lambda: next(opened),
        screen,
        between_tries_s=0,
    )
    aloud.read(LINES, "en")
    until(lambda: aloud.heard == 3)
    aloud.close()
    assert [sink.log[0] for sink in sinks] == ["start", "start"]
    assert sinks[0].log[-1] == "close"
    assert screen.told.empty()


def test_a_voice_that_fails_is_asked_again(tongue: Tongue) -> None:
    failures = iter([NoVoice("it died"), NoVoice("it died")])

    def voice(_language: str) -> Tongue:
        failure = next(failures, None)
        if failure is not None:
            raise failure
        return tongue

    aloud = SpokenQuestions(voice, Drawing, Screen(), between_tries_s=0)
    aloud.read(LINES, "en")
    until(lambda: aloud.heard == 3)
    assert not aloud.given_up
    aloud.close()


@pytest.mark.parametrize(("broken", "why"), [("voice", "none speaks"), ("output", "none opens")])
def test_questions_that_nobody_hears_are_told_of_once_and_tried_again(
    broken: str, why: str, tongue: Tongue
) -> None:
    mended = threading.Event()

    def voice(_language: str) -> Tongue:
        if broken == "voice" and not mended.is_set():
            raise NoVoice("none speaks")
        return tongue

    def output() -> Drawing:
        if broken == "output" and not mended.is_set():
            raise NoSoundOutput("none opens")
        return Drawing()

    screen = Screen()
    aloud = SpokenQuestions(voice, output, screen, between_tries_s=0)
    aloud.read(LINES, "en")
    said = screen.next()
    assert said.startswith("warning: the questions are not heard: ")
    assert why in said
    assert said.endswith("Please read them here.")
    assert aloud.given_up
    aloud.read(LINES, "en")
    until(lambda: aloud.given_up)
    mended.set()
    aloud.read(LINES, "en")
    until(lambda: aloud.heard == 3)
    aloud.close()
    assert screen.told.empty()


def test_the_second_line_after_an_early_answer_waits_for_no_more_than_the_first(
    aloud: SpokenQuestions, tongue: Tongue, out: Told
) -> None:
    out.unheard = SAMPLE_RATE_HZ  # what is given is heard a second later
    aloud.read(["How are you?"], "en")
    out.commands.get(timeout=LIMIT_S)
    out.draw(20 * SAMPLE_RATE_HZ)
    until(lambda: aloud.heard == 1)
    aloud.read(["And there?"], "en")
    out.commands.get(timeout=LIMIT_S)
    aloud.read(["And now?", "Really?"], "en")
    out.commands.get(timeout=LIMIT_S)
    out.commands.get(timeout=LIMIT_S)
    out.draw(5 * SAMPLE_RATE_HZ)
    until(lambda: aloud.heard == 1)
    out.commands.get(timeout=LIMIT_S)
    assert out.draw(SAMPLE_RATE_HZ).all()


class Mixer:
    """Mutes, and turns up again."""

    def __init__(self, muted: bool = False) -> None:
        self.why = "the sound output is muted" if muted else None
        self.screen = Screen()

    def mute(self, why: str = "the sound output is muted") -> None:
        self.why = why

    def turn_up(self) -> None:
        self.why = None

    def aloud(self, tongue: Tongue, out: Callable[[], HandSink]) -> SpokenQuestions:
        return SpokenQuestions(
            lambda _language: tongue,
            out,
            self.screen,
            unheard=lambda: self.why,
            between_tries_s=0,
        )


MUTED = "Nobody can hear this: the sound output is muted."


def test_a_mute_is_told_with_the_bell_and_the_line_read_again_when_sound_is_back(
    tongue: Tongue, out: Told
) -> None:
    mixer = Mixer()
    aloud = mixer.aloud(tongue, lambda: out)
    aloud.read(LINES, "en")
    out.commands.get(timeout=LIMIT_S)
    assert out.draw(4410).all()
    mixer.mute()
    assert mixer.screen.next().startswith(MUTED)
    until(lambda: aloud.given_up)
    until(lambda: mixer.screen.bells == 1)
    out.commands.get(timeout=LIMIT_S)
    out.draw(10 * SAMPLE_RATE_HZ)
    assert not out.draw(4410).any()  # what nobody hears is not spoken on
    assert aloud.heard == 0
    mixer.turn_up()
    assert mixer.screen.next() == "Sound is back."
    assert not aloud.given_up
    out.commands.get(timeout=LIMIT_S)
    assert out.draw(SAMPLE_RATE_HZ).all()  # from its beginning
    aloud.close()


def test_a_mute_in_the_last_moment_of_a_line_costs_it(tongue: Tongue, out: Told) -> None:
    mixer = Mixer()
    aloud = mixer.aloud(tongue, lambda: out)
    aloud.read(LINES, "en")
    out.commands.get(timeout=LIMIT_S)
    mixer.mute()
    out.draw(10 * SAMPLE_RATE_HZ)
    assert mixer.screen.next().startswith(MUTED)
    assert aloud.heard == 0
    aloud.close()


def test_a_mute_that_is_noticed_just_after_a_line_costs_that_line_too(
    tongue: Tongue, out: Told
) -> None:
    mixer = Mixer()
    aloud = mixer.aloud(tongue, lambda: out)
    aloud.read(LINES, "en")
    for number in (1, 2):
        hear_out(out, aloud, number)
    out.commands.get(timeout=LIMIT_S)
    out.draw(SAMPLE_RATE_HZ // 2)
    mixer.mute()
    assert mixer.screen.next().startswith(MUTED)
    assert mixer.screen.bells == 1
    assert aloud.heard == 1
    out.commands.get(timeout=LIMIT_S)  # it fades
    mixer.turn_up()
    for number in (2, 3):
        hear_out(out, aloud, number)
    aloud.close()


def hear_out(out: Told, aloud: SpokenQuestions, number: int) -> None:
    """Hear the next line, which is the so-many-th, to its end."""
    out.commands.get(timeout=LIMIT_S)
    out.draw(2 * SAMPLE_RATE_HZ)
    until(lambda: aloud.heard == number)


def test_all_lines_are_heard_though_it_is_muted_again_and_again(tongue: Tongue) -> None:
    mixer = Mixer()
    aloud = mixer.aloud(tongue, Drawing)
    aloud.read(LINES, "en")
    for number in range(1, 4):
        mixer.mute()
        assert mixer.screen.next().startswith(MUTED)
        until(lambda number=number: mixer.screen.bells == number)  # type: ignore[misc]
        mixer.turn_up()
        assert mixer.screen.next() == "Sound is back."
    until(lambda: aloud.heard == 3)
    aloud.close()


def test_muted_from_the_start_nothing_is_spoken_until_somebody_can_hear(
    tongue: Tongue, out: Told
) -> None:
    mixer = Mixer(muted=True)
    aloud = mixer.aloud(tongue, lambda: out)
    aloud.read(LINES, "en")
    assert mixer.screen.next().startswith(MUTED)
    assert not out.draw(4410).any()
    mixer.turn_up()
    assert mixer.screen.next() == "Sound is back."
    out.commands.get(timeout=LIMIT_S)
    assert out.draw(4410).all()
    aloud.close()


def test_a_mute_over_several_questions_is_told_once_and_another_reason_anew(
    tongue: Tongue, out: Told
) -> None:
    mixer = Mixer(muted=True)
    aloud = mixer.aloud(tongue, lambda: out)
    aloud.read(LINES, "en")
    assert mixer.screen.next().startswith(MUTED)
    aloud.hush()
    aloud.read(LINES, "en")
    assert aloud.given_up
    mixer.mute("it is at nothing")
    assert mixer.screen.next().startswith("Nobody can hear this: it is at nothing.")
    assert mixer.screen.bells == 2
    aloud.hush()
    aloud.close()
    assert mixer.screen.told.empty()


def test_an_output_that_is_lost_while_muted_is_opened_again(tongue: Tongue) -> None:
    mixer = Mixer(muted=True)
    sinks = [Drawing(lost_after_frames=SAMPLE_RATE_HZ), Drawing()]
    opened = iter(sinks)
    aloud = mixer.aloud(tongue, lambda: next(opened))
    aloud.read(LINES, "en")
    assert mixer.screen.next().startswith(MUTED)
    until(lambda: sinks[1].log[:1] == ["start"])
    mixer.turn_up()
    until(lambda: aloud.heard == 3)
    aloud.close()


def test_warning_signs_that_were_muted_are_read_again_before_a_no_counts(
    questions: TerminalInteraction,
    tongue: Tongue,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    mixer = Mixer(muted=True)
    aloud = mixer.aloud(tongue, Drawing)

    class Person:
        """Types no too early, then turns the sound on, and hears all of it."""

        def __init__(self) -> None:
            self.typed = 0

        def readline(self) -> str:
            self.typed += 1
            if self.typed == 1:
                assert mixer.screen.next().startswith(MUTED)
            else:
                mixer.turn_up()
                until(lambda: aloud.heard >= len(FLAGS))
            return "n\n"

    person = Person()
    monkeypatch.setattr(sys, "stdin", person)
    with questions.read_by(aloud):
        assert not questions.any_applies("Any of these?", FLAGS)
    assert person.typed == 2
    assert "Please read it above, then type r." in capsys.readouterr().err
    assert [line for line in tongue.said if line in FLAGS] == FLAGS
    aloud.close()


def test_an_answer_cuts_a_line_off_though_the_voice_makes_the_next_one(
    aloud: SpokenQuestions, tongue: Tongue, out: Told
) -> None:
    tongue.stuck_at = "Really?"
    aloud.read(["How are you?", "Really?"], "en")
    out.commands.get(timeout=LIMIT_S)
    assert out.draw(4410).all()
    aloud.hush()
    out.draw(4410)
    assert not out.draw(4410).any()
