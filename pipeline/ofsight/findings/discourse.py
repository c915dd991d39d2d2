"""Walk through an article and say of each sentence and each quotation whose words they are, by rule.

For sentences that is one clue among others; :mod:`.source_model` weighs them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ofsight.clues import Clues
from ofsight.reading import Mention, SentenceReading
from ofsight.record import Block, Entity
from ofsight.record.types import SourceClass

from .quoted import HEADING_LABELS, QuotationAttributor, QuotedVoice
from .source_clues import Told, collect_clues
from .spoken import Spoken, mask_quoted, read_spoken

_MOSTLY_QUOTED = 0.5
_VERDICT = re.compile(
    r"\b(?:was|were|been|is|are|being)\s+(?:\w+ly\s+|also\s+|again\s+)?(?:criticised|praised|rated|judged|graded"
    r"|found|deemed|described|highlighted|commended|identified|downgraded|upgraded|noted|singled out|branded"
    r"|said|told|seen|reported)\b|\bjudged\b|\brated\b",
    re.IGNORECASE,
)
_PLAIN_REPORT = re.compile(
    r"£\d|\b(?:budget|overspen[dt]|spends?|appointed|announced|commissioner|minister|government|trust|board"
    r"|department|direction|notice|funding|resigned|left the|stepped down|election|opened|launched|last year"
    r"|nationally)\b",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"\d+(?:\.\d+)?\s?%|\bper cent\b|\ba (?:third|quarter|fifth|half)\b", re.IGNORECASE)
_LEAD_IN = re.compile(r":\s*$")
_TOLD_INSPECTORS = re.compile(r"(?:told|reported|said to)\s+(?:the\s+)?(?:inspectors|ofsted)", re.IGNORECASE)


_TRAITS = {"verdict": _VERDICT, "plain report": _PLAIN_REPORT, "figures": _FIGURES}


class Discourse(NamedTuple):
    """What is told of an article.

    Attributes
    ----------
    sources : list of SourceClass
        Whose words the sentences are by rule, one for one.
    quoted : list of QuotedVoice
        Whose the quotations are, one for one.
    clues : list of Clues
        What tells whose the sentences are, one for one.
    blocks : list of int
        In which block each sentence stands.
    """

    sources: list[SourceClass]
    quoted: list[QuotedVoice]
    clues: list[Clues]
    blocks: list[int]


def follow_discourse(
    text: str,
    *,
    blocks: Sequence[Block],
    readings: Sequence[SentenceReading],
    entities: Sequence[Entity],
    quotations: Sequence[Mention],
) -> Discourse:
    """Attribute the quotations of one news article, and its sentences as far as rules do.

    Parameters
    ----------
    text : str
        The reading text.
    blocks : sequence of Block
        Of the body.
    readings : sequence of SentenceReading
        The sentences.
    entities : sequence of Entity
        In order.
    quotations : sequence of Mention
        In order, not overlapping.
    """
    masked = mask_quoted(text, quotations)
    spoken = read_spoken(
        text, masked, blocks=blocks, readings=readings, entities=entities, quotations=quotations
    )
    inspected = any(voice.source == "inspectorate" for sentence in spoken for voice in sentence.voices)
    attributor = QuotationAttributor(
        text, masked, blocks=blocks, spoken=spoken, fallback="inspectorate" if inspected else "council"
    )
    quoted = attributor.attribute(quotations)
    covering: dict[int, list[int]] = {}
    for number, quotation in enumerate(quotations):
        for index in attributor.sentences_of(quotation):
            covering.setdefault(index, []).append(number)
    labels = [block.label for block in blocks] or ["paragraph"]
    told: list[Told] = []
    frame: SourceClass | None = None  # whose account the running text gives
    frame_block = -1
    lead_in: SourceClass | None = None
    for index, sentence in enumerate(spoken):
        numbers = covering.get(index, [])
        within = _longest(sentence, numbers, quotations)
        label = labels[sentence.block]
        if label == "subheading":
            frame = None  # a new passage
        explicit = _explicit(text, sentence)
        if within is not None and (sentence.quoted_share >= _MOSTLY_QUOTED or not sentence.attributions):
            source = quoted[within].source
        elif explicit is not None:
            source = explicit
        elif label == "list_item" and lead_in is not None:
            source = lead_in
        else:
            source = _unattributed(
                text[sentence.start : sentence.end],
                label,
                frame=frame,
                goes_on=sentence.block == frame_block,
                inspected=inspected,
            )
        if sentence.quoted_share < _MOSTLY_QUOTED and (explicit is not None or within is not None):
            frame, frame_block = source, sentence.block
        if label != "list_item":
            lead_in = source if _LEAD_IN.search(text, sentence.start, sentence.end) else None
        traits = tuple(name for name, words in _TRAITS.items() if words.search(masked, *sentence.span))
        told.append(
            Told(sentence, label, explicit, None if within is None else quoted[within].source, source, traits)
        )
    return Discourse(
        [sentence.ruled for sentence in told], quoted, collect_clues(told, masked), [s.block for s in spoken]
    )


def _longest(sentence: Spoken, numbers: Sequence[int], quotations: Sequence[Mention]) -> int | None:
    """Return the quotation that holds most of a sentence, None when none touches it."""

    def share(number: int) -> int:
        quotation = quotations[number]
        return min(quotation.end, sentence.end) - max(quotation.start, sentence.start)

    return max(numbers, key=share, default=None)


def _explicit(text: str, sentence: Spoken) -> SourceClass | None:
    """Return whose assertion a sentence says it is, by its first attribution."""
    for attribution, voice in sentence.attributions:
        if voice is None or voice.source is None:
            continue
        if (
            voice.source == "other"
            and voice.number == "group"
            and _TOLD_INSPECTORS.match(text, attribution.at, sentence.end)
        ):
            return "inspectorate"  # what children told inspectors is part of what inspectors found
        return voice.source
    return None


def _unattributed(
    sentence: str, label: str, *, frame: SourceClass | None, goes_on: bool, inspected: bool
) -> SourceClass:
    """Judge a sentence that names no source: it goes on with the account before, or the journalist speaks.

    Parameters
    ----------
    sentence, label : str
        Its text, and the label of its block.
    frame : SourceClass or None
        Whose account the text before gives.
    goes_on : bool
        That account stands in the same paragraph.
    inspected : bool
        The article speaks of inspectors at all.
    """
    if inspected and _VERDICT.search(sentence):
        return "inspectorate"
    if goes_on and frame is not None:
        return frame
    plain = bool(_PLAIN_REPORT.search(sentence)) or (
        frame != "inspectorate" and label not in HEADING_LABELS and bool(_FIGURES.search(sentence))
    )
    return (
        "article" if plain or not inspected or frame in {"government", "other", "article"} else "inspectorate"
    )
