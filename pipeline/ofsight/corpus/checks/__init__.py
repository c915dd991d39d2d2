"""What is legal in a gold record but looks like a mistake; a person decides."""

from .files import Line, validate_files
from .suspicion import Suspicion

__all__ = ["Line", "Suspicion", "validate_files"]
