"""Find quotations: stretches between quotation marks that quote words somebody said, three words or more."""

from __future__ import annotations

from ofsight.reading import Mention
from ofsight.record import Block
from ofsight.record.labels import BODY_LABELS

from .context import RuleContext
from .quotation_marks import pair_marks
from .quoted_terms import REACH, is_long_enough, is_term

_OPENERS = "“\"‘'„«`"


def _strip(raw: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the space inside the marks."""
    inside = raw[start:end]
    return start + len(inside) - len(inside.lstrip()), end - len(inside) + len(inside.rstrip())


def _opens_with_mark(raw: str, blocks: list[Block], index: int) -> bool:
    return index < len(blocks) and raw[blocks[index].start] in _OPENERS


def find_quotations(context: RuleContext) -> list[Mention]:
    """Find the quotations of the body, marks not included, one span a paragraph.

    Terms, names of schemes and titles of documents in quotation marks are left out.

    Parameters
    ----------
    context : RuleContext
        The document.

    Returns
    -------
    list of Mention
        With label ``"QUOTATION"``, in order, not overlapping.
    """
    raw, report = context.raw, context.kind == "report"
    blocks = [block for block in context.blocks if block.label in BODY_LABELS]
    found: list[Mention] = []
    goes_on = False
    for index, block in enumerate(blocks):
        still_open = False
        opens_next = _opens_with_mark(raw, blocks, index + 1)
        for stretch in pair_marks(raw, block.start, block.end, goes_on=goes_on, opens_next=opens_next):
            start, end = _strip(raw, stretch.start, stretch.end)
            still_open = not stretch.closed
            if not is_long_enough(raw[start:end]):
                continue
            if stretch.closed and is_term(
                raw[max(block.start, stretch.start - 1 - REACH) : stretch.start - 1],
                raw[start:end],
                raw[stretch.end + 1 : min(block.end, stretch.end + 1 + REACH)],
                report=report,
            ):
                continue
            found.append(Mention(start, end, "QUOTATION", stretch.score))
        goes_on = still_open
    return found
