"""A model directory with a network, as users of spaCy and of Ofsight meet it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from tests.read.network.tiny_onnx import tiny_onnx, tiny_reader

import ofsight
from ofsight.engine.api import annotate
from ofsight.errors import ModelError
from ofsight.model_files import find_model, model_checksum
from ofsight.pipeline import describe
from ofsight.read.network.store import save_reader
from ofsight.reading import get_reading
from ofsight.record import Record
from ofsight.record.io import dumps

TEXTS = [
    "Ofsted rates Medway council inadequate\n\nMedway council has been rated inadequate by Ofsted.\n",
    "",
    "   \n\n\t",
    "The moorings froze. \u201cNobody sailed,\u201d said the harbour master. \ufffd\u0301\u202e!",
    "Caseloads of " + "reading and " * 900 + "children.",
]
THRESHOLDS = {"moorings": 0.3}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model directory as training leaves it."""
    folder = tmp_path_factory.mktemp("models") / "tiny"
    network = tiny_onnx(seed=4)
    save_reader(folder / "ofsight_read", tiny_reader(network), network, trained_from={"seed": "0"})
    config = spacy.util.load_config(find_model("rules") / "config.cfg")
    config["components"]["ofsight_read"] |= {
        "reader": "both",
        "entities": {"DATE": "rules", "COUNCIL": "both"},
    }
    config["components"]["ofsight_findings"] |= {
        "finding_threshold": 0.4,
        "theme_thresholds": THRESHOLDS,
        "source": "reader",
    }
    built = spacy.util.load_model_from_config(
        config, auto_fill=True, meta={"lang": "en", "name": "tiny", "version": "0.0.1"}
    )
    built.get_pipe("ofsight_read").from_disk(folder / "ofsight_read")
    built.to_disk(folder, exclude=["vocab"])
    return folder


def test_spacy_and_ofsight_load_it_alike(model: Path) -> None:
    ours, theirs = ofsight.load(model), spacy.load(model)
    assert ours.pipe_names == theirs.pipe_names
    found = [doc.to_bytes() for doc in ours.pipe(TEXTS)]
    assert found == [doc.to_bytes() for doc in theirs.pipe(TEXTS)]
    assert "VESSEL" in {entity.label_ for doc in ours.pipe(TEXTS) for entity in doc.ents}


def test_saved_again_it_is_the_same_model(model: Path, tmp_path: Path) -> None:
    nlp = ofsight.load(model)
    nlp.to_disk(tmp_path / "copy")
    for again in (ofsight.load(tmp_path / "copy"), spacy.load(tmp_path / "copy")):
        assert [doc.to_bytes() for doc in again.pipe(TEXTS)] == [doc.to_bytes() for doc in nlp.pipe(TEXTS)]
    by_bytes = spacy.util.load_model_from_config(nlp.config).from_bytes(nlp.to_bytes())
    assert [doc.to_bytes() for doc in by_bytes.pipe(TEXTS)] == [doc.to_bytes() for doc in nlp.pipe(TEXTS)]


def test_it_becomes_a_package(model: Path, tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "spacy", "package", str(model), str(tmp_path), "--build", "none"],
        check=True,
        capture_output=True,
    )
    package = tmp_path / "en_tiny-0.0.1"
    shutil.copy(package / "meta.json", package / "en_tiny")  # as its setup.py does when it is built
    code = "import en_tiny; print(len(en_tiny.load()('Medway council was rated inadequate.').ents))"
    result = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        cwd=package,
    )
    assert int(result.stdout) == len(ofsight.load(model)("Medway council was rated inadequate.").ents)


def test_documents_do_not_depend_on_each_other(model: Path) -> None:
    nlp = ofsight.load(model)
    alone = [ofsight.load(model)(text).to_bytes() for text in TEXTS]
    assert [nlp(text).to_bytes() for text in TEXTS] == alone
    assert [nlp(text).to_bytes() for text in reversed(TEXTS)] == alone[::-1]


