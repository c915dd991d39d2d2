from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.formats.articles import article

from ofsight.formats.csv_files import write_csv
from ofsight.formats.tables import TABLES
from ofsight.formats.workbook import write_workbook
from ofsight.record import Record
from ofsight.record.io import without_text

SHEETS = ["findings", "judgements", "measures", "roles", "quotations", "entities", "articles", "columns"]


def written(tmp_path: Path, *records: Record, **options: Any) -> Any:
    write_workbook(records, tmp_path / "out.xlsx", **options)
    return openpyxl.load_workbook(tmp_path / "out.xlsx")


def rows(sheet: Any) -> list[dict[str, Any]]:
    header, *body = sheet.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in body]


def test_a_sheet_for_each_table_findings_first(tmp_path: Path) -> None:
    workbook = written(tmp_path, article())
    assert workbook.sheetnames == SHEETS
    for table in TABLES:
        assert [cell.value for cell in workbook[table.name][1]] == table.header


def test_a_finding_is_a_row_with_its_sentence(tmp_path: Path) -> None:
    first, second = rows(written(tmp_path, article())["findings"])
    assert first["sentence"] == "Leaders in Ambleford do not know enough about out-of-hours work."
    assert first["councils"] == "Halton; E99999999"
    assert (first["leadership"], first["supervision"], first["score"]) == (1, 0, 0.75)
    assert second["sentence"] == "- Supervision is good."
    assert second["score"] is None
    (judgement,) = rows(written(tmp_path, article())["judgements"])
    assert judgement["previous"] is True


def test_what_an_analyst_sees(tmp_path: Path) -> None:
    sheet = written(tmp_path, article())["findings"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == f"A1:{openpyxl.utils.get_column_letter(sheet.max_column)}3"
    columns = {cell.value: cell.column_letter for cell in sheet[1]}
    assert sheet.column_dimensions[columns["sentence"]].width > 80
    assert sheet[f"{columns['sentence']}2"].alignment.wrap_text
    assert sheet[f"{columns['sentence']}2"].alignment.vertical == "top"
    assert sheet["A1"].font.bold
    assert sheet[f"{columns['leadership']}1"].alignment.textRotation == 90


def test_nothing_is_a_formula(tmp_path: Path) -> None:
    workbook = written(tmp_path, article())
    for sheet in workbook:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                if cell.hyperlink is not None:
                    assert cell.hyperlink.target == cell.value == "https://example.org/a"
    assert rows(workbook["findings"])[0]["title"] == '=HYPERLINK("http://example.org")'
    assert rows(workbook["articles"])[0]["url"] == "https://example.org/a"
    with zipfile.ZipFile(tmp_path / "out.xlsx") as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")


def links(sheet: Any) -> list[str | None]:
    return [cell.hyperlink.target if cell.hyperlink else None for cell in column(sheet, "link")]


def column(sheet: Any, name: str) -> list[Any]:
    (index,) = (cell.column for cell in sheet[1] if cell.value == name)
    return [row[index - 1] for row in sheet.iter_rows(min_row=2)]


def test_every_finding_and_fact_links_to_its_article(tmp_path: Path) -> None:
    workbook = written(tmp_path, article(), article(2, meta={"kind": "report"}))
    for name in ("findings", "judgements", "measures", "roles"):
        found = links(workbook[name])
        half = len(found) // 2
        assert found == ["https://example.org/a"] * half + [None] * half
        shown = [cell.value for cell in column(workbook[name], "link")]
        assert shown == ["https://example.org/a"] * half + ["ambleford.txt"] * half
    assert column(workbook["articles"], "url")[0].hyperlink.target == "https://example.org/a"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "\\\\example.org\\share",
        "external:c:\\x.exe",
        "internal:findings!A1",
        "mailto:a@example.org",
        "https://",
        "https://example.org/a b",
        "https://example.org/\x07",
        "http://" + "a" * 3000,
        '=HYPERLINK("http://example.org")',
    ],
)
def test_only_addresses_on_the_web_are_links(tmp_path: Path, url: str) -> None:
    meta = {"kind": "report", "url": url}
    assert links(written(tmp_path, article(meta=meta))["findings"]) == [None, None]


