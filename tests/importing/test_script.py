"""Scripts with pauses, in the dialects that people write."""

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.errors import BadFiles
from voiceguide.importing.lines import EASY_WORDS, LONGEST_LINE, spoken_lines
from voiceguide.importing.script import Bell, Chapter, Part, Quiet, Words, parse_script
from voiceguide.units import Ms


def parts(text: str) -> list[Part]:
    return list(parse_script(text, "a.md", "A").parts)


@pytest.mark.parametrize(
    ("written", "length_ms"),
    [
        ("[pause 10s]", 10_000),
        ("[pause 10 s]", 10_000),
        ("[Pause: 10 seconds]", 10_000),
        ("[pause for 10 sec]", 10_000),
        ("[PAUSE:5]", 5000),
        ("[PAUSE=5]", 5000),
        ("[pause 2.5]", 2500),
        ("[pause 2,5 s]", 2500),
        ("[pause 500ms]", 500),
        ("[pause 1 min]", 60_000),
        ("[pause 1 min 30 s]", 90_000),
        ("[pause 1m30s]", 90_000),
        ("[pause 1 minute and 5 seconds]", 65_000),
        ("[10s]", 10_000),
        ("[silence 30s]", 30_000),
        ("[wait 4]", 4000),
        ("[pause]", 3000),
        ("[short pause]", 2000),
        ("[long pause]", 10_000),
        ("(pause 10 seconds)", 10_000),
        ("(silence for 1 minute)", 60_000),
        ("{pause 5}", 5000),
        ('<break time="3s"/>', 3000),
        ("<break time='300ms' />", 300),
        ("<pause 5>", 5000),
        ("; 10", 10_000),
        ("| 30", 30_000),
        ("| 1 min", 60_000),
        ("...", 3000),
        ("…", 3000),
    ],
)
def test_a_pause_in_each_dialect(written: str, length_ms: int) -> None:
    assert parts(f"Breathe in. {written}\nAnd out.") == [
        Words("Breathe in."), Quiet(Ms(length_ms)), Words("And out."),
    ]  # fmt: skip


@pytest.mark.parametrize("bell", ["[bell]", "[Bell]", "[gong]", "[ring the bell]", "[chime]"])
def test_a_bell_in_each_dialect(bell: str) -> None:
    assert parts(f"Sit. {bell} Rest.") == [Words("Sit."), Bell(), Words("Rest.")]


def test_headings_are_chapters_and_the_first_one_is_the_name() -> None:
    script = parse_script("# Body scan\nHello.\n\n## The *feet*\n\nFeel them.\n", "a.md", "a")
    assert script.name == "Body scan"
    assert list(script.parts) == [Words("Hello."), Chapter("The feet"), Words("Feel them.")]


def test_without_a_heading_it_is_called_as_its_file() -> None:
    assert parse_script("Hello.", "a.txt", "My script").name == "My script"


def test_the_lines_of_a_paragraph_are_one_text_and_sentences_are_lines() -> None:
    assert parts("Let your eyes\nclose. Good.\nAnd rest\n\nNow.") == [
        Words("Let your eyes close."), Words("Good."), Words("And rest"), Words("Now."),
    ]  # fmt: skip


def test_pauses_that_meet_are_one() -> None:
    assert parts("A word. [pause 2s]\n\n[pause 3s] Another.")[1] == Quiet(Ms(5000))


def test_markdown_is_read_not_spoken() -> None:
    text = (
        "> *Quoted* and **bold** and `code` and [a link](https://example.org)\n"
        "- one\n- two\n1. three\n\n***\n<!-- not\nthis -->\n"
    )
    assert parts(text) == [
        Words("Quoted and bold and code and a link"),
        *(Words(word) for word in ("one", "two", "three")),
    ]


def test_a_direction_that_nobody_can_follow_is_told_with_its_line() -> None:
    script = parse_script("Sit down.\n\n[music fades] Rest.\n", "a.md", "a")
    assert list(script.parts) == [Words("Sit down."), Words("Rest.")]
    assert [str(each) for each in script.unknown] == [
        "a.md:3:1: warning: [music fades] is neither spoken nor done"
    ]


def test_words_in_brackets_that_are_no_pause_are_spoken() -> None:
    assert parts("Rest (or sit) now.") == [Words("Rest (or sit) now.")]


def test_a_time_behind_a_bar_is_only_a_pause_at_the_end_of_a_line() -> None:
    assert parts("Do 10 | 20 of these today.") == [Words("Do 10 | 20 of these today.")]


@pytest.mark.parametrize("text", ["", "\n\n", "[pause 10s]", "# Only a title", "***", "[bell]"])
def test_nothing_to_say_is_refused(text: str) -> None:
    with pytest.raises(BadFiles, match=r"a\.md:1:1: there is nothing to say in it"):
        parts(text)


def test_more_than_three_hours_are_refused() -> None:
    with pytest.raises(BadFiles, match="longer than three hours"):
        parts("Hello. [pause 181 min]")


def test_long_sentences_are_parted_where_one_breathes() -> None:
    text = (
        "Now bring your attention, as gently as you can, to the soles of both of your feet,"
        " and notice whatever there is to notice, warm or cool, without changing a thing."
    )
    lines = spoken_lines(text)
    assert " ".join(lines) == text
    assert all(len(line.split()) <= EASY_WORDS for line in lines)
    assert lines[0].endswith(",")


@pytest.mark.parametrize(
    "part", ["*a", "**a ", "_a_", "`a", "<!--", "[", "[a", "; 1", "… ", "![a](", "a, ", "> "]
)
def test_a_hostile_script_costs_little(part: str) -> None:
    """64 kB of beginnings without ends; quadratic time would be half a minute."""
    begun = time.process_time()
    with contextlib.suppress(BadFiles):
        parts(part * (64_000 // len(part)))
    assert time.process_time() - begun < 2


@given(st.text())
def test_lines_are_never_too_long_and_hold_no_markers(text: str) -> None:
    for line in spoken_lines(text):
        assert 0 < len(line) <= LONGEST_LINE
        assert "<" not in line
        assert line == " ".join(line.split())


@given(st.text(st.sampled_from("ab .#*[]()<>{}|;:10spause\n-…")))
def test_any_text_is_a_script_or_refused_in_words(text: str) -> None:
    try:
        script = parse_script(text, "a.md", "a")
    except BadFiles as refused:
        assert refused.problems
    else:
        assert any(isinstance(part, Words) for part in script.parts)
        assert all(part.length_ms > 0 for part in script.parts if isinstance(part, Quiet))
