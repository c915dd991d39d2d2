from __future__ import annotations

import csv
from pathlib import Path

from tests.formats.articles import SENTENCE, article

from ofsight.formats.csv_files import write_csv
from ofsight.record.io import without_text
from ofsight.record.labels import THEMES


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


def test_the_findings_are_the_file_and_the_other_tables_stand_beside_it(tmp_path: Path) -> None:
    files = write_csv([article()], tmp_path / "out.csv")
    assert [file.name for file in files] == [
        "out.csv",
        "out.judgements.csv",
        "out.measures.csv",
        "out.roles.csv",
        "out.quotations.csv",
        "out.entities.csv",
        "out.articles.csv",
    ]
    assert sorted(tmp_path.iterdir()) == sorted(files)


def test_a_finding_is_a_row_with_its_sentence(tmp_path: Path) -> None:
    write_csv([article()], tmp_path / "out.csv")
    first, second = rows(tmp_path / "out.csv")
    # On one line, without the page's footer in its midst and the bell; the PDF's hyphen is one again.
    assert first["sentence"] == "Leaders in Ambleford do not know enough about out-of-hours work."
    assert (int(first["start"]), int(first["end"])) == tuple(SENTENCE.values())
    assert first["article"] == "ambleford-1"
    assert first["published"] == "2024-06-03"
    assert first["councils"] == "Halton; E99999999"
    assert first["council_codes"] == "E06000006; E99999999"
    assert first["themes"] == "leadership; housing"
    assert {theme for theme in THEMES if first[theme] == "1"} == {"leadership"}
    assert (first["polarity"], first["source"], first["score"]) == ("weakness", "inspectorate", "0.75")
    assert (first["kind"], first["inspection_type"], first["inspection_end"]) == (
        "report",
        "full",
        "2024-05-24",
    )
    assert second["score"] == ""


def test_nothing_runs_as_a_formula(tmp_path: Path) -> None:
    write_csv([article()], tmp_path / "out.csv")
    first, second = rows(tmp_path / "out.csv")
    assert first["title"].startswith("'=HYPERLINK")
    assert second["sentence"] == "'- Supervision is good."
    (measure,) = rows(tmp_path / "out.measures.csv")
    assert measure["comparator"] == "'-"
    assert measure["value"] == "-5.4"


def test_facts_name_councils_and_bodies(tmp_path: Path) -> None:
    write_csv([article()], tmp_path / "out.csv")
    (judgement,) = rows(tmp_path / "out.judgements.csv")
    assert (judgement["council"], judgement["region"]) == ("Halton", "North West")
    assert (judgement["rating"], judgement["previous"], judgement["date"]) == ("good", "TRUE", "2024-05")
    assert judgement["evidence"].startswith("Leaders in")
    (role,) = rows(tmp_path / "out.roles.csv")
    assert (role["official"], role["organisation"], role["organisation_key"]) == (
        "Kim Dale",
        "Ofsted",
        "ofsted",
    )
    entity = rows(tmp_path / "out.entities.csv")[0]
    assert (entity["text"], entity["value"], entity["value_name"]) == ("Ambleford", "E06000006", "Halton")
    (quotation,) = rows(tmp_path / "out.quotations.csv")
    assert (quotation["speaker"], quotation["quotation"]) == ("Leaders", "enough about")


def test_an_article_is_a_row_with_its_counts(tmp_path: Path) -> None:
    write_csv([article(1), article(2, findings=[])], tmp_path / "out.csv")
    first, second = rows(tmp_path / "out.articles.csv")
    assert (first["findings"], first["weakness"], first["strength"], first["mixed"]) == ("2", "1", "1", "0")
    assert first["councils"] == "Halton; E99999999"
    assert (first["authors"], first["annotated_by"]) == ("Sam Field; Jo Marsh", "rules 1.0.0")
    assert (second["article"], second["findings"]) == ("ambleford-2", "0")


def test_findings_and_articles_of_copies_name_the_original(tmp_path: Path) -> None:
    write_csv([article(1), article(2)], tmp_path / "out.csv", {"ambleford-2": "ambleford-1"})
    write_csv([article(1), article(2)], tmp_path / "plain.csv")
    for name in ("out.csv", "out.articles.csv"):
        marked = {row["article"]: row.pop("copy_of") for row in rows(tmp_path / name)}
        assert marked == {"ambleford-1": "", "ambleford-2": "ambleford-1"}
    for table in ("", ".judgements", ".entities", ".articles"):
        plain = rows(tmp_path / f"plain{table}.csv")
        # Nothing is dropped, and but for the column nothing is another.
        assert [
            {k: v for k, v in row.items() if k != "copy_of"} for row in rows(tmp_path / f"out{table}.csv")
        ] == plain


def test_excel_opens_it_as_utf8(tmp_path: Path) -> None:
    write_csv([article()], tmp_path / "out.csv")
    content = (tmp_path / "out.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfarticle,published,councils,")
    assert content.endswith(b"\r\n")


def test_stand_off_records_have_empty_sentences(tmp_path: Path) -> None:
    write_csv([without_text(article())], tmp_path / "out.csv")
    first = rows(tmp_path / "out.csv")[0]
    assert (first["sentence"], first["themes"]) == ("", "leadership; housing")
    assert rows(tmp_path / "out.entities.csv")[0]["text"] == ""
    assert rows(tmp_path / "out.judgements.csv")[0]["evidence"] == ""


def test_no_records_make_headings_only(tmp_path: Path) -> None:
    for file in write_csv([], tmp_path / "out.csv"):
        assert rows(file) == []
        assert file.read_text(encoding="utf-8-sig").startswith("article,published,")
