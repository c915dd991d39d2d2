from __future__ import annotations

import numpy as np
import pytest
from spacy.language import Language

pytest.importorskip("torch", reason="training needs the extra train")

from tests.read.network.tiny import tiny_tokenizer
from tests.training.tiny_run import article, in_parts, only, words_of

import ofsight  # after the check
from ofsight.read.combine import Division, divide, network_alone
from ofsight.read.network.labels import LabelSets
from ofsight.read.network.reader import NetworkReader, SentenceLogits
from ofsight.record import Meta, Record
from ofsight.training.corpus import Corpus
from ofsight.training.documents import Source, TrainingDocument, label_sets
from ofsight.training.network import IGNORED
from ofsight.training.prepare import Preparer
from ofsight.training.scorer import FIGURES, SCORE, Scorer

ALL = frozenset({"entities", "findings", "quotations"})
LABELS = label_sets([Source(article(number), ALL) for number in range(4)])
TOKENIZER = tiny_tokenizer(words_of(article(number) for number in range(4)))
READER = NetworkReader(None, TOKENIZER, LABELS)  # type: ignore[arg-type]  # its network is not run
SURE = 9.0


@pytest.fixture(scope="module")
def rules() -> Language:
    return ofsight.load("rules")


def source(record: Record, layers: frozenset[str] = ALL) -> Source:
    return Source(record, layers)


def scorer(rules: Language, *sources: Source, division: Division | None = None) -> Scorer:
    made = Preparer(rules, TOKENIZER, ()).development(Corpus(list(sources)), LABELS)
    return Scorer(made, rules, division or network_alone(LABELS))


def told(document: TrainingDocument) -> SentenceLogits:
    """What a network says that knows all annotations, and takes what is not annotated for nothing."""
    targets = document.targets
    pieces = []
    for entities, quotations in zip(targets.entities, targets.quotations, strict=True):
        rows = np.zeros((len(entities), LABELS.piece_width), np.float32)
        every = np.arange(len(entities))
        rows[every, np.maximum(entities, 0)] = SURE
        rows[every, LABELS.entity_width + np.maximum(quotations, 0)] = SURE
        pieces.append(rows)
    count, groups = len(targets.finding), LABELS.groups
    sentences = np.full((count, LABELS.sentence_width), -SURE, np.float32)
    sentences[:, groups["finding"]][targets.finding == 1] = SURE
    sentences[:, groups["themes"]][targets.themes == 1] = SURE
    for name, chosen in (("polarity", targets.polarity), ("source", targets.source)):
        known = np.flatnonzero(chosen != IGNORED)
        sentences[known, groups[name].start + chosen[known]] = SURE
    return SentenceLogits(pieces, sentences)


def all_told(made: Scorer) -> list[SentenceLogits]:
    return [told(item.document) for item in made._documents]


def test_who_knows_everything_scores_one(rules: Language) -> None:
    report = article(2).model_copy(update={"meta": Meta(kind="report")})
    made = scorer(rules, source(article(1)), source(report))
    made.configure({"source": "reader"})
    figures = made.figures(READER, all_told(made))
    assert figures == pytest.approx(dict.fromkeys(figures, 1.0))
    by_kind = {f"{kind}_{name}" for kind in ("news", "report") for name in FIGURES}
    assert set(figures) >= {*FIGURES, SCORE}
    assert by_kind - set(figures) <= {"news_themes_macro", "report_themes_macro"}  # few findings have none


def test_the_score_is_the_mean_of_the_figures_over_all_kinds(rules: Language) -> None:
    made = scorer(rules, source(article(1)), source(article(2)))
    logits = all_told(made)
    groups = LABELS.groups
    for answered in logits:
        answered.sentences[:, groups["polarity"]] *= -1  # always the other one
    figures = made.figures(READER, logits)
    assert figures["polarity"] == 0.0
    overall = [figures[name] for name in FIGURES if name in figures]
    assert figures[SCORE] == pytest.approx(sum(overall) / len(overall))
    assert 0 < figures[SCORE] < 1


def test_missed_mentions_and_a_spurious_one_cost_what_they_do_in_evaluation(rules: Language) -> None:
    made = scorer(rules, source(article(1)))
    (answered,) = all_told(made)
    # The mentions of a sentence are missed, and a word that is none is taken for one.
    first = article(1).sentences[1]
    inside = [entity for entity in article(1).entities if entity.start < first.end]
    answered.pieces[1][:, : LABELS.entity_width] = 0
    answered.pieces[1][:, 0] = SURE
    answered.pieces[0][0, 1] = 2 * SURE
    figures = made.figures(READER, [answered])
    gold = len(article(1).entities)
    right = gold - len(inside)
    assert figures["entities"] == pytest.approx(2 * right / (gold + right + 1))


