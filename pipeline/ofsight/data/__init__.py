"""The annotated corpora as datasets: Hugging Face ``Dataset``, spaCy ``Example`` and ``DocBin``, records.

>>> import ofsight.data  # doctest: +SKIP
>>> news = ofsight.data.load("news", split="train")  # doctest: +SKIP
>>> reports = ofsight.data.load("reports", split="dev", texts="../shared/corpus/reports")  # doctest: +SKIP

Nothing is fetched from anywhere: the corpora are files of the checkout, and any file of records will do.
"""

from __future__ import annotations

from .huggingface import load
from .records import CORPORA, SPLITS, load_records, with_text
from .spacy_docs import load_docbin, to_examples

__all__ = ["CORPORA", "SPLITS", "load", "load_docbin", "load_records", "to_examples", "with_text"]
