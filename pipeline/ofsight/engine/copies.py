"""Marks of copies among the documents of a run that has ended."""

from __future__ import annotations

from ofsight.errors import EngineError

from .options import RunOptions
from .outputs import OutputForm, Position


def check_marking(options: RunOptions) -> None:
    """See before the work that marks can be made after it.

    Raises
    ------
    EngineError
        When there will be nothing to compare, or no file to write beside.
    DuplicatesError
        When datasketch is not installed.
    """
    if not options.mark_duplicates:
        return
    if options.output is None or not options.keep_text:
        raise EngineError(
            "copies are marked in a file beside the output, by the words of the records;"
            " give --output, and leave --no-text out or run ofsight duplicates --texts"
        )
    from ofsight.duplicates import require_library  # an extra

    require_library()


def mark_copies(form: OutputForm, position: Position) -> None:
    """Write the marks of an output that is complete; see :mod:`ofsight.duplicates`."""
    from ofsight.duplicates import duplicates_path, find_duplicates, records_behind, write_duplicates

    records = records_behind(form.files(position))
    marks = find_duplicates(records, folder=form.path.parent)
    write_duplicates(marks, duplicates_path(form.path))
