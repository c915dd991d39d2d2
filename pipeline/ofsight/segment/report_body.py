"""Cut the body of a report into headings, paragraphs, bullets and tables.

The text of a PDF is hard-wrapped and hardly ever has blank lines. Numbers and bullets start blocks;
elsewhere a line ends its paragraph when it ends a sentence and leaves room in which the next line's first
word would have fitted. Widths are estimated in letters of middling width, for each kind of indentation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .report_lines import Line
from .report_markers import accept_markers
from .report_patterns import BYLINE, GRADE_END, HEADING, JUDGEMENT_SENTENCE
from .report_table import table_length
from .report_title import Piece, read_bylines

_HEADING_LINES = 6
_HEADING_CHARACTERS = 220
_UNKNOWN_CHARACTERS = 90
_LEAD_IN_WORDS = 4
_HEADING_ROOM = 0.06
_LONG_LINE = 60
_FULL_SHARE = 0.96
_ENOUGH_LINES = 12
_HEADING_START = re.compile(r"[A-Z‘“]|\d\.\d|\d[A-Z]")
_NO_HEADING = re.compile(r"%|[.!?] |^[\W\d_]*$")
_GRADE_LINE = re.compile(r"grade \d\b.{0,40}$", re.IGNORECASE)
_GRADE_TAIL = re.compile(r"(?<=\w) grade \d\b.{0,40}$", re.IGNORECASE)
_DETAILS = re.compile(r"local area partnership details$", re.IGNORECASE)
_TEAM = re.compile(r"(?:the )?inspection team$", re.IGNORECASE)
_PLAIN = "plain"
_WHOLE = frozenset({"table", "byline"})
# The share of a line that must be left free for its end to be a paragraph's end. Measured on numbered
# paragraphs, whose ends are known: 98% of the ends of sentences within one leave less.
_ROOM = 0.025


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
        self._starts = accept_markers(lines, order)
        self._full_width = self._measure()
        self._flowing = self._has_flowing_lines()
        self._pieces: list[Piece] = []
        self._last_heading = -1

    def read(self) -> list[Piece]:
        """Return the blocks of the body, each with its label and the indexes of its lines."""
        place = 0
        while place < len(self._order):
            place += self._take(place)
        return self._pieces

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
            return length + self._take_listed(place + length, self._lines[i].text)
        self._pieces.append(("paragraph", [i]))
        return 1

    def _add_heading(self, indexes: list[int]) -> None:
        text = self._text(indexes)
        sectioned = any(label == "subheading" for label, _ in self._pieces)
        label = "paragraph" if JUDGEMENT_SENTENCE.match(text) and not sectioned else "subheading"
        self._pieces.append((label, indexes))
        self._last_heading = len(self._pieces) - 1

    def _take_listed(self, place: int, heading: str) -> int:
        """Take what stands under a heading of names: who makes up a partnership, who inspected it."""
        label = "table" if _DETAILS.match(heading) else "byline"
        if label == "byline" and not _TEAM.match(heading):
            return 0
        end = place
        while end < len(self._order) and self._is_listed(self._lines[self._order[end]], label):
            end += 1
        if end > place:
            self._pieces.append((label, list(self._order[place:end])))
        return end - place

    def _is_listed(self, line: Line, label: str) -> bool:
        if HEADING.match(line.text):
            return False
        return label == "table" or not (BYLINE.match(line.text) or (line.terminal and len(line.text) > 60))

    def _text(self, indexes: Sequence[int]) -> str:
        return " ".join(self._lines[i].text for i in indexes)

    def _closed(self, place: int) -> bool:
        """Say whether the line at ``place`` starts a new block; it has no marker of its own."""
        line = self._lines[self._order[place]]
        last = len(self._pieces) - 1
        if _is_mark(line) and self._pieces:
            return False
        if last == self._last_heading or self._pieces[last][0] in _WHOLE:
            return True
        before = self._lines[self._order[place - 1]]
        if not line.capital or before.body >= len(before.text) or before.open_ended:
            return False
        room = self._room(before, line)
        return (self._ended if before.terminal else self._broken_off)(place, before, line, room)

    def _broken_off(self, place: int, before: Line, line: Line, room: float) -> bool:
        """Say whether the line at ``place`` starts a new block after a line that ends no sentence."""
        label, indexes = self._pieces[-1]
        if line.gap or room > (0.5 if self._starts.get(indexes[0]) == "number" else 0.25):
            return True
        heading = self._heading_length(place)
        if heading and self._is_known_heading(self._text(self._order[place : place + heading])):
            return room > -_HEADING_ROOM or before.page != line.page
        return room > _HEADING_ROOM and (heading > 0 or label == "list_item")

    def _ended(self, place: int, before: Line, line: Line, room: float) -> bool:
        """Say whether the line at ``place`` starts a new block after a line that ends a sentence.

        In numbered text only a heading or a number does, save where the line before is left half empty.
        """
        if line.gap or self._flowing or self._heading_length(place):
            return True
        if self._starts.get(self._pieces[-1][1][0]) == "number":
            return room > (0.4 if before.spaced else 0.2) and before.page == line.page
        if room > _ROOM:
            return True
        return not before.spaced and room > -_ROOM and before.page == line.page

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
        if not _HEADING_START.match(first.text):
            return 0
        length = 1
        while length < _HEADING_LINES and self._heading_goes_on(place, length):
            length += 1
        text = self._text(self._order[place : place + length])
        if len(text) > _HEADING_CHARACTERS or not self._is_heading(text, place + length):
            return 0
        return length

    def _is_heading(self, text: str, after: int) -> bool:
        """Say whether the lines before the place ``after``, which read ``text``, are a heading."""
        last = self._lines[self._order[after - 1]]
        known = self._is_known_heading(text)
        if last.terminal and text[-1] not in "?:)":
            return known and GRADE_END.search(text) is not None
        if known:
            return True
        text = _GRADE_TAIL.sub("", text)
        wordy = len(text.split()) > _LEAD_IN_WORDS if text[-1] == ":" else len(text) > _UNKNOWN_CHARACTERS
        if wordy or text[-1] == "," or _NO_HEADING.search(text):
            return False
        if after == len(self._order) or self._order[after] in self._starts:
            return last.width() < 0.9 * self._full_width[_PLAIN]
        following = self._lines[self._order[after]]
        if last.open_ended or not _HEADING_START.match(following.text):
            return False
        return self._room(last, following) > _HEADING_ROOM

    def _is_known_heading(self, text: str) -> bool:
        bare = _GRADE_TAIL.sub("", text).rstrip(":")
        if HEADING.match(bare) or bare.lower() in self._titles:
            return True
        return text == bare and JUDGEMENT_SENTENCE.match(text) is not None

    def _heading_goes_on(self, place: int, length: int) -> bool:
        """Say whether the line after the first ``length`` lines of a heading belongs to it as well."""
        if place + length >= len(self._order) or self._order[place + length] in self._starts:
            return False
        text = self._text(self._order[place : place + length])
        last = self._lines[self._order[place + length - 1]]
        line = self._lines[self._order[place + length]]
        graded = GRADE_END.match(line.text) or _GRADE_LINE.match(line.text)
        if graded and not GRADE_END.search(text) and last.page == line.page:
            return True
        if last.page != line.page or text[-1] in "?:." or (line.gap and line.capital):
            return False
        if not line.capital or last.open_ended:
            return True
        if text.lower() in self._titles or HEADING.match(line.text):
            return False
        return self._is_broken_heading(text, last, line)

    def _is_broken_heading(self, text: str, last: Line, line: Line) -> bool:
        """Say whether a heading that could end with ``last`` goes on with the capitalised ``line``."""
        whole = f"{text} {line.text}".lower()
        if any(title.startswith(whole) for title in self._titles):
            return True
        full = self._full_width[_PLAIN]
        running = last.spaced and line.text[-1] not in ".;:"
        return running and last.width() > 0.55 * full and line.width() < 0.35 * full

    def _has_flowing_lines(self) -> bool:
        """Say whether each line holds a whole paragraph, as in text from a web page or a word processor."""
        long = [self._lines[i] for i in self._order if len(self._lines[i].text) > _LONG_LINE]
        return sum(line.terminal for line in long) > 0.8 * len(long)

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
