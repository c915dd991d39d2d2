"""The entities stage on whole documents: overlaps, links as of the time spoken of, values."""

from __future__ import annotations

import pytest
from spacy.vocab import Vocab

from ofsight import layers
from ofsight.entities.component import EntityStage
from ofsight.reading import Mention, Reading, set_reading
from ofsight.record import Block, InspectionMeta, Meta, Sentence
from ofsight.tokenizer import CharacterClassTokenizer

_TOKENIZE = CharacterClassTokenizer(Vocab())


def _entities(text: str, marks: dict[str, str], meta: Meta, stage: EntityStage | None = None):
    doc = _TOKENIZE(text)
    layers.set_meta(doc, meta)
    layers.set_blocks(doc, [Block(start=0, end=len(text), label="paragraph")])
    layers.set_sentences(doc, [Sentence(start=0, end=len(text))])
    mentions = [
        Mention(text.index(surface), text.index(surface) + len(surface), label, 0.9)
        for surface, label in marks.items()
    ]
    set_reading(doc, Reading(mentions=mentions, sentences=[]))
    return {entity.text: entity for entity in layers.get_entities((stage or EntityStage())(doc))}


@pytest.mark.parametrize(
    ("text", "published", "code"),
    [
        ("Northamptonshire council was failing.", "2018-03-01", "E10000021"),
        ("Northamptonshire council in 2018 was failing.", "2023-03-01", "E10000021"),
        ("Halton council was failing.", "2021-11-26", "E06000006"),
    ],
)
def test_a_council_is_linked_as_of_the_time_spoken_of(text, published, code):
    surface = text[: text.index(" council") + len(" council")]
    found = _entities(text, {surface: "COUNCIL"}, Meta(kind="news", published=published))
    assert found[surface].value == code


def test_what_has_no_value_where_its_label_must_have_one_is_dropped():
    text = "Covid deteriorated page 24 of Halton council, in 20-25 cases, said the Cedar Fund and Jo Lee."
    marks = {
        "Covid": "COUNCIL",
        "deteriorated": "RATING",
        "page": "QUANTITY",
        "20-25 cases": "QUANTITY",
        "Cedar Fund": "ORGANISATION",
    }
    assert set(_entities(text, marks, Meta(kind="news"))) == {"20-25 cases", "Cedar Fund"}
    assert set(_entities(text, marks, Meta(kind="news"), EntityStage(valued=()))) == set(marks)


def test_values_of_all_labels():
    text = (
        "On 3 March Ofsted rated Halton council ‘good’ after a focused visit; "
        "70% of staff told Jo Lee, chair."
    )
    found = _entities(
        text,
        {
            "3 March": "DATE",
            "Ofsted": "ORGANISATION",
            "Halton council": "COUNCIL",
            "‘good’": "RATING",
            "a focused visit": "INSPECTION",
            "70%": "QUANTITY",
            "Jo Lee": "OFFICIAL",
            "chair": "ROLE",
        },
        Meta(kind="news", published="2021-11-26"),
    )
    assert {surface: (e.label, e.value, e.unit) for surface, e in found.items()} == {
        "3 March": ("DATE", "2021-03-03", None),
        "Ofsted": ("ORGANISATION", "ofsted", None),
        "Halton council": ("COUNCIL", "E06000006", None),
        "good": ("RATING", "good", None),
        "focused visit": ("INSPECTION", "focused_visit", None),
        "70%": ("QUANTITY", 70, "percent"),
        "Jo Lee": ("OFFICIAL", None, None),
        "chair": ("ROLE", None, None),
    }


def test_a_report_without_publication_date_is_seen_from_its_inspection():
    inspection = InspectionMeta(
        council=None,
        framework="ilacs",
        type="full",
        start="2019-03-04",
        end="2019-03-15",
        lead_inspector=None,
    )
    found = _entities(
        "Last year it improved.", {"Last year": "DATE"}, Meta(kind="report", inspection=inspection)
    )
    assert found["Last year"].value == "2018"


def test_relative_dates_are_unknown_without_any_date():
    found = _entities("Last year it improved.", {"Last year": "DATE"}, Meta(kind="news"))
    assert found["Last year"].value is None
