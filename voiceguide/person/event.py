"""What happened, one thing at a time: the log is a list of these, and all else is made of it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, get_args

EventKind = Literal[
    "began", "step", "pain", "ended", "check", "activity",
    "profile", "safety-heard", "reminder", "removed",
]  # fmt: skip
KINDS: frozenset[str] = frozenset(get_args(EventKind))


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened; writing it twice is the same as once, by its `id`.

    `at` has its offset from UTC, so that the day it belongs to stays known when the clocks or
    the time zone change. Raises ValueError at birth for a time without one.
    """

    id: str
    at: datetime
    kind: EventKind
    session: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.at.utcoffset() is None:
            raise ValueError("an event's time needs its offset from UTC")
        if self.kind not in KINDS:
            raise ValueError(f"there is no kind of event '{self.kind}'")

    @property
    def written(self) -> str:
        """The data as JSON."""
        return json.dumps(dict(self.data), ensure_ascii=False, sort_keys=True)


def happened(kind: EventKind, at: datetime, /, **data: Any) -> Event:
    """Something outside a session, with an id of its own."""
    return Event(f"{kind}/{secrets.token_hex(8)}", at, kind, None, data)


def in_session(session: str, name: str, kind: EventKind, at: datetime, /, **data: Any) -> Event:
    """Something in a session; `name` tells it from its others, so that it is kept once."""
    return Event(f"{session}/{name}", at, kind, session, data)


def new_session_id(at: datetime) -> str:
    """Sorts by time, and never comes twice."""
    return f"{at:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"


def read_event(id: object, at: object, kind: object, session: object, data: object) -> Event:
    """An event from the columns it was kept in. Raises ValueError for what cannot be one."""
    if not (isinstance(id, str) and isinstance(at, str) and isinstance(data, str)):
        raise ValueError("not an event")
    if kind not in KINDS or not (session is None or isinstance(session, str)):
        raise ValueError("not an event")
    read = json.loads(data)
    if not isinstance(read, dict):
        raise ValueError("not an event")
    return Event(id, datetime.fromisoformat(at), kind, session, read)  # type: ignore[arg-type]
