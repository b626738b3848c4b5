"""What contributors and releases rely on: hooks, workflows, issue forms, the check of a tag."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.hatch_urls import RepositoryUrls

ROOT = Path(__file__).resolve().parent.parent
GITHUB = ROOT / ".github"
CHANGELOG = "# Changelog\n\n## [Unreleased]\n\n## [1.2.0] - 2026-03-04\n\n### Added\n\n- All.\n"


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_each_check_is_a_hook_before_a_commit() -> None:
    checks = re.findall(r"^ *check (\w+) ", (ROOT / "scripts" / "check").read_text(), re.MULTILINE)
    (repository,) = read(ROOT / ".pre-commit-config.yaml")["repos"]
    hooks = {hook["id"]: hook["entry"] for hook in repository["hooks"]}
    assert hooks == {name: f"scripts/check {name}" for name in checks}


def test_a_check_that_does_not_exist_is_refused() -> None:
    command = [str(ROOT / "scripts" / "check"), "styles"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "nothing is called 'styles'; there are style " in done.stderr


@pytest.mark.parametrize("path", sorted(GITHUB.rglob("*.yml")), ids=lambda path: path.name)
def test_the_files_of_the_forge_are_read_and_name_only_scripts_that_are_there(path: Path) -> None:
    assert read(path)
    named = re.findall(r"(?:\.ci|scripts|tests)/[\w./-]+", path.read_text(encoding="utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_each_issue_form_asks_for_something_under_a_name_of_its_own() -> None:
    forms = set((GITHUB / "ISSUE_TEMPLATE").glob("*.yml")) - {
        GITHUB / "ISSUE_TEMPLATE" / "config.yml"
    }
    for form in map(read, forms):
        ids = [field["id"] for field in form["body"] if field["type"] != "markdown"]
        assert len(ids) == len(set(ids)) > 1
        assert any(field.get("validations", {}).get("required") for field in form["body"])


def check_release(folder: Path, tag: str, changelog: str = CHANGELOG) -> tuple[int, str]:
    (folder / "scripts").mkdir()
    shutil.copy(ROOT / "scripts" / "check-release", folder / "scripts")
    (folder / "pyproject.toml").write_text('[project]\nversion = "1.2.0"\n')
    (folder / "CHANGELOG.md").write_text(changelog)
    command = [sys.executable, str(folder / "scripts" / "check-release"), tag]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_a_tag_with_its_version_and_changelog_is_ready(tmp_path: Path) -> None:
    assert check_release(tmp_path, "v1.2.0") == (0, "ready for release\n")


def test_a_tag_of_another_version_is_refused(tmp_path: Path) -> None:
    code, out = check_release(tmp_path, "v1.3.0")
    assert code == 1
    assert out == "the tag is v1.3.0, but pyproject.toml has version 1.2.0\n"


def test_a_release_without_a_dated_section_of_the_changelog_is_refused(tmp_path: Path) -> None:
    code, out = check_release(tmp_path, "v1.2.0", "# Changelog\n\n## [Unreleased]\n")
    assert (code, out) == (1, "CHANGELOG.md has no section '## [1.2.0] - YYYY-MM-DD'\n")


def test_the_changelog_has_the_form_of_keep_a_changelog() -> None:
    lines = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines()
    versions = [line for line in lines if line.startswith("## ")]
    assert versions[0] == "## [Unreleased]"
    dated = re.compile(r"## \[\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d")
    assert [line for line in versions[1:] if not dated.fullmatch(line)] == []
    kinds = {line.removeprefix("### ") for line in lines if line.startswith("### ")}
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


@pytest.mark.parametrize("address", ["https://example.org/voiceguide", ""])
def test_a_build_names_the_repository_it_was_told_of_and_no_other(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOICEGUIDE_REPOSITORY", address)
    metadata: dict[str, Any] = {}
    RepositoryUrls(str(ROOT), {}).update(metadata)
    assert set(metadata["urls"].values()) == (
        {
            address,
            f"{address}/tree/main/docs",
            f"{address}/blob/main/CHANGELOG.md",
            f"{address}/issues",
        }
        if address
        else set()
    )
