"""Finds and reads exercises, advice and routines: a folder first, then the built-in library.

Files in another language than English lie in a folder of that language: ``de/exercises``.
A routine's language decides which of them it uses; nothing is taken from another language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TypeVar, cast

from msgspec import Struct

from voiceguide.errors import BadFiles, Place, Problem, UsageError, did_you_mean
from voiceguide.phrases.languages import HOME_LANGUAGE, base_language
from voiceguide.phrases.phrases import languages
from voiceguide.reader.document import Map, parse
from voiceguide.reader.kinds import ID
from voiceguide.reader.reading import Kind
from voiceguide.routine.advice_and_positions import (
    EQUIPMENT,
    OWN_POSITIONS,
    POSITIONS,
    advice_record,
    with_own_positions,
)
from voiceguide.routine.exercise_file import exercise_record
from voiceguide.routine.figure_kinds import POSES
from voiceguide.routine.folders import Version, is_file, kind_of_loose, version_of, yaml_files
from voiceguide.routine.habits import Habits
from voiceguide.routine.habits_file import HABITS
from voiceguide.routine.model import Advice, Exercise, Pose, Positions, Routine, Safety
from voiceguide.routine.names_in_files import TableName, meant, unknown_names
from voiceguide.routine.routine_file import routine_record
from voiceguide.routine.routine_files import (
    SINGLES,
    FileKind,
    id_of,
    kind_of_file,
    language_of,
    read_bytes,
    read_file,
    shown_path,
)
from voiceguide.routine.safety_file import SAFETY, OwnSafety
from voiceguide.text import shortened

__all__ = [
    "BUILT_IN",
    "FOLDERS",
    "SINGLES",
    "FileKind",
    "Library",
    "Origin",
    "id_of",
    "kind_of_file",
    "read_bytes",
    "read_file",
    "shown_path",
]

FOLDERS: Mapping[FileKind, str] = {
    "routine": "routines",
    "exercise": "exercises",
    "advice": "advice",
}
BUILT_IN = Path(__file__).parent.parent / "library"

T = TypeVar("T")


class Origin(Struct, frozen=True):
    """Where an id was found; `built_in` is false for a person's own file."""

    path: Path
    built_in: bool


