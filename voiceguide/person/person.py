"""What is known of a person when a session is to begin, read at once and quickly."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from voiceguide.errors import DiskProblem
from voiceguide.person.history import (
    History,
    Session,
    interrupted,
    read_history,
    read_latest,
)
from voiceguide.person.profile import Profile, read_profile
from voiceguide.person.rules import LOOK_BACK
from voiceguide.person.store import Damaged, NewerData, Store, open_to_read, recover

PROGRESS_LOOKS_BACK = timedelta(days=400)
"""Places are counted from so long ago: at a quarter a week that is enough for any range."""
OFFERED_FOR = timedelta(hours=1)
"""How long `play` offers to go on with a session that was cut off."""


@dataclass(frozen=True, slots=True)
class Person:
    """A person as the log knows them; all empty where there is none."""

    profile: Profile | None = None
    history: History = field(default_factory=History)
    heard_safety: tuple[datetime, int] | None = None
    """When the full safety words were heard to their end, and their version."""
    cut_off: Session | None = None
    """A session that did not come to its end within the hour."""
    notes: tuple[str, ...] = ()
    """What the person should be told of reading the log."""


def read_person(folder: Path, now: datetime, *, progress: bool = False) -> Person:
    """Read what a session needs to know; `progress` reads further back. Never raises.

    What cannot be read is as if it were not there, with a note.
    """
    try:
        store = open_to_read(folder)
        if store is None:
            return Person()
        with store:
            return _read(store, now, progress)
    except Damaged:
        try:
            with recover(folder) as store:
                return _read(store, now, progress)
        except (Damaged, DiskProblem, NewerData) as problem:
            return Person(notes=(f"warning: your log cannot be read: {problem}",))
    except (DiskProblem, NewerData) as problem:
        return Person(notes=(f"warning: your log cannot be read: {problem.message}",))


def _read(store: Store, now: datetime, progress: bool) -> Person:
    since = (now - (PROGRESS_LOOKS_BACK if progress else LOOK_BACK)).date()
    profile = None
    if (kept := read_latest(store, "profile")) is not None:
        try:
            profile = read_profile(kept[1])
        except ValueError:  # of another time or hand: it is asked anew
            profile = None
    heard = read_latest(store, "safety-heard")
    cut_off = interrupted(store, now, OFFERED_FOR)
    if cut_off is not None and cut_off.reason not in (None, "output-lost"):
        cut_off = None  # the person ended it: only `voiceguide resume` goes on with it
    return Person(
        profile,
        read_history(store, since),
        None if heard is None else (heard[0], int(heard[1].get("version", 0))),
        cut_off,
        (store.note,) if store.note else (),
    )
