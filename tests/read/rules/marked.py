"""Read test sentences with inline marks: ``[council|code]`` and ``{organisation|key}``."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import NamedTuple

from spacy.vocab import Vocab

from ofsight.read.rules.context import RuleContext
from ofsight.reading import Mention
from ofsight.record import Block
from ofsight.tokenizer import CharacterClassTokenizer

_MARK = re.compile(r"[\[{]([^\[\]{}|]+)\|([^\]}]*)[\]}]")
_HEAD = re.compile(r"^(report|20\d\d): ")
_TOKENIZE = CharacterClassTokenizer(Vocab())


class Case(NamedTuple):
    """A sentence (or several), what is marked in it, and the document's kind and date."""

    text: str
    councils: list[tuple[int, int, str]]
    organisations: list[tuple[int, int, str]]
    kind: str
    published: datetime.date
    units: list[tuple[int, int]]

    def context(self) -> RuleContext:
        """Return what a rule is given for this case."""
        folded = self.text.replace("\n", " ").replace("’", "'").replace("‘", "'")
        return RuleContext(
            doc=_TOKENIZE(self.text),
            text=folded,
            raw=self.text,
            units=self.units,
            sentences=self.units,
            blocks=[Block(start=s, end=e, label="paragraph") for s, e in self.units],
            kind=self.kind,
            published=self.published,
        )


def parse_case(line: str) -> Case:
    """Read one marked line."""
    head = _HEAD.match(line)
    kind, year = "news", 2021
    if head:
        line = line[head.end() :]
        kind = "report" if head[1] == "report" else "news"
        year = 2021 if head[1] == "report" else int(head[1])
    text, councils, organisations, position = "", [], [], 0
    line = line.replace("¶", "\n")
    for mark in _MARK.finditer(line):
        text += line[position : mark.start()]
        start = len(text)
        text += mark[1]
        target = councils if mark[0][0] == "[" else organisations
        target.append((start, len(text), mark[2]))
        position = mark.end()
    text += line[position:]
    units, start = [], 0
    for piece in text.split(" // "):
        units.append((start, start + len(piece)))
        start += len(piece) + len(" // ")
    return Case(text, councils, organisations, kind, datetime.date(year, 6, 1), units)


def read_cases(path: Path) -> list[Case]:
    """Read all marked lines of a file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [parse_case(line) for line in lines if line and not line.startswith("#")]


def spans(mentions: list[Mention]) -> set[tuple[int, int]]:
    """Return the offsets of mentions."""
    return {(mention.start, mention.end) for mention in mentions}
