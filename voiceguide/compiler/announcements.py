"""The sentences that tell what is next and how much of it (docs/laws-of-time.md#exercises)."""

from __future__ import annotations

from collections.abc import Iterator

from voiceguide.compiler.hold_cues import amount_of
from voiceguide.compiler.track import Context
from voiceguide.compiler.training_words import (
    intensity_words,
    ladder_words,
    tempo_words,
    work_words,
)
from voiceguide.phrases.phrases import Phrases, capital
from voiceguide.planning.steps import GroupStep, Plan, Work
from voiceguide.reader.amounts import Amount
from voiceguide.routine.model import Hold

LONGEST_ANNOUNCEMENT_WORDS = 20


def announcement(work: Work, context: Context, *, in_place: bool) -> tuple[str, ...]:
    """What is next, its dose and its first side, as one line, or two where it is long."""
    phrases = context.phrases
    if work.again:
        again = phrases.get("announce.again", name=work.name)
        words = (again, *_sides(work, phrases, in_turn=False)[:1], work_words(work, 1, phrases))
        return (" ".join(filter(None, words)),)
    head = _head(work, phrases)
    if work.instead_of is not None:
        name = phrases.inside_sentence(work.instead_of)
        head = f"{phrases.get('announce.instead', name=name)} {phrases.inside_sentence(work.name)}."
    brief = context.options.detail == "brief"
    sides = _sides(work, phrases, in_turn=not brief)
    told = (
        ladder_words(work, phrases) or dose(work, phrases),
        tempo_words(work, phrases),
        work_words(work, 1, phrases),
        intensity_words(work.intensity, phrases),
        *sides,
    )
    rest = [sentence for sentence in told if sentence]
    if in_place and not brief:
        full = [*rest, phrases.get("announce.in_place")]
        if words_of(head, *full) <= LONGEST_ANNOUNCEMENT_WORDS:
            rest = full
    if words_of(head, *rest) <= LONGEST_ANNOUNCEMENT_WORDS or not rest:
        return (" ".join((head, *rest)),)
    return head, " ".join(rest)


def _head(work: Work, phrases: Phrases) -> str:
    """The name and whether it is the first, the next or the last.

    The name stands alone where it begins with that word itself ("Last plank"), and where it is
    a time between two bells.
    """
    alone = phrases.get("announce.only", name=work.name)
    head = phrases.get(f"announce.{work.place}", name=phrases.inside_sentence(work.name))
    doubled = _first_word(head) == _first_word(work.name)
    return alone if work.bell or doubled else head


def _first_word(text: str) -> str:
    return text.split()[0].rstrip(",.:").casefold()


def group_announcement(group: GroupStep, phrases: Phrases) -> str:
    """A group's name and its rounds."""
    if group.of_rounds == 1:
        return phrases.get("group.once", name=group.name)
    rounds = capital(phrases.plural("rounds", group.of_rounds))
    return phrases.get("group.announce", name=group.name, rounds=rounds)


def remarks(plan: Plan, phrases: Phrases, *, start_at: int = 1) -> Iterator[str]:
    """What is other than written today, said before the session begins."""
    names = [each.name for each in plan.left_out if each.item >= start_at]
    if names:
        inside = dict.fromkeys(phrases.inside_sentence(name) for name in names)
        yield phrases.get("plan.left_out", names=phrases.join(list(inside)))
    if plan.unchecked:
        yield phrases.get("plan.unchecked")
    for key, other in (("plan.shorter", plan.shorter), ("plan.longer", plan.longer)):
        if other is not None and start_at <= 1:
            time, asked = phrases.time(other.about_ms), phrases.time(other.asked_ms)
            yield phrases.get(key, time=time, asked=asked)


def words_of(*texts: str) -> int:
    """How many words the texts have together."""
    return sum(len(text.split()) for text in texts)


def dose(work: Work, phrases: Phrases) -> str | None:
    """How much, as a sentence; None where once says nothing."""
    if work.phases and isinstance(until := work.phases[0], Hold) and until.until_ready:
        time = phrases.time(amount_of(until).low)
        if work.times is None:
            return phrases.get("dose.until_ready", time=time)
        times = phrases.plural("times", work.times)
        return phrases.get("dose.times_until_ready", times=times, time=time)
    each = "_each_side" if len(work.side_order) > 1 else ""
    word = work.sides.word
    hold = work.dose_hold
    amount = hold.amount if hold else None
    if work.repeat_for_ms is not None:
        return phrases.get(
            f"dose.for_at_least{each}", time=phrases.time(work.repeat_for_ms), word=word
        )
    if work.reps > 1 and work.sets > 1:
        return phrases.get(
            f"dose.sets_of{each}",
            sets=phrases.plural("sets", work.sets),
            n=phrases.number(work.reps),
            word=word,
        )
    if work.reps > 1:
        times = phrases.plural("times", work.reps)
        if amount is not None and amount.unit == "counts":
            counts = phrases.plural("counts", amount.low)
            n = phrases.number(amount.low)
            key = f"dose.reps_counted{each}"
            return phrases.get(key, times=times, counts=counts, n=n, word=word)
        return phrases.get(f"dose.reps{each}", times=times, word=word)
    if amount is not None:
        return _held(work, amount, each, phrases)
    if work.sets > 1:
        return phrases.get(f"dose.reps{each}", times=phrases.plural("times", work.sets), word=word)
    return (
        phrases.get("dose.reps_each_side", times=phrases.plural("times", 1), word=word)
        if each
        else None
    )


def _held(work: Work, amount: Amount, each: str, phrases: Phrases) -> str:
    word = work.sides.word
    timed = amount.unit == "time"
    much = phrases.time(amount.low) if timed else phrases.plural(amount.unit, amount.low)
    if work.sets > 1:
        return phrases.get(
            f"dose.sets_held{each}",
            times=phrases.plural("times", work.sets),
            holds=phrases.plural("holds", work.sets),
            time=much,
            word=word,
        )
    if each or not timed:
        return phrases.get(f"dose.once_held{each or '_plainly'}", time=much, word=word)
    one_side = work.sides.order != "none"
    return phrases.get("dose.once_held_plainly" if one_side else "dose.once_held", time=much)


def _sides(work: Work, phrases: Phrases, *, in_turn: bool) -> tuple[str, ...]:
    sides = work.side_order
    if sides[0] is None:
        return ()
    name = "announce.side_only"
    if len(sides) > 1:
        in_turn = in_turn and work.sides.order == "rep-by-rep" and work.reps > 1
        name = "announce.side_first_in_turn" if in_turn else "announce.side_first"
    first = phrases.get(name, side=phrases.side(sides[0]), word=work.sides.word)
    if work.sides.through_centre:
        return first, phrases.get("announce.through_centre")
    return (first,)
