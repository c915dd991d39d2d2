"""Where the parts of the ``annotations`` folder lie, and which sources of it hold the gold.

::

    splits.csv                      authority -> split
    news/sources/ID.ann             articles; what stands here is gold
    news/first/ID.ann               the raw first pass of an article annotated twice
    news/second/ID.ann              its second pass
    passages/sources/ID.psg         passages, labelled for findings alone; all are for training
    passages/second/ID.psg          a second pass over some of them
    reports/batches/bNN-1/DOC.so    first pass over sentences of reports, bNN-2 the second
    reports/batches/bNN-gold/DOC.so what was settled where two passes differ; it outranks bNN-1
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ofsight.errors import CorpusError

SPLITS = ("train", "dev", "test")
FIRST_PASS, SECOND_PASS, SETTLED = "1", "2", "gold"
_BATCH = re.compile(r"(?P<batch>.+)-(?P<turn>1|2|gold)")


def is_raw_pass(path: Path) -> bool:
    """Tell whether a source is a pass kept as it was written: nothing in it is corrected any more.

    That is what lies in ``first`` and ``second``, a batch's second pass, and a first pass that was settled.
    """
    folder = path.parent
    if path.suffix in {".ann", ".psg"}:
        return folder.name in {"first", "second"}
    match = _BATCH.fullmatch(folder.name)
    if match is None or match["turn"] == SETTLED:
        return False
    return (
        match["turn"] == SECOND_PASS or (folder.with_name(f"{match['batch']}-{SETTLED}") / path.name).exists()
    )


@dataclass(frozen=True, slots=True)
class BatchFile:
    """One stand-off file of a batch: ``turn`` is ``1``, ``2`` or ``gold``."""

    path: Path
    batch: str
    turn: str

    @property
    def document(self) -> str:
        """The id of the document."""
        return self.path.stem


@dataclass(frozen=True)
class Annotations:
    """The ``annotations`` folder of a checkout."""

    root: Path

    @property
    def news(self) -> Path:
        """The folder of the authored articles."""
        return self.root / "news"

    @property
    def reports(self) -> Path:
        """The folder of the annotations of real reports."""
        return self.root / "reports"

    def passages_in(self, folder: str = "sources") -> list[Path]:
        """Return the files of passages, sorted: those of ``sources`` or ``second``."""
        return sorted((self.root / "passages" / folder).glob("*.psg"))

    def articles(self, folder: str = "sources") -> list[Path]:
        """Return the articles' sources, sorted: those of ``sources``, ``first`` or ``second``."""
        return sorted((self.news / folder).glob("*.ann"))

    def batch_files(self, turn: str) -> list[BatchFile]:
        """Return the stand-off files of one turn, sorted by batch and document."""
        found = []
        for path in sorted((self.reports / "batches").glob("*/*.so")):
            match = _BATCH.fullmatch(path.parent.name)
            if match is None:
                raise CorpusError(
                    f"{path.parent}: a folder of a batch is named like b01-1, b01-2 or b01-gold"
                )
            if match["turn"] == turn:
                found.append(BatchFile(path, match["batch"], turn))
        return found

    def gold_batch_files(self) -> list[BatchFile]:
        """Return for each batch and document the file that holds the gold: the settled one, else pass 1."""
        gold = {(file.batch, file.document): file for file in self.batch_files(FIRST_PASS)}
        for file in self.batch_files(SETTLED):
            if (file.batch, file.document) not in gold:
                raise CorpusError(f"{file.path}: batch {file.batch} has no first pass of this document")
            gold[file.batch, file.document] = file
        return [gold[key] for key in sorted(gold)]

    @cached_property
    def split_of(self) -> dict[str, str]:
        """The split of each authority, by GSS code."""
        with (self.root / "splits.csv").open(encoding="utf-8", newline="") as file:
            return {row["gss_code"]: row["split"] for row in csv.DictReader(file)}
