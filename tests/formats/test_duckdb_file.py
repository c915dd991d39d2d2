"""A DuckDB file answers questions in SQL and gives the records back."""

from __future__ import annotations

import datetime
import gzip
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("duckdb")

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.formats.articles import article
from tests.record.strategies import records

from ofsight.errors import ConversionError, RecordError
from ofsight.formats import export, import_records
from ofsight.formats.conversion import convert
from ofsight.formats.duckdb_tables import AUTHORITIES, TABLES
from ofsight.record import Record
from ofsight.record.io import dumps, read_records, without_text

ROOT = Path(__file__).resolve().parents[2]
GOLD = ROOT / "annotations" / "news" / "dev.jsonl"


def written(tmp_path: Path, *items: Record) -> Any:
    export(items, tmp_path / "out.duckdb")
    return duckdb.connect(str(tmp_path / "out.duckdb"), read_only=True)


def rows(base: Any, query: str, *values: str) -> list[dict[str, Any]]:
    found = base.execute(query, values)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@settings(max_examples=15, deadline=None)
@given(st.lists(records(), max_size=3))
def test_records_survive_whole(tmp_path_factory: pytest.TempPathFactory, items: list[Record]) -> None:
    path = tmp_path_factory.mktemp("duckdb") / "out.duckdb"
    export(items, path)
    assert [dumps(item) for item in import_records(path)] == [dumps(item) for item in items]
    with duckdb.connect(str(path), read_only=True) as base:
        counts = {
            layer: len(base.table(layer).fetchall())
            for layer in ("blocks", "sentences", "entities", "findings", "quotations", "judgements", "roles")
        }
    assert counts == {layer: sum(len(getattr(item, layer)) for item in items) for layer in counts}


def test_gold_comes_back_as_it_was(tmp_path: Path) -> None:
    convert(GOLD, tmp_path / "gold.db", report=pytest.fail)
    convert(tmp_path / "gold.db", tmp_path / "back.jsonl", report=pytest.fail)
    wanted = [dumps(record) for record in read_records(GOLD)]
    assert [dumps(record) for record in read_records(tmp_path / "back.jsonl")] == wanted
    assert len(wanted) > 20


def test_columns_have_types_and_say_what_they_hold(tmp_path: Path) -> None:
    base = written(tmp_path, article())
    for table in (*TABLES, AUTHORITIES):
        found = rows(
            base,
            "SELECT column_name, data_type, comment FROM duckdb_columns()"
            " WHERE table_name = ? ORDER BY column_index",
            table.name,
        )
        assert [tuple(row.values()) for row in found] == [
            (column.name, column.type, column.meaning) for column in table.columns
        ]
    tables = rows(base, "SELECT table_name, comment FROM duckdb_tables() WHERE NOT internal")
    views = rows(base, "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal")
    assert len(tables) == len(TABLES) + 1
    assert all(row["comment"] for row in (*tables, *views))
    assert [row["view_name"] for row in views]


def test_dates_are_days(tmp_path: Path) -> None:
    base = written(tmp_path, article(), article(2, meta={"kind": "news", "published": "2021-02"}))
    first, second = rows(base, "SELECT * FROM articles ORDER BY article_no")
    assert first["published_first"] == first["published_last"] == datetime.date(2024, 6, 3)
    assert first["inspection_start_first"] == datetime.date(2024, 5, 13)
    assert (second["published"], second["published_first"], second["published_last"]) == (
        "2021-02",
        datetime.date(2021, 2, 1),
        datetime.date(2021, 2, 28),
    )
    (judgement,) = rows(base, "SELECT * FROM judgements WHERE article_no = 1")
    assert (judgement["date"], judgement["date_last"]) == ("2024-05", datetime.date(2024, 5, 31))
    assert judgement["previous"] is True


def test_a_finding_joins_its_article_themes_and_councils(tmp_path: Path) -> None:
    base = written(tmp_path, article(1), article(2))
    found = rows(base, "SELECT * FROM finding_list ORDER BY finding_no")
    assert [row["id"] for row in found] == ["ambleford-1", "ambleford-1", "ambleford-2", "ambleford-2"]
    assert found[2]["sentence"] == "Leaders in Ambleford do not know enough about out-of-hours work."
    assert (found[2]["themes"], found[2]["councils"]) == (["housing", "leadership"], ["E99999999", "Halton"])
    (words,) = rows(
        base,
        "SELECT substring(a.text, f.start_char + 1, f.end_char - f.start_char) AS words"
        " FROM findings f JOIN articles a USING (article_no) WHERE finding_no = 4",
    )
    assert words["words"] == "- Supervision is good."


