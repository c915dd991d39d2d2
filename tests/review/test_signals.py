"""What speaks for a look at a sentence, with the models that read it again."""

from __future__ import annotations

import pytest
from tests.review.made import MODEL, record

from ofsight.errors import ReviewError
from ofsight.model_files import find_model, model_checksum
from ofsight.reading import SentenceReading
from ofsight.record import Entity, ModelInfo
from ofsight.record.io import without_text
from ofsight.review.choose import Choice
from ofsight.review.looks import RULES, Look, Looker, model_behind
from ofsight.review.places import Marks, Place, Sentences, place_of_task
from ofsight.review.run import assess, plan_review
from ofsight.review.signals import SIGNALS, signals_of, theme_chances
from ofsight.review.worth import RARITY, Weights, priority, scarcity, standard_weights

RUN = record()
SENTENCES = Sentences(RUN)
FIRST, *_, LAST = SENTENCES
SPAN = (FIRST.start, FIRST.end)


def reading(**changes: object) -> Look:
    values: dict[str, object] = {"finding": 0.6, "themes": {"caseloads": 0.7, "leadership": 0.4}}
    values |= {"polarity": {"weakness": 0.9}, "source": {"article": 0.8, "council": 0.2}}
    return Look(readings={SPAN: SentenceReading(*SPAN, **(values | changes))})  # type: ignore[arg-type]


def test_doubts_are_the_mistakes_to_expect() -> None:
    found = signals_of(FIRST, SENTENCES.marks(FIRST), SENTENCES, reading(), None)
    # The record's own scores of themes come first: caseloads 0.8, leadership 0.2; an entity at 0.9.
    assert found == {"finding": 0.4, "themes": 0.4, "polarity": 0.1, "source": 0.2, "entities": 0.1}


def test_a_sentence_that_nearly_is_a_finding_is_doubtful_too() -> None:
    near = Look(readings={(LAST.start, LAST.end): SentenceReading(LAST.start, LAST.end, 0.45)})
    assert signals_of(LAST, SENTENCES.marks(LAST), SENTENCES, near, None) == {"finding": 0.45}


def test_without_the_model_the_scores_of_the_record_are_what_there_is() -> None:
    found = signals_of(FIRST, SENTENCES.marks(FIRST), SENTENCES, None, None)
    assert found == {"finding": 0.2, "themes": 0.4, "entities": 0.1}
    assert signals_of(LAST, SENTENCES.marks(LAST), SENTENCES, None, None) == {}


def test_rules_differ_on_findings_themes_and_entities() -> None:
    marks = SENTENCES.marks(FIRST)
    assert marks.finding is not None
    other = marks.finding.model_copy(update={"themes": ("caseloads", "workforce"), "source": "council"})
    found = signals_of(FIRST, marks, SENTENCES, None, Look(findings={SPAN: other}, entities=()))
    assert found["rules_themes"] == 0.5
    assert found["rules_source"] == 1
    assert found["rules_entities"] == 1
    assert "rules_polarity" not in found
    assert signals_of(FIRST, marks, SENTENCES, None, Look())["rules_finding"] == 1


def test_a_polarity_against_the_grade_or_both_neighbours_is_a_conflict() -> None:
    marks = SENTENCES.marks(FIRST)
    grade = Entity(start=0, end=4, label="RATING", text="good", value="good")
    found = signals_of(FIRST, Marks(marks.finding, (grade,)), SENTENCES, None, None)
    assert found["grade_conflict"] == 1
    odd = record(sentences=("One is poor.", "Two is poor.", "Three is good.", "Four is poor."))
    findings = tuple(
        finding.model_copy(update={"polarity": "strength" if number == 2 else "weakness"})
        for number, finding in enumerate(odd.findings)
    )
    changed = Sentences(odd.model_copy(update={"findings": findings}))
    flags = [
        signals_of(place, changed.marks(place), changed, None, None).get("odd_polarity", 0)
        for place in changed
    ]
    assert flags == [0, 0, 1, 0]


