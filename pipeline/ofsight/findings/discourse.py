"""Walk through a document and say of each sentence and each quotation whose words they are."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ofsight.reading import Mention, SentenceReading
from ofsight.record import Block, Entity
from ofsight.record.models import SourceClass

from .attribution import Attribution, find_attributions
from .voices import People, Voice, find_voices

_MOSTLY_QUOTED = 0.5
_VERDICT = re.compile(
    r"\b(?:was|were|been|is|are|being)\s+(?:\w+ly\s+|also\s+|again\s+)?(?:criticised|praised|rated|judged|graded|found|deemed|described|"
    r"highlighted|commended|identified|downgraded|upgraded|noted|singled out|branded|said|told|seen|reported)\b|\bjudged\b|\brated\b",
    re.IGNORECASE,
)
_PLAIN_REPORT = re.compile(
    r"£\d|\b(?:budget|overspen[dt]|spends?|appointed|announced|commissioner|minister|government|trust|board|department|direction|"
    r"notice|funding|resigned|left the|stepped down|election|opened|launched|last year|nationally)\b",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"\d+(?:\.\d+)?\s?%|\bper cent\b|\ba (?:third|quarter|fifth|half)\b", re.IGNORECASE)
_LEAD_IN = re.compile(r":\s*$")
_WORDS = re.compile(r"\w+")


class QuotedVoice(NamedTuple):
    """Whose words a quotation is: its source class, and the speaker's span, if somebody is named."""

    source: SourceClass
    speaker: Voice | None


@dataclass(slots=True)
class _Memory:
    """Who has spoken so far."""

    last: Voice | None = None  # the last explicit voice of all, resolved
    person: Voice | None = None
    body: Voice | None = None
    group: Voice | None = None
    quoted: Voice | None = None  # who spoke the last quotation
    spokesperson: SourceClass | None = None
    frame: SourceClass | None = None  # whose account the running text gives
    frame_block: int = -1
    lead_in: Voice | None = None
    named: dict[str, Voice] = field(default_factory=dict)  # the nearest mention of each speaker

    def resolve(self, voice: Voice, word: str) -> Voice | None:
        """Return whom a voice refers to: itself when explicit, the last fitting one for a pronoun."""
        if voice.number != "pronoun":
            if voice.source is None:
                return voice._replace(source=self.spokesperson or "council")
            return voice
        if word in {"he", "she", "i"}:
            return self.person
        if word == "we":
            return self.quoted or self.last
        if word == "they":
            if self.group is None and self.body is None:
                return self.person
            return self._latest(self.group, self.body)
        return self.body or self._latest(self.group, self.person)

    @staticmethod
    def _latest(one: Voice | None, other: Voice | None) -> Voice | None:
        if one is None or other is None:
            return one or other
        return one if one.start > other.start else other

    def hear(self, voice: Voice) -> None:
        """Remember an explicit voice that asserted something."""
        self.last = voice
        if voice.number == "person":
            self.person = voice
            if voice.identity == "spokesperson":
                self.spokesperson = voice.source
                self.body = voice
        elif voice.number in {"body", "document"}:
            self.body = voice
        else:
            self.group = voice


@dataclass(slots=True)
class _Spoken:
    """What is known of one sentence after reading it for attributions."""

    start: int
    end: int
    block: int
    voices: list[Voice]
    attributions: list[tuple[Attribution, Voice | None]]
    quoted_share: float


