"""The lines of a report as its segmenter sees them: place, page, width, marker."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BULLETS = "◼◾▪■□▫●•◦‣∙·►▶➢✓✔❖\ue000-\uf02c\uf02e-\uf8ff"
# Private use: what symbol fonts leave in the text of a PDF.
_DASHES = "\uf02d–—―−─̶‒-"
_MARKER = re.compile(
    rf"(?P<number>\d{{1,3}})(?:[.)](?:\s+|(?=[A-Z‘“])|$))"
    rf"|(?P<bare_number>\d{{1,3}})\s+(?=[A-Z])"
    rf"|(?P<bullet>[{_BULLETS}]+)\s*"
    rf"|(?P<dash>[{_DASHES}]|[oO](?=\s+[A-Za-z‘“\d]))(?:\s+|$)"
    rf"|(?P<letter>\(?(?:[a-z]|[ivx]{{1,4}})\))\s+"
)
_NARROW = dict.fromkeys(map(ord, "iljtfrI.,;:'’‘ ()-|!1"))
_NOT_WIDE = dict.fromkeys(map(ord, "abcdeghknopqsuvxyz0123456789iljtfrI.,;:'’‘ ()-|!"))
_TERMINAL = re.compile(r"[.!?…][\"'”’)\]]*\s*\d{0,2}$|[:;)\]]$")
_OPEN_END = re.compile(
    r"(?:[,(–—/-]|\b(?:a|an|and|are|as|at|be|but|by|for|from|had|has|have|in|into|is|it|its|many|most|not|of"
    r"|on|or|some|that|the|their|these|they|this|those|to|was|were|when|where|which|who|will|with))$",
    re.IGNORECASE,
)
SOFT_HYPHEN = "\ufffe"


@dataclass(slots=True)
class Line:
    """One non-blank line.

    ``text`` is the line without white space at its ends and ``text[:body]`` its marker; ``page`` counts from
    0; ``spaced`` says that the line ended with a space, which a line of a running paragraph mostly does;
    ``gap`` that a blank line stands before it. ``marker`` is "number", "bare number"
    (without its full stop), "bullet", "dash", "letter" or "".
    """

    start: int
    end: int
    text: str
    page: int
    spaced: bool
    gap: bool
    marker: str
    number: int
    body: int

    @property
    def terminal(self) -> bool:
        """Whether the line ends as a sentence or a lead-in does."""
        return _TERMINAL.search(self.text) is not None

    @property
    def open_ended(self) -> bool:
        """Whether the line ends with a word or mark after which a phrase must go on."""
        return _OPEN_END.search(self.text) is not None

    @property
    def capital(self) -> bool:
        """Whether the line can start a sentence or a heading."""
        first = self.text[0]
        return first.isupper() or first.isdigit() or first in "‘“'\"£["

    def first_word(self) -> str:
        """Return the first word after the marker."""
        words = self.text[self.body :].split(None, 1)
        return words[0] if words else ""

    def width(self) -> float:
        """Return about how wide the line is set, marker left out, in letters of middling width.

        Where hyphenation has joined two lines of the page (U+FFFE), the width of the last of them.
        """
        cut = self.text.rfind(SOFT_HYPHEN)
        return text_width(self.text[max(cut + 1, self.body) :])


def text_width(text: str) -> float:
    """Return about how wide a text is set in a proportional font, in letters of middling width."""
    length = len(text)
    narrow = length - len(text.translate(_NARROW))
    wide = len(text.translate(_NOT_WIDE))
    return length - 0.5 * narrow + 0.4 * wide


def split_lines(text: str) -> list[Line]:
    r"""Return the non-blank lines of a text; ``\f`` starts a new page."""
    lines = []
    page = 0
    gap = False
    position = 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            indent = raw.find(stripped[0])
            page += raw.count("\f", 0, indent)
            start = position + indent
            lines.append(_make_line(start, stripped, page, raw.rstrip("\r").endswith((" ", "\u00a0")), gap))
            page += raw.count("\f", indent)
            gap = False
        else:
            page += raw.count("\f")
            gap = True
        position += len(raw) + 1
    return lines


def _make_line(start: int, text: str, page: int, spaced: bool, gap: bool) -> Line:
    match = _MARKER.match(text)
    marker, number, body = "", 0, 0
    if match:
        marker = (match.lastgroup or "").replace("_", " ")
        number = int(match["number"] or match["bare_number"] or 0)
        body = match.end()
    return Line(start, start + len(text), text, page, spaced, gap, marker, number, body)
