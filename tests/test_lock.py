"""The lock: requirements/*.txt against pyproject.toml and uv.lock. Nothing is fetched."""

from __future__ import annotations

import tomllib
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from scripts.lib_lock import (
    PYTHONS,
    SYSTEMS,
    Pin,
    added,
    blocks,
    environment,
    pins,
    tags,
    without_platform_release,
    without_wheel,
)
from scripts.lib_newest import differences

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
UV_LOCK: dict[str, Any] = tomllib.loads((ROOT / "uv.lock").read_text())
FILES = {path.stem: path.read_text() for path in (ROOT / "requirements").glob("*.txt")}
EXTRAS: dict[str, list[str]] = PYPROJECT["project"]["optional-dependencies"]
ASKED: dict[str, list[str]] = {
    "build": [*PYPROJECT["dependency-groups"]["build"], *PYPROJECT["build-system"]["requires"]],
    "run": PYPROJECT["project"]["dependencies"],
    **{
        name: PYPROJECT["dependency-groups"][name]
        for name in ("hearing", "weights", "kokoro-weights")
    },
    **EXTRAS,
}
EVERYWHERE = list(product(PYTHONS, SYSTEMS))


def together(name: str) -> list[Pin]:
    """What is installed for a purpose: its own file comes on top of these.

    What hears is installed by itself, and has the same versions all the same.
    """
    return [pin for each in dict.fromkeys(("build", "run", name)) for pin in pins(FILES[each])]


def test_the_lock_has_a_file_for_each_group_of_pyproject() -> None:
    assert set(FILES) == set(ASKED)


@pytest.mark.parametrize("name", ASKED)
def test_each_requirement_of_pyproject_is_met_by_one_version(name: str) -> None:
    locked = together(name)
    for python, system in EVERYWHERE:
        here = environment(python, system)
        versions: dict[str, set[str]] = {}
        for pin in locked:
            if pin.holds(here):
                versions.setdefault(pin.name, set()).add(pin.version)
        assert all(len(found) == 1 for found in versions.values()), (python, system)
        for asked in map(Requirement, ASKED[name]):
            if asked.marker is None or asked.marker.evaluate(here):
                (version,) = versions.get(canonicalize_name(asked.name), {"none"})
                assert asked.specifier.contains(version, prereleases=True), (asked, python, system)


@pytest.mark.parametrize("name", ASKED)
def test_each_requirement_has_the_hashes_that_uv_resolved(name: str) -> None:
    resolved = {
        (package["name"], package["version"]): {
            file["hash"]
            for file in [package.get("sdist"), *package.get("wheels", [])]
            if file is not None
        }
        for package in UV_LOCK["package"]
        if "registry" in package["source"]
    }
    for pin in pins(FILES[name]):
        assert pin.hashes
        assert pin.hashes == resolved[pin.name, pin.version]


def test_uv_resolved_what_pyproject_says_now() -> None:
    (ours,) = (package for package in UV_LOCK["package"] if package["name"] == "voiceguide")
    metadata = ours["metadata"]
    recorded = [
        (each["name"], str(SpecifierSet(each.get("specifier", ""))))
        for each in metadata["requires-dist"]
    ]
    asked = [
        requirement
        for group in (PYPROJECT["project"]["dependencies"], *EXTRAS.values())
        for requirement in map(Requirement, group)
    ]
    assert sorted(recorded) == sorted(
        (canonicalize_name(each.name), str(each.specifier)) for each in asked
    )
    assert UV_LOCK["requires-python"] == PYPROJECT["project"]["requires-python"]


def test_all_is_from_the_public_index() -> None:
    sources = {package["source"].get("registry") for package in UV_LOCK["package"]}
    assert sources == {"https://pypi.org/simple", None}  # None: voiceguide itself


@pytest.mark.parametrize("name", FILES)
def test_no_marker_is_left_that_some_pip_cannot_read(name: str) -> None:
    assert "platform_release" not in FILES[name]
    assert "platform_version" not in FILES[name]


@pytest.mark.parametrize(
    ("line", "without"),
    [
        (
            "a==1 ; platform_release >= '20' and sys_platform == 'darwin'",
            "sys_platform == 'darwin'",
        ),
        (
            "a==1 ; sys_platform == 'darwin' and platform_release < '9.1'",
            "sys_platform == 'darwin'",
        ),
        (
            "a==1 ; os_name == 'a' and platform_release != 'x' and os_name == 'b' \\",
            "os_name == 'a' and os_name == 'b' \\",
        ),
        ("a==1 ; sys_platform == 'win32'", "sys_platform == 'win32'"),
    ],
)
def test_conditions_on_the_kernels_release_are_taken_out(line: str, without: str) -> None:
    assert without_platform_release(line) == f"a==1 ; {without}"


