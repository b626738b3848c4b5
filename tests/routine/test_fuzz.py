from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from scripts.lib_fuzz import broken_files, originals, trouble_with
from scripts.lib_fuzz_kinds import cases, trouble_with_case
from voiceguide.routine.library import Library

FILES = 300
KINDS_FILES = 100


def test_broken_files_are_refused_in_words_and_at_once(built_in: Library) -> None:
    sources = originals()
    for number, source in enumerate(islice(broken_files(2026, sources), FILES)):
        assert trouble_with(source, built_in) is None, (number, source)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_file_of_any_kind_is_taken_or_refused_in_words_and_at_once(
    tmp_path: Path, built_in: Library, seed: int
) -> None:
    for number, case in enumerate(islice(cases(seed), KINDS_FILES)):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert trouble_with_case(case, built_in, folder) is None, (number, case)


HUGE: dict[str, bytes] = {
    "brackets": b"[" * 65_000,
    "braces": b"{a: " * 16_000,
    "dashes": b"- " * 32_000,
    "a list of nothing": b"items: [" + b"," * 60_000 + b"]",
    "a list of ids": b"name: A\nitems: [" + b"a," * 30_000 + b"]",
    "unknown settings": b"name: A\n" + b"".join(b"a%d:\n" % n for n in range(9_000)),
    "doubled settings": b"a:\n" * 20_000,
    "merges": b"a: &a [x]\nb: &b [*a,*a]\nc: [*b,*b]\n",
    "one line": b"name: " + b"word " * 12_000,
    "a text in quotes": b'name: "' + b"\\u0041" * 10_000 + b'"',
    "quotes": b'"' * 60_000,
    "colons": b": " * 30_000,
    "colons in texts": b"a: b: c\n" * 8_000,
    "unclosed quotes": b'a: "b\n' * 8_000,
    "unclosed brackets": b"a: [b\n" * 8_000,
    "tabs": b"\t\n" * 30_000,
    "marks": "name: \u202e\n".encode() * 6_000,
    "questions": b"? " * 30_000,
    "numbers": b"name: A\nitems: [{do: cat-stretch, reps: " + b"9" * 60_000 + b"}]",
    "ranges": b"name: A\nlength: " + b"1-" * 30_000 + b"\nitems: [cat-stretch]",
    "markers": b"name: " + b"<" * 60_000,
    "items": b"name: A\nitems:\n" + b"  - reps: 5\n" * 5_000,
    "wrong items": b"name: A\nitems:\n" + b"  - catstretch\n" * 1_000,
    "unknown items": b"name: A\nitems:\n" + b"".join(b"  - cat-%d\n" % n for n in range(1_000)),
    "rounds": b"name: A\nitems: [{group: A, rounds: 50, items: [{group: B, rounds: 50, items: "
    b"[{group: C, rounds: 50, items: [{do: cat-stretch}]}]}]}]",
    "comments": b"#\n" * 30_000,
    "indentation": b"".join(b" " * (n % 60) + b"a:\n" for n in range(1_000)),
    "escapes": b"name: " + b"\x1b[2J" * 15_000,
}


@pytest.mark.parametrize("name", HUGE)
def test_a_file_made_to_be_slow_is_refused_within_half_a_second(
    name: str, built_in: Library
) -> None:
    assert len(HUGE[name]) <= 65_536
    assert trouble_with(HUGE[name], built_in) is None
