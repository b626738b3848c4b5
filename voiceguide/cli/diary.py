"""Keeps the log of a session while it plays, and asks how it was afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from voiceguide.cli import ask, console
from voiceguide.errors import NoSoundOutput
from voiceguide.person.event import happened
from voiceguide.person.log import Log
from voiceguide.person.pain import PainTimer
from voiceguide.person.recorder import Reason, Recorder, local_now
from voiceguide.routine.habits import PAIN_AT_MOST

if TYPE_CHECKING:
    from types import TracebackType

    from voiceguide.cli.programme import Programme, Spot
    from voiceguide.cli.visit import Visit
    from voiceguide.person.history import Session
    from voiceguide.session import Loaded
    from voiceguide.settings import Folders
    from voiceguide.units import Ms


class Diary:
    """A context manager around a session; however it ends, the log says why.

    What is logged begins with the session itself, not with the safety words before it.
    """

    def __init__(
        self,
        folders: Folders,
        programme: Programme,
        loaded: Loaded,
        visited: Visit,
        *,
        options: Mapping[str, Any],
        goes_on: Session | None = None,
    ) -> None:
        self._programme, self._loaded, self._visited = programme, loaded, visited
        self._options, self._goes_on = options, goes_on
        self._log = Log(folders.data)
        self._recorder: Recorder | None = None
        self._part = 0
        self._timer = PainTimer()
        self.reason: Reason = "interrupted"
        """Why it ended; to be set before the block does."""

    def __enter__(self) -> Diary:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if isinstance(error, NoSoundOutput):
            self.reason = "output-lost"
        if self._recorder is not None:
            self._recorder.ended(self.reason)
            if self.reason in ("finished", "stopped", "pain"):
                self._ask_after(self._recorder)
        if self._log.close():
            for message in self._log.messages():
                console.tell(f"warning: {message}")
            return
        slow = "The disk is too slow: the end of the session is not logged."
        console.tell(f"warning: {self._log.trouble or slow}")

    def at(self, spot: Spot) -> None:
        """The programme has come to a place."""
        while self._part < spot.part:
            self._part += 1
            version = self._loaded.library.safety.version
            self._log.put(happened("safety-heard", local_now(), version=version))
        if spot.part < len(self._programme.timelines) - 1:
            return
        timeline = self._programme.timelines[spot.part]
        if self._recorder is None:
            self._recorder = Recorder(
                self._log,
                timeline,
                self._purposes(),
                options=self._options,
                pain=self._visited.pain,
                goes_on=self._goes_on,
            )
        self._recorder.at(timeline, spot.at_ms)
        if self._recorder.well_since_pain:
            self.better()

    def messages(self) -> list[str]:
        """What the person should be told now; each once."""
        return self._log.messages()

    def pain(self, now_ms: Ms) -> None:
        """The person says that pain is more than mild; `now_ms` is on a clock nobody sets."""
        self._timer = self._timer.told(now_ms, more_than_mild=True)
        if self._recorder is not None:
            self._recorder.pain("during", more_than_mild=True)

    def answered(self, pain: int, now_ms: Ms, *, sore: bool) -> None:
        """The person tells their pain from 0 to 10; mild pain is as none."""
        if sore:
            self._timer = self._timer.told(now_ms, more_than_mild=True)
        if self._recorder is not None:
            self._recorder.pain("during", pain=pain)
        if pain <= self._loaded.library.safety.rules.mild_up_to:
            self.better()

    def better(self) -> None:
        """The person goes on without more than mild pain."""
        self._timer = PainTimer()

    def pain_is_too_long(self, now_ms: Ms) -> bool:
        """Whether pain has been more than mild for so long that the session is to end."""
        return self._timer.is_over(now_ms, self._loaded.library.safety.rules)

    def _purposes(self) -> dict[str, str]:
        exercises = {
            segment.exercise
            for segment in self._programme.timelines[-1].segments
            if segment.exercise is not None
        }
        return {id: self._loaded.library.exercise(id).purpose for id in exercises}

    def _ask_after(self, recorder: Recorder) -> None:
        visited = self._visited
        if not visited.can_ask or visited.sort != "exercise":
            return
        pain = ask.number(self._loaded.library.habits.ask_after, 0, PAIN_AT_MOST)
        if pain is None:
            return
        recorder.pain("after", pain=pain)
        rules = self._loaded.library.safety.rules
        if rules.is_sore(pain, visited.pain):
            console.tell("That is sorer than is good. Make tomorrow a day off from stretching.")
            console.tell("A gentle walk is fine if it feels good.")
