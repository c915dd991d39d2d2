"""Gold records with label sets of their own, and what of a record the formats of annotation tools hold."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from hypothesis import strategies as st
from tests.record.strategies import gss_codes, periods, texts

from ofsight.ingest.document import InputFailure
from ofsight.record import AnnotatorInfo, Entity, Finding, Meta, Record, Source
from ofsight.record.labels import POLARITIES, SOURCES
from ofsight.record.rules import text_checksum

_NAME = st.text(st.sampled_from("abcXYZ019_-.é😀&<\"'"), min_size=1, max_size=6)
labels = st.sampled_from(["HOME", "STAFF_ROLE", "FINDING", "DATE", "medicines"]) | _NAME
_values = {
    "DATE": st.none() | periods,
}
_any_value = st.none() | _NAME | st.integers(-(2**53), 2**53) | st.sampled_from(["7", "true", '"a"', "1e9"])


def _is_trim(text: str, span: tuple[int, int]) -> bool:
    words = text[slice(*span)]
    return bool(words) and words == words.strip()


@st.composite
def annotated_records(draw: st.DrawFn) -> Record:
    """A gold record of entities and findings as annotation tools hold them: spans without loose space."""
    text = draw(texts.filter(lambda text: text.strip()))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=10)))
    flat = [span for span in pairwise(cuts) if _is_trim(text, span) and draw(st.booleans())]
    pair = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(lambda p: p[0] < p[1])
    spans = sorted(span for span in draw(st.sets(pair, max_size=4)) if _is_trim(text, span))
    return Record(
        id=draw(_NAME),
        source=Source(path="in.txt", media_type="text/plain", sha256="0" * 64),
        meta=draw(
            st.builds(
                Meta,
                kind=st.sampled_from(["news", "report", None]),
                title=st.none() | _NAME,
                published=st.sampled_from([None, "2024-03"]),
                authors=st.lists(_NAME, max_size=2).map(tuple),
            )
        ),
        text=text,
        text_sha256=text_checksum(text),
        entities=tuple(draw(_entity(text, *span)) for span in flat),
        findings=tuple(
            Finding(
                start=start,
                end=end,
                themes=tuple(draw(st.lists(labels, min_size=1, max_size=3, unique=True))),
                polarity=draw(st.sampled_from(POLARITIES)),
                source=draw(st.sampled_from(SOURCES)),
                councils=tuple(draw(st.lists(gss_codes, max_size=2, unique=True))),
            )
            for start, end in spans
        ),
        model=AnnotatorInfo(annotator=draw(_NAME)),
    )


@st.composite
def _entity(draw: st.DrawFn, text: str, start: int, end: int) -> Entity:
    label = draw(labels)
    value = draw(_values.get(label, _any_value))
    unit = None if label == "DATE" else draw(st.none() | _NAME)
    return Entity(start=start, end=end, label=label, text=text[start:end], value=value, unit=unit)


def bare(record: Record) -> Record:
    """Return a record with no more than annotation tools hold: text, entities, findings, the annotator."""
    layers = ("blocks", "sentences", "quotations", "judgements", "roles", "measures")
    return record.model_copy(update=dict.fromkeys(layers, ()))


def same_annotations(found: Iterable[Record | InputFailure], expected: Iterable[Record]) -> bool:
    """Compare records in all but the file that they are from; say where they differ by an assertion."""
    records = list(found)
    wanted = list(expected)
    assert [record.id for record in records] == [record.id for record in wanted]
    for record, other in zip(records, wanted, strict=True):
        assert isinstance(record, Record), record
        assert record.model_copy(update={"source": other.source}) == other
        assert Record.model_validate_json(record.model_dump_json()) == record
    return True
