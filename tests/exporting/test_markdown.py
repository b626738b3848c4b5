"""The Markdown sheet."""

import re

from markdown_it import MarkdownIt

from voiceguide.exporting.formats.markdown import escaped, text
from voiceguide.text import clean
from voiceguide.timeline import Timeline


def test_an_exercise_is_a_heading_and_a_table(timeline: Timeline) -> None:
    lines = text(timeline).splitlines()
    assert lines[0] == "# Morning"
    begin = lines.index("## 1. Hamstring stretch")
    assert lines[begin : begin + 6] == [
        "## 1. Hamstring stretch",
        "",
        "| Time | Kind | What |",
        "|---:|---|---|",
        "| 0:05.0 | say | “Next, hamstring stretch. Left leg first.” |",
        "| 0:10.2 |  | quiet 1.8 s |",
    ]
    assert lines[-3:] == ["## Notes", "", "- detail: normal became brief (12 s too long for 3 min)"]


def test_what_markdown_would_take_as_markup_is_escaped() -> None:
    assert escaped("a|b *c* <i> [d](e) `f` #1 & $2 _g_ \\") == (
        r"a\|b \*c\* \<i\> \[d\](e) \`f\` \#1 \& \$2 \_g\_ \\"
    )


def test_no_text_breaks_out_of_its_cell(hostile: Timeline) -> None:
    rows = [line for line in text(hostile).splitlines() if line.startswith("|")]
    assert len(rows) == 6
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {4}
    assert not re.search(r"(?<!\\)<", text(hostile))


def test_a_markdown_parser_finds_our_headings_and_tables_and_no_markup_in_the_texts(
    hostile: Timeline,
) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(text(hostile))
    headings = [token for token in tokens if token.type == "heading_open"]
    assert [heading.tag for heading in headings] == ["h1", "h2", "h2"]
    assert sum(token.type == "tr_open" for token in tokens) == 1 + 4
    pieces = [child for token in tokens for child in token.children or ()]
    assert {piece.type for piece in pieces} == {"text"}
    assert f"“{clean(hostile.voices[0].text)}”" in {piece.content for piece in pieces}
