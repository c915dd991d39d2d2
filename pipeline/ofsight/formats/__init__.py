"""Turning records into the files that analysts open: a workbook, or CSV files."""

from .registry import EXPORTERS, Exporter, export

__all__ = ["EXPORTERS", "Exporter", "export"]
