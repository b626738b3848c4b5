"""Scripts with pauses, in the dialects that people write."""

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.errors import BadFiles
from voiceguide.importing.script_text import Bell, Part, Quiet, ScriptChapter, Words, parse_script
from voiceguide.importing.spoken_lines import EASY_WORDS, LONGEST_LINE, spoken_lines
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
        ("[pause .5 s]", 500),
        ("[pause 500ms]", 500),
        ("[pause 1 min]", 60_000),
        ("[pause 1 min 30 s]", 90_000),
        ("[pause 1m30s]", 90_000),
        ("[pause 1m30]", 90_000),
        ("[pause 1 minute and 5 seconds]", 65_000),
        ("[pause: 1:30]", 90_000),
        ("[pause 0:30]", 30_000),
        ("[pause 1:30 min]", 90_000),
        ("[pause 0:01:30]", 90_000),
        ("[pause 90]", 90_000),
        ("[Pause – 20 seconds]", 20_000),
        ("[Pause — 20 seconds]", 20_000),
        ("[Pause - 20 seconds.]", 20_000),
        ("[PAUSE, 20 seconds]", 20_000),
        ("[pause/20]", 20_000),
        ("[pause (20 seconds)]", 20_000),
        ("[pause ~20 s]", 20_000),
        ("[pause for half a minute]", 30_000),
        ("[pause for a minute]", 60_000),
        ("[pause one minute]", 60_000),
        ("[pause for a minute and a half]", 90_000),
        ("[pause one and a half minutes]", 90_000),
        ("[pause 1½ min]", 90_000),
        ("[pause ½ minute]", 30_000),
        ("[pause a quarter of an hour]", 900_000),
        ("[pause thirty seconds]", 30_000),
        ("[pause a couple of seconds]", 2000),
        ("[pause 1'30\"]", 90_000),
        ('[pause 30"]', 30_000),
        ("[pause about 10 seconds here]", 10_000),
        ("[10 second pause]", 10_000),
        ("[10-second silence]", 10_000),
        ("[a 10 sec. pause]", 10_000),
        ("[10s]", 10_000),
        ("[1:30]", 90_000),
        ("[silence 30s]", 30_000),
        ("[wait 4]", 4000),
        ("[hold 5 s]", 5000),
        ("[pause]", 3000),
        ("[PAUSE]", 3000),
        ("[Pause...]", 3000),
        ("[short pause]", 2000),
        ("[brief silence]", 2000),
        ("[long pause]", 10_000),
        ("[pause, long]", 10_000),
        ("(pause)", 3000),
        ("(long pause)", 10_000),
        ("(pause 10 seconds)", 10_000),
        ("(10 second pause)", 10_000),
        ("(silence for 1 minute)", 60_000),
        ("{pause 5}", 5000),
        ("{{pause 5}}", 5000),
        ("[[slnc 500]]", 500),
        ("[[pause 5]]", 5000),
        ('<break time="3s"/>', 3000),
        ("<break time='300ms' />", 300),
        ('<break time="1.5s"/>', 1500),
        ('<break strength="strong"/>', 2000),
        ('<break strength="x-weak"/>', 250),
        ('<break strength="medium" />', 1000),
        ("<break/>", 3000),
        ("<pause 5>", 5000),
        ('<pause time="5"/>', 5000),
        ("[Pause 20 Sekunden]", 20_000),
        ("[Pause für eine halbe Minute]", 30_000),
        ("[kurze Pause]", 2000),
        ("[Stille, zwei Minuten]", 120_000),
        ("; 10", 10_000),
        ("| 30", 30_000),
        ("| 1 min", 60_000),
        ("| 1:30", 90_000),
        ("\n| 30", 30_000),
        ("...", 3000),
        ("…", 3000),
    ],
)
def test_a_pause_in_each_dialect(written: str, length_ms: int) -> None:
    assert parts(f"Breathe in. {written}\nAnd out.") == [
        Words("Breathe in."), Quiet(Ms(length_ms)), Words("And out."),
    ]  # fmt: skip


@pytest.mark.parametrize("written", ["[pause 3 breaths]", "[pause 5-10 s]", "[pause 10 sceonds]"])
def test_a_pause_whose_time_nobody_knows_is_a_usual_one_and_told(written: str) -> None:
    script = parse_script(f"Sit.\n\nNow {written} rest.\n", "a.md", "a")
    assert script.parts[2] == Quiet(Ms(3000))
    assert [str(each) for each in script.unknown] == [
        f"a.md:3:5: warning: {written} is not understood: a pause of 3 s"
    ]


@pytest.mark.parametrize(
    "direction", ["[hold the pose]", "[rest your head]", "[pause music]", "[3 breaths]", "[hold]"]
)
def test_a_direction_that_only_begins_like_a_pause_is_none(direction: str) -> None:
    script = parse_script(f"Sit. {direction} Rest.", "a.md", "a")
    assert list(script.parts) == [Words("Sit."), Words("Rest.")]
    assert len(script.unknown) == 1


