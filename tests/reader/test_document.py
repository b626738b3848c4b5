from __future__ import annotations

import time
from collections.abc import Callable

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from yaml.error import MarkedYAMLError

from voiceguide.errors import Problem
from voiceguide.reader import document
from voiceguide.reader.document import Items, Map, Text, parse

Says = Callable[[str | bytes], str]

HEAD = "name: A\nitems:\n"
BODY = "items:\n  - cat-stretch\n"


def parsed(source: str | bytes) -> tuple[object, list[Problem]]:
    problems: list[Problem] = []
    return parse(source if isinstance(source, bytes) else source.encode(), "x", problems), problems


def values(source: str) -> dict[str, str]:
    tree, problems = parsed(source)
    assert not problems
    assert isinstance(tree, Map)
    return {
        name: entry.value.text
        for name, entry in tree.entries.items()
        if isinstance(entry.value, Text)
    }


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on: yes", {"on": "yes"}),
        ("no: off", {"no": "off"}),
        ("a: 2024-01-01", {"a": "2024-01-01"}),
        ("a: 1:30", {"a": "1:30"}),
        ("a: 0x10", {"a": "0x10"}),
        ("a: 1_000", {"a": "1_000"}),
        ("a: NO", {"a": "NO"}),
        ('a: "b: c"', {"a": "b: c"}),
        ("a: b\n  c\n  d", {"a": "b c d"}),
        ("a: >-\n  b\n  c", {"a": "b c"}),
        ("---\na: b\n...\n", {"a": "b"}),
        ("a: b # more\n# and more\n", {"a": "b"}),
        ("a: 🧘‍♀️ ok", {"a": "🧘‍♀️ ok"}),
    ],
)
def test_scalars_stay_text_as_in_yaml_1_2(text: str, value: dict[str, str]) -> None:
    assert values(text) == value


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_counts_as_one(line_end: str) -> None:
    tree, problems = parsed(f"a: b{line_end}c:{line_end}  - d{line_end}")
    assert not problems
    assert isinstance(tree, Map)
    items = tree.entries["c"].value
    assert isinstance(items, Items)
    assert (items.items[0].place.line, items.items[0].place.column) == (3, 5)


Trap = tuple[str | bytes, str]

