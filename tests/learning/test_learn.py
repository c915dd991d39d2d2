"""Learning an extractor and using it, with a small random network in the place of the real one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.extractors.stripping import stripped
from tests.learning.marked import records, write_model, write_records

import ofsight
from ofsight.cli.main import cli
from ofsight.errors import ExtractorError
from ofsight.learning.config import ExtractorConfig, parse_extractor_config
from ofsight.learning.learn import LearnedFolder, learn_extractor
from ofsight.pipeline import load_with_info
from ofsight.record.io import dumps

LABELS = {"SYSTEM", "data_systems"}
TEXT = """A headline

Staff enter visits in Kestrel by hand.

The Orchard portal lost the plan.

The plan was late again. Staff visit children at home.
"""


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_model(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_records(tmp_path_factory.mktemp("examples"))


def config(model: Path, examples: Path, output: Path, **settings: object) -> ExtractorConfig:
    values: dict[str, object] = {
        "kind": "extractor",
        "name": "systems",
        "model": str(model),
        "records": [str(examples)],
        "entities": ["SYSTEM"],
        "themes": ["data_systems"],
        "output": str(output),
        "folds": 2,
        "strengths": [0.01, 0.3],
    }
    return parse_extractor_config(values | settings, where="test.toml")


@pytest.fixture(scope="module")
def learned(model: Path, examples: Path, tmp_path_factory: pytest.TempPathFactory) -> LearnedFolder:
    return learn_extractor(config(model, examples, tmp_path_factory.mktemp("learned") / "systems"))


def test_what_was_learned_is_found(learned: LearnedFolder, model: Path) -> None:
    assert learned.scores["SYSTEM"].gold == learned.scores["data_systems"].gold == 16
    assert learned.scores["SYSTEM"].f1 > 0.9
    assert learned.scores["data_systems"].f1 > 0.9
    doc = ofsight.load(model, extractors=[learned.folder])(TEXT)
    assert [(e.text, e.label_) for e in doc.ents if e.label_ == "SYSTEM"] == [
        ("Kestrel", "SYSTEM"),
        ("Orchard portal", "SYSTEM"),
    ]
    fitting = [f.text for f in doc.spans["findings"] if "data_systems" in f._.themes]
    assert fitting == ["Staff enter visits in Kestrel by hand.", "The Orchard portal lost the plan."]


def test_without_its_labels_the_records_are_those_of_the_model_alone(
    learned: LearnedFolder, model: Path, samples_dir: Path
) -> None:
    alone = list(ofsight.annotate(samples_dir, model=model))
    extended = list(ofsight.annotate(samples_dir, model=model, extractors=[learned.folder]))
    assert [dumps(stripped(record, LABELS)) for record in extended] == [dumps(record) for record in alone]
    found = {entity.label for record in extended for entity in record.entities}
    assert "SYSTEM" in found


def test_documents_keep_no_states(learned: LearnedFolder, model: Path) -> None:
    doc = ofsight.load(model, extractors=[learned.folder])(TEXT)
    assert doc.to_bytes()  # plain data only
    assert not [name for name in doc.user_data if "states" in str(name)]


def test_the_folder_says_what_it_was_learned_from(learned: LearnedFolder, model: Path) -> None:
    about = json.loads((learned.folder / "extractor.json").read_text())
    assert about["learned_on"]["model"] == "tiny 1.2.3"
    assert about["examples"]["documents"] == 8
    assert about["examples"]["sentences"] == 56
    assert sorted(path.name for path in learned.folder.iterdir()) == ["extractor.json", "weights.safetensors"]
    (tag,) = load_with_info(model, extractors=[learned.folder]).info.extractors
    assert tag.startswith("systems@")


def test_learning_again_gives_the_same_bytes(
    learned: LearnedFolder, model: Path, examples: Path, tmp_path: Path
) -> None:
    again = learn_extractor(config(model, examples, tmp_path / "again"))
    for name in ("extractor.json", "weights.safetensors"):
        assert (again.folder / name).read_bytes() == (learned.folder / name).read_bytes()


def test_another_model_is_refused(learned: LearnedFolder, tmp_path: Path) -> None:
    other = write_model(tmp_path / "other", name="other", seed=1)
    with pytest.raises(
        ExtractorError, match=r"'systems' was learned on the network of tiny 1\.2\.3.*another"
    ):
        ofsight.load(other, extractors=[learned.folder])
    with pytest.raises(ExtractorError, match="this model has no network: use it with the model 'tiny'"):
        ofsight.load("rules", extractors=[learned.folder])


def test_a_model_without_network_teaches_nothing(examples: Path, tmp_path: Path) -> None:
    with pytest.raises(ExtractorError, match="'rules' has no network to learn on"):
        learn_extractor(config(Path("rules"), examples, tmp_path / "out"))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"entities": ["ROLE"]}, "label 'ROLE', which the model gives"),
        (
            {"entities": ["SYSTEMS"]},
            r"train\.jsonl: 0 examples of 'SYSTEMS'; at least 5 .* records have SYSTEM$",
        ),
        ({"themes": ["data"]}, r"0 examples of 'data'.* records have data_systems, recording$"),
    ],
)
def test_labels_that_cannot_be_learned_are_refused(
    model: Path, examples: Path, tmp_path: Path, settings: dict[str, object], message: str
) -> None:
    with pytest.raises(ExtractorError, match=message):
        learn_extractor(config(model, examples, tmp_path / "out", **settings))
    assert not (tmp_path / "out").exists()


def test_what_the_examples_lack_is_said(model: Path, tmp_path: Path) -> None:
    told: list[str] = []
    few = write_records(tmp_path, documents=4)
    found = learn_extractor(config(model, few, tmp_path / "out"), report=told.append)
    assert "only 8 examples of SYSTEM: expect little of it" in told
    assert set(found.warnings) <= set(told)


def test_the_command_learns_and_annotates(model: Path, examples: Path, tmp_path: Path) -> None:
    path = tmp_path / "systems.toml"
    path.write_text(
        f"""
