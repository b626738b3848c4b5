"""Keeps the log of a session while it plays, and asks how it was afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from types import TracebackType
from typing import Any

from voiceguide.app.interaction import Interaction
from voiceguide.app.pre_session import PreSession
from voiceguide.control.listeners import Listener, SessionEnd
from voiceguide.control.status import Snapshot
from voiceguide.errors import NoSoundOutput
from voiceguide.person.event import local_now, new_event
from voiceguide.person.heard_safety import heard_now
from voiceguide.person.history import Session
from voiceguide.person.log_writer import Log
from voiceguide.person.pain_timer import PainTimer
from voiceguide.person.recorder import Reason, Recorder
from voiceguide.phrases.phrases import phrases_of
from voiceguide.routine.habits import PAIN_AT_MOST
from voiceguide.session import Loaded
from voiceguide.settings import Folders
from voiceguide.timeline import Segment
from voiceguide.units import Ms


class SessionLog(Listener):
    """A context manager around a session; however it ends, the log says why.

    A listener of the session meanwhile (`voiceguide.control.listeners`), so that the log and the
    rule about pain go on whatever becomes of the screen. What is logged begins with the session
    itself, not with the safety words before it.
    """

    def __init__(
        self,
        folders: Folders,
        loaded: Loaded,
        pre_session: PreSession,
        ui: Interaction,
        *,
        options: Mapping[str, Any],
        goes_on: Session | None = None,
    ) -> None:
        self._loaded, self._pre_session, self._ui = loaded, pre_session, ui
        self._options, self._goes_on = options, goes_on
        self._log = Log(folders.data)
        self._recorder: Recorder | None = None
        self._part = 0
        self._timer = PainTimer()
        self._over = self._hurts_too_long = False
        self.reason: Reason = "interrupted"
        """Why it ended."""
        self.cut_off = False
        """Whether the program itself is being ended, and the session with it."""

    def __enter__(self) -> SessionLog:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not self._over:
            self._end("output-lost" if isinstance(error, NoSoundOutput) else "interrupted")
        if error is None and self._recorder is not None:
            self._ask_after(self._recorder)
        if self._log.close():
            for message in self._log.messages():
                self._ui.tell(f"warning: {message}")
            return
        slow = "The disk is too slow: the end of the session is not logged."
        trouble = (self._log.trouble or slow).removesuffix(" The session goes on.")
        self._ui.tell(f"warning: {trouble}")

    @property
    def done_ms(self) -> int:
        """What was done so far, as the log keeps it; that before a session went on included."""
        return self._recorder.done_ms if self._recorder is not None else 0

    def messages(self) -> list[str]:
        """What the person should be told now; each once."""
        return self._log.messages()

    def flush(self) -> None:
        """Wait until all of it is on the disk, for some seconds at most; for any thread."""
        self._log.flush()

    # What a listener is told

    def moved(self, snapshot: Snapshot) -> None:
        while self._part < snapshot.position.part:
            self._part += 1
            now, before = local_now(), self._pre_session
            safety = self._loaded.library.safety
            heard = heard_now(before.person.heard_safety, safety, before.topics, now)
            self._log.put(new_event("safety-heard", now, **heard))
        if not snapshot.in_session:
            return
        timeline = snapshot.timeline
        if self._recorder is None:
            self._recorder = Recorder(
                self._log,
                timeline,
                options=self._options,
                pain=self._pre_session.pain,
                goes_on=self._goes_on,
            )
        waiting = snapshot.mode == "waiting"
        self._recorder.at(timeline, snapshot.position.at_ms, waiting=waiting)
        if self._recorder.well_since_pain:
            self._better()

    def round_counted(self, stretch: Segment, rounds: int) -> None:
        if self._recorder is not None:
            self._recorder.round_counted(stretch, rounds)

    def pain_reported(self, now_ms: int) -> None:
        self._timer = self._timer.told(Ms(now_ms), more_than_mild=True)
        if self._recorder is not None:
            self._recorder.pain("during", more_than_mild=True)

    def question_answered(self, pain: int, now_ms: int, *, sore: bool) -> None:
        """Mild pain is as none."""
        if sore:
            self._timer = self._timer.told(Ms(now_ms), more_than_mild=True)
        if self._recorder is not None:
            self._recorder.pain("during", pain=pain)
        if pain <= self._loaded.library.safety.rules.mild_up_to:
            self._better()

    def must_end(self, now_ms: int) -> bool:
        """Whether pain has been more than mild for too long."""
        rules = self._loaded.library.safety.rules
        self._hurts_too_long = self._timer.is_over(Ms(now_ms), rules)
        return self._hurts_too_long

    def ended(self, end: SessionEnd) -> None:
        if self._hurts_too_long:
            self._end("pain")
        elif end == "stopped" and self.cut_off:
            self._end("interrupted")
        else:
            self._end(end)

    def _end(self, reason: Reason) -> None:
        self._over, self.reason = True, reason
        if self._recorder is not None:
            self._recorder.ended(reason)

    def _better(self) -> None:
        """The person goes on without more than mild pain."""
        self._timer = PainTimer()

    def _ask_after(self, recorder: Recorder) -> None:
        pre_session = self._pre_session
        if not pre_session.can_ask or pre_session.sort != "exercise":
            return
        routine = self._loaded.routine
        question = phrases_of(routine.language).of_body("after", routine.body)
        with self._ui.in_language(routine.language):
            pain = self._ui.number(question, 0, PAIN_AT_MOST)
        if pain is None:
            return
        recorder.pain("after", pain=pain)
        rules = self._loaded.library.safety.rules
        if rules.is_sore(pain, pre_session.pain):
            self._ui.tell(rules.tomorrow_off_say(pre_session.topics))
