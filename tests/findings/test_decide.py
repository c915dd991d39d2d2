from __future__ import annotations

import pytest

from ofsight.errors import ModelError
from ofsight.findings.decide import Decisions, choose_polarity
from ofsight.reading import SentenceReading

PLAIN = Decisions()


def reading(finding: float = 0.9, **themes: float) -> SentenceReading:
    return SentenceReading(0, 10, finding, themes=themes)


def test_all_themes_over_the_threshold_in_order() -> None:
    assert PLAIN.themes(reading(caseloads=0.6, leadership=0.9, recording=0.3)) == ("leadership", "caseloads")


def test_at_least_one_theme() -> None:
    assert PLAIN.themes(reading(caseloads=0.4, recording=0.3)) == ("caseloads",)


def test_no_finding_without_a_theme() -> None:
    assert not PLAIN.is_finding(reading())
    assert not PLAIN.is_finding(reading(0.4, caseloads=0.9))
    assert PLAIN.is_finding(reading(0.5, caseloads=0.9))


def test_themes_of_an_extractor_come_last() -> None:
    assert PLAIN.themes(reading(climate=0.9, recording=0.9)) == ("recording", "climate")


def test_a_theme_may_have_a_threshold_of_its_own() -> None:
    decisions = Decisions(theme_threshold=0.6, theme_thresholds={"caseloads": 0.3, "recording": 0.8})
    assert decisions.themes(reading(leadership=0.6, caseloads=0.3, recording=0.7)) == (
        "leadership",
        "caseloads",
    )
    # of those below their thresholds, the one that comes nearest to its own
    assert decisions.themes(reading(leadership=0.4, caseloads=0.2, recording=0.5)) == ("caseloads",)


def test_the_threshold_of_findings_and_the_least_theme_are_set() -> None:
    decisions = Decisions(finding_threshold=0.3, minimum_theme=0.1)
    assert decisions.is_finding(reading(0.3, caseloads=0.1))
    assert not decisions.is_finding(reading(0.29, caseloads=0.9))
    assert not decisions.is_finding(reading(0.9, caseloads=0.09))


@pytest.mark.parametrize(
    "settings",
    [{"finding_threshold": 1.5}, {"minimum_theme": -0.1}, {"theme_thresholds": {"caseloads": float("nan")}}],
)
def test_a_threshold_outside_0_to_1_is_named(settings: dict[str, float]) -> None:
    with pytest.raises(ModelError, match=next(iter(settings))):
        Decisions(**settings)


def test_nothing_known_of_polarity_is_neutral() -> None:
    assert choose_polarity(reading()) == "neutral"
