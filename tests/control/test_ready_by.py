"""What a person can say "ready" with."""

from __future__ import annotations

import pytest

from voiceguide.control.remotes import ready_by as module
from voiceguide.control.remotes.ready_by import ready_by
from voiceguide.control.remotes.terminal_keys import Keys


class Terminal(Keys):
    """One with keys."""

    possible = True


@pytest.mark.parametrize(
    ("terminal", "bus", "expected"),
    [
        (True, True, "enter_or_headset"),
        (True, False, "enter"),
        (False, True, "headset"),
        (False, False, None),
    ],
)
def test_it_is_what_is_there(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, bus: bool, expected: str | None
) -> None:
    monkeypatch.setattr(module, "open_keys", Terminal if terminal else Keys)
    monkeypatch.setattr(module, "find_spec", lambda _: object())
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    if bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    assert ready_by() == expected
