"""Make the card of a model, its README.md, from the facts that lie beside it; measure the facts; check them.

    python scripts/model_card.py standard                  # the card, from figures.json and the like
    python scripts/model_card.py standard --score dev      # score first: figures.json, then the card
    python scripts/model_card.py standard --score test --why "release 1.0.0"
    python scripts/model_card.py standard --check          # fail where card, facts, model and gold disagree

Scoring takes minutes. It scores the model as it ships and, if it has a network, the rules alone and the
network alone, with intervals, on ``annotations/``. Texts of stand-off records are looked for in ``--texts``;
a corpus whose texts are not at hand is left out and the card says so. Each scoring of the test documents is
written into annotations/SCORINGS.md before it starts, with its reason.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ofsight.errors import OfsightError
from ofsight.model_card.checking import card_notes, card_problems, with_split
from ofsight.model_card.facts import CARD, FIGURES, read_figures, write_figures
from ofsight.model_card.measuring import Places, measure
from ofsight.model_card.rendering import render_card
from ofsight.model_files import find_model
from ofsight.pipeline import describe

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
TEXTS = (SHARED / "corpus" / "reports", SHARED / "articles")
SCORINGS = "SCORINGS.md"


def log_scoring(annotations: Path, model: dict[str, str], why: str) -> None:
    """Add a row on this scoring of the test documents to the table in SCORINGS.md."""
    path = annotations / SCORINGS
    lines = path.read_text(encoding="utf-8").splitlines()
    last = max(number for number, line in enumerate(lines) if line.startswith("|"))
    what = f"model `{model['model'].replace(' ', '` ', 1)} (sha256 {model['sha256'][:12]}…)"
    cells = (
        date.today().isoformat(),
        what,
        "the test split: news, reports",
        "`scripts/model_card.py --score test`",
        why.replace("|", "/"),
    )
    lines.insert(last + 1, f"| {' | '.join(cells)} |")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def run(options: argparse.Namespace) -> int:
    """Do what was asked; return the exit code."""
    folder = find_model(options.model)
    if options.check:
        for note in card_notes(folder, options.annotations):
            print(f"note: {note}")
        problems = card_problems(folder, options.annotations)
        for problem in problems:
            print(f"FAILED {problem}")
        return 1 if problems else 0
    if options.score:
        if options.score == "test":
            log_scoring(options.annotations, describe(folder), options.why)
        places = Places(options.annotations, tuple(options.texts or TEXTS))
        measured = measure(folder, options.score, places, draws=options.draws)
        for corpus, why in measured.missing.items():
            print(f"SKIPPED {corpus}: {why}", file=sys.stderr)
        figures = with_split(read_figures(folder), options.score, measured, options.annotations)
        write_figures(folder, figures)
        print(f"written: {folder / FIGURES}")
    card = folder / CARD
    card.write_text(render_card(folder), encoding="utf-8", newline="\n")
    print(f"written: {card}")
    return 0


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("model", help="a model's name or folder")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--score", choices=["dev", "test"], help="score on these documents first")
    what.add_argument("--check", action="store_true", help="write nothing; exit 1 where the card is stale")
    parser.add_argument("--why", help="what a scoring of the test documents is for; it is logged")
    parser.add_argument("--annotations", type=Path, default=ROOT / "annotations")
    parser.add_argument("--texts", type=Path, action="append", help="folder of ID.txt; may be given again")
    parser.add_argument("--draws", type=int, default=1000, help="bootstrap samples for the intervals")
    options = parser.parse_args(arguments)
    if options.score == "test" and not options.why:
        parser.error("--score test: say with --why what it is for; the test documents are scored seldom")
    return options


if __name__ == "__main__":
    try:
        sys.exit(run(parse(sys.argv[1:])))
    except OfsightError as problem:
        sys.exit(str(problem))