def test_views_answer_the_common_questions(tmp_path: Path) -> None:
    current = {**article().judgements[0].model_dump(mode="json"), "previous": False, "date": "2023"}
    later = {**current, "rating": "inadequate", "date": "2024-05-13/2024-05-24"}
    both = [current, later]
    base = written(tmp_path, article(1), article(2, judgements=both))
    assert rows(base, "SELECT * FROM weaknesses_by_council_and_year WHERE name = 'Halton'") == [
        {
            "council": "E06000006",
            "name": "Halton",
            "region": "North West",
            "year": 2024,
            "findings": 4,
            "weaknesses": 2,
            "strengths": 2,
            "share_of_weaknesses": 0.5,
        }
    ]
    themes = rows(base, "SELECT theme, findings FROM themes_by_council WHERE council = 'E06000006'")
    assert {row["theme"]: row["findings"] for row in themes} == {
        "housing": 2,
        "leadership": 2,
        "supervision": 2,
    }
    (latest,) = rows(base, "SELECT * FROM latest_ratings")
    assert (latest["name"], latest["area"], latest["rating"], latest["id"]) == (
        "Halton",
        "overall",
        "inadequate",
        "ambleford-2",
    )
    assert len(rows(base, "SELECT * FROM judgement_list")) == 3
    assert [row["value"] for row in rows(base, "SELECT value FROM measure_list")] == [-5.4, -5.4]


def test_former_codes_of_authorities_have_names(tmp_path: Path) -> None:
    base = written(tmp_path)
    (row,) = rows(
        base, "SELECT count(*) AS former FROM authorities WHERE code <> current_code AND name IS NOT NULL"
    )
    assert row["former"] > 0


def test_stand_off_records_have_no_words(tmp_path: Path) -> None:
    base = written(tmp_path, without_text(article()))
    (row,) = rows(base, "SELECT any_value(sentence) AS words, count(*) AS findings FROM findings")
    assert row == {"words": None, "findings": 2}
    assert rows(base, "SELECT text FROM articles") == [{"text": None}]


def test_the_same_records_give_the_same_content(tmp_path: Path) -> None:
    contents = []
    for _ in range(2):
        with written(tmp_path, article(1), article(2)) as base:
            contents.append([base.table(table.name).fetchall() for table in (*TABLES, AUTHORITIES)])
    assert contents[0] == contents[1]


def test_compressed_files_are_read(tmp_path: Path) -> None:
    export([article()], tmp_path / "out.duckdb")
    (tmp_path / "out.duckdb.gz").write_bytes(gzip.compress((tmp_path / "out.duckdb").read_bytes()))
    assert list(import_records(tmp_path / "out.duckdb.gz")) == [article()]


def failing() -> Iterator[Record]:
    yield article()
    raise RecordError("in.jsonl:2: text: is missing")


def test_an_error_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "out.duckdb").write_text("before")
    (tmp_path / "~out.duckdb").write_text("left by a run that was killed")
    with pytest.raises(RecordError):
        export(failing(), tmp_path / "out.duckdb")
    assert [path.name for path in tmp_path.iterdir()] == ["out.duckdb"]
    assert (tmp_path / "out.duckdb").read_text() == "before"


def test_a_file_that_is_in_use_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "out.duckdb.wal").write_bytes(b"")
    with pytest.raises(ConversionError, match=r"out\.duckdb is open elsewhere"):
        export([article()], tmp_path / "out.duckdb")


def test_databases_of_others_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("secret.csv").write_text("article_no,record\n1,{}\n")
    with duckdb.connect(str(tmp_path / "view.duckdb")) as base:
        base.execute(
            "CREATE VIEW records AS SELECT article_no::BIGINT AS article_no, record::JSON AS record"
            " FROM read_csv('secret.csv')"
        )
    with duckdb.connect(str(tmp_path / "bad.duckdb")) as base:
        base.execute("CREATE TABLE records (article_no BIGINT, record JSON)")
        base.execute("INSERT INTO records VALUES (7, '{}')")
    (tmp_path / "cut.duckdb").write_bytes((tmp_path / "bad.duckdb").read_bytes()[:5000])
    for name, message in (
        ("view", "has no table 'records'"),
        ("bad", "record 7 is not valid: id: Field required"),
        ("cut", "no DuckDB file of records"),
    ):
        with pytest.raises(ConversionError, match=rf"{name}\.duckdb: {message}"):
            list(import_records(tmp_path / f"{name}.duckdb"))


def test_memory_does_not_grow_with_the_number_of_records(tmp_path: Path) -> None:
    record = article()

    def peak(number: int) -> int:
        tracemalloc.start()
        export((record for _ in range(number)), tmp_path / "out.duckdb")
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(1)
    assert peak(1200) < 1.5 * peak(200)


def test_without_duckdb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(ConversionError, match=r"pip install 'ofsight\[duckdb\]'"):
        export([article()], tmp_path / "out.duckdb")


@pytest.mark.parametrize("name", ["out.duckdb", "~out.duckdb", "md:out.duckdb", ":memory:"])
def test_names_mean_files_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    export([article()], name, "duckdb")
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert list(import_records(name)) == [article()]
