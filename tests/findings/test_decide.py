from __future__ import annotations

from ofsight.findings.decide import choose_polarity, choose_themes, is_finding
from ofsight.reading import SentenceReading


def reading(finding: float = 0.9, **themes: float) -> SentenceReading:
    return SentenceReading(0, 10, finding, themes=themes)


def test_all_themes_over_the_threshold_in_order() -> None:
    assert choose_themes(reading(caseloads=0.6, leadership=0.9, recording=0.3)) == ("leadership", "caseloads")


def test_at_least_one_theme() -> None:
    assert choose_themes(reading(caseloads=0.4, recording=0.3)) == ("caseloads",)


def test_no_finding_without_a_theme() -> None:
    assert not is_finding(reading())
    assert not is_finding(reading(0.4, caseloads=0.9))
    assert is_finding(reading(0.5, caseloads=0.9))


def test_themes_of_an_extractor_come_last() -> None:
    assert choose_themes(reading(climate=0.9, recording=0.9)) == ("recording", "climate")


def test_nothing_known_of_polarity_is_neutral() -> None:
    assert choose_polarity(reading()) == "neutral"
