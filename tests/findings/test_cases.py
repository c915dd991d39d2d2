"""Accuracy on the marked-up articles. The floors are what the rules reach: raise them, never lower them."""

from __future__ import annotations

import pytest
from tests.findings.marked import CASES, read_case
from tests.findings.scoring import Scores

from ofsight import layers

# figures: finding F1, themes micro, polarity, source, council, quotation F1, speaker
FLOORS = {
    "tuned": (0.97, 0.85, 0.95, 0.90, 1.0, 1.0, 1.0),
    "held_out": (0.95, 0.86, 0.95, 0.91, 0.97, 1.0, 1.0),
}


@pytest.mark.parametrize("half", sorted(FLOORS))
def test_articles_reach_their_floors(half: str) -> None:
    scores = Scores()
    for path in sorted(CASES.glob(f"{half}_*.txt")):
        case = read_case(path)
        doc = case.annotate()
        scores.add(case, layers.get_findings(doc), layers.get_quotations(doc))
    reached = (
        scores.finding_f1,
        scores.theme_micro,
        scores.accuracy("polarity"),
        scores.accuracy("source"),
        scores.accuracy("councils"),
        scores.quotation_f1,
        scores.quotation_accuracy("speaker"),
    )
    below = [i for i, (figure, floor) in enumerate(zip(reached, FLOORS[half], strict=True)) if figure < floor]
    assert not below, f"{scores}\n" + "\n".join(scores.errors)


@pytest.mark.parametrize("path", sorted(CASES.glob("*.txt")), ids=lambda path: path.stem)
def test_findings_lie_on_sentences_and_hold_a_theme(path) -> None:
    case = read_case(path)
    doc = case.annotate()
    sentences = {(s.start, s.end) for s in case.sentences}
    findings = layers.get_findings(doc)
    assert findings
    for finding in findings:
        assert (finding.start, finding.end) in sentences
        assert finding.themes
    for quotation in layers.get_quotations(doc):
        if quotation.speaker is not None:
            assert case.text[quotation.speaker.start : quotation.speaker.end] == quotation.speaker.text
