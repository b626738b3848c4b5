"""What in a folder is up to date: a small file beside the exports remembers what made them.

An export is made again when anything changed that it is made of: the timeline, the sound of a
line or a tone, the music, the program's version. A file that somebody else changed is not ours
any more.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, field

from voiceguide.exporting import format_of_suffix
from voiceguide.exporting.formats import json as json_timeline
from voiceguide.files import NotPlain, read_plain, whole_file
from voiceguide.program_version import program_version
from voiceguide.timeline import Timeline, VoiceCue

if TYPE_CHECKING:
    from voiceguide.rendering import Audible

INDEX_NAME = ".voiceguide-exports.json"
MOST_BYTES = 64_000_000
"""More than hundreds of thousands of files take."""
LOCK_NAME = ".voiceguide-exports.lock"
"""Held by whoever exports into the folder: two at once would not know each other's files."""

State = Literal["missing", "current", "outdated", "foreign"]
"""`foreign`: there is a file that we did not write, or that was changed since."""


def fingerprint(session: Timeline | Audible, suffix: str, track: int, sound: str | None) -> str:
    """What a file of this session is made of, as a short text; other only for another file."""
    from voiceguide.rendering import Soundtrack

    timeline = session if isinstance(session, Timeline) else session.timeline
    digest = hashlib.blake2b(digest_size=16)
    for part in (program_version(), suffix, str(track), sound or ""):
        digest.update(part.encode() + b"\0")
    digest.update(json_timeline.text(timeline).encode())
    if format_of_suffix(suffix).kind == "audio" and not isinstance(session, Timeline):
        for cue in dict.fromkeys(_source(cue) for cue in timeline.cues):
            kind, name = cue
            clips = session.clips if kind == "voice" else session.tones
            digest.update(clips[name].pcm.tobytes())
        if isinstance(session, Soundtrack):
            digest.update(session.music.fingerprint().encode())
    return digest.hexdigest()


def _source(cue: object) -> tuple[str, str]:
    return ("voice", cue.text) if isinstance(cue, VoiceCue) else ("tone", getattr(cue, "sound", ""))


class ExportIndex(Struct):
    """The exports of a folder: what made each, and how the file looked then."""

    folder: Path
    known: dict[str, dict[str, object]] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path) -> ExportIndex:
        """As the folder's index says; a missing or damaged one knows nothing."""
        try:
            read = json.loads(read_plain(folder / INDEX_NAME, MOST_BYTES, folder))
            known = {str(name): dict(entry) for name, entry in read["files"].items()}
        except (NotPlain, OSError, ValueError, LookupError, TypeError, AttributeError):
            known = {}
        return cls(folder, known)

    def state(self, name: str, made_of: str) -> State:
        """Of a file of this name, for a session with this fingerprint."""
        path = self.folder / name
        if not path.exists():
            return "missing"
        entry = self.known.get(name, {})
        if {**_looks(path), "made_of": entry.get("made_of")} != entry:
            return "foreign"
        return "current" if entry["made_of"] == made_of else "outdated"

    def note(self, name: str, made_of: str) -> None:
        """Remember a file as it is now."""
        self.known[name] = {**_looks(self.folder / name), "made_of": made_of}

    def save(self) -> None:
        """Write the index; entries of files that are gone are left out. Raises as `whole_file`."""
        there = {name: entry for name, entry in sorted(self.known.items()) if self._is_there(name)}
        text = json.dumps({"files": there}, indent=1) + "\n"
        with whole_file(self.folder / INDEX_NAME, force=True) as file:
            file.write(text.encode())

    def _is_there(self, name: str) -> bool:
        return Path(name).name == name and (self.folder / name).is_file()


def _looks(path: Path) -> dict[str, object]:
    found = path.stat()
    return {"bytes": found.st_size, "changed_ns": found.st_mtime_ns}
