"""The timeline as JSON, as docs/timeline.md describes it and timeline.schema.json checks it.

One line per segment, cue and note, so that two versions can be read as a diff.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

from msgspec import to_builtins
from msgspec.structs import asdict

from voiceguide.session_options import WRITTEN, SessionOptions
from voiceguide.text import UNSEEN
from voiceguide.timeline import Cue, Note, Segment, Timeline, VoiceCue

FORMAT_VERSION = 2
SCHEMA = Path(__file__).with_name("timeline.schema.json")
"""The JSON Schema (draft 2020-12) of what `text` writes."""

# Control and bidirectional characters and halves of surrogate pairs: legal in JSON or not, a
# terminal must not see them. They can only stand inside strings, where an escape means the same.
_UNSEEN = re.compile(f"[{UNSEEN}]")


def text(timeline: Timeline) -> str:
    """The whole JSON document; the same for the same timeline, byte for byte."""
    head: dict[str, object] = {
        "timeline": FORMAT_VERSION,
        "routine": timeline.routine,
        "name": timeline.name,
        "language": timeline.language,
        "length_ms": timeline.length_ms,
        "voice": asdict(timeline.voice),
        "options": _options(timeline.options),
    }
    if timeline.sources:
        head["sources"] = dict(timeline.sources)
    members = [f"{_json(key)}: {_json(value)}" for key, value in head.items()]
    members.append(_lines("segments", map(_segment, timeline.segments)))
    members.append(_lines("cues", map(_cue, timeline.cues)))
    members.append(_lines("notes", map(_note, timeline.notes)))
    return "{" + ",\n ".join(members) + "}\n"


def _options(options: SessionOptions) -> dict[str, object]:
    """`tones` only where they are explained: most timelines have no such lines."""
    told = {name: getattr(options, name) for name in WRITTEN}
    return told | {"tones": options.tones} if options.tones else told


_OF_ALL = ("start_ms", "end_ms", "kind", "label")
_SELDOM = ("verdict", "until", "counted_rounds", "tempo", "load", "effort", "intensity", "eyes")
"""Left out of a segment that has none."""


def _segment(segment: Segment) -> dict[str, object]:
    fields: dict[str, object] = to_builtins(segment)
    seldom = {name: fields.pop(name) for name in _SELDOM}
    if segment.item is None and segment.exercise is None and not segment.rounds:
        fields = {name: fields[name] for name in _OF_ALL}
    return fields | {name: value for name, value in seldom.items() if value is not None}


def _cue(cue: Cue) -> dict[str, object]:
    fields: dict[str, object] = {"at_ms": cue.at_ms, "length_ms": cue.length_ms}
    if isinstance(cue, VoiceCue):
        fields |= {"kind": "voice", "text": cue.text}
    else:
        fields |= {"kind": "tone", "sound": cue.sound}
    return fields | {"role": cue.role}


def _note(note: Note) -> dict[str, object]:
    return {"change": note.change, "from": note.before, "to": note.after, "why": note.why}


def _lines(name: str, rows: Iterable[dict[str, object]]) -> str:
    written = ",\n  ".join(map(_json, rows))
    return f'"{name}": [\n  {written}]' if written else f'"{name}": []'


def _json(value: object) -> str:
    return _UNSEEN.sub(
        lambda found: f"\\u{ord(found.group()):04x}", json.dumps(value, ensure_ascii=False)
    )
