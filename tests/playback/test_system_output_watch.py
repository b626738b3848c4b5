"""A stand-in for pactl that says what a test wants; the real one is in tests/device."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from voiceguide.playback.system_output_watch import SystemOutputWatch, _family, why_unknown

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

PACTL = """#!/bin/sh
[ "$LC_ALL" = C ] || exit 3
case "$*" in
  subscribe) {subscribe} ;;
  *sink-inputs) echo '[{{"sink": 0, "mute": '$(cat {folder}/mute)', "properties":
      {{"application.process.id": "{pid}"}}}}]' ;;
  *sinks) {sinks} ;;
  *modules) echo '[]' ;;
esac
"""
SINKS = 'echo \'[{"index": 0, "name": "headset", "mute": false}]\''


@pytest.fixture
def pactl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    def made(subscribe: str = "", sinks: str = SINKS) -> Path:
        script = tmp_path / "pactl"
        (tmp_path / "mute").write_text("false")
        script.write_text(
            PACTL.format(folder=tmp_path, pid=os.getpid(), subscribe=subscribe, sinks=sinks)
        )
        script.chmod(0o700)
        monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
        return tmp_path

    return made


def until(is_so: Callable[[], bool]) -> None:
    ends_s = time.monotonic() + 20
    waiting = threading.Event()
    while not is_so():
        assert time.monotonic() < ends_s
        waiting.wait(0.01)


def is_muted(watch: SystemOutputWatch) -> bool:
    return watch.output is not None and watch.output.unheard is not None


def is_heard(watch: SystemOutputWatch) -> bool:
    return watch.output is not None and watch.output.unheard is None


def test_what_the_server_tells_of_is_asked_for(pactl: Callable[..., Path]) -> None:
    folder = pactl(
        subscribe="echo \"Event 'new' on client #1\"; while [ ! -e $0.go ]; do sleep 0.05; done; "
        "echo \"Event 'change' on sink-input #1\"; exec sleep 30"
    )
    watch = SystemOutputWatch()
    try:
        until(lambda: is_heard(watch))
        (folder / "mute").write_text("true")
        (folder / "pactl.go").touch()
        until(lambda: is_muted(watch))
    finally:
        watch.close()


def test_what_changes_before_the_server_is_listened_to_is_not_missed(
    pactl: Callable[..., Path],
) -> None:
    folder = pactl(subscribe="exec sleep 30")
    watch = SystemOutputWatch()
    try:
        until(lambda: is_heard(watch))
        (folder / "mute").write_text("true")
        until(lambda: is_muted(watch))
    finally:
        watch.close()


@pytest.mark.parametrize("sinks", ["echo '[1]'", "echo 'no JSON'", "exit 1", "printf '\\377'"])
def test_an_answer_that_makes_no_sense_is_no_fault(
    pactl: Callable[..., Path], sinks: str, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = pactl(subscribe="echo x; exec sleep 30", sinks=f"touch $0.asked; {sinks}")
    assert why_unknown() is not None
    (folder / "pactl.asked").unlink()
    watch = SystemOutputWatch()
    until((folder / "pactl.asked").exists)
    watch.close()
    assert watch.output is None
    assert capfd.readouterr().err == ""


def test_where_the_mixer_can_be_read_nothing_is_unknown(pactl: Callable[..., Path]) -> None:
    pactl()
    assert why_unknown() is None


def test_without_pactl_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "pulseaudio-utils" in (why_unknown() or "")


def test_threads_that_end_meanwhile_do_no_harm() -> None:
    over = threading.Event()

    def restless() -> None:
        while not over.is_set():
            thread = threading.Thread(target=lambda: None)
            thread.start()
            thread.join()

    threads = [threading.Thread(target=restless) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        assert all(os.getpid() in _family() for _ in range(200))
    finally:
        over.set()
        for thread in threads:
            thread.join()


def test_modules_that_come_and_go_meanwhile_do_not_end_the_watch(
    pactl: Callable[..., Path],
) -> None:
    folder = pactl(
        subscribe="for n in $(seq 400); do echo \"Event 'new' on module #$n\"; sleep 0.005; done; "
        "exec sleep 30"
    )
    watch = SystemOutputWatch()
    try:
        for said, seen in (("true", is_muted), ("false", is_heard), ("true", is_muted)):
            (folder / "mute").write_text(said)
            until(lambda seen=seen: seen(watch))  # type: ignore[misc]  # bound on purpose
    finally:
        watch.close()


def test_an_answer_that_makes_no_sense_is_asked_for_again(pactl: Callable[..., Path]) -> None:
    folder = pactl(
        subscribe="exec sleep 30",
        sinks="if [ -e $0.sane ]; then "
        + SINKS
        + '; else echo \'[{"index": 0, "volume": {"l": 3}}]\'; : >$0.asked; fi',
    )
    watch = SystemOutputWatch()
    try:
        until((folder / "pactl.asked").exists)
        (folder / "pactl.sane").touch()
        until(lambda: is_heard(watch))
    finally:
        watch.close()
