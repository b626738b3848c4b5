"""A session led by hand: real timelines, clips of silence with a mark, a sink that is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.fake_clock import FakeClock
from voiceguide.audio.clip import Clip, Samples
from voiceguide.control.command_queue import CommandQueue, QueuedCommand
from voiceguide.control.conductor import Conductor
from voiceguide.control.listeners import Listener, Message
from voiceguide.control.piece_source import PlaybackPosition
from voiceguide.live_start import render_live
from voiceguide.playback.outputs.interface import Pull
from voiceguide.session import load
from voiceguide.session_options import SessionOptions
from voiceguide.settings import Folders
from voiceguide.structs import replace
from voiceguide.timeline import Segment, Timeline
from voiceguide.units import Ms, frame_at

HOLDS = """\
name: Two holds
opening: {say: [Hello.], safety: none}
closing: {say: [The end.]}
items:
  - {do: hamstring-stretch, reps: 1, sets: 1, hold: 20 s}
  - {do: calf-stretch, reps: 1, sets: 1, hold: 20 s}
"""


class DrawnSink:
    """Pulls what the test asks for, at once."""

    name = "drawn"
    is_device = True
    patience_ms = 500
    corrected_frames = 0
    latency_ms = 0
    lost: str | None = None

    def __init__(self) -> None:
        self.pull: Pull | None = None
        self.heard: list[Samples] = []

    def start(self, pull: Pull) -> None:
        self.pull = pull

    def retake(self, change: Callable[[int], None]) -> None:
        change(0)

    def unheard_frames(self) -> int:
        return 0

    def stop(self) -> None:
        pass

    def close(self) -> None:
        pass


class Listening(Listener):
    """Keeps what a session tells."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.answers: list[tuple[int, bool]] = []
        self.pains = 0
        self.rounds: list[tuple[int, int]] = []

    def round_counted(self, stretch: Segment, rounds: int) -> None:
        self.rounds.append((stretch.item or 0, rounds))

    def told(self, message: Message) -> None:
        self.messages.append(message)

    def pain_reported(self, now_ms: int) -> None:
        self.pains += 1

    def question_answered(self, pain: int, now_ms: int, *, sore: bool) -> None:
        self.answers.append((pain, sore))


class Led:
    """A conductor whose time is the test's."""

    def __init__(
        self, conductor: Conductor, sink: DrawnSink, clock: FakeClock, listening: Listening
    ) -> None:
        self.conductor, self.sink, self.clock = conductor, sink, clock
        self.listening = listening

    def play(self, length_ms: int, block_ms: int = 50) -> Samples:
        """Let time pass; what was heard meanwhile."""
        begun = len(self.sink.heard)
        for _ in range(length_ms // block_ms):
            assert self.sink.pull is not None
            self.sink.heard.append(self.sink.pull(frame_at(block_ms)))
            self.clock.advance(block_ms)
            self.conductor.live.player.look()
            if not self.conductor.over:
                self.conductor.look()
        return np.concatenate(self.sink.heard[begun:] or [np.zeros(0, np.float32)])

    def play_to(self, at_ms: int) -> None:
        """Until the session has come to a time of its own."""
        while self.position.at_ms < at_ms:
            self.play(50)

    def ask(self, name: Any, value: int = 0) -> None:
        self.conductor.obey(QueuedCommand(name, Ms(self.clock.now()), value))

    @property
    def position(self) -> PlaybackPosition:
        return self.conductor.snapshot().position

    @property
    def mode(self) -> str:
        return self.conductor.snapshot().mode

    @property
    def timeline(self) -> Timeline:
        return self.conductor.snapshot().timelines[-1]

    @property
    def said(self) -> list[str]:
        return [message.text for message in self.listening.messages]

    @property
    def alarms(self) -> int:
        return sum(message.alarm for message in self.listening.messages)


class Beeping:
    """Every clip of the estimate is silence: tests want to hear words."""

    @staticmethod
    def of(clip: Clip) -> Clip:
        return Clip(np.full(len(clip.pcm), 8000, np.int16))


@pytest.fixture
def lead(tmp_path: Path) -> Iterator[Callable[..., Led]]:
    """Leads the routine of a text; not yet a frame is drawn."""
    clock = FakeClock(1_000_000)
    made: list[Conductor] = []

    def led(
        text: str = HOLDS,
        *,
        wait: bool = False,
        recover: Any = None,
        watch: Any = None,
        attended: bool = True,
        goes_on_at_ms: int | None = None,
        prelude: bool = False,
        voice: str = "estimate",
    ) -> Led:
        path = tmp_path / "led.yaml"
        path.write_text(text)
        folders = Folders.of_user({"VOICEGUIDE_CONFIG_DIR": str(tmp_path / "config")})
        chosen = SessionOptions(voice=voice, wait=wait)
        _, setup = render_live(
            load(str(path), folders), chosen, folders,
            goes_on_at_ms=goes_on_at_ms, with_prelude=prelude,
        )  # fmt: skip
        speaker = setup.speaker
        for text_, clip in list(speaker.clips.items()):
            speaker.clips[text_] = Beeping.of(clip)
        setup.parts = [replace(part, clips=speaker.clips) for part in setup.parts]
        sink, listening = DrawnSink(), Listening()
        more = {"recover": recover} if recover else {}
        conductor = Conductor(
            setup, sink, CommandQueue(clock), [listening],
            watch=watch, clock=clock, attended=attended, **more,
        )  # fmt: skip
        conductor.live.player.start()
        made.append(conductor)
        return Led(conductor, sink, clock, listening)

    yield led
    for conductor in made:
        conductor.live.player.close()
        conductor.live.setup.speaker.close()
