"""Tables of lines, as people hand them back."""

from __future__ import annotations

from pathlib import Path

import pytest

from voiceguide.app.voice_packs.lines_file import lines_csv, read_lines
from voiceguide.app.voice_packs.lines_to_read import GatheredLines
from voiceguide.errors import BadFiles, UsageError


def table(folder: Path, text: str | bytes) -> Path:
    file = folder / "lines.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def texts(file: Path) -> list[str]:
    return [line.text for line in read_lines(file, "en")]


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    lines = GatheredLines("en")
    lines.add(["Breathe in.", 'Say "ah", and rest.', "-"], "session", 1, "calm: Breathing")
    lines.add(["breathe in"], "live", 2, "else")
    file = table(tmp_path, lines_csv(lines.lines()))
    assert file.read_bytes().startswith(b"\xef\xbb\xbffile,text,where,part\nbreathe-in.wav,")
    read = read_lines(file, "en")
    assert [(line.text, line.where) for line in read] == [
        ("Breathe in.", "calm: Breathing; else"),
        ('Say "ah", and rest.', "calm: Breathing"),
    ]


def test_a_spreadsheet_may_have_put_other_marks_and_another_order(tmp_path: Path) -> None:
    assert texts(table(tmp_path, "Part;Text\r\nlive;Out.\r\n\r\nlive;In, slowly.\r\n")) == [
        "Out.", "In, slowly.",
    ]  # fmt: skip
    assert texts(table(tmp_path, "text\tfile\nIn.\tin.wav\n")) == ["In."]
    assert texts(table(tmp_path, "text\nIn.\nin\n")) == ["In."]


def test_a_cell_that_looks_like_a_formula_is_written_as_text(tmp_path: Path) -> None:
    lines = GatheredLines("en")
    lines.add(["=1+2 counts."], "session", 1, "=x")
    written = lines_csv(lines.lines())
    assert "'=1+2 counts.,'=x," in written
    assert texts(table(tmp_path, written)) == ["=1+2 counts."]


def test_rows_that_are_no_lines_are_told_with_their_places(tmp_path: Path) -> None:
    file = table(tmp_path, f"text\nIn.\n...\n{'very ' * 300}long\n")
    with pytest.raises(BadFiles) as refused:
        read_lines(file, "en")
    found = [f"{each.place.line}: {each.message}" for each in refused.value.problems]
    assert found == ["3: nothing in this line can be spoken", "4: this line is too long"]


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "has no lines"), ("text\n", "has no lines"), ("a,b\nx,y\n", "no column 'text'")],
)
def test_what_is_no_table_of_lines_is_refused(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        read_lines(table(tmp_path, text), "en")
    with pytest.raises(UsageError, match="there is no file"):
        read_lines(tmp_path / "gone.csv", "en")
    with pytest.raises(UsageError, match="cannot be read: is no file"):
        read_lines(tmp_path, "en")
    with pytest.raises(BadFiles, match="not UTF-8"):
        read_lines(table(tmp_path, b"text\n\xff\n"), "en")