@pytest.mark.parametrize("words", ["(or sit)", "(10 seconds)", "(wait for me)", "(hold the rail)"])
def test_words_in_round_brackets_are_spoken(words: str) -> None:
    assert parts(f"Rest {words} now.") == [Words(f"Rest {words} now.")]


def test_a_warning_names_the_very_line_and_column() -> None:
    text = "# T\n<!-- a\nb --> One [x] line.\n> Two [a](b) [y] lines.\n- A point [z]\n"
    script = parse_script(text, "a.md", "a")
    assert [str(each.place) for each in script.unknown] == ["a.md:3:11", "a.md:4:14", "a.md:5:11"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("{{user_name}}, rest.", ["rest."]),
        ("Hello {{user_name}}, lie down.", ["Hello, lie down."]),
        ("Hello {name}! Lie down.", ["Hello!", "Lie down."]),
        ("Welcome, ${first name}. Rest.", ["Welcome.", "Rest."]),
        ("Hi %name%, rest.", ["Hi, rest."]),
        ("Hi {{{name}}} and [[name]] there.", ["Hi and there."]),
        ("50% to 60% of it.", ["50% to 60% of it."]),
    ],
)
def test_a_placeholder_is_told_and_leaves_nothing_behind(text: str, lines: list[str]) -> None:
    script = parse_script(text, "a.md", "a")
    assert [part.text for part in script.parts if isinstance(part, Words)] == lines
    assert all("neither spoken nor done" in each.message for each in script.unknown)
    assert bool(script.unknown) == ("{" in text or "%n" in text)


@pytest.mark.parametrize(
    ("written", "length_ms"),
    [
        ("[pause 2 min", 120_000),
        ("[Pause: 1:30", 90_000),
        ("[10s", 10_000),
        ("[long pause", 10_000),
        ("[pause", 3000),
        ("[[pause 5", 5000),
        ("(pause 10 s", 10_000),
        ("(silence for 1 minute", 60_000),
        ("{pause 5", 5000),
        ("{pause", 3000),
        ('<break time="3s"', 3000),
        ('<break time="3s"/', 3000),
        ("<pause 5", 5000),
    ],
)
def test_a_pause_that_nobody_closed_is_done_and_told_at_its_place(
    written: str, length_ms: int
) -> None:
    script = parse_script(f"Sit.\n\nGo on {written}\nOne breath.\n", "a.md", "a")
    assert list(script.parts) == [
        Words("Sit."), Words("Go on"), Quiet(Ms(length_ms)), Words("One breath."),
    ]  # fmt: skip
    assert [str(each) for each in script.unknown] == [
        f"a.md:3:7: warning: {written} is not closed: a pause of {length_ms // 1000} s"
    ]


def test_what_follows_a_pause_that_nobody_closed_in_its_line_is_spoken() -> None:
    assert parts("Sit. [pause 2 min. A breath. [bell Rest.") == [
        Words("Sit."), Quiet(Ms(120_000)), Words("A breath."), Bell(), Words("Rest."),
    ]  # fmt: skip


@pytest.mark.parametrize("words", ["(pause if you like", "(hold the rail", "[three breaths"])
def test_other_words_behind_an_open_bracket_are_spoken(words: str) -> None:
    assert parts(f"Rest {words}, now.") == [Words(f"Rest {words}, now.")]


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("Do <b>not</b> push.", "Do not push."),
        ('<p>Do <SPAN style="a: b">not</SPAN> push.</p>', "Do not push."),
        ("Do<br>not<br />push.", "Do not push."),
        ("<b>Do not push. [pause 0 s]</b>", "Do not push."),
        ('<a href="https://example.org">Do</a> <em><i>not</i></em> push.', "Do not push."),
        ("Do n<u>o</u>t&nbsp;push &amp; pull.", "Do not push & pull."),
        ("Pain <b and c > 3 is much.", "Pain b and c more than 3 is much."),
    ],
)
def test_tags_that_say_how_words_look_are_not_spoken(written: str, line: str) -> None:
    script = parse_script(written, "a.md", "a")
    assert list(script.parts) == [Words(line)]
    assert script.unknown == ()


def test_an_unknown_tag_is_told_with_its_place() -> None:
    script = parse_script("Sit <b>down</b>, <blink>now</blink>.\n", "a.md", "a")
    assert list(script.parts) == [Words("Sit down, now.")]
    assert [str(each) for each in script.unknown] == [
        "a.md:1:18: warning: <blink> is neither spoken nor done",
        "a.md:1:28: warning: </blink> is neither spoken nor done",
    ]


@pytest.mark.parametrize(
    "row",
    [
        "1. Squats 3x10", "Squats 3 x 10", "- Squats 3×10 @ 60 kg", "Plank, 3 X 30 s",
        "3x10 squats", "3 x squats", "Curls: 3 sets of 12", "3 sets of 12 curls", "Rows 3x8-12",
    ],
)  # fmt: skip
def test_no_way_to_write_repetitions_is_read_aloud(row: str) -> None:
    with pytest.raises(BadFiles) as refused:
        parse_script(f"Warm up.\n\n{row}\n", "plan.txt", "Plan")
    (told,) = refused.value.problems
    assert told.message == f"'{row}' is of a training plan, whose times nobody could hear"
    assert told.place.line == 3


