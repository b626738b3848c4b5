"""Media keys, headsets and desktop controls on Linux: the player interface of MPRIS over D-Bus.

The interface's names are those of https://specifications.freedesktop.org/mpris-spec/.
"""
# The annotations below are D-Bus types, which dbus-fast reads: "x" is a 64-bit whole number.
# ruff: noqa: N802, F722, F821
# mypy: disable-error-code="name-defined, valid-type, no-untyped-call, untyped-decorator"
# mypy: disable-error-code="misc, no-redef"

import asyncio
import logging
import math
import os
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from voiceguide.control.status import OVER
from voiceguide.errors import Missing
from voiceguide.install_command import install_command

try:
    from dbus_fast import ErrorType, PropertyAccess, RequestNameReply, Variant
    from dbus_fast.aio import MessageBus
    from dbus_fast.errors import DBusError
    from dbus_fast.service import ServiceInterface, dbus_property, method, signal
except ImportError as error:
    raise Missing(f"dbus-fast is not installed: {install_command('desktop')}") from error

if TYPE_CHECKING:
    from voiceguide.control.command_queue import CommandQueue
    from voiceguide.control.status import Snapshot

NAME = "org.mpris.MediaPlayer2.voiceguide"
PATH = "/org/mpris/MediaPlayer2"
TRACKS = "/org/voiceguide/step"
LOOK_EVERY_S = 0.25
JUMP_US = 1_500_000
"""A place so far from where it should be is told: `Position` itself has no signal."""
CONNECT_S = 2.0
HIGHEST_VOLUME = 10.0
"""More than a session can be turned up to."""
READ = PropertyAccess.READ


POSTS = {
    "Previous": "back",
    "Pause": "pause",
    "PlayPause": "toggle",
    "Stop": "stop",
    "Play": "go-on",
}
"""The player's calls without arguments, and the command that each asks for."""

OF_ROOT = {
    "CanQuit": ("b", False),
    "CanRaise": ("b", False),
    "HasTrackList": ("b", False),
    "Identity": ("s", "voiceguide"),
    "SupportedUriSchemes": ("as", []),
    "SupportedMimeTypes": ("as", []),
}
OF_PLAYER = {
    "Rate": ("d", 1.0),
    "MinimumRate": ("d", 1.0),
    "MaximumRate": ("d", 1.0),
    "CanGoNext": ("b", True),
    "CanGoPrevious": ("b", True),
    "CanPlay": ("b", True),
    "CanPause": ("b", True),
    "CanSeek": ("b", True),
    "CanControl": ("b", True),
}
"""Properties that are always the same, with their D-Bus types."""


def always(name: str, signature: str, value: object) -> Any:
    """A property that is always the same."""

    def get(_self: Any) -> Any:
        return value

    get.__name__, get.__annotations__ = name, {"return": signature}
    return dbus_property(access=READ)(get)


def posting(name: str, command: str) -> Any:
    """A call that asks for a command."""

    def post(self: Any) -> None:
        self._command_queue.post(command)

    post.__name__, post.__annotations__ = name, {"return": None}
    return method()(post)


class MprisRoot(ServiceInterface):
    """Who we are."""

    def __init__(self) -> None:
        super().__init__("org.mpris.MediaPlayer2")

    @method()
    def Raise(self) -> None:
        """Nothing to raise: there is no window."""

    @method()
    def Quit(self) -> None:
        """Not by remote control; stop is."""