def test_a_workbook_has_no_more_links_than_excel_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ofsight.formats.workbook.MAX_LINKS", 9)
    workbook = written(tmp_path, *(article(number) for number in range(1, 5)))
    assert sum(cell.hyperlink is not None for sheet in workbook for row in sheet for cell in row) == 9
    assert {cell.value for cell in column(workbook["findings"], "link")} == {"https://example.org/a"}


def test_what_excel_cannot_hold_is_cut_or_dropped(tmp_path: Path) -> None:
    meta = {"kind": "news", "title": "a" * 40_000, "publisher": "\ufffe\x0b\x1f_x0041_\uffff", "url": "=1"}
    (row,) = rows(written(tmp_path, article(meta=meta))["articles"])
    assert len(row["title"]) == 32_767
    assert row["title"].endswith("a…")
    assert row["publisher"].startswith("-")
    assert "\x1f" not in row["publisher"]


def test_a_full_sheet_goes_on_on_another(tmp_path: Path) -> None:
    workbook = written(tmp_path, *(article(number) for number in range(1, 4)), max_rows=4)
    assert workbook.sheetnames == [*SHEETS, "findings 2", "entities 2"]
    assert [row["article"] for row in rows(workbook["findings"])] == [
        "ambleford-1",
        "ambleford-1",
        "ambleford-2",
    ]
    assert [row["article"] for row in rows(workbook["findings 2"])] == [
        "ambleford-2",
        "ambleford-3",
        "ambleford-3",
    ]
    assert workbook["findings 2"].freeze_panes == "B2"
    assert workbook["findings 2"].auto_filter.ref.endswith("4")


def test_the_last_sheet_explains_every_column(tmp_path: Path) -> None:
    explained = rows(written(tmp_path)["columns"])
    assert [(row["sheet"], row["column"]) for row in explained] == [
        (table.name, name) for table in TABLES for name in table.header
    ]
    assert all(row["meaning"] for row in explained)


def test_findings_and_articles_of_copies_name_the_original(tmp_path: Path) -> None:
    write_workbook([article(1), article(2)], tmp_path / "out.xlsx", {"ambleford-2": "elsewhere-9"})
    workbook = openpyxl.load_workbook(tmp_path / "out.xlsx")
    for name in ("findings", "articles"):
        assert {row["article"]: row["copy_of"] for row in rows(workbook[name])} == {
            "ambleford-1": None,
            "ambleford-2": "elsewhere-9",
        }
    explained = [row["sheet"] for row in rows(workbook["columns"]) if row["column"] == "copy_of"]
    assert explained == ["findings", "articles"]


def test_a_workbook_and_csv_files_say_the_same(tmp_path: Path) -> None:
    workbook = written(tmp_path, article())
    for table, file in zip(TABLES, write_csv([article()], tmp_path / "out.csv"), strict=True):
        lines = file.read_text(encoding="utf-8-sig").splitlines()
        assert len(lines) == workbook[table.name].max_row


def test_stand_off_records_have_empty_sentences(tmp_path: Path) -> None:
    first = rows(written(tmp_path, without_text(article()))["findings"])[0]
    assert first["sentence"] is None
    assert first["polarity"] == "weakness"


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    written(tmp_path, article())
    first = (tmp_path / "out.xlsx").read_bytes()
    written(tmp_path, article())
    assert (tmp_path / "out.xlsx").read_bytes() == first


@pytest.mark.parametrize(
    "text", ["control \x01\x0b\x1f", "nonchar \ufffe\uffff", "astral 😀", "half-escaped _x000D_"]
)
def test_the_file_opens_whatever_the_text_holds(tmp_path: Path, text: str) -> None:
    meta = {"kind": "news", "title": text}
    assert rows(written(tmp_path, article(id=text, meta=meta))["articles"])[0]["title"]
