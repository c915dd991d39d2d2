"""Every hostile file of the catalogue, made when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from . import office, packed, pages, pdfs, texts
from .hostile import Hostile

MAX_BYTES = 4_000_000
"""The limit on inputs for which the catalogue is written."""


def files(secret: str, web: str) -> Iterator[Hostile]:
    """Yield the files that hold one document each.

    Parameters
    ----------
    secret : str
        The path of a file that none of them may read.
    web : str
        An address that none of them may ask for.
    """
    yield from texts.encodings()
    yield from texts.invisible()
    yield from texts.shapes()
    yield from texts.slow_ones()
    yield from pages.pages(secret, web)
    yield from packed.packed()
    yield from office.office(secret, web)
    yield from pdfs.pdfs()
