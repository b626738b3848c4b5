"""What was heard, in figures: tables for the terminal, and all of it for programs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from scripts.lib_hearing import (
    ClassCount,
    Heard,
    Pair,
    Score,
    class_counts,
    is_confusion,
    is_unsaid,
)
from scripts.lib_hearing_run import HeardSession, is_long, pairs_of, score
from voiceguide.text import clock

SHOWN_LETTERS = 120

LONG_PERCENT = 10.0
LONG_PERCENT_OF_ONE = 14.0
WHOLE_PERCENT = 8.0
LOST_PERCENT = 5.0
SPEECH_PERCENT = 45.0
"""What is to be reached, at most."""


def report(found: Sequence[HeardSession], worst: int) -> str:
    """Everything that is shown, most important last."""
    alone = [each for session in found for each in session.alone]
    in_windows = [each for session in found for each in session.in_windows]
    lines: list[str] = []
    for name, heard in (("alone", alone), ("in windows", in_windows)):
        if not heard:
            continue
        judged = [each for each in heard if is_long(each)] if name == "alone" else heard
        which = "of three words and more, alone" if name == "alone" else name
        lines += ["", f"Lines that lost most, {which}:", *_worst_lines(judged, worst)]
    for name, part in (("alone", "alone"), ("in windows", "in_windows")):
        lines += _confusions(found, part, name)
    for name, heard in (("alone", alone), ("in windows", in_windows)):
        if heard:
            lines += ["", *_class_table(class_counts(pairs_of(heard)), name)]
    lines += ["", *_sessions(found)]
    lines += ["", *_reached(found)]
    return "\n".join(lines[1:])


def _sessions(found: Sequence[HeardSession]) -> Iterator[str]:
    voices = sorted({each.session.voice for each in found})
    yield f"Words wrong of those said ({', '.join(voices)}):"
    yield (
        f"{'routine':18} {'pace':>4} {'length':>6} {'speech':>7} {'densest':>8}"
        f" {'3 words and more':>18} {'shorter lines':>18} {'in windows':>18}"
    )
    for each in found:
        session = each.session
        yield (
            f"{session.routine:18} {session.words_a_minute:4} {clock(session.length_ms):>6}"
            f" {session.speech_percent:5.1f} % {session.densest_minute_percent:6.0f} %"
            f" {_rate(each.long_alone)} {_rate(each.short_alone)} {_rate(each.whole)}"
        )
    long, short, whole = _together(found)
    yield f"{'all':47} {_rate(long)} {_rate(short)} {_rate(whole)}"


def _together(found: Sequence[HeardSession]) -> tuple[Score, Score, Score]:
    return (
        sum((each.long_alone for each in found), Score()),
        sum((each.short_alone for each in found), Score()),
        sum((each.whole for each in found), Score()),
    )


def _rate(of: Score) -> str:
    if not of.words:
        return f"{'–':>18}"
    return f"{of.percent:6.1f} %{f'{of.wrong}/{of.words}':>10}"


def _class_table(counts: dict[str, ClassCount], name: str) -> Iterator[str]:
    title = f"Words to act on, {name}"
    yield f"{title:30} {'said':>5} {'lost':>14} {'as another':>11} {'unsaid':>7}"
    for word, count in (*counts.items(), ("all", sum(counts.values(), ClassCount()))):
        lost = f"{count.lost} ({_percent(count.lost, count.said):.1f} %)"
        yield f"{word:30} {count.said:5} {lost:>14} {count.as_another:11} {count.unsaid:7}"


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0


def _confusions(found: Sequence[HeardSession], part: str, name: str) -> Iterator[str]:
    """Every word to act on that was heard as another, or where none was said."""
    for title, wanted in (("heard as another", is_confusion), ("heard, not said", is_unsaid)):
        places: dict[str, list[str]] = defaultdict(list)
        for session in found:
            each_line = zip(session.session.lines, getattr(session, part), strict=False)
            for line, heard in each_line:
                for pair in filter(wanted, heard.pairs):
                    told = f"{_shown(pair)}: {heard.said} → {_short(heard.text)}"
                    places[told].append(f"{session.session.routine} {clock(line.start_ms)}")
        if places:
            yield from ("", f"Words to act on, {name}, {title}:")
            for told, where in places.items():
                yield f"  {told} ({', '.join(dict.fromkeys(where))})"


def _short(text: str) -> str:
    return text if len(text) <= SHOWN_LETTERS else f"{text[:SHOWN_LETTERS]}…"


def _shown(pair: Pair) -> str:
    return f"{' '.join(pair.said) or 'nothing'} as {' '.join(pair.heard)}"


def _worst_lines(heard: Iterable[Heard], at_most: int) -> Iterator[str]:
    for text, times in grouped(heard)[:at_most]:
        total = score(times)
        variants = Counter(each.text for each in times if each.score.wrong)
        most = variants.most_common(3)
        shown = " | ".join(_short(text) or "(nothing)" for text, _ in most)
        count = f"{len(times)} ×" if len(times) > 1 else ""
        yield f"  {total.wrong:3} {total.percent:4.0f} % {count:>5}  {text} → {shown}"


def grouped(heard: Iterable[Heard]) -> list[tuple[str, list[Heard]]]:
    """Lines of one text together, those with the most words wrong first; none without."""
    by_text: dict[str, list[Heard]] = defaultdict(list)
    for each in heard:
        by_text[each.said].append(each)
    wrong = [(text, times) for text, times in by_text.items() if score(times).wrong]
    return sorted(wrong, key=lambda pair: (-score(pair[1]).wrong, -score(pair[1]).percent, pair[0]))


def _reached(found: Sequence[HeardSession]) -> Iterator[str]:
    long, _, whole = _together(found)
    counts = class_counts(pairs_of(each for session in found for each in session.in_windows))
    count = sum(counts.values(), ClassCount())
    rows: list[tuple[str, float, float]] = []
    if long.words:
        one = max(found, key=lambda each: each.long_alone.percent)
        rows += [
            ("lines of three words and more, wrong", long.percent, LONG_PERCENT),
            (f"the same, {one.session.routine}", one.long_alone.percent, LONG_PERCENT_OF_ONE),
        ]
    if whole.words:
        lost = {name: _percent(each.lost, each.said) for name, each in counts.items()}
        most = max(lost, key=lambda name: lost[name])
        rows += [
            ("all lines in windows, wrong", whole.percent, WHOLE_PERCENT),
            ("words to act on in windows, lost", _percent(count.lost, count.said), LOST_PERCENT),
            (f"the same, {most}", lost[most], LOST_PERCENT),
            ("words to act on in windows, as another", float(count.as_another), 0.0),
        ]
    fullest = max(found, key=lambda each: each.session.speech_percent).session
    rows.append((f"speech, {fullest.routine}", fullest.speech_percent, SPEECH_PERCENT))
    yield f"{'To reach':45} {'now':>6} {'at most':>8}"
    for name, now, most_percent in rows:
        yield f"{name:45} {now:6.1f} {most_percent:8.0f}{'' if now <= most_percent else '  no'}"


def as_json(found: Sequence[HeardSession]) -> dict[str, Any]:
    """All figures and all lines."""
    long, short, whole = _together(found)
    pairs = pairs_of(each for session in found for each in session.in_windows)
    return {
        "all": {
            "long_lines": _score(long),
            "short_lines": _score(short),
            "windows": _score(whole),
            "classes_in_windows": _classes(pairs),
        },
        "routines": [_session(each) for each in found],
    }


def _session(found: HeardSession) -> dict[str, Any]:
    session = found.session
    rows: list[dict[str, Any]] = [
        {"at_ms": line.start_ms, "length_ms": line.end_ms - line.start_ms, "said": line.text}
        for line in session.lines
    ]
    for part, heard_so in (("alone", found.alone), ("in_window", found.in_windows)):
        for row, heard in zip(rows, heard_so, strict=False):
            row[part] = {"heard": heard.text, "wrong": heard.score.wrong}
            row["words"] = heard.score.words
    return {
        "routine": session.routine,
        "voice": session.voice,
        "words_a_minute": session.words_a_minute,
        "length_ms": session.length_ms,
        "speech_percent": round(session.speech_percent, 1),
        "densest_minute_percent": round(session.densest_minute_percent, 1),
        "long_lines": _score(found.long_alone),
        "short_lines": _score(found.short_alone),
        "windows": _score(found.whole),
        "classes_alone": _classes(pairs_of(found.alone)),
        "classes_in_windows": _classes(pairs_of(found.in_windows)),
        "lines": rows,
    }


def _score(of: Score) -> dict[str, float]:
    return {
        "words": of.words,
        "substituted": of.substituted,
        "deleted": of.deleted,
        "inserted": of.inserted,
        "percent": round(of.percent, 2),
    }


def _classes(pairs: Iterable[Pair]) -> dict[str, dict[str, int]]:
    return {
        name: {
            "said": count.said,
            "lost": count.lost,
            "as_another": count.as_another,
            "unsaid": count.unsaid,
        }
        for name, count in class_counts(pairs).items()
    }
