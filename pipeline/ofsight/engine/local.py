"""Annotate inputs one after the other in this process."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ofsight.errors import ExtractorError
from ofsight.ingest import DEFAULT_MAX_BYTES, read_inputs
from ofsight.ingest.document import InputDocument, InputFailure
from ofsight.pipeline import DEFAULT_MODEL, LoadedModel, load_with_info, make_doc
from ofsight.record import Record
from ofsight.record.io import without_text

_log = logging.getLogger(__name__)


def annotate_document(model: LoadedModel, document: InputDocument) -> Record:
    """Run every stage over one document.

    Parameters
    ----------
    model : LoadedModel
        The pipeline, from :func:`ofsight.pipeline.load_with_info`.
    document : InputDocument
        The text with what is known of it.

    Returns
    -------
    Record
        The annotated document, its text included.
    """
    # The zone gives back the words that only this document has, so that memory does not grow with the run.
    with model.nlp.memory_zone():
        doc = model.nlp(make_doc(model.nlp, document))
        return Record.from_doc(doc, model=model.info)


def annotate_inputs(
    model: LoadedModel, inputs: Iterable[InputDocument | InputFailure], *, keep_text: bool = True
) -> Iterator[Record | InputFailure]:
    """Annotate inputs in their order; a document that breaks a stage becomes a failure, the others go on.

    Yields
    ------
    Record or InputFailure
        One for each input.
    """
    for item in inputs:
        if isinstance(item, InputFailure):
            yield item
            continue
        try:
            record = annotate_document(model, item)
        except ExtractorError as error:
            yield InputFailure(
                id=item.id,
                path=item.source.path,
                stage="annotate",
                error="extractor",
                message=str(error),
            )
            continue
        # Whatever a stage does with a strange document, the other documents must get their results.
        except Exception as error:
            _log.debug("annotating %s failed", item.source.path, exc_info=True)
            yield InputFailure(
                id=item.id,
                path=item.source.path,
                stage="annotate",
                error="internal",
                message=f"{type(error).__name__}: {error} (a defect of Ofsight: please report it)",
            )
            continue
        yield record if keep_text else without_text(record)


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
        txt, html, pdf, docx and jsonl files, each also gzipped, folders of them; ``"-"`` is standard input.
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
