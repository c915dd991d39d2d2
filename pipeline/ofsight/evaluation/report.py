"""What an evaluation results in: typed, frozen, and ready for JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final

from .sums import Estimate

SCHEMA: Final = "ofsight-evaluation/1"
MICRO: Final = "micro"
MACRO: Final = "macro"
EVERYTHING: Final = "all"
"""Name of the group that holds all documents."""


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of a task, for one label, micro or macro, or for all (label "")."""

    task: str
    label: str
    precision: Estimate
    recall: Estimate
    f1: Estimate
    gold: int
    predicted: int
    recalled: int
    correct: int

    def figures(self) -> Iterator[tuple[str, Estimate]]:
        """Yield each figure with its full name, such as ``entities.strict.micro.f1``."""
        for name in ("precision", "recall", "f1"):
            yield ".".join(part for part in (self.task, self.label, name) if part), getattr(self, name)


@dataclass(frozen=True, slots=True)
class Rate:
    """The share of decisions of a task that are right, for one label, micro, or for all (label "")."""

    task: str
    label: str
    accuracy: Estimate
    right: int
    decisions: int

    def figures(self) -> Iterator[tuple[str, Estimate]]:
        """Yield the figure with its full name, such as ``entities.value.COUNCIL``."""
        yield ".".join(part for part in (self.task, self.label) if part), self.accuracy


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often what gold calls the row's label is predicted as the column's.

    ``kappa`` is Cohen's kappa; None where one side may lack the item, or where it is not defined.
    """

    task: str
    gold_labels: tuple[str, ...]
    predicted_labels: tuple[str, ...]
    table: tuple[tuple[int, ...], ...]
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Group:
    """All figures over a group of documents: ``all`` or one kind of document."""

    name: str
    documents: int
    scores: tuple[Score, ...]
    rates: tuple[Rate, ...]
    confusions: tuple[Confusion, ...]

    def figures(self) -> dict[str, Estimate]:
        """Return every figure by its full name."""
        parts: tuple[Score | Rate, ...] = (*self.scores, *self.rates)
        return dict(pair for part in parts for pair in part.figures())


@dataclass(frozen=True, slots=True)
class ErrorExample:
    """A mistake in its context; the context is None where nobody's text was there to take it from.

    ``context[mark_start:mark_end]`` is the mention or sentence; it starts at ``context_start`` of the text.
    """

    layer: str
    outcome: str
    document: str
    start: int
    end: int
    gold: str | None
    predicted: str | None
    context: str | None
    mark_start: int
    mark_end: int


@dataclass(frozen=True, slots=True)
class ErrorList:
    """Mistakes of one sort: how many there are, and a sample spread over the documents."""

    layer: str
    outcome: str
    count: int
    examples: tuple[ErrorExample, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The result of scoring one set of predictions.

    Attributes
    ----------
    gold, predicted : str
        Names of the two sides.
    layers : tuple of str
        The layers that were scored in any document.
    documents : int
        Gold documents.
    missing : tuple of str
        Ids of gold documents without a prediction: everything in them counts as missed.
    unused : int
        Predicted documents without gold, which were left out.
    aligned : int
        Documents whose texts differed, so that offsets were carried over.
    groups : tuple of Group
        First all documents, then each kind if there are several.
    errors : tuple of ErrorList
        Mistakes by layer and outcome.
    draws, seed : int
        Number of bootstrap samples, and the seed they were drawn with.
    """

    gold: str
    predicted: str
    layers: tuple[str, ...]
    documents: int
    missing: tuple[str, ...]
    unused: int
    aligned: int
    groups: tuple[Group, ...]
    errors: tuple[ErrorList, ...]
    draws: int
    seed: int

    def group(self, name: str = EVERYTHING) -> Group:
        """Return a group by name; KeyError if there is none."""
        for group in self.groups:
            if group.name == name:
                return group
        raise KeyError(name)

    def as_json(self) -> dict[str, Any]:
        """Return the report as what ``json.dump`` writes."""
        return {"schema": SCHEMA, **asdict(self)}


@dataclass(frozen=True, slots=True)
class Difference:
    """How two predictions differ in one main figure.

    ``difference`` is second minus first with its bootstrap interval (in -1..1); ``p_value`` is two-sided, of
    a paired permutation test by document.
    """

    figure: str
    group: str
    first: float
    second: float
    difference: Estimate
    p_value: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two predictions scored against the same gold."""

    first: Report
    second: Report
    differences: tuple[Difference, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the comparison as what ``json.dump`` writes."""
        return {"schema": SCHEMA, **asdict(self)}
