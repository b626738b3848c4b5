"""Broken files of every kind that a stranger, or a bad disk, may hand to the program.

Routines, scripts, workouts of other apps, settings and logs, each taken through what a person
does with it: check it, import it and check what comes of it, lay it out, read it.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from scripts.lib_fuzz import broken_files, originals, trouble_with
from voiceguide import session
from voiceguide.errors import BadFiles, VoiceguideError
from voiceguide.importing.draft import routine_yaml
from voiceguide.importing.open_file import read_workouts
from voiceguide.loading import Loaded
from voiceguide.person.event import new_event
from voiceguide.person.history import read_history
from voiceguide.person.log_reader import read_log
from voiceguide.person.store import FILE, open_store
from voiceguide.reader.document import MOST_BYTES
from voiceguide.routine.library import Library
from voiceguide.routine.model import Routine
from voiceguide.session_options import SessionOptions
from voiceguide.settings import Folders, parse_settings
from voiceguide.structs import replace

LONGEST_S = 0.5
"""Of the processor's time, for one file."""

WILD = (
    *("0", "-1", "0.5", "1e999", "nan", "23:59:59", "999", "9" * 5000, "", " ", "null", "true"),
    *(
        "Pause squats",
        "Rest",
        "<side>",
        "<5",
        "מתיחת רגל",
        "💪🏽",
        "\u202eabc",
        "\ud800",
        "x" * 10_000,
    ),
    *("[pause 1:30]", "{{name}}", "[" * 300, "( " * 500, "." * 500, "a;1", "z. B.", "klingon"),
)
"""Valid but wild, and what once broke something."""

SCRIPT = """# Evening *scan*
Lie down. [pause 10s] Breathe in; 10
[bell] (pause for half a minute) <break time="3s"/> {{user_name}}, rest… ... Dr. Weil's 4-7-8.
> Quoted [a link](https://example.org) <!-- not this --> | 1:30
## Feet
- 3m 105%
"""
ZWO = """<?xml version="1.0" encoding="utf-8"?>
<workout_file><author>Me</author><name>Sweet</name><description>Long.</description>
<sportType>bike</sportType><durationType>time</durationType><tags><tag name="FTP"/></tags>
<workout><Warmup Duration="300" PowerLow="0.25" PowerHigh="0.75" Cadence="90"/>
<IntervalsT Repeat="4" OnDuration="60" OffDuration="30" OnPower="1.1" OffPower="0.5"
 CadenceResting="85"><textevent timeoffset="0" message="Go!"/></IntervalsT>
<SteadyState Duration="60" Power="0.65" pace="0"/><FreeRide Duration="60" FlatRoad="1"/>
<MaxEffort Duration="20"/><Cooldown Duration="120" PowerLow="0.6" PowerHigh="0.3"/>
</workout></workout_file>
"""
APPS = (
    '{"workouts":[{"title":"Legs","version":2,"position":0,"sets":[{"id":"a","repetitions":3,'
    '"exercises":[{"id":"x","name":"Squats","duration":30},{"name":"Rest","duration":10}]}]}]}',
    '{"folders":[{"id":1,"name":"Default"}],"timers":[{"id":3,"name":"Tabata","loop":8,"steps":['
    '{"label":"Work","length":20000,"behaviour":[{"type":"MUSIC","content":"content://1"},'
    '{"type":"VOICE","content":"Go {SName}"}],"type":"NORMAL"},{"name":"G","loop":2,"steps":['
    '{"label":"Rest","length":10000,"behaviour":[{"type":"HALT"}]}]}],"startStep":{"label":'
    '"Get ready","length":10000},"more":{"triggerTimerId":0},"folderId":1}]}',
)
CONFIG = """voice = "estimate"
level = "gentle"
tones_volume = 50
tones = "plain"
seed = 3
conditions = ["pregnant"]

[say_as]
psoas = "so az"
"""
ENCODINGS = ("klingon", "rot13", "utf-16", "utf-32", "hex", "idna", "undefined", "cp1252", "utf-7")


@dataclass(frozen=True)
class Case:
    """A file, by its suffix."""

    suffix: str
    source: bytes


def cases(seed: int) -> Iterator[Case]:
    """Files of all kinds without end, the same for the same seed."""
    dice = random.Random(seed)
    routines = broken_files(seed, originals())
    log = _log()
    while True:
        match dice.randrange(10):
            case 0 | 1 | 2:
                yield Case(".yaml", next(routines))
            case 3 | 4:
                yield Case(".md", _mutated(dice, SCRIPT))
            case 5 | 6:
                yield Case(".zwo", _zwo(dice))
            case 7 | 8:
                yield Case(".json", _mutated(dice, dice.choice(APPS)))
            case _ if dice.random() < 0.3:
                at = dice.randrange(len(log))
                yield Case(".db", log[:at] + bytes([dice.randrange(256)]) + log[at + 1 :])
            case _:
                yield Case(".toml", _mutated(dice, CONFIG))


