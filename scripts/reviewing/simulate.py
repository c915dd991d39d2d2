"""A simulated review: the gold stands in for the person who corrects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ofsight.corpus.compile import compile_source
from ofsight.corpus.passages import compile_passages
from ofsight.data import load_records
from ofsight.engine.annotator import annotate_document
from ofsight.evaluation.coverage import region_of
from ofsight.evaluation.entities import score_entities
from ofsight.evaluation.findings import score_findings
from ofsight.evaluation.matching import HasSpan, overlap, same_stretch
from ofsight.evaluation.tally import Mistake, Tally
from ofsight.ingest.document import InputDocument
from ofsight.pipeline import load_with_info
from ofsight.record import Record
from ofsight.review.gold import Reviewed
from ofsight.review.places import Marks, Place, Sentences

LEFT_OUT = frozenset({"wrong value"})
"""Mistakes that the review of a sentence does not ask about."""


def gold_of(paths: Iterable[str], texts: Path | None = None) -> list[Record]:
    """Read annotated documents: sources of articles (.ann) and passages (.psg), records, or CORPUS:SPLIT."""
    found: list[Record] = []
    for path in paths:
        if path.endswith(".ann"):
            found.append(compile_source(Path(path)).record)
        elif path.endswith(".psg"):
            found += [item.record for item in compile_passages(Path(path))]
        elif path.endswith(".jsonl"):
            found += load_records(path, texts=texts)
        else:
            corpus, _, split = path.partition(":")
            found += load_records(corpus, split or None, texts=texts)
    return found


def predict(gold: Sequence[Record], model: str) -> Iterator[Record]:
    """Annotate the texts of annotated documents."""
    loaded = load_with_info(model)
    for record in gold:
        if record.text is None:
            raise SystemExit(f"{record.id}: has no text; give the folder of texts (--texts)")
        yield annotate_document(loaded, InputDocument(record.id, record.source, record.text))


def mistakes_in(gold: Record, predicted: Record, *, entities: bool) -> list[Mistake]:
    """Return the mistakes in findings and entities that the evaluation finds in the annotated sentences."""
    tally, region = Tally(), region_of(gold)
    score_findings(gold.findings, predicted.findings, gold.sentences, region, tally)
    if entities:
        score_entities(gold.entities, predicted.entities, region, tally)
    return [mistake for mistake in tally.mistakes if mistake.outcome not in LEFT_OUT]


def mistakes_by_sentence(gold: Record, predicted: Record, *, entities: bool) -> Counter[Place]:
    """Count mistakes by the sentence of the prediction that each lies in most; those in none are left out."""
    places = list(Sentences(predicted))
    found: Counter[Place] = Counter()
    for mistake in mistakes_in(gold, predicted, entities=entities):
        place = max(places, key=lambda place: overlap(place, mistake), default=None)
        if place is not None and overlap(place, mistake):
            found[place] += 1
    return found


def annotated_places(gold: Record, predicted: Record) -> list[Place]:
    """Return the sentences of the prediction that the gold annotates."""
    region = region_of(gold)
    return [place for place in Sentences(predicted) if region.holds(place)]


def review_all(gold: Record, predicted: Record, places: Iterable[Place], *, entities: bool) -> Reviewed:
    """Review sentences as somebody would who knows the gold."""
    sentences = Sentences(predicted)
    reviewed = Reviewed(predicted, annotators=("gold",))
    for place in sorted(places):
        reviewed.predicted[place] = sentences.marks(place)
        reviewed.gold[place] = true_marks(gold, place, reviewed.predicted[place], entities=entities)
    return reviewed


def true_marks(gold: Record, place: Place, predicted: Marks, *, entities: bool) -> Marks:
    """Return what the gold says of a sentence of the prediction.

    The two may cut sentences otherwise: a gold finding counts where it is the same stretch.
    """
    same = max(gold.findings, key=lambda item: same_stretch(item, place), default=None)
    span = {"start": place.start, "end": place.end}
    found = None
    if same is not None and same_stretch(same, place):
        found = same.model_copy(update=span)
    inside = tuple(item for item in gold.entities if _inside(item, place))
    return Marks(found, inside if entities else predicted.entities)


def _inside(item: HasSpan, place: Place) -> bool:
    return place.start <= item.start and item.end <= place.end
