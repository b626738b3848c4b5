"""What files must agree on with each other: ids, doses inside ranges, sides, swaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from voiceguide.errors import BadFiles, Grade, Place, Problem, UsageError, did_you_mean
from voiceguide.routine.amounts import Amount
from voiceguide.routine.library import FileKind, Library
from voiceguide.routine.model import (
    Advice,
    Do,
    Exercise,
    GiveAdvice,
    Hold,
    Item,
    Rest,
    Routine,
    Step,
)
from voiceguide.routine.routine_file import leaves


def check_routine(routine: Routine, library: Library) -> list[Problem]:
    """All problems between a routine and its library, those of the exercises it uses too."""
    checker = _Checker(library)
    checker.known("position", routine.starts, routine.places.get("starts", routine.place))
    for item in routine.items:
        checker.not_yet(item)
    for item in leaves(routine.items):
        checker.item(item)
    return _in_order(checker.problems)


def check_exercise(exercise: Exercise, library: Library) -> list[Problem]:
    """All problems between an exercise and its library."""
    checker = _Checker(library)
    checker.exercise(exercise)
    return _in_order(checker.problems)


def check_advice(advice: Advice, library: Library) -> list[Problem]:
    """All problems between an advice and its library."""
    checker = _Checker(library)
    checker.advice(advice)
    return _in_order(checker.problems)


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(dict.fromkeys(problems), key=lambda problem: problem.place)


class _Checker:
    def __init__(self, library: Library) -> None:
        self.library = library
        self.problems: list[Problem] = []
        self.checked: set[str] = set()

    def problem(
        self, place: Place, message: str, hint: str | None = None, grade: Grade = "error"
    ) -> None:
        self.problems.append(Problem(place, message, hint, grade))

    def known(self, what: Literal["position", "thing", "condition"], id: str, place: Place) -> None:
        """Report an id that the single files do not have."""
        tables: Mapping[str, Mapping[str, object]] = {
            "position": self.library.positions.positions,
            "thing": self.library.equipment,
            "condition": self.library.safety.conditions,
        }
        table = tables[what]
        if id not in table:
            hint = did_you_mean(id, table) or f"known: {', '.join(table)}"
            self.problem(place, f"there is no {what} '{id}'", hint)

    def find(self, kind: FileKind, id: str, place: Place) -> bool:
        """Report an id that no file of the library has."""
        if self.library.has(kind, id):
            return True
        hint = did_you_mean(id, self.library.ids(kind))
        self.problem(
            place,
            f"there is no {kind} '{id}'",
            hint or f"see them with: voiceguide list {kind}s".replace("advices", "advice"),
        )
        return False

    def not_yet(self, item: Item) -> None:
        """Refuse what this version reads but does not play."""
        places = getattr(item, "places", {})
        if "wait" in places:
            message = "'wait' is not played by this version yet"
            self.problem(places["wait"], message, "leave it out")

    def item(self, item: Item) -> None:
        match item:
            case Do():
                self.do(item)
            case Step(position=position) | Rest(position=position) if position is not None:
                self.known("position", position, item.places.get("position", item.place))
            case GiveAdvice():
                self.give(item)

    def give(self, item: GiveAdvice) -> None:
        if not self.find("advice", item.advice, item.place):
            return
        try:
            self.advice(self.library.advice(item.advice))
        except BadFiles as bad:
            self.problems.extend(bad.problems)

    def advice(self, advice: Advice) -> None:
        for thing in advice.helps:
            self.known("thing", thing, advice.places.get("helps", advice.place))
        if advice.instead is not None:
            self.find("exercise", advice.instead, advice.places.get("instead", advice.place))

    def do(self, do: Do) -> None:
        place = do.places.get("do", do.place)
        if not self.find("exercise", do.do, place):
            return
        try:
            exercise = self.library.exercise(do.do)
        except BadFiles as bad:
            self.problems.extend(bad.problems)
            return
        except UsageError as error:
            self.problem(place, error.message, error.hint)
            return
        self.exercise(exercise)
        self.version(do, exercise)
        self.sides(do, exercise)
        self.doses(do, exercise)

    def version(self, do: Do, exercise: Exercise) -> None:
        if do.version is None or exercise.version(do.version) is not None:
            return
        ids = [version.id for version in exercise.versions]
        hint = did_you_mean(do.version, ids) or f"its versions are {', '.join(ids) or 'none'}"
        self.problem(do.places["version"], f"'{do.do}' has no version '{do.version}'", hint)

    def sides(self, do: Do, exercise: Exercise) -> None:
        order = do.sides.get("order", exercise.sides.order)
        if do.sides and (order == "none") != (exercise.sides.order == "none"):
            wrong = "has no sides" if exercise.sides.order == "none" else "needs its sides"
            self.problem(do.places["sides"], f"'{do.do}' {wrong}", "leave 'sides' out")
        elif do.sides and order == "none":
            self.problem(do.places["sides"], f"'{do.do}' has no sides", "leave 'sides' out")

    def doses(self, do: Do, exercise: Exercise) -> None:
        dose = exercise.dose
        if do.reps is not None and do.repeat_for is not None:
            self.problem(
                do.places["repeat_for"],
                "'reps' and 'repeat_for' exclude each other",
                "keep one of them",
            )
        holds = any(isinstance(phase, Hold) and phase.amount is None for phase in exercise.rep)
        if do.hold is not None and not holds:
            self.problem(do.places["hold"], f"'{do.do}' has no hold to set", "leave 'hold' out")
        pairs = (
            ("sets", do.sets, dose.sets),
            ("reps", do.reps, dose.reps if dose.repeat_for is None else None),
            ("hold", do.hold, dose.hold),
            ("repeat_for", do.repeat_for, dose.repeat_for),
        )
        for name, asked, range_ in pairs:
            if asked is not None and range_ is not None:
                self.dose(name, asked, range_, do)

    def dose(self, name: str, asked: Amount, range_: Amount, do: Do) -> None:
        place = do.places[name]
        if asked.unit != range_.unit:
            self.problem(
                place,
                f"the {name} of '{do.do}' is in {_unit(range_)}, not {_unit(asked)}",
                f"its range is {range_}",
            )
        elif asked.high > range_.high and range_.bound == "up to":
            self.problem(place, f"{asked} is more than '{do.do}' allows", f"at most {_end(range_)}")
        elif asked.high > range_.high and range_.bound == "range" and not _default(name, range_):
            self.problem(
                place,
                f"{asked} is above the range of '{do.do}'",
                f"its range is {range_}",
                "warning",
            )
        elif asked.low < range_.low and do.why_less is None:
            hint = f"its range is {range_}; a 'why_less' says why"
            self.problem(place, f"{asked} is below the range of '{do.do}'", hint, "warning")

    def exercise(self, exercise: Exercise) -> None:
        if exercise.id in self.checked:
            return
        self.checked.add(exercise.id)
        places = exercise.places
        self.known("position", exercise.position, places.get("position", exercise.place))
        for thing in (*exercise.needs, *exercise.helps):
            self.known("thing", thing, places.get("equipment", exercise.place))
        for version in exercise.versions:
            for thing in version.needs:
                self.known("thing", thing, version.place)
        for name in ("avoid_if", "ask_first_if"):
            for condition in getattr(exercise, name):
                self.known("condition", condition, places[name])
        if exercise.swap is not None and self.find("exercise", exercise.swap, places["swap"]):
            self.circle(exercise)

    def circle(self, exercise: Exercise) -> None:
        chain = [exercise.id]
        for id in self._swaps(exercise):
            chain.append(id)
            if id in chain[:-1]:
                self.problem(
                    exercise.places["swap"],
                    f"the swaps run in a circle: {' -> '.join(chain)}",
                    "take one of them out",
                )
                return

    def _swaps(self, exercise: Exercise) -> Iterator[str]:
        seen = {exercise.id}
        while exercise.swap is not None:
            yield exercise.swap
            if exercise.swap in seen or not self.library.has("exercise", exercise.swap):
                return
            seen.add(exercise.swap)
            try:
                exercise = self.library.exercise(exercise.swap)
            except BadFiles:
                return


def _unit(amount: Amount) -> str:
    return "seconds" if amount.unit == "time" else amount.unit


def _end(range_: Amount) -> Amount:
    return Amount(range_.high, range_.high, range_.unit)


def _default(name: str, range_: Amount) -> bool:
    """Sets and reps that nobody wrote are one, which is no range to leave."""
    return name in ("sets", "reps") and range_ == Amount(1, 1, "times")
