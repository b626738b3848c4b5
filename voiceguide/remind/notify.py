"""A notification with buttons on the person's desktop, and which of them was pressed.

On Linux by D-Bus, elsewhere by desktop-notifier, where it is untried; both come with the extra
`desktop`.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from voiceguide.errors import Missing

if TYPE_CHECKING:
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

APP = "voiceguide"
ANSWER_LIMIT_S = 5.0
SERVICE = "org.freedesktop.Notifications"
OBJECT = "/org/freedesktop/Notifications"
MATCH = f"type='signal',interface='{SERVICE}',path='{OBJECT}'"
STILL_SPOKEN = "the reminder is still spoken, and shown in a terminal"


class NoNotifications(Missing):
    """The desktop shows no notifications, or what it takes to ask it is not installed."""


def ask(title: str, text: str, buttons: Mapping[str, str], timeout_s: float) -> str | None:
    """Show a notification with `buttons` (name -> label); the name of the pressed one.

    None where it was closed, or nobody pressed one in time. Raises NoNotifications.
    """
    if sys.platform != "linux":
        return asyncio.run(_ask_elsewhere(title, text, buttons, timeout_s))
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        raise NoNotifications("there is no desktop to show notifications here", hint=STILL_SPOKEN)
    return asyncio.run(_ask_by_dbus(title, text, buttons, timeout_s))


async def _ask_by_dbus(
    title: str, text: str, buttons: Mapping[str, str], timeout_s: float
) -> str | None:
    try:
        from dbus_fast.aio import MessageBus
        from dbus_fast.errors import DBusError
    except ImportError:
        raise _not_installed() from None
    try:
        bus = await asyncio.wait_for(MessageBus().connect(), ANSWER_LIMIT_S)
    except (TimeoutError, OSError, DBusError) as error:
        raise NoNotifications(
            f"the desktop's message bus does not answer ({error})", hint=STILL_SPOKEN
        ) from error
    try:
        return await _shown_and_answered(bus, title, text, buttons, timeout_s)
    finally:
        bus.disconnect()


async def _shown_and_answered(
    bus: MessageBus, title: str, text: str, buttons: Mapping[str, str], timeout_s: float
) -> str | None:
    answers: asyncio.Queue[tuple[int, str | None]] = asyncio.Queue()

    def hear(message: Message) -> None:
        if message.interface == SERVICE and message.member == "ActionInvoked":
            answers.put_nowait((message.body[0], message.body[1]))
        elif message.interface == SERVICE and message.member == "NotificationClosed":
            answers.put_nowait((message.body[0], None))

    bus.add_message_handler(hear)
    await _call(bus, "org.freedesktop.DBus", "AddMatch", "s", [MATCH])
    actions = [word for name, label in buttons.items() for word in (name, label)]
    body: list[Any] = [APP, 0, "", title, text, actions, {}, round(timeout_s * 1000)]
    (number,) = await _call(bus, SERVICE, "Notify", "susssasa{sv}i", body)
    ends = asyncio.get_running_loop().time() + timeout_s
    while (left_s := ends - asyncio.get_running_loop().time()) > 0:
        with contextlib.suppress(TimeoutError):
            about, answer = await asyncio.wait_for(answers.get(), left_s)
            if about == number:
                return answer if answer in buttons else None
    with contextlib.suppress(NoNotifications):  # it is only tidied away
        await _call(bus, SERVICE, "CloseNotification", "u", [number])
    return None


async def _call(
    bus: MessageBus, service: str, member: str, signature: str, body: list[Any]
) -> list[Any]:
    """A method's answer. Raises NoNotifications where there is none, or an error."""
    from dbus_fast import Message, MessageType

    path = OBJECT if service == SERVICE else "/org/freedesktop/DBus"
    message = Message(
        destination=service,
        path=path,
        interface=service,
        member=member,
        signature=signature,
        body=body,
    )
    try:
        reply = await asyncio.wait_for(bus.call(message), ANSWER_LIMIT_S)
    except (TimeoutError, OSError) as error:
        raise NoNotifications(
            "the desktop does not take notifications: no answer", hint=STILL_SPOKEN
        ) from error
    if reply.message_type is MessageType.ERROR:
        said = str(reply.body[0]) if reply.body else reply.error_name
        raise NoNotifications(f"the desktop does not take notifications: {said}", hint=STILL_SPOKEN)
    return list(reply.body)


async def _ask_elsewhere(
    title: str, text: str, buttons: Mapping[str, str], timeout_s: float
) -> str | None:
    try:
        from desktop_notifier import Button, DesktopNotifier
    except ImportError:
        raise _not_installed() from None
    pressed: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()

    def press(name: str | None) -> None:
        if not pressed.done():
            pressed.set_result(name)

    def button(name: str, label: str) -> Button:
        return Button(title=label, on_pressed=lambda: press(name))

    notifier = DesktopNotifier(app_name=APP)
    try:
        await asyncio.wait_for(
            notifier.send(
                title,
                text,
                buttons=[button(name, label) for name, label in buttons.items()],
                on_dismissed=lambda: press(None),
            ),
            ANSWER_LIMIT_S,
        )
        return await asyncio.wait_for(pressed, timeout_s)
    except TimeoutError:
        return None
    except (OSError, RuntimeError) as error:
        raise NoNotifications(
            f"the desktop does not take notifications ({error})", hint=STILL_SPOKEN
        ) from error


def _not_installed() -> NoNotifications:
    return NoNotifications(
        "notifications need packages that are not installed",
        hint="install them with: pip install 'voiceguide[desktop]'",
    )
