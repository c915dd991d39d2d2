"""Find what belongs to the pages of a report and not to its text: running headers, page numbers, footnotes.

Headers and footers are learned from the document: lines that come again at the same place of several
pages, digits aside. A text without page marks shows them by page numbers that count up.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby, pairwise

from .report_lines import Line
from .report_patterns import DATED, FOOTNOTE, HEADING, MATTER_START, TITLE

_DIGITS = re.compile(r"\d+")
_BARE_NUMBER = re.compile(r"(?:page )?\d{1,3}(?: of \d{1,3})?$|[-–—|] ?\d{1,3} ?[-–—|]$", re.IGNORECASE)
_LAST_NUMBER = re.compile(r"(?:^|\D)(\d{1,3})(?: of \d{1,3})?(?: ?[-–—|])?$", re.IGNORECASE)
_NOTE = re.compile(r"(\d{1,2})(?:\s+[A-Z‘“(].*|\s*)$", re.DOTALL)
_DEPTH = 3
_LATE = 0.55
_MATTER_LINES = 15
_TITLE_LINES = 15
_NOTE_LINES = 16
_CONTENTS_ENTRY = re.compile(r".*?[\s.…]\d{1,3}$")


def find_furniture(lines: Sequence[Line]) -> set[int]:
    """Return the indexes of the lines that are running headers, footers, page numbers or footnotes."""
    pages = [list(group) for _, group in groupby(range(len(lines)), key=lambda i: lines[i].page)]
    if len(pages) > 1:
        found = _repeated(lines, pages) | _numbered_pages(lines, pages)
    else:
        found = _counting_lines(lines)
    found -= _sole_title(lines, pages, found)
    return found | _footnotes(lines, pages, found)


def _sole_title(lines: Sequence[Line], pages: list[list[int]], found: set[int]) -> set[int]:
    """Return the title on the first page if it was taken for a running header in the same words."""
    first = pages[0][:_TITLE_LINES] if pages else []
    titles = [i for i in first if TITLE.match(lines[i].text)]
    if any(i not in found for i in titles):
        return set()
    return set(titles[:1])


def _normal(line: Line) -> str:
    return _DIGITS.sub("#", line.text.lower())


def _repeated(lines: Sequence[Line], pages: list[list[int]]) -> set[int]:
    """Return the lines that stand at the top or at the foot of several pages, digits aside."""
    found: set[int] = set()
    for from_top in (True, False):
        depth_of = [page if from_top else page[::-1] for page in pages]
        counts = Counter(
            _normal(lines[i]) for page in depth_of for i in page[:_DEPTH] if len(lines[i].text) < 160
        )
        for page in depth_of:
            for i in page[:_DEPTH]:
                # The first page may have the header without its number.
                unnumbered = counts[f"{_normal(lines[i])} #"] > 1 and DATED.search(lines[i].text)
                if not unnumbered and not _runs(lines[i], counts, len(pages)):
                    break
                found.add(i)
    return found


def _runs(line: Line, counts: Counter[str], pages: int) -> bool:
    """Tell a running line from one that stands there once, or from a heading that opens two pages."""
    normal = _normal(line)
    if counts[normal] < 2:
        return False
    if _BARE_NUMBER.match(line.text):
        return True
    if line.marker and not DATED.search(line.text):
        return False
    return counts[normal] * 2 >= pages - 1 or (
        "#" in normal and counts[normal] >= 3 and _LAST_NUMBER.search(line.text) is not None
    )


def _numbered_pages(lines: Sequence[Line], pages: list[list[int]]) -> set[int]:
    """Return page numbers at the edges of pages, bare or at the end of a header that comes only once."""
    edges: list[tuple[int, int]] = []
    for page in pages:
        for i in {page[0], page[-1], page[min(1, len(page) - 1)]}:
            match = _LAST_NUMBER.search(lines[i].text)
            if match and _may_number_page(lines[i]):
                edges.append((i, int(match[1]) - lines[i].page))
    offsets = Counter(offset for _, offset in edges)
    found = {i for i, offset in edges if offsets[offset] > 1 or (offset == 1 and lines[i].page > 0)}
    for i in list(found):
        # The title of the report stands above the line with the date and number.
        if i > 0 and lines[i - 1].page == lines[i].page > 0 and TITLE.match(lines[i - 1].text):
            found.add(i - 1)
    return found


def _may_number_page(line: Line) -> bool:
    if _BARE_NUMBER.match(line.text):
        return True
    return not line.terminal and bool(TITLE.match(line.text) or DATED.search(line.text)) and not line.marker


def _counting_lines(lines: Sequence[Line]) -> set[int]:
    """Return page numbers and numbered running lines of a text that has no page marks."""
    places: dict[str, list[int]] = {}
    for i, line in enumerate(lines):
        match = _LAST_NUMBER.search(line.text)
        if match and len(line.text) < 160 and not line.terminal and line.marker != "number":
            places.setdefault(_normal(line), []).append(i)
    found: set[int] = set()
    for normal, indexes in places.items():
        numbers = [int(_LAST_NUMBER.search(lines[i].text)[1]) for i in indexes]  # type: ignore[index]
        chain = _counting_chain(indexes, numbers)
        if len(chain) >= _shortest_chain(normal, numbers[0], lines[indexes[0]]):
            found.update(chain)
    return found | _beside(lines, found, -1) | _beside(lines, found, 1)


def _beside(lines: Sequence[Line], numbered: set[int], step: int) -> set[int]:
    """Return the lines that stand again and again just above (-1) or below (1) the page numbers."""
    found: set[int] = set()
    edge = numbered
    for _ in range(_DEPTH - 1):
        beside = [i + step for i in edge if 0 <= i + step < len(lines)]
        counts = Counter(_normal(lines[i]) for i in beside)
        edge = {i for i in beside if counts[_normal(lines[i])] * 2 >= len(numbered) > 2}
        found |= edge
    return found


def _shortest_chain(normal: str, first: int, line: Line) -> int:
    """Return how many numbered lines must count up before they are taken for those of pages."""
    if first in {1, 2}:
        return 1 if normal == "#" else 2
    return 2 if TITLE.match(line.text) else 4


def _counting_chain(indexes: list[int], numbers: list[int]) -> list[int]:
    """Return the longest run of places whose numbers go up by one (or two, where a page has none)."""
    best: list[int] = []
    for first in range(len(indexes)):
        chain, last = [indexes[first]], numbers[first]
        for i, number in zip(indexes[first + 1 :], numbers[first + 1 :], strict=True):
            if last < number <= last + 2:
                chain.append(i)
                last = number
        if len(chain) > len(best):
            best = chain
        if len(best) >= len(indexes) - first:
            break
    return best


def _footnotes(lines: Sequence[Line], pages: list[list[int]], furniture: set[int]) -> set[int]:
    """Return the lines of footnotes: from the first note at a page's foot to the end of the page."""
    found: set[int] = set()
    for page in pages:
        text_lines = [i for i in page if i not in furniture]
        if len(pages) > 1:
            start = _note_start(lines, text_lines)
            found.update(i for i in text_lines if start is not None and i >= start)
        else:
            found.update(_loose_notes(lines, text_lines, furniture))
    return found


