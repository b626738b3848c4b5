"""`voiceguide new`: a routine file to edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from voiceguide.cli.terminal import console, options
from voiceguide.cli.terminal.questions import TerminalInteraction

if TYPE_CHECKING:
    from pathlib import Path

Id = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="What it is to be called: small letters, digits and dashes.",
        show_default=False,
    ),
]

ROUTINE = """\
# yaml-language-server: $schema={schema}
# A routine of your own. Hear it: voiceguide play {id}
# After a change:                voiceguide check {path}
name: {name}
about: What it is for, in a line or two.
level: gentle          # or steady, or strong
items:                 # what there is: voiceguide list exercises
  - cat-stretch
  - do: childs-pose
    hold: 30 s         # what is left out, the exercise decides
  - rest: 20 s
    say: Rest a moment.
  - pelvic-tilt
"""


Force = Annotated[
    bool, typer.Option("--force", help="Make it also where it hides a built-in routine.")
]


def add_to(app: typer.Typer) -> None:
    """Make this a command of the program."""
    app.command(epilog=options.examples("voiceguide new my-evening"))(new)


def new(id: Id, force: Force = False) -> None:
    """Make a commented routine file in your own folder, and print its path."""
    from voiceguide.errors import UsageError
    from voiceguide.files import whole_file
    from voiceguide.reader.kinds import ID
    from voiceguide.routine.json_schemas import schema_file
    from voiceguide.routine.library import Library
    from voiceguide.settings import Folders

    if not ID.fullmatch(id):
        raise UsageError(
            f"'{id}' cannot be the id of a routine",
            hint="small letters, digits and dashes, beginning with a letter, at most 40",
        )
    folders = Folders.of_user()
    path = folders.library / "routines" / f"{id}.yaml"
    if path.exists():
        raise UsageError(f"{path} exists already", hint="edit it, or take another id")
    if not force and Library([]).has("routine", id):
        _ask_to_hide(id)
    _make_folder(path.parent)
    name = id.replace("-", " ").capitalize()
    text = ROUTINE.format(id=id, name=name, path=path, schema=schema_file("routine").as_uri())
    with whole_file(path) as file:
        file.write(text.encode())
    console.say(str(path))


def _ask_to_hide(id: str) -> None:
    """Raises UsageError where the person does not want theirs in place of a built-in routine."""
    from voiceguide.errors import UsageError

    ui = TerminalInteraction()
    said = f"there is a built-in routine '{id}', and yours would be played in its place"
    if not (ui.can_ask and ui.yes(f"{said.capitalize()}. Make it?")):
        raise UsageError(said, hint=f"take another id, such as my-{id}, or --force")


def _make_folder(folder: Path) -> None:
    from voiceguide.errors import DiskProblem

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DiskProblem(
            f"the folder {folder} cannot be made: {error.strerror}",
            hint="look who may write there; `voiceguide doctor` lists the folders",
        ) from error
