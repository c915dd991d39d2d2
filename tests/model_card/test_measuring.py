from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest
from tests.read.network.tiny import tiny_tokenizer

from ofsight.errors import DataError
from ofsight.model_card.facts import ModelFigures
from ofsight.model_card.measuring import Places, checksums, gold_of, measure, systems_of
from ofsight.model_files import find_model, model_checksum
from ofsight.read.network.labels import LabelSets
from ofsight.read.network.reader import NetworkReader
from ofsight.read.network.store import save_reader

from .corpora import NEWS, REPORT, annotated, cut, write


def test_figures_are_those_of_the_scorer(figures: ModelFigures) -> None:
    news, reports, entities = figures.splits["dev"].corpora
    rules = news.groups["all"].systems["rules"]
    gold = len(annotated("x", NEWS).entities) - 1
    assert rules["entities.strict.micro.recall"].value == 1
    assert rules["entities.strict.micro.precision"].value == pytest.approx(gold / (gold + 1), abs=1e-4)
    assert rules["entities.strict.micro.f1"].count == gold
    assert reports.groups["all"].systems["rules"]["findings.detection.f1"].value == 1
    assert "findings.detection.f1" not in entities.groups["all"].systems["rules"]
    assert "entities.strict.DATE.f1" in entities.groups["all"].systems["rules"]
    assert (news.name, reports.name, entities.name) == ("news", "reports", "report_entities")


def test_intervals_hold_their_figure(figures: ModelFigures) -> None:
    for corpus in figures.splits["dev"].corpora:
        for group in corpus.groups.values():
            for estimate in (one for found in group.systems.values() for one in found.values()):
                assert estimate.low is not None
                assert estimate.high is not None
                assert estimate.low <= estimate.value + 1e-9
                assert estimate.value <= estimate.high + 1e-9


def test_scores_are_held_against_the_gold(figures: ModelFigures) -> None:
    news, reports, entities = figures.splits["dev"].corpora
    found = annotated("x", NEWS)
    judged = news.reliability["entities"]
    assert judged.count == len(found.entities)
    assert sum(part.count * (1 - part.accuracy) for part in judged.bins) == pytest.approx(1, abs=1e-3)
    assert set(reports.reliability) == {"findings", "themes"}
    assert set(entities.reliability) == {"entities"}


def test_the_model_and_the_gold_are_pinned(figures: ModelFigures, places: Places) -> None:
    found = figures.splits["dev"]
    folder = find_model("rules")
    digest = hashlib.sha256((folder / "meta.json").read_bytes()).hexdigest()
    assert found.model.files["meta.json"] == digest
    assert found.model.sha256 == model_checksum(folder)
    for corpus in found.corpora:
        assert corpus.gold == checksums({name: places.annotations / name for name in corpus.gold})


def test_splits_are_scored_on_their_own_gold(places: Places) -> None:
    gold, missing = gold_of("test", places)
    assert [record.id for one in gold for record in one.records] == ["n-test", "r-test", "r-test"]
    assert [path.name for one in gold for path in one.files] == [
        "test.jsonl", "test.findings.jsonl", "test.entities.jsonl",
    ]  # fmt: skip
    assert missing == {}


def test_real_articles_are_scored_with_the_development_part_only(places: Places, tmp_path: Path) -> None:
    annotations = tmp_path / "annotations"
    shutil.copytree(places.annotations, annotations)
    write(annotations / "articles" / "a.jsonl", cut(annotated("a", NEWS)))
    here = Places(annotations, places.texts)
    written = ["news", "reports", "report_entities"]
    assert [one.name for one in gold_of("dev", here)[0]] == [*written, "articles"]
    assert [one.name for one in gold_of("test", here)[0]] == written


def test_corpora_whose_texts_are_not_at_hand_are_left_out(places: Places) -> None:
    found = measure("rules", "dev", Places(places.annotations, ()), draws=0)
    assert [corpus.name for corpus in found.corpora] == ["news"]
    assert set(found.missing) == {"reports", "report_entities"}
    estimate = found.corpora[0].groups["all"].systems["rules"]["findings.detection.f1"]
    assert (estimate.low, estimate.high) == (None, None)


def test_a_text_that_is_not_the_one_annotated_is_refused(places: Places, tmp_path: Path) -> None:
    (tmp_path / "r-dev.txt").write_text(REPORT + "More.\n")
    with pytest.raises(DataError, match="checksum"):
        gold_of("dev", Places(places.annotations, (tmp_path,)))


def test_rules_have_nothing_to_take_apart() -> None:
    assert list(systems_of("rules")) == ["rules"]


def test_a_network_is_scored_with_the_rules_without_them_and_they_alone(places: Places, model: Path) -> None:
    """The network here was taught nothing; what counts is who answers."""
    pytest.importorskip("onnx")
    from .networks import table_network

    tokenizer = tiny_tokenizer()
    labels = LabelSets(entities=("COUNCIL",), finding=True, themes=("leadership",))
    reader = NetworkReader(None, tokenizer, labels, ("shape",))  # type: ignore[arg-type]  # not run
    network = table_network(tokenizer.size, labels, features=1)
    save_reader(model / "ofsight_read", reader, network, trained_from={})
    config, read = (model / "config.cfg").read_text(), 'factory = "ofsight_read"\n'
    as_rules = 'reader = "both"\nentities = {"COUNCIL": "rules"}\nsentences = "rules"\n'
    (model / "config.cfg").write_text(config.replace(read, read + as_rules))
    assert list(systems_of(model)) == ["rules", "reader", "both"]
    found = measure(model, "dev", places, draws=0).corpora[0].groups["all"].systems
    assert found["both"] == found["rules"]  # as the config divides the work here
    assert found["rules"]["entities.strict.RATING.f1"].value == 1
    assert found["reader"]["entities.strict.RATING.f1"].value == 0  # which the network does not know

    (model / "config.cfg").write_text(config.replace(read, read + 'reader = "network"\n'))
    assert list(systems_of(model)) == ["reader"]
