"""`voiceguide voices try`: three lines of a coach with a voice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.app.context import AppContext
from voiceguide.app.voices import USUAL_LANGUAGE, MeantVoice, meant_voice
from voiceguide.errors import NoSoundOutput, NoVoice, UsageError
from voiceguide.phrases.languages import language_of
from voiceguide.text import quoted

if TYPE_CHECKING:
    from voiceguide.audio.clip import Clip
    from voiceguide.session_options import SessionOptions
    from voiceguide.speech.voice import Voice

_TRIED_LINES = (2, 4, 7)
"""Of the typical lines of a language: a side with a hold and its seconds, a turn, a leg."""
_BETWEEN_MS = 700
_LONGEST_TRY_S = 120.0


def try_voice(name: str, options: SessionOptions, context: AppContext) -> Iterator[str]:
    """Say three lines of a coach with a voice, each as it is told; `options` are decided.

    A file of Piper, FILE.onnx, can be heard before it is added.
    Raises UsageError, NoVoice, NoSoundOutput.
    """
    from voiceguide.app.spoken_line import coach_voice, play_clips

    voice = _in_a_file(name) or meant_voice(name)
    language = voice.language or USUAL_LANGUAGE
    with context.ui.speaking() as progress:
        speaker = coach_voice(voice.spec, options.pace, context.folders, language)
        try:
            texts = _lines_for(speaker, voice.spec, language)
            spoken = speaker.speak(texts, progress)
            problems = tuple(speaker.problems)
        finally:
            speaker.close()
    yield f"{voice.spec}, {language}:"
    yield from (f"  {text}" for text in texts)
    for problem in problems:  # also where another voice says a line of these
        context.ui.tell(f"warning: {problem}")
    clips = _with_pauses([spoken[text] for text in texts])
    ended, unheard = play_clips(clips, options.output, _LONGEST_TRY_S)
    if unheard is not None or not ended:
        raise NoSoundOutput(f"nobody could hear it: {unheard or 'it did not play to its end'}")


def _in_a_file(name: str) -> MeantVoice | None:
    """The voice of a file of Piper; None where the name is not that of one. Raises UsageError."""
    file = Path(name.removeprefix("piper:"))
    if file.suffix != ".onnx":
        return None
    from voiceguide.speech.piper_files import read_piper_files

    told = read_piper_files(file, file.with_name(f"{file.name}.json"))
    return MeantVoice(f"piper:{file}", told.language)


def _lines_for(speaker: Voice, spec: str, language: str) -> tuple[str, ...]:
    """The lines to try a voice with: of a recorded one, lines that it has."""
    engine, _, name = spec.partition(":")
    has: Callable[[str], bool] | None = getattr(speaker, "has", None)
    if engine != "recorded" or has is None:
        return tried_lines(language)
    from voiceguide.speech.engines.recorded import pack_folder
    from voiceguide.speech.recordings.line_names import words_of_stem
    from voiceguide.speech.recordings.voice_pack import read_pack

    known, pack = language_of(language), read_pack(pack_folder(name))
    typical = known.calibration if known else ()
    named = [words for stem in pack.stems if (words := words_of_stem(stem)) is not None]
    longest = sorted(named, key=lambda words: -len(words))
    sentences = (f"{words[0].upper()}{words[1:]}." for words in longest)
    own = dict.fromkeys((*typical, *pack.texts.values(), *sentences))
    recorded = [text for text in own if has(text)][: len(_TRIED_LINES)]
    if not recorded and pack.fallback is None:
        raise UsageError(
            f"{spec} has no line that is known by the name of its file, and refuses all others",
            hint="play what it was recorded for: voiceguide play ROUTINE --voice " + spec,
        )
    return tuple(recorded) or tried_lines(language)


def tried_lines(language: str) -> tuple[str, ...]:
    """Three lines of a coach: with a number, a side and a hold. Raises NoVoice without any."""
    known = language_of(language)
    lines = known.calibration if known else ()
    if len(lines) <= max(_TRIED_LINES):
        raise NoVoice(
            f"there are no lines in the language {quoted(language)} to try a voice with",
            hint="play a routine in that language: voiceguide play FILE --voice VOICE",
        )
    return tuple(lines[number] for number in _TRIED_LINES)


def _with_pauses(clips: list[Clip]) -> list[Clip]:
    import numpy as np

    from voiceguide.audio.clip import Clip
    from voiceguide.units import SAMPLE_RATE_HZ

    pause = Clip(np.zeros(_BETWEEN_MS * SAMPLE_RATE_HZ // 1000, np.int16))
    return [part for clip in clips for part in (clip, pause)]
