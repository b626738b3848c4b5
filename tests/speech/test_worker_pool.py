"""Workers that hang, die or answer nonsense: a bounded wait, one retry, a clear refusal."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from voiceguide.errors import NoVoice, UsageError
from voiceguide.speech.worker_pool import Crew
from voiceguide.speech.worker_process import Answer, Limits, Request

StandIn = Callable[..., list[str]]

OPENING: Request = {"driver": "espeak", "voice": None, "language": "en"}
PATIENT = Limits(start_s=20, line_s=20)
FAULTS = ["hang", "die", "garbage", "list", "flood", "empty", "short", "failed"]


def limits_for(fault: str) -> Limits:
    """Short where it hangs; else long, so that a busy machine fails no test."""
    return Limits(start_s=5, line_s=0.4) if fault == "hang" else PATIENT


def lines(count: int) -> list[Request]:
    return [{"do": "speak", "text": f"line {number}", "rate": 100} for number in range(count)]


def taken(crew: Crew, requests: list[Request]) -> dict[int, int]:
    frames: dict[int, int] = {}

    def take(number: int, answer: Answer, sound: bytes) -> None:
        frames[number] = len(sound) // 2
        assert answer["frames"] == frames[number]

    crew.ask_all(requests, take)
    return frames


def test_every_line_is_answered_under_its_own_number(stand_in: StandIn) -> None:
    crew = Crew(OPENING, command=stand_in("none"))
    try:
        assert crew.opened()["voice"] == "nobody"
        assert taken(crew, lines(30)) == {n: 100 + len(f"line {n}") for n in range(30)}
    finally:
        crew.close()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_line_that_fails_once_is_spoken_by_another_worker(fault: str, stand_in: StandIn) -> None:
    crew = Crew(OPENING, command=stand_in(fault, once=True), limits=limits_for(fault))
    try:
        assert len(taken(crew, lines(8))) == 8
    finally:
        crew.close()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_line_that_fails_twice_is_refused_by_name_in_bounded_time(
    fault: str, stand_in: StandIn
) -> None:
    crew = Crew(OPENING, command=stand_in(fault), limits=limits_for(fault))
    began = time.monotonic()
    try:
        with pytest.raises(NoVoice, match="line 0") as refusal:
            taken(crew, lines(1))
    finally:
        crew.close()
    assert refusal.value.hint
    assert fault != "hang" or 0.8 <= time.monotonic() - began < 5


@pytest.mark.parametrize("fault", ["hang", "die", "garbage"])
def test_an_engine_that_fails_once_to_start_is_started_again(fault: str, stand_in: StandIn) -> None:
    crew = Crew(OPENING, command=stand_in(f"start-{fault}", once=True), limits=Limits(start_s=1))
    try:
        assert crew.opened()["version"] == "stand-in 1"
    finally:
        crew.close()


@pytest.mark.parametrize("fault", ["hang", "die", "garbage"])
def test_an_engine_that_never_starts_is_refused(fault: str, stand_in: StandIn) -> None:
    crew = Crew(OPENING, command=stand_in(f"start-{fault}"), limits=Limits(start_s=0.2))
    try:
        with pytest.raises(NoVoice, match="does not start"):
            crew.opened()
        with pytest.raises(NoVoice, match="line 0"):
            taken(crew, lines(1))
    finally:
        crew.close()


def test_a_missing_engine_is_refused_in_its_own_words(stand_in: StandIn) -> None:
    crew = Crew(OPENING, command=stand_in("refuse-engine"))
    try:
        with pytest.raises(NoVoice, match="no engine here") as refusal:
            taken(crew, lines(10))
    finally:
        crew.close()
    assert refusal.value.hint == "install one"


def test_what_the_engine_says_of_a_failure_is_passed_on(stand_in: StandIn) -> None:
    crew = Crew(OPENING, command=stand_in("failed"))
    try:
        with pytest.raises(NoVoice, match="the engine is tired"):
            taken(crew, lines(1))
    finally:
        crew.close()


def test_an_unknown_voice_is_a_wrong_option(stand_in: StandIn) -> None:
    crew = Crew(OPENING, command=stand_in("refuse-voice"))
    try:
        with pytest.raises(UsageError, match="no such voice"):
            crew.opened()
    finally:
        crew.close()


def test_a_command_that_is_not_there_is_refused(tmp_path: Path) -> None:
    crew = Crew(OPENING, command=[str(tmp_path / "nothing")])
    with pytest.raises(NoVoice, match="does not start"):
        crew.opened()


def test_an_interruption_leaves_no_thread_and_no_process(stand_in: StandIn) -> None:
    crew = Crew(OPENING, command=stand_in("none"), limits=PATIENT)
    processes: list[int] = []

    def interrupt(number: int, answer: Answer, sound: bytes) -> None:
        processes.extend(crew.process_ids())
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        crew.ask_all(lines(20), interrupt)
    crew.close()
    assert processes
    for process_id in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(process_id, 0)
    assert crew.process_ids() == []
