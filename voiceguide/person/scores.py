"""What a person did at their own pace: rounds that they counted, and how long it took them."""

from __future__ import annotations

import json
from typing import Any

from msgspec import Struct

from voiceguide.person.event import LONGEST_MS, MOST_ROUNDS, number_of, text_of
from voiceguide.person.history import making_sense
from voiceguide.person.store import Store, in_words
from voiceguide.text import clock, count_of
from voiceguide.units import Ms


class Score(Struct, frozen=True):
    """Of one stretch; `took_ms` is None where its time was given, and it was done to its end."""

    name: str
    rounds: int | None
    took_ms: Ms | None

    def __str__(self) -> str:
        rounds = count_of(self.rounds, "round") if self.rounds else ""
        time = clock(self.took_ms) if self.took_ms is not None else ""
        return f"{self.name}: {' in '.join(each for each in (rounds, time) if each)}"

    def facts(self) -> dict[str, object]:
        """The same for programs."""
        return {"name": self.name, "rounds": self.rounds, "took_ms": self.took_ms}


def read_scores(store: Store, session: str) -> tuple[Score, ...]:
    """The scores of a session, in the order they came. Raises Damaged, DiskProblem.

    What was broken off has none where it was done later, when the session went on.
    """
    with in_words(store.file):
        rows = store.connection.execute(
            "SELECT kind, data FROM events WHERE id >= ? || '/' AND id < ? || '0'"
            " AND kind IN ('step', 'ended') ORDER BY +number",
            (session, session),
        ).fetchall()
        with making_sense(f"the session {session!r}"):
            read = [(kind, json.loads(text_of(data))) for kind, data in rows]
            done = {data.get("name") for kind, data in read if kind == "step"} - {None}
            return tuple(
                _score(data)
                for kind, data in read
                if data.get("name") is not None and (kind == "step" or data["name"] not in done)
            )


def _score(data: dict[str, Any]) -> Score:
    rounds, took_ms = data.get("rounds"), data.get("took_ms")
    return Score(
        text_of(data["name"]),
        None if rounds is None else number_of(rounds, MOST_ROUNDS),
        None if took_ms is None else Ms(number_of(took_ms, LONGEST_MS)),
    )
