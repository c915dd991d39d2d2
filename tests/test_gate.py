"""The quality gate: the pipeline stays above its floors, and floors never fall in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from scripts import gate

from ofsight.engine.annotator import annotate_document
from ofsight.ingest.document import InputDocument
from ofsight.pipeline import load_with_info
from ofsight.record import AnnotatorInfo, Record, Source
from ofsight.record.io import RecordWriter, without_text
from ofsight.record.rules import text_checksum

TEXT = "Ofsted rates Medway council good\n\nMedway council has been rated good by Ofsted.\n"


@pytest.mark.parametrize("name", gate.GOLD)
def test_the_pipeline_is_above_its_floors(name: str) -> None:
    path = gate.ROOT / name
    if not path.exists():
        pytest.skip(f"there is no {name} yet")
    measured = gate.measure(path, gate.TEXTS)
    if measured is None:
        pytest.skip(f"the texts of {name} are not in {gate.TEXTS}")
    floors = gate.read_floors(gate.FLOORS).get(name)
    assert gate.check(name, gate.checksum(path), floors, measured) == []


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Gold that the pipeline agrees with: its own annotations."""
    path = tmp_path / "dev.jsonl"
    source = Source(path="a.txt", media_type="text/plain", sha256="0" * 64)
    record = annotate_document(load_with_info(), InputDocument("a", source, TEXT))
    entities = tuple(entity.model_copy(update={"score": None}) for entity in record.entities)
    with RecordWriter(path) as writer:
        writer.write(_annotated(record, entities=entities))
    return path


def _annotated(record: Record, **changes: object) -> Record:
    blank = {"blocks": (), "sentences": (), "findings": (), "judgements": (), "quotations": ()}
    return record.model_copy(update={**blank, **changes, "model": AnnotatorInfo(annotator="tester")})


def gate_run(gold: Path, floors: Path, *arguments: str) -> int:
    return gate.run(gate.parse([str(gold), "--floors", str(floors), *arguments]))


def test_floors_are_pinned_then_held_then_raised(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    floors = tmp_path / "floors.json"
    assert gate_run(gold, floors) == 1
    assert "has no floors yet" in capsys.readouterr().out
    assert gate_run(gold, floors, "--repin", "--margin", "0.1") == 0
    assert gate.read_floors(floors)[str(gold)].figures["entities.strict.micro.f1"] == 0.9
    assert gate_run(gold, floors) == 0
    assert gate_run(gold, floors, "--raise", "--margin", "0.01") == 0
    assert gate.read_floors(floors)[str(gold)].figures["entities.strict.micro.f1"] == 0.99
    assert gate_run(gold, floors, "--raise", "--margin", "0.5") == 0
    assert gate.read_floors(floors)[str(gold)].figures["entities.strict.micro.f1"] == 0.99


def test_a_figure_below_its_floor_fails_and_raising_does_not_lower_it(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    floors = tmp_path / "floors.json"
    too_high = {str(gold): gate.Floors(gate.checksum(gold), {"roles.strict.f1": 0.5})}
    gate.write_floors(floors, too_high)
    for arguments in ((), ("--raise",)):
        assert gate_run(gold, floors, *arguments) == 1
        assert "roles.strict.f1: 0.0000 is below its floor 0.5000" in capsys.readouterr().out
        assert gate.read_floors(floors) == too_high
    assert gate_run(gold, floors, "--repin") == 0
    assert "LOWERED roles.strict.f1: 0.5000 -> 0.0000" in capsys.readouterr().out


def test_changed_gold_must_be_pinned_anew(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    floors = tmp_path / "floors.json"
    assert gate_run(gold, floors, "--repin") == 0
    gold.write_bytes(gold.read_bytes() + b"\n")
    assert gate_run(gold, floors, "--raise") == 1
    assert "has changed since its floors were measured" in capsys.readouterr().out


def test_missing_gold_and_missing_texts_are_skipped_aloud(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    floors = tmp_path / "floors.json"
    assert gate_run(tmp_path / "none.jsonl", floors) == 0
    assert "there is no such file" in capsys.readouterr().out
    (record,) = gate.read_records(gold)
    with RecordWriter(gold) as writer:
        writer.write(without_text(record))
    assert gate_run(gold, floors, "--texts", str(tmp_path)) == 0
    assert "its texts are not in" in capsys.readouterr().out


def test_stand_off_gold_is_scored_with_its_text_and_no_other(gold: Path, tmp_path: Path) -> None:
    (record,) = gate.read_records(gold)
    with RecordWriter(gold) as writer:
        writer.write(without_text(record))
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    measured = gate.measure(gold, tmp_path)
    assert measured is not None
    assert measured["entities.strict.micro.f1"] == 1.0
    (tmp_path / "a.txt").write_bytes(b"another text")
    with pytest.raises(gate.GateError, match="checksums differ"):
        gate.measure(gold, tmp_path)
    assert text_checksum(TEXT) == record.text_sha256


@pytest.mark.parametrize(("value", "floor"), [(1.0, 0.995), (0.9, 0.895), (0.8123, 0.8073), (0.001, 0.0)])
def test_floors_are_the_measured_figure_less_the_margin(value: float, floor: float) -> None:
    assert gate.floor_below(value, gate.MARGIN) == floor
