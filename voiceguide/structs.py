"""Records: msgspec's Structs, and what they have to do with it that it does not give.

Structs are made in C, so that a start has not to write and compile the methods of two hundred
classes; docs/development.md has the figures.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, dataclass_transform

from msgspec import Struct, StructMeta, field

__all__ = ["Declaring", "WrittenRecord", "declarations", "declare", "field_names", "replace"]

if TYPE_CHECKING:
    from dataclasses import replace  # so that names and types of fields are checked
else:
    from msgspec.structs import replace


def field_names(record: Struct | type[Struct]) -> tuple[str, ...]:
    """The names of a record's fields, in order."""
    return record.__struct_fields__


class _Declared(Struct, frozen=True):
    """A field with what is declared of it, and its default as msgspec takes it."""

    declaration: Any
    default: Any


def declare(
    declaration: object, *, default: Any = ..., factory: Callable[[], Any] | None = None
) -> Any:
    """A field of a `Declaring` record; without a default it must be given."""
    if factory is not None:
        return _Declared(declaration, field(default_factory=factory))
    return _Declared(declaration, field() if default is ... else field(default=default))


@dataclass_transform(field_specifiers=(field,))
class _DeclaringMeta(StructMeta):
    """Keeps what fields declare, of which a Struct keeps the default alone."""

    __declarations__: dict[str, Any]

    def __new__(
        cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **options: Any
    ) -> _DeclaringMeta:
        declared = {key: value for key, value in namespace.items() if isinstance(value, _Declared)}
        plain = {key: value.default for key, value in declared.items()}
        made = super().__new__(cls, name, bases, {**namespace, **plain}, **options)
        own = {key: value.declaration for key, value in declared.items()}
        made.__declarations__ = getattr(made, "__declarations__", {}) | own
        return made


class Declaring(Struct, metaclass=_DeclaringMeta):
    """A record whose fields may say what they are for, by `declare`."""


def declarations(model: type[Declaring]) -> dict[str, Any]:
    """What the fields of a record declare, by their names, in order."""
    return model.__declarations__


class WrittenRecord(Declaring, frozen=True):
    """What stands in a file, the same wherever: its field `place` is not compared."""

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._compared() == other._compared()

    def __hash__(self) -> int:
        return hash(self._compared())

    def _compared(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self.__struct_fields__ if name != "place")
