"""Quotations with the mention of who said them: a name rather than the noun that it explains."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ofsight.reading import Mention
from ofsight.record import Entity, Quotation, Speaker

from .quoted import QuotedVoice
from .voices import Voice

_APPOSED = re.compile(
    r"(?:\s+(?:appointed|at|for|from|in|of|to|with)\b[^.,;:!?“”\"]{1,60})?,\s+", re.IGNORECASE
)


def make_quotations(
    text: str, spans: Sequence[Mention], voices: Sequence[QuotedVoice], entities: Sequence[Entity]
) -> list[Quotation]:
    """Return the quotations of a document.

    Parameters
    ----------
    text : str
        The document's text.
    spans : sequence of Mention
        The quotations, marks not included.
    voices : sequence of QuotedVoice
        Whose words they are, one for each.
    entities : sequence of Entity
        Of the document: people named among them.
    """
    people = {entity.start: entity for entity in entities if entity.label == "OFFICIAL"}
    return [
        Quotation(
            start=span.start,
            end=span.end,
            source=voice.source,
            speaker=None if voice.speaker is None else _speaker(text, voice.speaker, people),
        )
        for span, voice in zip(spans, voices, strict=True)
    ]


def _speaker(text: str, voice: Voice, people: Mapping[int, Entity]) -> Speaker:
    start, end = voice.start, voice.end
    apposed = _APPOSED.match(text, end) if voice.number == "person" and not voice.named else None
    name = people.get(apposed.end()) if apposed else None
    if name is not None:  # "the commissioner, Ann Hale"
        start, end = name.start, name.end
    return Speaker(start=start, end=end, text=text[start:end])
