"""What tasks for annotation tools have in common, whichever tool they are for."""

from __future__ import annotations

from typing import Any, Final

from ofsight.errors import ConversionError
from ofsight.record import Meta, Record

FINDING: Final = "FINDING"
"""The label that the span of a finding bears in tools that want one; it is no entity label."""


def text_of(record: Record) -> str:
    """Return the text of a record.

    Raises
    ------
    ConversionError
        When it is a stand-off record.
    """
    if record.text is None:
        raise ConversionError(
            f"record {record.id!r} is stand-off, and this format cannot do without the text:"
            " put it back first (ofsight.data.with_text)"
        )
    return record.text


def stated_meta(meta: Meta) -> dict[str, Any]:
    """Return what is known of a document, as keys and values; :func:`.drafts.meta_of` reads them back."""
    return {key: value for key, value in meta.model_dump(mode="json").items() if value not in (None, [])}