def trouble_with_case(case: Case, library: Library, folder: Path) -> str | None:
    """What is wrong with how the program takes a file; exceptions that are none pass through.

    `folder` is an empty one for it to lie in.
    """
    took = 2 * LONGEST_S
    for _ in range(3):  # once more where it is slow: what else the machine does is not its fault
        begun = time.process_time()
        trouble = _DOINGS[case.suffix](case, library, folder)
        took = min(took, time.process_time() - begun)
        if took <= LONGEST_S:
            break
    return trouble or (f"took {took:.2f} s" if took > LONGEST_S else None)


def _routine(case: Case, library: Library, folder: Path) -> str | None:
    def play(routine: Routine) -> object:
        return _laid_out(Loaded(routine, library, ()), folder)

    return trouble_with(case.source, library, play)


def _imported(case: Case, library: Library, folder: Path) -> str | None:
    file = folder / f"x{case.suffix}"
    file.write_bytes(case.source)
    folders = _folders(folder)
    try:
        if case.suffix == ".md":
            _laid_out(session.load(str(file), folders), folder)
        workouts = read_workouts(file)
    except VoiceguideError as refused:
        return _words(refused)
    for draft in workouts.drafts:
        source = routine_yaml(draft, file.name).encode()
        try:
            loaded = session.load_source(source, folder / "x.yaml", folders)
        except BadFiles as bad:
            # Refused by the import too, and not written: what is too long, or warned of too often.
            wordy = any("too many problems" in problem.message for problem in bad.problems)
            if len(source) <= MOST_BYTES and not wordy:
                return f"an import that check refuses: {bad}"
        else:
            _laid_out(replace(loaded, library=library), folder)
    return None


def _settings(case: Case, _library: Library, _folder: Path) -> str | None:
    try:
        parse_settings(case.source.decode("utf-8", "replace"), "config.toml")
    except VoiceguideError as refused:
        return _words(refused)
    return None


def _read_log(case: Case, _library: Library, folder: Path) -> str | None:
    (folder / FILE).write_bytes(case.source)
    try:
        read_log(folder, read_history, looked_through=True)
    except VoiceguideError as refused:
        return _words(refused)
    return None


_DOINGS: dict[str, Callable[[Case, Library, Path], str | None]] = {
    ".yaml": _routine,
    ".md": _imported,
    ".zwo": _imported,
    ".json": _imported,
    ".toml": _settings,
    ".db": _read_log,
}


def _laid_out(loaded: Loaded, folder: Path) -> object:
    try:
        return session.estimated(loaded, SessionOptions(), _folders(folder))
    except VoiceguideError as refused:
        return _words(refused)


def _words(refused: VoiceguideError) -> str | None:
    return None if refused.message and refused.exit_code > 1 else f"no words: {refused!r}"


def _folders(folder: Path) -> Folders:
    return Folders(*(folder / name for name in ("config", "data", "cache", "runtime")))


def _mutated(dice: random.Random, text: str) -> bytes:
    """A text with some of its words, numbers and marks changed for others."""
    tokens = re.findall(r"\w+|\s+|[^\w\s]", text)
    for _ in range(dice.choice((1, 1, 2, 3, 8))):
        at = dice.randrange(len(tokens))
        match dice.randrange(6):
            case 0 | 1:
                tokens[at] = dice.choice(WILD)
            case 2:
                tokens[at] = ""
            case 3:
                tokens.insert(at, dice.choice(tokens))
            case 4:
                end = at + dice.randrange(1, 30)
                tokens[at:end] = tokens[at:end] * dice.choice((2, 5, 40))
            case _:
                tokens[at] = tokens[at][:1] * dice.choice((10, 1000, 10_000))
    source = "".join(tokens).encode("utf-8", "surrogatepass")
    if dice.random() < 0.1:
        source = json.dumps({"a": 1}).encode() * dice.randrange(3) + source
    return source[:80_000]


def _zwo(dice: random.Random) -> bytes:
    if dice.random() < 0.8:
        return _mutated(dice, ZWO)
    encoding = dice.choice(ENCODINGS)
    text = ZWO.replace("utf-8", encoding, 1)
    return text.encode(encoding if encoding.startswith("utf-") else "utf-8")


def _log() -> bytes:
    folder = Path(tempfile.mkdtemp())
    now = datetime(2026, 3, 2, 8, tzinfo=UTC)
    try:
        with open_store(folder) as store:
            days: Sequence[str] = [f"2026-02-{day:02}" for day in range(1, 29)]
            store.keep(
                [new_event("activity", now, day=day, what="walk", minutes=9) for day in days]
            )
        return (folder / FILE).read_bytes()
    finally:
        shutil.rmtree(folder)
