"""`voiceguide export --all`: every routine of the library in several formats, by several processes.

Each process does whole routines, so that a routine is laid out once for all its files. They
and the parent speak JSON through pipes; a process that dies costs its routine, not the rest.
"""

from __future__ import annotations

import filecmp
import json
import os
import signal
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from voiceguide import session
from voiceguide.app.context import AppContext
from voiceguide.app.interaction import Interaction
from voiceguide.app.preparing import changed_by_conditions, for_person, tones_for
from voiceguide.app.write_targets import check_targets, files_in, own_files
from voiceguide.audio.music import Music
from voiceguide.errors import UsageError, VoiceguideError
from voiceguide.exporting import (
    check_music,
    format_of_suffix,
    joined_chapters,
    sound_for,
    suffix_of,
    write,
)
from voiceguide.exporting.export_index import LOCK_NAME, ExportIndex, fingerprint
from voiceguide.person.lock import Busy, Lock
from voiceguide.rendering import Audible, Rendering, Soundtrack
from voiceguide.routine.library import Library
from voiceguide.routine.session_kinds import Sort
from voiceguide.session_options import SessionOptions, decided
from voiceguide.settings import Folders, load_settings

MOST_JOBS = 16

Job = dict[str, Any]
"""A routine to export: ``id``, ``track``, ``folder``, ``suffixes``, ``force``, ``options``,
``heard`` (by the person it is for, of each sort; None for others), ``music`` and
``music_percent``."""
Outcome = dict[str, Any]
"""What became of a job: ``made`` and ``adopted`` (name to fingerprint), ``current``, ``said`` and
the exit ``code``. Adopted is a file that the index does not know, and that is just what we would
write: of an export that was cut off, or whose index was lost."""

Heard = Mapping[Sort, int] | None

WAIT_S = 0.25


def suffixes_of(written: str) -> tuple[str, ...]:
    """The suffixes in ``m4a,html``. Raises UsageError for one that is not known."""
    names = [name.strip().lower().removeprefix(".") for name in written.split(",")]
    suffixes = [suffix_of(Path(f"ROUTINE.{name}")) for name in names if name]
    if not suffixes:
        raise UsageError("--as names no format", hint="for example  --as m4a,html")
    return tuple(dict.fromkeys(suffixes))


def usual_jobs() -> int:
    """As many as there are cores for this process, but at most four."""
    if hasattr(os, "sched_getaffinity"):
        return min(4, len(os.sched_getaffinity(0)))
    return min(4, os.cpu_count() or 1)


def export_all(
    folder: Path,
    suffixes: tuple[str, ...],
    chosen: SessionOptions,
    context: AppContext,
    *,
    jobs: int,
    force: bool,
    for_me: bool = False,
) -> int:
    """Export every routine, tell what was done, and give the exit code.

    Raises UsageError where the folder is not there, and for music that cannot be under any of it.
    """
    if not folder.is_dir():
        raise UsageError(f"there is no folder {folder}", hint="make the folder first")
    music, music_percent = chosen.music, decided(chosen).music_percent
    if music is not None:
        check_music(format_of_suffix(suffix) for suffix in suffixes)
        _songs(str(music), music_percent)
    heard: Heard = None
    if for_me:
        chosen, person = for_person(chosen, Library([context.folders.library]), context)
        heard = person.sessions_heard
    with _alone_in(folder, context.ui):
        return _all(folder, suffixes, chosen, heard, context, jobs, force, music, music_percent)


@contextmanager
def _alone_in(folder: Path, ui: Interaction) -> Iterator[None]:
    """Wait until nobody else exports into a folder, and keep others waiting meanwhile."""
    told = False
    with ExitStack() as held:
        while True:
            try:
                held.enter_context(Lock(folder / LOCK_NAME))
                break
            except Busy as busy:
                if not told:
                    who = f" (process {busy.pid})" if busy.pid else ""
                    ui.tell(f"Another export writes into {folder}{who}: waiting for its end.")
                told = True
                time.sleep(WAIT_S)
            except OSError:  # nobody can write here, which is told of the first file
                break
        yield


def _all(
    folder: Path,
    suffixes: tuple[str, ...],
    chosen: SessionOptions,
    heard: Heard,
    context: AppContext,
    jobs: int,
    force: bool,
    music: Path | None,
    music_percent: int,
) -> int:
    folders, ui = context.folders, context.ui
    ids = list(Library([folders.library]).ids("routine"))
    targets = (folder / f"{id}{suffix}" for id in ids for suffix in suffixes)
    check_targets(targets, [*own_files(folders), *(files_in(music) if music else ())])
    todo: list[Job] = [
        {
            "id": id,
            "track": track,
            "folder": str(folder),
            "suffixes": suffixes,
            "force": force,
            "options": chosen.shaping(),
            "heard": heard,
            "music": None if music is None else str(music),
            "music_percent": music_percent,
        }
        for track, id in enumerate(ids, 1)
    ]
    jobs = min(jobs, len(todo))
    if jobs > 1:  # the longest first, so that none works on alone at the end
        todo.sort(key=lambda job: _length_ms(job, context), reverse=True)
    index = ExportIndex.of(folder)
    made = current = code = 0
    with ui.busy(f"Exporting {len(ids)} routines to {folder}") as progress:
        for done, outcome in enumerate(_outcomes(todo, jobs), 1):
            known = {**outcome["made"], **outcome["adopted"]}
            for name, made_of in known.items():
                index.note(name, made_of)
            if known:
                index.save()
            made, current = made + len(outcome["made"]), current + outcome["current"]
            code = max(code, outcome["code"])
            progress(done, len(todo))
            for line in outcome["said"]:
                ui.tell(line)
    ui.tell(f"{folder}: {made} made, {current} up to date.")
    return code


