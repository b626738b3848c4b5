"""What happened, one thing at a time: the log is a list of these, and all else is made of it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Literal, cast, get_args

from msgspec import Struct, field

from voiceguide.routine.habits import PAIN_AT_MOST
from voiceguide.routine.session_kinds import MOST_EFFORT, Sort

EventKind = Literal[
    "began", "step", "pain", "ended", "check", "activity",
    "profile", "safety-heard", "reminder", "removed",
]  # fmt: skip
KINDS: frozenset[str] = frozenset(get_args(EventKind))


class Event(Struct, frozen=True):
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
        """The data as JSON; of a file's name that is not UTF-8 too."""
        text = json.dumps(dict(self.data), ensure_ascii=False, sort_keys=True)
        # Python has the bytes of such names as lone surrogates, which JSON can write as \udce9.
        return text.encode(errors="backslashreplace").decode()


def local_now() -> datetime:
    """The time now, with its offset from UTC."""
    return datetime.now().astimezone()


def new_event(kind: EventKind, at: datetime, /, **data: Any) -> Event:
    """Something outside a session, with an id of its own."""
    return Event(f"{kind}/{secrets.token_hex(8)}", at, kind, None, data)


def in_session(session: str, name: str, kind: EventKind, at: datetime, /, **data: Any) -> Event:
    """Something in a session; `name` tells it from its others, so that it is kept once."""
    return Event(f"{session}/{name}", at, kind, session, data)


def new_session_id(at: datetime) -> str:
    """Sorts by time, and never comes twice."""
    return f"{at:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"


def read_event(id: object, at: object, kind: object, session: object, data: object) -> Event:
    """An event from the columns it was kept in.

    Raises ValueError for what cannot be one: all that passes can be kept again, and be read.
    """
    if not (isinstance(id, str) and isinstance(at, str) and isinstance(data, str)):
        raise ValueError("not an event")
    if kind not in KINDS or not (session is None or isinstance(session, str)):
        raise ValueError("not an event")
    read = json.loads(data)
    if not isinstance(read, dict):
        raise ValueError("not an event")
    event = Event(id, moment_of(at), kind, session, read)  # type: ignore[arg-type]
    if (session is None) == (event.kind in IN_SESSION) or not id.startswith(f"{session or kind}/"):
        raise ValueError(f"{id!r} is no name of an event")
    check_data(event.kind, read)
    return event


def check_data(kind: str, data: Mapping[str, Any]) -> None:
    """Raises ValueError unless an event's data is what its kind needs."""
    if kind == "profile" and data == UNREADABLE:
        return
    shape = _SHAPES.get(cast("EventKind", kind), {})
    if kind in _EXACT and data.keys() != shape.keys():
        # Of all the names that came later, or of none: one that is misspelt would be missed.
        shape = {name: fits for name, fits in shape.items() if name not in _LATER}
        if data.keys() != shape.keys():
            raise ValueError(f"'{kind}' has {', '.join(sorted(map(str, data))) or 'nothing'}")
    for name, fits in shape.items():
        if not fits(data.get(name)):
            raise ValueError(f"'{name}' of an event is {data.get(name)!r}")


def moment_of(written: object) -> datetime:
    """A time with its offset from UTC, as it is kept. Raises ValueError."""
    moment = datetime.fromisoformat(text_of(written))
    if moment.utcoffset() is None or moment.year not in YEARS:
        raise ValueError(f"{written!r} is no time of a log")
    return moment


def day_of(written: object) -> date:
    """A day, as it is kept. Raises ValueError."""
    day = date.fromisoformat(text_of(written))
    if day.year not in YEARS:
        raise ValueError(f"{written!r} is no day of a log")
    return day


def text_of(kept: object) -> str:
    """A text, as it is kept. Raises ValueError."""
    if not isinstance(kept, str):
        raise ValueError(f"{kept!r} is no text")
    return kept


