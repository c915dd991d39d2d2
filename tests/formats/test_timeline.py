from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.stories.told import grade, news, report

from ofsight.errors import ConversionError, RecordError
from ofsight.formats import Notes, export
from ofsight.formats.timeline import COLUMNS
from ofsight.record import Record
from ofsight.record.io import without_text

DAYS = "2020-03-02/2020-03-13"
NORTH_YORKSHIRE, ITS_SUCCESSOR = "E10000023", "E06000065"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


def timeline(folder: Path, *records: Record, notes: Notes | None = None) -> list[dict[str, str]]:
    (file,) = export(records, folder / "timeline.csv", "timeline", notes=notes)
    return rows(file)


def test_a_judgement_is_a_row_with_its_sources(tmp_path: Path) -> None:
    later = news(
        "later", "2020-06-01", grade("overall good", date="2020-03"), marked="Halton was good in March."
    )
    itself = report("itself", DAYS, grade("overall good"), published="2020-05-04", marked="Overall:\ngood")
    (row,) = timeline(tmp_path, later, itself)
    assert list(row) == [column.name for column in COLUMNS]
    assert (row["council"], row["council_code"], row["region"]) == ("Halton", "E06000006", "North West")
    assert (row["date"], row["dated_by"], row["framework"], row["inspection"]) == (
        DAYS,
        "report",
        "ilacs",
        "full",
    )
    assert (row["area"], row["rating"], row["previous"]) == ("overall", "good", "FALSE")
    assert (row["contradicted"], row["contradiction"]) == ("FALSE", "")
    assert (row["document"], row["published"], row["evidence"]) == ("itself", "2020-05-04", "Overall:")
    assert (row["start"], row["end"], row["documents"]) == ("0", "8", "2")
    assert row["also_in"] == "later (published 2020-06-01, dated 2020-03): Halton was good in March."


def test_contradictions_are_marked_and_told(tmp_path: Path) -> None:
    notes = Notes()
    found = timeline(
        tmp_path,
        report("itself", DAYS, grade("overall good")),
        news("other", "2020-05", grade("overall poor", date="2020"), marked="Poor in 2020."),
        notes=notes,
    )
    assert [(row["rating"], row["contradicted"]) for row in found] == [("good", "TRUE"), ("poor", "TRUE")]
    assert found[0]["contradiction"] == "poor in other (published 2020-05, dated 2020): Poor in 2020."
    assert [*notes] == [
        f"judgements that another document contradicts, marked: 2 (first: Halton, {DAYS}, overall)"
    ]


def test_judgements_of_nobody_are_counted_and_other_layers_are_no_news(tmp_path: Path) -> None:
    notes = Notes()
    article = news("n", "2021", grade("overall good", council=None), marked="[Halton|COUNCIL] is good.")
    assert timeline(tmp_path, article, notes=notes) == []
    assert [*notes] == ["judgements of an unknown council, left out: 1 (first: record n)"]


def test_an_undated_judgement_has_no_date(tmp_path: Path) -> None:
    (row,) = timeline(tmp_path, news("n", "2021", grade("overall good")))
    assert (row["date"], row["dated_by"]) == ("", "nobody")


def test_authorities_that_replaced_each_other_name_each_other(tmp_path: Path) -> None:
    old, new = timeline(
        tmp_path,
        report("new", "2023-07-03", grade("overall good"), council=ITS_SUCCESSOR),
        report("old", "2018-07-02", grade("overall good"), council=NORTH_YORKSHIRE),
    )
    assert (old["council"], new["council"]) == ("North Yorkshire", "North Yorkshire")
    assert (old["existed_until"], old["succeeded_by"]) == ("2023-03-31", "North Yorkshire (E06000065)")
    assert (new["existed_until"], new["preceded_by"]) == ("", "North Yorkshire (E10000023)")


def test_nothing_runs_as_a_formula(tmp_path: Path) -> None:
    found = timeline(
        tmp_path,
        report("=1+1", DAYS, grade("overall good"), marked="=HYPERLINK(1)"),
        news("@n", "2021", grade("overall good", date="2020-03"), marked="+2"),
        news("-m", "2021", grade("overall poor", date="2020-03"), marked="-3"),
    )
    assert found[0]["document"] == "'=1+1"
    assert found[0]["evidence"] == "'=HYPERLINK(1)"
    assert found[0]["also_in"].startswith("'@n")
    assert found[1]["evidence"] == "'-3"
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in found for cell in row.values())


def test_a_stand_off_record_has_no_words(tmp_path: Path) -> None:
    (row,) = timeline(tmp_path, without_text(report("r", DAYS, grade("overall good"))))
    assert (row["rating"], row["evidence"]) == ("good", "")


def test_a_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConversionError, match=r"timeline\.csv"):
        export([], tmp_path / "timeline.xlsx", "timeline")


def test_an_error_leaves_what_was_there(tmp_path: Path) -> None:
    def failing() -> object:
        yield report("r", DAYS, grade("overall good"))
        raise RecordError("in.jsonl:2: text: is missing")

    path = tmp_path / "timeline.csv"
    path.write_text("before")
    with pytest.raises(RecordError):
        export(failing(), path, "timeline")  # type: ignore[arg-type]  # a generator of records
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    assert path.read_text() == "before"