class Discourse:
    """Attribute the sentences and quotations of one news article.

    Parameters
    ----------
    text : str
        The reading text.
    blocks, entities : sequences
        Of the document.
    readings : sequence of SentenceReading
        Parallel to the document's sentences.
    quotations : sequence of Mention
        In order.
    """

    def __init__(
        self,
        text: str,
        blocks: Sequence[Block],
        readings: Sequence[SentenceReading],
        entities: Sequence[Entity],
        quotations: Sequence[Mention],
    ) -> None:
        self._text = text
        self._blocks = blocks
        self._block_starts = [block.start for block in blocks]
        self._readings = readings
        self._quotations = quotations
        self._masked = _mask(text, quotations)
        self._memory = _Memory()
        self._spoken = self._read(entities)
        self._inspected = any(v.source == "inspectorate" for spoken in self._spoken for v in spoken.voices)
        self.quoted: list[QuotedVoice] = []
        self.sources: list[SourceClass] = []
        self._attribute()

    def _block_of(self, position: int) -> int:
        return max(bisect_right(self._block_starts, position) - 1, 0)

    def _read(self, entities: Sequence[Entity]) -> list[_Spoken]:
        """Find voices and attributions of all sentences; pronouns are resolved in order of reading."""
        people = People()
        starts = [entity.start for entity in entities]
        spoken: list[_Spoken] = []
        memory = self._memory
        for reading in self._readings:
            within = entities[bisect_left(starts, reading.start) : bisect_left(starts, reading.end)]
            span = (reading.start, reading.end)
            voices = find_voices(self._masked, span, within, people)
            resolved: list[tuple[Attribution, Voice | None]] = []
            for attribution in find_attributions(self._masked, span, voices):
                voice = attribution.voice
                word = self._text[voice.start : voice.end].lower()
                whom = _within_sentence(voice, word, voices) or memory.resolve(voice, word)
                resolved.append((attribution, whom))
                if whom is not None and voice.number != "pronoun":
                    memory.hear(whom)
            heard = {attribution.voice for attribution, _ in resolved}
            for voice in voices:
                if voice not in heard and voice.number == "person" and voice.source is not None:
                    # somebody introduced without a verb can be meant by "he said" in the next paragraph
                    if memory.person is None or voice.identity != "spokesperson":
                        memory.person = voice
                elif voice not in heard and voice.source == "inspectorate" and memory.group is None:
                    memory.group = voice
            covered = sum(
                max(0, min(q.end, reading.end) - max(q.start, reading.start))
                for q in self._near_quotations(span)
            )
            spoken.append(
                _Spoken(
                    reading.start,
                    reading.end,
                    self._block_of(reading.start),
                    voices,
                    resolved,
                    covered / max(reading.end - reading.start, 1),
                )
            )
        return spoken

    def _near_quotations(self, span: tuple[int, int]) -> list[Mention]:
        return [q for q in self._quotations if q.start < span[1] and span[0] < q.end]

    def _attribute(self) -> None:
        starts = [s.start for s in self._spoken]
        by_sentence: dict[int, list[int]] = {}
        last: QuotedVoice | None = None
        last_block = -1
        for number, quotation in enumerate(self._quotations):
            first = max(bisect_right(starts, quotation.start) - 1, 0)
            stop = bisect_left(starts, quotation.end)
            for index in range(first, max(stop, first + 1)):
                by_sentence.setdefault(index, []).append(number)
            voice = self._voice_of(quotation, first, max(stop, first + 1), last, last_block)
            self.quoted.append(voice)
            if self._blocks and self._blocks[self._block_of(quotation.start)].label not in {
                "headline",
                "subheading",
                "standfirst",
            }:
                last = voice
                last_block = self._block_of(quotation.start)
        frame: SourceClass | None = None
        frame_block = -1
        lead_in: SourceClass | None = None
        for index, spoken in enumerate(self._spoken):
            label = self._blocks[spoken.block].label if self._blocks else "paragraph"
            numbers = by_sentence.get(index, [])
            source: SourceClass | None = None
            if spoken.quoted_share >= _MOSTLY_QUOTED and numbers:
                source = self._longest(spoken, numbers).source
            else:
                source = self._explicit(spoken)
                if source is None and numbers and not spoken.attributions:
                    source = self._longest(spoken, numbers).source
                if source is not None:
                    frame, frame_block = source, spoken.block
                elif label == "list_item" and lead_in is not None:
                    source = lead_in
                else:
                    source = self._unattributed(spoken, label, frame, spoken.block == frame_block)
            if label != "list_item":
                lead_in = source if _LEAD_IN.search(self._text, spoken.start, spoken.end) else None
            self.sources.append(source)

    def _longest(self, spoken: _Spoken, numbers: Sequence[int]) -> QuotedVoice:
        def share(number: int) -> int:
            quotation = self._quotations[number]
            return min(quotation.end, spoken.end) - max(quotation.start, spoken.start)

        return self.quoted[max(numbers, key=share)]

    def _explicit(self, spoken: _Spoken) -> SourceClass | None:
        """Return whose assertion a sentence says it is, by its first attribution."""
        for attribution, voice in spoken.attributions:
            if voice is None or voice.source is None:
                continue
            if (
                voice.source == "other"
                and voice.number == "group"
                and re.match(
                    r"(?:told|reported|said to)\s+(?:the\s+)?(?:inspectors|ofsted)",
                    self._text[attribution.at : spoken.end],
                    re.IGNORECASE,
                )
            ):
                return "inspectorate"
            return voice.source
        return None

    def _unattributed(
        self, spoken: _Spoken, label: str, frame: SourceClass | None, same_block: bool
    ) -> SourceClass:
        sentence = self._text[spoken.start : spoken.end]
        if _VERDICT.search(sentence) and self._inspected:
            return "inspectorate"
        if same_block and frame is not None:
            return frame
        if not self._inspected:
            return "article"
        if label in {"headline", "standfirst", "subheading"}:
            return "article" if _PLAIN_REPORT.search(sentence) else "inspectorate"
        if _PLAIN_REPORT.search(sentence) or (_FIGURES.search(sentence) and frame != "inspectorate"):
            return "article"
        if frame in {"inspectorate", None}:
            return "inspectorate"
        return "article" if frame != "council" else "inspectorate"

    def _voice_of(
        self, quotation: Mention, first: int, stop: int, last: QuotedVoice | None, last_block: int
    ) -> QuotedVoice:
        """Find who spoke a quotation: in its own sentences, its paragraph, before it, after it."""
        block = self._block_of(quotation.start)
        near = self._nearest(quotation, range(first, stop))
        if near is not None:
            return near
        label = self._blocks[block].label if self._blocks else "paragraph"
        if label in {"headline", "subheading", "standfirst"}:
            return self._echoed(quotation, stop)
        same = [
            i
            for i in range(max(first - 12, 0), min(stop + 12, len(self._spoken)))
            if self._spoken[i].block == block
        ]
        before = [i for i in same if i < first]
        if last is not None and last_block == block:
            return last
        for index in reversed(before):
            found = self._nearest(quotation, [index])
            if found is not None:
                return found
        found = self._nearest(quotation, [i for i in same if i >= stop])
        if found is not None:
            return found
        if last is not None and block - last_block <= 2 and not self._led_in(first, block):
            return last
        for index in range(first - 1, max(first - 4, -1), -1):
            found = self._nearest(quotation, [index])
            if found is not None:
                return found
        if last is not None:
            return last
        for index in range(stop, min(stop + 4, len(self._spoken))):
            found = self._nearest(quotation, [index])
            if found is not None:
                return found
        source: SourceClass = "inspectorate" if self._inspected else "council"
        return QuotedVoice(source, None)

    def _led_in(self, first: int, block: int) -> bool:
        """Tell whether the sentence before, in an earlier block, ends in a colon."""
        if first == 0 or self._spoken[first - 1].block == block:
            return False
        before = self._spoken[first - 1]
        return bool(_LEAD_IN.search(self._text, before.start, before.end)) and bool(before.attributions)

    def _nearest(self, quotation: Mention, indexes: Sequence[int] | range) -> QuotedVoice | None:
        """Return the voice of the attribution nearest to a quotation in the given sentences."""
        best: tuple[int, Voice] | None = None
        for index in indexes:
            for attribution, voice in self._spoken[index].attributions:
                if voice is None or voice.source is None:
                    continue
                where = attribution.at
                distance = where - quotation.end if where >= quotation.end else quotation.start - where
                gap = (
                    self._masked[quotation.end : where]
                    if where >= quotation.end
                    else self._masked[where : quotation.start]
                )
                if "\x00" in gap:
                    distance += 200  # another quotation lies between
                if not attribution.speech:
                    distance += 15
                if best is None or distance < best[0]:
                    best = (distance, voice)
        if best is None:
            return None
        voice = best[1]
        return QuotedVoice(voice.source or "council", voice)

    def _echoed(self, quotation: Mention, stop: int) -> QuotedVoice:
        """Find who spoke the words of a headline: the quotation of the body that holds most of them, else the next voice."""
        wanted = set(_WORDS.findall(self._text[quotation.start : quotation.end].lower()))
        best: tuple[float, int] | None = None
        for index in range(stop, len(self._spoken)):
            spoken = self._spoken[index]
            for other in self._near_quotations((spoken.start, spoken.end)):
                words = set(_WORDS.findall(self._text[other.start : other.end].lower()))
                share = len(wanted & words) / max(len(wanted), 1)
                if share >= 0.6 and (best is None or share > best[0]):
                    best = (share, index)
        indexes = [best[1]] if best else []
        indexes += list(range(stop, min(stop + 6, len(self._spoken))))
        for index in indexes:
            for _, voice in self._spoken[index].attributions:
                if voice is not None and voice.source is not None:
                    return QuotedVoice(voice.source, voice)
        return QuotedVoice("inspectorate" if self._inspected else "council", None)


def _within_sentence(pronoun: Voice, word: str, voices: Sequence[Voice]) -> Voice | None:
    """Return whom "they" or "it" means when a fitting body or group stands before it in the same sentence."""
    if pronoun.number != "pronoun" or word not in {"it", "they"}:
        return None
    numbers = {"body", "document"} if word == "it" else {"group"}
    before = [v for v in voices if v.end <= pronoun.start and v.number in numbers and v.source is not None]
    return before[-1] if before else None


def _mask(text: str, quotations: Sequence[Mention]) -> str:
    """Blank quoted words with U+0000, one for one."""
    parts: list[str] = []
    position = 0
    for quotation in quotations:
        parts.append(text[position : quotation.start])
        parts.append("\x00" * (quotation.end - max(quotation.start, position)))
        position = max(quotation.end, position)
    parts.append(text[position:])
    return "".join(parts)
