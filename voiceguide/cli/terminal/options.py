"""The options that several commands share, and what they come to."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_type_hints

import typer

from voiceguide.cli.terminal import completion

if TYPE_CHECKING:
    from voiceguide.session import Choices

RoutineName = Annotated[
    str,
    typer.Argument(
        metavar="ROUTINE",
        help="An id from `voiceguide list`, or a routine file.",
        autocompletion=completion.routines,
        show_default=False,
    ),
]
Level = Annotated[
    Literal["gentle", "steady", "strong"] | None,
    typer.Option("--level", help="How much of each exercise's range.", show_default=False),
]
Detail = Annotated[
    Literal["full", "normal", "brief"] | None,
    typer.Option("--detail", help="How much the coach explains.", show_default=False),
]
Pace = Annotated[
    Literal["calm", "normal", "brisk"] | None,
    typer.Option("--pace", help="How fast the coach speaks.", show_default=False),
]
Countdown = Annotated[
    Literal["tones", "voice", "soft", "none"] | None,
    typer.Option("--countdown", help="How the end of a hold is told.", show_default=False),
]
Encourage = Annotated[
    Literal["none", "rarely", "normal"] | None,
    typer.Option("--encourage", help="How often the coach encourages.", show_default=False),
]
Cues = Annotated[
    Literal["fade", "every"] | None,
    typer.Option("--cues", help="Words become tones, or stay.", show_default=False),
]
Voice = Annotated[
    str | None,
    typer.Option(
        "--voice",
        metavar="ENGINE[:NAME]",
        help="Such as pyttsx3:en-us+Annie; `estimate` says nothing and needs no engine.",
        show_default=False,
    ),
]
Seed = Annotated[
    int | None,
    typer.Option(
        "--seed",
        metavar="N",
        min=0,
        max=2**32 - 1,
        help="Another number, other phrases.",
        show_default=False,
    ),
]
From = Annotated[
    int | None,
    typer.Option(
        "--from",
        metavar="N",
        min=1,
        help="Begin with this item, as `voiceguide show` numbers them.",
        show_default=False,
    ),
]
Minutes = Annotated[
    int | None,
    typer.Option(
        "--minutes",
        metavar="N",
        min=1,
        max=180,
        help="Fit the session into the time you have; never at more than your level.",
        show_default=False,
    ),
]
Conditions = Annotated[
    list[str] | None,
    typer.Option(
        "--condition",
        metavar="ID",
        help="Leave out or swap what does not suit it, such as knee-pain; may be repeated.",
        autocompletion=completion.conditions,
        show_default=False,
    ),
]
Asked = Annotated[
    bool,
    typer.Option("--asked", help="A professional was asked about what your conditions need."),
]
ForMe = Annotated[
    bool,
    typer.Option(
        "--for-me",
        help="Made for you: with the conditions of your profile, which are then written in it.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="The answer as JSON.")]


def choices(
    *,
    level: Level = None,
    detail: Detail = None,
    pace: Pace = None,
    countdown: Countdown = None,
    encourage: Encourage = None,
    cues: Cues = None,
    voice: Voice = None,
    seed: Seed = None,
    start_at: From = None,
    minutes: Minutes = None,
    conditions: Conditions = None,
    asked: Asked = False,
) -> Choices:
    """What the command line decided about the session."""
    from voiceguide.session import Choices

    return Choices(
        level=level,
        detail=detail,
        pace=pace,
        countdown=countdown,
        encourage=encourage,
        cues=cues,
        voice=voice,
        seed=seed,
        start_at=start_at,
        minutes=minutes,
        conditions=tuple(conditions or ()),
        asked=asked,
    )


def with_choices(command: Callable[..., None]) -> Callable[..., None]:
    """The command with all options of a session; it is called with them as `chosen`."""
    own = get_type_hints(command, localns={"Choices": object}, include_extras=True)
    shared = get_type_hints(choices, localns={"Choices": object}, include_extras=True)
    del own["chosen"], shared["return"]

    @functools.wraps(command)
    def with_them(**values: Any) -> None:
        chosen = choices(**{name: values.pop(name) for name in shared})
        command(**values, chosen=chosen)

    def parameters(of: Callable[..., object], hints: dict[str, Any]) -> list[inspect.Parameter]:
        taken = inspect.signature(of).parameters
        keyword = inspect.Parameter.KEYWORD_ONLY
        return [
            taken[name].replace(annotation=hint, kind=keyword)
            for name, hint in hints.items()
            if name in taken
        ]

    every = [*parameters(command, own), *parameters(choices, shared)]
    with_them.__annotations__ = {**own, **shared}
    with_them.__signature__ = inspect.Signature(every)  # type: ignore[attr-defined]  # Typer reads it
    return with_them


def examples(*lines: str) -> str:
    """The examples below a command's help, on lines of their own."""
    return "\n".join(("\b", "Examples:", *(f"  {line}" for line in lines)))
