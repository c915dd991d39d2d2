"""Errors that library code raises; the command line turns them into messages and exit codes."""

from __future__ import annotations


class OfsightError(Exception):
    """Base of every error Ofsight raises on purpose: the message says what is wrong and what to do."""


class IngestError(OfsightError):
    """An input cannot be turned into text.

    Parameters
    ----------
    kind : str
        A short stable key for the cause: ``"empty"``, ``"encrypted"``, ``"damaged"``, ``"binary"``,
        ``"missing"``, ``"unreadable"``, ``"too_large"``, ``"unsupported"`` or ``"bad_json"``.
    message : str
        What is wrong and what to do about it, for a person.
    """

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class RecordError(OfsightError):
    """A line is not a valid record."""


class RegisterError(OfsightError):
    """A register file is damaged or contradicts itself."""


class ModelError(OfsightError):
    """A model cannot be found, or its files are not what its checksum says."""


class ConversionError(OfsightError):
    """A record file cannot be converted to the format asked for."""


class CorpusError(OfsightError):
    """A source of the annotated corpora breaks its format: the message names file and line."""


class EvaluationError(OfsightError):
    """Two record files cannot be scored against each other."""


class DataError(OfsightError):
    """An annotated corpus cannot be loaded: it is not here, or a text is not the one annotated."""


class TrainingError(OfsightError):
    """A model cannot be trained as asked: the configuration, the data or the base weights are not right."""


class ExtractorError(OfsightError):
    """An extractor cannot be learned, loaded or added to a model: the message names file and remedy."""


class EngineError(OfsightError):
    """A run cannot be started or resumed as asked, or its workers cannot be kept alive."""


class DuplicatesError(OfsightError):
    """Copies cannot be looked for, or a file of marks cannot be read: the message says what to do."""


class ExplorerError(OfsightError):
    """A page to look at records with cannot be made or written: the message says what to do."""


class ServiceError(OfsightError):
    """The service cannot be started: an extra or a port is missing; the message says what to do."""


class ReviewError(OfsightError):
    """A run cannot be reviewed, or corrected tasks do not belong to it: the message says what to do."""
