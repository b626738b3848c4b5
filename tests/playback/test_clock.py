import threading

from tests.fake_clock import FakeClock
from voiceguide.playback.clock import RealClock


def test_the_fake_clock_goes_to_where_it_is_waited_for() -> None:
    clock = FakeClock(1000)
    assert clock.wait_until(1500, threading.Event()) is False
    assert clock.now() == 1500


def test_the_fake_clock_never_goes_back() -> None:
    clock = FakeClock(1000)
    clock.wait_until(400, threading.Event())
    assert clock.now() == 1000


def test_the_real_clock_wakes_when_told() -> None:
    wake = threading.Event()
    wake.set()
    clock = RealClock()
    began = clock.now()
    assert clock.wait_until(began + 60_000, wake) is True
    assert clock.now() - began < 1000


def test_the_real_clock_does_not_wait_for_the_past() -> None:
    clock = RealClock()
    assert clock.wait_until(clock.now() - 5, threading.Event()) is False
