"""Compile the source of an annotated article to a record, every offset checked."""

from __future__ import annotations

import hashlib
import html
import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from ofsight.corpus.article import MarkedArticle, MarkedBlock, MarkedSentence
from ofsight.corpus.lines import SourceLine
from ofsight.corpus.markup import parse_source
from ofsight.corpus.values import own_council
from ofsight.errors import CorpusError
from ofsight.ingest.readers import read_content
from ofsight.record import (
    AnnotatorInfo,
    Block,
    Entity,
    Finding,
    InspectionMeta,
    Judgement,
    Measure,
    Meta,
    Quotation,
    Record,
    Role,
    Sentence,
    Source,
    Speaker,
)
from ofsight.record.rules import sort_key

REQUIRED_KEYS = ("id", "outlet", "outlet_kind", "published", "split", "annotator", "fiction")
_PLACE = re.compile(r"§(?P<block>\d+)(?:\.(?P<line>\d+))?")
_LIST_MARKER = re.compile(r"(?:[-–•*◼■]|\(?\d{1,2}[.)]|[a-z][.)])\s+")


FICTION_MARK = "(fiction)"


@dataclass(frozen=True, slots=True)
class Compiled:
    """What a source compiles to.

    Attributes
    ----------
    record : Record
        The gold record.
    page : bytes or None
        The HTML page that its text is ingested from, for sources with a page.
    head : dict
        The keys of the source's head, of which the record holds only some.
    lines : tuple of SourceLine
        Where each line of the source stands in the record's text.
    """

    record: Record
    page: bytes | None
    head: dict[str, str]
    lines: tuple[SourceLine, ...]


def compile_source(path: Path) -> Compiled:
    """Compile one source file.

    Parameters
    ----------
    path : Path
        An ``.ann`` file (see :mod:`ofsight.corpus.markup`).

    Returns
    -------
    Compiled
        The gold record with the page and the head it comes from.

    Raises
    ------
    CorpusError
        Naming the file, when the format is broken, the page drops or reorders a block's text, or the record
        that results breaks a rule of the record.
    """
    article = parse_source(path)
    missing = [key for key in REQUIRED_KEYS if key not in article.head]
    if missing:
        raise CorpusError(f"{path}: the head lacks {', '.join(missing)}")
    if article.head["fiction"] != "yes":
        raise CorpusError(f"{path}: articles are invented, and say so: fiction: yes")
    if article.head["id"] != path.stem:
        raise CorpusError(f"{path}: the id {article.head['id']!r} is not the file's name")
    try:
        return _compile(article, path)
    except ValueError as error:
        raise CorpusError(f"{path}: {error}") from error


def _compile(article: MarkedArticle, path: Path) -> Compiled:
    page: bytes | None = None
    if article.page is None:
        text, starts = _assemble(article.blocks)
        if "wrap" in article.head:
            text = wrap(text, int(article.head["wrap"]))
        raw, media_type, name = text.encode("utf-8"), "text/plain", f"{path.stem}.txt"
    else:
        page = _fill_page(article, path).encode("utf-8")
        text = read_content("text/html", page, path.name).text
        starts = _locate(article.blocks, text, path)
        raw, media_type, name = page, "text/html", f"{path.stem}.html"
    speakers = {
        number: (start + first, start + last)
        for block, start in zip(article.blocks, starts, strict=True)
        for number, (first, last) in block.speakers.items()
    }
    layers = [
        _shift(block, start, text, article, speakers, path)
        for block, start in zip(article.blocks, starts, strict=True)
    ]
    record = Record(
        id=path.stem,
        source=Source(path=name, media_type=media_type, sha256=hashlib.sha256(raw).hexdigest()),
        meta=_meta(article.head),
        text=text,
        text_sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        blocks=tuple(
            Block(start=start, end=start + len(block.text), label=block.label)
            for block, start in zip(article.blocks, starts, strict=True)
        ),
        sentences=tuple(sentence for layer in layers for sentence in layer.sentences),
        entities=tuple(entity for layer in layers for entity in layer.entities),
        findings=tuple(finding for layer in layers for finding in layer.findings),
        quotations=tuple(quotation for layer in layers for quotation in layer.quotations),
        judgements=_sorted([fact for layer in layers for fact in layer.judgements]),
        roles=_sorted([fact for layer in layers for fact in layer.roles]),
        measures=_sorted([fact for layer in layers for fact in layer.measures]),
        model=AnnotatorInfo(annotator=article.head["annotator"]),
    )
    placed = list(zip(article.blocks, starts, strict=True))
    lines = [(start + s.start, start + s.end, s.line) for block, start in placed for s in block.sentences]
    # Blocks outside the body have no sentences: their first line stands for them.
    lines += [(start, start + len(block.text), block.line) for block, start in placed]
    return Compiled(record, page, article.head, tuple(lines))


