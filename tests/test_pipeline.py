"""The pipeline as spaCy users meet it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from ofsight import model_files as files
from ofsight.errors import ModelError
from ofsight.model_files import find_model, model_checksum, model_files
from ofsight.pipeline import describe, load

STAGES = ["ofsight_segment", "ofsight_read", "ofsight_entities", "ofsight_findings", "ofsight_facts"]
TEXT = (
    "Ofsted rates Medway council inadequate\n\n"
    "Medway council has been rated inadequate by Ofsted, as inspectors found that caseloads were too high.\n"
)


def test_a_text_gives_a_doc_with_all_layers(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert doc.text == TEXT
    assert {span.label_ for span in doc.spans["blocks"]} == {"headline", "paragraph"}
    assert ("Medway council", "COUNCIL", "E06000035") in {(e.text, e.label_, e._.value) for e in doc.ents}
    assert "caseloads" in {theme for finding in doc.spans["findings"] for theme in finding._.themes}
    assert [(j.council, j.area, j.rating) for j in doc._.judgements] == [
        ("E06000035", "overall", "inadequate")
    ]


def test_the_stages_work_in_a_foreign_pipeline() -> None:
    nlp = spacy.blank("en")
    for stage in STAGES:
        nlp.add_pipe(stage)
    doc = nlp(TEXT)
    assert "COUNCIL" in {entity.label_ for entity in doc.ents}
    assert doc.spans["findings"]


def test_results_survive_serialisation(nlp: Language) -> None:
    doc = nlp(TEXT)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again._.judgements == doc._.judgements
    assert [e._.value for e in again.ents] == [e._.value for e in doc.ents]
    (binned,) = DocBin(docs=[doc], store_user_data=True).get_docs(nlp.vocab)
    assert [f._.themes for f in binned.spans["findings"]] == [f._.themes for f in doc.spans["findings"]]


def test_pipe_in_processes_gives_the_same(nlp: Language) -> None:
    alone = [[(e.text, e._.value) for e in doc.ents] for doc in nlp.pipe([TEXT, "Second text."])]
    spread = [
        [(e.text, e._.value) for e in doc.ents] for doc in nlp.pipe([TEXT, "Second text."], n_process=2)
    ]
    assert spread == alone


def test_the_config_rebuilds_the_pipeline(nlp: Language) -> None:
    again = spacy.util.load_model_from_config(nlp.config, auto_fill=False)
    assert again.pipe_names == STAGES
    assert [e.text for e in again(TEXT).ents] == [e.text for e in nlp(TEXT).ents]


def test_an_unknown_model_names_the_known_ones() -> None:
    with pytest.raises(ModelError, match="rules"):
        find_model("nonesuch")


@pytest.mark.parametrize("config", ["[nlp", '[nlp]\npipeline = ["nonesuch"]\n'])
def test_a_damaged_model_is_named(tmp_path: Path, config: str) -> None:
    model = tmp_path / "model"
    shutil.copytree(find_model("rules"), model)
    (model / "config.cfg").write_text(config)
    with pytest.raises(ModelError, match=str(model)):
        load(model)


def test_a_model_without_its_description_is_damaged(tmp_path: Path) -> None:
    shutil.copy(find_model("rules") / "config.cfg", tmp_path)
    for read in (load, describe):
        with pytest.raises(ModelError, match=r"meta\.json"):
            read(tmp_path)


def test_the_checksum_changes_with_the_data_of_a_stage_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    model = find_model("rules")
    for folder in ("read/rules", "evaluation", "data"):
        (tmp_path / folder / "data").mkdir(parents=True)
    monkeypatch.setattr(files, "_PACKAGE", tmp_path)
    before = model_checksum(model)
    (tmp_path / "evaluation/data/report.css").write_text("p {}")
    (tmp_path / "data/records.py").write_text("x = 1")
    assert model_checksum(model) == before
    (tmp_path / "read/rules/data/themes.txt").write_text("theme")
    assert model_checksum(model) != before


def test_the_checksum_is_that_of_the_model_not_of_its_card(tmp_path: Path) -> None:
    model = tmp_path / "model"
    shutil.copytree(find_model("rules"), model)
    before = model_checksum(model)
    for name in ("README.md", "figures.json", "ablations.json", "speed.json"):
        (model / name).write_text("{}")
    assert model_checksum(model) == before
    assert set(model_files(model)) == {"config.cfg", "meta.json"}
    (model / "ofsight_read").mkdir()
    (model / "ofsight_read" / "README.md").write_text("not the card of the model")
    assert model_checksum(model) != before


def test_import_is_light() -> None:
    code = "import sys, ofsight; print([m for m in ('spacy', 'pydantic', 'torch') if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
