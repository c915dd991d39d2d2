"""Tasks out and back again: what nobody changed is the prediction, what was changed is the correction."""

from __future__ import annotations

import tempfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.review.made import (
    label_studio_export,
    plan_of,
    predictions,
    prodigy_export,
    record,
    write_export,
    write_run,
)

from ofsight.record import AnnotatorInfo, Record
from ofsight.review import Run, read_review, write_corrected
from ofsight.review.gold import plain
from ofsight.review.loop import WRITERS, Review
from ofsight.review.places import Sentences
from ofsight.review.tasks import make_tasks, tokens_of
from ofsight.training.corpus import load_corpus

EXPORTS = {"label-studio": label_studio_export, "prodigy": prodigy_export}
ENDINGS = {"label-studio": "json", "prodigy": "jsonl"}


def reviewed(folder: Path, tool: str, run: Record, answer: Record) -> Review:
    """Review ``run`` as a person would who thinks what ``answer`` says."""
    path = write_run(folder / "out.jsonl", [run])
    plan = plan_of([run])
    tasks = folder / f"tasks.{ENDINGS[tool]}"
    WRITERS[tool](make_tasks([answer], plan), plan, tasks)
    export = write_export(folder / f"export.{ENDINGS[tool]}", EXPORTS[tool](tasks))
    return read_review(Run(path), export, plan)


def same_marks(gold: Record, answer: Record) -> bool:
    for place in Sentences(answer):
        found, wanted = (plain(Sentences(side).marks(place)) for side in (gold, answer))
        assert found.entities == wanted.entities
        assert (found.finding is None) == (wanted.finding is None)
        if found.finding is not None and wanted.finding is not None:
            for name in ("themes", "councils"):
                assert set(getattr(found.finding, name)) == set(getattr(wanted.finding, name))
            assert found.finding.polarity == wanted.finding.polarity
            assert found.finding.source == wanted.finding.source
    return True


@pytest.mark.parametrize("tool", WRITERS)
@given(predictions())
def test_tasks_that_nobody_changed_read_back_as_the_prediction(
    tool: str, pair: tuple[Record, Record]
) -> None:
    run, _ = pair
    if not run.sentences:
        return
    with tempfile.TemporaryDirectory() as folder:
        review = reviewed(Path(folder), tool, run, run)
        assert not review.answers.failures
        (gold,) = review.gold
        assert gold.sentences == run.sentences
        assert [plain(Sentences(gold).marks(place)) for place in Sentences(run)] == [
            plain(Sentences(run).marks(place)) for place in Sentences(run)
        ]
        assert review.changes == []
        assert all(figure.estimate.value == 1 for figure in review.figures)
        corrected = Path(folder) / "corrected.jsonl"
        write_corrected(review, Run(Path(folder) / "out.jsonl"), corrected)
        assert corrected.read_bytes() == (Path(folder) / "out.jsonl").read_bytes()


@pytest.mark.parametrize("tool", WRITERS)
@given(predictions())
def test_corrected_tasks_read_back_as_the_correction(tool: str, pair: tuple[Record, Record]) -> None:
    run, answer = pair
    if not run.sentences:
        return
    with tempfile.TemporaryDirectory() as folder:
        review = reviewed(Path(folder), tool, run, answer)
        assert not review.answers.failures
        (gold,) = review.gold
        assert same_marks(gold, answer)
        assert gold.model == AnnotatorInfo(annotator="ann")
        differ = any(
            plain(Sentences(gold).marks(place)) != plain(Sentences(run).marks(place))
            for place in Sentences(run)
        )
        assert bool(review.changes) == differ
        corrected = Path(folder) / "corrected.jsonl"
        write_corrected(review, Run(Path(folder) / "out.jsonl"), corrected)
        (after,) = Run(corrected)
        assert same_marks(after, answer)


def test_gold_is_taken_by_the_trainer(tmp_path: Path) -> None:
    review = reviewed(tmp_path, "label-studio", record(), record())
    path = write_run(tmp_path / "gold.jsonl", review.gold)
    (source,) = load_corpus([str(path)], texts=None).sources
    assert source.layers == {"sentences", "entities", "findings"}
    assert source.record == review.gold[0]


@given(st.text(), st.data())
def test_tokens_cover_every_character_but_white_space(text: str, data: st.DataObject) -> None:
    borders = data.draw(st.sets(st.integers(0, len(text)), max_size=3))
    tokens = tokens_of(text, borders)
    covered = {place for start, end in tokens for place in range(start, end)}
    assert all(text[place].isspace() for place in set(range(len(text))) - covered)
    assert tokens == sorted(tokens)
    assert all(a[1] <= b[0] for a, b in pairwise(tokens))
    assert {border for border in borders if 0 < border < len(text) and not _in_space(text, border)} <= {
        border for token in tokens for border in token
    }


def _in_space(text: str, place: int) -> bool:
    return text[place - 1].isspace() and text[place].isspace()
