"""Prints what is installed here in another version than a lock says: ``lib_newest.py FILE...``."""

from __future__ import annotations

import sys
from importlib.metadata import distributions
from pathlib import Path

from packaging.utils import canonicalize_name

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.lib_lock import Pin, pins  # see above


def differences(locked: list[Pin], installed: dict[str, str]) -> list[str]:
    """A line for each package that the lock has in another version, or not at all."""
    known: dict[str, list[str]] = {}
    for pin in locked:
        if pin.marker is None or pin.marker.evaluate():
            known.setdefault(pin.name, []).append(pin.version)
    return [
        f"  {name} {version} (lock: {known.get(name, ['not in it'])[0]})"
        for name, version in sorted(installed.items())
        if version not in known.get(name, [])
    ]


if __name__ == "__main__":
    texts = [Path(name).read_text(encoding="utf-8") for name in sys.argv[1:]]
    found = {
        name: each.version
        for each in distributions()
        if (name := str(canonicalize_name(each.name))) not in ("pip", "setuptools", "voiceguide")
    }
    lines = differences([pin for text in texts for pin in pins(text)], found)
    print("\n".join(lines) or "  nothing")
