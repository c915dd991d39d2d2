"""Read one document with a network: every sentence in a window, the answers put back on characters."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

from ofsight.errors import ModelError
from ofsight.reading import Mention, Reading, SentenceReading, reading_text

from .decode import decode_spans, transition_scores
from .inputs import (
    Floats,
    Network,
    Prepared,
    StatesNetwork,
    WindowInputs,
    WindowOutputs,
    prepare,
    window_inputs,
)
from .labels import OUTSIDE, LabelSets
from .pieces import PieceTokenizer
from .scores import Calibration
from .states import DocumentStates, leave_states
from .windows import WindowSize, pack_windows
from .words import Words

Logits = npt.NDArray[np.float64]
Scale = Callable[[Logits], Logits]


@dataclass(frozen=True, slots=True)
class SentenceLogits:
    """What the network said of each sentence of a document, windows put together.

    Attributes
    ----------
    pieces : list of arrays of float, (pieces, piece labels)
    sentences : array of float, (sentences, sentence labels)
        NaN for sentences that were not read.
    states : list of arrays of float, (pieces, 2 * width)
        Empty where they were not asked for.
    """

    pieces: list[Floats]
    sentences: Floats
    states: list[Floats] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NetworkReader:
    """A network with all that is needed to read documents with it.

    Attributes
    ----------
    network : Network
        From windows to logits.
    tokenizer : PieceTokenizer
        The one it was trained with.
    labels : LabelSets
        What its logits mean.
    features : tuple of str
        The features it was trained with.
    size : WindowSize
        How its windows are packed.
    calibration : Calibration
        From logits to probabilities.
    words : Words, optional
        What joins the network's logits of sentences; the calibration is that of the two together.
    states_checksum : str
        Of all that the states of pieces depend on; empty while the network is not stored.
    keeps_states : bool
        Leave the states with each document that is read, for the extractors after it.
    """

    network: Network
    tokenizer: PieceTokenizer
    labels: LabelSets
    features: tuple[str, ...] = ()
    size: WindowSize = field(default_factory=WindowSize)
    calibration: Calibration = field(default_factory=Calibration)
    words: Words | None = None
    states_checksum: str = ""
    keeps_states: bool = False

    def read(self, doc: Doc, hints: Reading) -> Reading:
        """Read a document that has blocks and sentences.

        Parameters
        ----------
        doc : Doc
            The document.
        hints : Reading
            What the rules read, for the features that are made of it.
        """
        prepared = prepare(
            doc, self.tokenizer, self.features, quotations=hints.quotations, hints=hints.mentions
        )
        logits = self.logits(prepared, states=self.keeps_states)
        if self.keeps_states:
            leave_states(doc, DocumentStates(prepared, logits.states, self.states_checksum))
        if self.words is not None:
            text = reading_text(doc)
            logits = self.with_words(logits, [text[start:end] for start, end in prepared.sentences])
        return self.decode(prepared, logits)

    def logits(
        self, prepared: Prepared, wanted: Collection[int] | None = None, *, states: bool = False
    ) -> SentenceLogits:
        """Run the network over a prepared document.

        Parameters
        ----------
        prepared : Prepared
            The document.
        wanted : collection of int, optional
            The sentences to read; by default all. The others are context only.
        states : bool
            Return the states of the pieces too.

        Raises
        ------
        ModelError
            When the network cannot give the states that are asked for.
        """
        network = self._network(states=states)
        lengths = prepared.lengths
        pieces = [np.zeros((length, self.labels.piece_width), np.float32) for length in lengths]
        sentences = np.full((len(lengths), self.labels.sentence_width), np.nan, np.float32)
        weights = np.zeros(len(lengths))
        vectors: list[Floats] = []
        for first, last in _runs(len(lengths), wanted):
            for window in pack_windows(lengths, self.size, first=first, last=last):
                inputs = window_inputs(prepared, window, self.tokenizer)
                outputs = network(inputs)
                if outputs.states is not None and not vectors:
                    width = outputs.states.shape[1]
                    vectors = [np.zeros((length, width), np.float32) for length in lengths]
                for slot, ((sentence, start, end), at) in enumerate(
                    zip(window.core, inputs.positions, strict=True)
                ):
                    # Where the windows of an overlong sentence overlap, each answers for its nearer half.
                    skip = min(self.size.overlap // 2, end - start) if start else 0
                    pieces[sentence][start + skip : end] = outputs.pieces[at + skip : at + end - start]
                    if outputs.states is not None:
                        vectors[sentence][start + skip : end] = outputs.states[at + skip : at + end - start]
                    _merge(sentences, weights, sentence, outputs.sentences[slot], end - start)
        return SentenceLogits(pieces, sentences, vectors)

    def with_words(self, logits: SentenceLogits, texts: Sequence[str]) -> SentenceLogits:
        """Return the network's logits of sentences with what their words say; the same where it has no words.

        Parameters
        ----------
        logits : SentenceLogits
            From :meth:`logits`.
        texts : sequence of str
            The sentences.
        """
        if self.words is None:
            return logits
        joined = self.words.join(logits.sentences, texts, self.labels)
        return replace(logits, sentences=joined.astype(np.float32))

    def _network(self, *, states: bool) -> Callable[[WindowInputs], WindowOutputs]:
        if not states:
            return self.network
        if not isinstance(self.network, StatesNetwork):
            raise ModelError("this network gives no states of its pieces; only one stored in ONNX does")
        return self.network.with_states

    def decode(self, prepared: Prepared, logits: SentenceLogits) -> Reading:
        """Turn logits into mentions, quotations and sentence scores."""
        return Reading(
            mentions=self._mentions(prepared, logits),
            sentences=self._sentences(prepared, logits),
            quotations=self._quotations(prepared, logits),
        )

    def entity_spans(
        self, prepared: Prepared, logits: SentenceLogits
    ) -> Iterator[tuple[int, int, str, float]]:
        """Yield start, end (characters), label and mean log-probability of each entity tagged."""
        columns = slice(0, self.labels.entity_width)
        # No mention crosses the border of a sentence.
        runs = [(number, number + 1) for number in range(len(prepared.sentences))]
        for start, end, label, logprob in _spans(prepared, logits, columns, runs):
            yield start, end, self.labels.entities[label], logprob

    def _mentions(self, prepared: Prepared, logits: SentenceLogits) -> list[Mention]:
        return [
            Mention(start, end, label, self.calibration.entity(logprob))
            for start, end, label, logprob in self.entity_spans(prepared, logits)
        ]

    def _quotations(self, prepared: Prepared, logits: SentenceLogits) -> list[Mention]:
        columns = slice(self.labels.entity_width, self.labels.piece_width)
        if not self.labels.quotations:
            return []
        # A quotation may run over several sentences; where nothing looks quoted, none does.
        likely = [
            number
            for number, answered in enumerate(logits.pieces)
            if bool((answered[:, columns].argmax(axis=1) != OUTSIDE).any())
        ]
        runs = _runs(len(logits.pieces), likely)
        return [
            Mention(start, end, "quotation", float(np.exp(logprob)))
            for start, end, _, logprob in _spans(prepared, logits, columns, runs)
        ]

    def _sentences(self, prepared: Prepared, logits: SentenceLogits) -> list[SentenceReading]:
        count = len(prepared.sentences)
        groups = self.labels.groups
        unread = np.asarray(np.isnan(logits.sentences).any(axis=1)) if groups else np.ones(count, np.bool_)
        parts = {name: logits.sentences[:, place].astype(np.float64) for name, place in groups.items()}
        findings = self.calibration.finding(parts["finding"])[:, 0] if "finding" in parts else np.zeros(count)
        themes = _named(self.labels.themes, self.calibration.themes, parts.get("themes"), count)
        polarity = _named(self.labels.polarities, self.calibration.polarity, parts.get("polarity"), count)
        source = _named(self.labels.sources, self.calibration.source, parts.get("source"), count)
        return [
            SentenceReading(start, end, finding=0.0) if nothing else SentenceReading(start, end, *answers)
            for (start, end), nothing, *answers in zip(
                prepared.sentences, unread.tolist(), findings.tolist(), themes, polarity, source, strict=True
            )
        ]


def _spans(
    prepared: Prepared, logits: SentenceLogits, columns: slice, runs: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int, int, float]]:
    """Yield start, end (characters), label and log-probability of the spans that some of the logits tell.

    Spans are looked for in each run (first, last exclusive) of sentences, which are read as one.
    """
    width = columns.stop - columns.start
    if not width:
        return
    transitions = transition_scores(width // 2)
    for first, last in runs:
        run = prepared.pieces[first:last]
        begins = [np.flatnonzero(pieces.first) for pieces in run]
        answered = [
            rows[places, columns] for rows, places in zip(logits.pieces[first:last], begins, strict=True)
        ]
        found = decode_spans(np.concatenate(answered), transitions)
        if not found:
            continue
        starts = np.concatenate([pieces.starts[places] for pieces, places in zip(run, begins, strict=True)])
        ends = np.concatenate([pieces.ends[np.roll(pieces.first, -1)] for pieces in run])
        for span in found:
            yield int(starts[span.start]), int(ends[span.end - 1]), span.label, span.logprob


def _named(
    names: Sequence[str], calibrate: Scale, logits: Logits | None, count: int
) -> list[dict[str, float]]:
    """Return the probabilities of each of so many sentences by label; nothing where none were asked."""
    if logits is None:
        return [{} for _ in range(count)]
    return [dict(zip(names, row, strict=True)) for row in calibrate(logits).tolist()]


def _runs(count: int, wanted: Collection[int] | None) -> list[tuple[int, int]]:
    """Return the runs (first, last exclusive) of consecutive numbers below ``count`` that are wanted."""
    if wanted is None:
        return [(0, count)] if count else []
    numbers = sorted(wanted)
    starts = [n for place, n in enumerate(numbers) if place == 0 or numbers[place - 1] != n - 1]
    ends = [
        n + 1 for place, n in enumerate(numbers) if place == len(numbers) - 1 or numbers[place + 1] != n + 1
    ]
    return list(zip(starts, ends, strict=True))


def _merge(
    sentences: Floats, weights: npt.NDArray[np.float64], sentence: int, row: Floats, length: int
) -> None:
    """Average the answers on the stretches of one sentence, weighted by their lengths."""
    if weights[sentence] == 0:
        sentences[sentence] = row
    else:
        share = length / (weights[sentence] + length)
        sentences[sentence] = (1 - share) * sentences[sentence] + share * row
    weights[sentence] += length