class Library:
    """What there is, in the order of `folders` and then the built-in library.

    A file of a folder lies in it or in its routines, exercises or advice folder. Files are
    read when they are first asked for; their warnings collect in `warnings`.
    """

    def __init__(
        self,
        folders: Iterable[Path] = (),
        built_in: Path = BUILT_IN,
        language: str = HOME_LANGUAGE,
        beside: Iterable[Path] = (),
    ) -> None:
        self.beside = tuple(beside)
        """Folders of which all is in the language of this library, as beside a routine's file."""
        self.folders = (*self.beside, *folders)
        self.built_in = built_in
        self.language = base_language(language)
        self.warnings: list[Problem] = []
        self._read: dict[tuple[FileKind, str], object] = {}
        self._names: dict[FileKind, tuple[str, ...]] = {}
        """As they were when an unknown one was first met; only for suggestions."""

    @classmethod
    def of_file(cls, path: Path, own: Path, language: str = HOME_LANGUAGE) -> Library:
        """What a file that lies anywhere may use: what lies beside it, and the person's library.

        A file in a folder called routines, exercises or advice has the others beside it.
        """
        return cls([own], language=language, beside=_folders_beside(path))

    def in_language(self, language: str) -> Library:
        """The same library in another language; warnings collect in the same list."""
        if base_language(language) == self.language:
            return self
        own = self.folders[len(self.beside) :]
        library = Library(own, self.built_in, language, self.beside)
        library.warnings = self.warnings
        return library

    def exercise(self, id: str) -> Exercise:
        """Raises UsageError for an unknown id, BadFiles for a file with problems."""
        return self._get("exercise", id, exercise_record)

    def routine_at(self, path: Path) -> Routine:
        """The routine of any file. Raises UsageError as `read_file` does, and BadFiles."""
        return self._load(path, routine_record(id_of(path)), None)

    def exercise_at(self, path: Path) -> Exercise:
        """The exercise of any file. Raises UsageError as `read_file` does, and BadFiles."""
        return self._load(path, exercise_record(id_of(path)), None)

    def advice_at(self, path: Path) -> Advice:
        """The advice of any file. Raises UsageError as `read_file` does, and BadFiles."""
        return self._load(path, advice_record(id_of(path)), None)

    def advice(self, id: str) -> Advice:
        """Raises UsageError for an unknown id, BadFiles for a file with problems."""
        return self._get("advice", id, advice_record)

    def routine(self, id: str) -> Routine:
        """Raises UsageError for an unknown id, BadFiles for a file with problems.

        Routines of all languages are found; one in a language's folder must be in it.
        """
        routine = self._get("routine", id, routine_record)
        origin = self.find("routine", id)
        folder = origin.path.parent.parent.name if origin else ""
        if folder in languages() and base_language(routine.language) != folder:
            place = routine.places.get("language", routine.place)
            problem = Problem(
                place,
                f"a routine in the folder '{folder}' is in that language",
                f"write  language: {folder}",
            )
            raise BadFiles([problem])
        return routine

    @cached_property
    def positions(self) -> Positions:
        """The built-in positions, and a person's own beside and before them."""
        positions = self._single("positions", POSITIONS)
        for path in self._own("positions"):
            positions = with_own_positions(positions, self._load(path, OWN_POSITIONS, path.parent))
        return positions

    @cached_property
    def equipment(self) -> Mapping[str, str]:
        """What the coach calls each thing, by id; a person's own file adds and wins."""
        equipment = self._single("equipment", EQUIPMENT)
        for path in self._own("equipment"):
            equipment = {**equipment, **self._load(path, EQUIPMENT, path.parent)}
        return equipment

    @cached_property
    def safety(self) -> Safety:
        """The built-in safety words; a person's own file can only add to them."""
        safety = self._single("safety", SAFETY)
        own = tuple(self._own("safety"))
        if own:
            node = parse(read_bytes(self._built_in_single("safety")), "safety.yaml", [])
            for path in own:
                safety = self._load(path, OwnSafety(safety, cast("Map", node)), path.parent)
        return safety

    @cached_property
    def habits(self) -> Habits:
        """The questions about a session, goals, progress and reminders; in English, so far."""
        path = self.built_in / "habits.yaml"
        return self._load(path, HABITS, self.built_in, ("habits", "habits"))

    @cached_property
    def poses(self) -> Mapping[str, Pose]:
        """The poses that figures differ from, by name; a person's own file adds and wins."""
        path = self.built_in / "poses.yaml"
        poses = self._load(path, POSES, self.built_in, ("poses", "poses"))
        for path in self._own("poses"):
            poses = {**poses, **self._load(path, POSES, path.parent)}
        return poses

    def has(self, kind: FileKind, id: str) -> bool:
        """Whether there is a file of that kind and id."""
        return self.find(kind, id) is not None

    def find(self, kind: FileKind, id: str) -> Origin | None:
        """The first file of that kind and id, or None.

        Raises UsageError for a folder that cannot be read.
        """
        if not ID.fullmatch(id):
            return None
        for root, built_in in self._roots(kind):
            path = root / FOLDERS[kind] / f"{id}.yaml"
            if is_file(path):
                return Origin(path, built_in)
            loose = root / f"{id}.yaml"
            if not built_in and is_file(loose) and kind_of_loose(loose) == kind:
                return Origin(loose, built_in)
        return None

    def lies_beside(self, kind: FileKind, id: str, routine: str) -> bool:
        """Whether the file of that kind and id lies beside that of a routine, as by one author.

        Raises UsageError for a folder that cannot be read.
        """
        near: Iterable[Path] = self.beside
        if not near and (used_by := self.find("routine", routine)) and not used_by.built_in:
            near = _folders_beside(used_by.path)
        roots = {place for folder in near for place in (folder, folder / self.language)}
        origin = self.find(kind, id)
        return origin is not None and (
            origin.path.parent in roots
            or (origin.path.parent.name == FOLDERS[kind] and origin.path.parent.parent in roots)
        )

    def ids(self, kind: FileKind) -> dict[str, Origin]:
        """All ids of a kind with the file that wins, in alphabetical order.

        Raises UsageError for a folder that cannot be read.
        """
        found: dict[str, Origin] = {}
        for root, built_in in reversed(list(self._roots(kind))):
            if not built_in:
                loose = (path for path in yaml_files(root) if kind_of_loose(path) == kind)
                found.update({path.stem: Origin(path, False) for path in loose})
            for path in yaml_files(root / FOLDERS[kind]):
                found[path.stem] = Origin(path, built_in)
        return dict(sorted(found.items()))

    def strays(self) -> Iterator[Problem]:
        """A warning for each file in a person's folders that is passed over for its name."""
        for folder in (root / FOLDERS[kind] for root in self.folders for kind in FOLDERS):
            for path in sorted(folder.glob("*.y*ml")):
                if path.suffix == ".yaml" and ID.fullmatch(path.stem):
                    continue
                message = f"the file is not used: '{shortened(path.name)}' is no name for it"
                hint = f"call it {id_of(path)}.yaml"
                yield Problem(Place(shown_path(path), 1, 1), message, hint, "warning")

    def unknown(self, kind: FileKind, id: str) -> UsageError:
        """What to say of an id that is not there."""
        if self.language != HOME_LANGUAGE and Library(self.folders, self.built_in).has(kind, id):
            return UsageError(
                f"the {kind} '{id}' is not translated into '{self.language}'",
                hint=f"put its translation into the folder {self.language}/{FOLDERS[kind]}",
            )
        if kind not in self._names:
            self._names[kind] = tuple(self.ids(kind))
        close = did_you_mean(id[:40], self._names[kind])
        return UsageError(f"there is no {kind} '{id}'", hint=close or self._looked_for(kind))

    def _looked_for(self, kind: FileKind) -> str:
        """Where a file of a kind would be found, and how to see those there are."""
        see = f"see them with: voiceguide list {_plural(kind)}"
        roots = [root for root, built_in in self._roots(kind) if not built_in]
        if kind == "routine" or not roots:
            return see
        places = dict.fromkeys(shown_path(root / FOLDERS[kind]) for root in roots)
        where = [shown_path(folder) for folder in self.beside[:1]] + list(places)
        return f"looked for in {', '.join(where)} and the built-in library; {see}"

    def unknown_in_table(self, what: TableName, id: str) -> UsageError | None:
        """What to say of an id that is in no single file, or None where it is.

        Raises UsageError and BadFiles as `positions`, `equipment` and `safety` do.
        """
        tables: Mapping[TableName, Callable[[], Mapping[str, object]]] = {
            "position": lambda: self.positions.positions,
            "thing": lambda: self.equipment,
            "condition": lambda: self.safety.conditions,
        }
        table = tables[what]()
        if id in table:
            return None
        return UsageError(f"there is no {what} '{shortened(id)}'", hint=meant(id[:80], table))

    def _roots(self, kind: FileKind) -> Iterator[tuple[Path, bool]]:
        """The folders to look in, the first wins, and whether each is built in."""
        for folder, built_in in (*((path, False) for path in self.folders), (self.built_in, True)):
            if kind == "routine":
                yield folder, built_in
                yield from ((path, built_in) for path in _language_folders(folder))
            elif self.language == HOME_LANGUAGE:
                yield folder, built_in
            else:
                yield folder / self.language, built_in
                if folder.name == self.language or folder in self.beside:
                    yield folder, built_in

    def _own(self, name: FileKind) -> Iterator[Path]:
        """A person's own files of a single name, the one that wins last."""
        for root, built_in in reversed(list(self._roots(name))):
            path = root / f"{name}.yaml"
            # A routine or another thing may happen to have that name.
            if not built_in and is_file(path) and kind_of_loose(path) in (name, None):
                yield path

    def _get(self, kind: FileKind, id: str, record: Callable[[str], Kind[T]]) -> T:
        key = (kind, id)
        if key not in self._read:
            origin = self.find(kind, id)
            if origin is None:
                raise self.unknown(kind, id)
            within = self.built_in if origin.built_in else origin.path.parent
            self._read[key] = self._load(origin.path, record(id), within, key)
        return cast("T", self._read[key])

    def _built_in_single(self, name: FileKind) -> Path:
        home = self.language == HOME_LANGUAGE
        path = (self.built_in if home else self.built_in / self.language) / f"{name}.yaml"
        if not is_file(path):
            raise UsageError(
                f"the library has no {name} in '{self.language}'",
                hint="a language's folder has its own positions, equipment and safety files",
            )
        return path

    def _single(self, name: FileKind, record: Kind[T]) -> T:
        return self._load(self._built_in_single(name), record, self.built_in, (name, name))

    def _load(
        self,
        path: Path,
        record: Kind[T],
        within: Path | None,
        key: tuple[FileKind, str] | None = None,
    ) -> T:
        """The file's value; with a `key`, files that have not changed are read only once."""
        if key is None:
            value, problems = read_file(path, record, within, self.language)
        else:
            version = version_of(path)
            known = _known.get((path, self.language, *key))
            if known is None or known[0] != version:
                known = (version, *read_file(path, record, within, self.language))
                _known[path, self.language, *key] = known
            value, problems = cast("T | None", known[1]), known[2]
        if value is None:
            raise BadFiles([*problems, *self.unknown_names_in(path, within)])
        self.warnings.extend(problems)
        return value

    def unknown_names_in(self, path: Path, within: Path | None = None) -> list[Problem]:
        """What a broken file names and is not there, to be mended with the rest.

        Raises UsageError as `read_bytes` does.
        """
        node = parse(read_bytes(path, within), shown_path(path), [])
        said = language_of(node) if isinstance(node, Map) else None
        library = self.in_language(said) if said in languages() else self
        try:
            return list(unknown_names(node, library))
        except (BadFiles, UsageError):  # the library itself is broken: first this file's errors
            return []


_known: dict[tuple[Path, str, FileKind, str], tuple[Version, object, list[Problem]]] = {}
"""Files that were read, shared by all libraries: checking many routines reads each file once."""


def _folders_beside(path: Path) -> tuple[Path, ...]:
    """The folder of a file, and the one that holds it beside the folders of other kinds."""
    inside = path.parent.name in FOLDERS.values()
    return (path.parent, path.parent.parent) if inside else (path.parent,)


def _plural(kind: str) -> str:
    return kind if kind == "advice" else f"{kind}s"


def _language_folders(folder: Path) -> Iterator[Path]:
    for language in languages():
        if language != HOME_LANGUAGE:
            yield folder / language
