from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from msgspec import Struct

from voiceguide.errors import BadFiles, UsageError
from voiceguide.routine.cross_checks import (
    check_advice,
    check_exercise,
    check_routine,
    check_single_files,
)
from voiceguide.routine.library import BUILT_IN, Library, Origin
from voiceguide.routine.topics import TopicLine
from voiceguide.structs import field_names

ROUTINE = "name: Mine\nitems: [cat-stretch]\n"
EXERCISE = """\
name: Arm circle
purpose: mobility
position: standing
dose: {reps: 8-12}
rep: [{move: Circle your arms., takes: 3 s}]
"""
ADVICE = "name: A\nverdict: do\nsay: B.\nshort: C.\n"


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_everything_built_in_is_read_without_a_warning() -> None:
    library = Library()
    for id in library.ids("exercise"):
        library.exercise(id)
    for id in library.ids("advice"):
        library.advice(id)
    for id in library.ids("routine"):
        library.routine(id)
    assert len(library.ids("exercise")) >= 19
    assert not library.warnings


def test_a_persons_own_file_wins_and_its_origin_says_so(tmp_path: Path) -> None:
    own = write(tmp_path / "exercises/cat-stretch.yaml", EXERCISE)
    library = Library([tmp_path])
    assert library.exercise("cat-stretch").name == "Arm circle"
    assert library.find("exercise", "cat-stretch") == Origin(own, built_in=False)
    assert library.ids("exercise")["cat-stretch"] == Origin(own, built_in=False)
    assert library.ids("exercise")["bird-dog"].built_in


def test_the_first_folder_wins(tmp_path: Path) -> None:
    write(tmp_path / "a/exercises/x.yaml", EXERCISE)
    write(tmp_path / "b/exercises/x.yaml", EXERCISE.replace("Arm circle", "Other"))
    folders = [tmp_path / "a", tmp_path / "b"]
    assert Library(folders).exercise("x").name == "Arm circle"
    assert Library(folders).ids("exercise")["x"].path == tmp_path / "a/exercises/x.yaml"


def test_loose_files_are_told_by_what_is_in_them(tmp_path: Path) -> None:
    write(tmp_path / "x.yaml", EXERCISE)
    write(tmp_path / "y.yaml", ROUTINE)
    library = Library([tmp_path])
    assert library.has("exercise", "x")
    assert not library.has("routine", "x")
    assert library.has("routine", "y")
    assert "x" in library.ids("exercise")
    assert "x" not in library.ids("routine")


def test_a_file_in_its_folder_comes_before_a_loose_one(tmp_path: Path) -> None:
    write(tmp_path / "x.yaml", EXERCISE)
    path = write(tmp_path / "exercises/x.yaml", EXERCISE)
    library = Library([tmp_path])
    assert library.find("exercise", "x") == library.ids("exercise")["x"] == Origin(path, False)


@pytest.mark.parametrize(
    "id", ["../x", "/etc/passwd", "a/b", "..", "", "A", "x\0", "a" * 41, "x.y"]
)
def test_an_id_never_leads_out_of_the_folders(id: str, tmp_path: Path) -> None:
    write(tmp_path / "x.yaml", EXERCISE)
    library = Library([tmp_path / "inner"])
    assert library.find("exercise", id) is None
    with pytest.raises(UsageError):
        library.exercise(id)


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside.yaml", EXERCISE)
    (tmp_path / "own/exercises").mkdir(parents=True)
    (tmp_path / "own/exercises/x.yaml").symlink_to(outside)
    with pytest.raises(UsageError, match="leads out of its folder"):
        Library([tmp_path / "own"]).exercise("x")


