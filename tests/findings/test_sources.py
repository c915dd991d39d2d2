"""Who decides whose assertion a sentence is: the discourse, the reader, both."""

from __future__ import annotations

import numpy as np
import pytest

from ofsight.clues import ClueModel
from ofsight.findings.discourse import Discourse
from ofsight.findings.quoted import QuotedVoice
from ofsight.findings.source_model import SourceModel
from ofsight.findings.sources import chain_sources, choose_sources, hear_findings
from ofsight.reading import Mention, SentenceReading
from ofsight.record import Finding
from ofsight.record.labels import SOURCES

COUNCIL_SAYS = {"says: council": 1.0}
FLAT = np.zeros((5, 5))
MODEL = SourceModel(
    ClueModel(
        SOURCES,
        np.zeros(5),
        {"says: council": np.array([0, 4, 0, 0, 0]), "last: council": np.array([0, 1, 0, 0, 0])},
    ),
    FLAT,
    FLAT,
)


def reading(**source: float) -> SentenceReading:
    return SentenceReading(0, 10, 0.9, source=source)


def told(*clues: dict[str, float]) -> Discourse:
    return Discourse(["article"] * len(clues), [], list(clues), list(range(len(clues))))


def test_the_discourse_alone_does_not_hear_the_reader() -> None:
    sure = [reading(government=0.99, council=0.01)]
    assert chain_sources(told(COUNCIL_SAYS), sure, whose="discourse", model=MODEL) == ["council"]


def test_the_reader_alone_decides_where_it_answers() -> None:
    answers = [reading(government=0.6, council=0.4), reading()]
    found = chain_sources(told(COUNCIL_SAYS, COUNCIL_SAYS), answers, whose="reader", model=MODEL)
    assert found == ["government", "council"]


def test_together_a_hesitant_reader_is_overruled_and_a_sure_one_is_not() -> None:
    hesitant, sure = [reading(other=0.5, council=0.4)], [reading(government=0.99, council=0.001)]
    assert chain_sources(told(COUNCIL_SAYS), hesitant, whose="both", model=MODEL) == ["council"]
    assert chain_sources(told({"last: council": 1.0}), sure, whose="both", model=MODEL) == ["government"]


def test_a_reader_with_sources_of_its_own_is_not_mixed_with_the_discourse() -> None:
    own = [reading(provider=0.7, council=0.3)]
    assert chain_sources(told(COUNCIL_SAYS), own, whose="both", model=MODEL) == ["provider"]


@pytest.mark.parametrize(
    ("whose", "expected"),
    [("discourse", "other"), ("reader", "council"), ("both", "inspectorate")],
)
def test_in_a_report_only_inspectors_and_others_speak(whose, expected) -> None:
    answered = reading(council=0.6, inspectorate=0.3, other=0.1)
    assert choose_sources(["other"], [answered], whose=whose) == [expected]
    assert choose_sources(["other"], [reading()], whose=whose) == ["other"]


def test_in_a_report_sources_of_ones_own_stay() -> None:
    assert choose_sources(["other"], [reading(provider=0.7)], whose="both") == ["provider"]


def finding(start: int, end: int, source: str) -> Finding:
    return Finding.model_validate(
        {
            "start": start,
            "end": end,
            "themes": ["recording"],
            "polarity": "weakness",
            "source": source,
            "councils": [],
        }
    )


def test_a_quotation_has_the_source_of_the_findings_in_it() -> None:
    quotations = [Mention(s, e, "QUOTATION", 1.0) for s, e in ((0, 10), (20, 60), (70, 80))]
    voices = [QuotedVoice("council", None)] * 3
    findings = [finding(5, 12, "government"), finding(18, 40, "inspectorate"), finding(41, 50, "other")]
    heard = hear_findings(quotations, voices, findings)
    assert [voice.source for voice in heard] == ["government", "inspectorate", "council"]
