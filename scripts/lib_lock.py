"""The lock: hashed requirements that pip installs, made of what uv resolved.

`requirements/NAME.txt` holds, for every system and Python at once, what one purpose adds to
`build` and `run`; `hearing`, an environment of its own, holds all of it. Pure functions;
`scripts/make-lock` writes what they give.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.tags import Tag, compatible_tags, cpython_tags, mac_platforms
from packaging.utils import canonicalize_name, parse_wheel_filename

PYTHONS = ((3, 11), (3, 12), (3, 13), (3, 14))
SYSTEMS = ("linux-x86_64", "linux-aarch64", "darwin-arm64", "darwin-x86_64", "win32-AMD64")
"""``sys_platform`` and ``platform_machine``, with a dash between."""

_OLDEST_MAC = (14, 0)
_NEWEST_GLIBC_MINOR = 36  # of Debian 12

_RELEASE = r"platform_release (?:[<>]=?|[!=]=) '[^']*'"
_RELEASE_FIRST = re.compile(_RELEASE + " and ")
_RELEASE_LATER = re.compile(" and " + _RELEASE)


@dataclass(frozen=True, slots=True)
class Pin:
    """A requirement of one version, where its marker holds."""

    name: str
    version: str
    marker: Marker | None
    hashes: frozenset[str]

    def holds(self, environment: Mapping[str, str]) -> bool:
        return self.marker is None or self.marker.evaluate(dict(environment))


def without_platform_release(line: str) -> str:
    """The line without conditions on the kernel's release.

    pip 24.2 crashes on them where that is no version, as many a Linux kernel's is not, although
    they are about macOS. What they keep from an older macOS can be installed there all the same.
    Raises ValueError where a condition would mean something else without it.
    """
    line = _RELEASE_LATER.sub("", _RELEASE_FIRST.sub("", line))
    if "platform_release" in line:
        raise ValueError(f"platform_release is not one of several conditions: {line}")
    return line


def blocks(export: str) -> Iterator[str]:
    """The requirements of an export, each with its hashes; comments are left out."""
    block: list[str] = []
    for line in export.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if block and not line.startswith(" "):
            yield "\n".join(block)
            block = []
        block.append(without_platform_release(line))
    if block:
        yield "\n".join(block)


def added(export: str, before: Iterable[str]) -> list[str]:
    """The requirements that are not among those `before`."""
    known = set(before)
    return [block for block in blocks(export) if block not in known]


def pins(text: str) -> list[Pin]:
    """What a file of the lock asks for. Raises ValueError where anything in it is no pin."""
    found = []
    for block in blocks(text):
        asked, *hashes = (part.strip() for part in block.replace("\\\n", "\n").splitlines())
        requirement = Requirement(asked)
        (specifier,) = requirement.specifier
        if specifier.operator != "==" or "*" in specifier.version:
            raise ValueError(f"{asked} is not one version")
        if not all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", each) for each in hashes):
            raise ValueError(f"{asked} has something else than hashes")
        found.append(
            Pin(
                canonicalize_name(requirement.name),
                specifier.version,
                requirement.marker,
                frozenset(each.removeprefix("--hash=") for each in hashes),
            )
        )
    return found


def environment(python: tuple[int, int], system: str) -> dict[str, str]:
    """What markers see on a system of SYSTEMS."""
    sys_platform, machine = system.split("-")
    version = ".".join(map(str, python))
    return {
        "implementation_name": "cpython",
        "implementation_version": f"{version}.0",
        "os_name": "nt" if sys_platform == "win32" else "posix",
        "platform_machine": machine,
        "platform_python_implementation": "CPython",
        "platform_release": "",
        "platform_system": {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}[sys_platform],
        "platform_version": "",
        "python_full_version": f"{version}.0",
        "python_version": version,
        "sys_platform": sys_platform,
        "extra": "",
    }


def tags(python: tuple[int, int], system: str) -> frozenset[Tag]:
    """The wheels that pip takes on a system of SYSTEMS."""
    sys_platform, machine = system.split("-")
    if sys_platform == "darwin":
        platforms = list(mac_platforms(_OLDEST_MAC, machine))
    elif sys_platform == "win32":
        platforms = ["win_amd64"]
    else:
        minors = range(_NEWEST_GLIBC_MINOR, 4, -1)
        platforms = [f"manylinux_2_{minor}_{machine}" for minor in minors]
        platforms += [f"manylinux2014_{machine}", f"manylinux1_{machine}", f"linux_{machine}"]
    interpreter = f"cp{python[0]}{python[1]}"
    return frozenset(
        [
            *cpython_tags(python, platforms=platforms),
            *compatible_tags(python, interpreter=interpreter, platforms=platforms),
        ]
    )


def without_wheel(
    lock: Mapping[str, Any], wanted: Iterable[Pin], python: tuple[int, int], system: str
) -> set[str]:
    """Names of the pins that must be built on that system, from the wheels `uv.lock` knows."""
    published = {
        (package["name"], package["version"]): [
            unquote(wheel["url"].rpartition("/")[2]) for wheel in package.get("wheels", ())
        ]
        for package in lock["package"]
    }
    here, taken = environment(python, system), tags(python, system)
    return {
        pin.name
        for pin in wanted
        if pin.holds(here)
        and not any(
            parse_wheel_filename(wheel)[3] & taken for wheel in published[pin.name, pin.version]
        )
    }
