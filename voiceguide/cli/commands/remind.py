"""`voiceguide remind`: a posture break in working hours, here or as a service of the system."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, cast

import typer

from voiceguide.cli.terminal import console, options
from voiceguide.cli.terminal.questions import user_context

if TYPE_CHECKING:
    from voiceguide.remind.install import Plan
    from voiceguide.remind.loop import Answer
    from voiceguide.routine.habits import PostureRules
    from voiceguide.session_options import SessionOptions
    from voiceguide.settings import Folders

Once = Annotated[bool, typer.Option("--once", help="Remind now, if it is not a bad moment.")]
Install = Annotated[bool, typer.Option("--install", help="Have the system remind you from now on.")]
ShowStatus = Annotated[bool, typer.Option("--status", help="Say whether that is so.")]
Remove = Annotated[bool, typer.Option("--remove", help="Have the system stop.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Show it only, without the spoken line.")]

TITLE = "voiceguide"
BUTTONS = {"start": "Start", "snooze": "Snooze", "skip": "Skip"}
KEYS = {"s": "start", "z": "snooze", "k": "skip"}
ANSWER_WITHIN_S = 300.0


def add_to(app: typer.Typer) -> None:
    """Make this a command of the program."""
    app.command(
        epilog=options.examples(
            "voiceguide remind", "voiceguide remind --install", "voiceguide remind --status"
        )
    )(remind)


@options.takes("level")
def remind(
    chosen: SessionOptions,
    once: Once = False,
    install: Install = False,
    status: ShowStatus = False,
    remove: Remove = False,
    quiet: Quiet = False,
) -> None:
    """Remind you of a posture break every 50 to 60 minutes in working hours.

    Runs here until Ctrl-C. With --install your system does it, also after a restart.
    """
    from voiceguide.errors import UsageError
    from voiceguide.remind.schedule import every_min
    from voiceguide.routine import built_in
    from voiceguide.session_options import decided

    if once + install + status + remove > 1:
        raise UsageError(
            "these do not go together", hint="one of --once, --install, --status, --remove"
        )
    context = user_context()
    rules = built_in.habits().posture
    shown = decided(chosen, context.settings)
    every = every_min(rules, shown.level)
    if install:
        _install(_plan(rules, every, shown.level, quiet))
    elif status:
        _status()
    elif remove:
        _remove()
    elif once:
        _once(Desk(context.folders, shown, rules, quiet), rules, every)
    else:
        _loop(Desk(context.folders, shown, rules, quiet), rules, every)


class Desk:
    """The person's desk, as the loop sees it: the clock, notifications, the voice, the log."""

    def __init__(
        self, folders: Folders, options: SessionOptions, rules: PostureRules, quiet: bool
    ) -> None:
        self.folders, self._options, self._rules = folders, options, rules
        self._quiet = quiet
        self._told: set[str] = set()

    def now(self) -> datetime:
        return datetime.now().astimezone().replace(tzinfo=None)

    def wait(self, seconds: float) -> None:
        time.sleep(seconds)

    def is_playing(self) -> bool:
        from voiceguide.app.session_lock import lock_file
        from voiceguide.person.lock import is_held

        return is_held(lock_file(self.folders))

    def session_end(self) -> datetime | None:
        from voiceguide.errors import DiskProblem, UsageError
        from voiceguide.person.history import last_end
        from voiceguide.person.log_reader import read_log

        try:
            found = read_log(self.folders.data, last_end)
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
        console.tell(f"{self.now():%H:%M}  {text}")
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
        from voiceguide.remind.notify import NoNotifications, ask

        try:
            answers.append(ask(TITLE, text, BUTTONS, ANSWER_WITHIN_S))
        except NoNotifications as problem:
            self._tell_once(f"No notification: {problem.message}; {problem.hint}.")

    def _say(self, text: str) -> None:
        from voiceguide.app.spoken_line import say
        from voiceguide.errors import VoiceguideError

        try:
            say(text, self.folders, self._options)
        except VoiceguideError as problem:
            self._tell_once(f"Not spoken: {problem.message}")

    def _answer(self, asking: threading.Thread, answers: list[str | None]) -> str | None:
        from voiceguide.control.remotes.terminal_keys import Keys, open_keys

        ends = time.monotonic() + ANSWER_WITHIN_S
        with open_keys() as keys:
            here = not isinstance(keys, Keys)
            if here:
                console.tell("       s starts it, z snoozes, k skips.")
            while time.monotonic() < ends and (here or asking.is_alive()) and not answers:
                key = keys.read(0.2)
                if key in KEYS:
                    return KEYS[key]
        return answers[0] if answers else None

    def _tell_once(self, text: str) -> None:
        if text not in self._told:
            self._told.add(text)
            console.tell(text)


