"""Score record files: every document by itself, then the sums of groups of documents."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ofsight.errors import EvaluationError
from ofsight.record import Record

from .agreement import confusions_of
from .blocks import score_blocks
from .coverage import LAYERS, Region, annotated_layers, present_layers, region_of
from .entities import score_entities
from .error_lists import ErrorLists
from .facts import VIEWS, score_facts
from .figures import rates_of, scores_of
from .files import RecordFiles
from .findings import score_findings
from .pairing import Pair, Pairing
from .quotations import score_quotations
from .report import EVERYTHING, Comparison, Group, Report
from .sentences import score_sentences
from .significance import differences
from .sums import Sums, resample
from .tally import ConfusionKey, CountKey, Tally

_UNNAMED: Final = ""
DEFAULT_DRAWS: Final = 1000
DEFAULT_EXAMPLES: Final = 50


@dataclass(frozen=True, slots=True)
class Options:
    """How to score.

    Attributes
    ----------
    layers : collection of str, optional
        Layers to score, which then count as annotated in all gold documents; by default those the gold has.
    kind : str, optional
        ``news`` or ``report``: score only documents of that kind.
    align : bool
        Carry offsets over where the texts differ; otherwise such documents are refused.
    draws : int
        Bootstrap samples of documents for the intervals; 0 for none.
    seed : int
        Seed of samples and permutations.
    examples : int
        How many mistakes of each sort to list.
    """

    layers: Collection[str] | None = None
    kind: str | None = None
    align: bool = False
    draws: int = DEFAULT_DRAWS
    seed: int = 0
    examples: int = DEFAULT_EXAMPLES

    def __post_init__(self) -> None:
        unknown = sorted(set(self.layers or ()) - set(LAYERS))
        if unknown:
            raise EvaluationError(f"unknown layer(s) {', '.join(unknown)}; known: {', '.join(LAYERS)}")


@dataclass(frozen=True, slots=True)
class _ScoredDocument:
    """The counts of one document."""

    id: str
    kind: str | None
    origin: str
    counts: Counter[CountKey]
    confusions: Counter[ConfusionKey]


def evaluate(
    gold: Iterable[Record],
    predicted: Iterable[Record],
    options: Options | None = None,
    *,
    gold_name: str = "gold",
    predicted_name: str = "predicted",
) -> Report:
    """Score predictions against gold, or one annotator's records against another's.

    Parameters
    ----------
    gold, predicted : iterables of Record
        Documents in any order, matched by id, else by the checksum of their text. Gold counts as one file,
        unless it is :class:`RecordFiles`, which tells them apart (see :mod:`ofsight.evaluation.coverage`).
    options : Options, optional
        How to score.
    gold_name, predicted_name : str
        What to call the two sides.

    Returns
    -------
    Report
        Every figure, overall and by kind of document.

    Raises
    ------
    EvaluationError
        When texts differ and are not to be aligned, an id stands twice, or there is no gold document.
    """
    run = _Run(options or Options())
    return run.report(run.score(gold, predicted), gold_name, predicted_name)


def compare(
    gold: Iterable[Record],
    first: Iterable[Record],
    second: Iterable[Record],
    options: Options | None = None,
    *,
    gold_name: str = "gold",
    first_name: str = "first",
    second_name: str = "second",
) -> Comparison:
    """Score two predictions against the same gold, and test whether they differ.

    Parameters and errors are those of :func:`evaluate`; ``gold`` is read twice (held in memory if it is an
    iterator).

    Returns
    -------
    Comparison
        Both reports, and the difference in each main figure with its interval and p-value.
    """
    options = options or Options()
    if isinstance(gold, Iterator):
        gold = list(gold)
    runs = _Run(options), _Run(options)
    scored = [run.score(gold, side) for run, side in zip(runs, (first, second), strict=True)]
    reports = [
        run.report(documents, gold_name, name)
        for run, documents, name in zip(runs, scored, (first_name, second_name), strict=True)
    ]
    found = [
        difference
        for group, members in _groups(scored[0]).items()
        for difference in differences(
            group,
            [scored[0][place].counts for place in members],
            [scored[1][place].counts for place in members],
            resample(len(members), options.draws, options.seed),
            options.seed,
        )
    ]
    return Comparison(reports[0], reports[1], tuple(found))


class _Run:
    """One scoring of one set of predictions."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._in_file: dict[str, set[str]] = defaultdict(set)
        self._errors = ErrorLists(options.examples)
        self._missing: list[str] = []
        self._aligned = 0
        self._unused = 0

    def score(self, gold: Iterable[Record], predicted: Iterable[Record]) -> list[_ScoredDocument]:
        """Score all documents; they come sorted by id, so that their order in the files changes nothing."""
        named = gold.with_origin() if isinstance(gold, RecordFiles) else ((_UNNAMED, item) for item in gold)
        pairing = Pairing(named, predicted, align=self._options.align)
        documents = [self._score_pair(pair) for pair in pairing if self._is_wanted(pair)]
        self._unused = pairing.unused
        if not documents:
            kind = f" of kind {self._options.kind}" if self._options.kind else ""
            raise EvaluationError(f"there is no gold document{kind} to score")
        for document in documents:
            layers = self._in_file[document.origin]
            for counts in (document.counts, document.confusions):
                for key in [key for key in counts if _layer(key.task) not in layers]:
                    del counts[key]
        return sorted(documents, key=lambda document: document.id)

    def _is_wanted(self, pair: Pair) -> bool:
        return self._options.kind is None or _kind(pair) == self._options.kind

    def _score_pair(self, pair: Pair) -> _ScoredDocument:
        gold, asked_for = pair.gold, self._options.layers
        present = present_layers(gold)
        self._in_file[pair.origin] |= present if asked_for is None else set(asked_for)
        self._aligned += pair.aligned
        if pair.predicted is None:
            self._missing.append(gold.id)
        region = region_of(gold)
        # Whether the file has a layer at all is known at its end only.
        layers = annotated_layers(present, LAYERS, whole=region.spans is None, asked_for=asked_for)
        tally = Tally()
        _score_layers(gold, pair.predicted, layers, region, tally)
        self._errors.add(pair.origin, gold, pair.predicted, pair.text, tally.mistakes)
        return _ScoredDocument(gold.id, _kind(pair), pair.origin, tally.counts, tally.confusions)

    def report(self, documents: Sequence[_ScoredDocument], gold_name: str, predicted_name: str) -> Report:
        """Sum the documents up."""
        groups = []
        for name, members in _groups(documents).items():
            weights = resample(len(members), self._options.draws, self._options.seed)
            sums = Sums([documents[place].counts for place in members], weights)
            confusions = confusions_of([documents[place].confusions for place in members])
            groups.append(Group(name, len(members), scores_of(sums), rates_of(sums), confusions))
        layers = set().union(*self._in_file.values())
        return Report(
            gold=gold_name,
            predicted=predicted_name,
            layers=tuple(layer for layer in LAYERS if layer in layers),
            documents=len(documents),
            missing=tuple(sorted(self._missing)),
            unused=self._unused,
            aligned=self._aligned,
            groups=tuple(groups),
            errors=self._errors.lists(self._in_file),
            draws=self._options.draws,
            seed=self._options.seed,
        )


