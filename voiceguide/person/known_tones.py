"""Whether a person knows what the tones mean, from the sessions that they have heard."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from voiceguide.person.store import Store, in_words
from voiceguide.routine.session_kinds import Sort

SILENT = "silent"
"""The option under which a session is kept whose voice or tones nobody could hear."""
HEARD_MS = 120_000
"""A session that was done for so long was heard."""
KNOWN_AFTER = 3
"""Sessions that were heard until the tones are known."""
LATELY = 100
"""Of the newest sessions that were heard, so many are looked at."""
ALL_TONES: frozenset[Sort] = frozenset({"exercise", "posture"})
"""Sessions of these sorts have all the tones that others have, and more."""


def read_sessions_heard(store: Store) -> Mapping[Sort, int]:
    """How many of the newest sessions of each sort were heard. Raises Damaged, DiskProblem.

    A row that makes no sense is passed over: nobody is harmed by one explanation more.
    """
    with in_words(store.file):
        rows = store.connection.execute(
            "SELECT sort, COUNT(*) FROM (SELECT sort FROM sessions"
            " WHERE done_ms >= ? AND instr(options, ?) = 0"
            " ORDER BY day DESC, began DESC LIMIT ?) GROUP BY sort",
            (HEARD_MS, f'"{SILENT}": true', LATELY),
        ).fetchall()
    return {sort: int(number) for sort, number in rows if sort in get_args(Sort)}


def knows_tones(heard: Mapping[Sort, int], sort: Sort) -> bool:
    """Whether the tones of a session of some sort are known, by how many were `heard` of each.

    Whoever knows those of quiet breathing does not know those of exercises yet.
    """
    of = ALL_TONES if sort in ALL_TONES else heard
    return sum(heard.get(each, 0) for each in of) >= KNOWN_AFTER
