from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from voiceguide.reader.document import Items, Map, Node, Text, parse
from voiceguide.reader.records import Setting, settings_of
from voiceguide.routine.advice_and_positions import advice_record
from voiceguide.routine.cross_checks import check_exercise
from voiceguide.routine.exercise_file import exercise_record
from voiceguide.routine.json_schemas import SCHEMAS, schema_file, schema_text
from voiceguide.routine.library import BUILT_IN, Library
from voiceguide.routine.model import Advice, Do, Dose, Sides, Step, Version
from voiceguide.routine.routine_file import VOICE, routine_record
from voiceguide.routine.routine_files import kind_of, read_source

ROOT = Path(__file__).parent.parent.parent
RECORDS: dict[str, Any] = {
    "routine": routine_record,
    "exercise": exercise_record,
    "advice": advice_record,
}
FILES = sorted(path for path in BUILT_IN.rglob("*.yaml") if path.parent.name in (
    "routines", "exercises", "advice",
))  # fmt: skip


def as_editors_see_it(node: Node | None) -> object:
    """Scalars by the core schema of YAML 1.2."""
    if isinstance(node, Text):
        if not node.quoted and re.fullmatch(r"-?[0-9]+", node.text):
            return int(node.text)
        if not node.quoted and node.text in ("true", "false"):
            return node.text == "true"
        return None if node.is_null else node.text
    if isinstance(node, Items):
        return [as_editors_see_it(item) for item in node.items]
    assert isinstance(node, Map)
    return {name: as_editors_see_it(entry.value) for name, entry in node.entries.items()}


@lru_cache
def validator(kind: str) -> Draft202012Validator:
    schema = json.loads(schema_text(kind))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def accepts(kind: str, source: str) -> bool:
    tree = parse(source.encode(), "x", [])
    return bool(validator(kind).is_valid(as_editors_see_it(tree)))


