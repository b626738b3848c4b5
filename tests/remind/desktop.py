"""A desktop's notification server on the session bus, which presses what it is told to.

    python desktop.py LABEL    (such as Snooze; "" closes, "-" does nothing)

Prints a line for each notification. It is what the tests talk to over a real D-Bus.
"""

from __future__ import annotations

import asyncio
import json
import sys

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

SERVICE = "org.freedesktop.Notifications"
OBJECT = "/org/freedesktop/Notifications"


async def main(press: str) -> None:
    bus = await MessageBus().connect()

    def signal(member: str, signature: str, *body: object) -> None:
        bus.send(Message.new_signal(OBJECT, SERVICE, member, signature, list(body)))

    def answer(action: str | None) -> None:
        if action is not None:
            signal("ActionInvoked", "us", 7, action)
        signal("NotificationClosed", "uu", 7, 2)

    def handle(message: Message) -> Message | None:
        if message.message_type is not MessageType.METHOD_CALL or message.interface != SERVICE:
            return None
        if message.member != "Notify":
            print(json.dumps({"called": message.member}), flush=True)
            return Message.new_method_return(message)
        _, _, _, title, body, actions, _, _ = message.body
        labels = dict(zip(actions[1::2], actions[::2], strict=True))
        shown = {"title": title, "body": body, "labels": list(labels)}
        print(json.dumps(shown), flush=True)
        if press != "-":
            asyncio.get_running_loop().call_later(0.05, answer, labels.get(press))
        return Message.new_method_return(message, "u", [7])

    bus.add_message_handler(handle)
    await bus.request_name(SERVICE)
    print("ready", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
