"""The command that installs one of voiceguide's extras where this very program runs."""

from __future__ import annotations

import sys
from pathlib import Path


def install_command(extra: str) -> str:
    """Such as ``"/home/me/.venv/bin/python" -m pip install "/home/me/voiceguide[neural]"``.

    A program that was installed from a folder takes its extras from there (PEP 610).
    """
    return f'"{sys.executable}" -m pip install "{_installed_from()}[{extra}]"'


def _installed_from() -> str:
    """The folder that voiceguide was installed from, or else its name."""
    # Loaded here, for most sessions lack nothing: urllib.request loads what sends mails.
    import json
    from importlib.metadata import PackageNotFoundError, distribution
    from urllib.parse import urlsplit
    from urllib.request import url2pathname

    try:
        written = distribution("voiceguide").read_text("direct_url.json")
    except PackageNotFoundError:  # run from its folder, without having been installed
        return str(Path(__file__).resolve().parent.parent)
    parts = urlsplit(json.loads(written)["url"]) if written else None
    if parts is None or parts.scheme != "file":
        return "voiceguide"
    return url2pathname(parts.path)
