"""The page's own script and style, and the charting library, each with the hash that the page allows."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from ofsight.errors import ExplorerError

_FOLDER: Final = Path(__file__).parent / "assets"

SCRIPTS: Final = (
    "dom.js",
    "data.js",
    "text.js",
    "names.js",
    "state.js",
    "filter.js",
    "facets.js",
    "table.js",
    "csv.js",
    "charts.js",
    "heat.js",
    "timeline.js",
    "overview.js",
    "findings.js",
    "articles.js",
    "segments.js",
    "marks.js",
    "facts.js",
    "article.js",
    "ratings.js",
    "keyboard.js",
    "main.js",
)
"""In the order in which they are put together: at its top level a file uses what those before it define."""

STYLES: Final = ("base.css", "layout.css", "table.css", "article.css", "print.css")

_ENDS_SCRIPT: Final = re.compile(r"</script|<!--", re.IGNORECASE)
_STYLE_LOOKED_FOR: Final = re.compile(r'getElementById\("([0-9a-f]{64})"\)')


def template() -> str:
    """Return the page with a name in double braces for everything that is put into it."""
    return (_FOLDER / "page.html").read_text(encoding="utf-8")


@cache
def script() -> str:
    """Return the page's script: all of :data:`SCRIPTS` in one function of its own."""
    parts = [(_FOLDER / name).read_text(encoding="utf-8") for name in SCRIPTS]
    return _safe_in_script("(() => {\n'use strict';\n" + "\n".join(parts) + "})();\n", "the page's script")


@cache
def style() -> str:
    """Return the page's style sheet."""
    return "\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in STYLES)


@cache
def charting_library() -> str:
    """Return the source of plotly.js as the installed package ``plotly`` has it.

    Raises
    ------
    ExplorerError
        When the package is not installed, or has no such file.
    """
    try:
        source = files("plotly").joinpath("package_data", "plotly.min.js").read_text(encoding="utf-8")
    except (ModuleNotFoundError, OSError) as error:
        raise ExplorerError(
            f"the charting library cannot be read ({error}); install it with: pip install plotly"
        ) from error
    return source


@cache
def library_style_ids() -> tuple[str, ...]:
    """Return the ids under which the charting library would add style sheets; found, it does not add them."""
    return tuple(dict.fromkeys(_STYLE_LOOKED_FOR.findall(charting_library())))


def content_hash(source: str) -> str:
    """Return how a content security policy names an inline script or style: ``'sha256-...'``."""
    digest = hashlib.sha256(source.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _safe_in_script(source: str, name: str) -> str:
    found = _ENDS_SCRIPT.search(source)
    if found:
        raise ExplorerError(f"{name} holds {found[0]!r}, which would end it in a page; write it otherwise")
    return source
