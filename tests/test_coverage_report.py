"""Coverage as CI measures and tells it, of a tiny checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zlib
from itertools import count
from pathlib import Path

from scripts.lib_coverage import SAMPLED

ROOT = Path(__file__).resolve().parent.parent
CODE = "def used():\n    return 1\n\n\ndef unused():\n    return 2\n"
TEST = "from voiceguide.half import used\n\n\ndef test_it():\n    assert used() == 1\n"


def sampled_name() -> str:
    """The name of a test file that is measured on every Python."""
    names = (f"test_{number}.py" for number in count())
    return next(name for name in names if zlib.crc32(name.encode()) % SAMPLED == 0)


def run(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_total_and_the_least_covered_modules_are_told(tmp_path: Path) -> None:
    for name in ("scripts", "voiceguide", "tests"):
        (tmp_path / name).mkdir()
    shutil.copy(ROOT / "scripts" / "lib_coverage.py", tmp_path / "scripts")
    (tmp_path / "pyproject.toml").write_text('[tool.coverage.run]\nsource_pkgs = ["voiceguide"]\n')
    (tmp_path / "voiceguide" / "__init__.py").write_text("")
    (tmp_path / "voiceguide" / "half.py").write_text(CODE)
    (tmp_path / "tests" / sampled_name()).write_text(TEST)
    assert "nothing was measured" in run(tmp_path, "scripts/lib_coverage.py")
    run(tmp_path, "-m", "pytest", "-q", "-n", "2", "-p", "scripts.lib_coverage", "tests")
    head, *rows = run(tmp_path, "scripts/lib_coverage.py").splitlines()
    assert head.startswith("coverage by ")
    assert head.endswith("plain tests: 75.0 % of lines; least covered:")
    assert [row.split() for row in rows] == [["voiceguide/half.py", "4", "1", "75%"]]
