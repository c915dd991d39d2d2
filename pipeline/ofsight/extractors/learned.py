"""An extractor that was learned from examples: two linear layers over the states of the reader's encoder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

from ofsight.entities.trimming import trim_span
from ofsight.read.network.decode import LabelledSpan, decode_spans, transition_scores
from ofsight.read.network.scores import Line, log_odds, on_line
from ofsight.read.network.states import DocumentStates
from ofsight.reading import reading_text
from ofsight.record import Entity

from .answers import Answers, Identity
from .features import sentence_features, word_features, words_of
from .stored import EntityPart, StoredExtractor, ThemePart

Doubles = npt.NDArray[np.float64]


class LearnedExtractor:
    """An extractor that was learned.

    Parameters
    ----------
    stored : StoredExtractor
        Its description and weights.
    """

    def __init__(self, stored: StoredExtractor) -> None:
        about = stored.description
        self._entities, self._themes = about.entities, about.themes
        self._weights = {name: array.astype(np.float64) for name, array in stored.weights.items()}
        self.identity = Identity(
            name=about.name,
            version=about.version,
            sha256=stored.sha256,
            entities=about.entities.labels if about.entities else (),
            themes=dict(zip(about.themes.labels, about.themes.thresholds, strict=True))
            if about.themes
            else {},
            learned_on=about.learned_on.model,
            states_checksum=about.learned_on.states_sha256,
        )

    def __call__(self, doc: Doc, states: DocumentStates | None) -> Answers:
        """Tag the words and score the sentences of a document by the states of its pieces."""
        if states is None or not states.vectors:
            return Answers()
        return Answers(
            entities=list(self._mentions(doc, states, self._entities)) if self._entities else [],
            themes=self._scores(states, self._themes) if self._themes else {},
        )

    def _mentions(self, doc: Doc, states: DocumentStates, part: EntityPart) -> Iterator[Entity]:
        text = reading_text(doc)
        transitions = transition_scores(len(part.labels))
        for pieces, vectors in zip(states.prepared.pieces, states.vectors, strict=True):
            words = words_of(pieces)
            logits = self._logits("entities", word_features(pieces, vectors))
            for span in decode_spans(logits, transitions):
                start, end = trim_span(text, int(words.starts[span.start]), int(words.ends[span.end - 1]))
                if start < end:
                    yield Entity(
                        start=start,
                        end=end,
                        label=part.labels[span.label],
                        text=None,
                        score=span_score(span, part.calibration),
                    )

    def _scores(self, states: DocumentStates, part: ThemePart) -> dict[tuple[int, int], dict[str, float]]:
        scores = {}
        for sentence, vectors in zip(states.prepared.sentences, states.vectors, strict=True):
            if len(vectors):
                logits = self._logits("themes", sentence_features(vectors))
                chances = theme_scores(logits, part.calibrations)
                scores[sentence] = dict(zip(part.labels, chances.tolist(), strict=True))
        return scores

    def _logits(self, part: str, features: npt.NDArray[np.float32]) -> Doubles:
        # Not by BLAS, whose sums depend on how many threads there are; and in double precision, so that four
        # decimals of a score do not hang on the order of adding.
        products = np.einsum("...f,cf->...c", features.astype(np.float64), self._weights[f"{part}.weight"])
        return np.asarray(products + self._weights[f"{part}.bias"])


def span_score(span: LabelledSpan, calibration: Line) -> float:
    """Return the probability that a mention is exact, from the mean log-probability of its words."""
    return float(on_line(np.asarray([log_odds(span.logprob)]), calibration)[0])


def theme_scores(logits: Doubles, calibrations: Sequence[Line]) -> Doubles:
    """Return the probabilities of themes from their logits, both (..., themes)."""
    columns = [on_line(logits[..., place], line) for place, line in enumerate(calibrations)]
    return np.stack(columns, axis=-1)
