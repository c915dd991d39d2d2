"""Make the page: one HTML file with the records, the script that shows them and nothing from elsewhere.

What documents say never runs. The data are gzipped JSON in base64, in elements that no browser executes; the
script makes text nodes of them; a content security policy allows this script and the charting library by
their hashes and forbids every request. Style attributes are allowed (``style-src-attr``), for the charting
library sets some; style sheets are allowed by their hashes only.
"""

from __future__ import annotations

import base64
import gzip
import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from ofsight.errors import ExplorerError
from ofsight.formats.staging import staged
from ofsight.record import Record

from . import assets
from .content import Content

DEFAULT_TITLE: Final = "Ofsight"
_PLACE: Final = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True, slots=True)
class Page:
    """A page and what is on it.

    Attributes
    ----------
    html : str
        The whole page.
    articles, findings : int
        How many it shows.
    without_text : int
        Articles whose text was not at hand: their tables are there, their sentences are not.
    """

    html: str
    articles: int
    findings: int
    without_text: int


def make_page(records: Iterable[Record], *, title: str = DEFAULT_TITLE) -> Page:
    """Make a page of records.

    Parameters
    ----------
    records : iterable of Record
        With or without their text (:class:`ofsight.explorer.TextFolder` puts texts back). An id that comes
        again gets ``~2``. A page of one article opens at that article, others at the overview.
    title : str
        The page's title; any text.

    Returns
    -------
    Page
        The same records and title give the same page, to the byte.

    Raises
    ------
    ExplorerError
        When there is no record, or the charting library is not installed.
    """
    content = Content()
    for record in records:
        content.add(record)
    if content.articles == 0:
        raise ExplorerError(
            "there is no record to look at; annotate something first: ofsight annotate PATH..."
        )
    return Page(_assemble(content, title), content.articles, content.findings, content.without_text)


def build_page(records: Iterable[Record], *, title: str = DEFAULT_TITLE) -> str:
    """Return the page of records as HTML; see :func:`make_page`."""
    return make_page(records, title=title).html


def write_page(records: Iterable[Record], path: str | Path, *, title: str = DEFAULT_TITLE) -> Page:
    """Write the page of records; see :func:`make_page`.

    Parameters
    ----------
    records : iterable of Record
        As for :func:`make_page`.
    path : str or Path
        The file; it appears when it is whole.
    title : str
        The page's title.

    Raises
    ------
    ExplorerError
        As for :func:`make_page`, and when the file cannot be written.
    """
    target = Path(path)
    if target.is_dir():
        raise ExplorerError(f"{target} is a folder: give the name of a file, such as {target / 'view.html'}")
    if not target.parent.is_dir():
        raise ExplorerError(f"cannot write {target}: there is no folder {target.parent}; make it first")
    page = make_page(records, title=title)
    try:
        with staged([target]) as (part,):
            part.write_text(page.html, encoding="utf-8", newline="\n")
    except OSError as error:
        raise ExplorerError(f"cannot write {target}: {error.strerror or error}") from error
    return page


def _assemble(content: Content, title: str) -> str:
    bodies = "\n".join(
        f'<script type="text/plain" class="body">{packed(body)}</script>' for body in content.bodies()
    )
    parts = {
        "title": html.escape(_printable(title)),
        "policy": html.escape(_policy(), quote=True).replace("&#x27;", "'"),
        "style": assets.style(),
        "library_styles": "\n".join(
            f'<style id="{name}"></style>' for name in ("plotly.js-style-global", *assets.library_style_ids())
        ),
        "index": packed(content.index()),
        "bodies": bodies,
        "library": _packed_library(),
        "script": assets.script(),
    }
    return _PLACE.sub(lambda place: parts[place[1]], assets.template())


def packed(text: str) -> str:
    """Return a text gzipped and in base64, which nothing in a page can mistake for markup."""
    return base64.b64encode(gzip.compress(text.encode(), compresslevel=6, mtime=0)).decode()


@cache
def _packed_library() -> str:
    return packed(assets.charting_library())


@cache
def _policy() -> str:
    scripts = " ".join(map(assets.content_hash, (assets.script(), assets.charting_library())))
    styles = " ".join(map(assets.content_hash, (assets.style(), "")))
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {scripts}",
            f"style-src {styles}",
            f"style-src-elem {styles}",
            "style-src-attr 'unsafe-inline'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _printable(title: str) -> str:
    return " ".join(title.split()) or DEFAULT_TITLE
