from voiceguide.phrases.say_as import said_as


def test_a_word_is_said_as_it_is_mended_whatever_its_capitals() -> None:
    assert said_as("Psoas, then the psoas.", {"psoas": "so az"}) == "so az, then the so az."


def test_only_whole_words_are_mended() -> None:
    assert said_as("Catch the cat.", {"cat": "kat"}) == "Catch the kat."


def test_the_longer_of_two_phrases_wins() -> None:
    words = {"bird": "burd", "bird dog": "burd dogg"}
    assert said_as("Next, bird dog. A bird.", words) == "Next, burd dogg. A burd."


def test_what_is_mended_is_not_mended_again() -> None:
    assert said_as("a b", {"a": "b", "b": "a"}) == "b a"


def test_signs_in_words_are_taken_as_they_are() -> None:
    assert said_as("x+ and x.", {"x+": "ex plus"}) == "ex plus and x."


def test_a_letter_that_is_only_like_that_of_a_word_stays() -> None:
    assert said_as("\u0130 and i.", {"i": "eye"}) == "\u0130 and eye."
