"""The options that several commands share, and what they come to."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Annotated, Any, Literal, get_type_hints

import typer

from voiceguide.cli.terminal import completion
from voiceguide.cli.terminal.extensible_options import choice
from voiceguide.session_options import SessionOptions, declared

RoutineName = Annotated[
    str,
    typer.Argument(
        metavar="ROUTINE",
        help="An id from `voiceguide list`, or a routine file.",
        autocompletion=completion.routines,
        show_default=False,
    ),
]
MaybeRoutine = Annotated[
    str | None,
    typer.Argument(
        metavar="[ROUTINE]",
        help="An id from `voiceguide list`, or a routine file; without one it is chosen.",
        autocompletion=completion.routines,
        show_default=False,
    ),
]
Area = Annotated[
    str | None,
    typer.Option(
        "--area",
        metavar="WHAT",
        help="What it is for: back, neck, knee, balance, strength, relax, ...",
        show_default=False,
    ),
]
MinutesWanted = Annotated[
    int | None,
    typer.Option("--minutes", min=2, max=180, help="About how long.", show_default=False),
]
PositionWanted = Annotated[
    Literal["chair", "standing", "floor"] | None,
    typer.Option(
        "--position",
        help="Where it may be: chair only, standing too, or on the floor as well.",
        show_default=False,
    ),
]
Without = Annotated[
    list[str] | None,
    typer.Option("--without", metavar="THING", help="A thing you do not have.", show_default=False),
]
ForMe = Annotated[
    bool,
    typer.Option(
        "--for-me",
        help="Made for you: with the conditions of your profile, which are then written in it.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="The answer as JSON.")]


_COMPLETIONS = {"conditions": completion.conditions}


def takes(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Gives a command these options of a session; it is called with them as `chosen`."""

    def with_options(command: Callable[..., None]) -> Callable[..., None]:
        own = get_type_hints(command, localns={"SessionOptions": object}, include_extras=True)
        shared = {name: _typer_option(name) for name in names}

        @functools.wraps(command)
        def with_them(**values: Any) -> None:
            said = {name: values.pop(name) for name in names}
            command(**values, chosen=_chosen(said))

        keyword = inspect.Parameter.KEYWORD_ONLY
        every = [
            parameter.replace(annotation=own[name], kind=keyword)
            for name, parameter in inspect.signature(command).parameters.items()
            if name != "chosen"
        ]
        every += [
            inspect.Parameter(name, keyword, default=default, annotation=hint)
            for name, (hint, default) in shared.items()
        ]
        with_them.__annotations__ = {each.name: each.annotation for each in every}
        with_them.__signature__ = inspect.Signature(every)  # type: ignore[attr-defined]  # Typer reads it
        return with_them

    return with_options


def _typer_option(name: str) -> tuple[Any, Any]:
    """The annotation of an option as Typer reads it, and what it is where nobody says it."""
    type_, option = declared()[name]
    flags = [flag for flag in (option.flag, option.short_flag) if flag]
    about, default = option.about, None if type_ is not bool else False
    if option.usual is not None and not option.usually:
        about = f"{about}  [default: {option.usual}]"
    if option.added is not None:
        taken = choice(
            *flags, known=option.words, kind=option.added, help=about, show_default=False
        )
        return Annotated[str | None, taken], None
    taken = typer.Option(
        *flags,
        help=about,
        metavar=option.metavar,
        min=option.least,
        max=option.most,
        autocompletion=_COMPLETIONS.get(name),
        show_default=False,
    )
    if name == "conditions":
        type_ = list[str]
    return Annotated[type_ if type_ is bool else type_ | None, taken], default


def _chosen(said: dict[str, Any]) -> SessionOptions:
    values = {name: value for name, value in said.items() if value is not None}
    if "conditions" in values:
        values["conditions"] = tuple(values["conditions"])
    return SessionOptions(**values)


def examples(*lines: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A command with examples below its help."""

    def with_examples(command: Callable[..., None]) -> Callable[..., None]:
        command.epilog = below_help(*lines)  # type: ignore[attr-defined]  # read by the program
        return command

    return with_examples


def below_help(*lines: str) -> str:
    """Examples as the text below a command's help, on lines of their own."""
    return "\n".join(("\b", "Examples:", *(f"  {line}" for line in lines)))
