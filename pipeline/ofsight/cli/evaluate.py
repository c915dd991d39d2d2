"""``ofsight evaluate``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ofsight.evaluation import LAYERS, Options, RecordFiles, compare
from ofsight.evaluation import evaluate as evaluate_records
from ofsight.evaluation.report_html import comparison_as_html, report_as_html
from ofsight.evaluation.report_text import comparison_as_text, report_as_text
from ofsight.evaluation.scoring import DEFAULT_DRAWS, DEFAULT_EXAMPLES
from ofsight.record.labels import KINDS

_RECORDS = click.Path(exists=True, allow_dash=True)
_OUTPUT = click.Path(dir_okay=False, path_type=Path)


def _split(_context: click.Context, _parameter: click.Parameter, value: str | None) -> tuple[str, ...] | None:
    return None if value is None else tuple(part.strip() for part in value.split(",") if part.strip())


@click.command()
@click.argument("gold", type=_RECORDS)
@click.argument("pred", type=_RECORDS)
@click.argument("pred2", type=_RECORDS, required=False)
@click.option("--html", "html_path", type=_OUTPUT, help="Also write a report page with charts and mistakes.")
@click.option("--json", "json_path", type=_OUTPUT, help="Also write every figure as JSON.")
@click.option("--align", is_flag=True, help="Where texts differ, carry offsets over by tokens; else refuse.")
@click.option("--kind", type=click.Choice(KINDS), help="Score only documents of this kind.")
@click.option(
    "--layers",
    callback=_split,
    metavar="LAYER,...",
    help=f"Layers that the gold annotates; by default those it has. Of: {', '.join(LAYERS)}.",
)
@click.option(
    "--bootstrap",
    "draws",
    type=click.IntRange(min=0),
    default=DEFAULT_DRAWS,
    show_default=True,
    help="Samples of documents for the 95% intervals.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the samples.")
@click.option(
    "--examples",
    type=click.IntRange(min=0),
    default=DEFAULT_EXAMPLES,
    show_default=True,
    help="Mistakes of each sort to list in page and JSON.",
)
def evaluate(
    gold: str,
    pred: str,
    pred2: str | None,
    html_path: Path | None,
    json_path: Path | None,
    align: bool,
    kind: str | None,
    layers: tuple[str, ...] | None,
    draws: int,
    seed: int,
    examples: int,
) -> None:
    """Score the records in PRED against those in GOLD: JSONL files (also .gz) or folders of them.

    Documents are matched by id, else by their text; one that PRED lacks counts as missed. With PRED2 both are
    scored and the differences tested. Two annotators' files give their agreement.

    Gold may cover a part: a gold document without blocks counts as annotated in its sentences only, and a
    layer that a gold file does not have at all is not scored.
    """
    options = Options(layers=layers, kind=kind, align=align, draws=draws, seed=seed, examples=examples)
    gold_files, files = RecordFiles(gold), RecordFiles(pred)
    if pred2 is None:
        report = evaluate_records(gold_files, files, options, gold_name=gold, predicted_name=pred)
        text, data = report_as_text(report), report.as_json()
        html = report_as_html(report) if html_path is not None else ""
    else:
        names = {"gold_name": gold, "first_name": pred, "second_name": pred2}
        comparison = compare(gold_files, files, RecordFiles(pred2), options, **names)
        text, data = comparison_as_text(comparison), comparison.as_json()
        html = comparison_as_html(comparison) if html_path is not None else ""
    click.echo(text, nl=False)
    if json_path is not None:
        json_path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if html_path is not None:
        html_path.write_text(html, encoding="utf-8")
