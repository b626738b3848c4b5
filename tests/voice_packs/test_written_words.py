"""A recording with a word that is written nowhere is told without a look at every session."""

from __future__ import annotations

import pytest

from tests.every_session import library_of, routines
from tests.kit import TONES
from voiceguide.app.voice_packs.lines_to_read import GatheredLines
from voiceguide.app.voice_packs.may_say import may_say
from voiceguide.app.voice_packs.step_lines import SharedStepLines
from voiceguide.app.voice_packs.written_words import WrittenWords
from voiceguide.loading import Loaded
from voiceguide.session_options import SessionOptions
from voiceguide.speech.recordings.line_names import line_words


def lines_of(*names: str) -> GatheredLines:
    steps, lines = SharedStepLines(TONES), GatheredLines(routines()[names[0]].language)
    for name in names:
        loaded = Loaded(routines()[name], library_of(routines()[name]), ())
        may_say(loaded, SessionOptions(), steps, into=lines)
    return lines


@pytest.mark.parametrize("name", ["six-minute", "tabata", "sechs-minuten"])
def test_all_that_is_said_is_made_of_written_words(name: str) -> None:
    lines, written = lines_of(name), WrittenWords(library_of(routines()[name]))
    words = [line_words(line.text, lines.language) for line in lines.lines()]
    assert words
    assert [each for each in words if not written.can_make(each)] == []


@pytest.mark.parametrize("words", ["sit upp", "lift your antenna"])
def test_another_word_is_said_by_nobody(words: str) -> None:
    assert not WrittenWords(library_of(routines()["morning"])).can_make(words)


def test_a_number_in_a_word_may_be_any() -> None:
    written = WrittenWords(library_of(routines()["sechs-minuten"]))
    assert written.can_make("siebzehnmal")
    assert not written.can_make("siebzehnmall")


def test_routines_that_share_exercises_say_together_what_each_says_alone() -> None:
    names = ("desk-break", "quiet-sitting", "bed-time")
    alone = {line.file for name in names for line in lines_of(name).lines()}
    assert {line.file for line in lines_of(*names).lines()} == alone
