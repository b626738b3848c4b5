"""Writing to the log at once, where nothing plays that could be held up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from voiceguide.app.context import AppContext
from voiceguide.errors import DiskProblem
from voiceguide.person import log_reader as reading
from voiceguide.person.event import Event
from voiceguide.person.store import Damaged, NewerData, Store, open_store, recover

T = TypeVar("T")


def try_store(context: AppContext, *events: Event) -> bool:
    """Have events on the disk; where that fails the person is told, and it is False."""
    try:
        try:
            with open_store(context.folders.data) as store:
                store.keep(events)
        except Damaged:
            with recover(context.folders.data, known=events) as store:
                pass
    except (DiskProblem, NewerData, Damaged) as problem:
        context.ui.tell(f"warning: not logged: {problem}")
        return False
    if store.note:
        context.ui.tell(store.note)
    return True


def read_log(
    context: AppContext, read: Callable[[Store], T], *, looked_through: bool = True
) -> T | None:
    """What `read` makes of the log; None where there is none. What is damaged is told.

    Looking it through takes a quarter of a second for ten years. Raises DiskProblem, NewerData.
    """
    found = reading.read_log(context.folders.data, read, looked_through=looked_through)
    if found is None:
        return None
    made, note = found
    if note:
        context.ui.tell(note)
    return made
