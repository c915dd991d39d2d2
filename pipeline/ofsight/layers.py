"""The annotation layers on a spaCy ``Doc``: one typed getter and setter for each part of the record.

Stages speak in the record's own types and in characters; this module alone knows how they lie on spaCy:

=============  ==========================================  =================================
layer          where spaCy users find it                   attributes of each span
=============  ==========================================  =================================
blocks         ``doc.spans["blocks"]`` (label)             ``span._.score``
sentences      ``doc.spans["sentences"]``, ``doc.sents``
entities       ``doc.ents`` (label)                        ``span._.value``, ``.unit``, ``.score``
findings       ``doc.spans["findings"]``                   ``span._.themes``, ``.polarity``,
                                                           ``.source``, ``.councils``
quotations     ``doc.spans["quotations"]``                 ``span._.source``, ``.speaker``
facts          ``doc._.judgements``, ``.roles``,
               ``.measures``
document       ``doc._.meta``
=============  ==========================================  =================================

Everything stored in ``doc.user_data`` is plain data, so that ``Doc.to_bytes`` and worker processes keep it.
Spans that do not lie on token borders (a foreign tokenizer) are widened to the tokens they touch.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Any, Literal, TypeVar
from weakref import WeakKeyDictionary

import numpy as np
from spacy.tokens import Doc, Span, SpanGroup

from ofsight.record import (
    Block,
    Entity,
    Finding,
    Judgement,
    Measure,
    Meta,
    Quotation,
    Role,
    Sentence,
    Speaker,
)
from ofsight.record.models import Frozen

_PREFIX = "ofsight."
_SPAN_ATTRIBUTES = (
    "score",
    "value",
    "unit",
    "themes",
    "theme_scores",
    "polarity",
    "source",
    "councils",
    "speaker",
)
_Fact = TypeVar("_Fact", bound=Frozen)
FactLayer = Literal["judgements", "roles", "measures"]


def _attributes(span: Span) -> dict[str, Any]:
    """Return what is stored beside a span."""
    stored = span.doc.user_data.get(_PREFIX + "spans", {})
    found: dict[str, Any] = stored.get(_span_key(span), {})
    return found


def _span_key(span: Span) -> str:
    # Spans of a group bear an id (entities do not), so that layers may share spans and labels.
    return f"{span.start_char}:{span.end_char}:{span.label_}:{span.id_}"


def _store(span: Span, attributes: dict[str, Any]) -> None:
    span.doc.user_data.setdefault(_PREFIX + "spans", {})[_span_key(span)] = attributes


_texts: WeakKeyDictionary[Doc, str] = WeakKeyDictionary()


def get_text(doc: Doc) -> str:
    """Return ``doc.text``, which spaCy puts together from the tokens each time that it is asked for."""
    text = _texts.get(doc)
    if text is None:
        text = _texts[doc] = doc.text
    return text


class TokenIndex:
    """Find the tokens under a stretch of characters quickly (``Doc.char_span`` searches anew each time)."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._starts: list[int] = doc.to_array("IDX").tolist()

    def span(self, start: int, end: int, label: str, span_id: str = "") -> Span | None:
        """Return the tokens that ``text[start:end]`` touches as a span, or None when it touches none."""
        first = max(bisect_right(self._starts, start) - 1, 0)
        last = bisect_left(self._starts, end)
        while first < last and self._starts[first] + len(self._doc[first]) <= start:
            first += 1
        return Span(self._doc, first, last, label=label, span_id=span_id) if first < last else None


def _set_group(doc: Doc, name: str, rows: Iterable[tuple[int, int, str, dict[str, Any]]]) -> None:
    index = TokenIndex(doc)
    spans = []
    for number, (start, end, label, attributes) in enumerate(rows):
        span = index.span(start, end, label, f"{name}-{number}")
        if span is None:
            continue
        spans.append(span)
        if attributes:
            _store(span, attributes)
    doc.spans[name] = SpanGroup(doc, name=name, spans=spans)


def _group(doc: Doc, name: str) -> Sequence[Span]:
    return list(doc.spans[name]) if name in doc.spans else []


def set_blocks(doc: Doc, blocks: Iterable[Block]) -> None:
    """Write the blocks of the page."""
    _set_group(doc, "blocks", ((b.start, b.end, b.label, {"score": b.score}) for b in blocks))


def get_blocks(doc: Doc) -> list[Block]:
    """Read the blocks of the page, in order."""
    return [
        Block(start=s.start_char, end=s.end_char, label=s.label_, score=_attributes(s).get("score"))
        for s in _group(doc, "blocks")
    ]


def set_sentences(doc: Doc, sentences: Iterable[Sentence]) -> None:
    """Write the sentences of the body, and ``token.is_sent_start`` where nothing has set it yet."""
    _set_group(doc, "sentences", ((s.start, s.end, "SENTENCE", {}) for s in sentences))
    if not doc.has_annotation("SENT_START"):
        _set_sentence_starts(doc)


def _set_sentence_starts(doc: Doc) -> None:
    marks = np.full((len(doc), 1), -1, dtype=np.int64)  # spaCy's -1: starts no sentence
    inside = np.zeros(len(doc), dtype=bool)
    for span in _group(doc, "sentences"):
        marks[span.start] = 1
        inside[span.start + 1 : span.end] = True
    for block in _group(doc, "blocks"):
        if not inside[block.start]:
            marks[block.start] = 1
    marks[:1] = 1
    # Not token by token: spaCy looks through the whole document each time a token is told whether it starts
    # a sentence. The numbers go in without sign, as spaCy wants them.
    doc.from_array(["SENT_START"], marks.view(np.uint64))  # type: ignore[arg-type]  # typed for thinc's arrays


