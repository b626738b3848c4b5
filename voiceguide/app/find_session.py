"""Finding a session by what it is for, how long it takes, and where and with what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from locale import getlocale
from typing import TYPE_CHECKING, Any, Literal, get_args

from msgspec import Struct

from voiceguide.app.listing import Listing, routines
from voiceguide.errors import UsageError, did_you_mean
from voiceguide.phrases.languages import HOME_LANGUAGE, base_language
from voiceguide.planning.session_needs import WHERE
from voiceguide.routine.topics import BodyPart
from voiceguide.structs import field_names
from voiceguide.text import whole_seconds
from voiceguide.units import MINUTE_MS

if TYPE_CHECKING:
    from voiceguide.app.context import AppContext
    from voiceguide.app.interaction import Interaction

PROPOSALS = 3
LONGEST_MINUTES = 60
MOST_TIMES_AS_LONG = 1.5
"""A routine that is longer than this beside the minutes loses too much when it is fitted."""
ANYTHING = "anything"
Found = Literal["routines", "exercises"]


class Wanted(Struct, frozen=True):
    """What a person looks for; nothing said is anything."""

    area: str | None = None
    minutes: int | None = None
    position: str | None = None
    without: tuple[str, ...] = ()

    @property
    def is_said(self) -> bool:
        """Whether anything is."""
        return self != Wanted()


def found(listing: Listing, wanted: Wanted, what: Found = "routines") -> Listing:
    """The routines of a list that are as wanted, the nearest to the minutes first.

    Exercises stay in their order. Where little is found, a note says which filter is in the way.
    Raises UsageError for an area that nothing is for, and where nothing is left.
    """
    pairs = list(zip(listing.entries, listing.rows, strict=True))
    fit = [(entry, row) for entry, row in pairs if "problem" not in entry and _fits(entry, wanted)]
    if not fit:
        raise UsageError(_none(wanted, what), hint=_hint(listing.entries, wanted, what))
    if what == "routines":
        fit.sort(key=lambda pair: _distance(pair[0], wanted))
    entries = [entry for entry, _ in fit]
    poor = len(entries) < PROPOSALS or not any(_is_of(entry, wanted.area) for entry in entries)
    more = without_one(listing.entries, wanted, entries) if poor else []
    notes = (f"More {'; '.join(more)}",) if more else ()
    return Listing(entries, [row for _, row in fit], (*listing.notes, *notes))


def without_one(
    entries: Sequence[Mapping[str, Any]], wanted: Wanted, had: Sequence[Mapping[str, Any]] = ()
) -> list[str]:
    """What there would be beside what is `had`, without one of several filters, for each of them.

    Where something of the very area is left by that, only that is told.
    """
    said = [name for name in field_names(wanted) if getattr(wanted, name)]
    there = [str(each["id"]) for each in had]
    more: list[tuple[bool, str]] = []
    for name in reversed(said) if len(said) > 1 else ():
        less = Wanted(**{each: getattr(wanted, each) for each in said if each != name})
        new = [
            each
            for each in entries
            if "problem" not in each and str(each["id"]) not in there and _fits(each, less)
        ]
        if not new:
            continue
        first = min(new, key=lambda each: _distance(each, less))
        length = f", {whole_seconds(first['length_ms'])}" if "length_ms" in first else ""
        line = f"without --{name}: {first['id']}{length}"
        more.append((_is_of(first, wanted.area), line))
    of_area = [line for is_of, line in more if is_of]
    return of_area or ([] if had else [line for _, line in more])


def _is_of(entry: Mapping[str, Any], area: str | None) -> bool:
    """Whether a thing is for the very area, and does not only name it."""
    kinds = (entry.get("body"), entry.get("effort"), entry.get("sort"), entry.get("purpose"))
    return area is None or area.casefold() in kinds


def _fits(entry: Mapping[str, Any], wanted: Wanted) -> bool:
    if wanted.area is not None and not _is_for(entry, wanted.area):
        return False
    if wanted.position is not None and not set(entry["where"]) <= _allowed(wanted.position):
        return False
    if set(wanted.without) & set(entry["things"]):
        return False
    limit_ms = (wanted.minutes or 0) * MINUTE_MS * MOST_TIMES_AS_LONG
    return wanted.minutes is None or entry["length_ms"] <= limit_ms


def _is_for(entry: Mapping[str, Any], area: str) -> bool:
    """Whether a routine's part of the body, kind or words name an area."""
    word = area.casefold()
    if _is_of(entry, area):
        return True
    names = (entry["id"], entry["name"], *entry.get("other_names", ()), entry["about"] or "")
    text = " ".join(names).casefold()
    words = {each.strip(".,:;()") for each in text.replace("-", " ").split()}
    return word in words or f"{word}s" in words


def _allowed(position: str) -> set[str]:
    """Where a person may be asked to be, who can go as far down as a position."""
    if position == "chair":
        return {"chair"}
    return {"chair", "standing"} if position == "standing" else set(WHERE)


def _distance(entry: Mapping[str, Any], wanted: Wanted) -> tuple[bool, bool, bool, float, str]:
    """Small for what fits well: what is hard last unless it is asked for, the very area first."""
    if "length_ms" not in entry:
        return False, not _is_of(entry, wanted.area), False, 0, str(entry["id"])
    hard = entry["effort"] == "hard" and wanted.area is None
    other = wanted.area is not None and entry["body"] != wanted.area.casefold()
    length_ms = entry["length_ms"]
    off = abs(length_ms - (wanted.minutes or 10) * MINUTE_MS)
    return hard, other, entry["all_out"], off, str(entry["id"])


