"""Write docs/accuracy.md: how right the standard model is, in plain words, from the figures beside it.

python scripts/accuracy_docs.py            # write the page
python scripts/accuracy_docs.py --check    # fail where the page is not what the figures say
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ofsight.evaluation import MAIN_FIGURES
from ofsight.model_card.facts import (
    SPEED,
    CorpusFigures,
    Estimate,
    ModelFigures,
    SplitFigures,
    read_figures,
    read_json,
)
from ofsight.model_card.measuring import BOTH
from ofsight.model_files import find_model
from ofsight.record.labels import ENTITY_LABELS, THEMES

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "accuracy.md"
TEMPLATE = ROOT / "scripts" / "docsite" / "accuracy.md"
SCORINGS = ROOT / "annotations" / "SCORINGS.md"
GRADES = (
    (0.97, "nearly always right", "safe to count; look at what you quote"),
    (0.85, "mostly right", "good for an overview; check what you quote"),
    (0.75, "often right", "check before you count"),
    (0.0, "a first guess", "check each one that you use"),
)
"""A figure of at least so much, what we call it, and what to do about it."""
FEW = 30
"""Gold items with fewer of which a figure says little."""
ASKED = {
    "blocks.accuracy": ("the parts of a page: headline, text, comments, adverts", "the parts of a page"),
    "entities.strict.micro.f1": ("names, dates and numbers, to the letter", "names"),
    "entities.value.COUNCIL": ("the right council for a council's name", "councils' codes"),
    "entities.value.micro": ("values: codes, dates, numbers, grades", "values"),
    "findings.detection.f1": ("which sentences are findings", "findings"),
    "findings.themes.micro.f1": ("their themes", "the themes of findings"),
    "findings.polarity": ("good or bad", "their polarity"),
    "findings.source": ("whose words", "their source"),
    "findings.councils": ("which council they are about", "their council"),
    "quotations.strict.f1": ("quotations", "quotations"),
    "quotations.source": ("whose words a quotation is", "the source of a quotation"),
    "quotations.speaker": ("who is named for it", "the speaker of a quotation"),
    "judgements.strict.micro.f1": ("judgements: council, area, grade, replaced or not", "judgements"),
    "roles.strict.f1": ("posts: person and post", "posts"),
    "measures.strict.micro.f1": ("figures: what is measured, how much", "measures"),
}
"""What is asked, and a name for it, by the names of figures."""

Figures = dict[str, Estimate]


@dataclass(frozen=True, slots=True)
class Measured:
    """What the page is made of: the figures of the test documents, of articles and of reports."""

    split: SplitFigures
    articles: Figures
    reports: Figures
    agreement: dict[str, float]
    reliability: CorpusFigures
    documents: dict[str, int]


def gather(figures: ModelFigures) -> Measured:
    """Pick the figures of the model as it ships on the test documents."""
    split = figures.splits["test"]
    corpora = {corpus.name: corpus for corpus in split.corpora}
    news, letters = corpora["news"].groups["news"], corpora["news"].groups["report"]
    reports, entities = (corpora[name].groups["all"] for name in ("reports", "report_entities"))
    return Measured(
        split=split,
        articles=news.systems[BOTH],
        reports={**entities.systems[BOTH], **reports.systems[BOTH]},
        agreement=dict(figures.data.agreement["news"]),
        reliability=corpora["news"],
        documents={"articles": news.documents, "letters": letters.documents, "reports": reports.documents},
    )


def grade(value: float) -> str:
    """Return what we call a figure."""
    return next(name for least, name, _ in GRADES if round(value, 2) >= least)


def page(model: Path) -> str:
    """Return the page on a model."""
    figures = read_figures(model)
    if figures is None or "test" not in figures.splits:
        raise SystemExit(f"{model} has no figures of test documents: run scripts/model_card.py --score test")
    measured = gather(figures)
    columns = ["articles", "number", "reports", "number"]
    speed = read_json(model / SPEED)
    return TEMPLATE.read_text(encoding="utf-8").format(
        version=measured.split.model.version,
        date=measured.split.date,
        few=FEW,
        scorings=_scorings(),
        better=_listed([ASKED[name][1] for name in _better(measured)]),
        weakest=_listed([ASKED[name][1] for name in _weakest(measured)]),
        graded=_table(["", "articles", "inspection reports"], _graded(measured)),
        key=_table(["", "figure", "so"], _key()),
        compared=_table(["", "articles", "reports", "two annotators, articles"], _compared(measured)),
        themes=_table(["theme", *columns], _by_label(measured, "findings.themes", THEMES)),
        entities=_table(["label", *columns], _by_label(measured, "entities.strict", ENTITY_LABELS)),
        scores=_table(["score", "how many", "right"], _scores(measured)),
        processor=speed["processor"],
        measured=speed["measured"],
        words=speed["annotate, words a second"],
        memory=speed["annotate, peak of resident memory (MB)"],
        first=speed["first record after (s)"],
        **measured.documents,
    )


def _graded(measured: Measured) -> Iterable[list[str]]:
    for name, (asked, _) in ASKED.items():
        cells = [found.get(name) for found in (measured.articles, measured.reports)]
        yield [asked, *(_grade_cell(cell) for cell in cells)]


def _grade_cell(estimate: Estimate | None) -> str:
    if estimate is None:
        return "not measured"
    said = f"{grade(estimate.value)}, {estimate.value:.2f}"
    return f"({said}: of {estimate.count} only)" if estimate.count < FEW else said


def _key() -> Iterable[list[str]]:
    above = None
    for least, name, advice in GRADES:
        bounds = f"{least:.2f} or more" if above is None else f"{least:.2f} to {above - 0.01:.2f}"
        yield [name, bounds if least else f"under {above:.2f}", advice]
        above = least


def _better(measured: Measured) -> list[str]:
    """Return the figures of findings that are higher on reports."""
    both = [name for name in ASKED if name.startswith("findings.") and name in measured.reports]
    return [name for name in both if measured.reports[name].value > measured.articles[name].value]


def _weakest(measured: Measured) -> list[str]:
    """Return the three lowest figures on articles."""
    asked = [name for name in ASKED if name in measured.articles]
    return sorted(asked, key=lambda name: measured.articles[name].value)[:3]


def _compared(measured: Measured) -> Iterable[list[str]]:
    for figure in MAIN_FIGURES:
        cells = [_interval(found.get(figure.name)) for found in (measured.articles, measured.reports)]
        agreed = measured.agreement.get(figure.name)
        if any(cells):
            yield [figure.title, *cells, "" if agreed is None else f"{agreed:.2f}"]


def _by_label(measured: Measured, task: str, labels: Sequence[str]) -> Iterable[list[str]]:
    for label in labels:
        row = [f"`{label}`"]
        for found in (_all_articles(measured), measured.reports):
            estimate = found.get(f"{task}.{label}.f1")
            if estimate is None or not estimate.count:
                row += ["", ""]
            else:
                figure = f"{estimate.value:.2f}"
                row += [figure if estimate.count >= FEW else f"({figure})", str(estimate.count)]
        yield row


def _all_articles(measured: Measured) -> Figures:
    return measured.reliability.groups["all"].systems[BOTH]


def _scores(measured: Measured) -> Iterable[list[str]]:
    for part in measured.reliability.reliability["themes"].bins:
        yield [f"{part.low:.1f} to {part.high:.1f}", f"{part.count:,}", f"{part.accuracy:.0%}"]


def _scorings() -> int:
    """Count the rows of the log of scorings."""
    lines = SCORINGS.read_text(encoding="utf-8").splitlines()
    return sum(line.startswith("| 2") for line in lines)


def _interval(estimate: Estimate | None) -> str:
    if estimate is None:
        return ""
    if estimate.low is None or estimate.high is None:
        return f"{estimate.value:.2f}"
    return f"{estimate.value:.2f} ({estimate.low:.2f}–{estimate.high:.2f})"


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else "nothing"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(header)} |", f"|{'---|' * len(header)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)]) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page, or check it; return 1 where it is not what it should be."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("--model", default="standard", help="a model's name or folder")
    parser.add_argument("--page", type=Path, default=PAGE, help="the page")
    options = parser.parse_args(arguments)
    text = page(find_model(options.model))
    if not options.check:
        options.page.write_text(text, encoding="utf-8", newline="\n")
    elif not options.page.is_file() or options.page.read_text(encoding="utf-8") != text:
        print(f"{options.page} is out of date; run python scripts/accuracy_docs.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
