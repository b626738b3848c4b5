"""Prints the device tests that failed when pytest last ran them, one a line.

    python lib_last_failed.py CACHE_FOLDER

Exits with 1 where there are none: then the run itself went wrong.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    try:
        failed = json.loads((ROOT / sys.argv[1] / "v/cache/lastfailed").read_text())
    except (FileNotFoundError, ValueError):
        return 1
    names = sorted(name for name in failed if name.startswith("tests/device/"))
    print("\n".join(names))
    return 0 if names else 1


if __name__ == "__main__":
    sys.exit(main())