class MprisPlayer(ServiceInterface):
    """What can be asked, and what is going on."""

    def __init__(self, command_queue: "CommandQueue", snapshot: "Callable[[], Snapshot]") -> None:
        super().__init__("org.mpris.MediaPlayer2.Player")
        self._command_queue, self._snapshot = command_queue, snapshot
        self.shown: dict[str, Any] = {}

    @method()
    def Seek(self, offset: "x") -> None:
        # However far: the conductor keeps to the session.
        self._command_queue.post("seek", self._snapshot().position.at_ms + offset // 1000)

    @method()
    def SetPosition(self, track: "o", position: "x") -> None:
        if track == _track(self._snapshot()):
            self._command_queue.post("seek", position // 1000)

    @method()
    def Next(self) -> None:
        """On; where the person says when a round is done, that: a headset has no other button."""
        now = self._snapshot()
        own_pace = now.in_session and now.segment.is_own_pace and now.mode in ("playing", "waiting")
        self._command_queue.post("ready" if own_pace else "next")

    @method()
    def OpenUri(self, uri: "s") -> None:
        """No other session can be opened from here."""

    @signal()
    def Seeked(self, position: "x") -> "x":
        return position

    @dbus_property(access=READ)
    def PlaybackStatus(self) -> "s":
        return _playback(self._snapshot())

    @dbus_property(access=READ)
    def Metadata(self) -> "a{sv}":
        return _metadata(self._snapshot())

    @dbus_property()
    def Volume(self) -> "d":
        return self._snapshot().volume_percent / 100

    @Volume.setter
    def Volume(self, volume: "d") -> None:
        if math.isnan(volume):
            raise DBusError(ErrorType.INVALID_ARGS, "the volume is a number")
        self._command_queue.post("volume", round(100 * min(max(volume, 0.0), HIGHEST_VOLUME)))

    @dbus_property(access=READ)
    def Position(self) -> "x":
        return self._snapshot().position.at_ms * 1000

    def tell_changes(self) -> None:
        """Signal what has changed since the last time."""
        now = self._snapshot()
        shown = {
            "PlaybackStatus": _playback(now),
            "Metadata": _metadata(now),
            "Volume": now.volume_percent / 100,
        }
        changed = {name: value for name, value in shown.items() if self.shown.get(name) != value}
        self.shown = shown
        if changed:
            self.emit_properties_changed(changed)


for _kind, _table in ((MprisRoot, OF_ROOT), (MprisPlayer, OF_PLAYER)):
    for _name, (_signature, _value) in _table.items():
        setattr(_kind, _name, always(_name, _signature, _value))
for _name, _command in POSTS.items():
    setattr(MprisPlayer, _name, posting(_name, _command))


def _playback(snapshot: "Snapshot") -> str:
    if snapshot.mode in OVER:
        return "Stopped"
    return "Playing" if snapshot.mode == "playing" else "Paused"


def _track(snapshot: "Snapshot") -> str:
    return f"{TRACKS}/{snapshot.position.part}/{snapshot.segment.item or 0}"


def _metadata(snapshot: "Snapshot") -> dict[str, Variant]:
    timeline, segment = snapshot.timeline, snapshot.segment
    side = f", {segment.side}" if segment.side else ""
    return {
        "mpris:trackid": Variant("o", _track(snapshot)),
        "mpris:length": Variant("x", timeline.length_ms * 1000),
        "xesam:title": Variant("s", f"{segment.label or timeline.name}{side}"),
        "xesam:album": Variant("s", timeline.name),
        "xesam:artist": Variant("as", ["voiceguide"]),
        "xesam:trackNumber": Variant("i", segment.number or 0),
    }


class MprisRemote:
    """Serves the interface on a thread with a loop of its own.

    Where the bus does not work, or no longer, that is told once, and the session goes on.
    """

    def __init__(
        self,
        command_queue: "CommandQueue",
        snapshot: "Callable[[], Snapshot]",
        tell: Callable[[str], None],
    ) -> None:
        self._command_queue, self._snapshot, self._tell = command_queue, snapshot, tell
        self._loop = asyncio.new_event_loop()
        # What its tasks come upon is not for the terminal; what it means is told.
        self._loop.set_exception_handler(_nothing)
        logging.getLogger("dbus_fast").addHandler(logging.NullHandler())
        self._end = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="voiceguide-mpris", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Off the bus."""
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(CONNECT_S)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        except Exception as error:  # noqa: BLE001 - whatever a bus does, the session goes on
            why = str(error) or ("no answer" if isinstance(error, TimeoutError) else repr(error))
            self._tell(f"The media keys do not reach this session: the desktop's bus: {why}.")
        finally:
            self._loop.run_until_complete(self._end.wait())
            self._loop.close()

    async def _serve(self) -> None:
        """Raises whatever the bus does, where it refuses or dies."""
        bus = await asyncio.wait_for(MessageBus().connect(), CONNECT_S)
        try:
            remote = MprisPlayer(self._command_queue, self._snapshot)
            bus.export(PATH, MprisRoot())
            bus.export(PATH, remote)
            name = f"{NAME}.instance{os.getpid()}"
            reply = await asyncio.wait_for(bus.request_name(name), CONNECT_S)
            if reply is not RequestNameReply.PRIMARY_OWNER:
                raise ConnectionError("it refuses the name")
            await self._tell_of_changes(bus, remote)
        finally:
            bus.disconnect()

    async def _tell_of_changes(self, bus: MessageBus, remote: MprisPlayer) -> None:
        ahead = asyncio.get_running_loop().time()
        at_us = self._snapshot().position.at_ms * 1000
        while not self._end.is_set():
            if not bus.connected:
                raise ConnectionError("it is gone")
            remote.tell_changes()
            now, snapshot = asyncio.get_running_loop().time(), self._snapshot()
            due_us = at_us + (round((now - ahead) * 1e6) if snapshot.mode == "playing" else 0)
            ahead, at_us = now, snapshot.position.at_ms * 1000
            if abs(at_us - due_us) > JUMP_US:
                remote.Seeked(at_us)
            try:
                await asyncio.wait_for(self._end.wait(), LOOK_EVERY_S)
            except TimeoutError:
                continue


def _nothing(_loop: asyncio.AbstractEventLoop, _context: dict[str, Any]) -> None:
    """Nobody is to be told of a task of the bus."""


def open_remote(
    command_queue: "CommandQueue", snapshot: "Callable[[], Snapshot]", tell: Callable[[str], None]
) -> MprisRemote:
    """The interface on the session's bus; raises Missing where there is no bus to be on."""
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        raise Missing("there is no session bus (D-Bus)")
    return MprisRemote(command_queue, snapshot, tell)
