"""``ofsight review``: tasks out, corrections in."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.review.made import label_studio_export, prodigy_export, record, write_export, write_run

from ofsight.cli.main import cli
from ofsight.corpus.checks import validate_files
from ofsight.record.io import read_records

FOUR = ("Staff are well supported.", "Plans drift for months.", "Managers know this.", "It rained at noon.")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["review", *map(str, arguments)])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("review")
    write_run(folder / "out.jsonl", [record(), record("other", FOUR, 0.6)])
    for tasks in ("tasks.json", "for-prodigy.jsonl"):
        result = run(folder / "out.jsonl", "-o", folder / tasks, "--sentences", "6", "--random", "0.5")
        assert result.exit_code == 0, result.output
        assert "6 of 9 sentences to review, 3 of them drawn at random" in result.stderr
        assert result.stdout == ""
    return folder


def test_tasks_come_with_their_plan_and_the_configuration_of_the_tool(folder: Path) -> None:
    tasks = json.loads((folder / "tasks.json").read_text())
    plan = json.loads((folder / "tasks.plan.json").read_text())
    lines = (folder / "for-prodigy.jsonl").read_text().splitlines()
    ids = [f"{task['document']}:{task['start']}-{task['end']}" for task in plan["tasks"]]
    assert [task["data"]["id"] for task in tasks] == ids
    assert [json.loads(line)["id"] for line in lines] == ids
    assert (folder / "tasks.config.xml").is_file()
    assert (folder / "for-prodigy.prodigy.json").is_file()
    assert plan["tasks"] == json.loads((folder / "for-prodigy.plan.json").read_text())["tasks"]


def test_a_second_review_chooses_others(folder: Path, tmp_path: Path) -> None:
    earlier = folder / "tasks.plan.json"
    options = ("-o", tmp_path / "more.json", "--skip", earlier, "--sentences", "9", "--random", "0")
    result = run(folder / "out.jsonl", *options)
    assert "3 of 9 sentences to review, 0 of them drawn at random" in result.stderr
    first, second = (json.loads(path.read_text()) for path in (earlier, tmp_path / "more.plan.json"))
    places = [{(task["document"], task["start"]) for task in plan["tasks"]} for plan in (first, second)]
    assert not places[0] & places[1]


def test_corrections_become_gold_with_changes_an_estimate_and_the_command_that_trains(
    folder: Path, tmp_path: Path
) -> None:
    export = label_studio_export(folder / "tasks.json")
    changed = next(task for task in export if task["data"]["text"] == FOUR[1])
    results = changed["annotations"][0]["result"]
    next(item for item in results if item["from_name"] == "polarity")["value"]["choices"] = ["mixed"]
    given = write_export(tmp_path / "export.json", export)
    gold = tmp_path / "gold.jsonl"
    result = run(
        folder / "out.jsonl",
        *("--read", given, "--plan", folder / "tasks.plan.json", "-o", gold),
        *("--corrected-run", tmp_path / "better.jsonl"),
    )
    assert result.exit_code == 0, result.output
    assert "reviewed   6 of 6 sentences in 2 document(s), 3 of 3 drawn at random" in result.stdout
    assert "== changed: 1 thing(s) in 1 of 6 sentence(s)" in result.stdout
    assert "polarity  weakness → mixed      1" in result.stdout
    assert "3 of 9 sentences" in result.stdout
    assert "these intervals are rough" in result.stdout
    assert "annotations/passages/train.jsonl" in result.stdout
    assert f'"{gold}"' in result.stdout
    assert "--network models/standard" in result.stdout
    assert not [line for line in validate_files([str(gold)], None) if not line.suspicious]
    assert sum(len(item.sentences) for item in read_records(gold)) == 6
    with (tmp_path / "gold.changes.csv").open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["document"], row["kind"], row["before"], row["after"], row["text"]) == (
        "other",
        "polarity",
        "weakness",
        "mixed",
        FOUR[1],
    )
    better = {item.id: item for item in read_records(tmp_path / "better.jsonl")}
    assert [finding.polarity for finding in better["other"].findings] == [
        "weakness",
        "mixed",
        "strength",
        "strength",
    ]


def test_tasks_of_another_review_are_listed_and_the_exit_code_is_3(folder: Path, tmp_path: Path) -> None:
    export = prodigy_export(folder / "for-prodigy.jsonl")
    export[0]["id"] = "elsewhere:0-9"
    given = write_export(tmp_path / "export.jsonl", export)
    plan = folder / "for-prodigy.plan.json"
    result = run(folder / "out.jsonl", "--read", given, "--plan", plan, "-o", tmp_path / "gold.jsonl")
    assert result.exit_code == 3
    assert "5 of 6 sentences" in result.stdout
    (line,) = (tmp_path / "gold.jsonl.errors.jsonl").read_text().splitlines()
    assert "none of this review" in json.loads(line)["message"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("-o", "gold.jsonl", "--read", "out.jsonl"), "--read goes with --plan"),
        (("-o", "tasks.json", "--plan", "tasks.plan.json"), "go with --read EXPORT"),
        (("-o", "gold.json", "--read", "out.jsonl", "--plan", "tasks.plan.json"), "end in .jsonl"),
    ],
)
def test_options_that_do_not_go_together(
    folder: Path, arguments: tuple[str, ...], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    result = run("out.jsonl", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_the_command_itself_chooses_without_torch_and_evaluates_with_what_it_needs(
    folder: Path, tmp_path: Path
) -> None:
    def process(*arguments: str | Path) -> str:
        command = [sys.executable, "-c", "from ofsight.cli.main import main; main()", "review"]
        done = subprocess.run([*command, *map(str, arguments)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    tasks = tmp_path / "tasks.json"
    process(folder / "out.jsonl", "-o", tasks, "--no-rules", "--sentences", "4")
    export = write_export(tmp_path / "export.json", label_studio_export(tasks))
    read = ("--read", export, "--plan", tmp_path / "tasks.plan.json", "-o", tmp_path / "gold.jsonl")
    assert "4 of 4 sentences" in process(folder / "out.jsonl", *read)
