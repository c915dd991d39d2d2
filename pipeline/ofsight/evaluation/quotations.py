"""Quotations: their spans, whose words they are, and who is named as the speaker."""

from __future__ import annotations

from collections.abc import Sequence

from ofsight.record import Quotation, Speaker

from .coverage import Region
from .matching import leftovers, match_equal, match_spans, overlap, overlapping, same_stretch
from .tally import ALL, Tally


def score_quotations(
    gold: Sequence[Quotation], predicted: Sequence[Quotation], region: Region, tally: Tally
) -> None:
    """Score the quotations of one document.

    ``strict`` wants the same start and end, ``partial`` matches as findings are matched. Source and speaker
    count over partial matches: ``speaker`` wants the same span (or none on both sides), ``speaker_overlap`` a
    common character.
    """
    matching = {
        column for row, column in overlapping(gold, predicted) if same_stretch(gold[row], predicted[column])
    }
    predicted = [item for index, item in enumerate(predicted) if index in matching or region.holds(item)]
    everything = ([ALL] * len(gold), [ALL] * len(predicted))
    strict = match_equal([(item.start, item.end) for item in gold], [(i.start, i.end) for i in predicted])
    tally.items("quotations.strict", *everything, [(ALL, ALL)] * len(strict))
    pairs = match_spans(gold, predicted, same_stretch)
    tally.items("quotations.partial", *everything, [(ALL, ALL)] * len(pairs))
    for row, column in pairs:
        _score_pair(gold[row], predicted[column], tally)
    missed, spurious = leftovers(pairs, gold, predicted)
    for index in missed:
        tally.mistake("quotations", "missed", gold[index], gold[index].source, None)
    for index in spurious:
        tally.mistake("quotations", "spurious", predicted[index], None, predicted[index].source)


def _score_pair(gold: Quotation, predicted: Quotation, tally: Tally) -> None:
    if (gold.start, gold.end) != (predicted.start, predicted.end):
        found = f"{predicted.start}–{predicted.end}"
        tally.mistake("quotations", "wrong borders", gold, f"{gold.start}–{gold.end}", found)
    tally.decision("quotations.source", ALL, right=gold.source == predicted.source)
    tally.confuse("quotations.source", gold.source, predicted.source)
    if gold.source != predicted.source:
        tally.mistake("quotations", "wrong source", gold, gold.source, predicted.source)
    wanted, got = gold.speaker, predicted.speaker
    right = _span(wanted) == _span(got)
    tally.decision("quotations.speaker", ALL, right=right)
    close = right or (wanted is not None and got is not None and overlap(wanted, got) > 0)
    tally.decision("quotations.speaker_overlap", ALL, right=close)
    if not right:
        tally.mistake("quotations", "wrong speaker", gold, _describe(wanted), _describe(got))


def _span(speaker: Speaker | None) -> tuple[int, int] | None:
    return None if speaker is None else (speaker.start, speaker.end)


def _describe(speaker: Speaker | None) -> str:
    if speaker is None:
        return "no speaker"
    return f"{speaker.start}–{speaker.end}" + (f" “{speaker.text}”" if speaker.text is not None else "")