def test_a_loose_link_out_of_the_folder_is_not_even_looked_into(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside.yaml", EXERCISE)
    (tmp_path / "own").mkdir()
    (tmp_path / "own/x.yaml").symlink_to(outside)
    assert not Library([tmp_path / "own"]).has("exercise", "x")


def test_a_pipe_in_the_folder_is_no_exercise(tmp_path: Path) -> None:
    (tmp_path / "exercises").mkdir()
    os.mkfifo(tmp_path / "exercises/x.yaml")
    assert not Library([tmp_path]).has("exercise", "x")
    assert "x" not in Library([tmp_path]).ids("exercise")


def test_an_unknown_id_is_told_with_the_closest() -> None:
    with pytest.raises(UsageError) as error:
        Library().exercise("hamstring-strech")
    assert error.value.message == "there is no exercise 'hamstring-strech'"
    assert error.value.hint == "did you mean 'hamstring-stretch'?"
    with pytest.raises(UsageError, match="voiceguide list advice"):
        Library().advice("zzz")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every folder")
def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    write(tmp_path / "exercises/x.yaml", EXERCISE)
    (tmp_path / "exercises").chmod(0)
    try:
        with pytest.raises(UsageError, match="cannot be read"):
            Library([tmp_path]).has("exercise", "x")
        with pytest.raises(UsageError, match="cannot be read"):
            Library([tmp_path]).ids("exercise")
    finally:
        (tmp_path / "exercises").chmod(0o755)


def test_a_file_that_changes_is_read_again(tmp_path: Path) -> None:
    path = write(tmp_path / "exercises/x.yaml", EXERCISE)
    assert Library([tmp_path]).exercise("x").name == "Arm circle"
    write(path, EXERCISE.replace("Arm circle", "Another circle"))
    assert Library([tmp_path]).exercise("x").name == "Another circle"


def test_warnings_come_with_each_library_that_reads_the_file(tmp_path: Path) -> None:
    long = "word " * 22
    write(tmp_path / "exercises/x.yaml", EXERCISE + f"finish: {long}\n")
    for _ in range(2):
        library = Library([tmp_path])
        library.exercise("x")
        assert [problem.grade for problem in library.warnings] == ["warning"]


def test_things_of_ones_own_are_added(tmp_path: Path) -> None:
    write(tmp_path / "equipment.yaml", "equipment: {band: {say: an elastic band}}\n")
    equipment = Library([tmp_path]).equipment
    assert equipment["band"] == "an elastic band"
    assert equipment["mat"] == "a yoga mat"


def test_positions_of_ones_own_are_added_and_conditions_never_taken_away(tmp_path: Path) -> None:
    write(
        tmp_path / "positions.yaml",
        "positions: {stool: {group: chair, arrive: Sit on the stool.}}\n"
        "change_time: {chair: {stand: 9 s}}\n"
        "group_conditions: {back: {}, chair: {avoid_if: [sciatica-flare]}}\n",
    )
    positions = Library([tmp_path]).positions
    assert positions.positions["stool"].arrive == "Sit on the stool."
    assert "standing" in positions.positions
    assert positions.change_ms["chair"]["stand"] == 9000
    assert positions.change_ms["chair"]["back"] == 20_000
    assert positions.group_conditions["back"].avoid_if == ("cannot-use-floor", "cannot-lie-down")
    assert positions.group_conditions["chair"].avoid_if == ("sciatica-flare",)


def test_another_file_that_has_the_name_of_a_single_one_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path / "equipment.yaml", ROUTINE)
    assert "mat" in Library([tmp_path]).equipment


def test_a_broken_single_file_is_never_passed_over(tmp_path: Path) -> None:
    write(tmp_path / "safety.yaml", "gate: [\n")
    with pytest.raises(BadFiles):
        _ = Library([tmp_path]).safety


SAFETY = (BUILT_IN / "safety.yaml").read_text(encoding="utf-8")


def own_safety(folder: Path, text: str) -> str:
    write(folder / "safety.yaml", text)
    try:
        _ = Library([folder]).safety
    except BadFiles as bad:
        return str(bad)
    return ""


def test_a_safety_file_of_ones_own_adds_red_flags_and_conditions(tmp_path: Path) -> None:
    text = "gate: {red_flags: [A new one.]}\nconditions: {tennis-elbow: A tennis elbow}\n"
    assert own_safety(tmp_path, text) == ""
    safety, built_in = Library([tmp_path]).safety, Library().safety
    assert safety.red_flags == (*built_in.red_flags, TopicLine("A new one."))
    assert dict(safety.conditions) == {**built_in.conditions, "tennis-elbow": "A tennis elbow"}
    assert safety.full == built_in.full


def test_a_red_flag_of_ones_own_may_be_for_some_sessions_only(tmp_path: Path) -> None:
    text = "gate: {red_flags: [{id: swelling, for: [knee, hard], say: A new swelling.}]}\n"
    assert own_safety(tmp_path, text) == ""
    flag = Library([tmp_path]).safety.red_flags[-1]
    assert (flag.key, flag.is_for({"knee"}), flag.is_for({"back"})) == ("swelling", True, False)


