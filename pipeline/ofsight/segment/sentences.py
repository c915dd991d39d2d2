"""Split a paragraph into sentences, also where a page's furniture interrupts it.

The text is never changed: a sentence is a pair of offsets. White space of any kind and amount counts as one
space, so that hard-wrapped lines split exactly like flowing text.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from ofsight.tokenizer import bounded_stretches

_DATA = json.loads((Path(__file__).parent / "data" / "abbreviations.json").read_text(encoding="utf-8"))
_NEVER_FINAL = frozenset(_DATA["never_final"])
_BEFORE_NUMBER = frozenset(_DATA["before_number"])
_FINAL_BEFORE_STARTER = frozenset(_DATA["final_before_starter"])
_STARTERS = frozenset(_DATA["starters"])

_CLOSERS = "\"'”’)\\]»"
_OPENERS = "\"'“‘(\\[«"
# A stop, the marks that close with it, the number of a footnote, and then white space or, where the space
# was lost, a capitalised word.
_STOP = re.compile(
    rf"(?<![.!?…])(?P<stop>[.!?…]++)(?P<close>[{_CLOSERS}]*+)(?P<note>\d{{1,3}}(?=\s)|[¹²³⁴-⁹⁰]+|\[\d{{1,3}}\])?"
    rf"(?:(?P<space>\s+)|(?=[{_OPENERS}]*[A-Z](?:[a-z’']|\s)))"
)
# A straight mark by the white space around it; an apostrophe inside a word is none.
_STRAIGHT = {
    mark: re.compile(
        rf"(?P<opens>(?<![^\s(\[“‘\"']){mark}(?=\w))|(?P<unspaced>(?<=[.,!?…]){mark}(?=\w))"
        rf"|{mark}(?=[\s.,;:)!?]|$)"
    )
    for mark in ("'", '"')
}
_QUOTATION_LENGTH = 2000
_WIDEST_INTERRUPTION = 1500
"""Characters of page furniture, taken together, that a paragraph goes on across."""
_NEXT_WORD = re.compile(rf"[{_OPENERS}\s]*([^\W_]+(?:[.’'][^\W_]+)*)")
_INITIALS = re.compile(r"(?:[A-Z]\.)*[A-HJ-Z]$|(?:[A-Z]\.)+[A-Z]$")
_BULLET = "◼■□▪▫•●○◦‣∙·*–—−‒►▶➢➤✓✔→»>\uf0b7\uf06e\uf02d\uf0a7\uf0d8\uf0fc\uf076\u0336"
_MARKER = re.compile(
    rf"\s*(?:[{_BULLET}]+\s*|-\s+|o\s+(?=[A-Z])"
    r"|\(?\d{1,3}(?:\.\d{1,2})*[.)](?:\s+|(?=[A-Z][a-z]))|\d{1,2}(?:\.\d{1,2})+\s+(?=[A-Z])"
    r"|\(?(?:[a-z]|i{1,3}|iv|vi{0,3}|ix|xi{0,3})[.)]\s+|[A-Z]\)\s+)"
)
# "(Recommendation)" after the stop belongs to the sentence before it.
_BRACKETED = re.compile(r"\([^().!?]{1,60}\)(?=\s|$)")
_ATTRIBUTION = re.compile(
    rf"[A-Z][\w’'.-]*(?:\s+(?:[A-Z][\w’'.-]*|of|for|the)){{0,5}}\s+(?:{'|'.join(_DATA['speech_verbs'])})\s*[.,:]"
)


def split_sentences(text: str, pieces: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Split one paragraph into sentences.

    Parameters
    ----------
    text : str
        The document's text.
    pieces : sequence of (int, int)
        The parts of one paragraph, ``text[start:end]`` each, in order. Usually one; two or more where page
        furniture interrupts it. A sentence that runs over an interruption is one span across it.

    Returns
    -------
    list of (int, int)
        The spans of the sentences in ``text``: in order, disjoint, without white space at their ends. They
        cover every non-blank character of the pieces save the bullets and numbers that mark list items. What
        goes on without a stop for longer than any sentence is cut at white space.

    Examples
    --------
    >>> text = "“It is late.” She left. Cllr J. Smith paid £5.4m."
    >>> [text[start:end] for start, end in split_sentences(text, [(0, len(text))])]
    ['“It is late.”', 'She left.', 'Cllr J. Smith paid £5.4m.']
    """
    return [span for part in _near(pieces) for span in _split_pieces(text, part)]


def _near(pieces: Sequence[tuple[int, int]]) -> Iterator[Sequence[tuple[int, int]]]:
    """Part the pieces where so much stands between them that no sentence goes on across it."""
    first = between = 0
    for index, (before, after) in enumerate(pairwise(pieces), start=1):
        between += after[0] - before[1]
        if between > _WIDEST_INTERRUPTION:
            yield pieces[first:index]
            first, between = index, 0
    yield pieces[first:]


