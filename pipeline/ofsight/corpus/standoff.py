"""Stand-off annotations of real documents by sentence number: labels and offsets, nobody's words.

A file annotates some sentences of one document::

    document: 80000-somewhere-01-may-2020
    text_sha256: 0f3a...
    council: E06000006
    annotator: ...
    layers: findings entities
    ---
    12 1034-1190 drift_and_delay, risk_and_protection; weakness; inspectorate
       C 1040-1046 E06000006
       D 1101-1113 2020-10
    13 1191-1300 -

The number is for the eye only, ``-`` says that the sentence is no finding, a fourth part after the source
names councils other than the document's own. Entity lines give code, offsets, value and unit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from ofsight.corpus.article import ENTITY_CODES
from ofsight.corpus.lines import SourceLine
from ofsight.corpus.values import parse_finding
from ofsight.errors import CorpusError
from ofsight.record import AnnotatorInfo, Entity, Finding, Meta, Record, Sentence, Source
from ofsight.record.types import is_gss_code

_KEYS = ("document", "text_sha256", "file_sha256", "council", "annotator", "layers", "kind")
LAYERS = ("findings", "entities")
_SENTENCE = re.compile(r"(?P<number>\d+) (?P<start>\d+)-(?P<end>\d+) (?P<finding>.+)")
_ENTITY = re.compile(r"\s+(?P<code>[A-Z]) (?P<start>\d+)-(?P<end>\d+)(?: (?P<value>\S+)(?: (?P<unit>\w+))?)?")


@dataclass(frozen=True, slots=True)
class StandOff:
    """A parsed stand-off file.

    Attributes
    ----------
    record : Record
        The annotations, without text.
    layers : tuple of str
        The layers that the annotator decided on.
    council : str
        GSS code of the authority that the document is about.
    lines : tuple of SourceLine
        Where each sentence's line stands in the document.
    """

    record: Record
    layers: tuple[str, ...]
    council: str
    lines: tuple[SourceLine, ...]


def parse_standoff(path: Path) -> StandOff:
    """Parse one stand-off file.

    Raises
    ------
    CorpusError
        Naming file and line, for anything that the format does not know.
    """
    head: dict[str, str] = {}
    sentences: list[Sentence] = []
    findings: list[Finding] = []
    entities: list[Entity] = []
    lines: list[SourceLine] = []
    in_head = True
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            if in_head:
                in_head = _head_line(line, head)
            elif line[:1].isspace():
                entities.append(_entity(line, sentences))
            elif line:
                sentence, finding = _sentence(line, head["council"])
                sentences.append(sentence)
                lines.append((sentence.start, sentence.end, number))
                findings += [finding] if finding is not None else []
        except (CorpusError, ValueError) as error:
            raise CorpusError(f"{path}:{number}: {error}") from error
    if in_head:
        raise CorpusError(f"{path}: no line '---' after the head")
    layers = tuple(head["layers"].split())
    try:
        return StandOff(_record(head, sentences, findings, entities), layers, head["council"], tuple(lines))
    except ValueError as error:
        raise CorpusError(f"{path}: {error}") from error


def _head_line(line: str, head: dict[str, str]) -> bool:
    if line == "---":
        missing = [key for key in _KEYS if key not in head]
        if missing:
            raise CorpusError(f"the head lacks {', '.join(missing)}")
        unknown = set(head["layers"].split()) - set(LAYERS)
        if unknown:
            raise CorpusError(f"unknown layer(s) {', '.join(sorted(unknown))}; known: {', '.join(LAYERS)}")
        if not is_gss_code(head["council"]):
            raise CorpusError(f"council: {head['council']!r} is no GSS code")
        return False
    key, colon, value = line.partition(":")
    if not colon or key not in _KEYS:
        raise CorpusError(f"expected one of {', '.join(_KEYS)} and a colon, found {line!r}")
    head[key] = value.strip()
    return True


def _sentence(line: str, council: str) -> tuple[Sentence, Finding | None]:
    match = _SENTENCE.fullmatch(line)
    if match is None:
        raise CorpusError(f"expected 'NUMBER START-END finding', found {line!r}")
    start, end = int(match["start"]), int(match["end"])
    sentence = Sentence(start=start, end=end)
    if match["finding"].strip() == "-":
        return sentence, None
    parsed = parse_finding(match["finding"])
    return sentence, Finding(
        start=start,
        end=end,
        themes=parsed.themes,
        polarity=parsed.polarity,
        source=parsed.source,
        councils=parsed.councils or (council,),
    )


def _entity(line: str, sentences: list[Sentence]) -> Entity:
    match = _ENTITY.fullmatch(line)
    if match is None or match["code"] not in ENTITY_CODES:
        raise CorpusError(f"expected '  CODE START-END [value [unit]]', found {line!r}")
    start, end = int(match["start"]), int(match["end"])
    if not sentences or not sentences[-1].start <= start < sentences[-1].end:
        raise CorpusError(f"the entity {start}-{end} does not start in the sentence above it")
    label = ENTITY_CODES[match["code"]]
    value: str | int | float | None = match["value"]
    if label == "QUANTITY" and value is not None:
        value = None if value == "null" else float(value)
        value = int(value) if value is not None and value == int(value) else value
    elif value == "null":
        value = None
    return Entity(
        start=start,
        end=end,
        label=label,
        text=None,
        value=value,
        unit=match["unit"],
    )


def _record(
    head: dict[str, str], sentences: list[Sentence], findings: list[Finding], entities: list[Entity]
) -> Record:
    return Record(
        id=head["document"],
        source=Source(path=f"{head['document']}.txt", media_type="text/plain", sha256=head["file_sha256"]),
        meta=Meta.model_validate({"kind": head["kind"]}),
        text=None,
        text_sha256=head["text_sha256"],
        sentences=tuple(sentences),
        findings=tuple(findings),
        entities=tuple(sorted(entities, key=lambda entity: (entity.start, entity.end, entity.label))),
        model=AnnotatorInfo(annotator=head["annotator"]),
    )


def write_standoff(path: Path, record: Record, layers: tuple[str, ...], council: str) -> None:
    """Write a record's sentences, findings and entities as a stand-off file; its text is left out."""
    if not isinstance(record.model, AnnotatorInfo):
        raise CorpusError(f"{record.id}: stand-off files hold an annotator's decisions, not a model's")
    findings = {(finding.start, finding.end): finding for finding in record.findings}
    spans = [(sentence.start, sentence.end) for sentence in record.sentences]
    for entity in record.entities:
        if not any(start <= entity.start < end for start, end in spans):
            raise CorpusError(f"{record.id}: the entity {entity.start}-{entity.end} starts in no sentence")
    codes = {label: code for code, label in ENTITY_CODES.items()}
    lines = [
        f"document: {record.id}",
        f"text_sha256: {record.text_sha256}",
        f"file_sha256: {record.source.sha256}",
        f"kind: {record.meta.kind}",
        f"council: {council}",
        f"annotator: {record.model.annotator}",
        f"layers: {' '.join(layers)}",
        "---",
    ]
    for number, sentence in enumerate(record.sentences, start=1):
        finding = findings.get((sentence.start, sentence.end))
        lines.append(f"{number} {sentence.start}-{sentence.end} {_decision(finding, council)}")
        for entity in record.entities:
            if sentence.start <= entity.start < sentence.end:
                lines.append(_entity_line(entity, codes[entity.label]))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _entity_line(entity: Entity, code: str) -> str:
    parts = [f"   {code} {entity.start}-{entity.end}"]
    if entity.value is not None or entity.unit is not None:
        parts.append("null" if entity.value is None else str(entity.value))
    if entity.unit is not None:
        parts.append(entity.unit)
    return " ".join(parts)


def _decision(finding: Finding | None, council: str) -> str:
    if finding is None:
        return "-"
    parts = [", ".join(finding.themes), finding.polarity, finding.source]
    if finding.councils != (council,):
        parts.append(", ".join(finding.councils))
    return "; ".join(parts)
