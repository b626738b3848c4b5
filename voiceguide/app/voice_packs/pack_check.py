"""What is wrong with a voice pack: lines that are missing, and recordings that are not good."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from voiceguide.app.pack_fallback import fallback_fault
from voiceguide.app.voice_packs.lines_to_read import PARTS, GatheredLines, LineToRead, Part
from voiceguide.app.voice_packs.scripts import gathered, gathered_one_by_one
from voiceguide.app.voice_packs.written_words import WrittenWords
from voiceguide.phrases.languages import base_language
from voiceguide.speech.recordings.line_names import (
    file_stem,
    line_words,
    stem_as_named,
    words_of_stem,
)
from voiceguide.speech.recordings.sound_file import (
    BadRecording,
    SoundFormat,
    read_recording,
    recording_bytes,
)
from voiceguide.speech.recordings.take import faults_of, look_at
from voiceguide.speech.recordings.voice_pack import PACK_FILE, VoicePack
from voiceguide.text import count_of

if TYPE_CHECKING:
    from voiceguide.app.context import AppContext

_A: dict[SoundFormat, str] = {"WAV": "a WAV", "FLAC": "a FLAC", "MP3": "an MP3"}
_SUFFIXES: dict[SoundFormat, str] = {"WAV": ".wav", "FLAC": ".flac", "MP3": ".mp3"}


class RecordingProblem(Struct, frozen=True):
    """Something wrong with one recording."""

    file: str
    text: str | None
    """The line, where it is known."""
    kind: str
    message: str
    hint: str

    def __str__(self) -> str:
        line = f" ({self.text})" if self.text else ""
        return f"{self.file}{line}: {self.message}\n  hint: {self.hint}"


class PackReport(Struct):
    """What was found in a pack."""

    pack: VoicePack
    problems: list[RecordingProblem] = field(default_factory=list)
    missing: list[LineToRead] = field(default_factory=list)
    """Of the parts that were asked for."""
    rarer: dict[Part, int] = field(default_factory=dict)
    """How many lines of the other parts are missing."""
    looked: bool = False
    """Whether routines were named, of which lines may be missing."""

    @property
    def is_good(self) -> bool:
        return not self.problems and not self.missing

    def lines(self) -> Iterable[str]:
        """The report for a person."""
        for problem in self.problems:
            yield str(problem)
        for line in self.missing:
            yield f"{line.file}.wav is missing: {line.text} ({line.where})"

    def summary(self) -> str:
        """How it stands, in a sentence or two."""
        pack = self.pack
        counted = (
            f"{pack.name}: {count_of(len(pack.files), 'recording')}, "
            f"{count_of(len(self.problems), 'problem')}"
        )
        if not self.looked:
            look = f"voiceguide voices check {pack.folder} ROUTINE"
            return f"{counted}. What is missing was not looked for: {look}"
        said = [f"{counted}, {len(self.missing)} missing."]
        if self.rarer:
            rarer = ", ".join(f"{count} {part}" for part, count in self.rarer.items())
            said.append(f"Of rarer lines are missing: {rarer}.")
        if self.missing or self.rarer:
            who = f"{pack.fallback} says them" if pack.fallback else "the pack refuses them"
            said.append(f"Where a line is missing, {who}.")
        return " ".join(said)

    def facts(self) -> dict[str, object]:
        """The report for programs."""
        return {
            "pack": self.pack.name,
            "language": self.pack.language,
            "fallback": self.pack.fallback,
            "recordings": len(self.pack.files),
            "problems": [
                {
                    "file": each.file,
                    "text": each.text,
                    "kind": each.kind,
                    "message": each.message,
                    "hint": each.hint,
                }
                for each in self.problems
            ],
            "missing": [
                {"file": f"{each.file}.wav", "text": each.text, "where": each.where,
                 "part": each.part}
                for each in self.missing
            ],
            "rarer_missing": dict(self.rarer),
        }  # fmt: skip


def check_pack(
    pack: VoicePack, names: Sequence[str], parts: Sequence[Part], context: AppContext
) -> PackReport:
    """Listen to every recording of a pack; with routines, look what is missing of their lines.

    Raises UsageError and BadFiles for routines that cannot be used or speak another language.
    """
    report = PackReport(pack)
    language = base_language(pack.language)
    known = gathered(names, context, language=language) if names else GatheredLines(language)
    if names:
        report.looked = True
        _missing(report, known, parts)
    if (fault := fallback_fault(pack.fallback, pack.language)) is not None:
        hint = 'name another in it, as in  fallback = "pyttsx3", or have that voice here'
        report.problems.append(RecordingProblem(PACK_FILE, None, "fallback", fault, hint))
    texts = _texts(pack, known)
    # What is no line of these routines may be one of another.
    sayable = _sayable(pack, context, texts)
    if not sayable <= texts.keys():
        for lines in gathered_one_by_one(context, language):
            texts = _texts(pack, lines) | texts
            if sayable <= texts.keys():
                break
    own = {pack.folder / each: pack.texts[words] for words, each in pack.table.items()}
    with context.ui.busy("Listening to the recordings") as progress:
        for number, file in enumerate(pack.files):
            progress(number, len(pack.files))
            report.problems += _listened_to(file, texts.get(file), own.get(file), pack)
    return report


def _sayable(pack: VoicePack, context: AppContext, texts: Mapping[Path, str]) -> set[Path]:
    """The files that may hold a line: not those with a word that is written nowhere."""
    if all(file in texts for file in pack.files):
        return set(pack.files)
    from voiceguide.routine.library import Library

    language = base_language(pack.language)
    written = WrittenWords(Library([context.folders.library]).in_language(language))
    words: dict[Path, str | None] = dict.fromkeys(pack.files)
    words |= {pack.folder / name: words_of_stem(stem) for stem, name in pack.stems.items()}
    words |= {pack.folder / name: line for line, name in pack.table.items()}
    return {file for file, line in words.items() if line is None or written.can_make(line)}


def _missing(report: PackReport, known: GatheredLines, parts: Sequence[Part]) -> None:
    for line in known.lines():
        if report.pack.file_for(line_words(line.text, known.language)) is not None:
            continue
        if line.part in parts:
            report.missing.append(line)
        else:
            report.rarer[line.part] = report.rarer.get(line.part, 0) + 1
    report.rarer = {part: report.rarer[part] for part in PARTS if part in report.rarer}


def _texts(pack: VoicePack, known: GatheredLines) -> dict[Path, str]:
    """The line of each file, as far as it is one of the `known` ones."""
    by_stem = {line.file: line.text for line in known.lines()}
    found = {
        pack.folder / name: pack.texts[words]
        for words, name in pack.table.items()
        if file_stem(words) in by_stem
    }
    for stem, name in pack.stems.items():
        if (text := by_stem.get(stem_as_named(stem))) is not None:
            found[pack.folder / name] = text
    return found


def _listened_to(
    file: Path, text: str | None, own: str | None, pack: VoicePack
) -> list[RecordingProblem]:
    """What is wrong with a recording of a known line, or of the `own` one of the table."""
    name = file.relative_to(pack.folder).as_posix()
    found: list[RecordingProblem] = []

    def problem(kind: str, message: str, hint: str) -> None:
        found.append(RecordingProblem(name, text or own, kind, message, hint))

    if text is None:
        what = "its line" if own is not None else "its name"
        close = "`voiceguide voices script --all` lists all lines and their files"
        problem("unknown", f"{what} is no line that any routine says", close)
    try:
        sound = read_recording(recording_bytes(file, pack.folder))
    except BadRecording as wrong:
        problem("unreadable", f"it {wrong}", "record it again, or take it away")
        return found
    if file.suffix.lower() != _SUFFIXES[sound.format]:
        right = file.with_suffix(_SUFFIXES[sound.format]).name
        problem("mislabelled", f"it is {_A[sound.format]} file", f"call it {right}")
    if not sound.whole:
        problem("cut", "the file ends before its sound does", "copy or record it again")
    words = len((text or own or stem_as_named(file.stem).replace("-", " ")).split())
    for fault in faults_of(look_at(sound.samples, sound.rate_hz), words):
        problem(fault.kind, fault.message, fault.remedy)
    return found
