"""Read the marked-up articles in ``cases/`` into documents with their gold findings and quotations.

A case has a head (``published:``, ``council: Name = CODE | ...``, ``official: Name | ...``), then blocks,
each opened by its label in square brackets. A line is a sentence; under it an indented line says what it is:
``  = polarity source Council, ...: theme, ...`` for a finding. A line of several sentences has one such line
for each, ``  -`` for those that are no findings. Quotations are written ``⟦words⟧{source: speaker}``;
``{none}`` marks what is no quotation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from spacy.tokens import Doc
from spacy.vocab import Vocab

from ofsight import layers
from ofsight.findings.component import FindingStage
from ofsight.read.rules.context import RuleContext
from ofsight.read.rules.quotations import find_quotations
from ofsight.read.rules.sentences import read_sentences
from ofsight.reading import Mention, Reading, set_reading
from ofsight.record import Block, Entity, Meta, Sentence
from ofsight.tokenizer import CharacterClassTokenizer

CASES = Path(__file__).parent / "cases"
_QUOTED = re.compile(r"⟦(.*?)⟧\{(\w+)(?::\s*([^}]*))?\}", re.DOTALL)
_RATING = re.compile(
    r"\b(?:outstanding|inadequate|requires? improvement(?: to be good)?"
    r"|(?:rated|judged|services to be|to|from)\s['‘\"“]?good)\b"
)
_ORGANISATIONS = {
    "Ofsted": "ofsted",
    "Department for Education": "dfe",
    "DfE": "dfe",
    "Unison": "unison",
    "British Association of Social Workers": "basw",
}
_ENDS = re.compile(r"(?<=[.!?])[”\"’]?\s+(?=[“\"‘A-Z])")


@dataclass
class GoldFinding:
    start: int
    end: int
    polarity: str
    source: str
    councils: set[str]
    themes: set[str]


@dataclass
class GoldQuotation:
    start: int
    end: int
    source: str
    speaker: str | None


@dataclass
class Case:
    name: str
    text: str = ""
    published: str | None = None
    councils: dict[str, str] = field(default_factory=dict)
    officials: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    findings: list[GoldFinding] = field(default_factory=list)
    quotations: list[GoldQuotation] = field(default_factory=list)

    def entities(self) -> list[Entity]:
        found: list[Entity] = []
        for name, code in self.councils.items():
            found += self._mentions(
                rf"{name}(?: (?:county )?council)?\b", "COUNCIL", code, flags=re.IGNORECASE
            )
        for name, key in _ORGANISATIONS.items():
            found += self._mentions(rf"\b{name}\b", "ORGANISATION", key)
        for name in self.officials:
            surname = name.split()[-1]
            found += self._mentions(rf"\b(?:{name}|(?<=Ms ){surname}|(?<=Mr ){surname})\b", "OFFICIAL", None)
        return found

    def _mentions(self, pattern: str, label: str, value: str | None, flags: int = 0) -> list[Entity]:
        return [
            Entity(start=m.start(), end=m.end(), label=label, text=m.group(), value=value)
            for m in re.finditer(pattern, self.text, flags)
        ]

    def annotate(self) -> Doc:
        """Run the sentence rules and the findings stage, everything before them given."""
        doc = CharacterClassTokenizer(Vocab())(self.text)
        layers.set_meta(doc, Meta(kind="news", published=self.published))
        layers.set_blocks(doc, self.blocks)
        layers.set_sentences(doc, self.sentences)
        layers.set_entities(doc, self.entities())
        context = RuleContext.from_doc(doc)
        mentions = [Mention(m.start(), m.end(), "RATING", 0.9) for m in _RATING.finditer(self.text)]
        set_reading(doc, Reading(mentions, read_sentences(context, mentions), find_quotations(context)))
        return FindingStage()(doc)


def _add_sentence(case: Case, line: str, notes: list[str]) -> None:
    plain = ""
    position = 0
    base = len(case.text)
    for match in _QUOTED.finditer(line):
        plain += line[position : match.start()]
        start = base + len(plain)
        plain += match[1]
        if match[2] != "none":
            case.quotations.append(GoldQuotation(start, base + len(plain), match[2], match[3]))
        position = match.end()
    plain += line[position:]
    pieces: list[tuple[int, int]] = []
    if len(notes) > 1:
        start = 0
        for end in _ENDS.finditer(plain):
            pieces.append((start, end.start() + len(end.group().rstrip())))
            start = end.end()
        pieces.append((start, len(plain)))
        assert len(pieces) == len(notes), (case.name, pieces, notes)
    else:
        pieces = [(0, len(plain))]
    case.text += plain
    for (start, end), note in zip(pieces, notes or ["-"], strict=True):
        case.sentences.append(Sentence(start=base + start, end=base + end))
        if note == "-":
            continue
        head, themes = note.removeprefix("= ").split(":")
        polarity, source, councils = head.split(maxsplit=2)
        case.findings.append(
            GoldFinding(
                base + start,
                base + end,
                polarity,
                source,
                {case.councils[c.strip()] for c in councils.split(",")},
                {t.strip() for t in themes.split(",")},
            )
        )


def read_case(path: Path) -> Case:
    """Read one marked-up article."""
    case = Case(path.stem)
    block_label, block_start = "", 0
    lines = path.read_text(encoding="utf-8").splitlines()
    index = 0

    def close() -> None:
        if block_label:
            case.blocks.append(Block(start=block_start, end=len(case.text), label=block_label))
            case.text += "\n\n"

    while index < len(lines):
        line = lines[index]
        index += 1
        if not line.strip() or line.startswith("# "):
            continue
        if line.startswith("["):
            close()
            block_label, block_start = line.strip("[]"), len(case.text)
        elif not block_label:
            key, value = line.split(":", 1)
            parts = [part.strip() for part in value.split("|")]
            if key == "council":
                case.councils = dict(part.split(" = ") for part in parts)
            elif key == "official":
                case.officials = parts
            else:
                case.published = value.strip()
        else:
            notes = []
            while index < len(lines) and lines[index].startswith("  "):
                notes.append(lines[index].strip())
                index += 1
            if len(case.text) > block_start:
                case.text += " "
            if block_label == "byline":
                case.text += line
            else:
                _add_sentence(case, line, notes)
    close()
    return case
