"""Copies and near copies among documents, such as syndicated articles: marked beside them, never dropped."""

from .find import DEFAULT_THRESHOLD, LEAST_THRESHOLD, find_duplicates
from .marks import Duplicate, duplicates_path, read_duplicates, write_duplicates
from .signatures import require_library
from .sources import records_behind

__all__ = [
    "DEFAULT_THRESHOLD",
    "LEAST_THRESHOLD",
    "Duplicate",
    "duplicates_path",
    "find_duplicates",
    "read_duplicates",
    "records_behind",
    "require_library",
    "write_duplicates",
]
