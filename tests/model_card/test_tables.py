from __future__ import annotations

import pytest

from ofsight.model_card import tables
from ofsight.model_card.facts import Ablations, CorpusFigures, Estimate, ModelFigures, ReliabilityFacts


def cells(table: str) -> list[list[str]]:
    """Return the cells of a Markdown table, the header first."""
    lines = [line for line in table.splitlines() if not line.startswith("| --")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.fixture
def corpus() -> CorpusFigures:
    def found(value: float, count: int = 40) -> Estimate:
        return Estimate(value=value, low=value - 0.1, high=value + 0.1, count=count)

    rules = {"entities.strict.micro.f1": found(0.5), "entities.strict.COUNCIL.f1": found(0.4, 7)}
    both = {
        "entities.strict.micro.f1": found(0.8),
        "entities.strict.COUNCIL.f1": found(0.7, 7),
        "entities.strict.COUNCIL.precision": found(0.75, 7),
        "entities.strict.COUNCIL.recall": found(0.65, 7),
        "entities.strict.TRUST.f1": found(0.3, 2),
        "findings.polarity": found(0.9, 31),
    }
    systems = {"rules": rules, "both": both}
    return CorpusFigures.model_validate(
        {
            "name": "news",
            "gold": {},
            "groups": {"all": {"documents": 9, "systems": systems}},
            "reliability": {},
        }
    )


def test_an_estimate_is_shown_with_its_interval() -> None:
    assert tables.interval(Estimate(value=0.8544, low=0.8394, high=0.868, count=1)) == "0.854 (0.839–0.868)"
    assert tables.interval(Estimate(value=1, low=None, high=None, count=1)) == "1.000"
    assert tables.interval(None) is None


def test_main_figures_stand_beside_each_other(corpus: CorpusFigures) -> None:
    assert cells(tables.main_table(corpus, "all")) == [
        ["", "n", "rules alone", "as it ships"],
        ["Entities, strict micro F1", "40", "0.500 (0.400–0.600)", "0.800 (0.700–0.900)"],
        ["Polarity, accuracy", "31", "–", "0.900 (0.800–1.000)"],
    ]


def test_labels_come_in_the_order_of_the_codebook_then_ones_own(corpus: CorpusFigures) -> None:
    header, council, trust = cells(tables.entity_table(corpus))
    assert header == ["", "n", "F1, rules alone", "F1, as it ships", "precision", "recall"]
    assert council[:4] == ["COUNCIL", "7", "0.400 (0.300–0.500)", "0.700 (0.600–0.800)"]
    assert council[4:] == ["0.750 (0.650–0.850)", "0.650 (0.550–0.750)"]
    assert trust[:4] == ["TRUST", "2", "–", "0.300 (0.200–0.400)"]
    assert tables.has_task(corpus, "entities.strict")
    assert not tables.has_task(corpus, "findings.themes")


def test_themes_have_a_row_each(figures: ModelFigures) -> None:
    reports = figures.splits["dev"].corpora[1]
    rows = cells(tables.theme_table(reports))
    assert {row[0] for row in rows[1:]} >= {"caseloads", "supervision"}


def test_the_chart_shows_both_the_share_that_is_right_and_the_score() -> None:
    def row(score: float, accuracy: float) -> list[str]:
        part = {"low": 0, "high": 1, "count": 3, "score": score, "accuracy": accuracy}
        facts = ReliabilityFacts.model_validate({"count": 3, "error": 0, "brier": 0, "bins": [part]})
        return cells(tables.reliability_table(facts))[1]

    assert row(0.25, 0.5) == ["0.0–1.0", "3", "0.250", "0.500", "`█████┃████··········`"]
    assert row(1.0, 0.0)[-1] == "`···················┃`"
    assert row(0.0, 1.0)[-1] == "`┃███████████████████`"


def test_variants_have_the_columns_of_all() -> None:
    base = {"name": "base", "figures": {"themes": 0.5}}
    hints = {"name": "hints", "change": "rules beside", "kept": True}
    hints["figures"] = {"themes": 0.55, "polarity": None}
    ablations = Ablations.model_validate({"note": "", "variants": [base, hints]})
    assert cells(tables.ablation_table(ablations)) == [
        ["variant", "change", "themes", "polarity", "kept"],
        ["base", "", "0.500", "–", "no"],
        ["hints", "rules beside", "0.550", "–", "yes"],
    ]


def test_nested_facts_are_laid_flat() -> None:
    assert tables.flat({"words": 5, "peak": {"memory_mb": 1.5, "by": {"stage": 2}}}) == [
        ("words", 5),
        ("peak, memory mb", 1.5),
        ("peak, by, stage", 2),
    ]
