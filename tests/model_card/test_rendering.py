from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from ofsight.errors import ModelError
from ofsight.model_card.facts import ModelFigures, write_figures
from ofsight.model_card.rendering import render_card
from ofsight.read.network.labels import LabelSets
from ofsight.read.network.scores import Calibration
from ofsight.read.network.spec import ReaderSpec, feature_values
from ofsight.read.network.windows import WindowSize

SPEC = ReaderSpec(
    labels=LabelSets(("COUNCIL", "TRUST"), True, True, ("leadership",), ("weakness",), ("council",)),
    features=feature_values(("shape", "hint")),
    size=WindowSize(total=200, before=40, after=20, overlap=20),
    calibration=Calibration(),
    files={},
)
BOTH = 'factory = "ofsight_read"\nreader = "both"\nquotations = "rules"\nentities = {"DATE": "rules"}\n'


@pytest.fixture
def card(model: Path, figures: ModelFigures) -> Path:
    """A model's folder with figures."""
    write_figures(model, figures)
    return model


def with_network(model: Path) -> None:
    """Give a model what the card reads of a network; the weights themselves it does not read."""
    (model / "ofsight_read").mkdir()
    (model / "ofsight_read" / "reader.json").write_text(SPEC.to_json())
    config = (model / "config.cfg").read_text()
    (model / "config.cfg").write_text(config.replace('factory = "ofsight_read"\n', BOTH))
    training = {"data": {"train": ["news:train"], "dev": ["news:dev"]}, "seed": 7}
    (model / "training.json").write_text(json.dumps(training))


def row(text: str, name: str) -> list[str]:
    """The cells of the row of a table that starts with a name."""
    (line,) = [line for line in text.splitlines() if re.match(rf"\| {re.escape(name)} +\|", line)]
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_every_section_is_there_in_order(card: Path) -> None:
    found = re.findall(r"^## (.*)$", render_card(card), re.MULTILINE)
    assert found == [
        "What it is",
        "What it is for, and what it is not for",
        "Data",
        "How right it is: development documents",
        "How right it is: test documents",
        "How far to trust a score",
        "Speed",
        "Files",
        "Licence",
        "Making it anew",
    ]


def test_figures_are_those_of_the_file(card: Path, figures: ModelFigures) -> None:
    text = render_card(card)
    news, reports, _ = figures.splits["dev"].corpora
    for corpus, name, title in (
        (news, "judgements.strict.micro.f1", "Judgements, F1"),
        (reports, "findings.theme_set", "Themes, exact set"),
    ):
        estimate = corpus.groups["all"].systems["rules"][name]
        assert f"{estimate.value:.3f} ({estimate.low:.3f}–{estimate.high:.3f})" in text
        assert title in text
    assert "This model has not been scored on the test documents." in text
    assert "rules 0.1.0" in text


def test_the_card_hangs_on_nothing_but_the_files(card: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = render_card(card)
    monkeypatch.chdir("/")
    assert render_card(card) == before
    (card / "README.md").write_text(before)
    assert render_card(card) == before


def test_a_changed_figure_changes_the_card(card: Path, figures: ModelFigures) -> None:
    before = render_card(card)
    plain = figures.model_dump(mode="json")
    rules = plain["splits"]["dev"]["corpora"][0]["groups"]["all"]["systems"]["rules"]
    rules["findings.polarity"]["value"] = 0.1234
    write_figures(card, ModelFigures.model_validate(plain))
    changed = render_card(card)
    assert "0.123 (" in changed
    assert "0.123 (" not in before


def test_test_figures_are_shown_where_there_are_any(card: Path, figures: ModelFigures) -> None:
    both = {"dev": figures.splits["dev"], "test": figures.splits["dev"]}
    write_figures(card, figures.model_copy(update={"splits": both}))
    text = render_card(card)
    assert "has not been scored on the test" not in text
    assert "SCORINGS.md" in text
    assert text.count("| Judgements, F1") == 2


def test_a_network_is_described_with_who_answers_what(card: Path) -> None:
    with_network(card)
    text = render_card(card)
    assert "at most\n200 word pieces, of which 40 before and 20 after" in text
    assert "it is told shape, hint" in text
    assert "Trained on news:train; news:dev chose" in text
    assert "seed 7" in text
    assert "ofsight train configs/rules.toml" in text
    assert "all-MiniLM-L6-v2" in text
    answers = {
        line.split("|")[1].strip(): line.split("|")[2].strip()
        for line in text.partition("| answer")[2].partition("\n\n")[0].splitlines()[2:]
    }
    assert answers["TRUST"] == "network"
    assert answers["DATE"] == "rules"
    assert answers["quotations"] == "rules"
    assert answers["findings, their themes and polarity"] == "network"
    assert answers["source of a finding"] == "discourse"


def test_rules_have_no_network_to_describe(card: Path) -> None:
    text = render_card(card)
    assert "no trained weights" in text
    assert "MiniLM" not in text
    assert "ofsight train" not in text


def test_ablations_and_speed_are_shown_where_there_are_any(card: Path) -> None:
    variant = {"name": "no hints", "change": "without the rules' hints", "figures": {"themes": 0.61}}
    (card / "ablations.json").write_text(json.dumps({"note": "Three passes each.", "variants": [variant]}))
    (card / "speed.json").write_text(json.dumps({"annotate": {"words_per_second": 5100}}))
    text = render_card(card)
    assert "Three passes each." in text
    assert row(text, "no hints")[2:] == ["0.610", "no"]
    assert row(text, "annotate, words per second") == ["annotate, words per second", "5,100"]


def test_files_are_listed_with_their_sizes(card: Path) -> None:
    (card / "README.md").write_text("x" * 12345)
    text = render_card(card)
    size = (card / "config.cfg").stat().st_size
    assert row(text, "config.cfg") == ["config.cfg", f"{size:,}"]
    assert "12,345" not in text


def test_corpora_that_were_not_scored_are_named(card: Path, figures: ModelFigures) -> None:
    split = figures.splits["dev"].model_copy(update={"missing": {"reports": "3 texts are not at hand"}})
    write_figures(card, figures.model_copy(update={"splits": {"dev": split}}))
    assert "Not scored: real reports, findings, because 3 texts are not at hand." in render_card(card)


def test_a_model_without_figures_has_no_card(model: Path) -> None:
    with pytest.raises(ModelError, match=r"figures\.json: is missing"):
        render_card(model)


def test_words_beside_the_network_are_told_of_where_there_are_any(card: Path) -> None:
    with_network(card)
    assert "words and pairs" not in render_card(card)
    files = {**SPEC.files, "words.safetensors": "ab" * 32}
    spec = replace(SPEC, words={"themes": 0.754, "polarity": 1.0}, files=files)
    (card / "ofsight_read" / "reader.json").write_text(spec.to_json())
    text = " ".join(render_card(card).split())
    assert "logistic regression; themes, polarity)" in text
    assert "on the development documents: themes 0.75, polarity 1.00. Words are kept" in text
    assert "ONNX, safetensors, JSON and text only" in text
