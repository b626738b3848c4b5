"""A session from its first question to its end: what `play` and `resume` do."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

from voiceguide.session_options import decided
from voiceguide.structs import replace

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.app.context import AppContext
    from voiceguide.app.pre_session import PreSession
    from voiceguide.app.session_screen import Screen
    from voiceguide.control.live_setup import LiveSetup
    from voiceguide.loading import Loaded
    from voiceguide.person.history import Session
    from voiceguide.playback.outputs.interface import Sink
    from voiceguide.session_options import SessionOptions

MUSIC_LIMIT_S = 1.0
"""How long a session that is ready waits to hear that its music cannot be opened."""


def play_session(
    routine: str,
    chosen: SessionOptions,
    context: AppContext,
    goes_on: Session | None = None,
) -> None:
    """Play a session, or the rest of one. Raises what stands against it."""
    from voiceguide.app.output_opening import OutputOpening
    from voiceguide.app.session_lock import one_session

    ui, options = context.ui, decided(chosen, context.settings)
    shown_on = ui.choose_screen(chosen.screen, context.settings.screen)
    start = SessionStart(routine, chosen, context, goes_on)
    with one_session(context.folders) as said:
        can_ask = ui.can_ask and not options.yes
        # The output first of all: it takes as long as all the rest together, and without one
        # nobody need answer a question.
        with OutputOpening(options.output) as opening:
            with ui.after(opening.wait), start.aloud(options.output, shown_on, opening.take):
                start.ask(can_ask)
            opening.look()
            opening.again()
            setup, warnings = start.set_up(opening.wait)
            shown = ui.open_screen(shown_on)
            sink = opening.take()
        for warning in (*said, *warnings):
            ui.tell(warning)
        shown.tell(f"Sound: {sink.name}.")
        if not _is_spoken(setup) and sink.is_device:
            ui.tell("warning: the voice 'estimate' says nothing: only the tones are heard")
        if not sink.is_device and shown_on == "quiet":
            ui.tell(
                f"warning: nothing is heard (output {sink.name}), and the screen 'quiet' shows"
                " only the names of steps"
            )
        with start.aloud(sink.name, shown_on) if sink.is_device else nullcontext():
            _perform(setup, sink, shown, start)


class SessionStart:
    """Before a session: the routine is read, the person is asked, and the two come together."""

    def __init__(
        self,
        routine: str,
        chosen: SessionOptions,
        context: AppContext,
        goes_on: Session | None,
    ) -> None:
        self.routine, self.chosen = routine, chosen
        self.context, self.goes_on = context, goes_on
        self.folders = context.folders
        self.loaded: Loaded
        self.pre_session: PreSession

    @property
    def options(self) -> SessionOptions:
        """What the person says: on the command line, else in config.toml."""
        return self.chosen.over(self.context.settings)

    def options_on(self, output: str) -> SessionOptions:
        """All of them, on an output by its name, or by what an open one is called."""
        return replace(decided(self.options), output=output.split()[0])

    def aloud(
        self, output: str, shown_on: str, opened: Callable[[], Sink] | None = None
    ) -> AbstractContextManager[None]:
        """What is asked meanwhile is also spoken, unless a screen reader does that."""
        from voiceguide.app.spoken_questions import questions_aloud

        return questions_aloud(
            self.context,
            self.options_on(output),
            shown_on,
            opened=opened,
        )

    def ask(self, can_ask: bool) -> None:
        """Read the routine, and meet the person. Raises SafetyStop where it is not to be."""
        from voiceguide import session
        from voiceguide.app.pre_session import ask_before_session
        from voiceguide.person.event import local_now

        goes_on = self.goes_on is not None
        self.loaded = session.load(self.routine, self.folders)
        self.pre_session = ask_before_session(
            self.loaded, self.context, local_now(), self.options, can_ask=can_ask, goes_on=goes_on
        )
        if self.goes_on is None:
            self.chosen = self.pre_session.shaping(self.chosen)
            self._offer()
        if self.goes_on is None:
            self._decide_tones()
        else:  # it rises from what was told at its beginning
            self.pre_session = replace(self.pre_session, pain=self.goes_on.pain_before)

    def _offer(self) -> None:
        """Go on with a session that was cut off within the hour, where the person likes to."""
        from voiceguide.app.resume_session import kept_options

        cut_off = self.pre_session.person.cut_off
        if cut_off is None or cut_off.routine != self.loaded.routine.id:
            return
        if self.pre_session.can_ask and self._wants_to_go_on(cut_off):
            self.goes_on = cut_off
            self.chosen = self.chosen.of_playing().over(kept_options(cut_off))

    def _wants_to_go_on(self, cut_off: Session) -> bool:
        from voiceguide.phrases.phrases import phrases_of
        from voiceguide.text import clock

        language, ui = self.loaded.routine.language, self.context.ui
        there = phrases_of(language).get(
            "before.go_on_there",
            name=cut_off.name,
            time=clock(cut_off.place_ms),
            of=clock(cut_off.length_ms),
        )
        with ui.in_language(language):
            return ui.yes(there, default=True)

    def _decide_tones(self) -> None:
        """Explain the tones to a person who does not know them yet; in words that are heard."""
        from voiceguide.person.known_tones import knows_tones

        below = self.context.settings.over(self.loaded.routine.options)
        known = knows_tones(self.pre_session.person.sessions_heard, self.pre_session.sort)
        spoken = self.options.voice is None or self.options.voice.split(":")[0] != "estimate"
        self.chosen = self.chosen.with_tones(
            "explained" if spoken and not known else "plain", below
        )

    def set_up(self, wait_for_output: Callable[[], None]) -> tuple[LiveSetup, list[str]]:
        """What is played, and what the person is told once before it begins.

        Nothing is spoken for an output that does not open: `wait_for_output` raises that.
        """
        from voiceguide.control.remotes.ready_by import ready_by
        from voiceguide.live_start import render_live

        options, music_track = decided(self.options), None
        if options.music is not None:
            from voiceguide.playback.music_track import open_music_track

            music_track = open_music_track(options.music, options.music_percent / 100)
        with self.context.ui.speaking() as progress:

            def spoken(done: int, lines: int) -> None:
                if done < lines:
                    wait_for_output()
                progress(done, lines)

            rendered, setup = render_live(
                self.loaded,
                replace(self.options, ready_by=ready_by()),
                self.folders,
                with_prelude=self.pre_session.prelude and self.goes_on is None,
                goes_on_at_ms=self.goes_on.place_ms if self.goes_on else None,
                progress=spoken,
            )
        if music_track is not None:
            music_track.opened(MUSIC_LIMIT_S)
        setup.music_track = music_track
        setup.remotes = options.remotes
        setup.pause_on_new_output = options.pause_on_new_output
        rules, before = self.loaded.library.safety.rules, self.pre_session.pain
        setup.is_sore = lambda pain: rules.is_sore(pain, before)
        if options.keep_output_awake:
            from voiceguide.playback.keep_alive_noise import KeepAliveNoise

            setup.keep_alive_noise = KeepAliveNoise()
        warnings = [*self.pre_session.notes, *(str(warning) for warning in self.loaded.warnings)]
        warnings += [f"warning: {problem}" for problem in rendered.problems]
        if self.options.voice is None:
            from voiceguide.app.better_voice import lost_choice

            if (lost := lost_choice(self.loaded.routine.language)) is not None:
                warnings.append(f"warning: {lost}")
        notes = rendered.session.timeline.notes
        warnings += [
            f"warning: it lasts {note.after}, not {note.before}: {note.why}"
            for note in notes
            if note.change == "length"
        ]
        return setup, warnings


def _is_spoken(setup: LiveSetup) -> bool:
    """Whether its voice can be heard."""
    return setup.parts[-1].timeline.voice.measured


def _perform(setup: LiveSetup, sink: Sink, screen: Screen, start: SessionStart) -> None:
    from voiceguide.app.resume_session import options_to_keep
    from voiceguide.app.session_log import SessionLog
    from voiceguide.app.session_loop import run_session, stopped_words

    with SessionLog(
        start.folders,
        start.loaded,
        start.pre_session,
        start.context.ui,
        options=options_to_keep(
            start.chosen, start.routine, silent=not sink.is_device or not _is_spoken(setup)
        ),
        goes_on=start.goes_on,
    ) as session_log:
        last = run_session(setup, sink, screen, start.context.ui, session_log=session_log)
        if last.mode != "finished":
            start.context.ui.tell(stopped_words(last, session_log.done_ms))
        if session_log.reason == "pain":
            _send_to_doctor(start, sink)
        elif start.options.voice is None:
            _tell_better_voice(setup, start)


def _tell_better_voice(setup: LiveSetup, start: SessionStart) -> None:
    from voiceguide.app.better_voice import better_voice_once

    timeline = setup.parts[-1].timeline
    line = better_voice_once(timeline.voice.engine, timeline.language, start.folders)
    if line is not None:
        start.context.ui.tell(line)


def _send_to_doctor(start: SessionStart, sink: Sink) -> None:
    """Say why it ended, on the screen and aloud, where the session was heard on a device."""
    from voiceguide.app.spoken_line import say
    from voiceguide.errors import NoSoundOutput, NoVoice

    words = start.loaded.library.safety.rules.see_doctor
    start.context.ui.tell(words)
    if not sink.is_device:
        return
    try:
        say(words, start.folders, start.options_on(sink.name), start.loaded.library.language)
    except (NoSoundOutput, NoVoice) as problem:
        start.context.ui.tell(f"warning: {problem}")
