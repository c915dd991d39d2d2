"""The command line as a user meets it: exit codes, what goes where, help without heavy imports."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from ofsight.cli.main import cli

ARTICLE = "Ofsted rates Medway council good\n\nMedway council has been rated good by Ofsted.\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def ofsight(*arguments: str, stdin: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", "from ofsight.cli.main import main; main()", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, check=False)


def test_records_go_to_the_output_and_the_summary_to_stderr(article: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    result = CliRunner().invoke(cli, ["annotate", str(article), "-o", str(output)])
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    assert "documents   1 (1 news)" in result.stderr
    record = json.loads(output.read_text(encoding="utf-8"))
    assert record["id"] == "article"
    assert record["text"] == ARTICLE
    assert "E06000035" in {entity["value"] for entity in record["entities"]}


def test_a_bad_input_is_recorded_and_costs_nothing_else(article: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    output = tmp_path / "out.jsonl"
    arguments = ["annotate", str(tmp_path / "empty.txt"), str(tmp_path / "none.txt"), str(article)]
    result = CliRunner().invoke(cli, [*arguments, "-o", str(output)])
    assert result.exit_code == 3
    assert len(output.read_text(encoding="utf-8").splitlines()) == 1
    errors = [json.loads(line) for line in (tmp_path / "out.jsonl.errors.jsonl").read_text().splitlines()]
    missing = str(tmp_path / "none.txt")
    assert [(row["path"], row["error"]) for row in errors] == [("empty.txt", "empty"), (missing, "missing")]
    assert set(errors[0]) == {"id", "path", "stage", "error", "message"}


def test_on_error_stop_ends_at_the_first_failure(article: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    arguments = ["annotate", str(tmp_path / "none.txt"), str(article), "--on-error", "stop"]
    result = CliRunner().invoke(cli, [*arguments, "-o", str(output)])
    assert result.exit_code == 3
    assert output.read_text(encoding="utf-8") == ""


def test_an_errors_file_of_an_earlier_run_does_not_stay(article: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    stale = tmp_path / "out.jsonl.errors.jsonl"
    stale.write_text("{}\n")
    assert CliRunner().invoke(cli, ["annotate", str(article), "-o", str(output)]).exit_code == 0
    assert not stale.exists()


def test_no_text_leaves_offsets_and_no_words(article: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    result = CliRunner().invoke(cli, ["annotate", str(article), "--no-text", "-o", str(output)])
    assert result.exit_code == 0
    record = json.loads(output.read_text(encoding="utf-8"))
    assert record["text"] is None
    assert record["entities"]
    assert all(entity["text"] is None for entity in record["entities"])
    assert CliRunner().invoke(cli, ["validate", str(output)]).exit_code == 0


def test_stdin_to_stdout_is_a_clean_pipe() -> None:
    result = ofsight("annotate", "-", stdin=ARTICLE.encode())
    assert result.returncode == 0, result.stderr
    (line,) = result.stdout.splitlines()
    assert json.loads(line)["text"] == ARTICLE
    assert b"\r" not in result.stderr


def test_wrong_usage_is_exit_code_2_with_a_message(article: Path, tmp_path: Path) -> None:
    assert ofsight("annotate").returncode == 2
    unknown = ofsight("annotate", str(article), "--model", "nonesuch")
    assert unknown.returncode == 2
    assert b"no model 'nonesuch'" in unknown.stderr
    assert b"rules" in unknown.stderr
    nowhere = ofsight("annotate", str(article), "-o", str(tmp_path / "no" / "out.jsonl"))
    assert nowhere.returncode == 2
    assert b"Traceback" not in nowhere.stderr


def test_validate_names_file_line_and_field(article: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    CliRunner().invoke(cli, ["annotate", str(article), "-o", str(output)])
    record = json.loads(output.read_text(encoding="utf-8"))
    record["entities"][0]["text"] = "something else"
    output.write_text(json.dumps(record) + "\n", encoding="utf-8")
    result = CliRunner().invoke(cli, ["validate", str(output)])
    assert result.exit_code == 1
    assert "out.jsonl" in result.stdout
    assert "entities" in result.stdout


def test_convert_makes_a_workbook_and_csv_files(article: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    CliRunner().invoke(cli, ["annotate", str(article), "-o", str(output)])
    assert CliRunner().invoke(cli, ["convert", str(output), str(tmp_path / "out.xlsx")]).exit_code == 0
    assert (tmp_path / "out.xlsx").stat().st_size > 1000
    assert CliRunner().invoke(cli, ["convert", str(output), str(tmp_path / "out.csv")]).exit_code == 0
    assert "Medway" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")


def test_schema_and_info() -> None:
    schema = json.loads(CliRunner().invoke(cli, ["schema"]).stdout)
    assert "text_sha256" in schema["properties"]
    assert "rules" in CliRunner().invoke(cli, ["info"]).stdout


def test_help_imports_neither_spacy_nor_a_parser() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from ofsight.cli.main import cli;"
        "assert CliRunner().invoke(cli, ['--help']).exit_code == 0;"
        "print([m for m in ('spacy', 'torch', 'trafilatura', 'pypdfium2') if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


@pytest.mark.parametrize("output", ["in.jsonl", "folder/../in.jsonl"])
def test_an_input_is_never_overwritten(tmp_path: Path, output: str) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"text": "Medway council was rated good."}\n', encoding="utf-8")
    (tmp_path / "folder").mkdir()
    result = ofsight("annotate", str(source), "-o", str(tmp_path / output))
    assert result.returncode == 2
    assert b"would be overwritten" in result.stderr
    assert "Medway" in source.read_text(encoding="utf-8")


def test_an_errors_file_that_is_an_input_is_not_removed(article: Path, tmp_path: Path) -> None:
    errors = tmp_path / "out.jsonl.errors.jsonl"
    errors.write_text("{}\n")
    result = ofsight("annotate", str(article), str(errors), "-o", str(tmp_path / "out.jsonl"))
    assert result.returncode == 2
    assert errors.exists()


def test_a_run_may_write_into_the_folder_it_reads(article: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    arguments = ["annotate", str(tmp_path), "-o", str(tmp_path / "out.jsonl")]
    for _ in range(2):
        assert CliRunner().invoke(cli, arguments).exit_code == 3
        lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
        assert [json.loads(line)["id"] for line in lines] == ["article"]


def test_an_output_named_gz_is_compressed(article: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl.gz"
    assert CliRunner().invoke(cli, ["annotate", str(article), "-o", str(output)]).exit_code == 0
    assert json.loads(gzip.decompress(output.read_bytes()))["id"] == "article"


def test_a_dash_as_output_is_standard_output(
    article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, ["annotate", str(article), "-o", "-"])
    assert json.loads(result.stdout)["id"] == "article"
    assert not Path("-").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_one_line_and_exit_code_2(article: Path) -> None:
    result = ofsight("annotate", str(article), "-q", "-o", "/dev/full")
    assert result.returncode == 2
    assert result.stderr == b"ofsight: No space left on device\n"


def test_a_closed_standard_input_is_a_failure_of_that_input() -> None:
    code = "import sys; sys.stdin = None; from ofsight.cli.main import main; main()"
    result = subprocess.run([sys.executable, "-c", code, "annotate", "-"], capture_output=True, check=False)
    assert result.returncode == 3
    assert b"standard input is closed" in result.stderr


def test_convert_reads_standard_input(article: Path, tmp_path: Path) -> None:
    records = ofsight("annotate", str(article)).stdout
    assert ofsight("convert", "-", str(tmp_path / "out.csv"), stdin=records).returncode == 0
    assert "Medway" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")


LABELLED = '{"text": "Meals at Larkfield were hot.", "answer": "accept", "label": "nutrition"}\n'


def test_convert_reads_what_others_labelled(tmp_path: Path) -> None:
    source, output = tmp_path / "care.jsonl", tmp_path / "out.jsonl"
    source.write_text(LABELLED, encoding="utf-8")
    result = CliRunner().invoke(cli, ["convert", str(source), str(output), "--from", "prodigy"])
    assert result.exit_code == 0, result.output
    assert "findings without a polarity, taken as neutral: 1" in result.stderr
    assert CliRunner().invoke(cli, ["validate", str(output)]).exit_code == 0


def test_convert_goes_on_after_a_bad_entry_and_says_so(tmp_path: Path) -> None:
    source, output = tmp_path / "care.jsonl", tmp_path / "out.jsonl"
    source.write_text(LABELLED + "{\n", encoding="utf-8")
    result = CliRunner().invoke(cli, ["convert", str(source), str(output)])
    assert result.exit_code == 3
    assert f"{source}, line 2: is no JSON" in result.stderr
    assert "out.jsonl.errors.jsonl" in result.stderr
    assert len(output.read_text(encoding="utf-8").splitlines()) == 1


def test_convert_is_a_clean_pipe() -> None:
    result = ofsight("convert", "-", "-", stdin=LABELLED.encode())
    assert result.returncode == 0, result.stderr
    (line,) = result.stdout.splitlines()
    assert json.loads(line)["findings"][0]["themes"] == ["nutrition"]


def test_convert_refuses_what_it_cannot_tell(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("Meals were hot.")
    result = ofsight("convert", str(tmp_path / "in.txt"), str(tmp_path / "out.jsonl"))
    assert result.returncode == 2
    assert b"--from" in result.stderr
    assert b"Traceback" not in result.stderr
