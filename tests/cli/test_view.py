"""``ofsight view``: a page of whatever holds records, and what is wrong with it."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.explorer.made import NEWS_TEXT, leeds, news, report
from tests.explorer.unpacking import bodies, index

from ofsight.cli.main import cli
from ofsight.errors import OfsightError
from ofsight.record import Record
from ofsight.record.io import dumps, without_text


def run(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, ["view", *map(str, arguments)], input=stdin)


def lines(*records: Record) -> bytes:
    return "".join(map(dumps, records)).encode()


def ids(page: Path) -> list[str]:
    return [row[0] for row in index(page.read_text(encoding="utf-8"))["articles"]]


def test_a_page_is_made_of_files_and_folders_in_their_order(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(news()))
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(lines(report())))
    (tmp_path / "shards").mkdir()
    (tmp_path / "shards" / "2.jsonl").write_bytes(lines(leeds(2)))
    (tmp_path / "shards" / "1.jsonl").write_bytes(lines(leeds(1), news()))
    out = tmp_path / "view.html"
    result = run(
        tmp_path / "b.jsonl.gz", tmp_path / "a.jsonl", tmp_path / "shards", "-o", out, "--title", "Mine & <b>"
    )
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    size = out.stat().st_size / 1e6
    assert result.stderr == f"written: {out} (5 article(s), 13 finding(s), {size:.1f} MB)\n"
    assert ids(out) == ["halton-report", "halton-2021", "leeds-1", "halton-2021~2", "leeds-2"]
    assert "<title>Mine &amp; &lt;b&gt;</title>" in out.read_text(encoding="utf-8")


def test_records_come_from_standard_input(tmp_path: Path) -> None:
    result = run("-", "-o", tmp_path / "view.html", stdin=lines(news()))
    assert result.exit_code == 0, result.output
    assert ids(tmp_path / "view.html") == ["halton-2021"]


def test_without_their_texts_records_are_shown_and_the_remedy_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(without_text(news()), without_text(leeds(1))))
    result = run(tmp_path / "a.jsonl", "-o", tmp_path / "view.html")
    assert result.exit_code == 0
    assert "note: 2 record(s) hold no text; give --texts FOLDER to put it back" in result.stderr


def test_texts_are_put_back_and_those_that_are_not_found_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(
        lines(without_text(news()), without_text(leeds(1)), without_text(leeds(2)))
    )
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "halton-2021.txt").write_text(NEWS_TEXT, encoding="utf-8", newline="")
    (texts / "leeds-2.txt").write_text("another", encoding="utf-8")
    result = run(tmp_path / "a.jsonl", "-o", tmp_path / "view.html", "--texts", texts)
    assert result.exit_code == 0, result.output
    (found,) = bodies((tmp_path / "view.html").read_text(encoding="utf-8"))
    assert [body[0] for body in found] == [NEWS_TEXT, None, None]
    assert f"note: no text for leeds-1: there is no leeds-1.txt in {texts}" in result.stderr
    assert "note: no text for leeds-2: " in result.stderr
    assert "its checksum differs" in result.stderr


def test_entries_that_cannot_be_read_cost_none_of_the_others(tmp_path: Path) -> None:
    (tmp_path / "tasks.json").write_text(
        '[{"data": {"text": "Fine."}, "annotations": [{"result": []}]}, {"data": {}}]'
    )
    result = run(tmp_path / "tasks.json", "-o", tmp_path / "view.html")
    assert result.exit_code == 3, result.output
    assert "1 article(s)" in result.stderr
    assert "1 of the entries could not be read; see" in result.stderr
    assert (tmp_path / "view.html.errors.jsonl").exists()


def test_a_line_that_is_no_record_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(news()) + b'{"schema": "ofsight/1"}\n')
    result = run(tmp_path / "a.jsonl", "-o", tmp_path / "view.html")
    assert isinstance(result.exception, OfsightError)
    assert "a.jsonl:2:" in str(result.exception)
    assert not (tmp_path / "view.html").exists()


@pytest.mark.parametrize("out", ["", "nowhere/view.html"])
def test_an_output_that_cannot_be_written_is_told(tmp_path: Path, out: str) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(news()))
    result = run(tmp_path / "a.jsonl", "-o", tmp_path / out)
    assert isinstance(result.exception, OfsightError)
    assert "give the name of a file" in str(result.exception) or "make it first" in str(result.exception)


def test_the_page_does_not_overwrite_its_input(tmp_path: Path) -> None:
    source = tmp_path / "a.jsonl"
    source.write_bytes(lines(news()))
    result = run(source, "-o", source)
    assert isinstance(result.exception, OfsightError)
    assert "would be overwritten" in str(result.exception)
    assert source.read_bytes() == lines(news())
