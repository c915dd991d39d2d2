"""Turn the marked sentences of tutorials into records: ``python scripts/tutorial_records.py FILE.txt...``.

A file holds documents that begin with ``== id | published``, one sentence a line, paragraphs parted by blank
lines; the first paragraph is the headline. ``{words|LABEL}`` marks an entity, ``## themes; polarity; source``
after a sentence makes it a finding. The records go to ``FILE.jsonl``.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from ofsight.record import (
    AnnotatorInfo,
    Block,
    Entity,
    Finding,
    Meta,
    Record,
    Sentence,
    Source,
)
from ofsight.record.io import dumps
from ofsight.record.rules import text_checksum

_MARK = re.compile(r"\{(?P<words>[^{}|]+)\|(?P<label>[A-Z_]+)\}")
PUBLISHER = "Ofsight tutorial (fiction)"
ANNOTATOR = "tutorial"


def read_documents(path: Path) -> list[Record]:
    """Read one file of marked sentences."""
    parts = re.split(r"^== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return [_record(part) for part in parts]


def _record(part: str) -> Record:
    head, _, body = part.partition("\n")
    name, _, published = (field.strip() for field in head.partition("|"))
    text = ""
    blocks: list[Block] = []
    sentences: list[Sentence] = []
    entities: list[Entity] = []
    findings: list[Finding] = []
    for paragraph in re.split(r"\n\s*\n", body.strip()):
        text += "\n\n" if text else ""
        begin = len(text)
        for line in paragraph.splitlines():
            marked, _, finding = line.partition(" ## ")
            text += " " if len(text) > begin else ""
            start, position = len(text), 0
            for mark in _MARK.finditer(marked):
                text += marked[position : mark.start()]
                at, words = len(text), mark["words"]
                entities.append(Entity(start=at, end=at + len(words), label=mark["label"], text=words))
                text += words
                position = mark.end()
            text += marked[position:]
            sentences.append(Sentence(start=start, end=len(text)))
            if finding:
                findings.append(_finding(start, len(text), finding))
        blocks.append(Block(start=begin, end=len(text), label="paragraph" if blocks else "headline"))
    checksum = text_checksum(text)
    return Record(
        id=name,
        source=Source(path=f"{name}.txt", media_type="text/plain", sha256=checksum),
        meta=Meta(kind="news", published=published, publisher=PUBLISHER),
        text=text,
        text_sha256=checksum,
        blocks=tuple(blocks),
        sentences=tuple(sentences),
        entities=tuple(entities),
        findings=tuple(findings),
        model=AnnotatorInfo(annotator=ANNOTATOR),
    )


def _finding(start: int, end: int, marked: str) -> Finding:
    themes, polarity, source = (field.strip() for field in marked.split(";"))
    return Finding.model_validate(
        {
            "start": start,
            "end": end,
            "themes": tuple(theme.strip() for theme in themes.split(",")),
            "polarity": polarity,
            "source": source,
            "councils": (),
        }
    )


def main() -> None:
    """Write the records beside each file."""
    for name in sys.argv[1:]:
        path = Path(name)
        lines = [dumps(record) for record in read_documents(path)]
        path.with_suffix(".jsonl").write_text("".join(lines), encoding="utf-8", newline="\n")
        print(f"{path.with_suffix('.jsonl')}: {len(lines)} records")


if __name__ == "__main__":
    main()
