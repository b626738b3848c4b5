"""PDF: the HTML sheet, printed by WeasyPrint or by a browser of Chromium's family."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from voiceguide.errors import Missing
from voiceguide.exporting.formats.html import text
from voiceguide.timeline import Timeline

BROWSERS = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "microsoft-edge", "msedge", "brave-browser",
)  # fmt: skip
_MAC_BROWSERS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_PATIENCE_S = 60
_REMEDY = (
    "export .html, and print it from any browser; or install Chromium, or: pip install weasyprint"
)


def pages(timeline: Timeline) -> bytes:
    """The sheet on A4 pages.

    Raises Missing where there is neither WeasyPrint nor such a browser, or it fails.
    """
    page = text(timeline)
    if find_spec("weasyprint"):
        return _by_weasyprint(page)
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None and sys.platform == "darwin":
        browser = next((path for path in _MAC_BROWSERS if Path(path).is_file()), None)
    if browser is None:
        raise Missing("a .pdf needs WeasyPrint or a browser such as Chromium", hint=_REMEDY)
    return _by_browser(browser, page)


def _by_weasyprint(page: str) -> bytes:
    from weasyprint import HTML

    try:
        return bytes(HTML(string=page).write_pdf())
    except OSError as error:  # its libraries, such as Pango, are not installed
        raise Missing(f"WeasyPrint cannot print: {error}", hint=_REMEDY) from error


def _by_browser(browser: str, page: str) -> bytes:
    """Printed by a browser of its own profile, which goes nowhere: the page loads nothing."""
    with tempfile.TemporaryDirectory(prefix="voiceguide-", ignore_cleanup_errors=True) as folder:
        source, printed = Path(folder, "sheet.html"), Path(folder, "sheet.pdf")
        source.write_text(page, encoding="utf-8")
        command = [
            browser,
            "--headless",
            "--disable-gpu",
            "--disable-extensions",
            "--disable-background-networking",
            "--no-first-run",
            "--no-pdf-header-footer",
            f"--user-data-dir={Path(folder, 'profile')}",
            f"--print-to-pdf={printed}",
            source.as_uri(),
        ]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.insert(1, "--no-sandbox")  # as root it would refuse to start
        try:
            done = subprocess.run(
                command, capture_output=True, timeout=_PATIENCE_S, check=False, text=True
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Missing(f"{browser} did not print: {error}", hint=_REMEDY) from error
        if not printed.is_file() or not printed.read_bytes().startswith(b"%PDF"):
            said = done.stderr.strip().splitlines()[-1:] or [f"it ended with {done.returncode}"]
            raise Missing(f"{browser} did not print: {said[0]}", hint=_REMEDY)
        return printed.read_bytes()
