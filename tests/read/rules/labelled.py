"""Read test texts whose mentions of one label are marked inline: ``[surface]`` or ``[surface|value]``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from spacy.tokens import Doc
from spacy.vocab import Vocab

from ofsight import layers
from ofsight.record import Block, Meta, Sentence
from ofsight.tokenizer import CharacterClassTokenizer

_MARK = re.compile(r"\[([^\[\]|]+)(?:\|([^\]]*))?\]")
_HEAD = re.compile(r"^(report|heading|byline): ")
_CUT = " // "
_TOKENIZE = CharacterClassTokenizer(Vocab())


class Case(NamedTuple):
    """A text of one or more sentences, the spans marked in it with their values, its kind and block label."""

    text: str
    spans: list[tuple[int, int, str]]
    kind: str
    label: str

    def doc(self) -> Doc:
        """Return a segmented document of the text: one block, sentences cut where the case has ``//``."""
        doc = _TOKENIZE(self.text)
        layers.set_meta(doc, Meta(kind=self.kind, published="2021-11-26"))
        layers.set_blocks(doc, [Block(start=0, end=len(self.text), label=self.label)])
        sentences, start = [], 0
        for piece in self.text.split(_CUT):
            sentences.append(Sentence(start=start, end=start + len(piece)))
            start += len(piece) + len(_CUT)
        if self.label != "byline":
            layers.set_sentences(doc, sentences)
        return doc


def parse_case(line: str) -> Case:
    """Read one marked line."""
    head = _HEAD.match(line)
    if head:
        line = line[head.end() :]
    form = head[1] if head else ""
    text, spans, position = "", [], 0
    for mark in _MARK.finditer(line):
        text += line[position : mark.start()]
        spans.append((len(text), len(text) + len(mark[1]), mark[2] or ""))
        text += mark[1]
        position = mark.end()
    text += line[position:]
    return Case(
        text,
        spans,
        "report" if form in {"report", "byline"} else "news",
        {"heading": "subheading", "byline": "byline"}.get(form, "paragraph"),
    )


def read_cases(path: Path) -> list[Case]:
    """Read all marked lines of a file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [parse_case(line) for line in lines if line and not line.startswith("#")]
