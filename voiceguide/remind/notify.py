"""A notification with buttons on the person's desktop, and which of them was pressed.

On Linux by D-Bus, elsewhere by desktop-notifier, where it is untried; both come with the extra
`desktop`.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from voiceguide.errors import Missing
from voiceguide.install_command import install_command

if TYPE_CHECKING:
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

APP = "voiceguide"
ANSWER_LIMIT_S = 5.0
LOOK_EVERY_S = 0.5
"""How soon it is noticed that the bus is gone."""
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
    # What the bus's tasks come upon is not for the terminal; what it means is told.
    logging.getLogger("dbus_fast").addHandler(logging.NullHandler())
    return asyncio.run(_ask_by_dbus(title, text, buttons, timeout_s))


async def _ask_by_dbus(
    title: str, text: str, buttons: Mapping[str, str], timeout_s: float
) -> str | None:
    try:
        from dbus_fast.aio import MessageBus
    except ImportError:
        raise _not_installed() from None
    asyncio.get_running_loop().set_exception_handler(_nothing)
    try:
        bus = await asyncio.wait_for(MessageBus().connect(), ANSWER_LIMIT_S)
        try:
            return await _shown_and_answered(bus, title, text, buttons, timeout_s)
        finally:
            bus.disconnect()
    except NoNotifications:
        raise
    except Exception as error:  # whatever a bus does, reminders go on
        raise _refused("the desktop's message bus", error) from error


def _nothing(_loop: asyncio.AbstractEventLoop, _context: dict[str, Any]) -> None:
    """Nobody is to be told of a task of the bus."""


def _refused(who: str, error: Exception) -> NoNotifications:
    why = str(error) or ("no answer" if isinstance(error, TimeoutError) else repr(error))
    return NoNotifications(f"{who} does not take notifications: {why}", hint=STILL_SPOKEN)


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
            about, answer = await asyncio.wait_for(answers.get(), min(left_s, LOOK_EVERY_S))
            if about == number:
                return answer if answer in buttons else None
        if not bus.connected:
            raise ConnectionError("it is gone")
    with contextlib.suppress(NoNotifications, TimeoutError):  # it is only tidied away
        await _call(bus, SERVICE, "CloseNotification", "u", [number])
    return None


async def _call(
    bus: MessageBus, service: str, member: str, signature: str, body: list[Any]
) -> list[Any]:
    """A method's answer; raises NoNotifications where it is an error, else what the bus does."""
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
    reply = await asyncio.wait_for(bus.call(message), ANSWER_LIMIT_S)
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

    try:
        sending = DesktopNotifier(app_name=APP).send(
            title,
            text,
            buttons=[button(name, label) for name, label in buttons.items()],
            on_dismissed=lambda: press(None),
        )
        await asyncio.wait_for(sending, ANSWER_LIMIT_S)
    except Exception as error:  # whatever a desktop does, reminders go on
        raise _refused("the desktop", error) from error
    try:
        return await asyncio.wait_for(pressed, timeout_s)
    except TimeoutError:
        return None


def _not_installed() -> NoNotifications:
    return NoNotifications(
        "notifications need packages that are not installed",
        hint=f"install them with: {install_command('desktop')}",
    )
