"""Extractors in the whole pipeline: what the model says stays as it is, to the byte."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from tests.extractors.stripping import stripped

import ofsight
from ofsight.engine.annotator import annotate_inputs
from ofsight.errors import ExtractorError
from ofsight.ingest import read_inputs
from ofsight.ingest.document import InputFailure
from ofsight.pipeline import load_with_info
from ofsight.record import ModelInfo, Record
from ofsight.record.io import dumps

# Chosen to collide: with entities of the rules, with each other, with findings and with what is none.
PATTERNS = """
name: busy
entities:
  - label: GROUP
    phrases: [social workers, children, families, inspectors]
    ignore_case: true
  - label: THING
    regex: ['[A-Z][a-z]+ (council|report|visit)', '\\b\\w+ workers?\\b', '20\\d\\d']
  - label: POST
    tokens: [[{LOWER: of}, {OP: '+', IS_ALPHA: true}]]
themes:
  - theme: people
    terms: [child*, famil*, worker*]
  - theme: paper
    terms: [report*, plan*, letter*]
    where: findings
"""
LABELS = {"GROUP", "THING", "POST", "people", "paper"}


@pytest.fixture
def patterns(tmp_path: Path) -> Path:
    path = tmp_path / "busy.yaml"
    path.write_text(PATTERNS)
    return path


def test_without_its_labels_the_records_are_those_of_the_model_alone(
    patterns: Path, samples_dir: Path
) -> None:
    alone = list(ofsight.annotate(samples_dir))
    extended = list(ofsight.annotate(samples_dir, extractors=[patterns]))
    assert [dumps(stripped(record, LABELS)) for record in extended] == [dumps(record) for record in alone]
    entities = {entity.label for record in extended for entity in record.entities}
    themes = {theme for record in extended for finding in record.findings for theme in finding.themes}
    assert entities | themes > LABELS
    made = [f for record in extended for f in record.findings if set(f.themes) <= LABELS]
    assert made
    assert all(finding.themes == ("people",) for finding in made)
    assert {finding.source for finding in made} > {"inspectorate"}


def test_records_name_their_extractors(patterns: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text("name: other\nentities: [{label: OTHER, phrases: [x]}]")
    info = load_with_info(extractors=[patterns, other]).info
    assert [tag.split("@")[0] for tag in info.extractors] == ["busy", "other"]
    patterns.write_text(PATTERNS.replace("child*", "boy*"))
    changed = load_with_info(extractors=[patterns, other]).info
    assert changed.extractors[0] != info.extractors[0]
    assert changed.extractors[1] == info.extractors[1]
    assert load_with_info().info.extractors == ()


def test_the_first_extractor_keeps_its_entities(tmp_path: Path) -> None:
    paths = []
    for name, phrase in (("one", "red lamp"), ("two", "lamp post")):
        path = tmp_path / f"{name}.yaml"
        path.write_text(f"name: {name}\nentities: [{{label: {name.upper()}, phrases: [{phrase}]}}]")
        paths.append(path)
    for order, label in ((paths, "ONE"), (paths[::-1], "TWO")):
        doc = ofsight.load(extractors=order)("A red lamp post stands here.")
        assert [entity.label_ for entity in doc.ents] == [label]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name: busy\nentities: [{label: A, phrases: [b]}]", "two extractors are called 'busy'"),
        ("name: x\nentities: [{label: ROLE, phrases: [b]}]", "label 'ROLE', which the model gives"),
        ("name: x\nthemes: [{theme: workforce, terms: [b]}]", "label 'workforce', which the model gives"),
        ("name: x\nthemes: [{theme: people, terms: [b]}]", "label 'people', which extractor 'busy' gives"),
    ],
)
def test_extractors_that_do_not_go_together_are_refused(
    patterns: Path, tmp_path: Path, text: str, message: str
) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(text)
    with pytest.raises(ExtractorError, match=message):
        ofsight.load(extractors=[patterns, other])


@pytest.mark.parametrize(
    ("name", "message"),
    [("none.yaml", "none.yaml: cannot be read"), ("none", "is not there"), (".", "has no extractor.json")],
)
def test_what_is_no_extractor_is_refused(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(ExtractorError, match=message):
        ofsight.load(extractors=[tmp_path / name])


def test_the_stage_works_in_a_foreign_pipeline(patterns: Path) -> None:
    nlp = spacy.blank("en")
    for stage in ("ofsight_segment", "ofsight_read", "ofsight_entities", "ofsight_findings"):
        nlp.add_pipe(stage)
    nlp.add_pipe("ofsight_extractors", config={"paths": [str(patterns)]})
    doc = nlp("Children wait for a social worker.\n\nFamilies in Medway say that plans are late.\n")
    assert ("Children", "GROUP") in [(entity.text, entity.label_) for entity in doc.ents]


def test_the_pipeline_with_extractors_is_saved_and_loaded(patterns: Path, tmp_path: Path) -> None:
    nlp = ofsight.load(extractors=[patterns])
    nlp.to_disk(tmp_path / "saved")
    again: Language = spacy.load(tmp_path / "saved")
    text = "Ofsted rates Medway council inadequate\n\nChildren wait for social workers in Medway.\n"
    assert [(e.text, e.label_) for e in again(text).ents] == [(e.text, e.label_) for e in nlp(text).ents]
    assert "GROUP" in [e.label_ for e in again(text).ents]


def test_a_document_that_an_extractor_cannot_read_fails_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ofsight.extractors.matching.LONGEST_SEARCH", 0.1)
    path = tmp_path / "slow.yaml"
    path.write_text("name: slow\nentities: [{label: A, regex: '(a|a|b)+(a|ab)+c$'}]")
    (tmp_path / "1.txt").write_text("ab" * 300 + "d")
    (tmp_path / "2.txt").write_text("Children wait.")
    inputs = read_inputs([tmp_path / "1.txt", tmp_path / "2.txt"])
    results: Iterator[Record | InputFailure] = annotate_inputs(load_with_info(extractors=[path]), inputs)
    failure, record = results
    assert isinstance(failure, InputFailure)
    assert (failure.error, failure.stage) == ("extractor", "annotate")
    assert "slow.yaml: a regex of A" in failure.message
    assert isinstance(record, Record)
    assert isinstance(record.model, ModelInfo)
