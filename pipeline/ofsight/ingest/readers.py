"""The one table of readers: media type to the function that makes text of an input's bytes."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from functools import cache
from typing import cast

from ofsight.errors import IngestError

from . import detect
from .document import Content

Reader = Callable[[bytes, str], Content]
"""Takes the input's bytes (unpacked) and its name; raises IngestError, or whatever its parser raises."""

# By name, so that a run over PDF files does not wait for the HTML libraries to be imported.
READERS = {
    detect.TEXT: "ofsight.ingest.text:read_text",
    detect.HTML: "ofsight.ingest.html:read_html",
    detect.PDF: "ofsight.ingest.pdf:read_pdf",
    detect.DOCX: "ofsight.ingest.docx:read_docx",
    detect.OLE: "ofsight.ingest.docx:refuse_ole",
}


@cache
def find_reader(media_type: str) -> Reader:
    """Return the reader of a media type.

    Raises
    ------
    IngestError
        ``binary`` or ``unsupported``, when there is none, saying what the input looks like.
    """
    if media_type in READERS:
        return cast("Reader", pkgutil.resolve_name(READERS[media_type]))
    what, remedy = detect.describe(media_type)
    kind = "binary" if media_type == detect.BINARY else "unsupported"
    raise IngestError(kind, f"looks like {what}, which is not read; {remedy}")


def read_content(media_type: str, data: bytes, name: str) -> Content:
    """Make text of an input's bytes.

    Raises
    ------
    IngestError
        For all that can be wrong with an input: an unexpected exception of a parser becomes ``damaged``.
    """
    reader = find_reader(media_type)
    try:
        return reader(data, name)
    except IngestError:
        raise
    except Exception as error:
        # A parser may raise anything on a broken file, and no broken file may stop a run.
        reason = f"{type(error).__name__}: {error}".strip().rstrip(":")
        raise IngestError(
            "damaged", f"cannot be read as {media_type} ({reason}); open it to see whether it is whole"
        ) from error