def test_chances_of_themes_are_those_of_the_model_else_of_the_record() -> None:
    marks = SENTENCES.marks(FIRST)
    assert theme_chances(marks, reading(), FIRST)["caseloads"] == pytest.approx(0.42)
    assert theme_chances(marks, None, FIRST) == {"caseloads": 0.8}
    assert theme_chances(SENTENCES.marks(LAST), None, LAST) == {}


def test_rare_themes_are_those_with_few_examples() -> None:
    scarce = scarcity({"a": 90, "b": 10}, {"a": 0.5, "b": 0.3, "c": 0.2})
    assert scarce["a"] == 0
    assert 0 < scarce["b"] < scarce["c"] < 1
    assert scarcity({}, {}) == {}
    assert priority(2.0, {"c": 1.0}, {"c": 1.0}) == 2.0 * (1 + RARITY)
    assert priority(2.0, {}, scarce) == 2.0


def test_weights_are_of_known_signs_and_not_below_zero() -> None:
    weights = standard_weights()
    assert set(weights.signals) == set(SIGNALS)
    assert sum(weights.themes.values()) == pytest.approx(1, abs=1e-3)
    assert weights.mistakes({}) == weights.base
    assert weights.reasons({"finding": 0.9, "odd_polarity": 0.0})[0] == SIGNALS["finding"]
    with pytest.raises(ReviewError, match="below 0"):
        Weights(0, {"finding": -1.0}, {})
    with pytest.raises(ReviewError, match="other"):
        Weights(0, {"other": 1.0}, {})


def test_rules_read_again_in_the_sentences_of_the_run() -> None:
    look = Looker(RULES).look(RUN)
    assert list(look.readings) == [(place.start, place.end) for place in SENTENCES]
    assert set(look.findings) <= set(look.readings)
    assert any(entity.text == "31" for entity in look.entities)
    with pytest.raises(ReviewError, match="--texts"):
        Looker(RULES).look(without_text(RUN))


def test_the_model_that_made_a_run_is_used_if_it_is_here_and_the_same() -> None:
    folder = find_model("standard")
    right = ModelInfo(name="standard", version="", sha256=model_checksum(folder))
    assert model_behind(right) == folder
    assert model_behind(right.model_copy(update={"sha256": "0" * 64})) is None
    assert model_behind(MODEL) is None


def test_a_run_is_assessed_with_all_its_labels_and_planned() -> None:
    own = record("own", ("Beds were short.",))
    themed = own.findings[0].model_copy(update={"themes": ("beds",)})
    assessed = assess(iter([RUN, own.model_copy(update={"findings": (themed,)})]), model=RULES, rules=False)
    assert assessed.documents == 2
    assert len(assessed.candidates) == 6
    assert assessed.labels.themes[-1] == "beds"
    assert "caseloads" in assessed.labels.themes
    plan = plan_review(assessed, Choice(sentences=3), run="out.jsonl")
    assert (plan.sentences, len(plan.tasks), plan.random, plan.model) == (6, 3, 1, "invented 1")
    with pytest.raises(ReviewError, match="no sentence"):
        plan_review(assess(iter(()), rules=False), Choice(), run="out.jsonl")


def test_labels_of_a_run_with_its_own_label_set_are_offered_alone() -> None:
    own = record("own", ("Beds were short.",))
    themed = own.findings[0].model_copy(update={"themes": ("beds",)})
    assessed = assess(iter([own.model_copy(update={"findings": (themed,)})]), rules=False)
    assert assessed.labels.themes == ("beds",)


def test_task_ids_name_their_sentence() -> None:
    for document in ("a", "a:b", "a~2", "a:1-2", "é 😀\n"):
        place = Place(document, 3, 19)
        assert place_of_task(place.task) == place
        assert place_of_task(place.task + "~2") == place
    assert place_of_task("a:3") is None
    with pytest.raises(ReviewError, match="lists no sentences"):
        Sentences(RUN.model_copy(update={"sentences": ()}))
