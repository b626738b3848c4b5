"""Sound that is made on another thread, as late as that thread pleases."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import pytest

from voiceguide.audio.clip import Samples
from voiceguide.audio.read_ahead import AHEAD_FRAMES, ENOUGH_FRAMES, FADE_FRAMES, Ahead
from voiceguide.errors import UsageError


class Rising:
    """Frame n is n + 1; reads as often as it is let."""

    def __init__(self, allowed: int = 0) -> None:
        self.at = 0
        self.let = threading.Semaphore(allowed)
        self.waits = threading.Event()
        self.error: UsageError | None = None

    def read(self, frames: int) -> Samples:
        self.waits.set()
        self.let.acquire()
        if self.error is not None:
            raise self.error
        self.at += frames
        return np.arange(self.at - frames + 1, self.at + 1, dtype=np.float32)[:, None]


def until(condition: Callable[[], bool]) -> None:
    ends = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < ends
        threading.Event().wait(0.002)


@contextmanager
def ahead_of(source: Rising) -> Iterator[Ahead]:
    ahead = Ahead(lambda _: source)
    ahead.opened(10)
    ahead.read(0)
    try:
        yield ahead
    finally:
        source.let.release(100)
        ahead.close()
        assert not ahead._thread.is_alive()


def test_it_reads_some_seconds_ahead_and_no_more() -> None:
    source = Rising(1000)
    with ahead_of(source) as ahead:
        until(lambda: ahead._ready == AHEAD_FRAMES)
        for _ in range(200):
            ahead.read(4410)
            assert ahead._ready <= AHEAD_FRAMES
        until(lambda: ahead._ready > AHEAD_FRAMES - 44_100)
        assert source.at <= 200 * 4410 + AHEAD_FRAMES


def test_nothing_is_read_before_the_session_has_begun() -> None:
    source = Rising(1000)
    ahead = Ahead(lambda _: source)
    ahead.opened(10)
    assert not source.waits.wait(0.05)
    ahead.read(0)
    assert source.waits.wait(10)
    ahead.close()


def test_a_reader_never_waits_and_hears_silence_until_something_is_there() -> None:
    with ahead_of(Rising()) as ahead:
        assert not ahead.read(4410).any()


def test_a_lack_fades_out_and_in_and_loses_no_frame() -> None:
    source = Rising(1)
    with ahead_of(source) as ahead:
        until(lambda: ahead._ready == 44_100)
        before = np.concatenate([ahead.read(1000) for _ in range(60)])
        assert not before[-4410:].any()
        source.let.release()
        until(lambda: ahead._ready >= ENOUGH_FRAMES)
        after = ahead.read(20_000)
    level = before[:44_100] / np.arange(1, 44_101)
    assert level[FADE_FRAMES : 44_100 - 2 * FADE_FRAMES] == pytest.approx(1)
    assert np.abs(np.diff(before[:44_100])).max() < 44_100 * 2 / FADE_FRAMES
    last = round(before[np.flatnonzero(before)[-1]] * FADE_FRAMES)
    first = after[1] * FADE_FRAMES
    assert first == pytest.approx(last + 2, rel=1e-3), "it goes on where it was"
    assert after[FADE_FRAMES + 1] == after[FADE_FRAMES] + 1


def test_what_cannot_be_opened_is_raised_where_it_is_awaited() -> None:
    def refused(_: Ahead) -> Rising:
        raise UsageError("no music")

    ahead = Ahead(refused)
    with pytest.raises(UsageError, match="no music"):
        ahead.opened(10)
    assert not ahead.said
    assert not ahead.read(100).any()
    ahead.close()


def test_who_waits_for_what_takes_long_to_open_goes_on_without() -> None:
    done = threading.Event()

    def slow(_: Ahead) -> Rising:
        done.wait(10)
        return Rising(10)

    ahead = Ahead(slow)
    ahead.opened(0.01)
    assert not ahead.read(100).any()
    done.set()
    until(lambda: ahead._ready > 0)
    ahead.close()


def test_what_breaks_off_is_told_and_played_to_its_end() -> None:
    source = Rising(1)
    with ahead_of(source) as ahead:
        until(lambda: ahead._ready == 44_100)
        source.error = UsageError("song.mp3 is gone")
        source.let.release()
        until(lambda: len(ahead.said) == 1)
        assert ahead.said[0] == "The music ends: song.mp3 is gone"
        heard = ahead.read(30_000)
        assert heard[-1] > 0
        assert not ahead.read(44_100)[-4410:].any()


def test_closing_ends_the_thread_wherever_it_is() -> None:
    source = Rising(1000)
    ahead = Ahead(lambda _: source)
    ahead.read(0)
    until(lambda: ahead._ready == AHEAD_FRAMES)
    ahead.close()
    assert not ahead._thread.is_alive()
