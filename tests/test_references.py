"""What the code refers to lies in this repository, and names say what they mean."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ELSEWHERE = re.compile(
    r"(?i:\b(format|acceptance|case|law|guarantee|issue)s?) #?\d+(\.\d+)?\b|\(5\.\d"
)
"""Numbers of documents that are not in this repository, as in "(format 5.6)"."""
PAGE = re.compile(r"docs/[\w-]+\.md(?:#([\w-]+))?")


def sources(*folders: str) -> list[Path]:
    """The Python files of some folders."""
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "node_modules" not in path.parts
    ]


def prose(path: Path) -> Iterator[tuple[int, str]]:
    """The comments and docstrings of a file, each with its line."""
    text = path.read_text(encoding="utf-8")
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Expr(value=ast.Constant(value=str(docstring))):
                yield node.lineno, docstring


def test_no_tests_name_carries_the_number_of_a_document() -> None:
    numbered = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in sources("tests")
        for name in re.findall(r"def (test_\d\w*)", path.read_text(encoding="utf-8"))
    ]
    assert numbered == []


def test_no_comment_refers_to_a_number_outside_the_repository() -> None:
    outside = [
        f"{path.relative_to(ROOT)}:{line}: {found[0]}"
        for path in sources("voiceguide", "tests", "scripts")
        for line, text in prose(path)
        if (found := ELSEWHERE.search(text)) and path != Path(__file__)
    ]
    assert outside == []


def test_each_page_and_anchor_that_a_comment_names_is_there() -> None:
    missing = [
        f"{path.relative_to(ROOT)}:{line}: {found[0]}"
        for path in sources("voiceguide", "tests", "scripts")
        for line, text in prose(path)
        for found in PAGE.finditer(text)
        if not is_there(*found[0].partition("#")[::2])
    ]
    assert missing == []


def is_there(page: str, anchor: str) -> bool:
    """Whether a page is there, and has an anchor: a heading's words, or an id of its own."""
    path = ROOT / page
    if not path.is_file():
        return False
    text = path.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ +(.*)$", text, re.MULTILINE)
    slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    return not anchor or anchor in slugs or f'<a id="{anchor}"></a>' in text
