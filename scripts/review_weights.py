"""Learn what each sign of doubt is worth in the choice of sentences to review.

    python scripts/review_weights.py ARTICLE...           # writes review/data/worth.json
    python scripts/review_weights.py ARTICLE... --check   # would it come out otherwise? (exit code 1)

ARTICLEs are annotated articles (.ann) or records of the training split that the shipped network has not
seen: of those it has seen it is too sure. The mistakes that it makes in each of their sentences, counted by
the evaluation, are laid on the signs by least squares with no weight below zero (Lawson and Hanson 1974).
What counts as a rare theme is read off the training corpora.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import nnls

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from scripts.reviewing.simulate import gold_of, mistakes_by_sentence, predict  # noqa: E402  # after the path

from ofsight.data import load_records  # noqa: E402
from ofsight.model_files import DEFAULT_MODEL  # noqa: E402
from ofsight.record import Record  # noqa: E402
from ofsight.review.run import assess  # noqa: E402
from ofsight.review.signals import SIGNALS, Signals  # noqa: E402
from ofsight.review.worth import FILE  # noqa: E402

CORPORA = ("news:train", "reports:train", str(ROOT / "annotations/passages/train.jsonl"))
"""Where themes are counted."""
_DECIMALS = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Learn the weights and write or compare them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", nargs="+", metavar="ARTICLE")
    parser.add_argument("--model", default=DEFAULT_MODEL)
    parser.add_argument("--check", action="store_true", help="compare with the file that is there")
    options = parser.parse_args(arguments)
    gold = gold_of(options.articles)
    seen = {record.id for record in load_records("news", "train")}
    if known := sorted(seen.intersection(record.id for record in gold)):
        sys.exit(f"{known[0]}: the shipped network was trained on it; give articles that it has not seen")
    signs, mistakes = examples(gold, options.model)
    base, weights = fit(signs, mistakes)
    content = {"base": base, "signals": weights, "themes": theme_shares()}
    text = json.dumps(content, indent=1) + "\n"
    print(f"{len(gold)} articles, {len(mistakes)} sentences, {int(mistakes.sum())} mistakes")
    for name, weight in {"(none)": base, **weights}.items():
        print(f"{name:<16}{weight:8.3f}")
    if options.check:
        return int(text != FILE.read_text(encoding="utf-8"))
    FILE.write_text(text, encoding="utf-8")
    return 0


def examples(gold: Sequence[Record], model: str) -> tuple[list[Signals], np.ndarray]:
    """Return the signs of every sentence and how many mistakes are in it."""
    predicted = list(predict(gold, model))
    mistakes: Counter[object] = Counter()
    for right, found in zip(gold, predicted, strict=True):
        mistakes.update(mistakes_by_sentence(right, found, entities=True))
    candidates = assess(iter(predicted), model=model).candidates
    counts = np.array([mistakes[candidate.place] for candidate in candidates], dtype=np.float64)
    return [candidate.signals for candidate in candidates], counts


def fit(signs: Sequence[Signals], mistakes: np.ndarray) -> tuple[float, dict[str, float]]:
    """Return the mistakes of a sentence without signs, and how many each sign adds."""
    rows = np.array([[1.0, *(found.get(name, 0.0) for name in SIGNALS)] for found in signs])
    weights, _ = nnls(rows, mistakes)
    rounded = [round(float(weight), _DECIMALS) for weight in weights]
    return rounded[0], dict(zip(SIGNALS, rounded[1:], strict=True))


def theme_shares() -> dict[str, float]:
    """Return the share of each theme in the themes of all findings that are trained on."""
    counts: Counter[str] = Counter()
    for record in gold_of(CORPORA):
        for finding in record.findings:
            counts.update(finding.themes)
    total = sum(counts.values())
    return {theme: round(count / total, 5) for theme, count in sorted(counts.items())}


if __name__ == "__main__":
    sys.exit(main())