def test_a_whole_copy_of_the_safety_file_may_add_too(tmp_path: Path) -> None:
    flag = '    - {id: ill, say: "Fever, feeling ill, or weight loss with no reason."}\n'
    assert flag in SAFETY
    assert own_safety(tmp_path, SAFETY.replace(flag, flag + "    - A new one.\n")) == ""
    assert TopicLine("A new one.") in Library([tmp_path]).safety.red_flags


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "    - {id: night-pain, say: Constant pain that gets worse at night.}\n",
            "",
            "the red flag 'night-pain' is taken out",
        ),
        ("Constant pain", "Pain", "the red flag 'night-pain' is changed"),
        ("{id: cancer, for: [back, neck,", "{id: cancer, for: [", "'cancer' is changed"),
        ("{id: faint, for: hard,", "{id: faint, for: knee,", "'faint' is changed"),
        ("  neck-pain: Neck pain\n", "", "the condition 'neck-pain' is taken out"),
        ("neck-pain: Neck pain", "neck-pain: A stiff neck", "the condition 'neck-pain' is changed"),
        ("urgent: Please do not", "urgent: You may", "'urgent' is changed"),
        ("mild_up_to: 3", "mild_up_to: 9", "'pain' is changed"),
        ("most_sessions_a_day: 2", "most_sessions_a_day: 20", "'rules' is changed"),
        ("Breathe slowly all the time", "Breathe", "'spoken' is changed"),
        ("ask_again_after: 180 days", "ask_again_after: 999 days", "'ask_again_after' is changed"),
    ],
)
def test_a_safety_file_that_takes_away_is_refused(
    old: str, new: str, said: str, tmp_path: Path
) -> None:
    assert old in SAFETY
    message = own_safety(tmp_path, SAFETY.replace(old, new))
    assert said in message
    assert "a safety file of your own can only add red flags and conditions" in message


def german(folder: Path) -> Library:
    """A small library with a German half."""
    for name in ("positions", "equipment", "safety"):
        write(folder / f"{name}.yaml", (BUILT_IN / f"{name}.yaml").read_text(encoding="utf-8"))
    text = (BUILT_IN / "positions.yaml").read_text(encoding="utf-8")
    write(folder / "de/positions.yaml", text.replace("Stand tall with", "Steh aufrecht mit"))
    write(folder / "de/equipment.yaml", "equipment: {mat: {say: eine Matte}}\n")
    write(folder / "de/safety.yaml", SAFETY)
    write(folder / "exercises/arm-circle.yaml", EXERCISE)
    write(folder / "exercises/only-english.yaml", EXERCISE)
    write(folder / "de/exercises/arm-circle.yaml", EXERCISE.replace("Arm circle", "Armkreisen"))
    return Library([], folder)


def test_a_language_has_a_folder_of_its_own(tmp_path: Path) -> None:
    library = german(tmp_path)
    in_german = library.in_language("de-AT")
    assert library.exercise("arm-circle").name == "Arm circle"
    assert in_german.exercise("arm-circle").name == "Armkreisen"
    assert in_german.equipment == {"mat": "eine Matte"}
    assert in_german.positions.positions["standing"].arrive.startswith("Steh aufrecht")
    assert list(in_german.ids("exercise")) == ["arm-circle"]
    assert library.in_language("en-GB") is library


WORDS = {
    *("name", "other_names", "why", "feel", "breathing", "finish", "get_ready", "watch", "notes"),
    *("move", "say", "again", "use", "word", "change_say", "place", "places", "figure"),
}
"""Of an exercise: what is each language's own, and where it is written."""


def facts(value: object) -> object:
    """What a translation may not change: how long, how often, from where, for whom."""
    if isinstance(value, tuple):
        return tuple(map(facts, value))
    if isinstance(value, Mapping):
        return sorted(value)
    if not isinstance(value, Struct):
        return value
    names = [name for name in field_names(value) if name not in WORDS]
    return type(value).__name__, {name: facts(getattr(value, name)) for name in names}


@pytest.mark.parametrize("id", sorted(Library(language="de").ids("exercise")))
def test_an_exercise_is_the_same_in_every_language(id: str) -> None:
    assert facts(Library(language="de").exercise(id)) == facts(Library().exercise(id))


def test_positions_things_and_conditions_are_the_same_in_every_language() -> None:
    english, translated = Library(), Library(language="de")
    groups = [
        {id: position.group for id, position in library.positions.positions.items()}
        for library in (english, translated)
    ]
    assert groups[0] == groups[1]
    assert translated.positions.change_ms == english.positions.change_ms
    assert list(translated.equipment) == list(english.equipment)
    assert list(translated.safety.conditions) == list(english.safety.conditions)


def test_what_is_not_translated_is_told_and_never_taken_from_english(tmp_path: Path) -> None:
    library = german(tmp_path).in_language("de")
    with pytest.raises(UsageError) as error:
        library.exercise("only-english")
    assert error.value.message == "the exercise 'only-english' is not translated into 'de'"
    assert error.value.hint == "put its translation into the folder de/exercises"