def examples_of_the_docs() -> list[str]:
    text = (ROOT / "docs/routine-format.md").read_text(encoding="utf-8")
    return re.findall(r"^```yaml {\.routine}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("kind", SCHEMAS)
def test_the_schemas_in_the_package_are_those_of_the_reader(kind: str) -> None:
    written = schema_file(kind).read_text(encoding="utf-8")
    assert written == schema_text(kind), "run scripts/make-schemas"


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_setting_says_to_editors_what_it_is_for(kind: str) -> None:
    for name, schema in json.loads(schema_text(kind))["properties"].items():
        assert schema.get("description"), name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_schemas_accept_all_of_the_library(path: Path) -> None:
    tree = parse(path.read_bytes(), path.name, [])
    kind = kind_of(tree)
    assert kind is not None
    errors = list(validator(kind).iter_errors(as_editors_see_it(tree)))
    assert not errors, errors[0].message


def test_the_schemas_accept_every_example_of_the_docs() -> None:
    whole = [text for text in examples_of_the_docs() if kind_of(parse(text.encode(), "x", []))]
    assert len(whole) >= 9
    for text in whole:
        kind = kind_of(parse(text.encode(), "x", []))
        assert kind is not None
        assert accepts(kind, text), text


def test_the_docs_name_every_position_thing_and_condition() -> None:
    library, text = Library(), (ROOT / "docs/routine-format.md").read_text(encoding="utf-8")
    for id in (*library.positions.positions, *library.equipment, *library.safety.conditions):
        assert f"`{id}`" in text
    for position in library.positions.positions.values():
        assert f"| {position.arrive} |" in text.replace("`<", "<").replace(">`", ">")


HEAD = "name: A\nitems:\n"
ITEMS = "items: [cat-stretch]\n"
EXERCISE = """\
name: Arm circle
purpose: mobility
position: standing
dose: {reps: 8-12}
rep: [{move: Circle your arms., takes: 3 s}]
"""


def with_line(old: str, new: str) -> str:
    assert old in EXERCISE
    return EXERCISE.replace(old, new)


REFUSED = [
    ("routine", "name: A\n"),
    ("routine", ITEMS),
    ("routine", "name: A\nitems: []\n"),
    ("routine", "name: A\nitems: cat-stretch\n"),
    ("routine", "name: A\nitems: [Cat stretch]\n"),
    ("routine", "name: A\nlevel: easy\n" + ITEMS),
    ("routine", "name: A\nlength: 10\n" + ITEMS),
    ("routine", 'name: A\nlength: "10:00"\n' + ITEMS),
    ("routine", "name: A\nlength: 0 s\n" + ITEMS),
    ("routine", "name: A\ndays_between: 31\n" + ITEMS),
    ("routine", "name: A\nlanguage: English\n" + ITEMS),
    ("routine", "name: A\nvoice: {detail: long}\n" + ITEMS),
    ("routine", "name: A\nvoice: {speed: fast}\n" + ITEMS),
    ("routine", "name: A\nopening: {safety: never}\n" + ITEMS),
    ("routine", "name: A\nextra: 1\n" + ITEMS),
    ("routine", f"name: {'x' * 161}\n" + ITEMS),
    ("routine", "name: Turn <side>\n" + ITEMS),
    ("routine", HEAD + "  - {do: cat-stretch, reps: 0}\n"),
    ("routine", HEAD + "  - {do: cat-stretch, reps: 101}\n"),
    ("routine", HEAD + "  - {do: cat-stretch, hold: 20}\n"),
    ("routine", HEAD + "  - {do: cat-stretch, hold: 5 apples}\n"),
    ("routine", HEAD + "  - {do: cat-stretch, hold: -3 s}\n"),
    ("routine", HEAD + "  - {do: cat-stretch, optional: yes}\n"),
    ("routine", HEAD + "  - {do: cat-stretch, sides: both}\n"),
    ("routine", HEAD + "  - {do: cat-stretch, rest: fill}\n"),
    ("routine", HEAD + "  - {do: cat-stretch, note: Hi.}\n"),
    ("routine", HEAD + "  - {reps: 10}\n"),
    ("routine", HEAD + "  - {ask: mood}\n"),
    ("routine", HEAD + "  - {rest: soon}\n"),
    ("routine", HEAD + "  - {group: A, rounds: 51, items: [cat-stretch]}\n"),
    ("routine", HEAD + "  - {group: A, rounds: 2}\n"),
    ("routine", HEAD + "  - {group: A, items: [{do: Cat Stretch}]}\n"),
    ("exercise", with_line("mobility", "fun")),
    ("exercise", with_line("dose: {reps: 8-12}\n", "")),
    ("exercise", with_line("reps: 8-12", "reps: some")),
    ("exercise", with_line("reps: 8-12", "rounds: 2")),
    ("exercise", with_line("takes: 3 s", "takes: 3")),
    ("exercise", with_line("takes: 3 s", "breath: hold")),
    ("exercise", with_line("{move: Circle your arms., takes: 3 s}", "")),
    ("exercise", with_line("move: Circle your arms., takes: 3 s", "rest: 3 s, say: Rest.")),
    ("exercise", with_line("arms.", "<left> arm.")),
    ("exercise", EXERCISE + "equipment: [mat]\n"),
    ("exercise", EXERCISE + "easier: [{id: soft}]\n"),
    ("advice", "name: A\nverdict: maybe\nsay: B.\nshort: C.\n"),
    ("advice", "name: A\nverdict: do\nsay: []\nshort: C.\n"),
    ("advice", "name: A\nverdict: do\nsay: B.\n"),
]


@pytest.mark.parametrize(("kind", "source"), REFUSED)
def test_the_schemas_refuse_what_the_reader_refuses(kind: str, source: str) -> None:
    value, problems = read_source(source.encode(), "x.yaml", RECORDS[kind]("x"))
    assert value is None
    assert problems
    assert not accepts(kind, source)


@pytest.mark.parametrize(
    "source", [with_line("standing", "Standing up"), EXERCISE + "avoid_if: [Knee Pain]\n"]
)
def test_words_in_place_of_a_known_name_are_told_by_the_check(source: str, tmp_path: Path) -> None:
    assert not accepts("exercise", source)
    path = tmp_path / "arm-circle.yaml"
    path.write_text(source)
    [problem] = check_exercise(Library([tmp_path]).exercise("arm-circle"), Library())
    assert problem.hint in (
        "did you mean 'chair-standing', 'standing' or 'wall-standing'?",
        "did you mean 'knee-pain'?",
    )


def test_right_files_pass_both() -> None:
    assert accepts("exercise", EXERCISE)
    assert read_source(EXERCISE.encode(), "x.yaml", exercise_record("x"))[0]
    assert accepts("routine", "name: 2024\n" + ITEMS)
    assert read_source(("name: 2024\n" + ITEMS).encode(), "x.yaml", routine_record("x"))[0]


TABLES: dict[str, tuple[Setting, ...]] = {
    "## All settings of a routine": routine_record("x").settings,
    "**`do`: an exercise of the library**": settings_of(Do),
    "**`step`: anything timed that is not in the library**": settings_of(Step),
    "### Sides": settings_of(Sides),
    "### Voice": VOICE.settings,
    "## All settings of an exercise": exercise_record("x").settings,
    "### Dose": settings_of(Dose),
    "### Versions": settings_of(Version),
    "## Advice": settings_of(Advice),
}


@pytest.mark.parametrize("heading", TABLES)
def test_the_tables_of_the_docs_have_every_declared_setting_and_no_other(heading: str) -> None:
    text = (ROOT / "docs/routine-format.md").read_text(encoding="utf-8")
    (_, _, after) = text.partition(f"\n{heading}\n")
    table = re.search(r"(?:^\|.*\n)+", after, re.MULTILINE)
    assert table is not None
    rows = re.findall(r"^\| (`[^|]*) \|", table[0], re.MULTILINE)
    documented = [name for row in rows for name in re.findall(r"`([a-z_]+)`", row)]
    assert sorted(documented) == sorted(each.name for each in TABLES[heading])
