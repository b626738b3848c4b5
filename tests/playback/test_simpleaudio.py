import threading
from collections.abc import Callable

import numpy as np
import pytest

from tests.fake_clock import FakeClock
from voiceguide.audio.clip import Pcm, Samples
from voiceguide.errors import NoSoundOutput
from voiceguide.playback.outputs.simpleaudio import (
    AHEAD_FRAMES,
    READER_FRAMES,
    STEADY_MS,
    SimpleaudioSink,
    refuse_the_original,
)
from voiceguide.units import frame_at


class PaperTape:
    """A tape of the same kind on a fake clock; what is written is kept."""

    def __init__(self, clock: FakeClock, frames: int) -> None:
        self.clock, self.frames = clock, frames
        self.began_ms = clock.now()
        self.pcm = np.zeros(frames, np.int16)
        self.closed = False
        self.ended = False
        self.standing = False
        self.corrected_frames = 0

    def now(self) -> int:
        return frame_at(self.clock.now() - self.began_ms)

    def frame_heard_with(self, other: "PaperTape", frame: int) -> int:
        return frame + frame_at(other.began_ms - self.began_ms)

    def write(self, first_frame: int, pcm: Pcm) -> None:
        assert first_frame >= self.now(), "written too late to be heard"
        self.pcm[first_frame : first_frame + len(pcm)] = pcm

    def settle(self) -> bool:
        return True

    def forget_before(self, frame: int) -> None:
        pass

    def steps(self) -> int | None:
        return 7 if self.standing else self.clock.now()

    def close(self) -> None:
        self.closed = True


class HurryingClock(FakeClock):
    """Time flies until the test has enough, and stands still then."""

    def __init__(self) -> None:
        super().__init__(1000)
        self.enough = threading.Event()

    def wait_until(self, moment_ms: int, wake: threading.Event) -> bool:
        return wake.wait(20) if self.enough.is_set() else super().wait_until(moment_ms, wake)


class Rig:
    """A sink on paper tapes, fed with numbers in bursts between silences."""

    def __init__(
        self,
        tape_ms: int = 600_000,
        change_left_ms: int = 300_000,
        clock: HurryingClock | None = None,
    ) -> None:
        self.clock = clock or HurryingClock()
        self.tapes: list[PaperTape] = []
        self.tape_frames = frame_at(tape_ms)
        self.sink = SimpleaudioSink(
            self.new_tape,  # type: ignore[arg-type]  # made of paper
            self.clock,
            change_left_frames=frame_at(change_left_ms),
        )
        self.given = 0
        self.until = 0
        self.meanwhile: Callable[[], None] = lambda: None

    def new_tape(self) -> PaperTape:
        self.tapes.append(PaperTape(self.clock, self.tape_frames))
        return self.tapes[-1]

    def sound(self, first: int, frames: int) -> Samples:
        numbers = np.arange(first, first + frames)
        silent = numbers // frame_at(1000) % 2 == 1
        return np.where(silent, 0, (numbers % 1000 + 1) / 32768).astype(np.float32)

    def pull(self, frames: int) -> Samples:
        block = self.sound(self.given, frames)
        self.given += frames
        self.meanwhile()
        if self.given >= self.until:
            self.clock.enough.set()
        return block

    def run(self, length_ms: int) -> None:
        self.until = frame_at(length_ms)
        self.sink.start(self.pull)
        assert self.clock.enough.wait(20)
        self.sink.stop()

    def heard(self, tape: PaperTape) -> Samples:
        return tape.pcm.astype(np.float32) / np.float32(32768)


def test_the_tape_holds_what_was_pulled_without_a_gap() -> None:
    rig = Rig()
    rig.run(10_000)
    [tape] = rig.tapes
    begun = frame_at(STEADY_MS) + READER_FRAMES
    assert (rig.heard(tape)[begun : begun + rig.given] == rig.sound(0, rig.given)).all()
    assert tape.closed


def test_it_is_never_written_further_ahead_than_it_should() -> None:
    rig = Rig()
    ahead: list[int] = []
    rig.meanwhile = lambda: ahead.append(rig.sink.unheard_frames())
    rig.run(5_000)
    assert max(ahead) <= AHEAD_FRAMES


def test_a_new_tape_goes_on_to_the_frame_where_the_old_one_ends() -> None:
    rig = Rig(tape_ms=10_000, change_left_ms=7_000)
    rig.run(30_000)
    assert len(rig.tapes) >= 4
    axis = np.zeros(frame_at(40_000), np.float32)
    for tape in rig.tapes:
        at = frame_at(tape.began_ms - 1000)
        axis[at : at + tape.frames] += rig.heard(tape)[: len(axis) - at]
    begun = frame_at(STEADY_MS) + READER_FRAMES
    assert (axis[begun:][: rig.given] == rig.sound(0, rig.given)).all()


def test_without_any_silence_the_tape_is_changed_before_its_end() -> None:
    rig = Rig(tape_ms=10_000, change_left_ms=7_000)
    rig.sound = lambda first, frames: np.full(frames, 0.5, np.float32)  # type: ignore[method-assign]
    rig.run(30_000)
    assert len(rig.tapes) >= 3


class SleepyClock(HurryingClock):
    """Once, after five seconds, a wait takes a minute more: the program was stopped."""

    slept = False

    def wait_until(self, moment_ms: int, wake: threading.Event) -> bool:
        if moment_ms > 6_000 and not self.slept:
            self.slept = True
            moment_ms += 60_000
        return super().wait_until(moment_ms, wake)


def test_after_a_sleep_a_new_tape_goes_on_where_the_old_one_ran_dry() -> None:
    rig = Rig(clock=SleepyClock())
    rig.run(10_000)
    old, new = rig.tapes
    before = np.flatnonzero(rig.heard(old))
    after = np.flatnonzero(rig.heard(new))
    sounding = np.flatnonzero(rig.sound(0, rig.given))
    assert len(before) + len(after) == len(sounding)
    assert rig.heard(new)[after[0]] == rig.sound(sounding[len(before)], 1)[0]


def test_a_device_that_stands_still_is_lost() -> None:
    rig = Rig()
    rig.tapes[0].standing = True
    rig.until = frame_at(10**9)
    rig.sink.start(rig.pull)
    for thread in threading.enumerate():
        if thread.name == "voiceguide-tape":
            thread.join(20)
    assert rig.sink.lost == "it takes no more sound"
    rig.sink.stop()


def test_the_original_simpleaudio_is_refused_in_words() -> None:
    with pytest.raises(NoSoundOutput, match="the original simpleaudio is installed") as refused:
        refuse_the_original(lambda name: name == "simpleaudio")
    assert "pip uninstall simpleaudio" in str(refused.value.hint)


@pytest.mark.parametrize(
    "there", [set(), {"simpleaudio-patched"}, {"simpleaudio", "simpleaudio-patched"}]
)
def test_the_patched_simpleaudio_is_welcome(there: set[str]) -> None:
    refuse_the_original(there.__contains__)
