import re
from pathlib import Path

from tests.cli.conftest import Ask
from voiceguide.cli.program import app

README = (Path(__file__).resolve().parents[2] / "README.md").read_text()


def block(kind: str) -> str:
    """The first fenced block of a kind."""
    found = re.search(rf"^```{re.escape(kind)}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1]


def test_it_begins_with_exactly_the_two_commands() -> None:
    blocks = re.findall(r"^```\n([^`]*)\n```$", README, re.MULTILINE)
    assert blocks == ["scripts/voiceguide play morning", "scripts/test"]


def test_the_routine_has_twelve_lines_and_makes_the_script_beside_it(
    ask: Ask, tmp_path: Path
) -> None:
    """Words and order; the times may differ by tenths where a line is worded anew."""
    routine = block("yaml {.routine}")
    assert len(routine.splitlines()) == 12
    path = tmp_path / "my-evening.yaml"
    path.write_text(routine)
    lines = ask("script", str(path), "--voice", "estimate").out.splitlines()
    shown = [re.sub(r"^ +[\d:.]+  ", "", line) for line in block("text").splitlines()]
    made = iter(re.sub(r"^ +[\d:.]+  ", "", line) for line in lines)
    assert [line for line in shown if line not in made] == []


def test_every_command_is_documented() -> None:
    names = [command.name or "" for command in app.registered_commands]
    names += [command.callback.__name__ for command in app.registered_commands if command.callback]
    commands = {name.strip("_") for name in names if name}
    assert [name for name in sorted(commands) if f"`voiceguide {name}" not in README] == []
