"""Somebody who has answered the safety questions and heard the safety words today."""

from __future__ import annotations

from pathlib import Path

from voiceguide.person.event import local_now, new_event
from voiceguide.person.profile import Profile
from voiceguide.person.store import open_store
from voiceguide.routine.library import Library


def known_person(data: Path, **answers: object) -> None:
    """Write it to the log of a data folder."""
    now, safety = local_now(), Library().safety
    profile = Profile(
        now.date(),
        safety.version,
        red_flag=False,
        asked_professional=True,
        duration="none",
        answered=tuple(flag.key for flag in safety.red_flags),
    )
    lines = {str(number): now.date().isoformat() for number in range(len(safety.full))}
    with open_store(data) as store:
        store.keep([new_event("profile", now, **{**profile.data(), **answers})])
        store.keep([new_event("safety-heard", now, version=safety.version, lines=lines)])
