"""Reports in the margin format: each line's block label stands left of the bar.

A label starts a block, an empty margin goes on with it, ``+label`` is part of a paragraph whose earlier
part a page interrupts. ``·`` at a line's end is a space, ``=== page`` a page mark, ``\\uf06e`` that sign.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

CASES = sorted((Path(__file__).parent / "reports").glob("*.txt"))
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")


@dataclass
class Case:
    """A report with the blocks it must have; ``parts`` are those that go on with an earlier one."""

    text: str = ""
    blocks: list[tuple[str, str]] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)


def read_case(source: str) -> Case:
    case = Case()
    pages = [[]]
    for row in source.splitlines():
        if row == "=== page":
            pages.append([])
            continue
        margin, content = re.fullmatch(r"(.{12})\|(?: (.*)|(·?))", row).group(1, 2)
        margin = margin.strip()
        line = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), content or "").replace("·", " ")
        pages[-1].append(line)
        if margin:
            case.blocks.append((margin.lstrip("+"), line.strip()))
            if margin.startswith("+"):
                case.parts.append(len(case.blocks) - 1)
        elif line.strip():
            label, text = case.blocks[-1]
            case.blocks[-1] = (label, f"{text}\n{line.strip()}")
    case.text = "\n\f".join("\n".join(lines) for lines in pages)
    return case
