import os
import re
import resource
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.cli.conftest import Ask, Run
from voiceguide.cli.running import THREADS_OF_ARITHMETIC
from voiceguide.diagnostics import FILE_NAME
from voiceguide.settings import Folders

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ("play", "export", "script", "list", "show", "check", "new", "import", "doctor")
HEAVY = ("numpy", "rich", "yaml", "voiceguide.session", "sounddevice", "pyttsx3")


def test_the_version_is_that_of_the_package(ask: Ask) -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert ask("--version").out == f"voiceguide {version}\n"


def test_the_help_names_every_command(ask: Ask) -> None:
    said = ask("--help").out
    assert [name for name in COMMANDS if not re.search(rf"^  {name} ", said, re.MULTILINE)] == []


@pytest.mark.parametrize("columns", [40, 80])
def test_the_help_cuts_no_sentence_and_stays_inside_the_terminal(
    columns: int, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    said = ask("--help").out
    assert "..." not in said.replace("[ARGS]...", "")
    assert max(len(line) for line in said.splitlines()) <= columns


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_has_an_example_of_it(ask: Ask, command: str) -> None:
    answer = ask(command, "--help")
    assert answer.code == 0
    assert f"\n    voiceguide {command}" in answer.out.partition("Examples:")[2]


def loaded_by(*arguments: str) -> set[str]:
    """The modules that a command has imported by its end."""
    code = (
        "import sys; from voiceguide.cli import main; main();"
        "print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(done.stderr.splitlines())


def test_help_is_quick_and_loads_nothing_heavy() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    loaded = loaded_by("play", "--help")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime - before.ru_utime < 1.0  # 0.1 s; others may have the machine
    assert loaded.isdisjoint(HEAVY)


AROUND_THE_CORE = {
    *("cli", "app", "errors", "files", "program_version", "session_options", "sound_outputs"),
    *("structs", "text", "units"),
}
FORMATS = {"voiceguide.exporting", "voiceguide.extensions"}
IMPORTERS = {"voiceguide.importing"}
PLAYER_COMMANDS = {"voiceguide.control", "voiceguide.control.commands"}


@pytest.mark.parametrize(
    ("arguments", "tables"),
    [
        (("--version",), set()),
        (("--help",), FORMATS | IMPORTERS | PLAYER_COMMANDS),
        (("play", "--help"), set()),
        (("script", "--help"), FORMATS),
        (("import", "--help"), IMPORTERS),
        (("control", "--help"), PLAYER_COMMANDS),
    ],
)
def test_help_imports_nothing_of_the_core_but_the_tables_it_is_made_from(
    arguments: tuple[str, ...], tables: set[str]
) -> None:
    loaded = loaded_by(*arguments)
    ours = {name for name in loaded if name.startswith("voiceguide.")}
    assert {name for name in ours if name.split(".")[1] not in AROUND_THE_CORE} == tables
    assert loaded.isdisjoint(HEAVY)


def test_a_command_is_imported_when_it_is_used() -> None:
    commands = {name for name in loaded_by("list", "--help") if "cli.commands." in name}
    assert commands == {"voiceguide.cli.commands.list_"}


@pytest.mark.parametrize(
    ("arguments", "unneeded"),
    [
        (("list", "advice"), {"numpy", "voiceguide.session", "voiceguide.compiler"}),
        (("list", "sounds"), {"numpy", "voiceguide.session", "voiceguide.routine.library"}),
        (("log",), {"numpy", "yaml", "voiceguide.session", "voiceguide.routine.library"}),
        (("progress",), {"numpy", "rich", "voiceguide.session"}),
    ],
)
def test_a_command_imports_only_what_it_needs(
    arguments: tuple[str, ...], unneeded: set[str]
) -> None:
    assert loaded_by(*arguments).isdisjoint(unneeded)


def test_wrong_usage_ends_with_2_and_a_suggestion(program: Run) -> None:
    done = program("plya", "morning")
    assert done.returncode == 2
    assert "Did you mean 'play'" in done.stderr
    assert program("play", "morning", "--level", "hard").returncode == 2
    assert program("play").returncode == 2


def test_an_unknown_routine_ends_with_2_and_the_nearest(ask: Ask) -> None:
    answer = ask("script", "mornin")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == "there is no routine 'mornin'\n  hint: did you mean 'morning'?\n"


def faulty(*arguments: str) -> subprocess.CompletedProcess[str]:
    code = (
        "import sys\n"
        "from voiceguide.app.context import AppContext\n"
        "from voiceguide.cli import main\n"
        "def broken(ui): raise RuntimeError('a bolt is loose')\n"
        f"AppContext.of_user = broken; sys.argv[1:] = {[*arguments, 'list']}; sys.exit(main())"
    )
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_a_fault_of_ours_ends_with_1_and_says_where_its_traceback_is() -> None:
    done = faulty()
    assert done.returncode == 1
    file = Folders.of_user().state / FILE_NAME
    first, second, hint = done.stderr.splitlines()
    assert re.fullmatch(
        r"voiceguide has a fault of its own and ended: RuntimeError in .*\.py, line \d+", first
    )
    assert second == f"  Traceback: {file}"
    assert hint.startswith("  hint: please report it")
    written = file.read_text()
    assert "fault: RuntimeError\n" in written
    assert "a bolt is loose" not in written


def test_a_fault_of_ours_is_shown_whole_with_debug() -> None:
    done = faulty("--debug")
    assert done.returncode == 1
    assert "Traceback (most recent call last)" in done.stderr
    assert "a bolt is loose" in done.stderr


def test_a_reader_that_goes_away_ends_the_program_quietly() -> None:
    command = [sys.executable, "-m", "voiceguide", "script", "back-relief", "--voice", "estimate"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(10) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_an_answer_that_a_full_disk_refuses_ends_with_4() -> None:
    command = [sys.executable, "-m", "voiceguide", "list", "advice"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 4
    assert done.stderr.startswith("standard output cannot be written: the disk is full\n")


def test_settings_that_cannot_be_read_are_told_with_their_place(ask: Ask, config: Path) -> None:
    config.mkdir()
    (config / "config.toml").write_text('levle = "gentle"\n')
    answer = ask("play", "morning")
    assert answer.code == 2
    assert answer.err.startswith(f"{config / 'config.toml'}:1:1: unknown setting 'levle'")


def test_a_wrong_choice_is_told_with_the_right_ones_and_no_word_of_a_library(ask: Ask) -> None:
    answer = ask("play", "morning", "--level", "hard")
    assert answer.code == 2
    assert "'--level': 'hard' is not one of 'gentle', 'steady', 'strong'." in answer.err


def test_ctrl_c_while_the_program_is_loaded_is_no_traceback() -> None:
    code = (
        "import sys; from voiceguide.cli import main\n"
        "class Pressed:\n"
        "    def find_spec(self, name, path, target=None):\n"
        "        if name == 'voiceguide.cli.program': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Pressed()); sys.exit(main())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "")


@pytest.mark.parametrize(
    "words",
    [
        "play morning --patient ann",
        "export morning -o morning.md --dry-run",
        "log merge other.json",
    ],
)
def test_words_that_are_kept_free_for_what_comes_are_taken_for_nothing_else(
    words: str, ask: Ask
) -> None:
    answer = ask(*words.split())
    assert (answer.code, answer.out) == (2, "")
    assert re.search(r"No such (option: --|command 'merge')", answer.err)


SWALLOWED = """
import sys, time, weakref
from voiceguide.cli import running

class Thing: pass

def gone(_):
    raise KeyboardInterrupt

sys.unraisablehook = running.never_lose_an_interrupt
thing = Thing()
watched = weakref.ref(thing, gone)
try:
    del thing
    time.sleep(5)
    print("went on")
except KeyboardInterrupt:
    print("interrupted")
"""


def test_an_interrupt_that_comes_while_python_tidies_up_is_not_lost() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SWALLOWED], capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("interrupted\n", "")


COUNTED = """
import os
from voiceguide.cli import main
main()
import numpy
print(os.environ["OPENBLAS_NUM_THREADS"], len(os.listdir("/proc/self/task")))
"""


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="no /proc here")
def test_numpy_begins_no_threads_that_nobody_needs_unless_they_are_asked_for() -> None:
    def counted(**settings: str) -> list[str]:
        env = {key: value for key, value in os.environ.items() if key != THREADS_OF_ARITHMETIC}
        command = [sys.executable, "-c", COUNTED, "--version"]
        done = subprocess.run(
            command, capture_output=True, text=True, check=True, env={**env, **settings}
        )
        return done.stdout.splitlines()[-1].split()

    assert counted() == ["1", "1"]
    assert counted(OPENBLAS_NUM_THREADS="2")[0] == "2"
