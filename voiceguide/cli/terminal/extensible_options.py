"""Options whose value is one of the names that are built in, or one that a package adds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import typer

from voiceguide.text import quoted

if TYPE_CHECKING:
    from voiceguide.extensions import Kind


def choice(*flags: str, known: Sequence[str], kind: Kind, **more: Any) -> Any:
    """As `typer.Option` of a choice between `known`; packages are asked for other names only."""

    def offered(incomplete: str) -> list[str]:
        from voiceguide import extensions

        every = [*known, *extensions.names(kind)]
        return [name for name in every if name.startswith(incomplete)]

    return typer.Option(
        *flags,
        parser=_parser(known, kind),
        metavar=f"<{'|'.join(known)}>",
        autocompletion=offered,
        **more,
    )


def _parser(known: Sequence[str], kind: Kind) -> Callable[[str], str]:
    def parse(name: str) -> str:
        if name in known:
            return name
        from voiceguide import extensions

        every = [*known, *extensions.names(kind)]
        if name not in every:
            names = ", ".join(f"'{each}'" for each in every)
            raise typer.BadParameter(f"{quoted(name)} is not one of {names}.")
        return name

    return parse