@pytest.mark.parametrize(
    ("layer", "figures"),
    [
        ("entities", {"entities"}),
        ("findings", {"findings", "themes_micro", "polarity", "source"}),
        ("quotations", {"quotations"}),
    ],
)
def test_only_what_is_annotated_is_scored(rules: Language, layer: str, figures: set[str]) -> None:
    made = scorer(rules, source(only(article(1), "blocks", "sentences", layer), frozenset({layer})))
    found = made.figures(READER, all_told(made))
    assert {name for name in found if name in FIGURES} - {"themes_macro"} == figures


def test_without_annotations_the_score_is_nought(rules: Language) -> None:
    made = scorer(rules, source(only(article(1), "blocks", "sentences"), frozenset()))
    assert made.figures(READER, all_told(made)) == {SCORE: 0.0}


def test_of_a_document_annotated_in_part_the_rest_costs_nothing(rules: Language) -> None:
    """There the network may find what nobody looked for."""
    part = source(in_parts(article(1)), frozenset({"entities", "findings"}))
    made = scorer(rules, part)
    (whole,) = all_told(scorer(rules, source(article(1))))
    figures = made.figures(READER, [whole])
    assert (figures["entities"], figures["findings"]) == (1.0, 1.0)


def test_several_records_on_one_document_count_each_by_itself(rules: Language) -> None:
    mentions = source(only(article(1), "blocks", "sentences", "entities"), frozenset({"entities"}))
    findings = source(only(in_parts(article(1)), "sentences", "findings"), frozenset({"findings"}))
    made = scorer(rules, mentions, findings)
    reports = made.reports(made.records(READER, all_told(made)))
    assert set(reports) == {"entities", "findings"}
    figures = made.figures(READER, all_told(made))
    assert (figures["entities"], figures["findings"]) == (1.0, 1.0)


def test_scoring_twice_gives_the_same(rules: Language) -> None:
    made = scorer(rules, source(article(1)))
    logits = all_told(made)
    first = made.records(READER, logits)
    nothing = [SentenceLogits([np.zeros_like(p) for p in a.pieces], -np.abs(a.sentences)) for a in logits]
    assert made.records(READER, nothing)[0].entities == ()
    assert made.records(READER, logits) == first


def test_settings_of_the_findings_stage_count(rules: Language) -> None:
    made = scorer(rules, source(article(1)))
    logits = all_told(made)
    assert made.figures(READER, logits)["findings"] == 1.0
    made.configure({"finding_threshold": 1.0})
    assert made.records(READER, logits)[0].findings == ()


def test_what_the_rules_are_to_answer_is_theirs(rules: Language) -> None:
    """The same documents with a network that says nothing: what is there then was read by rules."""
    nothing = Division(dict.fromkeys(LABELS.entities, "rules"), "rules", "rules")
    made = scorer(rules, source(article(1)), division=nothing)
    silent = [
        SentenceLogits([np.zeros_like(p) for p in a.pieces], np.full_like(a.sentences, -SURE))
        for a in all_told(made)
    ]
    (record,) = made.records(READER, silent)
    plain = Record.from_doc(rules(article(1).text or ""))
    assert [e for e in plain.entities if e.label in LABELS.entities] == list(record.entities)
    assert record.findings == plain.findings
    alone = scorer(rules, source(article(1)))
    assert alone.records(READER, silent)[0].entities == ()


def test_spans_are_told_with_whether_they_are_exact(rules: Language) -> None:
    made = scorer(rules, source(article(1)))
    (answered,) = all_told(made)
    spans = made.spans(READER, [answered])
    assert len(spans) == len(article(1).entities)
    assert all(exact and odds > 3 for odds, exact in spans)
    names = {n: getattr(LABELS, n) for n in ("quotations", "finding", "themes", "polarities", "sources")}
    other = LabelSets(entities=tuple(reversed(LABELS.entities)), **names)
    wrong = NetworkReader(None, TOKENIZER, other)  # type: ignore[arg-type]  # takes one for the other
    assert not any(exact for _, exact in made.spans(wrong, [answered]))


@pytest.mark.parametrize("kept", [("sentences", "entities"), ("entities",)])
def test_spans_count_where_mentions_were_looked_for(rules: Language, kept: tuple[str, ...]) -> None:
    """In the sentences that a record lists; everywhere if it lists none."""
    (whole,) = all_told(scorer(rules, source(article(1))))
    part = in_parts(article(1)) if "sentences" in kept else article(1)
    made = scorer(rules, source(only(part, *kept), frozenset({"entities"})))
    spans = made.spans(READER, [whole])
    assert len(spans) == len(part.entities)
    assert all(exact for _, exact in spans)
    unread = scorer(rules, source(only(part, *kept), frozenset({"findings"})))
    assert unread.spans(READER, [whole]) == []


def test_the_division_is_the_one_that_the_model_will_have(rules: Language) -> None:
    division = divide(LABELS, sentences="rules")
    assert scorer(rules, source(article(1)), division=division).division is division
