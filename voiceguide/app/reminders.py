"""Posture breaks: reminding here, and having the system remind."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from typing import cast

from voiceguide.app.context import AppContext
from voiceguide.app.session_lock import lock_file
from voiceguide.control.remotes.terminal_keys import open_keys
from voiceguide.errors import DiskProblem, UsageError, VoiceguideError
from voiceguide.person.history import last_end
from voiceguide.person.lock import Busy, Lock, is_held
from voiceguide.person.log_reader import read_log
from voiceguide.remind import install
from voiceguide.remind.loop import Answer, Loop
from voiceguide.remind.notify import NoNotifications, ask
from voiceguide.remind.schedule import Agenda, every_min, times_of_day
from voiceguide.routine import built_in
from voiceguide.session_options import SessionOptions, decided

TITLE = "voiceguide"
BUTTONS = {"start": "Start", "snooze": "Snooze", "skip": "Skip"}
KEYS = {"s": "start", "z": "snooze", "k": "skip"}
ANSWER_WITHIN_S = 300.0
FOLDERS = tuple(f"VOICEGUIDE_{kind}_DIR" for kind in ("CONFIG", "DATA", "CACHE", "STATE"))
"""What the system's timers are told, too."""


class Reminders:
    """The person's day, as the loop sees it: the clock, notifications, the voice, the log."""

    def __init__(self, context: AppContext, chosen: SessionOptions, *, quiet: bool) -> None:
        self._context, self._folders, self._quiet = context, context.folders, quiet
        self._options = decided(chosen, context.settings)
        self._rules = built_in.habits().posture
        self._every_min = every_min(self._rules, self._options.level)
        self._told: set[str] = set()

    def keep_on(self) -> None:
        """Remind until Ctrl-C. Raises UsageError where somebody else reminds."""
        rules = self._rules
        with self._alone():
            agenda = Agenda(rules, self._every_min, self.now())
            self._context.ui.tell(
                f"A posture break every {self._every_min} minutes, {rules.starting:%H:%M} to"
                f" {rules.until:%H:%M}. Next: {agenda.next():%a %H:%M}. Ctrl-C ends it."
            )
            Loop(agenda, self).run()

    def once(self) -> None:
        """One reminder, with as many snoozes as the person likes; for the system's timers."""
        with self._alone():
            loop = Loop(Agenda(self._rules, self._every_min, self.now()), self)
            # The time of day takes turns between the lines.
            loop.given = self.now().hour
            if (why := loop.held_back()) is not None:
                self._context.ui.tell(f"No reminder now: {why}.")
                return
            while loop.give(self.now()) == "snooze":
                while (left_s := (loop.agenda.next() - self.now()).total_seconds()) > 0:
                    self.wait(min(left_s, 20.0))

    def install(self) -> Iterator[str]:
        """Have the system remind from now on; what was done."""
        command = [
            sys.executable,
            "-m",
            "voiceguide",
            "remind",
            "--once",
            "--level",
            self._options.level,
        ]
        times = times_of_day(self._rules, self._every_min)
        plan = install.TimerPlan(
            (*command, *(["--quiet"] if self._quiet else [])),
            times,
            self._rules.days,
            {name: os.environ[name] for name in FOLDERS if name in os.environ},
        )
        system = install.system_here()
        written = install.install(plan, system, install.folder_of(system))
        yield f"Installed. {len(times)} times a day, {times[0]:%H:%M} to {times[-1]:%H:%M}."
        yield from (f"  {path}" for path in written)

    def now(self) -> datetime:
        return datetime.now().astimezone().replace(tzinfo=None)

    def wait(self, seconds: float) -> None:
        time.sleep(seconds)

    def is_playing(self) -> bool:
        return is_held(lock_file(self._folders))

    def session_end(self) -> datetime | None:
        try:
            found = read_log(self._folders.data, last_end)
        except (DiskProblem, UsageError) as problem:  # a reminder comes all the same
            self._tell_once(f"warning: your log cannot be read: {problem}")
            return None
        if found is None:
            return None
        end, note = found
        if note:
            self._tell_once(note)
        return None if end is None else end.astimezone().replace(tzinfo=None)

    def remind(self, number: int) -> Answer | None:
        """Show it and say it; the first answer from the desktop or the keys counts."""
        text = self._rules.say[number % len(self._rules.say)]
        self._context.ui.tell(f"{self.now():%H:%M}  {text}")
        answers: list[str | None] = []
        asking = threading.Thread(target=self._notify, args=(text, answers), daemon=True)
        asking.start()
        if not self._quiet:
            self._say(text)
        return cast("Answer | None", self._answer(asking, answers))

    def start(self) -> None:
        """Play the break in a process of its own."""
        command = [sys.executable, "-m", "voiceguide", "play", self._rules.then]
        if not sys.stdout.isatty():
            command += ["--screen", "quiet"]
        subprocess.run(command, check=False)

    def _notify(self, text: str, answers: list[str | None]) -> None:
        try:
            answers.append(ask(TITLE, text, BUTTONS, ANSWER_WITHIN_S))
        except NoNotifications as problem:
            self._tell_once(f"No notification: {problem.message}; {problem.hint}.")

    def _say(self, text: str) -> None:
        from voiceguide.app.spoken_line import say

        try:
            say(text, self._folders, self._options)
        except VoiceguideError as problem:
            self._tell_once(f"Not spoken: {problem.message}")

    def _answer(self, asking: threading.Thread, answers: list[str | None]) -> str | None:
        ends = time.monotonic() + ANSWER_WITHIN_S
        with open_keys() as keys:
            here = keys.possible
            if here:
                self._context.ui.tell("       s starts it, z snoozes, k skips.")
            while time.monotonic() < ends and (here or asking.is_alive()) and not answers:
                key = keys.read(0.2)
                if key in KEYS:
                    return KEYS[key]
        return answers[0] if answers else None

    def _tell_once(self, text: str) -> None:
        if text not in self._told:
            self._told.add(text)
            self._context.ui.tell(text)

    def _alone(self) -> ExitStack:
        """Nobody else reminds meanwhile. Raises UsageError where somebody does."""
        held = ExitStack()
        file = self._folders.state / "remind.lock"
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            held.enter_context(Lock(file))
        except Busy as busy:
            raise UsageError(
                f"reminders are given already by process {busy.pid}", hint="one is enough"
            ) from None
        except OSError as error:
            self._context.ui.tell(f"warning: {file} cannot be made ({error.strerror})")
        return held


def status() -> Iterator[str]:
    """Whether the system reminds, and what it says of it."""
    system = install.system_here()
    now = install.status(system, install.folder_of(system))
    if not now.installed:
        yield "Not installed. Begin with: voiceguide remind --install"
        return
    yield "Installed:"
    yield from (f"  {path}" for path in now.files)
    if now.says:
        yield now.says


def remove() -> Iterator[str]:
    """Have the system stop; what was done."""
    system = install.system_here()
    gone = install.remove(system, install.folder_of(system))
    yield "Removed." if gone else "There was nothing to remove."