def _loop(desk: Desk, rules: PostureRules, every: int) -> None:
    from voiceguide.remind.loop import Loop
    from voiceguide.remind.schedule import Agenda

    with _alone(desk):
        agenda = Agenda(rules, every, desk.now())
        console.tell(
            f"A posture break every {every} minutes, {rules.starting:%H:%M} to {rules.until:%H:%M}."
            f" Next: {agenda.next():%a %H:%M}. Ctrl-C ends it."
        )
        Loop(agenda, desk).run()


def _once(desk: Desk, rules: PostureRules, every: int) -> None:
    """One reminder, with as many snoozes as the person likes; for the system's timers."""
    from voiceguide.remind.loop import Loop
    from voiceguide.remind.schedule import Agenda

    with _alone(desk):
        loop = Loop(Agenda(rules, every, desk.now()), desk)
        # The time of day takes turns between the lines.
        loop.given = desk.now().hour
        if (why := loop.held_back()) is not None:
            console.tell(f"No reminder now: {why}.")
            return
        while loop.give(desk.now()) == "snooze":
            while (left_s := (loop.agenda.next() - desk.now()).total_seconds()) > 0:
                desk.wait(min(left_s, 20.0))


def _alone(desk: Desk) -> ExitStack:
    """Nobody else reminds meanwhile. Raises UsageError where somebody does."""
    from voiceguide.errors import UsageError
    from voiceguide.person.lock import Busy, Lock

    held = ExitStack()
    file = desk.folders.state / "remind.lock"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        held.enter_context(Lock(file))
    except Busy as busy:
        raise UsageError(
            f"reminders are given already by process {busy.pid}", hint="one is enough"
        ) from None
    except OSError as error:
        console.tell(f"warning: {file} cannot be made ({error.strerror})")
    return held


def _plan(rules: PostureRules, every: int, level: str, quiet: bool) -> Plan:
    from voiceguide.remind.install import Plan
    from voiceguide.remind.schedule import times_of_day

    command = [sys.executable, "-m", "voiceguide", "remind", "--once", "--level", level]
    if quiet:
        command.append("--quiet")
    return Plan(tuple(command), times_of_day(rules, every), rules.days, _own_folders(os.environ))


def _own_folders(environ: Mapping[str, str]) -> dict[str, str]:
    kinds = (f"VOICEGUIDE_{kind}_DIR" for kind in ("CONFIG", "DATA", "CACHE", "STATE"))
    return {name: environ[name] for name in kinds if name in environ}


def _install(plan: Plan) -> None:
    from voiceguide.remind.install import folder_of, install, system_here

    system = system_here()
    written = install(plan, system, folder_of(system))
    times = plan.times
    console.say(f"Installed. {len(times)} times a day, {times[0]:%H:%M} to {times[-1]:%H:%M}.")
    for path in written:
        console.say(f"  {path}")


def _status() -> None:
    from voiceguide.remind.install import folder_of, status, system_here

    system = system_here()
    now = status(system, folder_of(system))
    if not now.installed:
        console.say("Not installed. Begin with: voiceguide remind --install")
        return
    console.say("Installed:")
    for path in now.files:
        console.say(f"  {path}")
    if now.says:
        console.say(now.says)


def _remove() -> None:
    from voiceguide.remind.install import folder_of, remove, system_here

    system = system_here()
    gone = remove(system, folder_of(system))
    console.say("Removed." if gone else "There was nothing to remove.")
