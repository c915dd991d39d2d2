"""Read the fictional saved pages whose labels stand in a margin on the left.

Each line is ``label| text``: a label starts a block, an empty margin goes on with it, an empty text is a
blank line of the page.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PAGES = Path(__file__).parent / "pages"


@dataclass(frozen=True)
class Page:
    """A page as it would be saved, and its blocks as ``(start, end, label)``."""

    name: str
    text: str
    blocks: list[tuple[int, int, str]]


def read_page(path: Path) -> Page:
    """Read one annotated page."""
    text = ""
    blocks: list[tuple[int, int, str]] = []
    for row in path.read_text(encoding="utf-8").splitlines():
        margin, _, line = row.partition("|")
        line = line.removeprefix(" ").replace("\\t", "\t")
        start = len(text) + len(line) - len(line.lstrip())
        end = len(text) + len(line.rstrip())
        text += line + "\n"
        if margin.strip():
            blocks.append((start, end, margin.strip()))
        elif line.strip():
            blocks[-1] = (blocks[-1][0], end, blocks[-1][2])
    return Page(path.stem, text, blocks)


def read_pages() -> list[Page]:
    """Read all annotated pages, by name."""
    return [read_page(path) for path in sorted(PAGES.glob("*.txt"))]