def _note_start(lines: Sequence[Line], page: list[int]) -> int | None:
    """Return where the notes at the foot of a page start."""
    start = None
    lowest = 100
    for place in range(len(page) - 1, max(len(page) - _NOTE_LINES, 0) - 1, -1):
        i = page[place]
        match = _NOTE.match(lines[i].text)
        if match is None or lines[i].marker == "number" or int(match[1]) > lowest:
            continue
        rest = lines[i].text[match.end(1) :].strip() or (
            lines[page[place + 1]].text if place + 1 < len(page) else ""
        )
        sure = lines[i].gap or FOOTNOTE.match(rest) is not None
        if sure or (rest[:1].isupper() and _referred(lines, page[:place], match[1])):
            start, lowest = i, int(match[1])
    return start


def _referred(lines: Sequence[Line], page: list[int], number: str) -> bool:
    """Say whether the number of a note is glued to a word above it, or breaks off a sentence."""
    mark = re.compile(rf"[A-Za-z.,)’'?:;]{number}(?:\s|$)")
    return any(mark.search(lines[i].text) for i in page) or not (page and lines[page[-1]].terminal)


def _loose_notes(lines: Sequence[Line], page: list[int], furniture: set[int]) -> set[int]:
    """Return the known footnotes of a text without page marks, each to the end of its sentences."""
    found: set[int] = set()
    for place, i in enumerate(page):
        match = _NOTE.match(lines[i].text)
        rest = lines[i].text[match.end(1) :].strip() if match else lines[i].text
        follower = lines[page[place + 1]].text if place + 1 < len(page) else ""
        if i in found or not FOOTNOTE.match(rest or follower):
            continue
        found.update(_note_lines(lines, page[place : place + _NOTE_LINES], furniture))
    return found


