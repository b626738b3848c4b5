"""A routine file to edit."""

from __future__ import annotations

from pathlib import Path

from voiceguide.app.interaction import Interaction
from voiceguide.app.write_targets import make_folder
from voiceguide.errors import UsageError
from voiceguide.files import whole_file
from voiceguide.reader.kinds import ID
from voiceguide.routine.json_schemas import schema_file
from voiceguide.routine.library import Library
from voiceguide.settings import Folders

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


def new_routine(id: str, ui: Interaction, *, force: bool) -> Path:
    """Write a commented routine file into the person's own folder; where it is.

    Raises UsageError, also where the person does not want it in place of a built-in routine.
    """
    if not ID.fullmatch(id):
        raise UsageError(
            f"'{id}' cannot be the id of a routine",
            hint="small letters, digits and dashes, beginning with a letter, at most 40",
        )
    path = Folders.of_user().library / "routines" / f"{id}.yaml"
    if path.exists():
        raise UsageError(f"{path} exists already", hint="edit it, or take another id")
    if not force and Library([]).has("routine", id):
        said = f"there is a built-in routine '{id}', and yours would be played in its place"
        if not (ui.can_ask and ui.yes(f"{said.capitalize()}. Make it?")):
            raise UsageError(said, hint=f"take another id, such as my-{id}, or --force")
    make_folder(path.parent)
    name = id.replace("-", " ").capitalize()
    text = ROUTINE.format(id=id, name=name, path=path, schema=schema_file("routine").as_uri())
    with whole_file(path) as file:
        file.write(text.encode())
    return path
