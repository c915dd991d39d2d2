"""Cut the body of a report into headings, paragraphs, bullets and tables.

The text of a PDF is hard-wrapped and hardly ever has blank lines. Numbers and bullets start blocks;
elsewhere a line ends its paragraph when it ends a sentence and leaves room in which the next line's first
word would have fitted. Widths are estimated in letters of middling width, for each kind of indentation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .report_lines import Line
from .report_patterns import BYLINE, GENERIC_SECTION, GRADE_END, HEADING, JUDGEMENT_SENTENCE
from .report_table import table_length
from .report_title import Piece, read_bylines

_HEADING_LINES = 4
_HEADING_CHARACTERS = 220
_FULL_SHARE = 0.96
_ENOUGH_LINES = 12
_NESTED_SECTION = re.compile(r"(?:the )?(?:local authority|lscb|inspection team)$", re.IGNORECASE)
_DETAILS = re.compile(r"local area partnership details$", re.IGNORECASE)
_PLAIN = "plain"


class BodyReader:
    """Reads the lines of a report's body in order and yields its blocks.

    Parameters
    ----------
    lines : sequence of Line
        All lines of the document.
    order : sequence of int
        The indexes of the body's lines.
    titles : set of str
        Section titles that the contents list names, in lower case.
    """

    def __init__(self, lines: Sequence[Line], order: Sequence[int], titles: set[str]) -> None:
        self._lines = lines
        self._order = order
        self._titles = titles
        self._starts = self._accept_markers()
        self._full_width = self._measure()
        self._pieces: list[Piece] = []

    def read(self) -> list[Piece]:
        """Return the blocks of the body, each with its label and the indexes of its lines."""
        place = 0
        while place < len(self._order):
            place += self._take(place)
        return _mark_generic_sections(self._lines, self._pieces)

    def _take(self, place: int) -> int:
        """Take the block, or the line of the current block, that stands at ``place``; return its length."""
        i = self._order[place]
        length = table_length(self._lines, self._order, place)
        if length:
            self._pieces.append(("table", list(self._order[place : place + length])))
            return length
        if i in self._starts:
            self._pieces.append(("paragraph" if self._starts[i] == "number" else "list_item", [i]))
            return 1
        if not self._closed(place):
            self._pieces[-1][1].append(i)
            return 1
        if BYLINE.match(self._lines[i].text) and ":" in self._lines[i].text:
            bylines = read_bylines(self._lines, self._order[place:])
            self._pieces += bylines
            return sum(len(piece[1]) for piece in bylines)
        length = self._heading_length(place)
        if length:
            self._add_heading(list(self._order[place : place + length]))
            if _DETAILS.match(self._lines[i].text):
                length += self._take_details(place + length)
            return length
        self._pieces.append(("paragraph", [i]))
        return 1

    def _add_heading(self, indexes: list[int]) -> None:
        text = self._text(indexes)
        label = "paragraph" if JUDGEMENT_SENTENCE.match(text) else "subheading"
        self._pieces.append((label, indexes))

    def _take_details(self, place: int) -> int:
        """Take the table of who belongs to an area partnership, which runs to the next known heading."""
        end = place
        while end < len(self._order) and not HEADING.match(self._lines[self._order[end]].text):
            end += 1
        if end > place:
            self._pieces.append(("table", list(self._order[place:end])))
        return end - place

    def _text(self, indexes: Sequence[int]) -> str:
        return " ".join(self._lines[i].text for i in indexes)

    def _closed(self, place: int) -> bool:
        """Say whether the line at ``place`` starts a new block; it has no marker of its own."""
        if not self._pieces or self._pieces[-1][0] in {"subheading", "table", "byline"}:
            return True
        line = self._lines[self._order[place]]
        before = self._lines[self._order[place - 1]]
        if not line.capital or before.body >= len(before.text) or before.open_ended:
            return False
        if _is_mark(line):
            return False
        room = self._room(before, line)
        if self._lines[self._pieces[-1][1][0]].marker == "number" and self._pieces[-1][1][0] in self._starts:
            return self._numbered_closed(place, before, line, room)
        if before.terminal:
            if line.gap or room > 0.025:
                return True
            return not before.spaced and room > -0.02 and before.page == line.page
        if line.gap or room > 0.25:
            return True
        return room > 0.06 and (self._heading_length(place) > 0 or self._pieces[-1][0] == "list_item")

    def _numbered_closed(self, place: int, before: Line, line: Line, room: float) -> bool:
        """Say whether a line without a number ends a numbered paragraph: rarely, unless it is a heading."""
        if line.gap and before.terminal:
            return True
        if room > 0.025 and self._heading_length(place):
            return True
        return before.terminal and room > (0.4 if before.spaced else 0.2) and before.page == line.page

    def _room(self, before: Line, line: Line) -> float:
        """Return the share of the line's width that is left after ``before`` and the next first word."""
        full = self._width_of(before)
        return (full - before.width() - _word_width(line)) / full

    def _width_of(self, line: Line) -> float:
        kind = self._kind_of.get(line.start, _PLAIN)
        return self._full_width.get(kind, self._full_width[_PLAIN])

    def _heading_length(self, place: int) -> int:
        """Return how many lines the heading at ``place`` has; 0 when none stands there."""
        first = self._lines[self._order[place]]
        if not first.capital or first.text[-1] in ".;,":
            return 0
        length = 1
        while length < _HEADING_LINES and self._heading_goes_on(place, length):
            length += 1
        indexes = self._order[place : place + length]
        text = self._text(indexes)
        last = self._lines[indexes[-1]]
        if text[-1] in ".;," or len(text) > _HEADING_CHARACTERS or not any(c.isalpha() for c in text):
            return 0
        if text[-1] == ":" and not HEADING.match(text[:-1]) and len(text.split()) > 4:
            return 0
        if HEADING.match(text) or text.lower() in self._titles or JUDGEMENT_SENTENCE.match(text):
            return length
        after = place + length
        if after == len(self._order) or self._order[after] in self._starts:
            return length if last.width() < 0.9 * self._full_width[_PLAIN] else 0
        following = self._lines[self._order[after]]
        if last.open_ended or not following.capital:
            return 0
        return length if self._room(last, following) > 0.06 else 0

    def _heading_goes_on(self, place: int, length: int) -> bool:
        """Say whether the line after the first ``length`` lines of a heading belongs to it as well."""
        if place + length >= len(self._order) or self._order[place + length] in self._starts:
            return False
        text = self._text(self._order[place : place + length])
        last = self._lines[self._order[place + length - 1]]
        line = self._lines[self._order[place + length]]
        if last.page != line.page or text[-1] in "?:." or (line.gap and line.capital):
            return False
        if not line.capital or last.open_ended:
            return True
        whole = f"{text} {line.text}".lower()
        if GRADE_END.match(line.text) and not GRADE_END.search(text):
            return True
        if text.lower() in self._titles or HEADING.match(line.text):
            return False
        if any(title.startswith(whole) for title in self._titles):
            return True
        full = self._full_width[_PLAIN]
        return last.spaced and not line.terminal and last.width() > 0.55 * full and line.width() < 0.35 * full

    def _accept_markers(self) -> dict[int, str]:
        """Return the lines that start with a number or bullet that counts, with the kind of marker."""
        accepted: dict[int, str] = {}
        numbered = [i for i in self._order if self._lines[i].marker == "number"]
        following = {
            i: [self._lines[j].number for j in numbered[k + 1 : k + 4]] for k, i in enumerate(numbered)
        }
        reached = 0
        before: int | None = None
        for i in self._order:
            line = self._lines[i]
            settled = before is None or self._lines[before].terminal or line.gap
            if line.marker == "number":
                steady = line.number == reached + 1 or line.number + 1 in following[i]
                near = reached < line.number <= reached + 4
                if (steady and (settled or line.number == reached + 1)) or (near and settled):
                    accepted[i] = "number"
                    reached = line.number
            elif (
                line.marker == "bullet"
                or line.text.startswith("\uf02d")
                or (line.marker and (settled or before in accepted or self._in_list(before, accepted)))
            ):
                accepted[i] = line.marker
            before = i
        return accepted

    def _in_list(self, index: int | None, accepted: dict[int, str]) -> bool:
        """Say whether one of the few lines up to ``index`` is an item with a dash or letter."""
        return index is not None and any(
            accepted.get(i) in {"dash", "letter"} for i in range(max(index - 3, 0), index + 1)
        )

    def _measure(self) -> dict[str, float]:
        """Return the full width of lines, for plain, numbered, bulleted and nested text."""
        widths: dict[str, list[float]] = {_PLAIN: []}
        self._kind_of: dict[int, str] = {}
        kind = _PLAIN
        for i in self._order:
            line = self._lines[i]
            if i in self._starts:
                kind = self._starts[i]
            elif HEADING.match(line.text) and not line.terminal:
                kind = _PLAIN
            self._kind_of[line.start] = kind
            widths.setdefault(kind, []).append(line.width())
        every = sorted(width for some in widths.values() for width in some) or [1.0]
        usual = max(_high(every), 1.0)
        return {
            kind: max(_high(sorted(some)), 1.0) if len(some) >= _ENOUGH_LINES else usual
            for kind, some in widths.items()
        }


def _high(widths: list[float]) -> float:
    """Return the width that only a few lines go beyond."""
    return widths[min(int(len(widths) * _FULL_SHARE), len(widths) - 1)]


def _word_width(line: Line) -> float:
    return 1.0 + len(line.first_word())


def _is_mark(line: Line) -> bool:
    """Say whether a line is only the raised number of a footnote."""
    return line.text.isdigit() and len(line.text) <= 2


def _mark_generic_sections(lines: Sequence[Line], pieces: list[Piece]) -> list[Piece]:
    """Turn the sections that every report has in the same words into ``boilerplate``.

    What the judgements mean and how inspectors work says nothing about the authority. The names of the
    inspectors stay ``byline``.
    """
    marked: list[Piece] = []
    generic = False
    for label, indexes in pieces:
        if label == "subheading":
            text = " ".join(lines[i].text for i in indexes)
            generic = GENERIC_SECTION.match(text) is not None or (
                generic and _NESTED_SECTION.match(text) is not None
            )
        marked.append(("boilerplate" if generic and label != "byline" else label, indexes))
    return marked
