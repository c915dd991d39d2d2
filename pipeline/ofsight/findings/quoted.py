"""Whose words a quotation is: by the attribution nearest to it, in its sentence, its paragraph, around it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ofsight.reading import Mention
from ofsight.record import Block
from ofsight.record.types import SourceClass

from .spoken import Spoken
from .voices import Voice

HEADING_LABELS = frozenset({"headline", "subheading", "standfirst"})
_NEW_CLAUSE = re.compile(
    r"\W*(?:[\w'-]+\s+){0,2}?(?:and|but|though|although|while|whereas|because|when|which|who)\b",
    re.IGNORECASE,
)
_OTHER_CLAUSE = 100  # characters of distance that a clause of its own after the quotation counts as
_LEAD_IN = re.compile(r":\s*$")
_WORDS = re.compile(r"\w+")
_OTHER_QUOTATION_BETWEEN = 200  # characters of distance that another quotation in between counts as
_NOT_SPEECH = 15  # characters of distance that a verb other than of speech counts as
_ECHO = 0.6  # share of a headline's quoted words that the body's quotation must hold
_PRINTED = re.compile(
    r"\b(?:letter|email|e-mail|note|statement|post|message)\b.*"
    r"\b(?:in full|at length|quot\w+|print\w*|part|goes)\b"
    r"|\b(?:print|quote|publish|reproduce)s?\b.*\b(?:full|part|meat|length|here)\b"
    r"|\b(?:printed|quoted|reproduced) here\b",
    re.IGNORECASE,
)
_LOOK_BACK_FOR_WRITER = 5  # sentences
_STALE = 4  # blocks after which nobody goes on speaking unnamed
_LOOK_BACK, _LOOK_AHEAD = 3, 6  # sentences


class QuotedVoice(NamedTuple):
    """Whose words a quotation is: its source class, and the speaker, if somebody is named."""

    source: SourceClass
    speaker: Voice | None


class QuotationAttributor:
    """Attribute the quotations of one article, in order.

    Parameters
    ----------
    text, masked : str
        The reading text, and the same with quoted words blanked.
    blocks : sequence of Block
        Of the body.
    spoken : sequence of Spoken
        The sentences.
    fallback : SourceClass
        Whose a quotation is that nobody is near.
    near_only : bool
        Nobody speaks a quotation but those named in its paragraph, just before it, or with the one before it.
    """

    def __init__(
        self,
        text: str,
        masked: str,
        *,
        blocks: Sequence[Block],
        spoken: Sequence[Spoken],
        fallback: SourceClass,
        near_only: bool = False,
    ) -> None:
        self._text = text
        self._masked = masked
        self._labels = [block.label for block in blocks] or ["paragraph"]
        self._spoken = spoken
        self._starts = [sentence.start for sentence in spoken]
        self._fallback = fallback
        self._near_only = near_only
        self._last: QuotedVoice | None = None
        self._last_block = -1

    def sentences_of(self, quotation: Mention) -> range:
        """Return the indexes of the sentences that a quotation touches."""
        first = max(bisect_right(self._starts, quotation.start) - 1, 0)
        return range(first, max(bisect_left(self._starts, quotation.end), first + 1))

    def attribute(self, quotations: Sequence[Mention]) -> list[QuotedVoice]:
        """Return the voices of all quotations: the headings' words are mostly those of a quotation below."""
        voices: dict[int, QuotedVoice] = {}
        headings: list[int] = []
        for number, quotation in enumerate(quotations):
            own = self.sentences_of(quotation)
            block = self._spoken[own[0]].block if self._spoken else 0
            if self._labels[block] in HEADING_LABELS:
                headings.append(number)
                continue
            voice = self._in_paragraph(quotation, own, block) or self._around(quotation, own, block)
            self._last, self._last_block = voice, block
            voices[number] = voice
        for number in headings:
            voices[number] = self._of_heading(number, quotations, voices)
        return [voices[number] for number in range(len(quotations))]

    def _of_heading(
        self, number: int, quotations: Sequence[Mention], voices: dict[int, QuotedVoice]
    ) -> QuotedVoice:
        """Find who spoke a heading's words: named there, or of the quotation that echoes them, or below."""
        quotation = quotations[number]
        own = self.sentences_of(quotation)
        found = self._nearest(quotation, own)
        if found is not None:
            return found
        wanted = set(self._words(quotation))
        best: tuple[float, QuotedVoice] | None = None
        for other, voice in voices.items():
            if other > number and self._labels[self._block_of(quotations[other])] not in HEADING_LABELS:
                share = len(wanted.intersection(self._words(quotations[other]))) / max(len(wanted), 1)
                if share >= _ECHO and (best is None or share > best[0]):
                    best = (share, voice)
        if best is not None:
            return best[1]
        for sentence in self._spoken[own.stop : own.stop + _LOOK_AHEAD]:
            for _, speaker in sentence.attributions:
                if speaker is not None and speaker.source is not None:
                    return QuotedVoice(speaker.source, speaker)
        return QuotedVoice(self._fallback, None)

    def _block_of(self, quotation: Mention) -> int:
        return self._spoken[self.sentences_of(quotation)[0]].block if self._spoken else 0

    def _in_paragraph(self, quotation: Mention, own: range, block: int) -> QuotedVoice | None:
        """Look in the quotation's sentences, at who spoke before in the paragraph, in the rest of it."""
        found = self._nearest(quotation, own)
        if found is not None:
            return found
        if self._last is not None and self._last_block == block:
            return self._last
        first = own.start
        while first > 0 and self._spoken[first - 1].block == block:
            first -= 1
        for index in range(own.start - 1, first - 1, -1):
            found = self._nearest(quotation, [index])
            if found is not None:
                return found
        stop = own.stop
        while stop < len(self._spoken) and self._spoken[stop].block == block:
            stop += 1
        return self._nearest(quotation, range(own.stop, stop))

    def _around(self, quotation: Mention, own: range, block: int) -> QuotedVoice:
        """Look at the paragraphs around: the speaker goes on, or is named just before or after."""
        if self._near_only:
            return self._just_before(quotation, own.start, block) or QuotedVoice(self._fallback, None)
        introduced = self._introduced(own.start, block) or self._letter_writer(quotation, own.start, block)
        if introduced is not None:
            return introduced
        if self._last is not None and block - self._last_block <= 2 and not self._led_in(own.start, block):
            return self._last
        found = self._first_of(quotation, range(own.start - 1, max(own.start - 1 - _LOOK_BACK, -1), -1))
        if found is not None:
            return found
        if self._last is not None and block - self._last_block <= _STALE:
            return self._last
        ahead = range(own.stop, min(own.stop + _LOOK_AHEAD, len(self._spoken)))
        return self._first_of(quotation, ahead) or self._last or QuotedVoice(self._fallback, None)

    def _first_of(self, quotation: Mention, indexes: Iterable[int]) -> QuotedVoice | None:
        """Return the voice of the first of these sentences that has an attribution."""
        return next(filter(None, (self._nearest(quotation, [index]) for index in indexes)), None)

    def _just_before(self, quotation: Mention, first: int, block: int) -> QuotedVoice | None:
        """Return who is named before a colon at the end of the paragraph before, or speaks there."""
        led_in = self._nearest(quotation, [first - 1]) if self._led_in(first, block) else None
        if led_in is None and self._last is not None and block == self._last_block + 1:
            return self._last if self._last.speaker is not None else None
        return led_in

    def _introduced(self, first: int, block: int) -> QuotedVoice | None:
        """Return the person whom the sentence before, in an earlier block, introduces without speech."""
        if first == 0 or self._spoken[first - 1].block == block:
            return None
        before = self._spoken[first - 1]
        if before.attributions or before.quoted_share:
            return None
        return (
            None
            if before.subject is None
            else QuotedVoice(before.subject.source or self._fallback, before.subject)
        )

    def _letter_writer(self, quotation: Mention, first: int, block: int) -> QuotedVoice | None:
        """Return who wrote the letter that the quotation opens, as a sentence just before says."""
        if first == 0 or self._spoken[first - 1].block == block or self._last_block == block - 1:
            return None
        before = self._spoken[first - 1]
        opens = self._text.startswith("Dear ", quotation.start)
        if not opens and not _PRINTED.search(self._text, before.start, before.end):
            return None
        for sentence in reversed(self._spoken[max(first - _LOOK_BACK_FOR_WRITER, 0) : first]):
            if sentence.subject is not None:
                return QuotedVoice(sentence.subject.source or self._fallback, sentence.subject)
        return None

    def _led_in(self, first: int, block: int) -> bool:
        """Tell whether the sentence before, in an earlier block, names somebody and ends in a colon."""
        if first == 0 or self._spoken[first - 1].block == block:
            return False
        before = self._spoken[first - 1]
        return bool(before.attributions) and bool(_LEAD_IN.search(self._text, before.start, before.end))

    def _nearest(self, quotation: Mention, indexes: Iterable[int]) -> QuotedVoice | None:
        """Return the voice of the attribution nearest to a quotation in the given sentences."""
        best: tuple[int, QuotedVoice] | None = None
        for index in indexes:
            for attribution, voice in self._spoken[index].attributions:
                if voice is None or voice.source is None:
                    continue
                at = attribution.at
                after = at >= quotation.end
                gap = self._masked[quotation.end : at] if after else self._masked[at : quotation.start]
                distance = len(gap) + (0 if attribution.speech else _NOT_SPEECH)
                if "\x00" in gap:
                    distance += _OTHER_QUOTATION_BETWEEN
                if after and _NEW_CLAUSE.match(self._masked, quotation.end, at):
                    distance += _OTHER_CLAUSE
                if best is None or distance < best[0]:
                    best = (distance, QuotedVoice(voice.source, voice))
        return best[1] if best else None

    def _words(self, quotation: Mention) -> list[str]:
        return _WORDS.findall(self._text[quotation.start : quotation.end].lower())
