"""Files of a person's own: made to be edited, and edited."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path
from typing import Literal

from voiceguide.app.check_files import Checked
from voiceguide.app.context import AppContext
from voiceguide.app.interaction import Interaction
from voiceguide.app.write_targets import make_folder
from voiceguide.errors import UsageError, did_you_mean
from voiceguide.files import whole_file
from voiceguide.reader.kinds import ID
from voiceguide.routine.json_schemas import schema_file
from voiceguide.routine.library import FOLDERS, Library
from voiceguide.session_options import SessionOptions
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
EXERCISE = """\
# yaml-language-server: $schema={schema}
# An exercise of your own. In a routine:  - {id}
# After a change: voiceguide check {path}
name: {name}
from: own practice, unreviewed   # or source: publisher, title, address, read
purpose: strength      # or stretch, mobility, relax, posture, activity
why: What it is good for.
position: chair-sitting          # voiceguide list positions
equipment: {{needs: [chair]}}      # voiceguide list equipment
get_ready:
  - Sit tall, near the front of the chair.
  - You will straighten one knee, and lower it again.
sides: {{order: one-then-other, word: leg}}
dose: {{sets: 1-2, reps: 8-12, hold: 3-5 s, rest: 15 s}}
rep:
  - {{move: "Straighten your <side> knee.", again: Straighten., takes: 3 s, breath: out}}
  - {{hold: dose}}
  - {{move: "And lower it slowly.", again: And lower., takes: 3 s, breath: in}}
watch: Keep your back long.
avoid_if: []           # voiceguide list conditions
ask_first_if: [knee-pain]
"""

Kind = Literal["routine", "exercise"]
_TEXTS: dict[Kind, str] = {"routine": ROUTINE, "exercise": EXERCISE}


def new_file(kind: Kind, id: str, ui: Interaction, *, force: bool) -> Path:
    """Write a commented file into the person's own folder; where it is.

    Raises UsageError, also where the person does not want it in place of a built-in one.
    """
    if not ID.fullmatch(id):
        raise UsageError(
            f"'{id}' cannot be the id of {_a(kind)}",
            hint="small letters, digits and dashes, beginning with a letter, at most 40",
        )
    path = _own_path(kind, id)
    if path.exists():
        raise UsageError(f"{path} exists already", hint=f"voiceguide edit {id}, or another id")
    if not force and Library([]).has(kind, id):
        said = f"there is a built-in {kind} '{id}', and yours would be used in its place"
        if not (ui.can_ask and ui.yes(f"{said.capitalize()}. Make it?")):
            raise UsageError(said, hint=f"take another id, such as my-{id}, or --force")
    make_folder(path.parent)
    name = id.replace("-", " ").capitalize()
    text = _TEXTS[kind].format(id=id, name=name, path=path, schema=schema_file(kind).as_uri())
    with whole_file(path) as file:
        file.write(text.encode())
    return path


def edit(id: str, context: AppContext) -> Checked:
    """Open a person's own file in their editor; what is wrong with it when that is closed.

    Of a built-in one a copy is made first, if they want it: it is then used in its place. Raises
    UsageError for an id that is none, and where no editor is set or it fails.
    """
    ui = context.ui
    path = _to_edit(id, ui)
    command = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "")
    if not command:
        raise UsageError(
            f"no editor is set to open {path}",
            hint="set EDITOR, such as  EDITOR=nano voiceguide edit " + id,
        )
    ui.tell(str(path))
    try:
        code = subprocess.run([*command, str(path)], check=False).returncode
    except OSError as error:
        raise UsageError(
            f"the editor '{command[0]}' does not start: {error.strerror}", hint="set EDITOR"
        ) from error
    if code:
        raise UsageError(f"the editor '{command[0]}' ended with {code}", hint=f"look at {path}")
    return Checked.of([str(path)], SessionOptions(), context)


def _to_edit(id: str, ui: Interaction) -> Path:
    kinds: tuple[Kind, ...] = ("routine", "exercise")
    for kind in kinds:
        if (path := _own_path(kind, id)).exists():
            return path
    built_in = Library([])
    there = [kind for kind in kinds if built_in.has(kind, id)]
    if not there:
        library = Library([Folders.of_user().library])
        known = [*library.ids("routine"), *library.ids("exercise")]
        hint = did_you_mean(id, known) or f"make one: voiceguide new {id}"
        raise UsageError(f"there is no routine or exercise '{id}'", hint=hint)
    said = f"'{id}' is built in: a copy of yours would be used in its place"
    if not (ui.can_ask and ui.yes(f"{said.capitalize()}. Make it?")):
        raise UsageError(said, hint=f"make one of another name: voiceguide new my-{id}")
    kind = there[0]
    path = _own_path(kind, id)
    make_folder(path.parent)
    with whole_file(path) as file:
        file.write(built_in.ids(kind)[id].path.read_bytes())
    return path


def _own_path(kind: Kind, id: str) -> Path:
    return Folders.of_user().library / FOLDERS[kind] / f"{id}.yaml"


def _a(kind: Kind) -> str:
    return "an exercise" if kind == "exercise" else "a routine"
