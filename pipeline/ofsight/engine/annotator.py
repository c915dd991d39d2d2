"""Annotate one document after the other in this process."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator

from ofsight.errors import ExtractorError
from ofsight.ingest.document import InputDocument, InputFailure
from ofsight.ingest.inputs import as_input
from ofsight.ingest.units import InputUnit, read_unit
from ofsight.pipeline import LoadedModel, load_with_info, make_doc
from ofsight.record import ModelInfo, Record
from ofsight.record.io import dumps, without_text

from .outcome import Outcome, Trouble
from .settings import WorkSettings
from .summary import RunSummary

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


def annotate_input(
    model: LoadedModel, item: InputDocument | InputFailure, *, keep_text: bool = True
) -> Record | InputFailure:
    """Annotate one input; whatever a stage does with a strange document becomes a failure of it alone."""
    if isinstance(item, InputFailure):
        return item
    try:
        record = annotate_document(model, item)
        return record if keep_text else without_text(record)
    except ExtractorError as error:
        trouble = Trouble("annotate", "extractor", str(error))
    except MemoryError:
        trouble = Trouble("annotate", "memory", "needs more memory than there is; split it or leave it out")
    except Exception as error:  # whatever a stage does with a strange document, the others get their results
        _log.debug("annotating %s failed", item.source.path, exc_info=True)
        message = f"{type(error).__name__}: {error} (a defect of Ofsight: please report it)"
        trouble = Trouble("annotate", "internal", message)
    return InputFailure(item.id, item.source.path, *trouble)


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
        yield annotate_input(model, item, keep_text=keep_text)


class Annotator:
    """Reads and annotates units of work: what a worker does, in whatever process it lives.

    Parameters
    ----------
    settings : WorkSettings
        The model and how its records are written.

    Raises
    ------
    ModelError
        When the model cannot be loaded.
    ExtractorError
        When an extractor cannot be loaded, or does not go with the model.
    """

    def __init__(self, settings: WorkSettings) -> None:
        self._settings = settings
        self._model = load_with_info(settings.model, extractors=settings.extractors)

    @property
    def info(self) -> ModelInfo:
        """What the records say of the model."""
        return self._model.info

    def annotate(self, unit: InputUnit, *, on_read: Callable[[], None] = lambda: None) -> Outcome:
        """Read and annotate one unit; never raises for what is wrong with it.

        Parameters
        ----------
        unit : InputUnit
            The document.
        on_read : callable
            Called when it has been read and its annotation begins.
        """
        reading = read_unit(unit, max_bytes=self._settings.max_bytes)
        item = as_input(reading, unit.name, reading.wanted_id)
        on_read()
        result = annotate_input(self._model, item, keep_text=self._settings.keep_text)
        if isinstance(result, InputFailure):
            trouble = Trouble(result.stage, result.error, result.message)
            return Outcome(reading.wanted_id, trouble=trouble)
        words = len(item.text.split()) if isinstance(item, InputDocument) else 0
        summary = RunSummary()
        summary.add(result, words=words)
        line = dumps(result).encode()
        return Outcome(reading.wanted_id, line, reading.wanted_id, summary)