def number_of(kept: object, at_most: int) -> int:
    """A whole number from 0, as it is kept. Raises ValueError."""
    if type(kept) is not int or not 0 <= kept <= at_most:
        raise ValueError(f"{kept!r} is no number up to {at_most}")
    return kept


def sort_of(kept: object) -> Sort:
    """What a session is, as it is kept. Raises ValueError."""
    if kept not in get_args(Sort):
        raise ValueError(f"there is no sort {kept!r}")
    return cast("Sort", kept)


YEARS = range(1900, 9000)
LONGEST_MS = 1000 * 3600 * 1000
"""No session lasts a thousand hours."""
MOST_MINUTES = 24 * 60
MOST_ROUNDS = 10_000
LAST_VERSION = 1_000_000
UNREADABLE: Mapping[str, Any] = {"unreadable": True}
"""The data of a profile where a damaged log had answers, or may have had, that were lost."""
IN_SESSION = frozenset({"began", "step", "pain", "ended"})

Fits = Callable[[object], bool]


def _does(read: Callable[..., object], *more: object) -> Fits:
    def fits(kept: object) -> bool:
        try:
            read(kept, *more)
        except ValueError:
            return False
        return True

    return fits


def _or_none(fits: Fits) -> Fits:
    return lambda kept: kept is None or fits(kept)


def _bool(kept: object) -> bool:
    return isinstance(kept, bool)


def _texts(kept: object) -> bool:
    return isinstance(kept, list) and all(isinstance(each, str) for each in kept)


def _days_by_number(kept: object) -> bool:
    return isinstance(kept, dict) and all(
        number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS and _DAY(day)
        for number, day in kept.items()
    )


_DAY = _does(day_of)
MOST_DIGITS = 3
_TEXT, _MS = _does(text_of), _does(number_of, LONGEST_MS)
_VERSION = _does(number_of, LAST_VERSION)
_EXACT = frozenset({"profile", "safety-heard"})
"""Kinds whose data has all of its names and no other."""
_LATER = frozenset({"answered", "easy_only", "lines"})
"""Names that the first logs did not have."""
_PAIN = _or_none(_does(number_of, PAIN_AT_MOST))
_ROUNDS = _or_none(_does(number_of, MOST_ROUNDS))
_SHAPES: dict[EventKind, dict[str, Fits]] = {
    "began": {
        "routine": _TEXT, "name": _TEXT, "level": _TEXT, "sort": _does(sort_of),
        "options": lambda kept: isinstance(kept, dict), "length_ms": _MS, "pain": _PAIN,
    },
    "step": {
        "exercise": _or_none(_TEXT), "purpose": _TEXT,
        "length_ms": _MS, "at_ms": _MS, "done_ms": _MS,
        "load": _or_none(_TEXT), "effort": _or_none(_does(number_of, MOST_EFFORT)),
        "rounds": _ROUNDS, "name": _or_none(_TEXT), "took_ms": _or_none(_MS),
    },
    "pain": {"when": _TEXT, "pain": _PAIN},
    "ended": {
        "reason": _TEXT, "at_ms": _MS, "done_ms": _MS,
        "name": _or_none(_TEXT), "rounds": _ROUNDS, "took_ms": _or_none(_MS),
    },
    "check": {"pain": _PAIN, "worse": _or_none(_bool)},
    "activity": {"day": _does(day_of), "what": _TEXT, "minutes": _does(number_of, MOST_MINUTES)},
    "profile": {
        "day": _does(day_of), "version": _VERSION, "red_flag": _bool,
        "asked_professional": _bool, "goes_on": _bool, "duration": _or_none(_TEXT),
        "ticked": _texts, "asked_about": _bool, "answered": _texts, "easy_only": _bool,
    },
    "safety-heard": {"version": _VERSION, "lines": _days_by_number},
    "removed": {"id": _TEXT},
}  # fmt: skip
"""What the tables are made of, and what it has to be."""
