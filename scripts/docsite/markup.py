"""An extension of griffe: the markup of our docstrings, as the site understands it.

References (``:func:`load```) become code, simple tables become tables of Markdown, and examples with ``>>>``
become blocks of code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from griffe import Extension, Object

_ROLE = re.compile(r":(?:mod|func|class|meth|attr|data|exc|obj):`~?\.?(?P<path>[\w.]+)`")
_RULE = re.compile(r"=+(?: +=+)+")
_FLAG = re.compile(r"\s*# doctest:.*")


def as_markdown(docstring: str) -> str:
    """Turn the markup of a docstring into Markdown."""
    lines = _ROLE.sub(lambda role: f"`{role['path']}`", docstring).splitlines()
    return "\n".join(_converted(lines))


def _converted(lines: Sequence[str]) -> Iterator[str]:
    place = 0
    while place < len(lines):
        end = place + 1
        if _RULE.fullmatch(lines[place]):
            rules = [number for number in range(place, len(lines)) if _RULE.fullmatch(lines[number])][:3]
            yield from _table(lines, rules)
            end = rules[-1] + 1
        elif lines[place].startswith(">>>"):
            while end < len(lines) and lines[end].strip():
                end += 1
            yield from ("```pycon", *(_FLAG.sub("", line) for line in lines[place:end]), "```")
        else:
            yield lines[place]
        place = end


def _table(lines: Sequence[str], rules: Sequence[int]) -> Iterator[str]:
    """Yield a table of Markdown for one between rules; a row without its first cell goes on with the last."""
    top, under_head, bottom = rules
    starts = [match.start() for match in re.finditer("=+", lines[top])]
    bounds = list(zip(starts, [*starts[1:], None], strict=True))
    rows: list[list[str]] = []
    for line in [*lines[top + 1 : under_head], *lines[under_head + 1 : bottom]]:
        cells = [line[start:end].strip().replace("|", "\\|") for start, end in bounds]
        if cells[0] or not rows:
            rows.append(cells)
        else:
            rows[-1] = [f"{before} {more}".strip() for before, more in zip(rows[-1], cells, strict=True)]
    head, *body = [f"| {' | '.join(cells)} |" for cells in rows]
    yield from ("", head, f"|{'---|' * len(starts)}", *body, "")


class Markup(Extension):
    """Rewrites the docstring of every object."""

    def on_object(self, *, obj: Object, **_: Any) -> None:
        """Rewrite one docstring."""
        if obj.docstring is not None:
            obj.docstring.value = as_markdown(obj.docstring.value)
