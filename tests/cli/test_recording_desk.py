"""The desk of a person who records: what is typed, and the bar that follows the voice."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from voiceguide.app.context import AppContext
from voiceguide.app.voice_packs.recording import RECORD
from voiceguide.cli.screens.recording_desk import TerminalDesk
from voiceguide.cli.terminal.questions import TerminalInteraction
from voiceguide.errors import Interrupted
from voiceguide.session_options import BUILT_IN
from voiceguide.settings import Folders


@pytest.fixture
def desk(tmp_path: Path) -> TerminalDesk:
    folders = Folders(*(tmp_path / name for name in ("config", "data", "cache", "state")))
    return TerminalDesk(AppContext(folders, BUILT_IN, TerminalInteraction()), BUILT_IN, "en")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_enter_is_the_usual_choice_and_nonsense_is_asked_again(
    desk: TerminalDesk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("\nx\nS\n"))
    assert desk.asked(RECORD, "r") == "r"
    assert desk.asked(RECORD, "r") == "s"
    told = capsys.readouterr().err
    assert "Enter: record, p: hear the prompt, s: skip, b: back, q: end >" in told
    assert "Please type one of r, p, s, b, q, or Enter alone." in told
    with pytest.raises(Interrupted, match="Nobody answered"):
        desk.asked(RECORD, "r")


def test_a_bar_follows_the_voice_at_a_terminal_only(
    desk: TerminalDesk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.meter(-12.0)
    assert capsys.readouterr().err == ""
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    for level in (-70.0, -30.0, -1.0):
        desk.meter(level)
    desk.meter(None)
    shown = screen.getvalue().split("\r")
    assert [line.count("#") for line in shown if "dB" in line] == [0, 15, 30]
    assert [line for line in shown if "too loud" in line] == [shown[3]]
