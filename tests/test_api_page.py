"""The page of the Python API says what is there."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest

import voiceguide
from voiceguide.structs import field_names

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "api.md").read_text(encoding="utf-8")
FUNCTIONS = ("load", "compile", "render", "export")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```python {{\.{kind}}}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def table(heading: str) -> list[str]:
    """The names in the first column of the table below a heading."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)


def normalised(signature: str) -> str:
    return ast.unparse(ast.parse(f"def {signature.strip()}: ..."))


def test_each_function_has_the_signature_that_the_page_gives() -> None:
    true = [
        f"{name}{inspect.signature(getattr(voiceguide, name), eval_str=False)}".replace("'", "")
        for name in FUNCTIONS
    ]
    assert [normalised(each) for each in blocks("signature")] == [normalised(each) for each in true]


def test_the_options_and_errors_on_the_page_exist() -> None:
    options = table("SessionOptions")
    assert set(options) <= {*field_names(voiceguide.SessionOptions)}
    assert len(options) == len(set(options)) > 10
    assert set(table("Errors")) <= set(voiceguide.__all__)


@pytest.mark.parametrize("program", blocks("program"))
def test_the_programs_on_the_page_run(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    exec(compile(program, "docs/api.md", "exec"), {})  # noqa: S102  # what the page tells to run