_OF_SIGNS: dict[str, Trap] = {
    f"a text that begins with {sign}": (
        f"name: {sign}A\n{BODY}",
        f"x.yaml:1:7: a text cannot begin with '{sign}'\n"
        "  hint: put the whole text in double quotes",
    )
    for sign in "%@`"
}
TRAPS: dict[str, Trap] = _OF_SIGNS | {
    "a tab in the indentation": (
        HEAD + "\t- cat-stretch\n",
        "x.yaml:3:1: a tab\n  hint: write spaces instead of tabs",
    ),
    "a tab after a dash": (
        HEAD + "  -\tcat-stretch\n",
        "x.yaml:3:4: a tab\n  hint: write spaces instead of tabs",
    ),
    "a setting written twice": (
        "name: A\nname: B\n" + BODY,
        "x.yaml:2:1: 'name' is written twice, first in line 1\n  hint: leave one of them out",
    ),
    "an anchor": (
        HEAD + "  - &a cat-stretch\n",
        "x.yaml:3:5: anchors and aliases (& and *) are not allowed\n"
        "  hint: a text that begins with & or * needs double quotes",
    ),
    "an alias": (
        "name: *a\n" + BODY,
        "x.yaml:1:7: anchors and aliases (& and *) are not allowed\n"
        "  hint: a text that begins with & or * needs double quotes",
    ),
    "a tag": (
        HEAD + "  - !!python/object/apply:os.system [ls]\n",
        "x.yaml:3:5: tags (!) are not allowed\n"
        "  hint: a text that begins with ! needs double quotes",
    ),
    "a second document": (
        HEAD + "  - cat-stretch\n---\nname: B\n",
        "x.yaml:4:1: a second document begins here\n  hint: one thing per file",
    ),
    "a directive": (
        "%YAML 1.1\n---\n" + HEAD + "  - cat-stretch\n",
        "x.yaml:1:1: a text cannot begin with '%'\n  hint: put the whole text in double quotes",
    ),
    "a merge key": (
        "name: A\n<<: {a: b}\n" + BODY,
        "x.yaml:2:1: unknown setting '<<'\n"
        "  hint: known here: format, kind, id, name, about, level, length, language, days_between, "
        "body, voice, say_as, starts, opening, closing, wait, items",
    ),
    "a byte order mark inside": (
        (HEAD + "  - cat-stretch\N{BOM}\n").encode(),
        "x.yaml:3:16: a character that cannot be seen (U+FEFF)\n  hint: take it out",
    ),
    "UTF-16": (
        (HEAD + "  - cat-stretch\n").encode("utf-16"),
        "x.yaml:1:1: the file is not UTF-8 text\n  hint: save it as UTF-8",
    ),
    "Latin 1": (
        "name: é\nabout: café\n".encode()[:-3] + b"\xe9\n" + BODY.encode(),
        "x.yaml:2:11: the file is not UTF-8 text\n  hint: save it as UTF-8",
    ),
    "an empty file": (
        "",
        "x.yaml:1:1: the file is empty\n  hint: a routine has a name and items",
    ),
    "a file of comments": (
        "# nothing\n\n",
        "x.yaml:1:1: the file is empty\n  hint: a routine has a name and items",
    ),
    "a file that says null": (
        "~\n",
        "x.yaml:1:1: the file is empty\n  hint: a routine has a name and items",
    ),
    "a list at the top": (
        "- cat-stretch\n- childs-pose\n",
        "x.yaml:1:1: the file holds a list, not settings\n"
        "  hint: write  items:  above it, and a name",
    ),
    "text at the top": (
        "hello\n",
        "x.yaml:1:1: the file holds text, not settings\n"
        "  hint: write settings, such as  name: My evening; see docs/routine-format.md",
    ),
    "a file of 1 MB": (
        "a: " + "x" * 1_000_000,
        "x.yaml:1:1: the file is larger than 64 kB\n  hint: split it in two",
    ),
    "lists 20,000 deep": (
        "[" * 20_000,
        "x.yaml:1:18: this is nested too deeply\n"
        "  hint: at most 16 lists and settings inside each other",
    ),
    "lists 20,000 deep, below others": (
        "a:\n  - b: '[ [' \n    c: {d: [" + "{e: [" * 3 + "[" * 20_000,
        "x.yaml:3:34: this is nested too deeply\n"
        "  hint: at most 16 lists and settings inside each other",
    ),
    "lists 20,000 deep, one below the other": (
        "- " * 20_000,
        "x.yaml:1:35: this is nested too deeply\n"
        "  hint: at most 16 lists and settings inside each other",
    ),
    "settings 300 deep": (
        "".join(" " * depth + "a:\n" for depth in range(300)),
        "x.yaml:18:18: this is nested too deeply\n"
        "  hint: at most 16 lists and settings inside each other",
    ),
    "a colon in a text": (
        "name: Part one: legs\n" + BODY,
        "x.yaml:1:15: Line 1 has a colon inside the text. Put the whole text in double quotes.",
    ),
    "a colon at the end of a text": (
        HEAD + "  - note: Remember this:\n",
        "x.yaml:3:24: Line 3 has a colon inside the text. Put the whole text in double quotes.",
    ),
    "a colon in a line of a list": (
        HEAD + "  - step: Plank\n    for: 30 s\n    say:\n      - First: up\n",
        "x.yaml:6:9: expected a line of text, not settings\n"
        "  hint: a text with a colon and a space in it needs double quotes",
    ),
    "yes for true": (
        HEAD + "  - do: cat-stretch\n    optional: yes\n",
        "x.yaml:4:15: expected true or false, not 'yes'\n  hint: write true",
    ),
    "quotes around true": (
        HEAD + '  - do: cat-stretch\n    optional: "true"\n',
        "x.yaml:4:15: expected true or false, not 'true'\n  hint: write true without quotes",
    ),
    "1:30": (
        HEAD + "  - rest: 1:30\n",
        "x.yaml:3:11: '1:30' is not a time\n  hint: write '1 min 30 s', not '1:30'",
    ),
    "a mark that turns the text around": (
        "name: A\u202eB\n" + BODY,
        "x.yaml:1:8: a character that cannot be seen (U+202E)\n  hint: take it out",
    ),
    "the same as an escape": (
        'name: "A\\u202eB"\n' + BODY,
        "x.yaml:1:7: a character that cannot be seen (U+202E)\n  hint: take it out",
    ),
    "a command to the terminal": (
        "name: A\x1b[2J\n" + BODY,
        "x.yaml:1:8: a character that cannot be seen (U+001B)\n  hint: take it out",
    ),
    "the same as an escape in quotes": (
        'name: "A\\e[2J"\n' + BODY,
        "x.yaml:1:7: a character that cannot be seen (U+001B)\n  hint: take it out",
    ),
    "NUL": (
        "name: A\x00B\n" + BODY,
        "x.yaml:1:8: a character that cannot be seen (U+0000)\n  hint: take it out",
    ),
    "NUL as an escape": (
        'name: "A\\0B"\n' + BODY,
        "x.yaml:1:7: a character that cannot be seen (U+0000)\n  hint: take it out",
    ),
    "a space that does not break, in front": (
        HEAD + "\u00a0 - cat-stretch\n",
        "x.yaml:3:1: a space of another kind in front of the line (U+00A0)\n"
        "  hint: write plain spaces",
    ),
    "a backslash in quotes": (
        'name: A\nabout: "C:\\Users"\n' + BODY,
        "x.yaml:2:11: a backslash means something else in double quotes\n  hint: write \\\\ for it",
    ),
    "a quote that is not closed": (
        'name: "A\n' + BODY,
        "x.yaml:1:7: a quoted text is not closed\n  hint: add the missing quote",
    ),
    "a quote that a later one seems to close": (
        HEAD + '  - note: "Hi\n  - cat-stretch\n  - note: "There"\n',
        "x.yaml:3:11: a quoted text is not closed\n  hint: add the missing quote",
    ),
    "more after a quote": (
        'name: "A" and B\n' + BODY,
        "x.yaml:1:11: there is more text after the closing quote\n"
        "  hint: put the whole text in one pair of double quotes",
    ),
    "an apostrophe in single quotes": (
        "name: 'Don't stop'\n" + BODY,
        "x.yaml:1:12: there is more text after the closing quote\n"
        "  hint: put the whole text in one pair of double quotes",
    ),
    "a text in brackets that begins with a bar": (
        "name: A\nvoice: {detail: |full}\n" + BODY,
        "x.yaml:2:17: a text cannot begin with '|' or '>'\n"
        "  hint: put the whole text in double quotes",
    ),
    "a tag that is no setting": (
        "name: A\n!tag b\n" + BODY,
        "x.yaml:2:1: tags (!) are not allowed\n"
        "  hint: a text that begins with ! needs double quotes",
    ),
    "a line that begins with a percent sign": (
        "name: A\n%about: B\n" + BODY,
        "x.yaml:2:1: a text cannot begin with '%'\n  hint: put the whole text in double quotes",
    ),
    "a wrong number of a character": (
        'name: "a\\x4g"\n' + BODY,
        "x.yaml:1:9: a backslash means something else in double quotes\n  hint: write \\\\ for it",
    ),
    "the number of no character": (
        'name: "a\\UFFFFFFFF"\n' + BODY,
        "x.yaml:1:9: a backslash means something else in double quotes\n  hint: write \\\\ for it",
    ),
    "a bracket that is not closed": (
        "name: A\nvoice: {detail: full\n" + BODY,
        "x.yaml:2:8: the bracket { is not closed, or a comma is missing in it\n"
        "  hint: add the missing }; a text with brackets or commas needs double quotes",
    ),
    "more after a bracket": (
        "name: [A] b\n" + BODY,
        "x.yaml:1:11: there is more text after the closing bracket\n"
        "  hint: put the whole text in double quotes",
    ),
    "no space after a colon": (
        "name:A\n" + BODY,
        "x.yaml:1:5: a space is missing after the colon\n  hint: write  name: value",
    ),
    "no space after a dash": (
        HEAD + "  -cat-stretch\n",
        "x.yaml:3:3: expected a list, not text\n"
        "  hint: write each with a dash and a space before it: "
        "an exercise's id, or settings with one of do, step, rest, note, advice, ask, group",
    ),
    "a word alone": (
        "name: A\nhello\n" + BODY,
        "x.yaml:2:1: 'hello' is neither a setting nor text\n  hint: a setting is  name: value",
    ),
    "indented too little": (
        HEAD + "  - do: cat-stretch\n   repeat_for: 40 s\n",
        "x.yaml:4:4: the indentation of this line does not fit to the lines above it\n"
        "  hint: begin it under line 3, with 4 spaces in front",
    ),
    "indented too much": (
        HEAD + "  - do: cat-stretch\n      repeat_for: 40 s\n",
        "x.yaml:4:7: 'repeat_for' is indented deeper than 'do' above it\n"
        "  hint: put both under each other",
    ),
    "a setting below a text alone": (
        HEAD + "  - cat-stretch\n    reps: 5\n",
        "x.yaml:4:5: 'reps' belongs to 'cat-stretch', which has no setting's name in front of it\n"
        "  hint: write  - name: cat-stretch  in line 3, with the name of a setting",
    ),
    "a setting below a text that is broken": (
        HEAD + "  - %cat\n    reps: 5\n",
        "x.yaml:3:5: a text cannot begin with '%'\n  hint: put the whole text in double quotes\n"
        "x.yaml:4:5: this line does not fit to the one above it\n  hint: mend that one first",
    ),
    "a setting whose name is a list": (
        "[a]: b\n",
        "x.yaml:1:1: a setting's name is a plain word\n  hint: put the whole text in double quotes",
    ),
    "a text that begins with a dash": (
        "name: - A\n" + BODY,
        "x.yaml:1:7: a text cannot begin with '-' or '?' and a space\n"
        "  hint: put the whole text in double quotes",
    ),
    "a text that is a comment": (
        "name: #A\n" + BODY,
        "x.yaml:1:6: nothing is written here; expected a line of text\n"
        "  hint: write it, or leave the setting out",
    ),
}


