from voiceguide.control.output_recovery import AT_LEAST_S, EVERY_S, RARELY_FROM_TRIES, wait_after


def test_a_lost_output_is_tried_more_than_once_a_second_for_two_minutes() -> None:
    assert RARELY_FROM_TRIES * EVERY_S >= 120
    assert wait_after(1, 0.05) == EVERY_S - 0.05
    assert wait_after(RARELY_FROM_TRIES - 1, 0.0) < 1


def test_an_output_that_stays_away_is_tried_rarely_but_for_ever() -> None:
    assert wait_after(RARELY_FROM_TRIES, 0.0) == 5
    assert wait_after(10_000_000, 1.0) == 4


def test_a_try_that_takes_long_is_followed_by_a_short_rest() -> None:
    assert wait_after(1, 3.0) == wait_after(RARELY_FROM_TRIES, 60.0) == AT_LEAST_S
