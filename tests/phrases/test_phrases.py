"""The coach's own phrases, filled in."""

from __future__ import annotations

import pytest

from voiceguide.errors import UsageError
from voiceguide.phrases.phrases import capital, languages, phrases_of

EN = phrases_of("en")
DE = phrases_of("de")


@pytest.mark.parametrize(
    ("length_ms", "words"),
    [
        (1000, "one second"),
        (20_000, "twenty seconds"),
        (59_000, "fifty-nine seconds"),
        (60_000, "one minute"),
        (61_000, "one minute and one second"),
        (90_000, "one minute and thirty seconds"),
        (120_000, "two minutes"),
        (600_000, "ten minutes"),
        (59_600, "one minute"),
        (119_600, "two minutes"),
    ],
)
def test_a_time_in_words(length_ms: int, words: str) -> None:
    assert EN.time(length_ms) == words


@pytest.mark.parametrize(
    ("name", "number", "words"),
    [
        ("times", 1, "once"),
        ("times", 2, "twice"),
        ("times", 12, "twelve times"),
        ("holds", 1, "one hold"),
        ("holds", 2, "two holds"),
        ("breaths", 6, "six slow breaths"),
    ],
)
def test_a_number_with_its_noun(name: str, number: int, words: str) -> None:
    assert EN.plural(name, number) == words


@pytest.mark.parametrize(
    ("line", "left", "right"),
    [
        ("Lift your <side> leg.", "Lift your left leg.", "Lift your right leg."),
        ("<Side> leg, <other> arm.", "Left leg, right arm.", "Right leg, left arm."),
        ("<Other> arm.", "Right arm.", "Left arm."),
        ("<linkes|rechtes> Bein", "linkes Bein", "rechtes Bein"),
        ("No side.", "No side.", "No side."),
    ],
)
def test_sides_are_filled_in(line: str, left: str, right: str) -> None:
    assert EN.with_sides(line, "left") == left
    assert EN.with_sides(line, "right") == right


def test_things_in_a_row() -> None:
    assert EN.join(["a mat"]) == "a mat"
    assert EN.join(["a mat", "a towel"]) == "a mat and a towel"
    assert EN.join(["a mat", "a towel", "a wall"]) == "a mat, a towel and a wall"


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("Bird dog", "bird dog"),
        ("Child's pose", "child's pose"),
        ("T raise", "T raise"),
        ("TRX row", "TRX row"),
        ("X-band walk", "X-band walk"),
    ],
)
def test_a_name_inside_a_sentence(name: str, inside: str) -> None:
    assert EN.inside_sentence(name) == inside


def test_phrases_begin_with_a_capital() -> None:
    assert EN.get("dose.reps", times="twice") == "Twice."
    assert EN.get("announce.side_first", side="left", word="leg") == "Left leg first."
    assert capital("") == ""


@pytest.mark.parametrize("name", ["encourage_in_hold", "encourage_between"])
def test_nobody_is_encouraged_twice_within_five_uses(name: str) -> None:
    pool = EN.pool(name)
    assert len(set(pool)) == len(pool) > 5


def test_a_country_does_not_change_the_language() -> None:
    assert phrases_of("en-GB").language == "en"


def test_an_unknown_language_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="does not speak 'xx'") as error:
        phrases_of("xx")
    assert "en" in (error.value.hint or "")
    assert "en" in languages()


@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("break.rest", {"time": DE.time(60_000)}, "Pause: eine Minute."),
        ("break.set", {"n": DE.number(2), "of": DE.number(3)}, "Satz zwei von drei."),
        ("break.nth", {"nth": DE.nth(2), "of": DE.number(3)}, "Jetzt das zweite von drei Malen."),
        ("count.nth", {"nth": DE.nth(3)}, "Zum dritten Mal."),
        ("hold.from_now", {"time": DE.time(90_000)}, "Ab jetzt eine Minute und dreißig Sekunden."),
        ("session.fill_for", {"time": DE.time(60_000)}, "Etwa eine Minute lang."),
        ("session.rest_for", {"time": DE.time(30_000)}, "Ruh dich dreißig Sekunden aus."),
        ("session.helps", {"things": "ein Kissen"}, "Ein Kissen kann helfen."),
        ("dose.once_held", {"time": DE.time(45_000)}, "Fünfundvierzig Sekunden lang."),
    ],
)
def test_german_amounts_stand_in_the_right_case(
    name: str, values: dict[str, str], words: str
) -> None:
    assert DE.get(name, **values) == words


def test_no_german_phrase_takes_the_english_word_for_a_side() -> None:
    place = DE.get("live.place_side", name="Katzenbuckel", side=DE.side("left"), word="side")
    assert place == "Katzenbuckel, links."


@pytest.mark.parametrize("language", languages())
def test_hold_and_breath_words_are_never_a_single_word(language: str) -> None:
    say = phrases_of(language)
    breaths = (say.get("breath.in"), say.get("breath.out"))
    assert all(
        len(words.split()) in (2, 3)
        for words in (*say.pool("hold"), *say.pool("short_hold"), *breaths)
    )


@pytest.mark.parametrize("language", languages())
def test_hold_words_turn(language: str) -> None:
    pool = phrases_of(language).pool("hold")
    assert len(set(pool)) == len(pool) >= 4


@pytest.mark.parametrize("language", sorted(languages()))
def test_what_is_spoken_ahead_in_a_session_begins_with_pain_and_needs_no_value(
    language: str,
) -> None:
    phrases = phrases_of(language)
    ahead = list(phrases.without_values("live"))
    said = [phrases.get(f"live.{name}") for name in ("preparing", "pain", "pain_easier")]
    assert ahead[:3] == said
    assert phrases.get("live.nearly_done") in ahead
    assert not any("{" in each for each in ahead)
