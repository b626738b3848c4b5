"""What files must agree on with each other: ids, doses inside ranges, sides, swaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from voiceguide.errors import BadFiles, Grade, Place, Problem, UsageError, did_you_mean
from voiceguide.reader.amounts import Amount
from voiceguide.routine.exercise_file import names_a_side
from voiceguide.routine.item_kinds import leaves
from voiceguide.routine.library import FileKind, Library
from voiceguide.routine.model import (
    NOWHERE,
    Advice,
    Do,
    Exercise,
    Figure,
    GiveAdvice,
    Hold,
    Item,
    Move,
    Phase,
    Rest,
    Routine,
    Step,
)
from voiceguide.routine.names_in_files import TableName, problem_of
from voiceguide.routine.poses import figure_problems
from voiceguide.routine.shared_kinds import LONGEST_SESSION_MS
from voiceguide.routine.shortest_length import least_ms
from voiceguide.routine.timing_checks import unsaid_in_tempo
from voiceguide.text import hours_and_minutes


def check_routine(routine: Routine, library: Library) -> list[Problem]:
    """All problems between a routine and its library, those of the exercises it uses too.

    The library is asked in the routine's language.
    """
    checker = _Checker(library.in_language(routine.language))
    try:
        checker.routine(routine)
    except UsageError as error:  # a library without the files of which there is one
        place = routine.places.get("language", routine.place)
        checker.problems.append(problem_of(error, place))
    except BadFiles as bad:
        checker.problems.extend(bad.problems)
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


def check_single_files(library: Library) -> list[Problem]:
    """All problems of positions, equipment and safety, and between them.

    Raises UsageError where one is not there.
    """
    checker = _Checker(library)
    try:
        for pose in library.poses.values():
            alone = Figure(start=pose)
            checker.problems += figure_problems(alone, library.poses)
        for position in library.positions.positions.values():
            if position.figure is not None:
                checker.problems += figure_problems(position.figure, library.poses)
        for conditions in library.positions.group_conditions.values():
            for id in (*conditions.avoid_if, *conditions.ask_first_if):
                checker.known("condition", id, conditions.place)
        checker.rests_of_positions()
    except BadFiles as bad:
        checker.problems.extend(bad.problems)
    return _in_order(checker.problems)


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(dict.fromkeys(problems), key=lambda problem: problem.place)


class _Checker:
    def __init__(self, library: Library) -> None:
        self.library = library
        self.problems: list[Problem] = []
        self.checked: set[str] = set()
        self.missing: dict[tuple[FileKind, str], UsageError] = {}
        """What to say of each id that is not there; it takes a look at all folders."""

    def problem(
        self, place: Place, message: str, hint: str | None = None, grade: Grade = "error"
    ) -> None:
        self.problems.append(Problem(place, message, hint, grade))

    def rests_of_positions(self) -> None:
        """Report a position to rest in that is not there, or that tires itself."""
        positions = self.library.positions.positions
        for each in positions.values():
            if each.rest_in is None:
                continue
            self.known("position", each.rest_in, NOWHERE)
            if each.rest_in in positions and positions[each.rest_in].rest_in is not None:
                self.problem(
                    NOWHERE,
                    f"nobody can rest in '{each.rest_in}', as '{each.id}' says: it tires itself",
                    "take another position for 'rest_in'",
                )

    def known(self, what: TableName, id: str, place: Place) -> None:
        """Report an id that the single files do not have."""
        error = self.library.unknown_in_table(what, id)
        if error is not None:
            self.problems.append(problem_of(error, place))

    def find(self, kind: FileKind, id: str, place: Place) -> bool:
        """Report an id that no file of the library has."""
        if (kind, id) not in self.missing:
            if self.library.has(kind, id):
                return True
            self.missing[kind, id] = self.library.unknown(kind, id)
        self.problems.append(problem_of(self.missing[kind, id], place))
        return False

    def routine(self, routine: Routine) -> None:
        self.known("position", routine.starts, routine.places.get("starts", routine.place))
        for part in ("opening", "closing"):
            for line in getattr(routine, part).say:
                if line.only_in is not None:
                    place = routine.places.get(part, routine.place)
                    self.known("position", line.only_in, place)
                for thing in line.only_with:
                    self.known("thing", thing, routine.places.get(part, routine.place))
        for item in leaves(routine.items):
            self.item(item)
        if any(problem.grade == "error" for problem in self.problems):
            return
        least = least_ms(routine, self.library)
        if least > LONGEST_SESSION_MS:
            self.problem(
                routine.places.get("items", routine.place),
                f"the routine lasts at least {hours_and_minutes(least)}; at most 3 h",
                "fewer items, rounds, sets or shorter times",
            )

    def item(self, item: Item) -> None:
        match item:
            case Do():
                self.do(item)
            case Step():
                self.conditions_and_things(item)
                self.position(item, sided=item.sides.order != "none")
            case Rest():
                self.position(item, sided=False)
            case GiveAdvice():
                self.give(item)

    def position(self, item: Step | Rest, *, sided: bool) -> None:
        if item.position is None:
            return
        place = item.places.get("position", item.place)
        self.known("position", item.position, place)
        if not sided:
            self.arrives_without_sides(item.position, place)

    def conditions_and_things(self, step: Step) -> None:
        for name in ("avoid_if", "ask_first_if"):
            for condition in getattr(step, name) or ():
                self.known("condition", condition, step.places[name])
        for thing in step.needs:
            self.known("thing", thing, step.places["needs"])

    def arrives_without_sides(self, position: str, place: Place) -> None:
        """Report a position whose line names a side, where there are none."""
        known = self.library.positions.positions.get(position)
        if known is not None and names_a_side(known.arrive):
            self.problem(
                place,
                f"the position '{position}' is for exercises with sides: '{known.arrive}'",
                "take another position, or give it sides",
            )

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
        if advice.position is not None:
            self.known("position", advice.position, advice.places["position"])
        if advice.instead is not None:
            place = advice.places.get("instead", advice.place)
            self.find("exercise", advice.instead, place)

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
            self.problems.append(problem_of(error, place))
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
        if exercise.sides.order == "none":
            if do.sides:
                self.problem(do.places["sides"], f"'{do.do}' has no sides", "leave 'sides' out")
            for name in ("before", "after"):
                line = getattr(do, name)
                if line and names_a_side(line):
                    self.problem(
                        do.places[name],
                        f"the line names a side, but '{do.do}' has no sides",
                        "write the line without < >",
                    )
        elif do.sides.get("order") == "none":
            self.problem(
                do.places["sides"],
                f"'{do.do}' needs its sides",
                "for one of them write  sides: {only: left}",
            )

    def doses(self, do: Do, exercise: Exercise) -> None:
        dose = exercise.dose
        if do.reps is not None and do.repeat_for is not None:
            self.problem(
                do.places["repeat_for"],
                "'reps' and 'repeat_for' exclude each other",
                "keep one of them",
            )
        version = exercise.version(do.version) if do.version else None
        rep = version.rep if version and version.rep else exercise.rep
        holds = any(isinstance(phase, Hold) and phase.amount is None for phase in rep)
        if do.tempo is not None and not any(getattr(phase, "part", None) for phase in rep):
            self.problem(
                do.places["tempo"],
                f"'{do.do}' has no parts that a tempo could time",
                "leave 'tempo' out, or give its phases  part: lower, hold, lift or pause",
            )
        self.tempo(do, rep)
        rungs = Amount.enclosing(do.ladder)
        if rungs is not None and rungs.unit != "times" and not holds:
            message = f"'{do.do}' has no hold that the rungs could be"
            self.problem(do.places["ladder"], message, "write how many times for each rung")
            return
        if do.hold is not None and not holds:
            self.problem(do.places["hold"], f"'{do.do}' has no hold to set", "leave 'hold' out")
            return
        pairs: tuple[tuple[str, Amount | None, Amount | None], ...] = (
            ("sets", do.sets, dose.sets),
            ("reps", do.reps, dose.reps if dose.repeat_for is None else None),
            ("hold", do.hold, dose.hold),
            ("repeat_for", do.repeat_for, dose.repeat_for),
        )
        if rungs is not None:
            of_reps = rungs.unit == "times"
            pairs = (("ladder", rungs, pairs[1][2] if of_reps else dose.hold),)
        for name, asked, range_ in pairs:
            if asked is not None and range_ is not None:
                self.dose(name, asked, range_, do, dose.hold)

    def tempo(self, item: Do, rep: Iterable[Phase]) -> None:
        """Tell of words that the parts of a tempo have no time for; the coach's own fit in any."""
        if item.tempo is None:
            return
        for phase in rep:
            if isinstance(phase, Move) and phase.part and phase.move:
                unsaid = unsaid_in_tempo(item.tempo, phase.part, phase.move)
                if unsaid is not None:
                    self.problem(item.places["tempo"], *unsaid, "warning")

    def dose(self, name: str, asked: Amount, range_: Amount, do: Do, holds: Amount | None) -> None:
        place = do.places[name]
        if asked.unit != range_.unit:
            self.problem(
                place,
                f"the {name} of '{do.do}' is in {_unit(range_)}, not {_unit(asked)}",
                f"its range is {range_}",
            )
            return
        if asked.high > range_.high and range_.bound == "up to":
            self.problem(place, f"{asked} is more than '{do.do}' allows", f"at most {_end(range_)}")
            return
        if asked.high > range_.high and range_.bound == "range" and not _is_default(name, range_):
            self.problem(
                place,
                f"{asked} is above the range of '{do.do}'",
                f"its range is {range_}{_in_seconds(name, do, holds)}",
                "warning",
            )
        if name != "ladder" and asked.low < range_.low and do.why_less is None:
            hint = f"its range is {range_}; a 'why_less' says why"
            self.problem(place, f"{asked} is below the range of '{do.do}'", hint, "warning")

    def exercise(self, exercise: Exercise) -> None:
        if exercise.id in self.checked:
            return
        self.checked.add(exercise.id)
        places = exercise.places
        self.known("position", exercise.position, places["position"])
        if exercise.sides.order == "none":
            self.arrives_without_sides(exercise.position, places["position"])
        for thing in (*exercise.needs, *exercise.helps):
            self.known("thing", thing, places["equipment"])
        for version in exercise.versions:
            for thing in version.needs:
                self.known("thing", thing, version.place)
            for condition in version.use_if:
                self.known("condition", condition, version.place)
        for condition in exercise.say_if:
            self.known("condition", condition, places["say_if"])
        for name in ("avoid_if", "ask_first_if"):
            for condition in getattr(exercise, name):
                self.known("condition", condition, places[name])
        if exercise.figure is not None:
            at = self.library.positions.positions.get(exercise.position)
            of_position = at.figure if at else None
            self.problems += figure_problems(exercise.figure, self.library.poses, of_position)
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


def _is_default(name: str, range_: Amount) -> bool:
    """Sets and reps that nobody wrote are one, which is no range to leave."""
    return name in ("sets", "reps") and range_ == Amount(1, 1, "times")


def _in_seconds(name: str, do: Do, holds: Amount | None) -> str:
    """How a ladder of seconds is written, where the exercise holds for a time."""
    if name != "ladder" or holds is None or holds.unit != "time":
        return ""
    return f"; for holds write  ladder: [{', '.join(f'{rung.low} s' for rung in do.ladder)}]"
