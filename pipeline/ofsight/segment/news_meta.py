"""What a news page says of itself: title, publication date, authors, publisher."""

from __future__ import annotations

from collections.abc import Sequence

from ofsight.record import Block, Meta


def fill_meta(text: str, blocks: Sequence[Block], meta: Meta) -> Meta:
    """Fill what ``meta`` lacks from the page's text."""
    title = next((text[b.start : b.end] for b in blocks if b.label == "headline"), None)
    return meta.model_copy(update={"title": meta.title or title})
