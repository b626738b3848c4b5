"""Files that look like a voice of Piper, and the table that names them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

INPUTS = ("input", "input_lengths", "scales")


def number(value: int) -> bytes:
    """As protobuf writes a whole number."""
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*written, value])


def field(tag: int, content: bytes | int) -> bytes:
    """A field of protobuf: a number, or bytes with their length."""
    if isinstance(content, int):
        return number(tag << 3) + number(content)
    return number(tag << 3 | 2) + number(len(content)) + content


def model(*inputs: str, weights: int = 5000, salt: bytes = b"") -> bytes:
    """An ONNX model as far as its fields go; it cannot run."""
    graph = field(1, field(4, b"Identity")) + field(2, b"main") + field(5, field(9, bytes(weights)))
    graph += b"".join(field(11, field(1, name.encode())) for name in inputs or INPUTS)
    graph += field(12, field(1, b"output"))
    return field(1, 8) + field(2, b"a test" + salt) + field(7, graph) + field(8, field(2, 15))


def config(**changes: Any) -> dict[str, Any]:
    """The JSON of a voice; a change that is None takes its key away."""
    usual: dict[str, Any] = {
        "audio": {"sample_rate": 22050, "quality": "medium"},
        "espeak": {"voice": "en-us"},
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
        "language": {"code": "en_US"},
        "phoneme_type": "espeak",
        "phoneme_id_map": {"_": [0], "^": [1], "$": [2], "a": [14]},
        "num_symbols": 256,
        "num_speakers": 1,
        "speaker_id_map": {},
    }
    return {key: value for key, value in (usual | changes).items() if value is not None}


def voice_files(folder: Path, name: str = "en_US-anna-medium", salt: bytes = b"") -> Path:
    """A voice's two files; gives the model."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.onnx"
    path.write_bytes(model(salt=salt))
    Path(f"{path}.json").write_text(json.dumps(config()))
    return path


def table(address: str, files: dict[str, bytes], name: str = "anna", **changes: object) -> str:
    """A catalogue of one voice, whose files lie at `address`/NAME.onnx and .onnx.json."""
    rows = [f"[{name}]"]
    row: dict[str, object] = {
        "engine": "piper",
        "language": "en-us",
        "gender": "female",
        "quality": "medium",
        "licence": "CC0",
        "card": f"{address}/card",
        "card_says": "Trained from scratch on her own recordings. License: CC0.",
    }
    rows += [f"{key} = {json.dumps(value)}" for key, value in (row | changes).items()]
    rows.append("read_on = 2026-11-28")
    for part, path in (("model", f"/{name}.onnx"), ("config", f"/{name}.onnx.json")):
        content = files[path]
        rows += [
            f"[{name}.{part}]",
            f'address = "{address}{path}"',
            f"bytes = {len(content)}",
            f'sha256 = "{hashlib.sha256(content).hexdigest()}"',
        ]
    return "\n".join(rows) + "\n"


def files_of(name: str = "anna") -> dict[str, bytes]:
    """What a server gives out for `table`."""
    return {
        f"/{name}.onnx": model(weights=600_000),
        f"/{name}.onnx.json": json.dumps(config()).encode(),
    }
