"""Messages between processes: a JSON object and, where there are any, bytes beside it."""

from __future__ import annotations

import io
import json
import struct
from typing import IO, Any, Final, NamedTuple

_LENGTHS: Final = struct.Struct("<Iq")
_NONE: Final = -1


class Frame(NamedTuple):
    """One message: ``header`` is what JSON holds, ``content`` bytes or None."""

    header: dict[str, Any]
    content: bytes | None


def write_frame(stream: IO[bytes], header: dict[str, Any], content: bytes | None = None) -> None:
    """Write one message and hand it to the operating system."""
    head = json.dumps(header, separators=(",", ":")).encode("ascii")
    stream.write(_LENGTHS.pack(len(head), _NONE if content is None else len(content)) + head)
    if content:
        stream.write(content)
    stream.flush()


def read_frame(stream: IO[bytes]) -> Frame | None:
    """Read one message; None at the end of the stream, also when it ends within a message."""
    lengths = stream.read(_LENGTHS.size)
    if len(lengths) < _LENGTHS.size:
        return None
    head_length, content_length = _LENGTHS.unpack(lengths)
    head = stream.read(head_length)
    content = None if content_length == _NONE else stream.read(content_length)
    if len(head) < head_length or (content is not None and len(content) < content_length):
        return None
    return Frame(json.loads(head), content)


def as_bytes(header: dict[str, Any], content: bytes | None = None) -> bytes:
    """Return one message as :func:`write_frame` writes it."""
    stream = io.BytesIO()
    write_frame(stream, header, content)
    return stream.getvalue()


def from_bytes(message: bytes) -> Frame:
    """Return what :func:`as_bytes` was given.

    Raises
    ------
    ValueError
        When the message is cut off.
    """
    frame = read_frame(io.BytesIO(message))
    if frame is None:
        raise ValueError("a message is cut off")
    return frame
