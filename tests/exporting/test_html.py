"""The HTML sheet: strict HTML, nothing from outside, in the order in which it is read."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest

from tests.exporting.reading import NASTY, tool
from tests.kit import compiled
from voiceguide.errors import Missing
from voiceguide.exporting.formats import pdf
from voiceguide.exporting.formats.html import text
from voiceguide.structs import replace
from voiceguide.text import clean, exact_clock
from voiceguide.timeline import Timeline

SESSIONS = pytest.mark.parametrize("which", ["timeline", "nasty", "hostile"])


def parsed(page: str) -> Element:
    """The document; raises for the first fault of the HTML."""
    root: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    return root


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


@SESSIONS
def test_html5lib_finds_no_fault(request: pytest.FixtureRequest, which: str) -> None:
    parsed(text(request.getfixturevalue(which)))


@SESSIONS
def test_every_line_is_in_the_script_at_its_time(
    request: pytest.FixtureRequest, which: str
) -> None:
    timeline: Timeline = request.getfixturevalue(which)
    rows = [
        (words(row[0]), words(row[2]))
        for row in parsed(text(timeline)).iter("tr")
        if row.get("class") == "say"
    ]
    assert rows == [(exact_clock(line.at_ms), clean(line.text)) for line in timeline.voices]


@SESSIONS
def test_nothing_comes_from_outside_and_nothing_runs(
    request: pytest.FixtureRequest, which: str
) -> None:
    page = text(request.getfixturevalue(which))
    root = parsed(page)
    assert not list(root.iter("script"))
    for element in root.iter():
        names: Any = element.attrib
        assert not {"src", "href", "srcset", "data", "action"} & set(names)
        assert not [name for name in names if str(name).startswith("on")]
    style = words(next(root.iter("style")))
    assert "url(" not in style
    assert "@import" not in style
    policy = next(each for each in root.iter("meta") if each.get("http-equiv"))
    assert policy.get("content", "").startswith("default-src 'none'")


def test_headings_go_down_one_level_at_a_time_in_reading_order(timeline: Timeline) -> None:
    root = parsed(text(timeline))
    found = [(each.tag, words(each)) for each in root.iter() if re.fullmatch(r"h\d", str(each.tag))]
    assert found[:5] == [
        ("h1", "Morning"),
        ("h2", "Steps"),
        ("h3", "Hamstring stretch"),
        ("h3", "Work"),
        ("h2", "The session in time"),
    ]
    levels = [int(str(tag)[1]) for tag, _ in found]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_step_says_how_often_and_on_which_sides(timeline: Timeline) -> None:
    steps = next(each for each in parsed(text(timeline)).iter("ol"))
    assert words(steps[0]) == (
        "Hamstring stretch 2 times, hold 20 s · each side, left, then right"
        " Take the towel – gently, ça va? And hold. Ease off. from 0:05, takes 48 s"
    )


def test_the_picture_has_words_and_a_piece_for_each_stretch(timeline: Timeline) -> None:
    picture = next(each for each in parsed(text(timeline)).iter() if str(each.tag).endswith("svg"))
    assert picture.get("role") == "img"
    assert "Opening, 5 s. Hamstring stretch, 55 s." in words(picture)
    kinds = [each.get("class") for each in picture if str(each.tag).endswith("rect")]
    assert kinds == ["words", "move", "hold", "move", "rest", "hold", "rest"]


def test_the_script_is_folded(timeline: Timeline) -> None:
    (details,) = parsed(text(timeline)).iter("details")
    assert "open" not in details.attrib
    assert details[0].tag == "summary"


def test_lines_of_another_language_say_so(timeline: Timeline) -> None:
    german = text(replace(timeline, language="de"))
    heading = next(parsed(german).iter("h1"))
    assert heading.get("lang") == "de"
    assert 'lang="de"' not in text(timeline)


def test_each_line_keeps_to_its_own_direction(nasty: Timeline) -> None:
    (how,) = (each for each in parsed(text(nasty)).iter("p") if each.get("class") == "how")
    assert {each.tag for each in how} == {"bdi"}
    assert {each.get("dir") for each in how} == {"auto"}


def test_a_browser_prints_the_sheet(timeline: Timeline) -> None:
    tool("chromium")
    pages = pdf.pages(timeline)
    assert pages.startswith(b"%PDF")
    assert re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pages)[0] in (
        (b"594.95996", b"841.91998"), (b"595", b"842"), (b"594.96", b"841.92"),
    )  # fmt: skip


def test_without_a_browser_a_pdf_is_refused_in_words(
    timeline: Timeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(pdf, "_MAC_BROWSERS", ())
    with pytest.raises(Missing, match="needs WeasyPrint or a browser") as refused:
        pdf.pages(timeline)
    assert "print it from any browser" in str(refused.value.hint)


@pytest.mark.skipif("not hasattr(__import__('os'), 'geteuid')", reason="a shell script")
def test_a_browser_that_fails_is_said(
    timeline: Timeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = tmp_path / "chromium"
    browser.write_text("#!/bin/sh\necho 'no display' >&2\nexit 3\n")
    browser.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    with pytest.raises(Missing, match="did not print: no display"):
        pdf.pages(timeline)


def test_nasty_lines_are_shown_as_they_are(nasty: Timeline) -> None:
    said = words(next(parsed(text(nasty)).iter("details")))
    assert all(clean(line) in said for line in NASTY)


def test_the_sheet_tells_where_its_exercises_come_from() -> None:
    own = compiled("calf-stretch").timeline
    assert "<bdi>Calf stretch</bdi>: own practice, unreviewed" in text(own).replace(
        ' dir="auto"', ""
    )
    assert "Sources" not in text(compiled("{step: Squats, for: 20 s}").timeline)


def test_the_sheet_tells_each_set_of_a_ladder_and_no_hold_of_a_tempo() -> None:
    ladder = compiled("{step: Push-ups, ladder: [2, 4, 6], takes: 2 s, rest: 9 s}").timeline
    assert "2-4-6 times" in text(ladder)
    slow = compiled("{step: Squats, reps: 6, tempo: 3-1-1}").timeline
    assert "6 times, tempo 3-1-1" in text(slow)
