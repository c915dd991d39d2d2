"""Find what a file of patterns describes: phrases, expressions, token patterns, and themes by their terms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import regex
from spacy.errors import MatchPatternError
from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from ofsight import layers
from ofsight.errors import ExtractorError
from ofsight.read.network.states import DocumentStates
from ofsight.read.rules.terms import Term, TermIndex, read_term, split_words
from ofsight.read.rules.themes import join_evidence
from ofsight.reading import reading_text, reading_units
from ofsight.record import Entity
from ofsight.tokenizer import CharacterClassTokenizer
from ofsight.values.patterns import any_of

from .answers import Answers, Identity
from .patterns import VALUE_GROUP, EntityPattern, PatternFile, ThemePattern

FITS: Final = 0.5
"""The score from which on a theme fits: one sure term reaches it, or two weak ones."""
LONGEST_SEARCH: Final = 2.0
"""Seconds of processor time that one regular expression may take on one sentence."""


class _Found(NamedTuple):
    start: int
    end: int
    value: str | int | float | None


class PatternExtractor:
    """An extractor of rules.

    Parameters
    ----------
    patterns : PatternFile
        What to look for.
    identity : Identity
        What it is called.
    path : Path
        Of the file, for messages.
    vocab : Vocab
        Of the pipeline, which knows what tokens look like.
    """

    def __init__(self, patterns: PatternFile, identity: Identity, path: Path, vocab: Vocab) -> None:
        self.identity = identity
        self._tokenizer = CharacterClassTokenizer(vocab)
        self._entities = [_EntityFinder(entry, path, vocab) for entry in patterns.entities]
        self._themes = patterns.themes
        self._terms = TermIndex(term for entry in patterns.themes for term in _terms(entry))

    def __call__(self, doc: Doc, states: DocumentStates | None) -> Answers:  # noqa: ARG002  # Extractor's
        """Find entities in every unit that is read, and score every sentence's themes.

        Raises
        ------
        ExtractorError
            When a regular expression takes too long.
        """
        text = reading_text(doc)
        entities: list[Entity] = []
        if self._entities:
            for unit in reading_units(doc):
                entities += self._in_unit(text, unit)
        sentences = [(s.start, s.end) for s in layers.get_sentences(doc)] if self._themes else []
        return Answers(entities, {span: self._scores(text[slice(*span)]) for span in sentences})

    def _in_unit(self, text: str, unit: tuple[int, int]) -> Iterator[Entity]:
        start, end = unit
        part = text[start:end]
        tokens = _Tokens(self._tokenizer, part) if any(e.asks_for_tokens for e in self._entities) else None
        for finder in self._entities:
            for found in finder.find(part, tokens):
                yield Entity(
                    start=start + found.start,
                    end=start + found.end,
                    label=finder.label,
                    text=None,
                    value=found.value,
                    score=finder.score,
                )

    def _scores(self, sentence: str) -> dict[str, float]:
        words = split_words(sentence).words
        matches = self._terms.find(words, 0, len(words))
        scores = {}
        for entry in self._themes:
            found = [match for match in matches if match.label == entry.theme]
            hiding = [match for match in matches if match.label == _hides(entry)]
            scores[entry.theme] = join_evidence(found, hiding)
        return scores


def _terms(entry: ThemePattern) -> Iterator[Term]:
    for line in entry.terms:
        yield read_term(entry.theme, line)
    for line in entry.unless:
        yield read_term(_hides(entry), line)


def _hides(entry: ThemePattern) -> str:
    return f"not {entry.theme}"  # no theme has a space in it


class _Tokens:
    """The words and marks of a sentence without its white space, and where each stands."""

    def __init__(self, tokenizer: CharacterClassTokenizer, sentence: str) -> None:
        kept = [(token.text, token.idx) for token in tokenizer(sentence) if not token.is_space]
        self.doc = Doc(tokenizer.vocab, words=[word for word, _ in kept])
        self._places = [(start, start + len(word)) for word, start in kept]

    def characters(self, first: int, last: int) -> tuple[int, int]:
        """Return the characters of the tokens ``first`` to ``last`` (exclusive)."""
        return self._places[first][0], self._places[last - 1][1]


class _EntityFinder:
    """Finds what one entry describes."""

    def __init__(self, entry: EntityPattern, path: Path, vocab: Vocab) -> None:
        self.label = entry.label
        self.score = entry.score
        self.asks_for_tokens = entry.tokens is not None
        self._path = path
        self._value = entry.value
        self._fold = str.casefold if entry.ignore_case else str
        self._phrases = _phrase_pattern(entry)
        flags = regex.IGNORECASE if entry.ignore_case else 0
        self._expressions = [regex.compile(source, flags) for source in entry.regex or ()]
        self._matcher = Matcher(vocab, validate=True)
        if entry.tokens is not None:
            try:
                self._matcher.add(entry.label, entry.tokens, greedy="LONGEST")
            except (MatchPatternError, ValueError) as error:
                raise ExtractorError(
                    f"{path}: tokens of {entry.label}: {' '.join(str(error).split())}"
                ) from error
        self._known = {
            self._key(phrase): value for phrase, value in (entry.phrases or {}).items() if value is not None
        }

    def _key(self, phrase: str) -> str:
        return self._fold(_plain(phrase))

    def find(self, sentence: str, tokens: _Tokens | None) -> Iterator[_Found]:
        """Yield everything in one sentence; it may overlap."""
        if self._phrases is not None:
            for match in self._phrases.finditer(sentence):
                yield _Found(
                    match.start(), match.end(), self._known.get(self._key(match.group()), self._value)
                )
        for expression in self._expressions:
            yield from self._by_expression(expression, sentence)
        if tokens is not None and self.asks_for_tokens:
            for _, first, last in self._matcher(tokens.doc):
                start, end = tokens.characters(first, last)
                yield _Found(start, end, self._value)

    def _by_expression(self, expression: regex.Pattern[str], sentence: str) -> Iterator[_Found]:
        try:
            for match in expression.finditer(sentence, timeout=LONGEST_SEARCH):
                if match.start() < match.end():
                    own = match.group(VALUE_GROUP) if VALUE_GROUP in expression.groupindex else None
                    yield _Found(match.start(), match.end(), self._value if own is None else own)
        except TimeoutError:
            raise ExtractorError(
                f"{self._path}: a regex of {self.label} took over {LONGEST_SEARCH:g} seconds on one sentence:"
                f" {expression.pattern}; leave out what repeats inside a repetition, such as (a+)+"
            ) from None


def _plain(phrase: str) -> str:
    """Return a phrase as the reading text has it: single spaces, straight apostrophes."""
    return " ".join(phrase.split()).replace("’", "'").replace("‘", "'")


def _phrase_pattern(entry: EntityPattern) -> re.Pattern[str] | None:
    if entry.phrases is None:
        return None
    phrases = any_of(_plain(phrase) for phrase in entry.phrases)
    return re.compile(rf"(?<!\w){phrases}(?!\w)", re.IGNORECASE if entry.ignore_case else 0)
