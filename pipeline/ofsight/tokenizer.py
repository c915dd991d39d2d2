"""A tokenizer whose tokens never straddle an annotation: runs of letters, runs of digits, single marks.

spaCy's English tokenizer keeps "Reading-based", "£5.4m" or "2014.The" in one piece where the text has no
spaces, so that a span over "Reading" would not lie on token borders. This one cuts at every change of
character class, is about ten times faster, and loses nothing: ``doc.text == text``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

_LONGEST_TOKEN: Final = 500
"""Characters of a run of letters or digits; no word of any language is as long."""
# One group a token kind; whitespace other than the single space that follows a token is a token itself.
_TOKEN = re.compile(
    rf"[^\W\d_]{{1,{_LONGEST_TOKEN}}}|\d{{1,{_LONGEST_TOKEN}}}|[^\S ][^\S ]*| +|[^\w\s]|_", re.UNICODE
)
LONGEST_STRETCH: Final = 1500
"""Characters of a sentence, or of any stretch that is read as one. The longest of 191 reports has 752.

What is read within a stretch may look at all of it from each of its words, so that the time for a stretch
grows with the square of its length; this keeps the time for a document in step with its length.
"""
_WIDEST_GAP: Final = 600
"""Characters of white space within a stretch; pages of a report leave up to 455 between two parts."""


def bounded_stretches(
    text: str, start: int, end: int, *, longest: int = LONGEST_STRETCH
) -> Iterator[tuple[int, int]]:
    """Cut a stretch that is too long to be read as one, at white space where there is some.

    Parameters
    ----------
    text : str
        Any text.
    start, end : int
        The stretch, which begins at the border of a token.
    longest : int
        The most characters that a part may have.

    Yields
    ------
    (int, int)
        The parts, in order, without white space at their ends where the stretch has none; together they hold
        every character that is not white space. A stretch of ordinary length is yielded as it is.

    Examples
    --------
    >>> list(bounded_stretches("one two three", 0, 13, longest=8))
    [(0, 7), (8, 13)]
    """
    if end - start <= min(longest, _WIDEST_GAP):
        yield start, end
        return
    begin = stop = start  # of the part so far
    space: tuple[int, int] | None = None  # where it can be cut: its end, and the beginning of the next
    for match in _TOKEN.finditer(text, start, end):
        if match.group().isspace():
            continue
        first, last = match.span()
        if stop < first:
            space = (stop, first) if stop > begin else None
        if space and (first - stop > _WIDEST_GAP or last - begin > longest):
            yield begin, space[0]
            begin, space = space[1], None
        elif last - begin > longest and first > begin:
            yield begin, first
            begin = first
        stop = last
    if stop > begin:
        yield begin, stop


class CharacterClassTokenizer:
    """Split text into runs of letters, runs of digits and single other characters."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Tokenize ``text``; the tokens joined again are ``text``, character for character."""
        words: list[str] = []
        spaces: list[bool] = []
        for match in _TOKEN.finditer(text):
            piece = match.group()
            if piece[0] == " " and words and not spaces[-1]:
                spaces[-1] = True
                if len(piece) > 1:
                    words.append(piece[1:])
                    spaces.append(False)
            else:
                words.append(piece)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing is stored: the tokenizer has no state."""
        return b""

    def from_bytes(self, _data: bytes, **_: Any) -> CharacterClassTokenizer:
        """Return the tokenizer unchanged: it has no state."""
        return self

    def to_disk(self, _path: str | Path, **_: Any) -> None:
        """Nothing is stored: the tokenizer has no state."""

    def from_disk(self, _path: str | Path, **_: Any) -> CharacterClassTokenizer:
        """Return the tokenizer unchanged: it has no state."""
        return self


@registry.tokenizers("ofsight.tokenizer.v1")  # type: ignore[untyped-decorator]  # spaCy's registry has no types
def create_tokenizer() -> Callable[[Language], CharacterClassTokenizer]:
    """Make the tokenizer for a spaCy config (``@tokenizers = "ofsight.tokenizer.v1"``)."""

    def create(nlp: Language) -> CharacterClassTokenizer:
        return CharacterClassTokenizer(nlp.vocab)

    return create
