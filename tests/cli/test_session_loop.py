from __future__ import annotations

import time
from pathlib import Path
from typing import Any, NoReturn

import pytest

from tests.cli.conftest import Ask
from voiceguide.app import session_loop
from voiceguide.app.session_loop import stopped_words
from voiceguide.control.piece_source import PlaybackPosition
from voiceguide.control.remotes.registry import Remotes
from voiceguide.control.status import Snapshot
from voiceguide.errors import NoSoundOutput
from voiceguide.playback.player import Player
from voiceguide.text import clock
from voiceguide.timeline import Timeline
from voiceguide.units import Ms


def stopped_at(at_ms: int, timelines: list[Timeline]) -> Snapshot:
    return Snapshot("stopped", PlaybackPosition(0, Ms(at_ms)), tuple(timelines), 100)


@pytest.mark.parametrize(
    ("done_ms", "done"),
    [(159_000, ""), (155_000, ""), (35_000, " Done: 0:35."), (190_000, " Done: 3:10.")],
)
def test_a_stopped_session_tells_its_place_and_the_time_done_where_that_is_another(
    done_ms: int, done: str, morning: Timeline
) -> None:
    words = stopped_words(stopped_at(159_400, [morning]), done_ms)
    assert words == f"Stopped at 2:39 of {clock(morning.length_ms)}.{done}"


def test_a_session_stopped_in_the_safety_words_has_no_place(morning: Timeline) -> None:
    words = stopped_words(stopped_at(9000, [morning, morning]), 0)
    assert words == "Stopped in the safety words, before the session."


def test_remotes_are_opened_only_when_the_sound_has_begun(
    ask: Ask, short: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    start = Player.start

    def slow_start(player: Player, **settings: Any) -> None:
        time.sleep(0.1)
        start(player, **settings)
        done.append("sound")

    def opened(_remotes: Remotes) -> NoReturn:
        done.append("remotes")
        raise KeyboardInterrupt

    monkeypatch.setattr(Player, "start", slow_start)
    monkeypatch.setattr(Remotes, "__enter__", opened)
    answer = ask("play", str(short), "--output", "silent", "--voice", "estimate", "--yes")
    assert answer.code == 130
    assert done == ["sound", "remotes"]


def test_an_output_that_does_not_begin_holds_up_its_message_alone(
    ask: Ask, short: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_player: Player, **_settings: Any) -> NoReturn:
        raise NoSoundOutput("nothing sounds")

    monkeypatch.setattr(Player, "start", refused)
    monkeypatch.setattr(session_loop, "SOUND_FIRST_S", 60.0)
    answer = ask("play", str(short), "--output", "silent", "--voice", "estimate", "--yes")
    assert answer.code == 4
    assert "nothing sounds" in answer.err
