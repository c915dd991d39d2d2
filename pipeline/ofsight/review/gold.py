"""From answers to records: the reviewed sentences as gold, and the run with what was corrected in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ofsight.record import AnnotatorInfo, Record, Sentence
from ofsight.record.io import without_text
from ofsight.record.rules import sort_key

from .answers import Answers, Pass, in_document
from .places import Marks, Place, Sentences
from .plan import Plan


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A document with what was said of its reviewed sentences.

    Attributes
    ----------
    record : Record
        Of the run.
    predicted, gold : dict of Place to Marks
        What the run and the reviewers say of each reviewed sentence.
    annotators : tuple of str
        Whose words the gold is.
    """

    record: Record
    predicted: dict[Place, Marks] = field(default_factory=dict)
    gold: dict[Place, Marks] = field(default_factory=dict)
    annotators: tuple[str, ...] = ()


def reviewed_documents(
    records: Iterable[Record], passes: Mapping[str, Pass], plan: Plan, answers: Answers, *, corrected: Path
) -> Iterator[Reviewed]:
    """Bring answers and run together; an answer on a text that is not the run's is refused.

    Parameters
    ----------
    records : iterable of Record
        The run, with texts.
    passes : mapping of str to Pass
        One for each task.
    plan : Plan
        Of the review.
    answers : Answers
        Takes in what is refused.
    corrected : Path
        Where the answers are from, for messages.

    Yields
    ------
    Reviewed
        A document with at least one reviewed sentence, in the order of the run.
    """
    tasks = plan.by_task()
    waiting: dict[str, list[Pass]] = {}
    for task in tasks:
        if task in passes:
            waiting.setdefault(passes[task].place.document, []).append(passes[task])
    for record in records:
        found = Reviewed(record)
        own = set(Sentences(record)) if record.id in waiting else set()
        sound = []
        for item in sorted(waiting.pop(record.id, []), key=lambda item: item.place):
            task = item.place.task
            message = _fault(item, record, own, tasks[task].text_sha256)
            if message is not None:
                answers.refuse(corrected, task, message)
                continue
            predicted = Sentences(record).marks(item.place)
            found.predicted[item.place] = predicted
            found.gold[item.place] = in_document(item.marks, item.place, predicted)
            sound.append(item.annotator)
        if found.gold:
            yield Reviewed(record, found.predicted, found.gold, tuple(sorted(set(sound))))
    for each in waiting.values():
        for item in each:
            answers.refuse(
                corrected, item.place.task, "the run has no such document; give the run it was made of"
            )


def _fault(item: Pass, record: Record, sentences: set[Place], planned: str) -> str | None:
    if record.text_sha256 != planned:
        return "the run has another text of this document than the one reviewed; give the run it was made of"
    if item.place not in sentences:
        return "the run cuts its sentences otherwise now; give the run it was made of"
    if record.text is None or record.text[item.place.start : item.place.end] != item.text:
        return "its text was edited: it is not the sentence of the run; correct labels only, not the text"
    return None


def gold_record(reviewed: Reviewed, *, with_text: bool) -> Record:
    """Return the gold of a document: its reviewed sentences, which alone count as annotated."""
    record = reviewed.record
    marks = [plain(said) for said in reviewed.gold.values()]
    gold = _made(
        record,
        blocks=(),
        sentences=tuple(Sentence(start=place.start, end=place.end) for place in sorted(reviewed.gold)),
        entities=tuple(sorted((entity for mark in marks for entity in mark.entities), key=sort_key)),
        findings=tuple(sorted((mark.finding for mark in marks if mark.finding is not None), key=sort_key)),
        quotations=(),
        judgements=(),
        roles=(),
        measures=(),
        model=AnnotatorInfo(annotator=", ".join(reviewed.annotators)),
    )
    return gold if with_text else without_text(gold)


def corrected_record(record: Record, predicted: Mapping[Place, Marks], gold: Mapping[Place, Marks]) -> Record:
    """Return a record of the run with what was corrected in it.

    Sentences in which nothing was corrected keep their scores; what a reviewer changed has none. Facts and
    quotations stay as they were.
    """
    changed = {place for place in gold if plain(gold[place]) != plain(predicted[place])}
    dropped = {id(item) for place in changed for item in predicted[place].entities}
    spans = {(place.start, place.end) for place in changed}
    entities = [entity for entity in record.entities if id(entity) not in dropped]
    findings = [finding for finding in record.findings if (finding.start, finding.end) not in spans]
    for place in changed:
        marks = gold[place]
        # An entity that crosses the border of its sentence is nobody's and stays: it must not be overlapped.
        entities += [item for item in marks.entities if not _overlaps(item, entities)]
        findings += [marks.finding] if marks.finding is not None else []
    return _made(
        record,
        entities=tuple(sorted(entities, key=sort_key)),
        findings=tuple(sorted(findings, key=sort_key)),
    )


def _overlaps(item: object, others: Iterable[object]) -> bool:
    start, end = getattr(item, "start", 0), getattr(item, "end", 0)
    return any(getattr(other, "start", 0) < end and start < getattr(other, "end", 0) for other in others)


def plain(marks: Marks) -> Marks:
    """Return marks without scores, so that a prediction and its confirmation are equal."""
    finding = marks.finding
    return Marks(
        None if finding is None else finding.model_copy(update={"score": None, "theme_scores": None}),
        tuple(entity.model_copy(update={"score": None}) for entity in marks.entities),
    )


def _made(record: Record, **changes: object) -> Record:
    """Make a record anew, so that its rules are checked."""
    values = {name: getattr(record, name) for name in Record.model_fields} | changes
    return Record.model_validate(
        {"schema" if name == "schema_" else name: value for name, value in values.items()}
    )
