"""Workers that hang, die or answer nonsense: a bounded wait, one retry, a clear refusal."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from voiceguide.errors import NoVoice, UsageError
from voiceguide.speech.worker_pool import WorkerPool
from voiceguide.speech.worker_process import Answer, Limits, Request

StandIn = Callable[..., list[str]]

OPENING: Request = {"engine": "pyttsx3", "voice": None, "language": "en"}
PATIENT = Limits(start_s=20, line_s=20)
FAULTS = ["hang", "die", "garbage", "list", "flood", "empty", "short", "failed"]


def limits_for(fault: str) -> Limits:
    """Short where it hangs; else long, so that a busy machine fails no test."""
    return Limits(start_s=5, line_s=0.4) if fault == "hang" else PATIENT


def lines(count: int) -> list[Request]:
    return [{"do": "speak", "text": f"line {number}", "rate": 100} for number in range(count)]


def taken(pool: WorkerPool, requests: list[Request]) -> dict[int, int]:
    frames: dict[int, int] = {}

    def take(number: int, answer: Answer, sound: bytes) -> None:
        frames[number] = len(sound) // 2
        assert answer["frames"] == frames[number]

    pool.ask_all(requests, take)
    return frames


def test_every_line_is_answered_under_its_own_number(stand_in: StandIn) -> None:
    pool = WorkerPool(OPENING, command=stand_in("none"))
    try:
        assert pool.opened()["voice"] == "nobody"
        assert taken(pool, lines(30)) == {n: 100 + len(f"line {n}") for n in range(30)}
    finally:
        pool.close()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_line_that_fails_once_is_spoken_by_another_worker(fault: str, stand_in: StandIn) -> None:
    pool = WorkerPool(OPENING, command=stand_in(fault, once=True), limits=limits_for(fault))
    try:
        assert len(taken(pool, lines(8))) == 8
    finally:
        pool.close()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_line_that_fails_twice_is_refused_by_name_in_bounded_time(
    fault: str, stand_in: StandIn
) -> None:
    pool = WorkerPool(OPENING, command=stand_in(fault), limits=limits_for(fault))
    began = time.monotonic()
    try:
        with pytest.raises(NoVoice, match="line 0") as refusal:
            taken(pool, lines(1))
    finally:
        pool.close()
    assert refusal.value.hint
    assert fault != "hang" or 0.8 <= time.monotonic() - began < 5


@pytest.mark.parametrize("fault", ["hang", "die", "garbage"])
def test_an_engine_that_fails_once_to_start_is_started_again(fault: str, stand_in: StandIn) -> None:
    pool = WorkerPool(
        OPENING, command=stand_in(f"start-{fault}", once=True), limits=Limits(start_s=4)
    )
    try:
        assert pool.opened()["version"] == "stand-in 1"
    finally:
        pool.close()


@pytest.mark.parametrize("fault", ["hang", "die", "garbage"])
def test_an_engine_that_never_starts_is_refused(fault: str, stand_in: StandIn) -> None:
    pool = WorkerPool(OPENING, command=stand_in(f"start-{fault}"), limits=Limits(start_s=0.2))
    try:
        with pytest.raises(NoVoice, match="does not start"):
            pool.opened()
        with pytest.raises(NoVoice, match="line 0"):
            taken(pool, lines(1))
    finally:
        pool.close()


def test_a_missing_engine_is_refused_in_its_own_words(stand_in: StandIn) -> None:
    pool = WorkerPool(OPENING, command=stand_in("refuse-engine"))
    try:
        with pytest.raises(NoVoice, match="no engine here") as refusal:
            taken(pool, lines(10))
    finally:
        pool.close()
    assert refusal.value.hint == "install one"


def test_what_the_engine_says_of_a_failure_is_passed_on(stand_in: StandIn) -> None:
    pool = WorkerPool(OPENING, command=stand_in("failed"))
    try:
        with pytest.raises(NoVoice, match="the engine is tired"):
            taken(pool, lines(1))
    finally:
        pool.close()


def test_an_unknown_voice_is_a_wrong_option(stand_in: StandIn) -> None:
    pool = WorkerPool(OPENING, command=stand_in("refuse-voice"))
    try:
        with pytest.raises(UsageError, match="no such voice"):
            pool.opened()
    finally:
        pool.close()


def test_a_command_that_is_not_there_is_refused(tmp_path: Path) -> None:
    pool = WorkerPool(OPENING, command=[str(tmp_path / "nothing")])
    with pytest.raises(NoVoice, match="does not start"):
        pool.opened()


def test_an_interruption_leaves_no_thread_and_no_process(stand_in: StandIn) -> None:
    pool = WorkerPool(OPENING, command=stand_in("none"), limits=PATIENT)
    processes: list[int] = []

    def interrupt(number: int, answer: Answer, sound: bytes) -> None:
        processes.extend(pool.process_ids())
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pool.ask_all(lines(20), interrupt)
    pool.close()
    assert processes
    for process_id in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(process_id, 0)
    assert pool.process_ids() == []