def _length_ms(job: Job, context: AppContext) -> int:
    """About how long the session of a job is; 0 where that will be told when it is exported."""
    try:
        loaded = session.load(job["id"], context.folders)
        options = SessionOptions(**job["options"]).over(context.settings)
        return session.estimated(loaded, options, context.folders).length_ms
    except VoiceguideError:
        return 0


def _outcomes(todo: list[Job], jobs: int) -> Iterator[Outcome]:
    if jobs <= 1:
        yield from map(_export_one, todo)
        return
    from multiprocessing import get_context
    from multiprocessing.connection import wait

    context = get_context("spawn")
    busy: dict[Any, tuple[Job, BaseProcess]] = {}
    waiting = iter(todo)

    def give(pipe: Connection, process: BaseProcess) -> None:
        job = next(waiting, None)
        if job is None:
            pipe.close()
            return
        busy[pipe] = job, process
        pipe.send_bytes(json.dumps(job).encode())

    try:
        for _ in range(jobs):
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs,), daemon=True)
            with _interrupts_held():
                process.start()
            theirs.close()
            give(ours, process)
        while busy:
            for pipe in wait(list(busy)):
                job, worker = busy.pop(pipe)
                try:
                    outcome: Outcome = json.loads(pipe.recv_bytes())  # type: ignore[union-attr]
                except EOFError:
                    yield _failed(f"{job['id']}: the process that exported it ended", 1)
                    continue
                give(pipe, worker)  # type: ignore[arg-type]  # what was put in
                yield outcome
    finally:
        for _, left in busy.values():
            left.terminate()
            left.join(5)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C comes to this process after the block, and never to one that starts in it.

    Until such a process has read who it is, it could only end with a traceback.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(pipe: Connection) -> None:
    """Export what comes through the pipe until it is closed; Ctrl-C is the parent's matter."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            job: Job = json.loads(pipe.recv_bytes())
        except EOFError:
            return
        pipe.send_bytes(json.dumps(_export_one(job)).encode())


def _export_one(job: Job) -> Outcome:
    try:
        folders = Folders.of_user()
        options = SessionOptions(**job["options"]).over(load_settings(folders.config_file))
        loaded = session.load(job["id"], folders)
        tones = "explained" if job["heard"] is None else tones_for(job["heard"], loaded)
        options = options.with_tones(tones, loaded.routine.options)
        rendered = session.render(loaded, options, folders)
        outcome = _written(job, rendered.session)
    except VoiceguideError as error:
        return _failed(f"{job['id']}: {error}", error.exit_code)
    outcome["said"] += changed_by_conditions(rendered.session.timeline)
    outcome["said"] += [f"warning: {problem}" for problem in rendered.problems]
    return outcome


@cache
def _songs(music: str, volume_percent: int) -> Music:
    """The music of all routines: its levels are measured once for each process."""
    return Music(Path(music), volume_percent / 100, channels=2)


def _written(job: Job, rendering: Rendering) -> Outcome:
    outcome: Outcome = {"made": {}, "adopted": {}, "current": 0, "said": [], "code": 0}
    session: Audible = rendering
    if job["music"] is not None:
        songs = _songs(job["music"], job["music_percent"])
        session = Soundtrack(rendering, songs, outcome["said"].append)
    folder = Path(job["folder"])
    index = ExportIndex.of(folder)
    paths = [folder / f"{job['id']}{suffix}" for suffix in job["suffixes"]]
    for path, suffix in zip(paths, job["suffixes"], strict=True):
        sound = sound_for(path, paths)
        made_of = fingerprint(session, suffix, job["track"], sound)
        state = index.state(path.name, made_of)
        if state == "current" and not job["force"]:
            outcome["current"] += 1
            continue
        unknown = state == "foreign" and not job["force"]
        if unknown and _is_just_this(path, session, job["track"], sound):
            outcome["current"] += 1
            outcome["adopted"][path.name] = made_of
            continue
        try:
            replace = job["force"] or state == "outdated"
            write(session, path, force=replace, track=job["track"], sound=sound)
        except VoiceguideError as error:
            outcome["said"].append(str(error))
            outcome["code"] = max(outcome["code"], error.exit_code)
        else:
            outcome["made"][path.name] = made_of
            if joined := joined_chapters(session.timeline, path):
                outcome["said"].append(f"warning: {joined}")
    return outcome


def _is_just_this(path: Path, session: Audible, track: int, sound: str | None) -> bool:
    """Whether a file is, to the byte, what would be written there."""
    with tempfile.TemporaryDirectory(prefix="voiceguide-") as beside:
        ours = Path(beside) / path.name
        try:
            write(session, ours, track=track, sound=sound)
            return filecmp.cmp(ours, path, shallow=False)
        except (VoiceguideError, OSError):  # told when the file itself is written
            return False


def _failed(said: str, code: int) -> Outcome:
    return {"made": {}, "adopted": {}, "current": 0, "said": [said], "code": code}