def test_a_library_without_a_languages_single_files_says_so() -> None:
    with pytest.raises(UsageError, match="the library has no positions in 'xx'"):
        _ = Library(language="xx").positions


def test_a_persons_own_translation_is_found_in_their_folder(tmp_path: Path) -> None:
    library = german(tmp_path / "built-in")
    write(tmp_path / "own/de/exercises/mine.yaml", EXERCISE)
    own = Library([tmp_path / "own"], library.built_in, "de")
    assert own.has("exercise", "mine")
    assert not Library([tmp_path / "own"], library.built_in).has("exercise", "mine")


def test_a_broken_routine_is_told_with_the_names_it_has_wrong(tmp_path: Path) -> None:
    path = write(tmp_path / "x.yaml", "name: A: b\nstarts: standin\nitems: [cat-strech, 'a b']\n")
    with pytest.raises(BadFiles) as bad:
        Library().routine_at(path)
    messages = [problem.message for problem in bad.value.problems]
    assert messages[1:] == [
        "there is no position 'standin'",
        "there is no exercise 'cat-strech'",
        "'a b' is not an exercise's id",
    ]


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("sitting on a chair", "did you mean 'chair-sitting'?"),
        ("standing at a wall", "did you mean 'wall-standing'?"),
        ("Hands and knees", "did you mean 'hands-knees'?"),
        ("on my back", "did you mean 'back-knees-bent' or 'back-legs-long'?"),
        ("upside-down", "known: back-knees-bent, back-legs-long, chair-sitting, "),
    ],
)
def test_a_position_in_other_words_is_told_what_may_be_meant(written: str, hint: str) -> None:
    error = Library().unknown_in_table("position", written)
    assert error is not None
    assert (error.hint or "").startswith(hint)


def test_a_routine_by_path_uses_what_lies_beside_it(tmp_path: Path) -> None:
    write(tmp_path / "arm-circle.yaml", EXERCISE)
    path = write(tmp_path / "r.yaml", "name: A\nitems: [arm-circle]\n")
    library = Library([tmp_path])
    assert not check_routine(library.routine_at(path), library)


def test_files_whose_names_nobody_can_use_are_told(tmp_path: Path) -> None:
    write(tmp_path / "routines/my-evening.yaml", ROUTINE)
    write(tmp_path / "routines/My Evening.yaml", ROUTINE)
    write(tmp_path / "exercises/x.yml", EXERCISE)
    strays = list(Library([tmp_path]).strays())
    assert [problem.hint for problem in strays] == ["call it my-evening.yaml", "call it x.yaml"]
    assert {problem.grade for problem in strays} == {"warning"}


@pytest.mark.parametrize("language", [path.parent.name for path in BUILT_IN.glob("*/safety.yaml")])
def test_each_language_of_the_built_in_library_agrees_with_itself(language: str) -> None:
    library = Library(language=language)
    found = check_single_files(library)
    for id in library.ids("exercise"):
        found += check_exercise(library.exercise(id), library)
    for id in library.ids("advice"):
        found += check_advice(library.advice(id), library)
    assert found == []
    assert [id for id in library.ids("routine") if library.routine(id).language == language]


def test_a_routine_of_another_language_takes_the_exercises_that_lie_beside_it(
    tmp_path: Path,
) -> None:
    write(tmp_path / "mine.yaml", EXERCISE.replace("Arm circle", "Armkreisen"))
    german_one = Library.of_file(tmp_path / "abend.yaml", tmp_path / "own").in_language("de")
    assert german_one.exercise("mine").name == "Armkreisen"
    assert german_one.exercise("cat-stretch").name == "Katzenbuckel"
    with pytest.raises(UsageError, match="not translated"):
        german_one.exercise("hamstring-stretch")


def test_a_routine_in_a_folder_of_routines_has_the_exercises_beside_that_folder(
    tmp_path: Path,
) -> None:
    write(tmp_path / "exercises/mine.yaml", EXERCISE)
    library = Library.of_file(tmp_path / "routines" / "evening.yaml", tmp_path / "own")
    assert library.exercise("mine").name == "Arm circle"


def test_an_exercise_that_is_nowhere_is_told_with_the_places_that_were_looked_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    library = Library.of_file(Path("routines/evening.yaml"), Path("own"))
    with pytest.raises(UsageError) as error:
        library.exercise("xylophone")
    assert error.value.hint == (
        "looked for in routines, routines/exercises, exercises, own/exercises and the built-in"
        " library; see them with: voiceguide list exercises"
    )
