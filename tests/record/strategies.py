"""Hypothesis strategies for valid records, made over texts with every awkward character."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from ofsight.record import (
    AnnotatorInfo,
    Block,
    Entity,
    Finding,
    InspectionMeta,
    Judgement,
    Measure,
    Meta,
    ModelInfo,
    Quotation,
    Record,
    Role,
    Sentence,
    Source,
    Speaker,
)
from ofsight.record.labels import (
    FRAMEWORKS,
    INSPECTION_TYPES,
    INSPECTION_VALUES,
    POLARITIES,
    QUANTITY_UNITS,
    RATINGS,
    SOURCES,
)
from ofsight.record.rules import sort_key, text_checksum

_AWKWARD = " \n\r\f\t\0\x1f\u00a0\u2028\u2029\u200b\u0301\ufffe\ufeff\uffff’“”£½é😀𝔘 aZ09_-,.:"
_CHARACTERS = st.sampled_from(_AWKWARD) | st.characters(exclude_categories=["Cs"])
texts = st.text(_CHARACTERS, max_size=60)
names = st.text(_CHARACTERS, min_size=1, max_size=8)
free_text = st.none() | st.text(_CHARACTERS, max_size=12)
scores = st.none() | st.floats(0, 1)
gss_codes = st.builds("{}{:08}".format, st.sampled_from("ENSW"), st.integers(0, 99_999_999))
checksums = st.binary(min_size=32, max_size=32).map(bytes.hex)
numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
dates = st.dates().map(str) | st.sampled_from(["2021", "2019-09"])
periods = dates | st.sampled_from(["2021-11-15/2021-11-26", "2019-09/2019-11", "2019/2020-04"])

_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "COUNCIL": st.none() | gss_codes,
    "ORGANISATION": st.none() | names,
    "OFFICIAL": st.none(),
    "ROLE": st.none(),
    "RATING": st.none() | st.sampled_from(RATINGS),
    "INSPECTION": st.none() | st.sampled_from(INSPECTION_VALUES),
    "DATE": st.none() | periods,
    "QUANTITY": st.none() | numbers,
    # Labels of an extractor, some of them like the labels of other layers.
    "FINDING": st.none() | names | numbers,
    "paragraph": st.none() | names | numbers,
}


@st.composite
def spans(draw: st.DrawFn, length: int, *, flat: bool, most: int = 5) -> list[tuple[int, int]]:
    """Spans in a text of ``length`` characters: sorted, distinct, and without overlap if ``flat``."""
    if length == 0:
        return []
    if flat:
        cuts = sorted(draw(st.sets(st.integers(0, length), max_size=2 * most)))
        return [(a, b) for a, b in pairwise(cuts) if draw(st.booleans())]
    pairs = st.tuples(st.integers(0, length - 1), st.integers(1, length)).filter(
        lambda pair: pair[0] < pair[1]
    )
    return sorted(draw(st.sets(pairs, max_size=most)))


@st.composite
def records(draw: st.DrawFn, *, gold: bool | None = None) -> Record:
    """Any valid record that has its text."""
    gold = draw(st.booleans()) if gold is None else gold
    score = st.none() if gold else scores
    text = draw(texts)
    length = len(text)

    def some_spans(*, flat: bool) -> list[tuple[int, int]]:
        return draw(spans(length, flat=flat))

    sentences = some_spans(flat=False)
    evidences = st.sampled_from(some_spans(flat=False) or [(0, 1)]) if length else st.nothing()
    facts = (lambda parts: st.lists(parts, max_size=4)) if length else (lambda _: st.just([]))
    kind = draw(st.sampled_from(["news", "report", None]))
    inspection = st.builds(
        InspectionMeta,
        council=st.none() | gss_codes,
        framework=st.none() | st.sampled_from(FRAMEWORKS),
        type=st.sampled_from(INSPECTION_TYPES),
        lead_inspector=free_text,
        start=st.none() | dates,
        end=st.none() | dates,
    )
    model = (
        st.builds(AnnotatorInfo, annotator=names)
        if gold
        else st.builds(ModelInfo, name=names, version=names, sha256=checksums, extractors=st.tuples(names))
    )
    return Record(
        id=draw(names),
        source=draw(st.builds(Source, path=names, media_type=names, sha256=checksums)),
        meta=draw(
            st.builds(
                Meta,
                kind=st.just(kind),
                title=free_text,
                published=st.none() | dates,
                publisher=free_text,
                authors=st.lists(names, max_size=2).map(tuple),
                url=free_text,
                inspection=st.none() if kind == "news" else st.none() | inspection,
            )
        ),
        text=text,
        text_sha256=text_checksum(text),
        blocks=tuple(
            Block(start=a, end=b, label=draw(names), score=draw(score)) for a, b in some_spans(flat=True)
        ),
        sentences=tuple(Sentence(start=a, end=b) for a, b in sentences),
        entities=tuple(draw(_entities(text, a, b, score)) for a, b in some_spans(flat=True)),
        findings=tuple(
            Finding(
                start=a,
                end=b,
                themes=tuple(draw(st.lists(names, min_size=1, max_size=3, unique=True))),
                polarity=draw(st.sampled_from(POLARITIES)),
                source=draw(st.sampled_from(SOURCES)),
                councils=tuple(draw(st.lists(gss_codes, max_size=2, unique=True))),
                theme_scores=draw(st.none() | st.dictionaries(names, score, max_size=3)),
                score=draw(score),
            )
            for a, b in (sentences or some_spans(flat=False))
            if draw(st.booleans())
        ),
        quotations=tuple(
            Quotation(start=a, end=b, source=draw(st.sampled_from(SOURCES)), speaker=draw(_speakers(text)))
            for a, b in some_spans(flat=False)
        ),
        judgements=tuple(
            sorted(
                draw(
                    facts(
                        st.builds(
                            Judgement,
                            evidence=evidences,
                            council=st.none() | gss_codes,
                            area=names,
                            rating=st.sampled_from(RATINGS),
                            previous=st.booleans(),
                            date=st.none() | periods,
                            inspection=st.none() | st.sampled_from(INSPECTION_VALUES),
                        )
                    )
                ),
                key=sort_key,
            )
        ),
        roles=tuple(
            sorted(
                draw(
                    facts(
                        st.builds(
                            Role,
                            evidence=evidences,
                            official=free_text,
                            role=free_text,
                            organisation=free_text,
                        )
                    )
                ),
                key=sort_key,
            )
        ),
        measures=tuple(
            sorted(
                draw(
                    facts(
                        st.builds(
                            Measure,
                            evidence=evidences,
                            council=st.none() | gss_codes,
                            metric=names,
                            value=numbers,
                            unit=st.sampled_from(QUANTITY_UNITS),
                            comparator=free_text,
                            as_of=st.none() | periods,
                        )
                    )
                ),
                key=sort_key,
            )
        ),
        model=draw(model),
    )


@st.composite
def _entities(draw: st.DrawFn, text: str, start: int, end: int, score: st.SearchStrategy[Any]) -> Entity:
    label = draw(st.sampled_from(sorted(_VALUES)))
    unit = draw(st.none() | st.sampled_from(QUANTITY_UNITS)) if label == "QUANTITY" else None
    return Entity(
        start=start,
        end=end,
        label=label,
        text=text[start:end],
        value=draw(_VALUES[label]),
        unit=unit,
        score=draw(score),
    )


@st.composite
def _speakers(draw: st.DrawFn, text: str) -> Speaker | None:
    for start, end in draw(spans(len(text), flat=False, most=1)):
        return Speaker(start=start, end=end, text=text[start:end])
    return None
