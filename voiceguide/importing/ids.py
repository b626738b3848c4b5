"""Names as ids, for files in the person's library."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable

LONGEST_ID = 40


def ids_of(names: Iterable[str], taken: Container[str] = ()) -> list[str]:
    """An id for each name, no two alike and none `taken`: ``Sweet & spot`` is ``sweet-spot``."""
    ids: list[str] = []
    for name in names:
        id = wanted = _id_of(name)
        number = 2
        while id in ids or id in taken:
            id = f"{wanted[: LONGEST_ID - len(str(number)) - 1]}-{number}"
            number += 1
        ids.append(id)
    return ids


def _id_of(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    id = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not re.match(r"[a-z]", id):
        id = f"imported-{id}".strip("-")
    return id[:LONGEST_ID].strip("-")