def get_sentences(doc: Doc) -> list[Sentence]:
    """Read the sentences of the body, in order."""
    return [Sentence(start=s.start_char, end=s.end_char) for s in _group(doc, "sentences")]


def set_entities(doc: Doc, entities: Iterable[Entity]) -> None:
    """Write the entities as ``doc.ents``, replacing those that are there. They must not overlap."""
    index = TokenIndex(doc)
    spans = []
    taken = 0
    for entity in sorted(entities, key=lambda e: (e.start, e.end)):
        span = index.span(entity.start, entity.end, entity.label)
        if span is None or span.start < taken:
            continue
        taken = span.end
        spans.append(span)
        _store(span, {"value": entity.value, "unit": entity.unit, "score": entity.score})
    doc.set_ents(spans)


def get_entities(doc: Doc) -> list[Entity]:
    """Read the entities, in order."""
    return [
        Entity(
            start=e.start_char,
            end=e.end_char,
            label=e.label_,
            text=e.text,
            value=_attributes(e).get("value"),
            unit=_attributes(e).get("unit"),
            score=_attributes(e).get("score"),
        )
        for e in doc.ents
    ]


def set_findings(doc: Doc, findings: Iterable[Finding]) -> None:
    """Write the findings, one sentence each at most."""
    _set_group(
        doc,
        "findings",
        ((f.start, f.end, "FINDING", f.model_dump(exclude={"start", "end"})) for f in findings),
    )


def get_findings(doc: Doc) -> list[Finding]:
    """Read the findings, in order."""
    return [Finding(start=s.start_char, end=s.end_char, **_attributes(s)) for s in _group(doc, "findings")]


def set_quotations(doc: Doc, quotations: Iterable[Quotation]) -> None:
    """Write the quotations."""
    _set_group(
        doc,
        "quotations",
        ((q.start, q.end, "QUOTATION", q.model_dump(exclude={"start", "end"})) for q in quotations),
    )


def get_quotations(doc: Doc) -> list[Quotation]:
    """Read the quotations, in order."""
    return [
        Quotation(start=s.start_char, end=s.end_char, **_attributes(s)) for s in _group(doc, "quotations")
    ]


def _set_facts(doc: Doc, layer: FactLayer, facts: Iterable[Frozen]) -> None:
    doc.user_data[_PREFIX + layer] = [fact.model_dump(mode="json") for fact in facts]


def _facts(doc: Doc, layer: FactLayer, kind: type[_Fact]) -> list[_Fact]:
    return [kind.model_validate(fact) for fact in doc.user_data.get(_PREFIX + layer, [])]


def set_judgements(doc: Doc, judgements: Iterable[Judgement]) -> None:
    """Write the judgements."""
    _set_facts(doc, "judgements", judgements)


def get_judgements(doc: Doc) -> list[Judgement]:
    """Read the judgements."""
    return _facts(doc, "judgements", Judgement)


def set_roles(doc: Doc, roles: Iterable[Role]) -> None:
    """Write the roles."""
    _set_facts(doc, "roles", roles)


def get_roles(doc: Doc) -> list[Role]:
    """Read the roles."""
    return _facts(doc, "roles", Role)


def set_measures(doc: Doc, measures: Iterable[Measure]) -> None:
    """Write the measures."""
    _set_facts(doc, "measures", measures)


def get_measures(doc: Doc) -> list[Measure]:
    """Read the measures."""
    return _facts(doc, "measures", Measure)


def set_meta(doc: Doc, meta: Meta) -> None:
    """Write what is known of the document as a whole."""
    doc.user_data[_PREFIX + "meta"] = meta.model_dump(mode="json")


def get_meta(doc: Doc) -> Meta:
    """Read what is known of the document as a whole; all unknown when nothing was set."""
    return Meta.model_validate(doc.user_data.get(_PREFIX + "meta", {}))


def set_plain(doc: Doc, name: str, value: Any) -> None:
    """Store plain data (strings, numbers, lists, dicts of them) that one stage hands to a later one."""
    doc.user_data[_PREFIX + name] = value


def get_plain(doc: Doc, name: str, default: Any = None) -> Any:
    """Read plain data stored with :func:`set_plain`."""
    return doc.user_data.get(_PREFIX + name, default)


def drop_plain(doc: Doc, name: str) -> None:
    """Forget plain data that no later stage needs."""
    doc.user_data.pop(_PREFIX + name, None)


def _span_attribute(name: str) -> None:
    def getter(span: Span) -> Any:
        value = _attributes(span).get(name)
        return Speaker.model_validate(value) if name == "speaker" and value is not None else value

    Span.set_extension(name, getter=getter, force=True)


def register_extensions() -> None:
    """Make ``doc._.judgements``, ``span._.value`` and the others available. Safe to call again."""
    for name in _SPAN_ATTRIBUTES:
        _span_attribute(name)
    Doc.set_extension("judgements", getter=get_judgements, force=True)
    Doc.set_extension("roles", getter=get_roles, force=True)
    Doc.set_extension("measures", getter=get_measures, force=True)
    Doc.set_extension("meta", getter=get_meta, setter=set_meta, force=True)


register_extensions()
