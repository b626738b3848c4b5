"""The media keys' interface on real buses: some refuse, some die, and some ask nonsense."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import timeline_of
from tests.kit import compiled
from tests.strange_bus import STRANGE, strange_bus
from voiceguide.control.command_queue import CommandQueue, QueuedCommand
from voiceguide.control.piece_source import PlaybackPosition
from voiceguide.control.status import Snapshot
from voiceguide.timeline import SegmentKind, Timeline
from voiceguide.units import Ms

pytest.importorskip("dbus_fast")
pytestmark = [
    pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="needs dbus-daemon"),
    pytest.mark.skipif(sys.platform != "linux", reason="a bus of Linux"),
]
LIMIT_S = 20.0
SETUP = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={path}</listen>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/>{own}</policy>
</busconfig>
"""


class Bus:
    """A bus of its own, that can be killed."""

    def __init__(self, folder: Path, *, owns: bool = True) -> None:
        path, setup = folder / "bus", folder / "bus.conf"
        own = '<allow own="*"/>' if owns else ""
        setup.write_text(SETUP.format(path=path, own=own))
        self.process = subprocess.Popen(
            ["dbus-daemon", f"--config-file={setup}", "--nofork", "--print-address"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[Bus]:
    bus = Bus(tmp_path)
    yield bus
    bus.end()


class Served:
    """A source at a bus, and what it told."""

    def __init__(
        self,
        address: str,
        monkeypatch: pytest.MonkeyPatch,
        timeline: Timeline | None = None,
        at_ms: int = 1000,
    ) -> None:
        from voiceguide.control.remotes.media_keys import open_remote

        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        self.command_queue, self.told = CommandQueue(), list[str]()
        self._new = threading.Event()
        timeline = timeline or timeline_of("desk-break")
        snapshot = Snapshot("playing", PlaybackPosition(0, Ms(at_ms)), (timeline,), 90)
        self.source = open_remote(self.command_queue, lambda: snapshot, self._tell)

    def _tell(self, text: str) -> None:
        self.told.append(text)
        self._new.set()

    def is_told(self) -> str:
        """The one thing it tells."""
        assert self._new.wait(LIMIT_S)
        (text,) = self.told
        return text


async def asked(address: str, member: str, signature: str, body: list[Any], at: str = "") -> Any:
    """A call of the player, as any program of the desktop can make it; its answer."""
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

    client = await MessageBus(bus_address=address).connect()
    try:
        name = f"org.mpris.MediaPlayer2.voiceguide.instance{os.getpid()}"
        while True:
            reply = await client.call(Message(
                destination=name, path="/org/mpris/MediaPlayer2",
                interface=at or "org.mpris.MediaPlayer2.Player",
                member=member, signature=signature, body=body,
            ))  # fmt: skip
            if reply.error_name != "org.freedesktop.DBus.Error.ServiceUnknown":
                return reply
            await asyncio.sleep(0.02)
    finally:
        client.disconnect()


def call(address: str, member: str, signature: str, body: list[Any], at: str = "") -> Any:
    made = asyncio.wait_for(asked(address, member, signature, body, at), LIMIT_S)
    return asyncio.run(_awaited(made))


async def _awaited(made: Any) -> Any:
    return await made


def set_volume(bus: Bus, kind: str, value: object) -> Any:
    from dbus_fast import Variant

    body = ["org.mpris.MediaPlayer2.Player", "Volume", Variant(kind, value)]
    return call(bus.address, "Set", "ssv", body, "org.freedesktop.DBus.Properties")


@pytest.mark.parametrize(
    ("volume", "percent"),
    [(0.6, 60), (float("inf"), 1000), (1e308, 1000), (float("-inf"), 0), (-1e308, 0), (-0.5, 0)],
)
def test_any_volume_becomes_one_there_is(
    bus: Bus, monkeypatch: pytest.MonkeyPatch, volume: float, percent: int
) -> None:
    served = Served(bus.address, monkeypatch)
    assert set_volume(bus, "d", volume).error_name is None
    asked = served.command_queue.take(LIMIT_S)
    assert asked is not None
    assert (asked.name, asked.value) == ("volume", percent)
    served.source.close()


def test_what_is_no_volume_is_refused_and_the_next_one_taken(
    bus: Bus, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    served = Served(bus.address, monkeypatch)
    for kind, value in (("d", float("nan")), ("s", "loud"), ("x", 1), ("as", ["1"])):
        assert set_volume(bus, kind, value).error_name is not None
    assert call(bus.address, "Seek", "s", ["far"]).error_name is not None
    assert call(bus.address, "Nonsense", "", []).error_name is not None
    assert served.command_queue.take(0) is None
    assert set_volume(bus, "d", 0.5).error_name is None
    assert served.command_queue.take(LIMIT_S) == QueuedCommand("volume", *_at(served, 50))
    served.source.close()
    assert served.told == []
    assert capfd.readouterr().err == ""


def _at(served: Served, value: int) -> tuple[Ms, int]:
    return Ms(served.command_queue._last["volume"]), value


@pytest.mark.parametrize("offset", [2**63 - 1, -(2**63)])
def test_seeking_out_of_all_bounds_is_for_the_conductor_to_bound(
    bus: Bus, monkeypatch: pytest.MonkeyPatch, offset: int
) -> None:
    served = Served(bus.address, monkeypatch)
    assert call(bus.address, "Seek", "x", [offset]).error_name is None
    asked = served.command_queue.take(LIMIT_S)
    assert asked is not None
    assert asked.name == "seek"
    served.source.close()


@pytest.mark.parametrize(("kind", "command"), [("opening", "next"), ("hold", "ready")])
def test_next_counts_a_round_where_the_person_counts_them(
    bus: Bus, monkeypatch: pytest.MonkeyPatch, kind: SegmentKind, command: str
) -> None:
    legs = "{group: Legs, amrap: 1 min, items: [{step: Squats, reps: 10, position: standing}]}"
    session = compiled(legs)
    served = Served(
        bus.address, monkeypatch, session.timeline, session.segments(kind)[0].start_ms + 1
    )
    assert call(bus.address, "Next", "", []).error_name is None
    asked = served.command_queue.take(LIMIT_S)
    assert asked is not None
    assert asked.name == command
    served.source.close()


def test_a_bus_that_dies_is_told_once(
    bus: Bus, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    served = Served(bus.address, monkeypatch)
    assert call(bus.address, "Next", "", []).error_name is None
    bus.end()
    assert "media keys do not reach this session" in served.is_told()
    served.source.close()
    assert capfd.readouterr().err == ""


def test_a_bus_that_refuses_the_name_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    bus = Bus(tmp_path, owns=False)
    served = Served(bus.address, monkeypatch)
    assert "media keys do not reach this session" in served.is_told()
    served.source.close()
    bus.end()
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    "address", ["unix:path=/nowhere/bus", "nonsense", "tcp:host=localhost,port=x", "unix:"]
)
def test_an_address_without_a_bus_is_told_once(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], address: str
) -> None:
    served = Served(address, monkeypatch)
    assert "media keys do not reach this session" in served.is_told()
    served.source.close()
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("how", STRANGE)
def test_a_bus_that_refuses_dies_hangs_or_talks_nonsense_is_told_once(
    how: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    with strange_bus(tmp_path, STRANGE[how]) as address:
        served = Served(address, monkeypatch)
        assert "media keys do not reach this session" in served.is_told()
        served.source.close()
    assert capfd.readouterr().err == ""


def test_a_flood_of_calls_leaves_stop_its_way(bus: Bus, monkeypatch: pytest.MonkeyPatch) -> None:
    served = Served(bus.address, monkeypatch)
    for _ in range(60):
        served.command_queue.post("louder")
    assert call(bus.address, "Stop", "", []).error_name is None
    asked = served.command_queue.take(LIMIT_S)
    assert asked is not None
    assert asked.name == "stop"
    served.source.close()