class Speechless(yaml.CBaseLoader):
    """libyaml of some other year: its complaints have other words."""

    def get_event(self) -> yaml.Event | None:
        try:
            event: yaml.Event | None = super().get_event()
        except MarkedYAMLError as error:
            error.context = error.problem = error.note = "?"
            raise
        return event


def test_a_line_of_many_brackets_may_be_text(routine_says: Says) -> None:
    """Or wrong in another way: brackets are counted where lists begin."""
    said = routine_says('name: "' + "[" * 20 + '"\nabout: ' + "x [" * 20 + "\nid: " + "[] " * 20)
    assert "x.yaml:3:8: there is more text after the closing bracket" in said
    assert "nested" not in said


def test_libyaml_wants_a_space_after_a_colon_in_brackets(
    routine_says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document, "_Parser", Speechless)  # Python takes it without
    assert routine_says("name: A\nvoice: {detail:[full]}\n" + BODY) == (
        "x.yaml:2:15: a space is missing after the colon\n  hint: write  name: value"
    )


@pytest.mark.parametrize("parser", [yaml.CBaseLoader, yaml.BaseLoader])
@pytest.mark.parametrize("trap", ["[", "{a: ", "- ", "? ", "[a, ", '["', "a: [", "[\n"])
def test_what_is_20_000_deep_is_refused_at_once(
    trap: str, parser: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document, "_Parser", parser)
    start = time.process_time()
    _, problems = parsed((trap * 20_000)[: document.MOST_BYTES])
    assert time.process_time() - start < 0.5
    assert problems


