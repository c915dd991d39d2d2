"""The program against 63 reports that a person read: every fact of their heads, every judgement."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

import ofsight
from ofsight import layers

REPORTS: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parent / "report_facts.json").read_text(encoding="utf-8")
)["reports"]
HEADER = ("council", "framework", "type", "start", "end", "lead_inspector")


@pytest.fixture(scope="module")
def nlp() -> Language:
    pipeline = ofsight.load("rules")  # what it reads off headers and tables is theirs, and they are quick
    pipeline.disable_pipe("ofsight_findings")
    return pipeline


def keys(judgements: list[dict[str, Any]], council: str) -> set[tuple[str, ...]]:
    """Return what identifies each judgement; an earlier one with the year of its inspection, if known."""
    return {
        (
            judgement["area"],
            judgement["rating"],
            judgement.get("council", council),
            f"before, {(judgement['date'] or '')[:4]}" if judgement["previous"] else "now",
        )
        for judgement in judgements
    }


@pytest.mark.shared
@pytest.mark.parametrize("checksum", REPORTS, ids=[facts["name"] for facts in REPORTS.values()])
def test_facts_of_a_report(nlp: Language, shared_dir: Path, checksum: str) -> None:
    facts = REPORTS[checksum]
    text = (shared_dir / "corpus" / "reports" / f"{facts['name']}.txt").read_bytes().decode("utf-8")
    assert hashlib.sha256(text.encode()).hexdigest() == checksum
    doc = nlp(text)
    meta = layers.get_meta(doc)
    assert meta.kind == "report"
    assert meta.inspection is not None
    read = {key: getattr(meta.inspection, key) for key in HEADER} | {"published": meta.published}
    assert read == {key: facts[key] for key in (*HEADER, "published")}

    found = [judgement.model_dump() for judgement in layers.get_judgements(doc)]
    expected = [judgement for judgement in facts["judgements"] if "not_read" not in judgement]
    assert keys(found, facts["council"]) == keys(expected, facts["council"])
