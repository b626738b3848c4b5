"""One session at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from voiceguide.errors import UsageError
from voiceguide.person.lock import SESSION_LOCK, Busy, Lock

if TYPE_CHECKING:
    from pathlib import Path

    from voiceguide.settings import Folders


def lock_file(folders: Folders) -> Path:
    """Held while a session plays."""
    return folders.data / SESSION_LOCK


@contextmanager
def one_session(folders: Folders) -> Iterator[tuple[str, ...]]:
    """Nobody else plays meanwhile; what the person should be told.

    Raises UsageError while another session plays. On a disk that cannot be written it goes on.
    """
    with ExitStack() as held:
        said: tuple[str, ...] = ()
        try:
            folders.data.mkdir(parents=True, exist_ok=True, mode=0o700)
            held.enter_context(Lock(lock_file(folders)))
        except Busy as busy:
            who = f" (process {busy.pid})" if busy.pid else ""
            raise UsageError(
                f"a session is already playing{who}", hint="stop it first: q in its terminal"
            ) from None
        except OSError as error:
            said = (f"warning: {folders.data} cannot be written ({error.strerror})",)
        yield said