@dataclass(slots=True)
class _Layers:
    """The annotations of one block in offsets of the text."""

    sentences: list[Sentence] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    judgements: list[Judgement] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)


def _assemble(blocks: Sequence[MarkedBlock]) -> tuple[str, list[int]]:
    """Join the blocks' texts with what stands between them; return the text and where each block starts."""
    text = ""
    starts = []
    for block in blocks:
        if text:
            text += block.glue
        starts.append(len(text))
        text += block.text
    return text + "\n", starts


def wrap(text: str, width: int) -> str:
    """Break lines longer than ``width`` at spaces; each break takes a space's place, so offsets stay."""
    lines = []
    for line in text.split("\n"):
        rest = line
        while len(rest) > width and (cut := rest.rfind(" ", 1, width + 1)) > 0:
            lines.append(rest[:cut])
            rest = rest[cut + 1 :]
        lines.append(rest)
    return "\n".join(lines)


def _fill_page(article: MarkedArticle, path: Path) -> str:
    """Put the blocks' texts, escaped, in their places in the page."""
    used: list[int] = []

    def fill(match: re.Match[str]) -> str:
        number = int(match["block"])
        if not 1 <= number <= len(article.blocks):
            raise CorpusError(f"{path}: §{number} in the page, but there are {len(article.blocks)} blocks")
        used.append(number)
        lines = article.blocks[number - 1].text.split("\n")
        if match["line"]:
            if not 1 <= int(match["line"]) <= len(lines):
                raise CorpusError(
                    f"{path}: {match.group()} in the page, but block {number} has {len(lines)} lines"
                )
            return html.escape(lines[int(match["line"]) - 1], quote=False)
        return "<br>".join(html.escape(line, quote=False) for line in lines)

    page = _PLACE.sub(fill, article.page or "")
    unused = sorted(set(range(1, len(article.blocks) + 1)) - set(used))
    if unused:
        raise CorpusError(f"{path}: blocks {unused} have no place (§n) in the page")
    return page


def _locate(blocks: Sequence[MarkedBlock], text: str, path: Path) -> list[int]:
    """Find each block in the text that ingestion made of the page: in order, and nothing left over."""
    starts = []
    position = 0
    for number, block in enumerate(blocks, start=1):
        start = text.find(block.text, position)
        if start < 0:
            raise CorpusError(
                f"{path}:{block.line}: block {number} is not in the page's text after the one before it: "
                f"{block.text[:60]!r}; the text goes on {text[position:][:80]!r}"
            )
        if text[position:start].strip():
            raise CorpusError(
                f"{path}:{block.line}: text of the page in no block: {text[position:start].strip()!r}"
            )
        starts.append(start)
        position = start + len(block.text)
    if text[position:].strip():
        raise CorpusError(f"{path}: text of the page in no block: {text[position:].strip()[:80]!r}")
    return starts


