"""JSON Schemas (draft 2020-12) of the files that people write, for editors.

Made from the same kinds that read the files, by scripts/make-schemas. An editor that knows one
completes and underlines while typing; `voiceguide check` finds more.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from voiceguide.reader.reading import Schema
from voiceguide.routine.advice_and_positions import advice_record
from voiceguide.routine.exercise_file import exercise_record
from voiceguide.routine.routine_file import routine_schema

FOLDER = Path(__file__).parent / "schemas"

_MADE: Mapping[str, tuple[str, Callable[[], Schema]]] = {
    "routine": ("A voiceguide routine", routine_schema),
    "exercise": ("A voiceguide exercise", lambda: exercise_record("x").schema()),
    "advice": ("A voiceguide advice", lambda: advice_record("x").schema()),
}
SCHEMAS = tuple(_MADE)
"""The kinds of files that have one."""


def schema_file(kind: str) -> Path:
    """Where the schema of a kind of file lies."""
    return FOLDER / f"{kind}.schema.json"


def schema_text(kind: str) -> str:
    """The schema of a kind of file as JSON, made from the kinds."""
    title, make = _MADE[kind]
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    return json.dumps({**head, **make()}, indent=1, ensure_ascii=False) + "\n"
