"""Does it help more to review chosen sentences than random ones? The gold stands in for the reviewer.

    python scripts/review_curve.py news:dev --out build/review
    python scripts/review_curve.py reports:dev --texts ../shared/corpus/reports --out build/review

The shipped model annotates the documents. Of its mistakes, how many lie in the first 25, 50, ... sentences
that ``ofsight review`` chooses, and in as many random ones (mean and spread over 20 draws)? And how accurate
is the run when these sentences are corrected? Both are measured with the evaluation. The random share of a
review (for its estimate of accuracy) is left out here: all sentences are chosen, or none.

Written are a table (CSV) and a chart (SVG) for each figure; a summary is printed. What training on the
reviewed sentences brings is measured by scripts/review_training.py.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, stdev

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from scripts.reviewing.chart import Line, line_chart  # noqa: E402  # after the path to them
from scripts.reviewing.simulate import (  # noqa: E402
    annotated_places,
    gold_of,
    mistakes_by_sentence,
    predict,
    review_all,
)

from ofsight.evaluation import Options, evaluate  # noqa: E402
from ofsight.model_files import DEFAULT_MODEL  # noqa: E402
from ofsight.record import Record  # noqa: E402
from ofsight.review.choose import Candidate, Choice, choose  # noqa: E402
from ofsight.review.gold import corrected_record  # noqa: E402
from ofsight.review.places import Place  # noqa: E402
from ofsight.review.run import assess  # noqa: E402
from ofsight.review.worth import standard_weights  # noqa: E402

STEPS = (25, 50, 100, 150, 200, 300, 400)
DRAWS = 20
FOUND = "mistakes found"
FIGURES = {
    "findings.detection.f1": "Findings, F1",
    "findings.themes.micro.f1": "Themes, micro F1",
    "findings.polarity": "Polarity, accuracy",
    "findings.source": "Source, accuracy",
    "entities.strict.micro.f1": "Entities, strict micro F1",
}
Row = dict[str, float]


@dataclass(frozen=True, slots=True)
class Material:
    """A run with its gold, its mistakes, and the sentences that can be reviewed."""

    gold: dict[str, Record]
    run: dict[str, Record]
    mistakes: Counter[Place]
    candidates: list[Candidate]
    entities: bool

    def chosen(self, count: int) -> list[Place]:
        """Return the sentences that a review chooses."""
        found = choose(self.candidates, Choice(sentences=count, random=0), standard_weights())
        return [item.candidate.place for item in found]

    def drawn(self, count: int, seed: int) -> list[Place]:
        """Return as many random ones."""
        places = sorted(candidate.place for candidate in self.candidates)
        return random.Random(seed).sample(places, min(count, len(places)))  # noqa: S311  # no secret

    def after(self, places: Iterable[Place]) -> Row:
        """Return the share of mistakes found in some sentences, and the figures once they are corrected."""
        wanted: dict[str, list[Place]] = defaultdict(list)
        for place in places:
            wanted[place.document].append(place)
        total = sum(self.mistakes.values())
        found = sum(self.mistakes[place] for each in wanted.values() for place in each)
        layers = ("findings", "entities") if self.entities else ("findings",)
        options = Options(layers=layers, draws=0, examples=0)
        report = evaluate(self.gold.values(), self._corrected(wanted), options).group().figures()
        shown = {name: report[name].value for name in FIGURES if name in report}
        return {FOUND: found / total} | {name: value for name, value in shown.items() if value is not None}

    def _corrected(self, wanted: dict[str, list[Place]]) -> Iterator[Record]:
        for name, record in self.run.items():
            if name not in wanted:
                yield record
                continue
            done = review_all(self.gold[name], record, wanted[name], entities=self.entities)
            yield corrected_record(record, done.predicted, done.gold)


def prepare(gold: Sequence[Record], model: str) -> Material:
    """Annotate the documents and find the model's mistakes."""
    run = list(predict(gold, model))
    entities = any(record.entities for record in gold)
    mistakes: Counter[Place] = Counter()
    inside: set[Place] = set()
    for right, found in zip(gold, run, strict=True):
        mistakes.update(mistakes_by_sentence(right, found, entities=entities))
        inside.update(annotated_places(right, found))
    assessed = assess(iter(run), model=model)
    return Material(
        {record.id: record for record in gold},
        {record.id: record for record in run},
        mistakes,
        [candidate for candidate in assessed.candidates if candidate.place in inside],
        entities,
    )