def _layer(task: str) -> str:
    return task.partition(".")[0]


def _kind(pair: Pair) -> str | None:
    if pair.gold.meta.kind is not None or pair.predicted is None:
        return pair.gold.meta.kind
    return pair.predicted.meta.kind


def _groups(documents: Sequence[_ScoredDocument]) -> dict[str, list[int]]:
    """Return the indexes of the documents of each group: all, then each kind if there are several."""
    kinds: dict[str, list[int]] = defaultdict(list)
    for place, document in enumerate(documents):
        kinds[document.kind or "unknown"].append(place)
    groups = {EVERYTHING: list(range(len(documents)))}
    if len(kinds) > 1:
        groups.update(sorted(kinds.items()))
    return groups


def _score_layers(
    gold: Record, predicted: Record | None, layers: Collection[str], region: Region, tally: Tally
) -> None:
    """Score the annotated layers of one document; a missing prediction is an empty one."""

    def both(layer: str) -> tuple[Any, Any]:
        return getattr(gold, layer), getattr(predicted, layer) if predicted is not None else ()

    if "blocks" in layers:
        score_blocks(*both("blocks"), tally)
    if "sentences" in layers:
        score_sentences(*both("sentences"), region, tally)
    if "entities" in layers:
        score_entities(*both("entities"), region, tally)
    if "findings" in layers:
        score_findings(*both("findings"), gold.sentences, region, tally)
    if "quotations" in layers:
        score_quotations(*both("quotations"), region, tally)
    for layer in VIEWS:
        if layer in layers:
            score_facts(layer, *both(layer), region, tally)
