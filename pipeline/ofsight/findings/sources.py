"""Whose assertion each sentence is: the discourse and the reader brought together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from ofsight.reading import Mention, SentenceReading
from ofsight.record import Finding
from ofsight.record.labels import SOURCES
from ofsight.record.types import SourceClass

from .decide import Whose
from .discourse import Discourse
from .quoted import QuotedVoice
from .source_model import SourceModel, load_source_model

_IN_REPORTS: tuple[SourceClass, ...] = ("inspectorate", "other")


def chain_sources(
    discourse: Discourse,
    readings: Sequence[SentenceReading],
    *,
    whose: Whose,
    model: SourceModel | None = None,
) -> list[SourceClass]:
    """Return the sources of the sentences of a news article.

    Parameters
    ----------
    discourse : Discourse
        What the article tells of them.
    readings : sequence of SentenceReading
        What the reader says of them.
    whose : "discourse", "reader" or "both"
        Who decides. A reader with sources of its own, beside the codebook's, is not mixed with the discourse.
    model : SourceModel, optional
        By default the one that the package ships.
    """
    own = any(not set(reading.source) <= set(SOURCES) for reading in readings)
    heard = whose == "both" and not own
    chained = (model or load_source_model()).decide(
        discourse.clues, discourse.blocks, readings if heard else None
    )
    if whose == "discourse" or heard:
        return chained
    return [_likeliest(reading) or source for reading, source in zip(readings, chained, strict=True)]


def choose_sources(
    ruled: Sequence[SourceClass], readings: Sequence[SentenceReading], *, whose: Whose
) -> list[SourceClass]:
    """Return the sources of the sentences of a report: the inspectors, or somebody who told them.

    Parameters
    ----------
    ruled : sequence of SourceClass
        Whose they are by rule.
    readings, whose
        As in :func:`chain_sources`; with "both" the reader chooses between the two that reports know.
    """
    if whose == "discourse":
        return list(ruled)
    of = _IN_REPORTS if whose == "both" else None
    return [_likeliest(reading, of) or source for reading, source in zip(readings, ruled, strict=True)]


def hear_findings(
    quotations: Sequence[Mention], voices: Sequence[QuotedVoice], findings: Sequence[Finding]
) -> list[QuotedVoice]:
    """Return the voices of quotations, each with the source that the findings in it have.

    What is quoted is one party's, and the chain over the article weighs more than the words around the marks;
    where the findings in a quotation have several sources, that of the longest stretch counts.

    Parameters
    ----------
    quotations : sequence of Mention
        The quotations of an article.
    voices : sequence of QuotedVoice
        Whose they are by the words around them; they keep what holds no finding.
    findings : sequence of Finding
        Of the article.
    """
    heard = []
    for quotation, voice in zip(quotations, voices, strict=True):
        lengths: dict[SourceClass, int] = {}
        for finding in findings:
            common = min(finding.end, quotation.end) - max(finding.start, quotation.start)
            if common > 0:
                lengths[finding.source] = lengths.get(finding.source, 0) + common
        longest = max(lengths, key=lengths.__getitem__) if lengths else voice.source
        heard.append(voice._replace(source=longest))
    return heard


def _likeliest(reading: SentenceReading, of: Sequence[SourceClass] | None = None) -> SourceClass | None:
    """Return the reader's likeliest source, of those that it knows; None if it says nothing."""
    names = [name for name in reading.source if of is None or name in of] or list(reading.source)
    if not names:
        return None
    return cast("SourceClass", max(names, key=lambda name: reading.source[name]))
