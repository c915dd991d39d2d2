"""Checks of findings: a sentence labelled in two ways, unusual themes, sources against quotations."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from ofsight.corpus.checks.suspicion import Checked, Suspicion, covers
from ofsight.errors import CorpusError
from ofsight.record import Finding
from ofsight.record.labels import THEMES

_DATA = Path(__file__).parent / "data" / "theme_words.txt"
_SHORTEST_SENTENCE = 4
_CONTEXT = 1000
_MOSTLY = 0.8


@cache
def theme_words() -> dict[str, re.Pattern[str]]:
    """Return for each theme what its findings usually say: word beginnings, from the data file."""
    words: dict[str, list[str]] = {}
    for line in _DATA.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            theme, _, listed = line.partition(":")
            words.setdefault(theme, []).extend(word.strip() for word in listed.split(","))
    if unknown := set(words) - set(THEMES):
        raise CorpusError(f"{_DATA}: unknown theme(s) {', '.join(sorted(unknown))}")
    return {
        theme: re.compile(
            r"\b(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in listed) + ")",
            re.IGNORECASE,
        )
        for theme, listed in words.items()
    }


def unusual_themes(checked: Checked) -> Iterator[Suspicion]:
    """Find themes of which neither the sentence, the text before it nor the title has a usual word."""
    titles = " ".join(
        checked.words(block.start, block.end)
        for block in checked.record.blocks
        if block.label in {"headline", "standfirst"}
    )
    for finding in checked.record.findings:
        near = checked.words(max(0, finding.start - _CONTEXT), finding.end)
        text = f"{titles} {near}"
        for theme in finding.themes:
            if theme in theme_words() and not theme_words()[theme].search(text):
                yield checked.suspicion(
                    "theme-company",
                    finding.start,
                    finding.end,
                    f"{theme}: no usual word of it anywhere near",
                )


def quoted_sources(checked: Checked) -> Iterator[Suspicion]:
    """Find findings that lie in a quotation and have another source than it."""
    for finding in checked.record.findings:
        for quotation in checked.record.quotations:
            shared = covers([(quotation.start, quotation.end)], finding.start, finding.end)
            mostly = shared >= _MOSTLY * (finding.end - finding.start)
            # Someone else's words told within the quotation have that person's source.
            if mostly and quotation.source != finding.source and not checked.tells_of_others(finding):
                yield checked.suspicion(
                    "quoted-source",
                    finding.start,
                    finding.end,
                    f"source {finding.source} inside a quotation of {quotation.source}",
                )


def same_sentences(documents: Sequence[Checked]) -> Iterator[Suspicion]:
    """Find sentences that stand more than once in the set of documents, with different labels."""
    seen: dict[str, list[tuple[Checked, int, int, Finding | None]]] = defaultdict(list)
    for checked in documents:
        findings = {(finding.start, finding.end): finding for finding in checked.record.findings}
        for sentence in checked.record.sentences:
            words = checked.words(sentence.start, sentence.end)
            if len(words.split()) >= _SHORTEST_SENTENCE:
                finding = findings.get((sentence.start, sentence.end))
                seen[words].append((checked, sentence.start, sentence.end, finding))
    for places in seen.values():
        first_document, *_, first_finding = places[0]
        for checked, start, end, finding in places[1:]:
            if _labels(finding) != _labels(first_finding):
                yield checked.suspicion(
                    "same-sentence",
                    start,
                    end,
                    f"{_labels(finding)} here, {_labels(first_finding)} in {first_document.record.id}",
                )


def _labels(finding: Finding | None) -> str:
    return f"{', '.join(finding.themes)}; {finding.polarity}" if finding is not None else "no finding"
