"""Do the intervals of ``ofsight review`` hold the truth? The gold stands in for the reviewer.

    python scripts/review_coverage.py news:dev

The shipped model annotates the documents; reviewing every sentence tells how accurate the run is. Then 50
and 200 sentences are drawn at random a thousand times over: how often does the interval that they give hold
that figure, and how wide is it?
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from scripts.reviewing.simulate import annotated_places, gold_of, predict, review_all  # noqa: E402

from ofsight.model_files import DEFAULT_MODEL  # noqa: E402
from ofsight.review.estimate import Counts, counts_of, estimate_figures  # noqa: E402

DRAWN = (50, 200)
DRAWS = 1000


def counts_in(paths: Sequence[str], model: str, texts: Path | None) -> list[Counts]:
    """Return the counts of every annotated sentence of a run."""
    gold = gold_of(paths, texts)
    entities = any(record.entities for record in gold)
    found: list[Counts] = []
    for right, record in zip(gold, predict(gold, model), strict=True):
        done = review_all(right, record, annotated_places(right, record), entities=entities)
        found += [counts_of(done.predicted[place], marks) for place, marks in done.gold.items()]
    return found


def coverage(counts: Sequence[Counts], drawn: int, draws: int) -> Iterator[tuple[str, float, float, float]]:
    """Yield name, truth, share of intervals that hold it, and mean width of each figure."""
    truth = {figure.title: figure.estimate.value for figure in estimate_figures(counts, len(counts))}
    held: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    width: dict[str, float] = dict.fromkeys(truth, 0.0)
    for seed in range(draws):
        sample = random.Random(seed).sample(counts, drawn)  # noqa: S311  # no secret
        for title, found in ((item.title, item.estimate) for item in estimate_figures(sample, len(counts))):
            low, high, right = found.low or 0.0, found.high or 0.0, truth[title] or 0.0
            seen[title] += 1
            held[title] += low <= right <= high
            width[title] += high - low
    for title, value in truth.items():
        times = max(seen[title], 1)
        yield title, value or 0.0, held[title] / times, width[title] / times


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw and print a Markdown table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", nargs="+", help="CORPUS:SPLIT, files of records, or sources (.ann)")
    parser.add_argument("--texts", type=Path, help="folder with the texts of stand-off records")
    parser.add_argument("--model", default=DEFAULT_MODEL)
    parser.add_argument("--draws", type=int, default=DRAWS)
    options = parser.parse_args(arguments)
    counts = counts_in(options.gold, options.model, options.texts)
    print(f"{len(counts)} sentences\n\n| sentences drawn | figure | of the run | held | width |")
    print("|---|---|---|---|---|")
    for drawn in DRAWN:
        for title, value, held, width in coverage(counts, drawn, options.draws):
            print(f"| {drawn} | {title} | {value:.3f} | {held:.3f} | {width:.3f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
