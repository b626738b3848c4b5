from __future__ import annotations

import pytest

from tests.kit import BUILT_IN, compiled, routine
from voiceguide.routine.spelling import spelling

SWAPPED = "say_as: {less: more, more: less, stop: go on, mild: strong, not: always, ten: hundred}\n"


def said(text: str, **words: str) -> dict[str, str]:
    """Each line of a routine's session, and what the voice is given."""
    made = routine(text)
    spelled = spelling(made, BUILT_IN, words)
    return {line: spelled.of(line) for line in compiled(made).said()}


def test_a_routine_changes_no_word_of_the_coach_or_of_the_library() -> None:
    lines = said(f"name: Test\n{SWAPPED}items: [bird-dog, {{note: Do less.}}]\n")
    assert lines.pop("Do less.") == "Do more."
    assert lines == {line: line for line in lines}
    assert any("more than mild" in line for line in lines)


@pytest.mark.parametrize("line", [*BUILT_IN.safety.short, *BUILT_IN.safety.full])
def test_a_safety_line_that_a_routine_writes_too_keeps_its_words(line: str) -> None:
    made = routine(f"name: '{line}'\n{SWAPPED}items: [{{note: '{line}'}}]\n")
    assert spelling(made, BUILT_IN, {}).of(line) == line


def test_a_routines_words_hold_in_its_lines_and_names() -> None:
    text = "name: Asana\nsay_as: {asana: ah-sa-na}\nitems:\n"
    text += "  - {step: Tree asana, for: 20 s, say: 'The <side> asana.', sides: one-then-other}\n"
    text += "  - {group: Asana time, rounds: 2, items: [{step: An asana, for: 10 s}]}\n"
    lines = said(text)
    told = [line for line in lines if "asana" in line.lower()]
    assert {"Asana.", "The left asana."} < set(told)
    assert any(line.startswith("First, tree asana.") for line in told)
    assert not [lines[line] for line in told if "asana" in lines[line].lower()]


def test_the_persons_own_words_hold_everywhere() -> None:
    lines = said("name: Test\nsay_as: {asana: ah-sa-na}\nitems: [bird-dog]\n", mild="mighld")
    assert any("mighld" in line for line in lines.values())
    assert not any("mild" in line for line in lines.values())
