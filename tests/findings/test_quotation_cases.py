"""Hard quotations, written for the test: their spans, whose words they are, and who speaks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from spacy.vocab import Vocab

from ofsight import layers
from ofsight.findings.component import FindingStage
from ofsight.read.rules.context import RuleContext
from ofsight.read.rules.quotations import find_quotations
from ofsight.reading import Reading, SentenceReading, set_reading
from ofsight.record import Block, Entity, Meta, Sentence
from ofsight.tokenizer import CharacterClassTokenizer

_MARK = re.compile(
    r"⟦(?P<words>.*?)⟧\{(?P<source>\w+)(?:: (?P<speaker>[^}]*))?\}"
    r"|<(?P<name>[^|]*)\|(?P<label>[PCO])(?:=(?P<key>\w+))?>"
)
_LABELS = {"P": "OFFICIAL", "C": "COUNCIL", "O": "ORGANISATION"}
_SENTENCE = re.compile(r"\S.*?(?:[.!?][”’\"'`]*(?=\s+[“‘\"'A-Z]|\s*$|[\"“][A-Z])|$)")
_LINES = (Path(__file__).parent / "quotation_cases.txt").read_text(encoding="utf-8").splitlines()
_CASES = [line for line in _LINES if line and not line.startswith("#")]


def _plain(line: str) -> tuple[str, list[tuple[str, str, str | None]], list[Entity]]:
    text, position = "", 0
    quotations: list[tuple[str, str, str | None]] = []
    entities: list[Entity] = []
    for mark in _MARK.finditer(line):
        text += line[position : mark.start()]
        if mark["name"]:
            value = mark["key"] or ("E06000035" if mark["label"] == "C" else None)
            end = len(text) + len(mark["name"])
            label = _LABELS[mark["label"]]
            entities.append(Entity(start=len(text), end=end, label=label, text=mark["name"], value=value))
            text += mark["name"]
        else:
            quotations.append((mark["words"], mark["source"], mark["speaker"]))
            text += mark["words"]
        position = mark.end()
    return text + line[position:], quotations, entities


@pytest.mark.parametrize("line", _CASES)
def test_hard_quotation(line: str) -> None:
    report = line.startswith("report: ")
    text, expected, entities = _plain(line.removeprefix("report: "))
    text = text.replace("¶", "\n")
    doc = CharacterClassTokenizer(Vocab())(text)
    layers.set_meta(doc, Meta(kind="report" if report else "news"))
    blocks = [Block(start=m.start(), end=m.end(), label="paragraph") for m in re.finditer(r"[^\n]+", text)]
    spans = [m.span() for block in blocks for m in _SENTENCE.finditer(text, block.start, block.end)]
    layers.set_blocks(doc, blocks)
    layers.set_sentences(doc, [Sentence(start=s, end=e) for s, e in spans])
    layers.set_entities(doc, entities)
    quotations = find_quotations(RuleContext.from_doc(doc))
    set_reading(doc, Reading([], [SentenceReading(s, e, 0.0) for s, e in spans], quotations))
    found = layers.get_quotations(FindingStage()(doc))
    assert [
        (text[q.start : q.end], q.source, q.speaker.text if q.speaker else None) for q in found
    ] == expected
