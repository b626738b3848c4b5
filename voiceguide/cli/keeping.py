"""Writing to the log at once, where nothing plays that could be held up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voiceguide.cli import console

if TYPE_CHECKING:
    from voiceguide.person.event import Event
    from voiceguide.person.store import Store
    from voiceguide.settings import Folders


def keep(folders: Folders, *events: Event) -> bool:
    """Have events on the disk; where that fails the person is told, and it is False."""
    from voiceguide.errors import DiskProblem
    from voiceguide.person.store import Damaged, NewerData, open_store, recover

    try:
        try:
            with open_store(folders.data) as store:
                store.keep(events)
        except Damaged:
            with recover(folders.data, known=events) as store:
                pass
    except (DiskProblem, NewerData, Damaged) as problem:
        console.tell(f"warning: not logged: {problem}")
        return False
    if store.note:
        console.tell(store.note)
    return True


def store_to_read(folders: Folders, *, looked_through: bool = True) -> Store | None:
    """The log; None where there is none. What was set aside is told.

    Looking it through takes a quarter of a second for ten years. Raises DiskProblem, NewerData.
    """
    from voiceguide.person.store import Damaged, open_to_read, recover

    store = open_to_read(folders.data)
    if store is None:
        return None
    try:
        if looked_through:
            store.check()
    except Damaged:
        store.close()
        store = recover(folders.data)
    if store.note:
        console.tell(store.note)
    return store
