"""A desktop that can be asked to stay awake, on the session bus.

    python desktop.py SERVICE    (one of `SERVICES`)

Prints a line when it is asked, when that is given back, and when the one who asked is gone.
"""

from __future__ import annotations

import asyncio
import sys

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

SERVICES = (
    "org.gnome.SessionManager",
    "org.freedesktop.PowerManagement",
    "org.freedesktop.ScreenSaver",
)
COOKIE = 7


async def main(service: str) -> None:
    bus = await MessageBus().connect()
    holders: set[str] = set()

    def handle(message: Message) -> Message | None:
        if message.member == "NameOwnerChanged" and message.body[0] in holders:
            holders.discard(message.body[0])
            print("gone", flush=True)
        if message.message_type is not MessageType.METHOD_CALL:
            return None
        if message.member == "Inhibit":
            holders.add(message.sender)
            print("held", flush=True)
            return Message.new_method_return(message, "u", [COOKIE])
        if message.member in ("UnInhibit", "Uninhibit"):
            holders.discard(message.sender)
            print("given back" if message.body == [COOKIE] else "confused", flush=True)
            return Message.new_method_return(message)
        return None

    bus.add_message_handler(handle)
    await bus.call(Message(
        destination="org.freedesktop.DBus", path="/org/freedesktop/DBus",
        interface="org.freedesktop.DBus", member="AddMatch", signature="s",
        body=["type='signal',member='NameOwnerChanged'"],
    ))  # fmt: skip
    await bus.request_name(service)
    print("ready", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
