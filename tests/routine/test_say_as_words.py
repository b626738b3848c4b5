from __future__ import annotations

from pathlib import Path

import pytest

from tests.kit import BUILT_IN, compiled, routine
from voiceguide.routine.say_as_words import spelling
from voiceguide.session import load
from voiceguide.settings import Folders
from voiceguide.structs import replace

SWAPPED = (
    "say_as: {less: more, more: less, stop: go on, hurts: pleases, not: always, ten: hundred}\n"
)


def said(text: str, **words: str) -> dict[str, str]:
    """Each line of a routine's session, and what the voice is given."""
    made = routine(text)
    spelled = spelling(made, BUILT_IN, words)
    return {line: spelled.of(line) for line in compiled(made).said()}


def test_a_routine_changes_no_word_of_the_coach_or_of_the_library() -> None:
    lines = said(f"name: Test\n{SWAPPED}items: [bird-dog, {{note: Do less.}}]\n")
    assert lines.pop("Do less.") == "Do more."
    assert lines == {line: line for line in lines}
    assert any("If it hurts, do less" in line for line in lines)


SAFETY_LINES = [line.say for line in (*BUILT_IN.safety.short, *BUILT_IN.safety.full)]


@pytest.mark.parametrize("line", SAFETY_LINES)
def test_a_safety_line_that_a_routine_writes_too_keeps_its_words(line: str) -> None:
    made = routine(f'name: "{line}"\n{SWAPPED}items: [{{note: "{line}"}}]\n')
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
    lines = said("name: Test\nsay_as: {asana: ah-sa-na}\nitems: [bird-dog]\n", doctor="dok-tor")
    assert any("dok-tor" in line for line in lines.values())
    assert not any("doctor" in line for line in lines.values())


ASANA = """
kind: exercise
name: Tree asana
purpose: posture
position: standing
get_ready: [Stand tall for the asana.]
sides: {order: none}
dose: {reps: 3, hold: 5 s}
rep:
  - {move: Rise into the asana., again: Asana again., takes: 3 s}
  - {hold: dose, say: Hold the asana.}
feel: the asana in your feet
watch: [A mild asana is enough., Keep the asana still.]
finish: Leave the asana.
"""


def told(name: str, folders: Folders) -> dict[str, str]:
    """Each line of the session of an id or a file, and what the voice is given."""
    loaded = load(name, folders)
    spelled = spelling(loaded.routine, loaded.library, {})
    exercises = [loaded.library.exercise("tree-asana")]
    lines = compiled(loaded.routine, *exercises, detail="full").said()
    return {line: spelled.of(line) for line in lines}


def placed(folder: Path, exercises: Path, words: str = "{asana: ah-sa-na, hurts: pleases}") -> Path:
    """A routine and an exercise that it uses, each in its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    exercises.mkdir(parents=True, exist_ok=True)
    (exercises / "tree-asana.yaml").write_text(ASANA)
    path = folder / "my-tree.yaml"
    path.write_text(f"name: My tree\nsay_as: {words}\nitems: [tree-asana, bird-dog]\n")
    return path


@pytest.mark.parametrize(("routines", "exercises"), [(".", "."), ("routines", "exercises")])
@pytest.mark.parametrize("by_id", [False, True])
def test_a_routines_words_hold_in_the_exercises_beside_it(
    tmp_path: Path, routines: str, exercises: str, by_id: bool
) -> None:
    home = tmp_path / "library"
    folders = replace(Folders.of_user(), config=tmp_path if by_id else tmp_path / "none")
    path = placed(home / routines, home / exercises)
    lines = told("my-tree" if by_id else str(path), folders)
    mended = {line for line in lines if "ah-sa-na" in lines[line]}
    assert {"Stand tall for the asana.", "Rise into the asana.", "Hold the asana."} < mended
    assert mended == {line for line in lines if "asana" in line.lower()}
    assert all(said == line for line, said in lines.items() if line not in mended)


@pytest.mark.parametrize("folder", ["library", "library/exercises"])
def test_a_strangers_routine_changes_no_exercise_of_the_persons_library(
    tmp_path: Path, folder: str
) -> None:
    folders = replace(Folders.of_user(), config=tmp_path)
    path = placed(tmp_path / "downloads", tmp_path / folder)
    (tmp_path / "library" / "my-tree.yaml").write_text(path.read_text())
    lines = told(str(path), folders)
    assert any("asana" in line for line in lines)
    assert all(said == line for line, said in lines.items())
