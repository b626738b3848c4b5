"""Files of scripts: read to be spoken as they stand, and as routines to be."""

from __future__ import annotations

from pathlib import Path

from voiceguide.errors import Place, Problem
from voiceguide.files import decoded
from voiceguide.importing.draft import Draft, DraftGroup, DraftItem, DraftNote, DraftRest
from voiceguide.importing.open_file import content_of
from voiceguide.importing.script_text import Bell, Quiet, Script, ScriptChapter, Words, parse_script
from voiceguide.reader.unseen_characters import without_unseen
from voiceguide.routine.routine_files import shown_path

_ANNOUNCED_MS = 5000
_SHORTEST_REST_MS = 1000
"""A routine's shortest rest; what is shorter is the air after a line."""


def read_script(path: Path, language: str = "en") -> Script:
    """The script in a text or Markdown file; its name is its title, or that of the file.

    Raises UsageError for what is no readable file, BadFiles for what is no script.
    """
    shown = shown_path(path)
    return _script(content_of(path, shown), shown, language)


def read(content: bytes, shown: str) -> list[Draft]:
    """The routine that a script becomes. Raises BadFiles for what is no script."""
    return [_draft_of(_script(content, shown), shown)]


def _script(content: bytes, shown: str, language: str = "en") -> Script:
    return parse_script(decoded(content, shown), shown, _name_of(Path(shown)), language)


def _draft_of(script: Script, shown: str) -> Draft:
    """A script as a routine: headings become groups, pauses rests; bells have no place in one."""
    lost = list(script.unknown)
    bells = sum(isinstance(part, Bell) for part in script.parts)
    start = Place(shown, 1, 1)
    if bells:
        lost.append(Problem(start, f"its bells ({bells}): play the script itself to hear them"))
    chapters: list[tuple[str, list[DraftItem]]] = [("", [])]
    for part in script.parts:
        match part:
            case ScriptChapter(title=title):
                chapters.append((title, []))
            case Words(text=text):
                chapters[-1][1].append(DraftNote(text))
            case Quiet(length_ms=length_ms) if length_ms >= _SHORTEST_REST_MS:
                chapters[-1][1].append(DraftRest(length_ms))
            case Quiet() | Bell():
                pass
    if len(chapters) > 1:
        lost.append(Problem(start, "headings are titles here; in the routine they are spoken"))
    if any(isinstance(part, Quiet) and part.length_ms >= _ANNOUNCED_MS for part in script.parts):
        lost.append(Problem(start, "silent pauses: the coach announces rests of 5 s and more"))
    items: list[DraftItem] = []
    for title, inside in chapters:
        if title and inside:
            items.append(DraftGroup(title, 1, tuple(inside)))
        else:
            items.extend(inside)
    return Draft(script.name, tuple(items), lost=tuple(lost))


def _name_of(path: Path) -> str:
    return without_unseen(path.stem).replace("_", " ").replace("-", " ").strip() or "Script"
