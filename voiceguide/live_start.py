"""A session that is led: as much of it is spoken before it begins as must be."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from msgspec import Struct

from voiceguide.control.live_lines import foreseen
from voiceguide.control.live_setup import LiveSetup
from voiceguide.control.live_speech import Speaker
from voiceguide.control.relayout import SessionLayout, waits_in
from voiceguide.control.resume_position import ResumePoint
from voiceguide.control.spoken_ahead import SpokenAhead, first_fragments
from voiceguide.fit import Fitted, Request, fit_whole
from voiceguide.person.resuming import going_on, resume_point
from voiceguide.phrases.phrases import phrases_of
from voiceguide.rendering import Rendering
from voiceguide.session import Loaded, Rendered, laid_out, open_voicing, prelude
from voiceguide.session_options import SessionOptions
from voiceguide.settings import Folders
from voiceguide.timeline import Timeline, VoiceCue

if TYPE_CHECKING:
    from voiceguide.speech.line_lengths import Measured
    from voiceguide.voicing import Progress, Voicing

FILL_IN_HAND = 0.03
"""A fill takes up what lines last longer or shorter than was estimated: so much of them."""


def render_live(
    loaded: Loaded,
    options: SessionOptions,
    folders: Folders,
    *,
    with_prelude: bool = False,
    goes_on_at_ms: int | None = None,
    progress: Progress | None = None,
) -> tuple[Rendered, LiveSetup]:
    """As `session.render`, with all that leads the session; its voice stays open for more lines.

    It is ready as soon as its beginning is spoken; the rest is spoken while it plays. What is done,
    and in how many words, is decided before, and not changed later. With `goes_on_at_ms` it begins
    there, or a little before, with a recap. Close the setup's `speaker` at the end.
    """
    voiced, request = open_voicing(loaded, options, folders, progress)
    try:
        ahead = SpokenAhead(voiced.clips, voiced.lengths_of, voiced.tone_lengths)
        begins: ResumePoint | None = None
        layout = None
        if loaded.script is None and goes_on_at_ms is None:
            layout = _begun(voiced, request, ahead, spoken_later=with_prelude)
        if layout is None:
            layout, begins = _whole(loaded, voiced, request, goes_on_at_ms)
            ahead.whole(layout)
        before = prelude(voiced, request) if with_prelude else None
        end_ms = ahead.end_ms(layout)
        if end_ms is not None:
            voiced.speak([phrases_of(loaded.routine.language).get("live.preparing")])
    except BaseException:
        voiced.voice.close()
        raise
    whole = Rendering(layout.timeline, voiced.clips, voiced.tones, until_ms=end_ms)
    speaker = Speaker(voiced.voice, voiced.clips, voiced.words)
    speaker.ahead(_still_to_speak(voiced, layout, ahead))
    setup = LiveSetup(
        parts=[part for part in (before, whole) if part is not None],
        layout=layout,
        speaker=speaker,
        ahead=ahead,
        tones=voiced.tones,
        lengths=voiced.lengths_of,
        waits=waits_in(loaded.routine, always=options.wait),
        volume_percent=request.options.volume_percent,
        begins=begins,
    )
    return Rendered(whole, before, tuple(voiced.voice.problems)), setup


class SpokenLines(Struct, frozen=True):
    """How many lines were spoken, how many of them are kept, and what the voice tells of it."""

    lines: int
    kept: int
    problems: tuple[str, ...]


def speak_all(
    loaded: Loaded, options: SessionOptions, folders: Folders, progress: Progress | None = None
) -> SpokenLines:
    """Have all lines spoken that a session may need, and kept in the cache.

    Raises as `session.render` does.
    """
    voiced, request = open_voicing(loaded, options, folders, progress)
    with closing(voiced.voice):
        layout, _ = _whole(loaded, voiced, request, None)
        prelude(voiced, request)
        say = phrases_of(loaded.routine.language)
        voiced.speak(foreseen(layout.timeline, layout.steps, say))
        kept = voiced.kept()
        return SpokenLines(len(voiced.clips), kept, tuple(voiced.voice.problems))


def _begun(
    voiced: Voicing, request: Request, ahead: SpokenAhead, *, spoken_later: bool
) -> SessionLayout | None:
    """The session with so much of it spoken as must be (`first_fragments`).

    With `spoken_later` nothing of it: the safety words before it leave time for that.

    All of it where its lines need no speaking, or the voice speaks all at once. None where all
    must be spoken first: no fill would keep a length that was asked for.
    """
    while True:
        lengths = voiced.lengths_of(voiced.ready_clips)
        fitted = fit_whole(request, lengths, voiced.tone_lengths)
        if not lengths.missing or voiced.tells_ready:
            break
        voiced.speak(lengths.missing)
    layout = SessionLayout.of_routine(fitted, request)
    if not lengths.missing:
        ahead.whole(layout)
        return layout
    if not _fill_is_enough(fitted, request, lengths):
        return None
    first = 0 if spoken_later else first_fragments(layout)
    while True:
        layout = ahead.grown(layout)
        if ahead.fragments >= first:
            return layout
        voiced.speak(ahead.wanted)


def _fill_is_enough(fitted: Fitted, request: Request, lengths: Measured) -> bool:
    minutes = request.options.minutes
    if request.asked_ms is None or (minutes is None and not fitted.plan.fills):
        return True
    estimated_ms = sum(
        cue.length_ms
        for cue in fitted.timeline.cues
        if isinstance(cue, VoiceCue) and cue.text in lengths.missing
    )
    return fitted.spare_ms >= FILL_IN_HAND * estimated_ms


def _whole(
    loaded: Loaded, voiced: Voicing, request: Request, goes_on_at_ms: int | None
) -> tuple[SessionLayout, ResumePoint | None]:
    """The session with all of its lines spoken, and where it goes on."""
    fitted: Fitted | None = None
    begins: ResumePoint | None = None

    def lay_out(lengths: Measured) -> Timeline:
        nonlocal fitted, begins
        if loaded.script is None:
            fitted = fit_whole(request, lengths, voiced.tone_lengths)
            timeline = fitted.timeline
        else:
            timeline = laid_out(loaded, request, lengths, voiced.tone_lengths)
        if goes_on_at_ms is not None:
            begins = _going_on(timeline, goes_on_at_ms)
        if begins is not None:
            _ = lengths[begins.words]  # so that it is spoken, too
        return timeline

    timeline = voiced.render(lay_out).timeline
    if fitted is None:
        return SessionLayout.of_script(timeline), begins
    return SessionLayout.of_routine(fitted, request), begins


def _going_on(timeline: Timeline, place_ms: int) -> ResumePoint | None:
    """From the beginning of what was being done; None where nothing was done yet."""
    first = resume_point(timeline, place_ms)
    if first.start_ms == 0:
        return None
    return ResumePoint(first.start_ms, words=going_on(first, phrases_of(timeline.language)))


def _still_to_speak(voiced: Voicing, layout: SessionLayout, ahead: SpokenAhead) -> list[str]:
    """The lines that the rest of the session needs, in their order."""
    if ahead.is_whole(layout):
        return []
    lengths = voiced.lengths_of(voiced.clips)
    layout.spoken_from(ahead.fragments, lengths, voiced.tone_lengths)
    return list(lengths.missing)
