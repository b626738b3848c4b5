from tests.kit import compiled, items
from voiceguide.app.text_picture import LEGEND, picture, rows_of
from voiceguide.timeline import Timeline


def test_every_item_has_a_row_with_its_number_and_dose(morning: Timeline) -> None:
    rows = {
        row.stretch.first.item: (row.label, row.dose)
        for row in rows_of(morning)
        if row.stretch.first.item
    }
    assert list(rows) == [1, 2, 3, 4, 5, 6]
    assert rows[5] == ("Child's pose", "hold 20 s")
    assert rows[3] == ("Knees side to side", "4 times, each side")


def test_a_step_is_no_hold() -> None:
    session = compiled(items("{step: March, for: 2 min}", "{do: childs-pose, hold: 1 min}"))
    doses = [row.dose for row in rows_of(session.timeline)]
    assert doses == ["", "2 min", "hold 60 s", ""]


def test_the_picture_fits_and_is_read_without_colour(morning: Timeline) -> None:
    for width in (40, 60, 80, 100):
        lines = picture(morning, width)
        assert max(map(len, lines)) <= width
        assert all(line.isascii() for line in lines)
    assert lines[-1] == LEGEND
    pose = next(line for line in lines if "Child's pose" in line)
    bar = pose.partition("|")[2].rstrip("|")
    assert bar.strip().startswith("-")
    assert "#" in bar
    assert bar.index("#") > len(bar) // 2
