"""Lines of safety.yaml that are for some sessions only."""

from __future__ import annotations

import pytest

from voiceguide.reader.document import Map, parse
from voiceguide.reader.reading import Reading
from voiceguide.routine.topics import TopicLine, topic_lines, words_for


def read(text: str, *, named: bool = False) -> tuple[tuple[TopicLine, ...] | None, str]:
    node = parse(f"lines:\n{text}".encode(), "x.yaml", [])
    assert isinstance(node, Map)
    reading = Reading([], "en")
    lines = topic_lines(named=named).read(node.entries["lines"].value, reading)
    return lines, "\n".join(str(problem) for problem in reading.problems)


def test_a_line_alone_is_for_every_session() -> None:
    lines, _ = read("  - Breathe.\n")
    assert lines == (TopicLine("Breathe."),)
    assert words_for(lines, ()) == words_for(lines, ("back", "hard")) == ("Breathe.",)


@pytest.mark.parametrize(
    ("written", "topics", "heard"),
    [
        ("for: back", ("back", "stretch"), True),
        ("for: back", ("knee", "stretch"), False),
        ("for: back", (), False),
        ("for: [back, hard]", ("hard",), True),
        ("not_for: hard", ("hard",), False),
        ("not_for: hard", ("back", "mixed"), True),
        ("not_for: hard", (), True),
        ("for: back, not_for: hard", ("back", "hard"), False),
        ("for: back, not_for: hard", ("back", "light"), True),
    ],
)
def test_a_line_is_for_its_topics_and_not_for_others(
    written: str, topics: tuple[str, ...], heard: bool
) -> None:
    lines, _ = read(f"  - {{say: Well., {written}}}\n")
    assert lines is not None
    assert bool(words_for(lines, topics)) == heard


def test_an_unknown_topic_is_an_error_that_names_the_known_ones() -> None:
    lines, problems = read("  - {say: Well., for: backs}\n")
    assert lines is None
    assert "'backs'" in problems
    assert "back" in problems.replace("'backs'", "")


def test_only_lines_that_are_remembered_have_an_id() -> None:
    written = "  - {id: ill, say: A fever.}\n"
    lines, _ = read(written, named=True)
    assert lines is not None
    assert lines[0].key == "ill"
    assert "unknown setting 'id'" in read(written)[1]
    plain, _ = read("  - A fever.\n", named=True)
    assert plain is not None
    assert plain[0].key == "A fever."


def test_of_hard_effort_alone_is_what_is_for_nothing_else() -> None:
    assert TopicLine("Faint.", ("hard",)).is_of_hard_effort_alone
    assert not TopicLine("Faint.", ("hard", "neck")).is_of_hard_effort_alone
    assert not TopicLine("Faint.").is_of_hard_effort_alone
