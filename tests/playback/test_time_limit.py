import threading

import pytest

from voiceguide.playback.time_limit import within


def test_it_gives_what_the_call_returns() -> None:
    assert within(5, lambda: 7) == 7


def test_it_raises_what_the_call_raises() -> None:
    def fail() -> None:
        raise KeyError("lost")

    with pytest.raises(KeyError, match="lost"):
        within(5, fail)


def test_a_call_that_hangs_is_given_up_and_its_result_handed_over_later() -> None:
    answer, late = threading.Event(), threading.Event()
    results: list[bool] = []

    def keep(result: bool) -> None:
        results.append(result)
        late.set()

    with pytest.raises(TimeoutError):
        within(0.01, lambda: answer.wait(10), too_late=keep)
    answer.set()
    assert late.wait(10)
    assert results == [True]


def test_a_busy_machine_gives_it_more_time(monkeypatch: pytest.MonkeyPatch) -> None:
    join = threading.Thread.join

    def late(thread: threading.Thread, timeout: float | None = None) -> None:
        join(thread, None if timeout is None else 5 * timeout)

    monkeypatch.setattr(threading.Thread, "join", late)
    assert within(0.4, lambda: threading.Event().wait(1.0)) is False