def _shift(  # noqa: PLR0917  # all of it is needed to place one block
    block: MarkedBlock,
    offset: int,
    text: str,
    article: MarkedArticle,
    speakers: dict[str, tuple[int, int]],
    path: Path,
) -> _Layers:
    """Move a block's annotations to offsets of the text."""
    layers = _Layers()
    layers.entities = [
        Entity(
            start=offset + entity.start,
            end=offset + entity.end,
            label=entity.label,
            text=text[offset + entity.start : offset + entity.end],
            value=entity.value,
            unit=entity.unit,
        )
        for entity in sorted(block.entities, key=lambda entity: entity.start)
    ]
    for quotation in sorted(block.quotations, key=lambda quotation: quotation.start):
        speaker = None
        if quotation.speaker is not None:
            if quotation.speaker not in speakers:
                raise CorpusError(f"{path}:{block.line}: no speaker <{quotation.speaker}:...> in the article")
            first, last = speakers[quotation.speaker]
            speaker = Speaker(start=first, end=last, text=text[first:last])
        layers.quotations.append(
            Quotation(
                start=offset + quotation.start,
                end=offset + quotation.end,
                source=quotation.source,
                speaker=speaker,
            )
        )
    for sentence in block.sentences:
        _shift_sentence(sentence, block, offset, article, layers, path)
    return layers


def _shift_sentence(  # noqa: PLR0917  # all of it is needed to place one sentence
    sentence: MarkedSentence,
    block: MarkedBlock,
    offset: int,
    article: MarkedArticle,
    layers: _Layers,
    path: Path,
) -> None:
    start, end = offset + sentence.start, offset + sentence.end
    if block.label == "table":
        start, end = offset, offset + len(block.text)
    else:
        marker = _LIST_MARKER.match(block.text[sentence.start : sentence.end]) if not sentence.start else None
        start += marker.end() if marker else 0
        layers.sentences.append(Sentence(start=start, end=end))
    if sentence.finding is not None:
        councils = sentence.finding.councils or tuple(
            code for code in (own_council(article.head),) if code is not None
        )
        if not councils:
            raise CorpusError(
                f"{path}:{sentence.line}: a finding without council; the head names none either"
            )
        layers.findings.append(
            Finding(
                start=start,
                end=end,
                themes=sentence.finding.themes,
                polarity=sentence.finding.polarity,
                source=sentence.finding.source,
                councils=councils,
            )
        )
    for parsed in sentence.facts:
        values = {key: value for key, value in parsed.items() if key != "fact"} | {"evidence": (start, end)}
        match parsed["fact"]:
            case "judgement":
                layers.judgements.append(Judgement.model_validate(values))
            case "role":
                layers.roles.append(Role.model_validate(values))
            case "measure":
                layers.measures.append(Measure.model_validate(values))


def _meta(head: dict[str, str]) -> Meta:
    inspection = None
    if "inspection" in head:
        given = dict(part.split("=", 1) for part in shlex.split(head["inspection"]))
        inspection = InspectionMeta.model_validate(
            {key: given.get(key) for key in ("framework", "start", "end", "lead_inspector")}
            | {"council": own_council(head), "type": given["type"]}
        )
    return Meta.model_validate(
        {
            "kind": head.get("kind", "news"),
            "title": head.get("title"),
            "published": head["published"] if head["published"] != "null" else None,
            "publisher": _publisher(head),
            "authors": tuple(name.strip() for name in head.get("authors", "").split(",") if name.strip()),
            "url": head.get("url"),
            "inspection": inspection,
        }
    )


def _publisher(head: dict[str, str]) -> str:
    """Return the outlet; of an invented article it says so, since a record has no other place for that."""
    outlet = head["outlet"]
    return outlet if FICTION_MARK in outlet else f"{outlet} {FICTION_MARK}"


_Fact = TypeVar("_Fact", Judgement, Role, Measure)


def _sorted(facts: list[_Fact]) -> tuple[_Fact, ...]:
    return tuple(sorted(facts, key=sort_key))
