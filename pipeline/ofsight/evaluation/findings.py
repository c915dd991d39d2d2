"""Findings: which sentences, on what themes, good or bad, whose words, about which councils."""

from __future__ import annotations

from collections.abc import Sequence

from ofsight.record import Finding, Sentence

from .coverage import Region
from .matching import Pairs, leftovers, match_spans, overlapping, same_stretch
from .tally import ALL, Tally

FINDING = "finding"
NO_FINDING = "no finding"


def score_findings(
    gold: Sequence[Finding],
    predicted: Sequence[Finding],
    sentences: Sequence[Sentence],
    region: Region,
    tally: Tally,
) -> None:
    """Score the findings of one document.

    Findings are matched one to one at IoU >= 0.5 or where one covers 80% of the other. Themes count over all
    findings, matched or not; polarity, source, councils (exact set) and the exact set of themes over matched
    ones. Over the gold sentences, "finding or not" goes into a confusion table for Cohen's kappa.
    """
    predicted = findings_to_score(gold, predicted, region)
    pairs = match_spans(gold, predicted, same_stretch)
    tally.items("findings.detection", [ALL] * len(gold), [ALL] * len(predicted), [(ALL, ALL)] * len(pairs))
    _count_sentences(gold, predicted, sentences, tally)
    tally.items(
        "findings.themes",
        [theme for finding in gold for theme in finding.themes],
        [theme for finding in predicted for theme in finding.themes],
        [
            (theme, theme)
            for row, column in pairs
            for theme in gold[row].themes
            if theme in predicted[column].themes
        ],
    )
    for row, column in pairs:
        _score_pair(gold[row], predicted[column], tally)
    missed, spurious = leftovers(pairs, gold, predicted)
    for index in missed:
        tally.mistake("findings", "missed", gold[index], describe(gold[index]), None)
    for index in spurious:
        tally.mistake("findings", "spurious", predicted[index], None, describe(predicted[index]))


def findings_to_score(gold: Sequence[Finding], predicted: Sequence[Finding], region: Region) -> list[Finding]:
    """Return the predicted findings that the gold can judge: matching one of its own, or in its region."""
    matching = {
        column for row, column in overlapping(gold, predicted) if same_stretch(gold[row], predicted[column])
    }
    return [item for index, item in enumerate(predicted) if index in matching or region.holds(item)]


def _score_pair(gold: Finding, predicted: Finding, tally: Tally) -> None:
    for aspect in ("polarity", "source"):
        wanted, got = getattr(gold, aspect), getattr(predicted, aspect)
        tally.decision(f"findings.{aspect}", ALL, right=wanted == got)
        tally.confuse(f"findings.{aspect}", wanted, got)
        if wanted != got:
            tally.mistake("findings", f"wrong {aspect}", gold, wanted, got)
    for aspect in ("themes", "councils"):
        wanted, got = getattr(gold, aspect), getattr(predicted, aspect)
        right = set(wanted) == set(got)
        tally.decision("findings.theme_set" if aspect == "themes" else "findings.councils", ALL, right=right)
        if not right:
            tally.mistake("findings", f"wrong {aspect}", gold, ", ".join(wanted), ", ".join(got))


def _count_sentences(
    gold: Sequence[Finding], predicted: Sequence[Finding], sentences: Sequence[Sentence], tally: Tally
) -> None:
    """Tell for each gold sentence whether either side has a finding in it."""

    def holders(findings: Sequence[Finding]) -> set[int]:
        pairs: Pairs = match_spans(sentences, findings, same_stretch)
        return {row for row, _ in pairs}

    in_gold, in_predicted = holders(gold), holders(predicted)
    for index in range(len(sentences)):
        tally.confuse(
            "findings.detection",
            FINDING if index in in_gold else NO_FINDING,
            FINDING if index in in_predicted else NO_FINDING,
        )


def describe(finding: Finding) -> str:
    """Return all labels of a finding in one line."""
    parts = (", ".join(finding.themes), finding.polarity, finding.source, ", ".join(finding.councils))
    return "; ".join(part for part in parts if part)