@pytest.mark.parametrize(
    "marker",
    ["platform_release >= '20'", "platform_release >= '20' or os_name == 'nt'"],
)
def test_a_condition_that_cannot_be_taken_out_alone_is_refused(marker: str) -> None:
    with pytest.raises(ValueError, match="platform_release"):
        without_platform_release(f"a==1 ; {marker}")


EXPORT = """# by uv
a==1 \\
    --hash=sha256:{0} \\
    --hash=sha256:{1}
b==2 ; x \\
    --hash=sha256:{0}
"""


def test_an_export_is_read_in_whole_requirements() -> None:
    first, second = blocks(EXPORT)
    assert first.startswith("a==1 ")
    assert first.count("--hash") == 2
    assert second.startswith("b==2 ; x ")
    assert added(EXPORT, [first]) == [second]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a>=1 \\\n    --hash=sha256:" + "0" * 64, "is not one version"),
        ("a==1.* \\\n    --hash=sha256:" + "0" * 64, "is not one version"),
        ("a==1 \\\n    --hash=md5:0", "something else than hashes"),
        ("a==1 \\\n    --index-url=https://example.org", "something else than hashes"),
    ],
)
def test_what_is_no_pin_is_refused(text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        pins(text)


@pytest.mark.parametrize(
    ("name", "built"),
    [
        ("build", {}),
        ("run", {}),
        ("desktop", {}),
        ("docs", {}),
        ("hearing", {"onnxruntime": set(product(PYTHONS, ["darwin-x86_64"]))}),
        ("neural", {"onnxruntime": set(product(PYTHONS, ["darwin-x86_64"]))}),
        # kokoro-onnx itself is not for 3.14 yet.
        ("kokoro", {"onnxruntime": set(product(PYTHONS[:3], ["darwin-x86_64"]))}),
        ("weights", {}),
        ("kokoro-weights", {}),
        ("test", {"srt": set(EVERYWHERE)}),  # pure Python, published as source only
        (
            "simpleaudio",
            {
                "simpleaudio-patched": {
                    (python, system)
                    for python, system in EVERYWHERE
                    if system.startswith("linux") or python > (3, 12)
                }
            },
        ),
    ],
)
def test_what_has_no_wheel_is_known_for_each_python_and_system(
    name: str, built: dict[str, set[tuple[tuple[int, int], str]]]
) -> None:
    found: dict[str, set[tuple[tuple[int, int], str]]] = {}
    for python, system in EVERYWHERE:
        for package in without_wheel(UV_LOCK, pins(FILES[name]), python, system):
            found.setdefault(package, set()).add((python, system))
    assert found == built


def test_a_wheel_counts_only_where_pip_takes_it() -> None:
    def lock(*wheels: str) -> dict[str, Any]:
        urls = [{"url": f"https://example.org/x/{wheel}"} for wheel in wheels]
        return {"package": [{"name": "a", "version": "1", "wheels": urls}]}

    (wanted,) = pins("a==1")
    for wheel, python, system, taken in [
        ("a-1-py3-none-any.whl", (3, 14), "win32-AMD64", True),
        ("a-4%211-py3-none-any.whl", (3, 14), "win32-AMD64", True),
        ("a-1-cp313-cp313-win_amd64.whl", (3, 14), "win32-AMD64", False),
        ("a-1-cp314-cp314t-win_amd64.whl", (3, 14), "win32-AMD64", False),
        ("a-1-cp39-abi3-macosx_11_0_arm64.whl", (3, 14), "darwin-arm64", True),
        ("a-1-cp39-abi3-macosx_11_0_arm64.whl", (3, 14), "darwin-x86_64", False),
        ("a-1-cp314-cp314-manylinux_2_17_x86_64.whl", (3, 14), "linux-x86_64", True),
        ("a-1-cp314-cp314-musllinux_1_2_x86_64.whl", (3, 14), "linux-x86_64", False),
    ]:
        missing = without_wheel(lock(wheel), [wanted], python, system)
        assert missing == (set() if taken else {"a"}), wheel


def test_python_3_14_is_among_those_looked_at_and_so_are_those_the_classifiers_name() -> None:
    named = {
        text.rpartition(" ")[2]
        for text in PYPROJECT["project"]["classifiers"]
        if text.startswith("Programming Language :: Python :: 3.")
    }
    assert named == {f"{major}.{minor}" for major, minor in PYTHONS}
    assert tags((3, 14), "linux-x86_64")


def test_what_is_newer_than_the_lock_is_told() -> None:
    locked = pins("a==1\nb==1 ; python_full_version < '3'\nb==2 ; python_full_version >= '3'")
    assert differences(locked, {"b": "2", "a": "1"}) == []
    assert differences(locked, {"c": "3", "b": "1", "a": "2"}) == [
        "  a 2 (lock: 1)",
        "  b 1 (lock: 2)",
        "  c 3 (lock: not in it)",
    ]
