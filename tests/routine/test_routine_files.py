from __future__ import annotations

import os
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from voiceguide.errors import UsageError
from voiceguide.reader.document import parse
from voiceguide.routine.routine_file import routine_record
from voiceguide.routine.routine_files import id_of, kind_of, kind_of_file, read_bytes, read_file


@pytest.fixture
def two_seconds() -> Iterator[None]:
    """What hangs is stopped, and fails."""
    signal.alarm(2)
    yield
    signal.alarm(0)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("items: []", "routine"),
        ("rep: []", "exercise"),
        ("dose: {}", "exercise"),
        ("verdict: do", "advice"),
        ("positions: {}", "positions"),
        ("equipment: {mat: {say: a mat}}", "equipment"),
        ("rep: []\nequipment: {needs: []}\nposition: standing", "exercise"),
        ("gate: {}", "safety"),
        ("conditions: {}", "safety"),
        ("goals: {}", "habits"),
        ("poses: {}", "poses"),
        ("kind: advice\nitems: []", "advice"),
        ("kind: [a]\nitems: []", "routine"),
        ("name: A", None),
        ("- a", None),
        ("", None),
    ],
)
def test_what_a_file_is_follows_from_what_is_in_it(text: str, kind: str | None) -> None:
    assert kind_of(parse(text.encode(), "x", [])) == kind


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("my-evening.yaml", "my-evening"),
        ("My Evening (2).yaml", "my-evening-2"),
        ("Übung_1.yaml", "bung-1"),
        ("10 Minuten.yaml", "minuten"),
        ("….yaml", "routine"),
        ("a" * 60 + ".yaml", "a" * 40),
    ],
)
def test_any_files_name_makes_an_id(name: str, id: str) -> None:
    assert id_of(Path(name)) == id


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no file .*x\.yaml"):
        read_bytes(tmp_path / "x.yaml")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot be read|is no file"):
        read_bytes(tmp_path)


def test_a_pipe_is_refused_without_waiting_for_it(tmp_path: Path, two_seconds: None) -> None:
    pipe = tmp_path / "x.yaml"
    os.mkfifo(pipe)
    with pytest.raises(UsageError, match="is no file"):
        read_bytes(pipe)
    assert kind_of_file(pipe) is None


def test_a_file_that_has_nothing_to_read_yet_is_refused_without_waiting(
    tmp_path: Path, two_seconds: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe = tmp_path / "x.yaml"
    os.mkfifo(pipe)
    writer = os.open(pipe, os.O_RDWR)
    # As /proc/kmsg does, it passes for a regular file.
    monkeypatch.setattr(stat, "S_ISREG", lambda _: True)
    with pytest.raises(UsageError, match="gives nothing to read"):
        read_bytes(pipe)
    os.close(writer)


def test_a_file_without_end_is_refused(tmp_path: Path, two_seconds: None) -> None:
    link = tmp_path / "x.yaml"
    link.symlink_to("/dev/zero")
    with pytest.raises(UsageError, match="leads out of its folder"):
        read_bytes(link, tmp_path)
    with pytest.raises(UsageError, match="is no file"):
        read_bytes(link)


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("items: [cat-stretch]")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "x.yaml").symlink_to(tmp_path / "secret")
    (folder / "y.yaml").symlink_to("../secret")
    for name in ("x.yaml", "y.yaml"):
        with pytest.raises(UsageError, match="leads out of its folder"):
            read_bytes(folder / name, folder)


def test_links_in_a_circle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").symlink_to(tmp_path / "y.yaml")
    (tmp_path / "y.yaml").symlink_to(tmp_path / "x.yaml")
    with pytest.raises(UsageError):
        read_bytes(tmp_path / "x.yaml", tmp_path)


def test_a_name_with_nul_is_refused() -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_bytes(Path("a\0.yaml"))


def test_no_more_is_read_than_a_file_may_have(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(b"a" * 10_000_000)
    assert len(read_bytes(file)) == 64 * 1024 + 1


def test_a_files_problems_are_in_the_order_of_its_lines(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("nme: A\nlevel: x\nlevel: y\nitems: [a b]\n")
    routine, problems = read_file(file, routine_record("x"))
    assert routine is None
    assert [problem.place.line for problem in problems] == [1, 2, 3, 4]
