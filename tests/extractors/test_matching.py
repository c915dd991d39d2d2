from __future__ import annotations

import time
from pathlib import Path

import pytest
import spacy
from tests.read.network.tiny import document

from ofsight import layers
from ofsight.errors import ExtractorError
from ofsight.extractors.answers import Answers
from ofsight.extractors.loading import load_extractor
from ofsight.extractors.matching import PatternExtractor
from ofsight.record import Block

VOCAB = spacy.blank("en").vocab


def extractor(folder: Path, text: str) -> PatternExtractor:
    path = folder / "patterns.yaml"
    path.write_text("name: test\n" + text, encoding="utf-8")
    loaded = load_extractor(path, VOCAB)
    assert isinstance(loaded, PatternExtractor)
    return loaded


def found(answers: Answers, text: str) -> list[tuple[str, str, object]]:
    return [(text[e.start : e.end], e.label, e.value) for e in answers.entities]


ENTRY = "entities:\n  - label: AGENCY\n    "


@pytest.mark.parametrize(
    ("entry", "sentence", "mentions"),
    [
        ("phrases: [Northmoor]", "Northmoor, Northmoors and northmoor", [("Northmoor", None)]),
        ("phrases: [North Moor]", "the North\nMoor agency", [("North\nMoor", None)]),
        ("phrases: [Moor, North Moor]", "North Moor", [("North Moor", None)]),
        ('phrases: ["O\'Neill’s"]', "at O’Neill’s", [("O’Neill’s", None)]),
        ("phrases: {O’Neill: oneill}", "at O’Neill", [("O’Neill", "oneill")]),
        ("phrases: [North (Moor)]", "North (Moor) and North Moor", [("North (Moor)", None)]),
        (
            "phrases: {Moor: m, Fen: null}\n    value: v\n    ignore_case: true",
            "MOOR and fen",
            [("MOOR", "m"), ("fen", "v")],
        ),
        (r"regex: 'SW/(?P<value>\d+)'", "SW/12 and SW/x", [("SW/12", "12")]),
        (r"regex: ['a+b', 'c\b']" + "\n    value: 7", "aab c", [("aab", 7), ("c", 7)]),
        ("regex: '^Lead'", "Lead on lead", [("Lead", None)]),
        ("regex: 'lead'\n    ignore_case: true", "LEAD", [("LEAD", None)]),
        (r"regex: 'panel(?P<value>\s\d)?'" + "\n    value: any", "panel", [("panel", "any")]),
        (
            "tokens:\n      - [{LOWER: {IN: [fostering, adoption]}}, {LOWER: panel, OP: '+'}]",
            "The Fostering\nPanel panel met",
            [("Fostering\nPanel panel", None)],
        ),
        ("tokens: [[{IS_TITLE: true}, {ORTH: '-'}, {LIKE_NUM: true}]]", "at Moor-2", [("Moor-2", None)]),
    ],
)
def test_entities(tmp_path: Path, entry: str, sentence: str, mentions: list[tuple[str, object]]) -> None:
    doc = document(["First."], [sentence])
    answers = extractor(tmp_path, ENTRY + entry)(doc, None)
    assert found(answers, doc.text) == [(words, "AGENCY", value) for words, value in mentions]


def test_the_score_is_the_one_given(tmp_path: Path) -> None:
    (entity,) = extractor(tmp_path, ENTRY + "phrases: [Moor]\n    score: 0.7")(
        document(["Moor"]), None
    ).entities
    assert entity.score == 0.7


def test_nothing_is_found_outside_the_body_or_over_two_sentences(tmp_path: Path) -> None:
    look = extractor(tmp_path, ENTRY + "phrases: [North Moor]")
    assert found(look(document(["To the North", "Moor is a place"]), None), "") == []
    doc = document(["North Moor"], label="caption")
    layers.set_sentences(doc, [])
    assert look(doc, None).entities == []


def test_a_reports_table_is_looked_at(tmp_path: Path) -> None:
    doc = document(["North Moor"], kind="report", label="table")
    layers.set_sentences(doc, [])
    layers.set_blocks(doc, [Block(start=0, end=10, label="table")])
    answers = extractor(tmp_path, ENTRY + "phrases: [North Moor]")(doc, None)
    assert found(answers, doc.text) == [("North Moor", "AGENCY", None)]


@pytest.mark.parametrize(
    ("sentence", "score"),
    [
        ("Children live in Unregistered homes.", 0.9),
        ("Children live in homes that are not\nregistered.", 0.9),
        ("An unregistered birth.", 0.0),
        ("An unregistered birth in an unregistered home.", 0.9),
        ("Some placements are unsuitable.", 0.4),
        ("Some unlawful placement, some unsuitable.", 0.94),
        ("Children live at home.", 0.0),
    ],
)
def test_themes_by_their_terms(tmp_path: Path, sentence: str, score: float) -> None:
    look = extractor(
        tmp_path,
        "themes:\n  - theme: homes\n    terms: [unregistered, not registered, ~ unsuitable, "
        "illegal/unlawful placement*]\n    unless: unregistered birth*",
    )
    doc = document(["First."], [sentence])
    themes = look(doc, None).themes
    (first, second) = layers.get_sentences(doc)
    assert themes[first.start, first.end] == {"homes": 0.0}
    assert themes[second.start, second.end]["homes"] == pytest.approx(score)


def test_a_regex_that_never_ends_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ofsight.extractors.matching.LONGEST_SEARCH", 0.1)
    look = extractor(tmp_path, ENTRY + "regex: '(a|a|b)+(a|ab)+c$'")
    started = time.perf_counter()
    with pytest.raises(ExtractorError, match=r"patterns\.yaml: a regex of AGENCY took over 0.1 seconds"):
        look(document(["ab" * 300 + "d"]), None)
    assert time.perf_counter() - started < 10


def test_tokens_that_spacy_refuses_are_named(tmp_path: Path) -> None:
    with pytest.raises(ExtractorError, match=r"patterns\.yaml: tokens of AGENCY: "):
        extractor(tmp_path, ENTRY + "tokens: [[{LOWER: 7}]]")
