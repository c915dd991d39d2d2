"""The report as text, JSON and page, and the command that writes them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import html

from ofsight.cli.main import cli
from ofsight.evaluation import Comparison, Options, Report, compare, evaluate
from ofsight.evaluation.report_html import comparison_as_html, report_as_html
from ofsight.evaluation.report_text import comparison_as_text, report_as_text
from ofsight.record import Record
from ofsight.record.io import RecordWriter

from . import builders as make

HOSTILE = "<script>alert('&')</script> Halton \x00 \x0c end."


def documents() -> tuple[list[Record], list[Record]]:
    start = HOSTILE.index("Halton")
    place = make.entity(start, start + 6, value=make.HALTON).model_copy(update={"text": "Halton"})
    whole = (0, len(HOSTILE))
    gold = [
        make.record(
            f"<b>{number}",
            text=HOSTILE,
            kind=kind,
            sentences=make.sentences(whole),
            entities=[place],
            findings=[make.finding(*whole, "leadership", polarity=polarity)],
        )
        for number, kind, polarity in (
            (1, "news", "weakness"),
            (2, "report", "strength"),
            (3, "news", "mixed"),
        )
    ]
    missing_place = [
        one.model_copy(
            update={
                "entities": one.entities[:number],
                "findings": (one.findings[0].model_copy(update={"polarity": "weakness"}),),
            }
        )
        for number, one in enumerate(gold)
    ]
    return gold, missing_place


@pytest.fixture(scope="module")
def report() -> Report:
    return evaluate(*documents(), Options(draws=20), predicted_name="<i>pred")


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    gold, predicted = documents()
    return compare(gold, predicted, gold, Options(draws=20))


def test_text_shows_main_figures_by_kind(report: Report) -> None:
    text = report_as_text(report)
    line = next(line for line in text.splitlines() if line.startswith("Entities, strict micro F1"))
    # 2 of 3 found, none spurious: F1 0.8; news 1 of 2; reports 1 of 1.
    assert line.split()[4] == "0.800"
    assert "0.667" in line
    assert "1.000" in line
    assert "confusion: findings.polarity" in text


def test_text_of_a_comparison_shows_differences(comparison: Comparison) -> None:
    line = next(
        line for line in comparison_as_text(comparison).splitlines() if line.startswith("Polarity, accuracy")
    )
    assert line.split()[2:5] == ["0.333", "1.000", "+0.667"]


def test_json_holds_everything(report: Report, comparison: Comparison) -> None:
    data = json.loads(json.dumps(report.as_json()))
    assert data["schema"] == "ofsight-evaluation/1"
    scores = {(part["task"], part["label"]): part for part in data["groups"][0]["scores"]}
    assert scores["entities.strict", "COUNCIL"]["f1"]["value"] == pytest.approx(0.8)
    assert json.loads(json.dumps(comparison.as_json()))["differences"][0]["p_value"] <= 1


def test_the_page_is_self_contained_and_escaped(report: Report, comparison: Comparison) -> None:
    for page in (report_as_html(report), comparison_as_html(comparison)):
        tree = html.document_fromstring(page)
        assert not tree.xpath("//script | //link | //img | //@src | //@onclick | //i | //b[text()='1']")
        assert "\x00" not in page
        assert all(target.startswith("#") for target in tree.xpath("//@href"))


def test_links_of_the_page_lead_somewhere(report: Report, comparison: Comparison) -> None:
    for page in (report_as_html(report), comparison_as_html(comparison)):
        tree = html.document_fromstring(page)
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert {href[1:] for href in tree.xpath("//@href")} <= set(ids)


def test_the_page_shows_mistakes_in_their_sentence(report: Report) -> None:
    tree = html.document_fromstring(report_as_html(report))
    (marked,) = tree.xpath("//details[@id='entities-missed']//mark")
    assert marked.text == "Halton"
    sentence = marked.getparent().text_content()
    assert sentence.startswith("<script>alert('&')</script>")


def test_bars_are_as_long_as_their_figures(report: Report) -> None:
    tree = html.document_fromstring(report_as_html(report))
    (bar,) = tree.xpath("(//*[@class='bar'][starts-with(@aria-label, 'Entities, strict micro F1')])[1]")
    assert bar.xpath("*[@class='value']/@width") == ["160.0"]


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    paths = []
    for name, records in zip(("gold.jsonl", "pred.jsonl.gz"), documents(), strict=True):
        path = tmp_path / name
        with RecordWriter(path) as writer:
            for record in records:
                writer.write(record)
        paths.append(str(path))
    return paths[0], paths[1]


def test_the_command_writes_text_json_and_page(files: tuple[str, str], tmp_path: Path) -> None:
    page, data = tmp_path / "report.html", tmp_path / "out.json"
    result = CliRunner().invoke(
        cli, ["evaluate", *files, "--html", str(page), "--json", str(data), "--bootstrap", "10"]
    )
    assert result.exit_code == 0, result.output
    assert "Findings, F1" in result.stdout
    assert json.loads(data.read_text(encoding="utf-8"))["documents"] == 3
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_the_command_compares_and_restricts(files: tuple[str, str]) -> None:
    gold, predicted = files
    arguments = [
        gold,
        predicted,
        gold,
        "--kind",
        "news",
        "--layers",
        "entities, findings",
        "--bootstrap",
        "10",
    ]
    result = CliRunner().invoke(cli, ["evaluate", *arguments])
    assert result.exit_code == 0, result.output
    assert "Differences, all (2)" in result.stdout
    assert "sentences.exact" not in result.stdout


def test_an_empty_folder_is_an_error(tmp_path: Path, files: tuple[str, str]) -> None:
    (tmp_path / "empty").mkdir()
    result = CliRunner().invoke(cli, ["evaluate", str(tmp_path / "empty"), files[1]])
    assert "holds no .jsonl" in str(result.exception)


def test_without_the_extra_the_command_says_what_to_install(files: tuple[str, str]) -> None:
    program = "import sys; sys.modules['sklearn'] = None; from ofsight.cli.main import main; main()"
    result = subprocess.run(
        [sys.executable, "-c", program, "evaluate", *files], capture_output=True, text=True, check=False
    )
    assert result.returncode == 2
    assert 'pip install "ofsight[evaluate]"' in result.stderr
    assert "Traceback" not in result.stderr