kind = "extractor"
name = "systems"
model = "{model}"
records = ["{examples}"]
entities = ["SYSTEM"]
output = "{tmp_path / "out"}"
folds = 2
"""
    )
    run = CliRunner().invoke(cli, ["train", str(path), "--set", "strengths=[0.3]"], catch_exceptions=False)
    assert run.exit_code == 0
    assert "SYSTEM" in run.stdout
    assert f"written: {tmp_path / 'out'}" in run.stdout
    (tmp_path / "a.txt").write_text(TEXT)
    arguments = [
        "annotate",
        str(tmp_path / "a.txt"),
        "--model",
        str(model),
        "--with",
        str(tmp_path / "out"),
        "-q",
    ]
    run = CliRunner().invoke(cli, arguments, catch_exceptions=False)
    record = json.loads(run.stdout)
    assert "Kestrel" in [entity["text"] for entity in record["entities"] if entity["label"] == "SYSTEM"]
    assert record["model"]["extractors"][0].startswith("systems@")


def test_resuming_is_refused(model: Path, examples: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text('kind = "extractor"')
    run = CliRunner().invoke(cli, ["train", str(path), "--resume"])
    assert run.exit_code == 2
    assert "leave --resume out" in run.output


def test_records_without_sentences_are_cut_by_the_pipeline(model: Path, tmp_path: Path) -> None:
    bare = [
        record.model_copy(update={"blocks": (), "sentences": (), "findings": ()})
        for record in records(tmp_path)
    ]
    path = tmp_path / "bare.jsonl"
    path.write_text("".join(dumps(record) for record in bare))
    found = learn_extractor(config(model, path, tmp_path / "out", themes=[]))
    assert found.scores["SYSTEM"].gold == 16
    assert found.scores["SYSTEM"].f1 > 0.9