def _split_pieces(text: str, pieces: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    if len(pieces) == 1:
        start, end = pieces[0]
        return [(start + a, start + b) for a, b in _split(text[start:end])]
    joined = "\n".join(text[start:end] for start, end in pieces)
    begins = [0]
    for start, end in pieces[:-1]:
        begins.append(begins[-1] + end - start + 1)

    def place(offset: int) -> int:
        piece = bisect_right(begins, offset) - 1
        return pieces[piece][0] + offset - begins[piece]

    return [(place(a), place(b - 1) + 1) for a, b in _split(joined)]


def _split(paragraph: str) -> list[tuple[int, int]]:
    """Return the spans of the sentences of a paragraph that is one string."""
    spans: list[tuple[int, int]] = []
    begin = _after_marker(paragraph, 0)
    for match in _STOP.finditer(paragraph, begin):
        if match.start() >= begin and _ends_sentence(paragraph, begin, match):
            aside = _BRACKETED.match(paragraph, match.end())
            end = aside.end() if aside else match.end()
            if match["space"] is None and _opens_quotation(paragraph, match):
                end = match.end("stop")
            _add_trimmed(spans, paragraph, begin, end)
            begin = _after_marker(paragraph, end)
    _add_trimmed(spans, paragraph, begin, len(paragraph))
    return spans


def _add_trimmed(spans: list[tuple[int, int]], paragraph: str, begin: int, end: int) -> None:
    piece = paragraph[begin:end]
    if piece and not piece.isspace():
        start, end = begin + len(piece) - len(piece.lstrip()), begin + len(piece.rstrip())
        spans += bounded_stretches(paragraph, start, end)


def _after_marker(paragraph: str, position: int) -> int:
    """Return where the sentence at ``position`` starts, past the bullet or number of a list item."""
    marker = _MARKER.match(paragraph, position)
    if marker is None or not paragraph[marker.end() : marker.end() + 1].strip():
        return position
    return marker.end()


def _ends_sentence(paragraph: str, begin: int, match: re.Match[str]) -> bool:
    """Say whether the stop that ``match`` found ends the sentence that starts at ``begin``."""
    following = _NEXT_WORD.match(paragraph, match.end())
    word = following[1] if following else ""
    if word[:1].islower():
        return False
    before = paragraph[max(begin, match.start() - 24) : match.start()].split()
    last = before[-1].lstrip("(['\"“‘«–—-") if before else ""
    if match["space"] is None:
        return _ends_without_space(paragraph, match, last)
    stop = match["stop"]
    if stop == ".":
        return _full_stop_ends(last, word, bool(match["close"]))
    if "…" in stop or ".." in stop:
        return _ellipsis_ends(match)
    return not (match["close"] and _ATTRIBUTION.match(paragraph, match.end()))


def _full_stop_ends(last: str, word: str, closed: bool) -> bool:
    """Tell the full stop of a sentence from that of an abbreviation, by the words on either side."""
    if closed and not last.endswith(tuple(".")):
        return last.lower() not in _NEVER_FINAL
    low = last.lower()
    if low in _NEVER_FINAL:
        return False
    if low in _BEFORE_NUMBER:
        return not word[:1].isdigit()
    if low in _FINAL_BEFORE_STARTER or _INITIALS.match(last):
        return word.lower() in _STARTERS or not word
    return True


def _ellipsis_ends(match: re.Match[str]) -> bool:
    """Say no for an ellipsis in brackets of its own, "[...]", which stands for left-out words."""
    opened = match.string[max(match.start() - 1, 0) : match.start()]
    return not (opened in {"[", "("} and match["close"][:1] in {"]", ")"})


def _opens_quotation(paragraph: str, match: re.Match[str]) -> bool:
    """Say whether the straight mark between a stop and the next word, all unspaced, opens a quotation."""
    mark = match["close"]
    if mark not in {"'", '"'}:
        return False
    inside = False
    for quote in _STRAIGHT[mark].finditer(
        paragraph, max(0, match.end("stop") - _QUOTATION_LENGTH), match.end("stop")
    ):
        inside = not inside if quote["unspaced"] else quote["opens"] is not None
    return not inside


def _ends_without_space(paragraph: str, match: re.Match[str], last: str) -> bool:
    """Say yes for a stop with a capitalised word right after it, unless inside a name or an address."""
    if match["close"] or match["note"]:
        return True
    if match["stop"] != "." and paragraph[match.end() : match.end() + 1] in {"”", "’"}:
        return False
    if "@" in last or "/" in last or last.lower().startswith("www"):
        return False
    tail = last[-2:].replace("’", "a")
    return len(tail) == 2 and (tail.islower() or tail.isdigit() or tail[-1] in "%)") and tail.isascii()
