"""Build a document for the rules from sentences with inline marks: ``[words|LABEL=value]``, one a line."""

from __future__ import annotations

import re

from spacy.tokens import Doc
from spacy.vocab import Vocab

from ofsight import layers
from ofsight.facts.setting import Setting
from ofsight.record import Block, Entity, Finding, Meta, Sentence
from ofsight.tokenizer import CharacterClassTokenizer

_MARK = re.compile(r"\[(?P<words>[^\[\]|]+)\|(?P<label>[A-Z]+)(?:=(?P<value>[^\]]*))?\]")


def make_doc(marked: str, *, kind: str = "news", published: str | None = "2022-06-01") -> Doc:
    """Make a document of one paragraph; a line that starts with ``*`` is a finding."""
    text = ""
    sentences: list[Sentence] = []
    entities: list[Entity] = []
    findings: list[Finding] = []
    for line in marked.strip().splitlines():
        start, position = len(text), 0
        sentence = line.strip().lstrip("*").strip()
        for mark in _MARK.finditer(sentence):
            text += sentence[position : mark.start()]
            entities.append(_entity(mark, len(text)))
            text += mark["words"]
            position = mark.end()
        text += sentence[position:]
        sentences.append(Sentence(start=start, end=len(text)))
        if line.strip().startswith("*"):
            findings.append(
                Finding(
                    start=start,
                    end=len(text),
                    themes=("workforce",),
                    polarity="weakness",
                    source="article",
                    councils=(),
                )
            )
        text += "\n"
    doc = CharacterClassTokenizer(Vocab())(text)
    layers.set_meta(doc, Meta.model_validate({"kind": kind, "published": published}))
    layers.set_blocks(doc, [Block(start=0, end=len(text) - 1, label="paragraph")])
    layers.set_sentences(doc, sentences)
    layers.set_entities(doc, entities)
    layers.set_findings(doc, findings)
    return doc


def setting_of(marked: str, **options: str | None) -> Setting:
    return Setting.from_doc(make_doc(marked, **options))  # type: ignore[arg-type]  # kind is never None


def _entity(mark: re.Match[str], start: int) -> Entity:
    value: str | float | int | None = mark["value"]
    unit = None
    if mark["label"] == "QUANTITY" and mark["value"]:
        number, unit = mark["value"].split()
        value = float(number) if "." in number else int(number)
    return Entity(
        start=start,
        end=start + len(mark["words"]),
        label=mark["label"],
        text=mark["words"],
        value=value,
        unit=unit,
    )
