from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from tests.formats.articles import article

from ofsight.errors import ConversionError, RecordError
from ofsight.formats import EXPORTERS, IMPORTERS, convert
from ofsight.ingest.document import InputFailure
from ofsight.record.io import RecordWriter, dumps, read_records, without_text
from ofsight.record.validate import validate_path

GOLD = Path(__file__).resolve().parents[2] / "annotations" / "news" / "dev.jsonl"
GOOD = '{"text": "Meals were hot.", "answer": "accept", "label": "nutrition"}\n'


def test_a_bad_entry_is_listed_and_costs_no_other(tmp_path: Path) -> None:
    source, out = tmp_path / "care.jsonl", tmp_path / "out.jsonl"
    source.write_text(GOOD + '{"answer": "accept"}\n' + GOOD.replace("hot", "cold"), encoding="utf-8")
    seen: list[InputFailure] = []
    done = convert(source, out, report=seen.append)
    assert (done.records, done.failures, done.files) == (2, 1, [out])
    assert list(validate_path(out)) == []
    (row,) = map(json.loads, (tmp_path / "out.jsonl.errors.jsonl").read_text(encoding="utf-8").splitlines())
    assert row == seen[0].as_row()
    assert (row["id"], row["path"], row["stage"], row["error"]) == (
        "care-2",
        "care.jsonl",
        "convert",
        "bad_entry",
    )
    assert f"{source}, line 2: has no text" in row["message"]


def test_an_errors_file_of_an_earlier_run_does_not_stay(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(GOOD, encoding="utf-8")
    stale = tmp_path / "out.jsonl.errors.jsonl"
    stale.write_text("{}\n")
    convert(tmp_path / "in.jsonl", tmp_path / "out.jsonl", report=print)
    assert not stale.exists()


def test_what_a_format_cannot_hold_is_told(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(dumps(article(1)) + dumps(article(2)), encoding="utf-8")
    done = convert(source, tmp_path / "out.json", report=print)
    notes = list(done.notes)
    assert "quotations, which label-studio does not hold, left out: 2 (first: record ambleford-1)" in notes
    assert [note.split(",")[0] for note in notes] == [
        "blocks",
        "sentences",
        "quotations",
        "judgements",
        "roles",
        "measures",
    ]


def test_records_are_copied_whole(tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl.gz"
    records = [article(1), without_text(article(2))]
    source.write_text("".join(map(dumps, records)), encoding="utf-8")
    done = convert(source, out, report=print)
    assert gzip.decompress(out.read_bytes()) == source.read_bytes()
    assert list(done.notes) == []


@pytest.mark.parametrize("fmt", sorted(set(EXPORTERS) & set(IMPORTERS)))
def test_a_gold_record_goes_there_and_back(tmp_path: Path, fmt: str) -> None:
    scored = article()
    gold = article(model={"annotator": "ana"}, entities=scored.entities[1:], findings=scored.findings[1:])
    source, there, back = tmp_path / "in.jsonl", tmp_path / "there", tmp_path / "back.jsonl"
    source.write_text(dumps(gold), encoding="utf-8")
    convert(source, there, to_format=fmt, report=print)
    done = convert(there, back, report=print)
    assert (done.records, done.failures) == (1, 0)
    (record,) = read_records(back)
    assert record.id == gold.id
    assert [(entity.text, entity.label) for entity in record.entities] == [("good", "RATING")]
    assert list(validate_path(back)) == []


def test_the_input_is_never_overwritten(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(GOOD, encoding="utf-8")
    with pytest.raises(ConversionError, match="would be overwritten"):
        convert(source, tmp_path / "." / "in.jsonl", report=print)
    assert source.read_text(encoding="utf-8") == GOOD


def test_a_bad_line_of_records_stops_as_it_does_everywhere(tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(dumps(article()) + "{}\n", encoding="utf-8")
    with pytest.raises(RecordError, match=r"in\.jsonl:2"):
        convert(source, out, report=print)
    assert not out.exists()


def test_damaged_gzip_data_are_named(tmp_path: Path) -> None:
    source = tmp_path / "in.conll.gz"
    source.write_bytes(gzip.compress(b"a\tO\n" * 1000)[:-9])
    with pytest.raises(ConversionError, match="compressed data are damaged"):
        convert(source, tmp_path / "out.jsonl", report=print)


def test_unknown_formats_are_refused(tmp_path: Path) -> None:
    (tmp_path / "in").write_text(GOOD, encoding="utf-8")
    with pytest.raises(ConversionError, match="no format 'brat': those that can be read are records"):
        convert(tmp_path / "in", tmp_path / "out.jsonl", from_format="brat", report=print)


def test_a_folder_of_shards_is_read_by_name(tmp_path: Path) -> None:
    records = list(read_records(GOLD))[:5]
    shards = tmp_path / "shards"
    shards.mkdir()
    for name, part in (("b.jsonl.zst", records[2:4]), ("a.jsonl", records[:2]), ("c.jsonl.gz", records[4:])):
        with RecordWriter(shards / name) as writer:
            for record in part:
                writer.write(record)
    (shards / "a.jsonl.errors.jsonl").write_text("{}\n")
    done = convert(shards, tmp_path / "all.jsonl", report=pytest.fail)
    assert done.records == 5
    assert list(read_records(tmp_path / "all.jsonl")) == records
    convert(shards, shards / "z.jsonl", report=pytest.fail)
    with pytest.raises(ConversionError, match=r"z\.jsonl is the input and would be overwritten"):
        convert(shards, shards / "z.jsonl", report=pytest.fail)


def test_a_folder_without_records_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("nothing")
    with pytest.raises(ConversionError, match="holds no records"):
        convert(tmp_path, tmp_path / "out.jsonl", report=pytest.fail)
