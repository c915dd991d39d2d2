"""Records from and to the files of others: annotation tools, spaCy, CoNLL columns, workbooks, CSV."""

from .conversion import Conversion, convert
from .notes import Notes
from .registry import EXPORTERS, IMPORTERS, Exporter, Importer, export, import_records

__all__ = [
    "EXPORTERS",
    "IMPORTERS",
    "Conversion",
    "Exporter",
    "Importer",
    "Notes",
    "convert",
    "export",
    "import_records",
]