@pytest.mark.parametrize(
    "row", ["Do 3 x 10 of these. Then rest.", "It is 3 meters.", "Take 2 sets of stairs up."]
)
def test_a_sentence_is_no_line_of_a_plan(row: str) -> None:
    assert parse_script(row, "plan.txt", "Plan").unknown == ()


@pytest.mark.parametrize(
    ("row", "length_ms"),
    [
        ("2. Rest 1:00", 60_000), ("Rest: 90 s", 90_000), ("**Pause 2 min**", 120_000),
        ("- Erholung – 30 Sekunden", 30_000),
    ],
)  # fmt: skip
def test_a_rest_with_its_time_in_a_line_of_its_own_is_that_pause(row: str, length_ms: int) -> None:
    assert parts(f"Squats.\n{row}\nGo on.") == [
        Words("Squats."), Quiet(Ms(length_ms)), Words("Go on."),
    ]  # fmt: skip
    assert parts("Rest for 2 minutes.") == [Words("Rest for 2 minutes.")]


def test_a_training_plan_is_refused_with_what_to_write() -> None:
    plan = "Warm up.\n\n3x\n- 3m 105%\n- 3m 50%\n\nThen 5x5 m is over.\n"
    with pytest.raises(BadFiles) as refused:
        parse_script(plan, "plan.txt", "Plan")
    (told,) = refused.value.problems
    assert str(told).splitlines()[0] == (
        "plan.txt:3:1: '3x' and 2 more lines are of a training plan, whose times nobody could hear"
    )
    assert "- {step: Squats, sets: 3, reps: 10, takes: 3 s}" in (told.hint or "")


@pytest.mark.parametrize(
    "sentence",
    [
        "Dr. Weil's way.",
        "Ask Mrs. Smith or Prof. Lee now.",
        "Use e.g. A towel, i.e. Something soft.",
        "It takes approx. 10 minutes.",
        "Do exercise No. 5 now.",
        "Walk to St. James slowly.",
        "Lying vs. Standing work.",
        "J. R. Smith made it.",
        "Hold for 4.5 seconds.",
        "2. Breathe in for 4.",
    ],
)
def test_an_abbreviation_ends_no_sentence(sentence: str) -> None:
    assert spoken_lines(f"Sit. {sentence} Rest.") == ("Sit.", sentence, "Rest.")


@pytest.mark.parametrize(
    "sentence",
    ["Nimm z. B. Ein Kissen.", "Etwa ca. 10 Minuten.", "Frag Dr. Weil dazu.", "Am 3. Mai übst du."],
)
def test_an_abbreviation_ends_no_german_sentence(sentence: str) -> None:
    assert spoken_lines(f"Setz dich. {sentence} Ruh dich aus.", "de") == (
        "Setz dich.", sentence, "Ruh dich aus.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("No. Stop.", ("No.", "Stop.")),
        ("Count to 10. Then rest.", ("Count to 10.", "Then rest.")),
        ("At 5 p.m. Rest.", ("At 5 p.m.", "Rest.")),
        ("Hold it for 5 min. Rest.", ("Hold it for 5 min.", "Rest.")),
        ('He said "Dr." Then rest.', ('He said "Dr."', "Then rest.")),
    ],
)
def test_other_full_stops_end_sentences(text: str, lines: tuple[str, ...]) -> None:
    assert spoken_lines(text) == lines


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Pain <4/10 and >90° of it.", "Pain less than 4/10 and more than 90° of it."),
        ("Keep it <= 3 of 10.", "Keep it at most 3 of 10."),
        ("Do >=5 of <b>them</b>.", "Do at least 5 of b them /b ."),
        ("A -> 5 of <5>.", "A - 5 of 5 ."),
    ],
)
def test_signs_that_compare_become_words(text: str, line: str) -> None:
    assert spoken_lines(text) == (line,)


@pytest.mark.parametrize("bell", ["[bell]", "[Bell]", "[gong]", "[ring the bell]", "[chime]"])
def test_a_bell_in_each_dialect(bell: str) -> None:
    assert parts(f"Sit. {bell} Rest.") == [Words("Sit."), Bell(), Words("Rest.")]


def test_headings_are_chapters_and_the_first_one_is_the_name() -> None:
    script = parse_script("# Body scan\nHello.\n\n## The *feet*\n\nFeel them.\n", "a.md", "a")
    assert script.name == "Body scan"
    assert list(script.parts) == [Words("Hello."), ScriptChapter("The feet"), Words("Feel them.")]


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


def test_a_sentence_of_far_too_many_words_is_parted_at_easy_ones() -> None:
    lines = spoken_lines("a " * 100)
    assert [len(line.split()) for line in lines] == [EASY_WORDS] * 5


@pytest.mark.parametrize(
    "part",
    [
        "*a",
        "**a ",
        "_a_",
        "`a",
        "<!--",
        "[",
        "[a",
        "; 1",
        "… ",
        "![a](",
        "a, ",
        "> ",
        "[pause 1 ",
        "(pause ",
        "<a ",
        "<b>",
        "&a",
        "<a =",
        "3x",
        "3 x 1 ",
    ],
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
