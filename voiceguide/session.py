"""The composition root: a routine's name becomes a timeline, and a timeline sound.

Every command goes through here, so that what is shown, played and written is one session.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from voiceguide.audio.tones import load_tones, tone_lengths
from voiceguide.compiler.track import Lengths
from voiceguide.errors import UsageError
from voiceguide.fit import Request, fit, safety_prelude
from voiceguide.loading import Loaded as Loaded
from voiceguide.loading import is_path as is_path
from voiceguide.loading import load as load
from voiceguide.loading import load_source as load_source
from voiceguide.planning.conditions import UNCHECKED
from voiceguide.routine.model import Routine
from voiceguide.routine.say_as_words import spelling
from voiceguide.session_options import WORDS_A_MINUTE, SessionOptions, decided
from voiceguide.settings import Folders
from voiceguide.speech.line_lengths import Estimates
from voiceguide.structs import replace
from voiceguide.timeline import Timeline, VoiceInfo
from voiceguide.units import Ms

if TYPE_CHECKING:
    from voiceguide.rendering import Rendering
    from voiceguide.voicing import Progress, Voicing


class Rendered(Struct):
    """A session as sound, and what went wrong with the voice without stopping it."""

    session: Rendering
    prelude: Rendering | None
    problems: tuple[str, ...] = field(default=())


def estimated(loaded: Loaded, options: SessionOptions, folders: Folders) -> Timeline:
    """The session's timeline with estimated lengths: no voice, no disk but the tones'."""
    options = _decided(loaded.routine, options)
    words = WORDS_A_MINUTE[options.pace]
    info = VoiceInfo("estimate", "estimate", words, measured=False)
    request = _request(loaded, options, info)
    lengths = Estimates(words, loaded.routine.language)
    return laid_out(loaded, request, lengths, _tone_lengths(folders.sounds))


def render(
    loaded: Loaded,
    options: SessionOptions,
    folders: Folders,
    *,
    with_prelude: bool = False,
    progress: Progress | None = None,
) -> Rendered:
    """The session as sound, spoken by the chosen voice, with measured lengths.

    Raises NoVoice where the voice cannot speak, UsageError for a voice or an item that is
    not there.
    """
    voiced, request = open_voicing(loaded, options, folders, progress)
    with closing(voiced.voice):
        whole = voiced.render(
            lambda lengths: laid_out(loaded, request, lengths, voiced.tone_lengths)
        )
        before = prelude(voiced, request) if with_prelude else None
        return Rendered(whole, before, tuple(voiced.voice.problems))


def open_voicing(
    loaded: Loaded, options: SessionOptions, folders: Folders, progress: Progress | None
) -> tuple[Voicing, Request]:
    """The chosen voice for a session, to be closed, and what decides the session.

    Raises as `render` does.
    """
    from voiceguide.speech.added_voices import best_voice
    from voiceguide.speech.voice import open_voice
    from voiceguide.voicing import Voicing

    routine = loaded.routine
    options = _decided(routine, options)
    words = WORDS_A_MINUTE[options.pace]
    spec = options.voice or best_voice(routine.language)
    voice = open_voice(spec, words, language=routine.language, cache=folders.cache)
    try:
        tones = load_tones(folders.sounds, options.tones_percent)
        spelled = spelling(routine, loaded.library, options.say_as)
        request = _request(loaded, options, voice.info)
    except BaseException:
        voice.close()
        raise
    return Voicing(voice, tones, routine.language, spelled, progress), request


def prelude(voiced: Voicing, request: Request) -> Rendering:
    """The full safety words, a short session of their own before the session."""
    return voiced.render(lambda lengths: safety_prelude(request, lengths, voiced.tone_lengths))


def laid_out(
    loaded: Loaded, request: Request, lengths: Lengths, tones: Mapping[str, Ms]
) -> Timeline:
    """The session's timeline by the lengths of its lines; a script's too."""
    if loaded.script is None:
        return fit(request, lengths, tones)
    if request.options.start_at > 1:
        raise UsageError(
            f"'{loaded.routine.id}' is a script: it has no items to begin with",
            hint="play it from its beginning",
        )
    from voiceguide.importing.script_timeline import script_timeline

    timeline = script_timeline(
        loaded.script,
        loaded.routine.id,
        lengths,
        tones,
        voice=request.voice,
        # It is spoken as it stands: nothing is explained in it.
        options=replace(request.options, tones=None).written(),
        language=loaded.routine.language,
    )
    # Nobody can tell of what is only spoken whom it does not suit.
    return replace(timeline, notes=(UNCHECKED,)) if request.options.conditions else timeline


@cache
def _tone_lengths(folder: Path) -> Mapping[str, Ms]:
    # A folder of routines is checked with one look at the tones.
    return tone_lengths(folder)


def _request(loaded: Loaded, options: SessionOptions, voice: VoiceInfo) -> Request:
    estimates = Estimates(WORDS_A_MINUTE[options.pace], loaded.routine.language)
    return Request(loaded.routine, loaded.library, options, voice, estimates)


def _decided(routine: Routine, options: SessionOptions) -> SessionOptions:
    """What the person says comes first, then the routine; progress is of their own accord."""
    if options.level is not None:
        options = replace(options, places={})
    return decided(options, routine.options)
