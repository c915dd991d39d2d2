"""What is imported to start: the list of modules is counted, not the time, which hangs on the machine."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from ofsight.engine.frames import read_frame, write_frame
from ofsight.engine.lean import TRAINING_LIBRARIES
from ofsight.engine.settings import WorkSettings
from ofsight.ingest.units import InputUnit

READERS = {"trafilatura", "lxml", "docx", "pypdfium2", "pyarrow"}
WRITERS = {"xlsxwriter", "jinja2"}

WORKER = """
import json, sys
from ofsight.engine.worker import serve
serve(sys.stdin.buffer, sys.stdout.buffer)
print(json.dumps([name for name, module in sys.modules.items() if module]), file=sys.stderr)
"""
RUN = """
import json, sys
from ofsight.cli.main import main
try:
    main()
finally:
    print(json.dumps([name for name, module in sys.modules.items() if module]), file=sys.stderr)
"""


def modules(result: subprocess.CompletedProcess[bytes]) -> set[str]:
    assert result.returncode == 0, result.stderr
    return set(json.loads(result.stderr.splitlines()[-1]))


def test_a_worker_imports_what_it_needs_for_its_documents(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text("Ofsted rated Halton council inadequate in May 2024.")
    inward = io.BytesIO()
    write_frame(inward, WorkSettings(model="rules").as_message())
    write_frame(inward, InputUnit("article.txt", "article", path=article).as_message())
    command = [sys.executable, "-c", WORKER]
    result = subprocess.run(command, input=inward.getvalue(), capture_output=True, check=False)
    found = modules(result)
    outward = io.BytesIO(result.stdout)
    ready, stage, outcome = (read_frame(outward) for _ in range(3))
    assert ready is not None
    assert ready.header["ready"]["name"] == "rules"
    assert stage is not None
    assert outcome is not None
    assert outcome.content
    assert "spacy" in found
    assert not found & {*TRAINING_LIBRARIES, *READERS, *WRITERS}
    assert not found & {"spacy.cli", "weasel", "requests", "ofsight.extractors.loading"}


@pytest.mark.parametrize("arguments", [("--help",), ("annotate", "--help"), ("--version",)])
def test_the_command_waits_for_no_library(arguments: tuple[str, ...]) -> None:
    found = modules(subprocess.run([sys.executable, "-c", RUN, *arguments], capture_output=True, check=False))
    assert not found & {
        "spacy",
        "numpy",
        "pydantic",
        "onnxruntime",
        "tqdm",
        *TRAINING_LIBRARIES,
        *READERS,
        *WRITERS,
    }


def test_a_run_with_workers_leaves_the_libraries_to_them(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text("Ofsted rated Halton council inadequate in May 2024.")
    command = [sys.executable, "-c", RUN, "annotate", "--model", "rules", "-q", str(article)]
    result = subprocess.run(command, capture_output=True, check=False)
    assert json.loads(result.stdout)["id"] == "article"
    assert not modules(result) & {
        "spacy",
        "numpy",
        "onnxruntime",
        "tqdm",
        *TRAINING_LIBRARIES,
        *READERS,
        *WRITERS,
    }


def test_spacy_keeps_its_command_line() -> None:
    code = (
        "from ofsight.engine.lean import import_spacy; import_spacy(); import sys, spacy;"
        "assert 'spacy.cli' not in sys.modules; assert spacy.info(silent=True)['spacy_version'];"
        "import spacy.cli; assert spacy.cli.info is sys.modules['spacy.cli.info'].info"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
