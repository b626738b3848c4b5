"""Lines are spoken ahead, so that a session needs its voice no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Ask
from voiceguide.control.live_lines import foreseen
from voiceguide.live_start import render_live
from voiceguide.phrases.phrases import phrases_of
from voiceguide.session import load
from voiceguide.session_options import SessionOptions
from voiceguide.settings import Folders
from voiceguide.speech import clip_cache, worker_pool

SHORT = """\
name: Short
opening: {say: [Hello.], safety: none}
closing: {say: [Done.]}
items:
  - {step: Stand tall, for: 5 s}
"""


@pytest.fixture
def routine(tmp_path: Path) -> Path:
    path = tmp_path / "short.yaml"
    path.write_text(SHORT)
    return path


def test_it_tells_how_many_lines_of_each_routine_are_spoken(ask: Ask, routine: Path) -> None:
    answer = ask("voices", "prepare", str(routine), "morning", "--voice", "estimate")
    first, second = answer.out.splitlines()
    assert first.startswith("short: ")
    assert second.startswith("morning: ")
    assert int(second.split()[1]) > int(first.split()[1]) > 50
    assert answer.code == 0


def test_lines_that_cannot_be_kept_are_told_with_the_reason(
    ask: Ask, routine: Path, cache: Path
) -> None:
    cache.write_text("a file in the place of the folder")
    answer = ask("voices", "prepare", str(routine))
    assert (answer.code, answer.out) == (4, "")
    assert "\nshort: 0 of " in answer.err
    assert "spoken lines cannot be kept in " in answer.err
    assert "\n  hint: free some space, or set VOICEGUIDE_CACHE_DIR" in answer.err


def test_lines_that_a_small_disk_drops_again_are_not_called_kept(
    ask: Ask, routine: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clip_cache, "DISK_PART", 1 << 60)
    answer = ask("voices", "prepare", str(routine))
    assert answer.code == 4
    assert f"spoken lines are kept: the disk of {cache} has no room for more" in answer.err


def test_an_unknown_routine_is_told(ask: Ask) -> None:
    answer = ask("voices", "prepare", "mornig")
    assert (answer.code, "did you mean 'morning'" in answer.err) == (2, True)


def test_a_session_that_was_prepared_starts_no_voice(
    ask: Ask, routine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask("voices", "prepare", str(routine), "--tones", "plain").code == 0

    def never(*_: object, **__: object) -> None:
        raise AssertionError("a worker is started")

    monkeypatch.setattr(worker_pool, "Worker", never)
    folders = Folders.of_user()
    rendered, setup = render_live(
        load(str(routine), folders),
        SessionOptions(tones="plain"),
        folders,
        with_prelude=True,
    )
    try:
        layout = setup.layout
        say = phrases_of("en")
        lines = foreseen(layout.timeline, layout.steps, say)
        assert setup.speaker.have(lines, 10)
        assert setup.ahead.is_whole(layout)
        assert not rendered.problems
    finally:
        setup.speaker.close()
