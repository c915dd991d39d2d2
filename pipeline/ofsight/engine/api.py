"""``ofsight.annotate``: files in, records out, from Python."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ofsight.ingest import DEFAULT_MAX_BYTES, read_inputs
from ofsight.ingest.document import InputFailure
from ofsight.model_files import DEFAULT_MODEL
from ofsight.pipeline import load_with_info
from ofsight.record import Record

from .annotator import annotate_inputs

_log = logging.getLogger(__name__)


def annotate(
    paths: str | Path | Iterable[str | Path],
    *,
    model: str | Path = DEFAULT_MODEL,
    extractors: Iterable[str | Path] = (),
    keep_text: bool = True,
    max_bytes: int = DEFAULT_MAX_BYTES,
    on_failure: Callable[[InputFailure], None] | None = None,
) -> Iterator[Record]:
    """Annotate files and folders.

    Parameters
    ----------
    paths : path or iterable of paths
        txt, html, pdf, docx and jsonl files, each also compressed (.gz, .zst), Parquet files, and folders of
        them; ``"-"`` is standard input.
    model : str or Path
        The name of a model that ships with Ofsight, or a model's directory.
    extractors : iterable of str or Path
        Files of patterns and folders of learned extractors to add to the model.
    keep_text : bool
        False leaves out the text and every copy of a part of it (offsets and labels remain).
    max_bytes : int
        Larger inputs are failures.
    on_failure : callable, optional
        Called with each input that could not be annotated; by default a warning is logged.

    Yields
    ------
    Record
        One for each input that could be annotated, in the order of the inputs.

    Raises
    ------
    ModelError
        When the model cannot be found.
    ExtractorError
        When an extractor cannot be loaded, or does not go with the model.

    Examples
    --------
    >>> import ofsight
    >>> for record in ofsight.annotate("samples"):
    ...     print(record.id, len(record.findings))  # doctest: +SKIP
    """
    if isinstance(paths, str | Path):
        paths = [paths]
    loaded = load_with_info(model, extractors=extractors)
    for result in annotate_inputs(loaded, read_inputs(paths, max_bytes=max_bytes), keep_text=keep_text):
        if isinstance(result, Record):
            yield result
        elif on_failure is not None:
            on_failure(result)
        else:
            _log.warning("%s: %s", result.path, result.message)
