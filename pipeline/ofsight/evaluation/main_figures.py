"""The figures that design.md sets aims for: shown first, compared between predictions, held by the gate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from .figures import Columns, macro_arrays, macro_labels, rate_arrays, score_arrays
from .report import MACRO, MICRO
from .sums import Array, Sums
from .tally import ALL


@dataclass(frozen=True, slots=True)
class MainFigure:
    """One figure: its full name as in ``Group.figures()``, what people call it, and how to compute it."""

    name: str
    title: str
    task: str
    over: str
    measure: Literal["f1", "accuracy"]

    def labels(self, sums: Sums) -> list[str]:
        """Return the labels it is made of, which are fixed by the gold as a whole."""
        if self.over == MACRO:
            return macro_labels(sums, self.task)
        return sums.labels(self.task) if self.over == MICRO else [self.over]

    def compute(self, columns: Columns, labels: list[str]) -> Array:
        """Compute it from sums of counts."""
        if self.measure == "accuracy":
            return rate_arrays(columns, self.task, labels)
        if self.over == MACRO:
            return macro_arrays(columns, self.task, labels).f1
        return score_arrays(columns, self.task, labels).f1


def _f1(title: str, task: str, over: str = ALL) -> MainFigure:
    return MainFigure(".".join(part for part in (task, over, "f1") if part), title, task, over, "f1")


def _accuracy(title: str, task: str, over: str = ALL) -> MainFigure:
    name = ".".join(part for part in (task, over) if part)
    return MainFigure(name, title, task, over, "accuracy")


MAIN_FIGURES: Final = (
    _accuracy("Blocks, accuracy", "blocks.accuracy"),
    _f1("Sentences, exact F1", "sentences.exact"),
    _f1("Entities, strict micro F1", "entities.strict", MICRO),
    _f1("Entities, strict macro F1", "entities.strict", MACRO),
    _f1("Entities, partial micro F1", "entities.partial", MICRO),
    _accuracy("Councils linked, accuracy", "entities.value", "COUNCIL"),
    _accuracy("Entity values, accuracy", "entities.value", MICRO),
    _f1("Findings, F1", "findings.detection"),
    _f1("Themes, micro F1", "findings.themes", MICRO),
    _f1("Themes, macro F1", "findings.themes", MACRO),
    _accuracy("Themes, exact set", "findings.theme_set"),
    _accuracy("Polarity, accuracy", "findings.polarity"),
    _accuracy("Source, accuracy", "findings.source"),
    _accuracy("Councils of findings, accuracy", "findings.councils"),
    _f1("Quotations, strict F1", "quotations.strict"),
    _f1("Quotations, partial F1", "quotations.partial"),
    _accuracy("Quotations, source accuracy", "quotations.source"),
    _accuracy("Quotations, speaker accuracy", "quotations.speaker"),
    _f1("Judgements, F1", "judgements.strict", MICRO),
    _f1("Roles, F1", "roles.strict"),
    _f1("Measures, F1", "measures.strict", MICRO),
)