@pytest.mark.parametrize("threads", [1, 2])
def test_processes_and_threads_change_nothing(model: Path, threads: int) -> None:
    alone = [doc.to_bytes() for doc in ofsight.load(model).pipe(TEXTS)]
    config = spacy.util.load_config(model / "config.cfg")
    config["components"]["ofsight_read"]["threads"] = threads
    nlp = spacy.util.load_model_from_config(config).from_disk(model, exclude=["config"])
    assert [doc.to_bytes() for doc in nlp.pipe(TEXTS)] == alone
    assert [doc.to_bytes() for doc in nlp.pipe(TEXTS, n_process=2, batch_size=2)] == alone


def strings(nlp: Language) -> int:
    return len(nlp.vocab.strings)


def test_memory_zones_give_back_what_a_document_brought(model: Path) -> None:
    nlp = ofsight.load(model)
    expected = [dumps(Record.from_doc(nlp(text))) for text in TEXTS]
    fresh = ofsight.load(model)
    with fresh.memory_zone():
        fresh("Warming up.")
    before = strings(fresh)
    for text, record in zip(TEXTS, expected, strict=True):
        with fresh.memory_zone():
            assert dumps(Record.from_doc(fresh(text))) == record
    assert strings(fresh) - before < 20


def test_records_name_the_model(model: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXTS[0])
    (record,) = annotate(tmp_path / "a.txt", model=model)
    assert record.model is not None
    assert record.model.model_dump() == {
        "name": "tiny",
        "version": "0.0.1",
        "sha256": model_checksum(model),
        "extractors": (),
    }


def test_its_label_sets_are_told(model: Path) -> None:
    told = describe(model)
    assert told["entities"].endswith("QUANTITY, VESSEL")
    assert told["themes"] == "leadership, workforce, moorings"


def test_findings_follow_the_settings_of_the_model(model: Path) -> None:
    nlp = ofsight.load(model)
    readings = findings = 0
    for doc in nlp.pipe(TEXTS):
        for sentence in get_reading(doc).sentences:
            found = [f for f in Record.from_doc(doc).findings if f.start == sentence.start]
            assert bool(found) == (sentence.finding >= 0.4 and max(sentence.themes.values()) >= 0.2)
            readings += 1
            for finding in found:
                findings += 1
                fitting = {
                    t for t, score in sentence.themes.items() if score >= (0.3 if t == "moorings" else 0.5)
                }
                assert not fitting or set(finding.themes) == fitting
                assert finding.source == max(sentence.source, key=lambda name: sentence.source[name])
    assert 0 < findings < readings


@pytest.fixture
def copied(model: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(model, tmp_path / "model"))


def test_a_changed_network_is_refused_and_changes_the_checksum(model: Path, copied: Path) -> None:
    assert model_checksum(copied) == model_checksum(model)
    network = copied / "ofsight_read" / "network.onnx"
    network.write_bytes(network.read_bytes() + b"\0")
    assert model_checksum(copied) != model_checksum(model)
    with pytest.raises(ModelError, match="checksum"):
        ofsight.load(copied)


def test_a_missing_network_is_named(copied: Path) -> None:
    shutil.rmtree(copied / "ofsight_read")
    with pytest.raises(ModelError, match=r"reader\.json"):
        ofsight.load(copied)


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        ("moorings", "mooring", "'mooring'"),
        ('reader = "both"', 'reader = "all"', "reader"),
        ("finding_threshold = 0.4", "finding_threshold = 4", "finding_threshold"),
        ('COUNCIL = "both"', 'COUNCIL = "either"', "COUNCIL"),
    ],
)
def test_a_wrong_setting_is_named(copied: Path, wrong: str, right: str, message: str) -> None:
    path = copied / "config.cfg"
    text = path.read_text()
    assert wrong in text
    path.write_text(text.replace(wrong, right))
    with pytest.raises(ModelError, match=message):
        ofsight.load(copied)
