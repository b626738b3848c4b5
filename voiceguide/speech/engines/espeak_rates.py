"""The rates of espeak-ng's calm voices, measured before, so that the first session need not.

Measured as `calibration.rate_for` does it, with pyttsx3 2.99, on 2026-11-28.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

ESPEAK_RATES: Final[Mapping[str, Mapping[str, Mapping[int, int]]]] = MappingProxyType({
    "espeak-ng 1.51": {
        "en-us": {120: 100, 140: 116, 160: 132},
        "en-us+Annie": {120: 100, 140: 116, 160: 132},
        "de+Annie": {120: 105, 140: 122, 160: 140},
        "es+Annie": {120: 108, 140: 125, 160: 144},
        "fr+Annie": {120: 100, 140: 115, 160: 131},
    },
    "espeak-ng 1.52": {
        "en-us": {120: 100, 140: 116, 160: 132},
        "en-us+Annie": {120: 99, 140: 115, 160: 131},
        "de+Annie": {120: 104, 140: 121, 160: 139},
        "es+Annie": {120: 108, 140: 125, 160: 144},
        "fr+Annie": {120: 99, 140: 115, 160: 130},
    },
})  # fmt: skip
"""As `EngineTraits.known_rates`."""
