"""The model that ships as the default: whole, described, small, the same whatever surrounds a document."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

import ofsight
from ofsight.model_card.checking import card_problems
from ofsight.model_files import DEFAULT_MODEL, find_model
from ofsight.pipeline import describe
from ofsight.read.component import ReadStage
from ofsight.record.io import dumps

ROOT = Path(__file__).resolve().parents[1]
MEGABYTE = 1_000_000
TEXT = (
    "Ofsted rates Medway council inadequate\n\n"
    "Medway council has been rated inadequate by Ofsted. Inspectors found that caseloads were too high.\n\n"
    "Children wait too long before anybody visits them.\n"
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return ofsight.load()


def test_it_is_the_default_and_has_a_network(nlp: Language) -> None:
    assert DEFAULT_MODEL == "standard"
    stage = nlp.get_pipe("ofsight_read")
    assert isinstance(stage, ReadStage)
    assert stage.network is not None
    assert describe()["model"].startswith("standard ")


def test_it_is_small_and_holds_no_code() -> None:
    files = [path for path in find_model("standard").rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 30 * MEGABYTE
    assert {path.suffix for path in files} <= {".cfg", ".json", ".md", ".onnx"}


def test_its_card_is_on_these_files_and_this_gold() -> None:
    assert card_problems(find_model("standard"), ROOT / "annotations") == []


def test_it_reads_what_a_lexicon_cannot(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert ("Medway council", "COUNCIL", "E06000035") in {(e.text, e.label_, e._.value) for e in doc.ents}
    themes = {finding.text.strip(): finding._.themes for finding in doc.spans["findings"]}
    last = themes["Children wait too long before anybody visits them."]
    assert "drift_and_delay" in last


def test_spacy_loads_it_from_its_directory(nlp: Language) -> None:
    assert spacy.load(find_model("standard"))(TEXT).to_bytes() == nlp(TEXT).to_bytes()


def test_a_document_does_not_depend_on_those_around_it(nlp: Language, samples_dir: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(samples_dir.glob("*.txt"))]
    assert len(texts) > 3
    alone = [nlp(text).to_bytes() for text in texts]
    assert [doc.to_bytes() for doc in nlp.pipe(reversed(texts), batch_size=3)] == alone[::-1]
    assert [doc.to_bytes() for doc in nlp.pipe(texts, batch_size=1, n_process=2)] == alone


def test_running_it_needs_no_torch(samples_dir: Path) -> None:
    code = (
        "import sys; sys.modules['torch'] = sys.modules['transformers'] = None\n"
        "import ofsight\n"
        "from ofsight.record.io import dumps\n"
        f"for record in ofsight.annotate({str(samples_dir)!r}): print(dumps(record), end='')"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, encoding="utf-8"
    )
    assert result.stdout == "".join(dumps(record) for record in ofsight.annotate(samples_dir))
