"""What is written for others has nothing of the writer's own health in it, in any format."""

import json
import re
import stat
from pathlib import Path

import av
import pytest

from tests.cli.conftest import Ask
from tests.known_person import known_person
from voiceguide.app.pre_session import PreSession
from voiceguide.exporting import FORMATS, SCRIPTS
from voiceguide.exporting.formats import json as json_timeline
from voiceguide.person.person import Person
from voiceguide.routine.library import Library
from voiceguide.session import estimated, load
from voiceguide.session_options import SessionOptions
from voiceguide.settings import Folders

CONDITIONS = dict(Library().safety.conditions)
WITHOUT_BROWSER = [suffix for suffix in FORMATS if suffix != ".pdf"]  # it is printed of .html
ROUTINE = "name: Twist and sit\nitems:\n  - {do: partial-sit-up, reps: 1, why_less: A test.}\n"
ESTIMATE = ("--voice", "estimate")


@pytest.fixture
def routine(tmp_path: Path) -> str:
    path = tmp_path / "twist.yaml"
    path.write_text(ROUTINE)
    return str(path)


def ill(data: Path, *ticked: str) -> None:
    """Somebody with these conditions, or with all there are."""
    known_person(data, ticked=list(ticked or CONDITIONS), duration="under-6-weeks")


def told_in(path: Path) -> str:
    """All that a file holds as text: its bytes, and its tags as a player shows them."""
    raw = path.read_bytes()
    texts = [raw.decode("utf-8", "replace"), raw.decode("utf-16-le", "replace")]
    if FORMATS[path.suffix].kind == "audio" and path.suffix != ".wav":
        with av.open(str(path)) as sound:
            tagged = [sound.metadata, *(stream.metadata for stream in sound.streams)]
            tagged += [chapter["metadata"] for chapter in sound.chapters()]
        texts += [f"{name}={value}" for tags in tagged for name, value in tags.items()]
    return "\n".join(texts).lower()


OFFERED = "in pregnancy, or if it pinches, sink only to a flat back"
"""What the coach offers everybody."""


def named_in(path: Path) -> set[str]:
    """The conditions that a file tells of, by their ids; not what everybody is offered."""
    text = re.sub(r"\s+", " ", told_in(path)).replace(OFFERED, "")
    return {id for id, words in CONDITIONS.items() if id in text or words.lower() in text}


def written(ask: Ask, folder: Path, routine: str, *options: str) -> tuple[dict[str, Path], str]:
    """The session in every format by suffix, and what was told at the terminal."""
    folder.mkdir()
    files = {suffix: folder / f"a{suffix}" for suffix in WITHOUT_BROWSER}
    named = [part for file in files.values() for part in ("-o", str(file))]
    answer = ask("export", routine, *named, *options, *ESTIMATE)
    assert answer.code == 0
    return files, answer.err


def test_a_file_is_the_same_whatever_its_maker_suffers_from(
    routine: str, tmp_path: Path, data: Path, ask: Ask
) -> None:
    healthy, _ = written(ask, tmp_path / "healthy", routine)
    ill(data)
    mine, told = written(ask, tmp_path / "ill", routine)
    assert not any(id in told for id in CONDITIONS)
    for suffix, file in mine.items():
        assert (suffix, file.read_bytes()) == (suffix, healthy[suffix].read_bytes())
        assert (suffix, named_in(file)) == (suffix, set())
        assert stat.S_IMODE(file.stat().st_mode) == stat.S_IMODE(Path(routine).stat().st_mode)


def test_a_script_takes_nothing_from_the_profile(routine: str, data: Path, ask: Ask) -> None:
    healthy = {form: ask("script", routine, "-f", form, *ESTIMATE) for form in SCRIPTS}
    ill(data)
    assert {form: ask("script", routine, "-f", form, *ESTIMATE) for form in SCRIPTS} == healthy


def test_all_routines_stay_up_to_date_when_the_profile_changes(
    tmp_path: Path, data: Path, ask: Ask
) -> None:
    folder = tmp_path / "all"
    folder.mkdir()
    every = ("export", "--all", "--as", "json,html", "-o", str(folder), "--jobs", "1", *ESTIMATE)
    assert ask(*every).code == 0
    ill(data, "neck-pain", "cannot-use-floor")
    assert " 0 made, " in ask(*every).err
    assert "cannot-use-floor" not in "".join(each.read_text() for each in folder.iterdir())
    mine = ask(*every, "--for-me")
    assert "Back relief: Cat stretch is left out (" in mine.err


@pytest.mark.parametrize("option", [("--for-me",), ("--condition", "acute-low-back-pain")])
def test_whoever_asks_for_it_is_told_and_finds_it_where_it_can_be_seen(
    option: tuple[str, ...], routine: str, tmp_path: Path, data: Path, ask: Ask
) -> None:
    ill(data, "neck-pain")
    files, told = written(ask, tmp_path / "mine", routine, *option)
    said = "Twist and sit: Partial sit-up is replaced by Pelvic tilt (acute-low-back-pain)"
    assert said in told
    for suffix, file in files.items():
        seen = {"acute-low-back-pain"} if suffix in (".txt", ".md", ".html", ".json") else set()
        assert (suffix, named_in(file) - {"neck-pain"}) == (suffix, seen)


def test_conditions_that_change_nothing_are_told_too(routine: str, ask: Ask) -> None:
    answer = ask("script", routine, "--condition", "poor-balance", *ESTIMATE)
    assert "Twist and sit: no exercise is changed for poor-balance" in answer.err


def test_a_session_that_is_played_names_only_conditions_of_the_command_line() -> None:
    folders = Folders.of_user()
    profile = PreSession(Person(), "exercise", False, conditions=("acute-low-back-pain",))

    def json_of(chosen: SessionOptions) -> str:
        shaped = profile.shaping(chosen)
        loaded = load("back-relief", folders)
        return json_timeline.text(estimated(loaded, shaped, folders))

    own = json.loads(json_of(SessionOptions()))
    assert own["options"]["conditions"] == []
    swapped = [note["why"] for note in own["notes"] if note["from"] == "Partial sit-up"]
    assert swapped == ["for this listener; what would replace it is there already"]
    assert "acute" not in json_of(SessionOptions())
    both = json.loads(json_of(SessionOptions(conditions=("knee-pain",))))
    assert both["options"]["conditions"] == ["knee-pain"]


@pytest.mark.parametrize("name", ["run.yaml", "run.md"])
def test_what_is_not_checked_against_conditions_is_told(
    name: str, tmp_path: Path, ask: Ask
) -> None:
    file = tmp_path / name
    steps = "name: Run\nitems:\n  - {step: Run, for: 20 s}\n"
    file.write_text(steps if name == "run.yaml" else "# Run\n\nNow run a little.\n")
    answer = ask("script", str(file), "--condition", "knee-pain", *ESTIMATE)
    assert ": its steps are not checked against knee-pain\n" in answer.err
    assert "nothing is changed" not in answer.err
    assert "not checked" in answer.out
    assert "not checked" not in ask("script", str(file), *ESTIMATE).out
