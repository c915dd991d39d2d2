"""A run under review: its records read again and again, their texts put back where they are kept apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ofsight.duplicates import records_behind
from ofsight.duplicates.shingles import make_shingles
from ofsight.duplicates.words import normal_words
from ofsight.errors import DataError, ReviewError
from ofsight.read.network.labels import LabelSets
from ofsight.record import AnnotatorInfo, ModelInfo, Record
from ofsight.record.labels import ENTITY_LABELS, THEMES

from .choose import Candidate, Choice, choose
from .looks import RULES, Looker, model_behind
from .places import Sentences
from .plan import Plan, PlannedTask
from .signals import signals_of, theme_chances
from .worth import Weights, standard_weights


@dataclass(frozen=True, slots=True)
class Run:
    """The records to review.

    Attributes
    ----------
    path : Path
        A file of records (JSONL, also compressed, or Parquet), or a folder of them.
    texts : Path or None
        The folder with the texts (``ID.txt``) of records without text.
    """

    path: Path
    texts: Path | None = None

    def __iter__(self) -> Iterator[Record]:
        """Yield the records, one at a time.

        Raises
        ------
        ReviewError
            When an id stands twice, or a text is not at hand.
        RecordError
            When a line is no record.
        """
        from ofsight.data.records import with_text

        if str(self.path) == "-":
            raise ReviewError("a run is read several times: give a file, not standard input")
        seen: set[str] = set()
        for record in records_behind([self.path]):
            if record.id in seen:
                raise ReviewError(
                    f"{self.path}: the id {record.id!r} stands twice; review its files one by one"
                )
            seen.add(record.id)
            if record.text is None and self.texts is None:
                raise ReviewError(
                    f"{self.path}: record {record.id!r} has no text; give the folder with the texts (--texts)"
                )
            try:
                yield record if self.texts is None else with_text(record, self.texts)
            except DataError as error:
                raise ReviewError(str(error)) from error


@dataclass(slots=True)
class Assessment:
    """What is known of a run when all its sentences were assessed."""

    candidates: list[Candidate] = field(default_factory=list)
    documents: int = 0
    models: set[str] = field(default_factory=set)
    labels: LabelSets = field(default_factory=LabelSets)


def assess(records: Iterable[Record], *, model: str | Path | None = None, rules: bool = True) -> Assessment:
    """Look at every sentence of a run again, and note what speaks for a person's look.

    Parameters
    ----------
    records : iterable of Record
        With their texts, such as a :class:`Run`.
    model : str or Path, optional
        The model whose probabilities say how sure the run is; by default the one that made it, if it is at
        hand, else the scores in the records are all there is.
    rules : bool
        Whether to compare with what the rules make of the texts.
    """
    found = Assessment()
    ruler = Looker(RULES) if rules else None
    reader = Looker(model) if model is not None else None
    entities: set[str] = set()
    themes: set[str] = set()
    for number, record in enumerate(records):
        if number == 0 and model is None and (folder := model_behind(record.model)) is not None:
            reader = Looker(folder)
        sentences = Sentences(record)
        look = reader.look(record) if reader is not None else None
        other = ruler.look(record) if ruler is not None else None
        found.documents += 1
        found.models.add(_name(record.model))
        entities |= {entity.label for entity in record.entities}
        themes |= {theme for finding in record.findings for theme in finding.themes}
        text = record.text or ""
        for place in sentences:
            marks = sentences.marks(place)
            found.candidates.append(
                Candidate(
                    place,
                    record.text_sha256,
                    signals_of(place, marks, sentences, look, other),
                    theme_chances(marks, look, place),
                    make_shingles(normal_words(text[place.start : place.end])),
                )
            )
    found.labels = _offered(entities, themes, reader)
    return found


def _name(model: ModelInfo | AnnotatorInfo) -> str:
    return model.annotator if isinstance(model, AnnotatorInfo) else f"{model.name} {model.version}".strip()


def _offered(entities: set[str], themes: set[str], reader: Looker | None) -> LabelSets:
    """Return the labels to choose from: the model's and the run's; the codebook's if the run uses those."""
    known = reader.label_sets if reader is not None else LabelSets()

    def joined(run: set[str], model: tuple[str, ...], codebook: tuple[str, ...]) -> tuple[str, ...]:
        offered = model or (codebook if not run or run & set(codebook) else ())
        ordered = [label for label in codebook if label in run.union(offered)]
        return (*ordered, *sorted(run.union(offered) - set(ordered)))

    return LabelSets(
        entities=joined(entities, known.entities, ENTITY_LABELS), themes=joined(themes, known.themes, THEMES)
    )


def plan_review(assessment: Assessment, choice: Choice, *, run: str, weights: Weights | None = None) -> Plan:
    """Choose the sentences of a run to review.

    Raises
    ------
    ReviewError
        When the run has no sentence.
    """
    if not assessment.candidates:
        raise ReviewError(f"{run}: has no sentence to review")
    used = weights if weights is not None else standard_weights()
    tasks = [
        PlannedTask(
            *chosen.candidate.place,
            text_sha256=chosen.candidate.text_sha256,
            random=chosen.random,
            worth=round(chosen.worth, 4),
            reasons=used.reasons(chosen.candidate.signals),
        )
        for chosen in choose(assessment.candidates, choice, used)
    ]
    return Plan(
        run=run,
        model=", ".join(sorted(assessment.models)),
        documents=assessment.documents,
        sentences=len(assessment.candidates),
        seed=choice.seed,
        entities=assessment.labels.entities,
        themes=assessment.labels.themes,
        tasks=tuple(tasks),
    )
