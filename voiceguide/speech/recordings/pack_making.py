"""Beginning a voice pack, and putting recordings into it: each is whole or absent."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.audio.riff import header_bytes
from voiceguide.errors import UsageError
from voiceguide.files import whole_file
from voiceguide.speech.recordings.line_names import file_stem
from voiceguide.speech.recordings.voice_pack import PACK_FILE, VoicePack, check_pack_text, read_pack

if TYPE_CHECKING:
    from voiceguide.audio.clip import Samples

LINES_FOLDER = "lines"
DEFAULT_FALLBACK = "pyttsx3"


def begin_pack(folder: Path, name: str, language: str, fallback: str = DEFAULT_FALLBACK) -> None:
    """Make a folder with a voice.toml and no recordings yet.

    Raises UsageError for a folder that holds something else, BadFiles for what a pack cannot say
    of itself, and as `whole_file` does.
    """
    check_new(folder)
    text = pack_text(name, language, fallback)
    check_pack_text(text, folder)
    folder.mkdir(parents=True, exist_ok=True)
    with whole_file(folder / PACK_FILE) as file:
        file.write(text.encode())


def pack_text(name: str, language: str, fallback: str) -> str:
    """The voice.toml of a new pack; `check_pack_text` says whether it can be one."""
    rows = [
        f"name = {_quoted(name)}",
        f"language = {_quoted(language)}",
        '# Who says the lines that are missing; "refuse" plays no session with a missing line.',
        f"fallback = {_quoted(fallback)}",
        '# author = "Anna Example"',
        '# licence = "CC BY 4.0"',
    ]
    return "\n".join((*rows, ""))


def check_new(folder: Path) -> None:
    """Raises UsageError where no pack can be begun in a folder: something else is there."""
    if folder.is_dir() and not any(folder.iterdir()):
        return
    if os.path.lexists(folder):
        raise UsageError(
            f"{folder} is no voice pack, and not empty", hint="choose a new folder for the pack"
        )


def _quoted(text: str) -> str:
    """A text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def keep_recording(pack: VoicePack, words: str, samples: Samples) -> VoicePack:
    """Put the recording of a line (44.1 kHz) into a pack, levelled; it replaces what was there.

    Gives the pack as it is now. Raises as `whole_file` does.
    """
    from voiceguide.audio.clip import Clip
    from voiceguide.audio.loudness import levelled
    from voiceguide.speech.normalise_settings import LOUDNESS_LUFS, PEAK_DBFS

    clip = Clip.from_samples(levelled(samples, LOUDNESS_LUFS, PEAK_DBFS))
    before = pack.file_for(words)
    file = pack.folder / LINES_FOLDER / f"{file_stem(words)}.wav"
    if before is not None and before.suffix.lower() == ".wav":
        file = before
    file.parent.mkdir(parents=True, exist_ok=True)
    if before is not None and before != file and words in pack.table:
        raise UsageError(
            f"{pack.folder / PACK_FILE} names {pack.table[words]} for this line",
            hint="take its line out of the table to record it anew",
        )
    with whole_file(file, force=True) as written:
        written.write(header_bytes(len(clip.pcm)))
        written.write(clip.pcm.astype("<i2").tobytes())
    if before is not None and before != file:
        before.unlink(missing_ok=True)
    return read_pack(pack.folder)
