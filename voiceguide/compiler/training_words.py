"""What is said of a load, an effort and open eyes (docs/laws-of-time.md#training)."""

from __future__ import annotations

from collections.abc import Iterator

from voiceguide.phrases.phrases import Phrases, capital
from voiceguide.planning.steps import Interval, Work
from voiceguide.reader.amounts import Amount
from voiceguide.routine.model import Move
from voiceguide.routine.tempo import PARTS
from voiceguide.routine.training_kinds import Intensity
from voiceguide.text import SECOND_MS

MOST_RUNGS_TOLD = 5
"""A longer ladder tells its least and its most alone."""


def work_words(work: Work, set_: int, phrases: Phrases) -> str | None:
    """The load of a set and the effort, as sentences; None where neither is written."""
    return _words(work.load_of(set_), work.effort, phrases)


def intensity_words(intensity: Intensity | None, phrases: Phrases) -> str | None:
    """How hard, by what a person can feel; None where nothing is written."""
    return None if intensity is None else phrases.get(f"intensity.{intensity}")


def tempo_words(work: Work, phrases: Phrases) -> str | None:
    """The parts of a repetition in order, in whole seconds; None where it has no such tempo."""
    tempo = work.tempo
    if tempo is None or any(tempo.of(part) % SECOND_MS for part in PARTS):
        return None
    moves = [phase.part for phase in work.phases if isinstance(phase, Move) and phase.part]
    seconds = ((part, tempo.of(part) // SECOND_MS) for part, _ in tempo.parts(moves[0]))
    told = [phrases.get_lower(f"tempo.{part}_for", n=phrases.number(n)) for part, n in seconds]
    return f"{capital(', '.join(told))}."


def rung_words(work: Work, set_: int, phrases: Phrases) -> Iterator[str]:
    """Which rung of a ladder comes and what it has, longer and shorter."""
    much = capital(_much(work.rungs[set_ - 1].amount, phrases))
    of, n = phrases.number(len(work.rungs)), phrases.number(set_)
    yield phrases.get("ladder.rung", n=n, of=of, amount=much)
    yield phrases.get("ladder.rung_short", amount=much)


def ladder_words(work: Work, phrases: Phrases) -> str | None:
    """How many rungs a ladder has, and what each of them has; None for no ladder."""
    if not work.rungs:
        return None
    each = "_each_side" if len(work.side_order) > 1 else ""
    amounts = [rung.amount for rung in work.rungs]
    rungs = phrases.plural("rungs", len(amounts))
    if len(amounts) > MOST_RUNGS_TOLD:
        ends = sorted(amounts, key=lambda amount: amount.low)
        low, high = (_much(end, phrases) for end in (ends[0], ends[-1]))
        told = phrases.get_lower("ladder.between", low=low, high=high)
    elif amounts[0].unit == "times":
        told = phrases.join([phrases.number(amount.low) for amount in amounts])
    else:
        told = phrases.join([_much(amount, phrases) for amount in amounts])
    return phrases.get(f"ladder.dose{each}", rungs=rungs, amounts=told, word=work.sides.word)


def _much(amount: Amount, phrases: Phrases) -> str:
    if amount.unit == "time":
        return phrases.time(amount.low)
    return phrases.plural(amount.unit, amount.low)


def interval_words(interval: Interval, phrases: Phrases) -> str | None:
    """The load and the effort of a timed step in a group, as sentences."""
    return _words(interval.load, interval.effort, phrases)


def _words(load: str | None, effort: int | None, phrases: Phrases) -> str | None:
    sentences = []
    if load is not None:
        sentences.append(phrases.get("training.load", load=load))
    if effort is not None:
        sentences.append(phrases.get("training.effort", n=phrases.number(effort)))
    return " ".join(sentences) or None


def shown_name(interval: Interval, phrases: Phrases) -> str:
    """What a timed step is called, with how often, and its eyes where they are to be open."""
    name = interval.name
    if interval.counted:
        things = [
            f"{phrases.number(times)} {phrases.inside_sentence(each)}"
            if times > 1
            else phrases.inside_sentence(each)
            for times, each in interval.counted
        ]
        name = capital(phrases.join(things))
    if interval.eyes != "open":
        return name
    return phrases.get_lower("training.eyes_named", name=name)
