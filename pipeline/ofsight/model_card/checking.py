"""Whether a card is what its facts say, and its facts are on this model and this gold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ofsight.model_files import model_checksum, model_files

from .facts import CARD, FIGURES, ModelFigures, Split, SplitFigures, read_figures
from .measuring import checksums
from .rendering import render_card
from .sizes import describe_data


def card_problems(folder: Path, annotations: Path) -> list[str]:
    """Return a line for everything in a model's card that is not so any more; empty if all is.

    Parameters
    ----------
    folder : Path
        The model's directory.
    annotations : Path
        The folder of annotations.

    Raises
    ------
    ModelError
        When the facts cannot be read.
    """
    figures = read_figures(folder)
    if figures is None:
        return [f"{FIGURES} is missing"]
    problems = [
        problem
        for split, found in figures.splits.items()
        for problem in _stale(split, found, folder, annotations)
    ]
    card = folder / CARD
    if not card.is_file() or card.read_text(encoding="utf-8") != render_card(folder):
        problems.append(f"{CARD} is not what the command makes of the files beside it")
    return problems


def _stale(split: str, found: SplitFigures, folder: Path, annotations: Path) -> Iterator[str]:
    """Yield what has changed since the figures of a split were measured."""
    now = checksums(model_files(folder))
    for name in sorted({*now, *found.model.files}):
        if now.get(name) != found.model.files.get(name):
            yield f"{split}: {name} is not the file that was measured"
    for corpus in found.corpora:
        for name, measured in corpus.gold.items():
            path = annotations / name
            if not path.is_file() or checksums({name: path})[name] != measured:
                yield f"{split}: {name} is not the gold that was scored against"


def card_notes(folder: Path, annotations: Path) -> list[str]:
    """Return what has changed around the model since it was measured, and may have changed its figures.

    Raises
    ------
    ModelError
        When the facts cannot be read.
    """
    figures = read_figures(folder)
    if figures is None:
        return []
    now = model_checksum(folder)
    notes = [
        f"{split}: the data files of the stages (word lists, registers) have changed since"
        for split, found in figures.splits.items()
        if found.model.sha256 != now
    ]
    if describe_data(annotations) != figures.data:
        notes.append("the corpora, or the agreement measured on them, have changed since")
    return notes


def with_split(
    figures: ModelFigures | None, split: Split, measured: SplitFigures, annotations: Path
) -> ModelFigures:
    """Return figures with those of one split put in; those of another split stay if on the same model."""
    splits: dict[Split, SplitFigures] = {} if figures is None else dict(figures.splits)
    splits = {name: found for name, found in splits.items() if found.model.files == measured.model.files}
    splits[split] = measured
    return ModelFigures(data=describe_data(annotations), splits=dict(sorted(splits.items())))
