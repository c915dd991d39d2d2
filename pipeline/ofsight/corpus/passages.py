"""Passages: short stretches of invented prose whose sentences are labelled as findings, and nothing else.

A source holds many of them::

    id: q001
    annotator: claude-p1
    fiction: yes
    ---
    = local 2019-05-14 Leeds
    A sentence that is a finding. ## supervision; weakness; article
    One that is none.
    /
    The next paragraph's. ## supervision; strength; council; Bradford

A passage opens with ``= KIND DATE COUNCIL`` and ends at an empty line; ``/`` begins a paragraph. Each
becomes a record of its own, ``q001-01``. They are for training only: an article is more than its sentences.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ofsight.corpus.compile import FICTION_MARK, Compiled
from ofsight.corpus.lines import SourceLine
from ofsight.corpus.values import own_council, parse_finding
from ofsight.errors import CorpusError
from ofsight.record import AnnotatorInfo, Block, Finding, Meta, Record, Sentence, Source

SUFFIX: Final = ".psg"
REPORT_KINDS: Final = ("letter", "report")
KINDS: Final = (
    *("local", "broadcast", "trade", "national", "council", "government", "blog", "aggregator"),
    *REPORT_KINDS,
)
_HEAD_KEYS: Final = frozenset({"id", "annotator", "fiction"})
_HEADER = re.compile(r"=\s+(?P<kind>[a-z]+)\s+(?P<date>\d{4}-\d\d-\d\d)\s+(?P<council>.+)")
_PARAGRAPH = "/"
_FINDING = "##"
_Line = tuple[int, str]


def compile_passages(path: Path) -> list[Compiled]:
    """Compile one source.

    Parameters
    ----------
    path : Path
        Of the ``.psg`` file.

    Returns
    -------
    list of Compiled
        One a passage, in order; their records have text, paragraphs, sentences and findings.

    Raises
    ------
    CorpusError
        When something is written wrong; the message names file and line.
    """
    lines = list(enumerate(path.read_text(encoding="utf-8").splitlines(), start=1))
    try:
        end = next(place for place, (_, line) in enumerate(lines) if line.strip() == "---")
    except StopIteration:
        raise CorpusError(f"{path}: no line '---' ends the head") from None
    head = _head(path, lines[:end])
    passages = list(_split(lines[end + 1 :]))
    digits = max(len(str(len(passages))), 2)
    return [
        _compile(path, head, f"{path.stem}-{number:0{digits}}", passage)
        for number, passage in enumerate(passages, start=1)
    ]


def _head(path: Path, lines: Iterable[_Line]) -> dict[str, str]:
    head: dict[str, str] = {}
    for number, line in lines:
        key, colon, value = (part.strip() for part in line.partition(":"))
        if not colon or key not in _HEAD_KEYS or key in head:
            raise CorpusError(
                f"{path}:{number}: the head holds {', '.join(sorted(_HEAD_KEYS))}, found {line!r}"
            )
        head[key] = value
    if missing := sorted(_HEAD_KEYS - head.keys()):
        raise CorpusError(f"{path}: the head lacks {', '.join(missing)}")
    if head["fiction"] != "yes":
        raise CorpusError(f"{path}: passages are invented, and say so: fiction: yes")
    if head["id"] != path.stem:
        raise CorpusError(f"{path}: the id {head['id']!r} is not the file's name")
    return head


def _split(lines: Iterable[_Line]) -> Iterator[list[_Line]]:
    """Yield the lines of each passage."""
    passage: list[_Line] = []
    for number, line in lines:
        stripped = line.strip()
        if passage and (not stripped or stripped.startswith("= ")):
            yield passage
            passage = []
        if stripped:
            passage.append((number, stripped))
    if passage:
        yield passage


def _compile(path: Path, head: dict[str, str], name: str, passage: Sequence[_Line]) -> Compiled:
    first, header = passage[0]
    opened = _HEADER.fullmatch(header)
    if opened is None or opened["kind"] not in KINDS:
        raise CorpusError(
            f"{path}:{first}: a passage opens with '= KIND YYYY-MM-DD COUNCIL', KIND one of"
            f" {', '.join(KINDS)}; found {header!r}"
        )
    number = first
    try:
        parts = _Parts(own_council({"council": opened["council"]}))
        for number, line in passage[1:]:  # the error names it
            if line == _PARAGRAPH:
                parts.end_paragraph()
            else:
                parts.add(line, number)
        parts.end_paragraph()
        text = parts.text + "\n"
        record = Record(
            id=name,
            source=Source(
                path=f"{name}.txt", media_type="text/plain", sha256=hashlib.sha256(text.encode()).hexdigest()
            ),
            meta=Meta(
                kind="report" if opened["kind"] in REPORT_KINDS else "news",
                published=opened["date"],
                publisher=f"{opened['kind']} {FICTION_MARK}",
            ),
            text=text,
            text_sha256=hashlib.sha256(text.encode()).hexdigest(),
            blocks=tuple(parts.blocks),
            sentences=tuple(parts.sentences),
            findings=tuple(parts.findings),
            model=AnnotatorInfo(annotator=head["annotator"]),
        )
        return Compiled(record, None, head, tuple(parts.lines))
    except (CorpusError, ValueError) as error:
        raise CorpusError(f"{path}:{number}: {error}") from error


@dataclass(slots=True)
class _Parts:
    """A passage as it grows: sentences with a space between, paragraphs with an empty line."""

    own: str | None
    text: str = ""
    blocks: list[Block] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    lines: list[SourceLine] = field(default_factory=list)
    _begun: int | None = None

    def add(self, line: str, number: int) -> None:
        """Add a sentence with its label, if it has one."""
        words, mark, label = (part.strip() for part in line.partition(_FINDING))
        if not words:
            raise CorpusError("a label without a sentence")
        if self.text:
            self.text += "\n\n" if self._begun is None else " "
        start = len(self.text)
        if self._begun is None:
            self._begun = start
        self.text += words
        self.sentences.append(Sentence(start=start, end=len(self.text)))
        self.lines.append((start, len(self.text), number))
        if mark:
            marked = parse_finding(label)
            self.findings.append(
                Finding.model_validate(
                    {
                        "start": start,
                        "end": len(self.text),
                        "themes": marked.themes,
                        "polarity": marked.polarity,
                        "source": marked.source,
                        "councils": marked.councils or ((self.own,) if self.own is not None else ()),
                    }
                )
            )

    def end_paragraph(self) -> None:
        """End the paragraph; there must be something in it."""
        if self._begun is None:
            raise CorpusError("a paragraph without sentences")
        self.blocks.append(Block(start=self._begun, end=len(self.text), label="paragraph"))
        self._begun = None