@pytest.mark.parametrize("parser", [yaml.CBaseLoader, Speechless, yaml.BaseLoader])
@pytest.mark.parametrize("trap", TRAPS)
def test_each_trap_gives_one_clear_message_at_its_place(
    trap: str, parser: type, routine_says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document, "_Parser", parser)  # not every machine has libyaml
    source, said = TRAPS[trap]
    assert routine_says(source) == said


def test_ten_mistakes_give_ten_messages(routine_says: Says) -> None:
    said = routine_says("""\
name: Evening: slow
level: easy
length: 10
about: "left open
voise: {detail: full}
starts: 1st step
items:
  - do: Cat stretch
  - rest: 1:30
  - do: childs-pose
    hold: 0 s
    optional: yes
""")
    lines = [line.split(":")[1] for line in said.split("\n") if line.startswith("x.yaml:")]
    assert lines == ["1", "2", "3", "4", "5", "6", "8", "9", "11", "12"]


def test_mistakes_of_grammar_and_of_settings_are_found_together(routine_says: Says) -> None:
    said = routine_says("""\
name: &anchor Evening
about: 'Don't stop'
level: %x
language: xx
days_between: often
items:
  - do: cat-stretch
   rest: 5
  - note: one: two
  - {rest: fill
  - reps: 5
""")
    places = [line.split(" ")[0] for line in said.split("\n") if line.startswith("x.yaml:")]
    assert [place.split(":")[1] for place in places] == [
        "1", "2", "3", "4", "5", "8", "8", "9", "10", "11",
    ]  # fmt: skip


def test_messages_of_what_is_only_seen_by_machines_are_limited() -> None:
    _, problems = parsed("\x00\n" * 20_000)
    assert len(problems) <= 101


def test_an_author_cannot_write_what_stands_for_a_lost_value(routine_says: Says) -> None:
    assert "cannot be seen (U+E000)" in routine_says('name: "\\ue000"\n' + BODY)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_have_a_tree_or_a_problem_with_a_place(source: bytes) -> None:
    tree, problems = parsed(source)
    assert tree is not None or problems
    lines = source.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
    assert all(1 <= problem.place.line <= lines for problem in problems)
    assert all(problem.place.column >= 1 for problem in problems)
