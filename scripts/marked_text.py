"""Turn marked text, which tutorials' examples are written in, into records or tasks of an annotation tool.

    python scripts/marked_text.py docs/tutorials/data/care-homes/train.txt train.json

A file holds documents, each after a line ``== ID | DATE``: one sentence a line, paragraphs parted by blank
lines. ``{words|LABEL}`` is an entity, ``## themes; polarity; source`` at a line's end makes it a finding.
Lines that begin with ``# `` before the first document are remarks. The output's ending decides the format, as
in ``ofsight convert``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from ofsight.errors import CorpusError
from ofsight.formats import export
from ofsight.record import AnnotatorInfo, Entity, Finding, Meta, Record, Source
from ofsight.record.rules import text_checksum

ANNOTATOR = "the tutorial's author"
_HEAD = re.compile(r"== (?P<id>[a-z0-9-]+) \| (?P<date>\d{4}-\d\d-\d\d)")
_BULLET = re.compile(r"(?:-|\d+\.) ")
_MARK = re.compile(r"\{(?P<words>[^{}|]+)\|(?P<label>[A-Z_]+)\}")


def read_marked(path: Path) -> Iterator[Record]:
    """Yield the documents of a file as gold records without blocks and sentences: annotated throughout.

    Raises
    ------
    CorpusError
        Naming file and line, when something does not follow the format.
    """
    document: _Document | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            if head := _HEAD.fullmatch(line):
                if document is not None:
                    yield document.record(path)
                document = _Document(head["id"], head["date"])
            elif document is not None:
                document.add(line)
            else:
                _check_remark(line)
        except ValueError as error:
            raise CorpusError(f"{path}:{number}: {error}") from error
    if document is not None:
        yield document.record(path)


def _check_remark(line: str) -> None:
    if line and not line.startswith("# "):
        raise ValueError("stands before the first document, which a line '== ID | DATE' begins")


class _Document:
    def __init__(self, name: str, published: str) -> None:
        self.name = name
        self.published = published
        self.text = ""
        self.entities: list[Entity] = []
        self.findings: list[Finding] = []
        self._joint = ""

    def add(self, line: str) -> None:
        """Add a sentence, or the end of a paragraph."""
        if not line.strip():
            self._joint = "\n\n" if self.text else ""
            return
        self.text += self._joint
        self._joint = " "
        marked, _, finding = line.partition(" ## ")
        start = len(self.text)
        position = 0
        for mark in _MARK.finditer(marked):
            self.text += marked[position : mark.start()]
            position = mark.end()
            at = len(self.text)
            words = mark["words"]
            self.entities.append(Entity(start=at, end=at + len(words), label=mark["label"], text=words))
            self.text += words
        self.text += marked[position:].rstrip()
        if re.search(r"[{}|]", self.text[start:]):
            raise ValueError("has a mark that is not {words|LABEL}")
        if finding:
            themes, polarity, source = (part.strip() for part in finding.split(";"))
            bullet = _BULLET.match(self.text, start)
            first = bullet.end() if bullet else start
            span = {"start": first, "end": len(self.text), "themes": themes.split(", ")}
            said = {"polarity": polarity, "source": source, "councils": []}
            self.findings.append(Finding.model_validate(span | said))

    def record(self, path: Path) -> Record:
        """Return the whole document."""
        checksum = text_checksum(self.text)
        return Record(
            id=self.name,
            source=Source(path=path.name, media_type="text/plain", sha256=checksum),
            meta=Meta(title=self.text.partition("\n")[0], published=self.published),
            text=self.text,
            text_sha256=checksum,
            entities=tuple(self.entities),
            findings=tuple(self.findings),
            model=AnnotatorInfo(annotator=ANNOTATOR),
        )


def main() -> None:
    """Convert the file named first to that named second."""
    if len(sys.argv) != 3:
        sys.exit("usage: python scripts/marked_text.py IN.txt OUT")
    source, out = map(Path, sys.argv[1:])
    print(*export(read_marked(source), out))


if __name__ == "__main__":
    main()
