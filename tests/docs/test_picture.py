"""What the drawing of the pipeline says of one sentence is what the standard model says of it."""

from __future__ import annotations

import re
from pathlib import Path

import ofsight
from ofsight.record import Record

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "samples" / "1-calder-valley-gazette.txt"
SENTENCE = "Services for care leavers were rated outstanding."


def words(stage: str) -> str:
    """Return the words of one stage of the drawing."""
    drawing = (ROOT / "docs" / "images" / "pipeline.svg").read_text(encoding="utf-8")
    group = re.search(rf'<g id="stage-{stage}">(.*?)</g>', drawing, re.DOTALL)
    assert group is not None
    lines = re.findall(r"<text[^>]*>(.*?)</text>", group[1])
    return " | ".join(re.sub(r"<[^>]+>", "", line) for line in lines)


def test_the_drawing_tells_what_is_in_the_record() -> None:
    (record,) = ofsight.annotate(SAMPLE)
    assert isinstance(record, Record)
    assert record.text is not None
    start = record.text.index(SENTENCE)
    end = start + len(SENTENCE)
    (finding,) = (finding for finding in record.findings if (finding.start, finding.end) == (start, end))
    (judgement,) = (fact for fact in record.judgements if fact.evidence == (start, end))
    (rating,) = (each for each in record.entities if start <= each.start < end)

    assert f"{SAMPLE.name} | {len(record.text):,} characters" in words("ingest")
    for label in ("boilerplate", "headline", "paragraph"):
        shown = re.search(rf"\| {label} \| ([^|]*)", words("segment"))
        assert shown is not None
        begins = shown[1].strip(" …")
        assert any(
            block.label == label and record.text.startswith(begins, block.start) for block in record.blocks
        )
    assert f"{SENTENCE} {rating.label}" in words("read")
    assert f"a finding | {finding.score:.2f}" in words("read")
    themes = ", ".join(finding.themes).replace("_", " ")
    assert f"{themes}, {finding.polarity}" in words("read")
    assert rating.value == "outstanding"
    assert "the grade “outstanding”" in words("entities")
    assert f"Calderdale | {judgement.council}" in words("entities")
    assert (finding.source, finding.councils) == ("inspectorate", (judgement.council,))
    assert (judgement.area, judgement.rating) == ("care_leavers", "outstanding")
    assert f"characters {start} to {end}" in words("facts")
    assert f'"council": "{judgement.council}"' in words("record")
