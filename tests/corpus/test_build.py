"""Compiling a whole folder of annotations, its manifests, and the passes over it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from scripts import corpus
from tests.corpus.folders import REPORT, REPORT_TEXT, SENTENCES, make_annotations, write_texts
from tests.corpus.sources import write_stand_off

from ofsight.corpus.build import build, differences, write
from ofsight.corpus.layout import Annotations, is_raw_pass
from ofsight.corpus.manifests import check_reports, name_parts
from ofsight.corpus.reports import gold_reports
from ofsight.errors import CorpusError
from ofsight.record.io import read_records
from ofsight.record.rules import text_checksum


def test_the_committed_files_are_what_their_sources_give() -> None:
    annotations = Annotations(corpus.ROOT / "annotations")
    if not annotations.articles() or not annotations.batch_files("1"):
        pytest.skip(f"there are no sources in {annotations.root}")
    result = build(annotations)
    committed = sorted(annotations.root.glob("*/*.jsonl"))
    if not any(path.parent.name in {"news", "reports"} and path.stem != "plan" for path in committed):
        pytest.skip(f"nothing is compiled in {annotations.root} yet")
    assert result.problems == []
    assert differences(annotations, result) == []


def test_every_document_goes_to_its_split(tmp_path: Path) -> None:
    annotations = make_annotations(tmp_path)
    result = build(annotations)
    write(annotations, result)
    assert result.problems == []
    assert [record.id for record in read_records(annotations.news / "train.jsonl")] == ["n900", "n901"]
    (findings,) = read_records(annotations.reports / "dev.findings.jsonl")
    (entities,) = read_records(annotations.reports / "dev.entities.jsonl")
    assert (len(findings.sentences), len(findings.findings), len(findings.entities)) == (3, 2, 0)
    assert (len(entities.sentences), len(entities.findings), len(entities.entities)) == (3, 0, 3)
    assert (annotations.news / "pages" / "n901.html").read_bytes() == b"<body><p>Nothing happened.</p></body>"
    assert not (annotations.news / "pages" / "n900.html").exists()


def test_the_manifests_name_every_document(tmp_path: Path) -> None:
    annotations = make_annotations(tmp_path)
    write(annotations, build(annotations))
    with (annotations.news / "manifest.csv").open(encoding="utf-8", newline="") as file:
        news = {row["id"]: row for row in csv.DictReader(file)}
    assert (news["n900"]["outlet_kind"], news["n900"]["form"], news["n900"]["findings"]) == (
        "local",
        "txt",
        "2",
    )
    assert news["n900"]["councils"] == "E06000006"
    assert news["n901"]["form"] == "html"
    with (annotations.reports / "manifest.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["document"], row["urn"], row["date"]) == (REPORT, "80000", "2020-05-01")
    assert (row["authority"], row["split"], row["batches"]) == ("Halton", "dev", "b01")
    assert (row["sentences"], row["findings"], row["entities"]) == ("3", "2", "3")
    assert row["text_sha256"] == text_checksum(REPORT_TEXT)


def test_compiling_again_changes_nothing_and_removes_what_has_no_source(tmp_path: Path) -> None:
    annotations = make_annotations(tmp_path)
    write(annotations, build(annotations))
    assert differences(annotations, build(annotations)) == []
    (annotations.news / "sources" / "n901.ann").unlink()
    stale = differences(annotations, build(annotations))
    assert "news/pages/n901.html: no source gives it any more" in stale
    assert "news/train.jsonl: is not what its sources give" in stale
    write(annotations, build(annotations))
    assert not (annotations.news / "pages" / "n901.html").exists()


def test_broken_sources_are_named_and_left_out(tmp_path: Path) -> None:
    annotations = make_annotations(tmp_path)
    broken = annotations.news / "sources" / "n901.ann"
    broken.write_text("id: n901\n", encoding="utf-8")
    result = build(annotations)
    assert [article.record.id for article in result.articles] == ["n900"]
    assert len(result.problems) == 1
    assert str(broken) in result.problems[0]


def test_what_was_settled_outranks_the_first_pass(tmp_path: Path) -> None:
    annotations = make_annotations(tmp_path)
    batches = annotations.reports / "batches"
    settled = SENTENCES.replace("3 58-91 -", "3 58-91 leadership; weakness; inspectorate")
    write_stand_off(batches / "b01-2", "", document=REPORT)
    assert len(gold_reports(annotations)[0].findings.findings) == 2  # type: ignore[union-attr]  # it has findings
    write_stand_off(batches / "b01-gold", settled, document=REPORT, sha256=text_checksum(REPORT_TEXT))
    assert len(gold_reports(annotations)[0].findings.findings) == 3  # type: ignore[union-attr]  # it has findings
    assert is_raw_pass(batches / "b01-1" / f"{REPORT}.so")
    assert is_raw_pass(batches / "b01-2" / f"{REPORT}.so")
    assert not is_raw_pass(batches / "b01-gold" / f"{REPORT}.so")
    assert not is_raw_pass(batches / "b02-1" / f"{REPORT}.so")


def test_batches_of_one_document_are_brought_together(tmp_path: Path) -> None:
    annotations = make_annotations(tmp_path)
    batches = annotations.reports / "batches"
    sha256 = text_checksum(REPORT_TEXT)
    more = "1 57-58 -\n"
    write_stand_off(
        batches / "b02-1", more, document=REPORT, sha256=sha256, layers="findings", annotator="other"
    )
    (report,) = gold_reports(annotations)
    assert report.batches == ("b01", "b02")
    assert report.findings is not None
    assert report.entities is not None
    assert [s.start for s in report.findings.sentences] == [0, 37, 57, 58]
    assert [s.start for s in report.entities.sentences] == [0, 37, 58]
    assert report.findings.model.model_dump() == {"annotator": "other, somebody"}
    write_stand_off(batches / "b02-1", "1 0-36 -\n", document=REPORT, sha256=sha256)
    with pytest.raises(CorpusError, match=r"sentence \(0, 36\) is annotated in b01 as well"):
        gold_reports(annotations)
    write_stand_off(batches / "b02-1", more, document=REPORT, sha256="1" * 64)
    with pytest.raises(CorpusError, match="text_sha256 differs"):
        gold_reports(annotations)


def test_batches_are_checked(tmp_path: Path) -> None:
    annotations = make_annotations(tmp_path)
    batches = annotations.reports / "batches"
    stray = write_stand_off(batches / "b03-gold", SENTENCES, document=REPORT)
    with pytest.raises(CorpusError, match="b03 has no first pass"):
        gold_reports(annotations)
    stray.unlink()
    write_stand_off(batches / "b03", SENTENCES, document=REPORT)
    with pytest.raises(CorpusError, match="is named like"):
        gold_reports(annotations)


def test_an_authority_without_split_is_refused(tmp_path: Path) -> None:
    annotations = make_annotations(tmp_path)
    (annotations.root / "splits.csv").write_text("gss_code,name,split\n", encoding="utf-8")
    assert "no split for E06000006" in build(annotations).problems[0]


def test_a_folder_of_reports_is_compared_with_the_manifest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    annotations = make_annotations(tmp_path)
    write(annotations, build(annotations))
    texts = write_texts(tmp_path / "texts")
    assert list(check_reports(annotations, texts)) == []
    assert corpus.rebuild(annotations, texts) == 0
    (texts / f"{REPORT}.txt").write_bytes(REPORT_TEXT.encode() + b"\r\n")
    assert "its checksum differs" in next(check_reports(annotations, texts))
    (texts / f"{REPORT}.txt").unlink()
    assert "is missing: URN 80000, Halton, 2020-05-01" in next(check_reports(annotations, texts))
    assert corpus.rebuild(annotations, texts) == 1
    assert "pypdfium2" in capsys.readouterr().out


def test_the_committed_manifest_fits_the_reports(shared_dir: Path) -> None:
    annotations = Annotations(corpus.ROOT / "annotations")
    if not (annotations.reports / "manifest.csv").exists():
        pytest.skip("the report corpus is not compiled yet")
    assert list(check_reports(annotations, shared_dir / "corpus" / "reports")) == []


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("80419-isle-of-wight-19-november-2014", ("80419", "2014-11-19")),
        ("2532287-poole-9-may-2025", ("2532287", "2025-05-09")),
        ("80419-isle-of-wight-39-november-2014", ("80419", "")),
        ("halton-2021", ("", "")),
    ],
)
def test_names_of_reports(name: str, parts: tuple[str, str]) -> None:
    assert name_parts(name) == parts


def test_a_first_pass_is_kept_once_and_blank_forms_are_written(tmp_path: Path) -> None:
    annotations = make_annotations(tmp_path)
    source = annotations.news / "sources" / "n900.ann"
    raw = source.read_bytes()
    assert corpus.main(["--annotations", str(annotations.root), "keep", "n900"]) == 0
    source.write_bytes(raw + b"@p\nA correction.\n")
    assert corpus.main(["--annotations", str(annotations.root), "keep", "n900"]) == 0
    assert (annotations.news / "first" / "n900.ann").read_bytes() == raw
    assert (
        corpus.main(["--annotations", str(annotations.root), "blank", str(tmp_path / "forms"), "n900"]) == 0
    )
    assert "Halton told to improve\n@p\n" in (tmp_path / "forms" / "n900.ann").read_text(encoding="utf-8")


def test_the_commands_tell_by_their_exit_code(tmp_path: Path) -> None:
    annotations = make_annotations(tmp_path)
    start = ["--annotations", str(annotations.root)]
    assert corpus.main([*start, "compile", "--check"]) == 1
    assert corpus.main([*start, "compile"]) == 0
    assert corpus.main([*start, "compile", "--check"]) == 0
    assert corpus.main([*start, "check"]) == 0
    assert corpus.main([*start, "overlap"]) == 0
    assert corpus.main([*start, "stats", "--write", str(tmp_path / "s.md")]) == 0
    assert "| weakness" in (tmp_path / "s.md").read_text(encoding="utf-8")
    (annotations.news / "sources" / "n901.ann").write_text("@p\n", encoding="utf-8")
    assert corpus.main([*start, "compile"]) == 1
    assert corpus.main([*start, "check"]) == 1