def _none(wanted: Wanted, what: Found) -> str:
    said = [f"for '{wanted.area}'"] if wanted.area else []
    said += [f"of about {wanted.minutes} min"] if wanted.minutes else []
    said += [f"with position {wanted.position}"] if wanted.position else []
    said += [f"without {' and '.join(wanted.without)}"] if wanted.without else []
    return f"there is no {what.removesuffix('s')} {' '.join(said)}"


def _hint(entries: Sequence[Mapping[str, Any]], wanted: Wanted, what: Found) -> str:
    told = [entry for entry in entries if "problem" not in entry]
    if wanted.area is not None and not any(_is_for(entry, wanted.area) for entry in told):
        known = areas(entries) or tuple(sorted({str(each["purpose"]) for each in told}))
        return did_you_mean(wanted.area, known) or f"there are {', '.join(known)}"
    command = "voiceguide list" if what == "routines" else f"voiceguide list {what}"
    less = without_one(entries, wanted)
    return "; ".join(less) if less else f"ask for less: `{command}` shows all of them"


def areas(entries: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """What the routines of a list are for, parts of the body first."""
    told = [entry for entry in entries if "body" in entry]
    bodies = {entry["body"] for entry in told}
    efforts = {entry["effort"] for entry in told} | {entry["sort"] for entry in told}
    parts = [part for part in get_args(BodyPart) if part in bodies]
    return (*parts, *(each for each in ("strength", "stretch", "hard", "relax") if each in efforts))


def best(context: AppContext, wanted: Wanted) -> str:
    """The id of the routine that fits best; never one that is all out. Raises UsageError."""
    listing_of_all = _understood(routines(context, None))
    listing = found(listing_of_all, wanted)
    entry = next((each for each in listing.entries if not each["all_out"]), None)
    if entry is None:
        raise UsageError(
            "what is left is all out, which is never chosen for you",
            hint=f"name it: voiceguide play {listing.entries[0]['id']}",
        )
    context.ui.tell(f"Chosen: {entry['name']} ({entry['id']}), {in_words(entry)}.")
    if not _is_of(entry, wanted.area):
        for line in without_one(listing_of_all.entries, wanted, listing.entries):
            context.ui.tell(f"More {line}")
    return str(entry["id"])


def ask_for_session(context: AppContext) -> tuple[str, int | None] | None:
    """Ask what it is for, how long and where, and propose three; the chosen id and the minutes.

    None where the person wants none of them.
    """
    ui = context.ui
    listing = _understood(routines(context, None))
    wanted = _asked(ui, areas(listing.entries))
    proposed = _proposed(listing, wanted)
    if not any(_fits(each, wanted) for each in proposed):
        ui.tell("Nothing fits all of that. These come near:")
    choices = {str(each["id"]): f"{each['name']}, {in_words(each)}" for each in proposed}
    none = "none"
    chosen = ui.one_of("Which one?", choices | {none: "None of these"})
    return None if chosen == none else (chosen, wanted.minutes)


def _understood(listing: Listing) -> Listing:
    """The sessions in the language of the program, or in that of the system."""
    try:
        of_system = (getlocale()[0] or HOME_LANGUAGE).partition("_")[0]
    except ValueError:  # the system names one that Python does not know
        of_system = HOME_LANGUAGE
    pairs = [
        (entry, row)
        for entry, row in zip(listing.entries, listing.rows, strict=True)
        if base_language(str(entry.get("language", HOME_LANGUAGE))) in (HOME_LANGUAGE, of_system)
    ]
    return Listing([entry for entry, _ in pairs], [row for _, row in pairs], listing.notes)


def _asked(ui: Interaction, known: Sequence[str]) -> Wanted:
    names = {area: area.capitalize() for area in known} | {ANYTHING: "Anything"}
    area = ui.one_of("What is it for?", names)
    minutes = ui.number("How many minutes do you have?", 2, LONGEST_MINUTES)
    floor = ui.yes("May it be on the floor, kneeling or lying?", default=True)
    return Wanted(None if area == ANYTHING else area, minutes, None if floor else "standing")


def _proposed(listing: Listing, wanted: Wanted) -> list[Mapping[str, Any]]:
    """Three sessions, or as many as there are: where too few fit, less is asked of them."""
    asked_less = (
        wanted,
        Wanted(wanted.area, None, wanted.position),
        Wanted(None, wanted.minutes, wanted.position),
        Wanted(None, None, wanted.position),
    )
    proposed: dict[str, Mapping[str, Any]] = {}
    for each in asked_less:
        try:
            entries = found(listing, each).entries
        except UsageError:
            continue
        calm = (entry for entry in entries if not entry["all_out"])
        for entry in calm:
            proposed.setdefault(str(entry["id"]), entry)
        if len(proposed) >= PROPOSALS:
            break
    return list(proposed.values())[:PROPOSALS]


def in_words(entry: Mapping[str, Any]) -> str:
    """How long, where, and with what beside mat and wall."""
    minutes = whole_seconds(entry["length_ms"])
    things = [thing for thing in entry["things"] if thing not in ("mat", "wall")]
    where = " and ".join(entry["where"]) or "anywhere"
    return f"{minutes}, {where}" + (f", with {' and '.join(things)}" if things else "")
