"""What installed packages add: voices, outputs, formats, importers and remotes.

Each kind is a group of entry points, such as ``voiceguide.voices``, and an entry point's name is
what people write (``--voice NAME``; for formats and importers the suffix without its dot). What is
built in comes first: packages are looked at, and imported, only for a name that is not.
docs/extensions.md says what each has to offer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

from voiceguide.errors import Missing, VoiceguideError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

Kind = Literal["voices", "outputs", "formats", "importers", "remotes"]

KINDS: dict[Kind, str] = {
    "voices": "speech engine",
    "outputs": "sound output",
    "formats": "export format",
    "importers": "importer",
    "remotes": "remote",
}
"""The groups, ``voiceguide.KIND``, and what one of each is called."""


def names(kind: Kind) -> list[str]:
    """What installed packages add of a kind; none of it is imported."""
    return sorted({entry.name for entry in _installed(kind)})


def load(kind: Kind, name: str) -> Any | None:
    """What a package offers by this name, imported now; None where none does.

    Raises Missing where it cannot be imported, or several packages offer it.
    """
    entry = _entry(kind, name)
    if entry is None:
        return None
    with failures_told(kind, name):
        return entry.load()


def package_of(kind: Kind, name: str) -> str:
    """The package that offers it, with its version."""
    entry = _entry(kind, name)
    return f"{entry.dist.name} {entry.dist.version}" if entry and entry.dist else "a package"


@contextmanager
def failures_told(kind: Kind, name: str) -> Iterator[None]:
    """Around all that a package's code does: its faults become a Missing that names it.

    What is built in is not covered up: its faults are ours.
    """
    try:
        yield
    except VoiceguideError:
        raise
    except Exception as error:  # whatever somebody else's code may raise
        if _entry(kind, name) is None:
            raise
        raise Missing(
            f"the {KINDS[kind]} '{name}' of {package_of(kind, name)} failed:"
            f" {type(error).__name__}: {error}",
            hint="tell those who made it, or remove that package",
        ) from error


def _entry(kind: Kind, name: str) -> EntryPoint | None:
    found = [entry for entry in _installed(kind) if entry.name == name]
    if len(found) > 1:
        packages = " and ".join(sorted(entry.dist.name for entry in found if entry.dist))
        raise Missing(
            f"the {KINDS[kind]} '{name}' is offered by {packages}", hint="remove all but one"
        )
    return found[0] if found else None


def _installed(kind: Kind) -> tuple[EntryPoint, ...]:
    from importlib.metadata import entry_points

    return tuple(entry_points(group=f"voiceguide.{kind}"))
