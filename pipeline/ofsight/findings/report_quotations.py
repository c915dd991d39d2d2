"""Whose words the quotations of an inspection report are: mostly those of one child, parent or worker."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from ofsight.reading import Mention, SentenceReading
from ofsight.record import Block, Entity

from .quoted import QuotationAttributor, QuotedVoice
from .report_source import source_in_report
from .spoken import mask_quoted, read_spoken

_AROUND = 160  # characters around a quotation that may say whose it is


def attribute_in_report(
    text: str,
    *,
    blocks: Sequence[Block],
    readings: Sequence[SentenceReading],
    entities: Sequence[Entity],
    quotations: Sequence[Mention],
) -> list[QuotedVoice]:
    """Attribute the quotations of one report, by what their own paragraphs and those just before them say.

    Where nobody is named the words are the inspectors', without a speaker.

    Parameters
    ----------
    text : str
        The reading text.
    blocks, readings, entities, quotations
        Of the document's body, in order; quotations do not overlap.
    """
    if not quotations:
        return []
    starts = [block.start for block in blocks]
    quoting = {bisect_right(starts, quotation.start) - 1 for quotation in quotations}
    wanted = quoting | {block - 1 for block in quoting}
    near = [r for r in readings if bisect_right(starts, r.start) - 1 in wanted]
    masked = mask_quoted(text, quotations)
    spoken = read_spoken(text, masked, blocks=blocks, readings=near, entities=entities, quotations=quotations)
    attributor = QuotationAttributor(
        text, masked, blocks=blocks, spoken=spoken, fallback="inspectorate", near_only=True
    )
    return [
        voice._replace(source=source_in_report(text[max(q.start - _AROUND, 0) : q.end + _AROUND]))
        if voice.speaker is None
        else voice
        for q, voice in zip(quotations, attributor.attribute(quotations), strict=True)
    ]
