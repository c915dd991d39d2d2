from __future__ import annotations

import pytest

from ofsight.read.rules.cues import POLARITY_LABELS, read_cues, sentence_index
from ofsight.read.rules.polarity import weigh_polarity
from ofsight.read.rules.sections import Place, place_sentences, read_heading
from ofsight.read.rules.terms import split_words
from ofsight.read.rules.themes import score_themes, themes_in_context
from ofsight.record import Block


def read(sentence: str):
    words, _ = split_words(sentence)
    return words, sentence_index().find(words, 0, len(words))


@pytest.mark.parametrize(
    ("sentence", "polarity"),
    [
        ("Supervision is regular and reflective.", "strength"),
        ("Supervision is not always reflective.", "weakness"),
        ("Supervision, though regular, lacks challenge.", "weakness"),
        ("Supervision is regular but lacks challenge.", "mixed"),
        ("Although there is a range of good plans, most are weak.", "weakness"),
        ("The council needs to improve its management oversight.", "weakness"),
        ("Caseloads have reduced.", "strength"),
        ("Caseloads have risen sharply.", "weakness"),
        ("The quality of plans is variable.", "weakness"),
        ("When children are at risk because of neglect, swift action is taken.", "strength"),
        ("Delays have been reduced.", "strength"),
        ("The board meets on Tuesdays.", "neutral"),
        ("Dedicated social workers were left without support.", "weakness"),
    ],
)
def test_polarity(sentence: str, polarity: str) -> None:
    words, matches = read(sentence)
    scores = weigh_polarity(words, 0, len(words), [m for m in matches if m.label in POLARITY_LABELS]).scores
    assert max(scores, key=scores.__getitem__) == polarity
    assert sum(scores.values()) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("sentence", "themes"),
    [
        ("Strategy meetings are delayed.", {"risk_and_protection", "drift_and_delay"}),
        ("Return home interviews are poor.", {"exploitation_and_missing"}),
        ("Children missing education are tracked.", {"health_and_education"}),
        ("Pathway plans are weak.", {"care_leavers"}),
        ("Independent reviewing officers offer challenge.", {"management_oversight"}),
        ("There is no line of sight to practice.", {"quality_assurance"}),
        ("Private fostering arrangements are weak.", {"risk_and_protection"}),
        ("The director of children’s services spoke.", set()),
    ],
)
def test_themes_of_the_codebook(sentence: str, themes: set[str]) -> None:
    _, matches = read(sentence.replace("’", "'"))
    found = {theme for theme, score in score_themes(matches, "news").items() if score >= 0.5}
    assert themes <= found if themes else not found


def test_as_a_result_has_the_theme_before() -> None:
    place = Place(0, "paragraph", "findings", None)
    before = {"supervision": 0.9}
    inherited = themes_in_context("As a result, it fails.", {}, place, previous=before, rated=False)
    assert inherited["supervision"] > 0.5
    named = themes_in_context(
        "As a result, records are poor.", {"recording": 0.9}, place, previous=before, rated=False
    )
    assert "supervision" not in named


def test_cues_tell_intentions_from_steps_taken() -> None:
    _, matches = read("We will continue to invest.")
    assert read_cues(matches).intention > 0
    _, matches = read("We have recruited eight social workers.")
    assert read_cues(matches).done > 0


@pytest.mark.parametrize(
    ("heading", "kind", "theme"),
    [
        ("What needs to improve?", "needs", None),
        ("About this inspection", "excluded", None),
        ("The experiences and progress of care leavers: good", "findings", "care_leavers"),
        (
            "The experiences and progress of children in care and care leavers",
            "findings",
            "permanence_and_placements",
        ),
        (
            "The impact of leaders on social work practice with children and families",
            "findings",
            "leadership",
        ),
        ("Children living in this area", "excluded", None),
    ],
)
def test_headings_of_reports(heading: str, kind: str, theme: str | None) -> None:
    assert read_heading(heading) == (kind, theme)


def test_sentences_stand_in_the_section_before_them() -> None:
    text = "Recommendations\nEnsure plans are clear."
    blocks = [Block(start=0, end=15, label="subheading"), Block(start=16, end=39, label="list_item")]
    places = place_sentences(text, blocks, [(0, 15), (16, 39)], "report")
    assert [place.section for place in places] == ["needs", "needs"]
    assert [p.section for p in place_sentences(text, blocks, [(0, 15), (16, 39)], "news")] == ["findings"] * 2


def test_what_the_visit_covered_ends_at_the_next_heading_and_facts_about_the_area_do_not() -> None:
    text = "{0}\nWe read files.\nCase records\nThey are thin.\n"

    def sections(heading: str) -> list[str]:
        made = text.format(heading)
        starts = [0, len(heading) + 1, len(heading) + 16, len(heading) + 29]
        ends = [start - 1 for start in starts[1:]] + [len(made) - 1]
        labels = ["subheading", "paragraph"] * 2
        blocks = [
            Block(start=s, end=e, label=label) for s, e, label in zip(starts, ends, labels, strict=True)
        ]
        spans = list(zip(starts, ends, strict=True))
        return [place.section for place in place_sentences(made, blocks, spans, "report")]

    assert sections("Areas covered by the visit") == ["excluded", "excluded", "findings", "findings"]
    assert sections("Information about the area") == ["excluded"] * 4
