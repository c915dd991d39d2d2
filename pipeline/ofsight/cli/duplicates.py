"""``ofsight duplicates``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click
from tqdm import tqdm

from ofsight.duplicates import (
    DEFAULT_THRESHOLD,
    LEAST_THRESHOLD,
    duplicates_path,
    find_duplicates,
    records_behind,
    write_duplicates,
)
from ofsight.record import Record


@click.command()
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(exists=True, allow_dash=True)
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File for the marks, - for standard output; PATH.duplicates.jsonl if PATH is one file.",
)
@click.option(
    "--threshold",
    type=click.FloatRange(LEAST_THRESHOLD, 1),
    default=DEFAULT_THRESHOLD,
    show_default=True,
    help="Share of the three-word runs of both documents, taken together, that near copies have in common.",
)
@click.option(
    "--texts",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with the texts (ID.txt) of records without text.",
)
@click.option("-q", "--quiet", is_flag=True, help="No progress bar and no summary.")
def duplicates(
    paths: tuple[str, ...], output: Path | None, threshold: float, texts: Path | None, quiet: bool
) -> None:
    """Mark the documents in PATHs that are copies of earlier ones; nothing is left out of any file.

    PATHs are files of records (JSONL, also .gz and .zst, or Parquet), folders of them, - for stdin. Only the
    article's own paragraphs and list items are compared: headline, byline and the page around may differ.

    Each mark is a line: "id", "original" (the first document of its group in the order of the input),
    "similarity" (share of three-word runs in common, 0 to 1), "kind" (same: the same words; near: most of
    them; part: one is nearly contained in the other) and "group" (a number).

    Needs the extra: pip install 'ofsight[duplicates]'.
    """
    target = output if output is not None else _beside(paths)
    to_stdout = target == Path("-")
    number = 0

    def read() -> Iterator[Record]:
        nonlocal number
        # disable=None: a bar on a terminal, none in a pipe.
        hidden = True if quiet else None
        for record in tqdm(records_behind(paths), unit=" documents", disable=hidden, file=sys.stderr):
            number += 1
            yield record if texts is None else _with_text(record, texts)

    found = find_duplicates(read(), threshold=threshold, folder=None if to_stdout else target.parent)
    if to_stdout:
        for mark in found:
            click.echo(mark.as_line(), nl=False)
        return
    counts = write_duplicates(found, target)
    if not quiet:
        kinds = ", ".join(f"{count} {kind}" for kind, count in counts.items())
        click.echo(f"{sum(counts.values())} of {number} documents are copies ({kinds}): {target}", err=True)


def _with_text(record: Record, texts: Path) -> Record:
    from ofsight.data.records import with_text  # brings spaCy along, which nothing else here needs

    return with_text(record, texts)


def _beside(paths: tuple[str, ...]) -> Path:
    if len(paths) != 1 or paths[0] == "-" or Path(paths[0]).is_dir():
        raise click.UsageError("give the file for the marks (--output): PATH is not one file")
    return duplicates_path(Path(paths[0]))
