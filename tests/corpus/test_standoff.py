"""Stand-off files: writing and parsing give back what was put in, errors name file and line."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.corpus.sources import STANDOFF, write_stand_off

from ofsight.corpus.lines import line_at
from ofsight.corpus.standoff import LAYERS, parse_standoff, write_standoff
from ofsight.errors import CorpusError
from ofsight.record import AnnotatorInfo, Entity, Finding, Meta, ModelInfo, Record, Sentence, Source
from ofsight.record.labels import (
    ENTITY_LABELS,
    INSPECTION_VALUES,
    POLARITIES,
    QUANTITY_UNITS,
    RATINGS,
    SOURCES,
    THEMES,
)

HEAD_LINES = STANDOFF.count("\n")
CODES = ("E06000006", "E08000010", "E09000005")
BODY = """\
12 100-190 drift_and_delay, risk_and_protection; weakness; inspectorate
   C 104-110 E06000006
   D 150-160 2020-10
   Q 165-167 33.33 percent
13 191-300 -
14 310-400 workforce; strength; other; Wigan, E09000005
   P 311-315
"""


def test_a_file_reads_as_documented(tmp_path: Path) -> None:
    parsed = parse_standoff(write_stand_off(tmp_path, BODY))
    record = parsed.record
    assert [(s.start, s.end) for s in record.sentences] == [(100, 190), (191, 300), (310, 400)]
    assert [(f.start, f.themes, f.polarity, f.source, f.councils) for f in record.findings] == [
        (100, ("drift_and_delay", "risk_and_protection"), "weakness", "inspectorate", ("E06000006",)),
        (310, ("workforce",), "strength", "other", ("E08000010", "E09000005")),
    ]
    assert [(e.label, e.value, e.unit) for e in record.entities] == [
        ("COUNCIL", "E06000006", None),
        ("DATE", "2020-10", None),
        ("QUANTITY", 33.33, "percent"),
        ("OFFICIAL", None, None),
    ]
    assert record.text is None
    assert (parsed.council, parsed.layers) == ("E06000006", ("findings", "entities"))
    assert line_at(parsed.lines, 195) == HEAD_LINES + 5


_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "COUNCIL": st.none() | st.sampled_from(CODES),
    "ORGANISATION": st.none() | st.sampled_from(["ofsted", "dfe"]),
    "OFFICIAL": st.none(),
    "ROLE": st.none(),
    "RATING": st.none() | st.sampled_from(RATINGS),
    "INSPECTION": st.none() | st.sampled_from(INSPECTION_VALUES),
    "DATE": st.none() | st.sampled_from(["2020", "2020-10", "2019-09/2019-11", "2021-11-15"]),
    "QUANTITY": st.none() | st.integers(-(2**53), 2**53) | st.floats(-1e12, 1e12, allow_nan=False),
}


@st.composite
def records(draw: Callable[..., Any]) -> Record:
    cuts = sorted(draw(st.sets(st.integers(0, 10_000), min_size=2, max_size=12)))
    sentences, findings, entities = [], [], []
    for start, end in pairwise(cuts):
        sentences.append(Sentence(start=start, end=end))
        if draw(st.booleans()):
            findings.append(
                Finding(
                    start=start,
                    end=end,
                    themes=tuple(sorted(draw(st.sets(st.sampled_from(THEMES), min_size=1, max_size=3)))),
                    polarity=draw(st.sampled_from(POLARITIES)),
                    source=draw(st.sampled_from(SOURCES)),
                    councils=tuple(sorted(draw(st.sets(st.sampled_from(CODES), min_size=1)))),
                )
            )
        if draw(st.booleans()):
            label = draw(st.sampled_from(ENTITY_LABELS))
            value = draw(_VALUES[label])
            # A whole number is written and read as an integer, however it came.
            value = int(value) if isinstance(value, float) and value == int(value) else value
            unit = draw(st.none() | st.sampled_from(QUANTITY_UNITS)) if label == "QUANTITY" else None
            entities.append(Entity(start=start, end=end, label=label, text=None, value=value, unit=unit))
    return Record(
        id="80000-somewhere-01-may-2020",
        source=Source(path="80000-somewhere-01-may-2020.txt", media_type="text/plain", sha256="1" * 64),
        meta=Meta(kind="report"),
        text=None,
        text_sha256="0" * 64,
        sentences=tuple(sentences),
        findings=tuple(findings),
        entities=tuple(entities),
        model=AnnotatorInfo(annotator="somebody"),
    )


@given(record=records(), council=st.sampled_from(CODES))
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, record: Record, council: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "80000-somewhere-01-may-2020.so"
    write_standoff(path, record, LAYERS, council)
    parsed = parse_standoff(path)
    assert parsed.record == record
    assert (parsed.layers, parsed.council) == (LAYERS, council)


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ("12 100-190\n", 1, "expected 'NUMBER START-END finding'"),
        ("12 100-190 workforce; weakness\n", 1, "a finding is 'themes; polarity; source"),
        ("12 100-190 morale; weakness; other\n", 1, "'morale' is none of"),
        ("12 100-190 -\n   C\n", 2, "expected '  CODE START-END"),
        ("12 100-190 -\n   X 101-102\n", 2, "expected '  CODE START-END"),
        ("12 100-190 -\n   C 90-95 E06000006\n", 2, "does not start in the sentence above it"),
        ("   C 90-95 E06000006\n", 1, "does not start in the sentence above it"),
        ("12 100-190 -\n   Q 101-102 many\n", 2, "could not convert"),
    ],
)
def test_errors_name_file_and_line(tmp_path: Path, body: str, line: int, message: str) -> None:
    path = write_stand_off(tmp_path, body)
    with pytest.raises(CorpusError) as caught:
        parse_standoff(path)
    assert str(caught.value).startswith(f"{path}:{HEAD_LINES + line}: ")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("council: E06000006\n", "", "the head lacks council"),
        ("E06000006\n", "Halton\n", "'Halton' is no GSS code"),
        ("findings entities", "findings quotations", "unknown layer"),
        ("kind: report", "sort: report", "expected one of"),
        ("kind: report", "kind: letter", "meta.kind|kind"),
        ("---\n", "", "no line '---'|expected one of"),
    ],
)
def test_errors_of_the_head(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = write_stand_off(tmp_path, "")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CorpusError, match=message):
        parse_standoff(path)


def test_a_rule_of_the_record_names_the_file(tmp_path: Path) -> None:
    path = write_stand_off(tmp_path, "1 100-190 -\n2 90-95 -\n")
    with pytest.raises(CorpusError, match=r"should stand before the one above") as caught:
        parse_standoff(path)
    assert str(caught.value).startswith(str(path))


def test_only_annotators_decisions_are_written(tmp_path: Path) -> None:
    record = parse_standoff(write_stand_off(tmp_path, BODY)).record
    predicted = record.model_copy(update={"model": ModelInfo(name="standard", version="1", sha256="")})
    with pytest.raises(CorpusError, match="not a model's"):
        write_standoff(tmp_path / "x.so", predicted, LAYERS, "E06000006")
    stray = record.model_copy(update={"sentences": record.sentences[1:]})
    with pytest.raises(CorpusError, match="starts in no sentence"):
        write_standoff(tmp_path / "x.so", stray, LAYERS, "E06000006")
