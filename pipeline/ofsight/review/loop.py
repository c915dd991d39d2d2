"""The review loop from end to end: tasks out, corrected tasks in, gold and the accuracy of the run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ofsight.errors import ReviewError
from ofsight.formats.staging import staged
from ofsight.record import Record
from ofsight.record.io import RecordWriter, without_text

from .answers import Answers, choose_passes, read_answers
from .choose import Choice
from .gold import Reviewed, corrected_record, gold_record, plain, reviewed_documents
from .label_studio import write_label_studio_tasks
from .plan import Plan, plan_path
from .prodigy import write_prodigy_tasks
from .run import Run, assess, plan_review
from .tasks import make_tasks

if TYPE_CHECKING:
    from .changes import Change
    from .estimate import Figure

WRITERS: Final = {"label-studio": write_label_studio_tasks, "prodigy": write_prodigy_tasks}
"""The tools that tasks can be written for."""


@dataclass(frozen=True, slots=True)
class Written:
    """The tasks of a review: its plan, and the files written."""

    plan: Plan
    files: tuple[Path, ...]


def write_review(
    run: Run,
    out: Path,
    *,
    tool: str = "label-studio",
    choice: Choice | None = None,
    model: str | Path | None = None,
    rules: bool = True,
    watch: Callable[[Iterable[Record]], Iterable[Record]] = iter,
) -> Written:
    """Choose the sentences of a run that are most worth a look, and write tasks for an annotation tool.

    Parameters
    ----------
    run : Run
        The records.
    out : Path
        File for the tasks; the plan, ``<stem>.plan.json``, and a configuration of the tool go beside it.
    tool : str
        One of :data:`WRITERS`.
    choice : Choice, optional
        How many sentences, and the share of random ones.
    model, rules
        See :func:`.run.assess`.
    watch : callable
        Gets the records to look at and hands them on: for a bar that tells how far it is.

    Raises
    ------
    ReviewError
        When the run cannot be reviewed, or the output cannot be written.
    """
    if tool not in WRITERS:
        raise ReviewError(f"no tasks can be written for {tool!r}; the tools are {', '.join(WRITERS)}")
    if not out.parent.is_dir():
        raise ReviewError(f"cannot write {out}: there is no folder {out.parent}; make it first")
    plan = plan_review(assess(watch(run), model=model, rules=rules), choice or Choice(), run=run.path.name)
    tasks = make_tasks(run, plan)
    beside = plan_path(out)
    with staged([beside]) as (part,):
        plan.write(part)
        files = WRITERS[tool](tasks, plan, out)
    return Written(plan, (*files, beside))


@dataclass(slots=True)
class Review:
    """What a review found.

    Attributes
    ----------
    plan : Plan
        What was asked.
    answers : Answers
        What came back, and what could not be used.
    documents : list of Reviewed
        What run and reviewers say of the reviewed sentences.
    gold : list of Record
        The reviewed sentences.
    changes : list of Change
        What the reviewers changed.
    random : int
        How many of the sentences drawn at random were reviewed.
    figures : list of Figure
        The accuracy of the run, estimated from these.
    preferred : str or None
        Whose pass is gold where a task has several.
    agreement : dict of (str, str) to (int, list of Figure)
        Of each two reviewers: the tasks that both did, and the figures of one against the other.
    """

    plan: Plan
    answers: Answers
    documents: list[Reviewed] = field(default_factory=list)
    gold: list[Record] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    random: int = 0
    figures: list[Figure] = field(default_factory=list)
    preferred: str | None = None
    agreement: dict[tuple[str, str], tuple[int, list[Figure]]] = field(default_factory=dict)

    @property
    def sentences(self) -> int:
        """How many sentences were reviewed."""
        return sum(len(item.gold) for item in self.documents)

    @property
    def corrected(self) -> int:
        """In how many of them anything was changed."""
        return sum(
            plain(marks) != plain(item.predicted[place])
            for item in self.documents
            for place, marks in item.gold.items()
        )

    @property
    def new_labels(self) -> list[str]:
        """Labels of the gold that the reviewers were not offered, sorted."""
        found = {entity.label for record in self.gold for entity in record.entities}
        found |= {theme for record in self.gold for finding in record.findings for theme in finding.themes}
        return sorted(found.difference(self.plan.entities, self.plan.themes))


def read_review(
    run: Run, corrected: Path, plan: Plan, *, tool: str | None = None, prefer: Sequence[str] = ()
) -> Review:
    """Read corrected tasks back.

    Parameters
    ----------
    run : Run
        The records that were reviewed.
    corrected : Path
        The export of the annotation tool.
    plan : Plan
        That was written with the tasks.
    tool : str, optional
        ``label-studio`` or ``prodigy``; by default told from the content.
    prefer : sequence of str
        Reviewers whose passes are gold before those of others.

    Returns
    -------
    Review
        Tasks that do not fit the run are among ``answers.failures``.

    Raises
    ------
    ReviewError
        When nothing that came back belongs to this review.
    EvaluationError
        When the extra ``evaluate`` is not installed.
    """
    import ofsight.evaluation  # noqa: F401  # says which extra is missing

    from .changes import changes_in
    from .estimate import agreement_of, count_reviewed, estimate_figures

    answers = read_answers(corrected, plan, tool=tool)
    passes, preferred = choose_passes(answers.passes, prefer)
    review = Review(plan, answers, preferred=preferred)
    review.documents = list(reviewed_documents(run, passes, plan, answers, corrected=corrected))
    if not review.documents:
        reason = f" ({answers.failures[0].message})" if answers.failures else ""
        raise ReviewError(f"{corrected}: holds no answered task of this review{reason}")
    random = frozenset(task.place for task in plan.tasks if task.random)
    review.gold = [gold_record(item, with_text=run.texts is None) for item in review.documents]
    review.changes = [change for item in review.documents for change in changes_in(item, random)]
    counts = count_reviewed(review.documents, random)
    review.random = len(counts)
    review.figures = estimate_figures(counts, plan.sentences)
    review.agreement = agreement_of(answers.passes.values())
    return review


def write_gold(review: Review, out: Path) -> None:
    """Write the gold records."""
    with staged([out]) as (part,), RecordWriter(part) as writer:
        for record in review.gold:
            writer.write(record)


def write_corrected(review: Review, run: Run, out: Path) -> None:
    """Write the run again, what the reviewers corrected in its place."""
    found = {item.record.id: item for item in review.documents}
    with staged([out]) as (part,), RecordWriter(part) as writer:
        for record in run:
            item = found.get(record.id)
            after = record if item is None else corrected_record(item.record, item.predicted, item.gold)
            writer.write(after if run.texts is None else without_text(after))
