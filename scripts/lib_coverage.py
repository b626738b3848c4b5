"""Which lines of voiceguide the tests run: measured as a plugin of pytest, reported as a program.

    python -m pytest -p scripts.lib_coverage …    measures this process, or each worker of xdist
    python scripts/lib_coverage.py                prints the total, and the least covered modules

From Python 3.12 on it is measured by sys.monitoring, which costs next to nothing. Python 3.11 has
only a tracer, under which tests take up to twice as long: there one test file in eight is measured,
and the total is what these run at least. What tests run in processes of their own is not counted.
"""

from __future__ import annotations

import io
import sys
import zlib
from collections.abc import Generator
from pathlib import Path

import coverage
import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "coverage"
IS_CHEAP = sys.version_info >= (3, 12)
SAMPLED = 8
"""Where measuring is not cheap, one test file of so many is measured."""
LEAST = 10


def _coverage(*, data_suffix: bool = False) -> coverage.Coverage:
    found = coverage.Coverage(
        data_file=str(FOLDER / "data"),
        data_suffix=data_suffix,
        config_file=str(ROOT / "pyproject.toml"),
    )
    found.set_option("run:core", "sysmon" if IS_CHEAP else "ctrace")
    # The controller of xdist imports nothing of what its workers test.
    found.set_option("run:disable_warnings", ["module-not-imported", "no-data-collected"])
    return found


class Measuring:
    """A plugin that measures from its birth to the end of the tests."""

    def __init__(self) -> None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        self.measured = _coverage(data_suffix=True)
        self.measured.start()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Leave out the tests of files that are not in the sample."""
        if IS_CHEAP or zlib.crc32(item.path.name.encode()) % SAMPLED == 0:
            return (yield)
        self.measured.stop()
        try:
            return (yield)
        finally:
            self.measured.start()

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self) -> None:
        """Keep what was measured, for the report; a worker that has told its end may be killed."""
        self.measured.stop()
        self.measured.save()


def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Begin before the tests import what is measured."""
    early_config.pluginmanager.register(Measuring())


def report() -> str:
    """The total and the least covered modules, of all that was measured since the last report."""
    found, table = _coverage(), io.StringIO()
    found.combine()
    try:
        total = found.report(file=table, sort="cover", skip_covered=True, skip_empty=True)
    except coverage.exceptions.NoDataError:
        return "coverage: nothing was measured; run scripts/coverage"
    rows = [line for line in table.getvalue().splitlines() if line.startswith("voiceguide")]
    least = "\n".join(f"  {line}" for line in rows[:LEAST])
    tests = "the plain tests" if IS_CHEAP else "one file in eight of the plain tests"
    return f"coverage by {tests}: {total:.1f} % of lines; least covered:\n{least}"


if __name__ == "__main__":
    print(report())
