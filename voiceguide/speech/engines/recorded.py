"""Recorded voices: the lines of a pack, and another voice for those that nobody has read."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.errors import NoVoice, UsageError, did_you_mean
from voiceguide.files import at_home
from voiceguide.phrases.languages import base_language
from voiceguide.speech.clip_cache import ClipCache, cache_folder
from voiceguide.speech.engines.estimate import START_MS
from voiceguide.speech.normalise_settings import RULES
from voiceguide.speech.recordings.line_names import line_words, words_of_stem
from voiceguide.speech.recordings.sound_file import BadRecording, read_recording, recording_bytes
from voiceguide.speech.recordings.voice_pack import VoicePack, read_pack
from voiceguide.speech.voice import Progress, Voice, VoiceChoice
from voiceguide.speech.voice import open_voice as any_voice
from voiceguide.text import quoted
from voiceguide.timeline import VoiceInfo

if TYPE_CHECKING:
    from voiceguide.audio.clip import Clip

NAMED_AT_MOST = 5
"""So many missing lines are named in a message."""
MEASURED_LINES = 24
"""From so many lines the pace of the speaker is taken."""
FEWEST_MEASURED = 3
FEWEST_WORDS = 3
SLOWEST, FASTEST = 60, 260
SCRIPT_HINT = "see all lines with: voiceguide voices script ROUTINE"
FALLBACK_HINT = (
    "choose another voice, as in --voice pyttsx3 or `voiceguide voices use system`,"
    " or mend 'fallback' in the pack's voice.toml"
)


class RecordedVoice:
    """The lines of a pack, trimmed and levelled; what is missing, by its fallback voice.

    It has one pace, the speaker's own: `words_a_minute` counts only where too little is recorded
    to measure it, and for nothing else.
    """

    def __init__(
        self, pack: VoicePack, words_a_minute: int, language: str, cache: Path | None = None
    ) -> None:
        self._pack, self._language = pack, language
        self._cache_folder = cache or cache_folder()
        self._cache = ClipCache(self._cache_folder)
        self._problems: dict[str, None] = {}
        self._fallback: Voice | None = None
        self._missing: dict[str, None] = {}
        self._fingerprint: str | None = None
        pace = self._pace_of_speaker() or words_a_minute
        self._fallback_pace = round(pace, -1)
        self.info = VoiceInfo("recorded", pack.name, pace, measured=True)

    @property
    def fingerprint(self) -> str:
        """The pack's name and all its files, and the rules of trimming and levelling."""
        if self._fingerprint is None:
            digest = hashlib.blake2b(digest_size=16)
            for file in self._pack.files:
                name = file.relative_to(self._pack.folder).as_posix()
                digest.update(f"{name}\0{self._digest(file)}\n".encode())
            facts = (f"recorded {self._pack.name}", digest.hexdigest(), self._language, RULES)
            self._fingerprint = "; ".join(facts)
        return self._fingerprint

    @property
    def problems(self) -> Sequence[str]:
        """Files that cannot be used, and how many lines another voice has said."""
        said = []
        if self._missing and self._pack.fallback is not None:
            lines = "line" if len(self._missing) == 1 else "lines"
            said.append(
                f"{len(self._missing)} {lines} that {self._pack.name} has not recorded: "
                f"left to {self._pack.fallback}; {SCRIPT_HINT}"
            )
        others = self._fallback.problems if self._fallback is not None else ()
        return (*self._problems, *said, *self._cache.problems, *others)

    def has(self, text: str) -> bool:
        """Whether a line is recorded, in the words as given."""
        return self._pack.file_for(line_words(text, self._language)) is not None

    def speak(self, texts: Sequence[str], progress: Progress | None = None) -> dict[str, Clip]:
        """A clip for every text, by the text as given.

        Raises NoVoice for a text that holds no words, and where the pack refuses what is missing.
        """
        lines = dict.fromkeys(texts)
        words = self._words_of(lines)
        if progress is not None:
            progress(0, len(lines))
        clips = self._recorded(words)
        missing = [text for text in lines if text not in clips]
        if progress is not None:
            progress(len(clips), len(lines))
        if missing:
            clips |= self._said_by_fallback(missing, len(clips), progress)
        return {text: clips[text] for text in lines}

    @property
    def ready(self) -> Callable[[Sequence[str]], dict[str, Clip]] | None:
        """Gives the clips that need no speaking: what is recorded, and what the fallback has.

        None for a pack that refuses: whether anything is missing must be known before a session.
        """
        return None if self._pack.fallback is None else self._ready

    def _ready(self, texts: Sequence[str]) -> dict[str, Clip]:
        clips = self._recorded(self._words_of(texts))
        missing = [text for text in texts if text not in clips]
        spoken_before = getattr(self._other_voice(), "ready", None) if missing else None
        return clips | spoken_before(missing) if spoken_before is not None else clips

    def _words_of(self, texts: Iterable[str]) -> dict[str, str]:
        """The words of each text. Raises NoVoice for one that has none."""
        words = {text: line_words(text, self._language) for text in texts}
        for text, spoken in words.items():
            if not spoken:
                raise NoVoice(
                    f"nothing in this text can be spoken: {text!r}", hint="write it in words"
                )
        return words

    def close(self) -> None:
        """End the fallback voice, where it was needed."""
        if self._fallback is not None:
            self._fallback.close()
            self._fallback = None

    def _recorded(self, words: Mapping[str, str]) -> dict[str, Clip]:
        """The clips of those texts that are recorded."""
        found = {
            text: file
            for text, spoken in words.items()
            if (file := self._pack.file_for(spoken)) is not None
        }
        clips = self._clips_of(dict.fromkeys(found.values()))
        return {text: clips[file] for text, file in found.items() if file in clips}

    def _clips_of(self, files: Iterable[Path]) -> dict[Path, Clip]:
        """The clips of files, from the cache where they are in it; of those that can be used."""
        raws: dict[Path, bytes] = {}
        for file in files:
            try:
                raws[file] = recording_bytes(file, self._pack.folder)
            except BadRecording as wrong:
                self._cannot_be_used(file, wrong)
        keys = {file: f"recorded; {_digest_of(raw)}; {RULES}" for file, raw in raws.items()}
        kept = self._cache.get_all(list(dict.fromkeys(keys.values())))
        clips: dict[Path, Clip] = {}
        is_new = False
        for file, key in keys.items():
            clip = kept.get(key)
            if clip is None and (clip := self._clip_of(file, raws[file])) is not None:
                self._cache.put(key, clip)
                is_new = True
            if clip is not None:
                clips[file] = kept[key] = clip
        if is_new:
            self._cache.tidy()
        return clips

    def _clip_of(self, file: Path, raw: bytes) -> Clip | None:
        """The sound of a file, trimmed and levelled; None where it cannot be used."""
        from voiceguide.speech.normalise import normalised

        try:
            sound = read_recording(raw)
            clip = normalised(sound.samples, sound.rate_hz)
            if clip is None:
                raise BadRecording("is silent")
        except BadRecording as wrong:
            self._cannot_be_used(file, wrong)
            return None
        return clip

    def _cannot_be_used(self, file: Path, wrong: BadRecording) -> None:
        name = file.relative_to(self._pack.folder).as_posix()
        self._problems[f"{self._pack.name}: {name} {wrong}"] = None

    def _digest(self, file: Path) -> str:
        try:
            return _digest_of(recording_bytes(file, self._pack.folder))
        except BadRecording as wrong:
            return str(wrong)

    def _said_by_fallback(
        self, missing: list[str], done: int, progress: Progress | None
    ) -> dict[str, Clip]:
        self._missing.update(dict.fromkeys(missing))
        if self._pack.fallback is None:
            raise NoVoice(
                _not_recorded(self._pack.name, missing, tuple(self._problems)), hint=SCRIPT_HINT
            )

        def told(spoken: int, lines: int) -> None:
            if progress is not None:
                progress(done + spoken, done + lines)

        return self._other_voice().speak(missing, told)

    def _other_voice(self) -> Voice:
        """The fallback, opened where it is needed first. Raises what tells whose it is."""
        if self._fallback is None:
            try:
                self._fallback = any_voice(
                    self._pack.fallback,
                    self._fallback_pace,
                    language=self._language,
                    cache=self._cache_folder,
                )
            except (UsageError, NoVoice) as refused:
                raise type(refused)(
                    f"the recorded voice '{self._pack.name}' leaves what it has not recorded to"
                    f" '{self._pack.fallback}', which cannot speak: {refused.message}",
                    hint=FALLBACK_HINT,
                ) from refused
        return self._fallback

    def _pace_of_speaker(self) -> int | None:
        """Words a minute as the speaker says them; None where too little is recorded."""
        counted = dict(_words_by_file(self._pack))
        files = sorted(counted)
        clips = self._clips_of(files[:: -(-len(files) // MEASURED_LINES) or 1])
        if len(clips) < FEWEST_MEASURED:
            return None
        words = sum(counted[file] for file in clips)
        # As estimates count them: each line has a beginning of its own.
        spoken_ms = sum(max(1, clip.length_ms - START_MS) for clip in clips.values())
        return min(FASTEST, max(SLOWEST, round(words * 60_000 / spoken_ms)))


def _words_by_file(pack: VoicePack) -> Iterator[tuple[Path, int]]:
    """How many words each file has, of those with three and more that can be counted."""
    named = ((words.split(), name) for words, name in pack.table.items())
    # What was cut ends in a checksum.
    whole = (
        (said.split(), name)
        for stem, name in pack.stems.items()
        if (said := words_of_stem(stem)) is not None
    )
    for words, name in (*named, *whole):
        if len(words) >= FEWEST_WORDS:
            yield pack.folder / name, len(words)


def _not_recorded(name: str, missing: Sequence[str], problems: Sequence[str]) -> str:
    shown = ", ".join(f"'{text}'" for text in missing[:NAMED_AT_MOST])
    more = f" and {len(missing) - NAMED_AT_MOST} more" if len(missing) > NAMED_AT_MOST else ""
    lines = "line is" if len(missing) == 1 else "lines are"
    told = "".join(f"\n  {problem}" for problem in problems[:NAMED_AT_MOST])
    return f"{len(missing)} {lines} not recorded by {name}: {shown}{more}{told}"


def _digest_of(raw: bytes) -> str:
    return hashlib.blake2b(raw, digest_size=16).hexdigest()


def open_voice(
    name: str | None, words_a_minute: int, *, language: str, cache: Path | None = None
) -> Voice:
    """The voice of a pack, by its folder or by the name that it was added under."""
    if name is None:
        known = [choice.name for choice in list_voices()]
        if len(known) != 1:
            raise UsageError(
                "which recorded voice? There are several" if known else "no recorded voice is here",
                hint=f"choose one: {', '.join(f'recorded:{each}' for each in known)}"
                if known
                else "give the folder of a voice pack: recorded:FOLDER",
            )
        name = known[0]
    pack = read_pack(pack_folder(name))
    if base_language(pack.language) != base_language(language):
        raise UsageError(
            f"the recorded voice '{pack.name}' speaks {pack.language}, and this is in {language}",
            hint="choose another voice with --voice",
        )
    return RecordedVoice(pack, words_a_minute, language, cache)


def pack_folder(name: str) -> Path:
    """The folder of a pack, by itself or by the name that it was added under.

    Raises UsageError for a name that is neither.
    """
    path = at_home(name)
    separators = {os.sep, os.altsep} - {None}
    if path.is_dir() or any(str(mark) in name for mark in separators) or name.startswith("."):
        return path
    from voiceguide.speech.added_voices import added_voice

    added = added_voice("recorded", name)
    if added is not None:
        return added.files["pack"]
    known = [choice.name for choice in list_voices()]
    listed = f"there are: {', '.join(known)}" if known else "give the folder of a voice pack"
    raise UsageError(
        f"there is no recorded voice {quoted(name)}", hint=did_you_mean(name, known) or listed
    )


def list_voices() -> list[VoiceChoice]:
    """The packs that were added."""
    from voiceguide.speech.added_voices import added_voices

    added = (voice for voice in added_voices() if voice.engine == "recorded")
    return [VoiceChoice(voice.name, voice.language, None) for voice in added]
