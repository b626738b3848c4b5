"""The version of the program that is installed."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress

_METADATA = re.compile(r"voiceguide-([^-]+)\.dist-info")


def program_version() -> str:
    """The version, such as "1.2.3".

    It stands in the name of the folder of metadata that installers write; the first one on
    Python's path counts. Where there is none, `importlib.metadata` is asked, which takes as long
    to load as everything that the diagnostics need beside it: it reads headers as those of mails.
    """
    for folder in sys.path:
        with suppress(OSError), os.scandir(folder or os.curdir) as entries:
            for entry in entries:
                if (found := _METADATA.fullmatch(entry.name)) is not None:
                    return found[1]
    from importlib.metadata import version

    return version("voiceguide")