def _note_lines(lines: Sequence[Line], page: Sequence[int], furniture: set[int]) -> set[int]:
    """Return the lines of a note that starts at ``page[0]``, in a text that does not show where pages end."""
    found = {page[0]}
    widest = 0.0
    for before, i in pairwise(page):
        line, last = lines[i], lines[before]
        if i - 1 in furniture:
            break
        if last.text.endswith(".") and (
            line.marker
            or line.gap
            or HEADING.match(line.text)
            or last.width() <= max(widest, 1.0) * 0.8
            or widest == 0.0
        ):
            break
        found.add(i)
        widest = max(widest, 0.0 if last.text.isdigit() else last.width())
    return found


def find_contents(lines: Sequence[Line], skipped: set[int]) -> tuple[set[int], set[str]]:
    """Return the lines of the contents list, and the section titles that it names, in lower case."""
    for i, line in enumerate(lines):
        if line.text.lower() in {"contents", "table of contents"} and i not in skipped:
            return _read_contents(lines, i, skipped)
    return set(), set()


def _read_contents(lines: Sequence[Line], start: int, skipped: set[int]) -> tuple[set[int], set[str]]:
    found = {start}
    titles = set()
    pending: list[int] = []
    for i in range(start + 1, len(lines)):
        if i in skipped:
            continue
        pending.append(i)
        if _CONTENTS_ENTRY.match(lines[i].text):
            entry = " ".join(lines[j].text for j in pending)
            titles.add(re.sub(r"[\s.…]*\d{1,3}$", "", entry).lower())
            found.update(pending)
            pending = []
        elif len(pending) > 2 or lines[i].text.endswith("."):
            break
    return found, titles


def find_matter(lines: Sequence[Line], skipped: set[int]) -> set[int]:
    """Return the lines of the publisher's own matter: complaints, licence, address, copyright.

    What starts in the last part of the document runs to its end.
    """
    found: set[int] = set()
    for i, line in enumerate(lines):
        if i in found or i in skipped or not MATTER_START.match(line.text):
            continue
        if i > _LATE * len(lines):
            found.update(range(i, len(lines)))
            break
        found.update(_early_matter(lines, i, skipped))
    return found


def _early_matter(lines: Sequence[Line], start: int, skipped: set[int]) -> list[int]:
    """Return the lines of the publisher's matter that stands on a page of its own before the contents.

    The address in a letter's head starts in the same words, but there more follows on the page.
    """
    end = start
    while end < len(lines) and end not in skipped and not HEADING.match(lines[end].text):
        if lines[end].page != lines[start].page:
            break
        end += 1
    alone = lines[-1].page > 0 or lines[start].text.startswith("©")
    return list(range(start, end)) if alone and end - start < _MATTER_LINES else []
