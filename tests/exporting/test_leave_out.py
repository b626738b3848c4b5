"""What is to be avoided is never shown as an exercise: whoever skims would do the very thing."""

from __future__ import annotations

import json
import re

import pytest

from tests.kit import BUILT_IN, compiled, items
from voiceguide.app.moment_view import Views
from voiceguide.app.text_picture import picture, rows_of
from voiceguide.exporting import script_text
from voiceguide.exporting.formats.html import text as html
from voiceguide.exporting.formats.json import text as as_json
from voiceguide.exporting.script.chapters import chapters
from voiceguide.exporting.script.step_list import steps
from voiceguide.phrases.phrases import phrases_of
from voiceguide.session_options import SessionOptions
from voiceguide.timeline import Timeline

NAMED = "Leave out: standing toe touches"


@pytest.fixture(scope="module")
def timeline() -> Timeline:
    return compiled(BUILT_IN.routine("back-relief")).timeline


def at_advice(timeline: Timeline) -> int:
    return next(each.start_ms for each in timeline.segments if each.kind == "advice")


@pytest.mark.parametrize("suffix", ["text", "md"])
def test_the_script_names_it_without_a_number(timeline: Timeline, suffix: str) -> None:
    lines = script_text(timeline, suffix).splitlines()
    assert [line for line in lines if line.lstrip("# ") == NAMED]
    assert not [line for line in lines if re.search(r"\d+\. .*(toe touches|legs together)", line)]
    assert [line for line in lines if re.match(r"(## )?2\\?\. Partial sit-up", line)]


def test_the_sheet_names_it_in_a_look_of_its_own_and_numbers_the_others_as_show_does(
    timeline: Timeline,
) -> None:
    page = html(timeline)
    assert f'<li class="leave-out">\n<h3 dir="auto">{NAMED}</h3>' in page
    assert '<li value="1">' not in page
    assert '<li value="2">\n<h3 dir="auto">Partial sit-up</h3>' in page
    assert page.count('<li class="leave-out">') == 2
    assert ".leave-out {" in page
    assert [each.number for each in steps(timeline)][:3] == [None, 2, 3]


def test_a_chapter_of_it_says_so_and_has_no_number() -> None:
    made = compiled(items("wall-sit", "advice: toe-touches", "cat-stretch"), slowness=2).timeline
    found = {each.title: each.item for each in chapters(made)}
    assert found[NAMED] is None
    assert found["Cat stretch"] == 3


def test_the_screen_names_it_without_a_number(timeline: Timeline) -> None:
    views = Views(timeline)
    assert views.at(at_advice(timeline)).step == NAMED
    after = next(each for each in timeline.segments if each.item == 2)
    assert views.at(after.start_ms).step == "2 of 13: Partial sit-up"


def test_show_names_it_without_a_number_beside_it(timeline: Timeline) -> None:
    (line,) = [line for line in picture(timeline, 120) if NAMED in line]
    assert line.startswith("      ")
    (other,) = [line for line in picture(timeline, 120) if "Partial sit-up" in line]
    assert other.startswith("  2  ")
    assert [row.stretch.first.item for row in rows_of(timeline)][1:3] == [1, 2]


def test_programs_are_told_the_verdict(timeline: Timeline) -> None:
    told = json.loads(as_json(timeline))["segments"]
    verdicts = {each["label"]: each.get("verdict") for each in told}
    assert verdicts[NAMED] == "avoid"
    assert verdicts["Partial sit-up"] is None
    lifting = json.loads(as_json(compiled(items("wall-sit", "advice: lifting")).timeline))
    (advice,) = [each for each in lifting["segments"] if each["kind"] == "advice"]
    assert (advice["label"], advice["verdict"]) == ("Lifting things safely", "do")


def test_it_is_named_in_the_routines_language() -> None:
    german = phrases_of("de")
    assert german.get("advice.avoid", name="Rumpfbeuge") == "Lass weg: Rumpfbeuge"


def test_the_sheet_says_what_is_left_out_before_it_begins() -> None:
    today = SessionOptions(conditions=frozenset({"pregnant"}))
    page = html(compiled(BUILT_IN.routine("wind-down"), today=today).timeline)
    before = page[page.index('<ul class="before">') : page.index("<h2>Steps</h2>")]
    assert "Left out today: child&#x27;s pose, seated twist" in before
    assert "Today this takes about" in before
    whole = html(compiled(BUILT_IN.routine("wind-down")).timeline)
    assert "Left out today" not in whole
