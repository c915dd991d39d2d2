"""Cut an inspection report, or an inspectors' letter, into blocks."""

from __future__ import annotations

from itertools import pairwise

from ofsight.record import Block

from .report_body import BodyReader
from .report_furniture import find_contents, find_furniture, find_matter
from .report_lines import Line, split_lines
from .report_title import Piece, find_salutation, read_closing, read_letterhead, read_title
from .segmentation import Segmentation


def segment_report(text: str) -> Segmentation:
    r"""Cut a report into blocks.

    Parameters
    ----------
    text : str
        The report's text: hard-wrapped with ``\f`` before each page as it comes from a PDF, or plain.

    Returns
    -------
    Segmentation
        Every non-blank stretch of the text in exactly one block; paragraphs and list items that page
        furniture interrupts are several blocks, joined in ``joins``.
    """
    lines = split_lines(text)
    furniture = find_furniture(lines)
    contents, titles = find_contents(lines, furniture)
    matter = find_matter(lines, furniture | contents)
    order = [i for i in range(len(lines)) if i not in furniture and i not in contents and i not in matter]
    pieces = _read_text(lines, order, titles)
    pieces += _frame(lines, order, furniture, contents)
    return _assemble(lines, pieces)


def _read_text(lines: list[Line], order: list[int], titles: set[str]) -> list[Piece]:
    """Return the labelled blocks of all that is not furniture, contents or publisher's matter."""
    salutation = find_salutation(lines, order)
    if salutation is None:
        head = read_title(lines, order)
        closing: list[Piece] = []
        body = order[sum(len(piece[1]) for piece in head) :]
    else:
        head = read_letterhead(lines, order, salutation)
        body, closing = read_closing(lines, [i for i in order if i > salutation])
    pieces = BodyReader(lines, body, titles).read()
    if salutation is not None and not any(label == "headline" for label, _ in head):
        pieces = _head_letter(pieces)
    return head + pieces + closing


def _head_letter(pieces: list[Piece]) -> list[Piece]:
    """Make the heading under a letter's salutation its headline."""
    if not pieces or pieces[0][0] != "subheading":
        return pieces
    return [("headline", pieces[0][1]), *pieces[1:]]


def _frame(lines: list[Line], order: list[int], furniture: set[int], contents: set[int]) -> list[Piece]:
    """Return the stretches of lines outside the text as ``boilerplate``, furniture apart from the others."""
    inside = set(order)
    pieces: list[Piece] = []
    before = ""
    for i in range(len(lines)):
        if i in inside:
            before = ""
            continue
        kind = "furniture" if i in furniture else "contents" if i in contents else "matter"
        if kind == before and not (kind == "furniture" and lines[i - 1].page != lines[i].page):
            pieces[-1][1].append(i)
        else:
            pieces.append(("boilerplate", [i]))
        before = kind
    return pieces


def _assemble(lines: list[Line], pieces: list[Piece]) -> Segmentation:
    """Turn labelled lines into blocks in order, and note which blocks are parts of one paragraph."""
    parts: list[tuple[int, int, str, int]] = []
    for number, (label, indexes) in enumerate(pieces):
        first = indexes[0]
        for i, following in pairwise([*indexes, len(lines) + 1]):
            if following != i + 1:
                parts.append((lines[first].start, lines[i].end, label, number))
                first = following
    parts.sort()
    groups: dict[int, list[int]] = {}
    for position, part in enumerate(parts):
        groups.setdefault(part[3], []).append(position)
    return Segmentation(
        blocks=[Block(start=start, end=end, label=label) for start, end, label, _ in parts],
        joins=[tuple(group) for group in groups.values() if len(group) > 1],
    )