def measure(material: Material, steps: Sequence[int], draws: int) -> list[tuple[str, int, int, Row]]:
    """Return order, sentences, seed and figures of every review."""
    rows: list[tuple[str, int, int, Row]] = [("none", 0, 0, material.after(()))]
    for count in steps:
        rows.append(("chosen", count, 0, material.after(material.chosen(count))))
        for seed in range(draws):
            rows.append(("random", count, seed, material.after(material.drawn(count, seed))))
        print(f"{count} sentences", file=sys.stderr)
    return rows


def lines_of(rows: Sequence[tuple[str, int, int, Row]], name: str) -> list[Line]:
    """Return the lines of a figure: chosen, and random with a band of one standard deviation."""
    start = rows[0][3][name]
    lines = []
    for order in ("chosen", "random"):
        places, middle, low, high = [0.0], [start], [start], [start]
        for count in sorted({row[1] for row in rows if row[0] == order}):
            values = [row[3][name] for row in rows if row[:2] == (order, count)]
            spread = stdev(values) if len(values) > 1 else 0.0
            places.append(count)
            middle.append(fmean(values))
            low.append(fmean(values) - spread)
            high.append(fmean(values) + spread)
        lines.append(Line(order, places, middle, low, high))
    return lines


def summary(rows: Sequence[tuple[str, int, int, Row]]) -> Iterator[str]:
    """Yield a Markdown table: each figure before, and after chosen and random reviews of each size."""
    for name in rows[0][3]:
        chosen, drawn = lines_of(rows, name)
        yield f"\n| {FIGURES.get(name, name)} | chosen | random: mean ± sd |\n|---|---|---|"
        for number, count in enumerate(chosen.x):
            spread = drawn.high[number] - drawn.middle[number]
            yield f"| {count:g} | {chosen.middle[number]:.4f} | {drawn.middle[number]:.4f} ± {spread:.4f} |"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, write and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", nargs="+", help="CORPUS:SPLIT, files of records, or sources (.ann)")
    parser.add_argument("--texts", type=Path, help="folder with the texts of stand-off records")
    parser.add_argument("--model", default=DEFAULT_MODEL)
    parser.add_argument("--steps", type=int, nargs="+", default=STEPS, help="how many sentences to review")
    parser.add_argument("--draws", type=int, default=DRAWS, help="random reviews of each size")
    parser.add_argument("--out", type=Path, required=True, help="folder for tables and charts")
    options = parser.parse_args(arguments)
    material = prepare(gold_of(options.gold, options.texts), options.model)
    print(
        f"{len(material.gold)} documents, {len(material.candidates)} sentences,"
        f" {sum(material.mistakes.values())} mistakes"
    )
    rows = measure(
        material, [step for step in options.steps if step <= len(material.candidates)], options.draws
    )
    print("\n".join(summary(rows)))
    name = "-".join(Path(part).stem.replace(":", "-") for part in options.gold[:2])
    options.out.mkdir(parents=True, exist_ok=True)
    with (options.out / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, ["order", "sentences", "seed", *rows[0][3]], lineterminator="\n")
        writer.writeheader()
        for order, count, seed, figures in rows:
            writer.writerow(
                {"order": order, "sentences": count, "seed": seed}
                | {key: round(value, 6) for key, value in figures.items()}
            )
    for figure in rows[0][3]:
        title = FIGURES.get(figure, "Share of the run's mistakes that were found")
        chart = line_chart(f"{title} ({name})", "sentences reviewed", title, lines_of(rows, figure))
        slug = figure.replace(" ", "-").replace(".", "-")
        (options.out / f"{name}.{slug}.svg").write_text(chart, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
