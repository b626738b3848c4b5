"""The composition root: a routine's name becomes a timeline, and a timeline sound.

Every command goes through here, so that what is shown, played and written is one session.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.audio.tones import load_tones, tone_lengths
from voiceguide.compiler.track import Lengths
from voiceguide.errors import UsageError
from voiceguide.fit import Fitted, Request, fit, fit_whole, safety_prelude
from voiceguide.loading import Loaded as Loaded
from voiceguide.loading import is_path as is_path
from voiceguide.loading import load as load
from voiceguide.loading import load_source as load_source
from voiceguide.person.resuming import going_on, resume_point
from voiceguide.phrases.phrases import phrases_of
from voiceguide.planning.conditions import UNCHECKED
from voiceguide.routine.model import Routine
from voiceguide.routine.say_as_words import spelling
from voiceguide.session_options import WORDS_A_MINUTE, SessionOptions, decided
from voiceguide.settings import Folders
from voiceguide.speech.line_lengths import Estimates, Measured
from voiceguide.timeline import Timeline, VoiceInfo
from voiceguide.units import Ms

if TYPE_CHECKING:
    from voiceguide.audio.clip import Clip
    from voiceguide.control.live_session import LiveSetup
    from voiceguide.control.resume_position import ResumePoint
    from voiceguide.phrases.say_as import Spelling
    from voiceguide.rendering import Rendering
    from voiceguide.speech.voice import Voice

Progress = Callable[[int, int], None]
"""Called with how many lines are spoken, and how many there are."""


@dataclass(slots=True)
class Rendered:
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
    return _laid_out(loaded, request, lengths, _tone_lengths(folders.sounds))


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
    made = _made(loaded, options, folders, with_prelude, None, progress)
    made.voice.close()
    return made.rendered


def render_live(
    loaded: Loaded,
    options: SessionOptions,
    folders: Folders,
    *,
    with_prelude: bool = False,
    goes_on_at_ms: int | None = None,
    progress: Progress | None = None,
) -> tuple[Rendered, LiveSetup]:
    """As `render`, with all that leads the session; its voice stays open for more lines.

    With `goes_on_at_ms` it
    begins there, or a little before, with a recap. Close the setup's `speaker` at the end.
    """
    from voiceguide.control.live_session import LiveSetup
    from voiceguide.control.live_speech import Speaker
    from voiceguide.control.relayout import SessionLayout, waits_in

    made = _made(loaded, options, folders, with_prelude, goes_on_at_ms, progress)
    rendered, language = made.rendered, loaded.routine.language
    session, words = rendered.session, made.voice.info.words_a_minute
    setup = LiveSetup(
        parts=[part for part in (rendered.prelude, session) if part is not None],
        layout=SessionLayout.of_routine(made.fitted, made.request)
        if made.fitted is not None
        else SessionLayout.of_script(session.timeline),
        speaker=Speaker(
            made.voice,
            made.clips,
            spelling(loaded.routine, loaded.library, options.say_as),
        ),
        tones=session.tones,
        lengths=lambda clips: Measured(clips, words, language),
        waits=waits_in(loaded.routine, always=options.wait),
        volume_percent=made.request.options.volume_percent,
        begins=made.begins,
    )
    return rendered, setup


@dataclass(frozen=True, slots=True)
class _Made:
    """A session that was rendered, and what with; the voice is open."""

    rendered: Rendered
    request: Request
    fitted: Fitted | None
    voice: Voice
    clips: Mapping[str, Clip]
    begins: ResumePoint | None


def _made(
    loaded: Loaded,
    options: SessionOptions,
    folders: Folders,
    with_prelude: bool,
    goes_on_at_ms: int | None,
    progress: Progress | None,
) -> _Made:
    from voiceguide.speech.added_voices import best_voice
    from voiceguide.speech.voice import open_voice

    routine = loaded.routine
    options = _decided(routine, options)
    voice = open_voice(
        options.voice or best_voice(routine.language),
        WORDS_A_MINUTE[options.pace],
        language=routine.language,
        cache=folders.cache,
    )
    try:
        request = _request(loaded, options, voice.info)
        words = spelling(routine, loaded.library, options.say_as)
        tones = load_tones(folders.sounds, options.tones_percent)
        studio = _Studio(voice, tones, routine.language, words, progress)
        fitted: Fitted | None = None
        begins: ResumePoint | None = None

        def laid_out(lengths: Measured, tones: dict[str, Ms]) -> Timeline:
            nonlocal fitted, begins
            if loaded.script is None:
                fitted = fit_whole(request, lengths, tones)
            whole = _laid_out(loaded, request, lengths, tones) if not fitted else fitted.timeline
            if goes_on_at_ms is not None:
                begins = _going_on(whole, goes_on_at_ms)
            if begins is not None:
                _ = lengths[begins.words]  # so that it is spoken, too
            return whole

        session = studio.render(laid_out)
        before = None
        if with_prelude:
            before = studio.render(lambda lengths, tones: safety_prelude(request, lengths, tones))
        rendered = Rendered(session, before, tuple(voice.problems))
        return _Made(rendered, request, fitted, voice, studio.clips, begins)
    except BaseException:
        voice.close()
        raise


def _going_on(timeline: Timeline, place_ms: int) -> ResumePoint | None:
    """From the beginning of what was being done; None where nothing was done yet."""
    from voiceguide.control.resume_position import ResumePoint

    first = resume_point(timeline, place_ms)
    if first.start_ms == 0:
        return None
    return ResumePoint(first.start_ms, words=going_on(first, phrases_of(timeline.language)))


class _Studio:
    """Compiles with the lengths that are known, has missing lines spoken, and compiles again."""

    def __init__(
        self,
        voice: Voice,
        tones: Mapping[str, Clip],
        language: str,
        words: Spelling,
        progress: Progress | None,
    ) -> None:
        self.voice = voice
        self.language = language
        self.words = words
        self.progress = progress
        self.tones = tones
        self.clips: dict[str, Clip] = {}

    def render(self, compile_: Callable[[Measured, dict[str, Ms]], Timeline]) -> Rendering:
        from voiceguide.rendering import Rendering
        from voiceguide.speech.voice import as_given

        tones = {name: clip.length_ms for name, clip in self.tones.items()}
        while True:
            lengths = Measured(self.clips, self.voice.info.words_a_minute, self.language)
            timeline = compile_(lengths, tones)
            if not lengths.missing:
                return Rendering(timeline, self.clips, self.tones)
            forms = {text: as_given(self.voice, text, self.words) for text in lengths.missing}
            spoken = self.voice.speak(tuple(dict.fromkeys(forms.values())), self.progress)
            self.clips |= {text: spoken[form] for text, form in forms.items()}


def _laid_out(
    loaded: Loaded, request: Request, lengths: Lengths, tones: Mapping[str, Ms]
) -> Timeline:
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
