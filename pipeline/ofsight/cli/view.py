"""``ofsight view``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from ofsight.errors import ExplorerError
from ofsight.explorer import TextFolder, write_page
from ofsight.explorer.page import DEFAULT_TITLE
from ofsight.formats import IMPORTERS, Notes, import_records
from ofsight.formats.registry import import_parts
from ofsight.ingest.document import InputFailure
from ofsight.ingest.failures import FailureFile, errors_path
from ofsight.record import Record

EXIT_SOME_FAILED = 3
_NAMED_LOST = 5


@click.command()
@click.argument(
    "sources",
    nargs=-1,
    required=True,
    metavar="IN...",
    type=click.Path(exists=True, allow_dash=True, path_type=Path),
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("view.html"),
    show_default=True,
    help="The page to write.",
)
@click.option(
    "--texts",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Folder with the documents, or their texts, of records without text.",
)
@click.option("--title", default=DEFAULT_TITLE, show_default=True, help="Title of the page.")
@click.option(
    "--from", "from_format", type=click.Choice(sorted(IMPORTERS)), help="Format of IN; told from its content."
)
def view(
    sources: tuple[Path, ...], output: Path, texts: Path | None, title: str, from_format: str | None
) -> None:
    """Make one HTML page to look at the records in IN.

    The page holds everything and asks nobody for anything: open it from disk, send it by mail. It shows
    charts of themes, polarity and ratings, a table of the findings with search, filters and export, and each
    article with all that was found marked in its text.

    IN is a file of records (JSONL, also .gz and .zst), a folder of them, whatever ofsight convert reads, or -
    for stdin.

    Records without text (--no-text) are shown by their offsets unless --texts gives the documents: they are
    found by the file name or the id of the record, and the checksum of the text must be the record's.

    Entries that cannot be read go to OUT.errors.jsonl, and the exit code is 3.
    """
    for part in (part for source in sources for part in import_parts(source)):
        if str(part) != "-" and output.exists() and output.samefile(part):
            raise ExplorerError(f"{part} is the input and would be overwritten; give another output with -o")
    notes = Notes()
    folder = None if texts is None else TextFolder(texts)
    failed = 0

    def sound(found: Iterable[Record | InputFailure], failures: FailureFile) -> Iterator[Record]:
        nonlocal failed
        for item in found:
            if isinstance(item, InputFailure):
                failed += 1
                failures.write(item)
                click.echo(item.message, err=True)
            else:
                yield item if folder is None else folder.restore(item)

    with FailureFile(output) as failures:
        found = (item for source in sources for item in import_records(source, from_format, notes=notes))
        page = write_page(sound(found, failures), output, title=title)
    for note in notes:
        click.echo(f"note: {note}", err=True)
    _tell_lost(folder, page.without_text)
    size = output.stat().st_size / 1e6
    click.echo(
        f"written: {output} ({page.articles:,} article(s), {page.findings:,} finding(s), {size:.1f} MB)",
        err=True,
    )
    if failed:
        click.echo(f"{failed} of the entries could not be read; see {errors_path(output)}", err=True)
        sys.exit(EXIT_SOME_FAILED)


def _tell_lost(folder: TextFolder | None, without_text: int) -> None:
    """Say which records have no text on the page, and what gives it back."""
    if folder is None:
        if without_text:
            click.echo(
                f"note: {without_text} record(s) hold no text; give --texts FOLDER to put it back", err=True
            )
        return
    for lost in folder.lost[:_NAMED_LOST]:
        click.echo(f"note: no text for {lost.id}: {lost.reason}", err=True)
    if len(folder.lost) > _NAMED_LOST:
        click.echo(f"note: and no text for {len(folder.lost) - _NAMED_LOST} more record(s)", err=True)
