"""What is known of a person when a session is to begin, read at once and quickly."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from msgspec import Struct, field

from voiceguide.errors import DiskProblem
from voiceguide.person.event import UNREADABLE
from voiceguide.person.heard_safety import HeardSafety, read_heard
from voiceguide.person.history import (
    History,
    Session,
    compare,
    interrupted,
    read_history,
    read_latest,
)
from voiceguide.person.known_tones import read_sessions_heard
from voiceguide.person.log_reader import read_log
from voiceguide.person.profile import Profile, read_profile
from voiceguide.person.store import NewerData, Store
from voiceguide.person.training_rules import LOOK_BACK
from voiceguide.routine.session_kinds import Sort
from voiceguide.structs import replace

PROGRESS_LOOKS_BACK = timedelta(days=400)
"""Places are counted from so long ago: at a quarter a week that is enough for any range."""
OFFERED_FOR = timedelta(hours=1)
"""How long `play` offers to go on with a session that was cut off."""


class Person(Struct, frozen=True):
    """A person as the log knows them; all empty where there is none."""

    profile: Profile | None = None
    history: History = field(default_factory=History)
    heard_safety: HeardSafety | None = None
    """What was heard of the full safety words, to their end."""
    cut_off: Session | None = None
    """A session that did not come to its end within the hour."""
    sessions_heard: Mapping[Sort, int] = field(default_factory=dict)
    """How many of the newest sessions were heard, of each sort."""
    unreadable: bool = False
    """There are answers, or may be, that cannot be read: not the same as none."""
    notes: tuple[str, ...] = ()
    """What the person should be told of reading the log."""


def read_person(folder: Path, now: datetime, *, progress: bool = False) -> Person:
    """Read what a session needs to know; `progress` reads further back. Never raises.

    Of what cannot be read there is a note; `unreadable` where the answers are part of it.
    """
    try:
        found = read_log(folder, lambda store: _read(store, now, progress))
    except (DiskProblem, NewerData) as problem:
        said = f"warning: your log cannot be read: {problem.message}"
        return Person(unreadable=True, notes=(said,))
    if found is None:
        return Person()
    person, note = found
    return replace(person, notes=(note,)) if note else person


def _read(store: Store, now: datetime, progress: bool) -> Person:
    since = (now - (PROGRESS_LOOKS_BACK if progress else LOOK_BACK)).date()
    compare(store, (now - LOOK_BACK).date())
    profile, kept = None, read_latest(store, "profile")
    if kept is not None:
        profile = None if kept[1] == UNREADABLE else read_profile(kept[1])
    heard = read_latest(store, "safety-heard")
    cut_off = interrupted(store, now, OFFERED_FOR)
    if cut_off is not None and cut_off.reason not in (None, "output-lost", "voice-lost"):
        cut_off = None  # the person ended it: only `voiceguide resume` goes on with it
    return Person(
        profile,
        read_history(store, since),
        None if heard is None else read_heard(heard[1]),
        cut_off,
        read_sessions_heard(store),
        unreadable=kept is not None and profile is None,
    )
