"""What a run did, in numbers and as a page of text."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Self

from ofsight.ingest.document import InputFailure

if TYPE_CHECKING:
    from ofsight.record import Record

_COUNTERS: Final = ("kinds", "blocks", "entities", "themes", "polarities", "facts", "errors")


@dataclass(slots=True)
class RunSummary:
    """Counts over a run; :meth:`add` each result or :meth:`merge` its counts, then print :meth:`as_text`."""

    documents: int = 0
    words: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    blocks: Counter[str] = field(default_factory=Counter)
    entities: Counter[str] = field(default_factory=Counter)
    themes: Counter[str] = field(default_factory=Counter)
    polarities: Counter[str] = field(default_factory=Counter)
    facts: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    started: float = field(default_factory=time.perf_counter, compare=False)
    seconds: float = field(default=0.0, compare=False)

    def add(self, result: Record | InputFailure, *, words: int = 0) -> None:
        """Count one result; ``words`` is the number of words of its text (it may have been left out)."""
        if isinstance(result, InputFailure):
            self.errors[result.error] += 1
            return
        self.documents += 1
        self.words += words
        self.kinds[result.meta.kind or "unknown"] += 1
        self.blocks.update(block.label for block in result.blocks)
        self.entities.update(entity.label for entity in result.entities)
        for finding in result.findings:
            self.polarities[finding.polarity] += 1
            self.themes.update(finding.themes)
        self.facts["findings"] += len(result.findings)
        self.facts["quotations"] += len(result.quotations)
        self.facts["judgements"] += len(result.judgements)
        self.facts["roles"] += len(result.roles)
        self.facts["measures"] += len(result.measures)

    def merge(self, other: RunSummary) -> None:
        """Add the counts of another summary."""
        self.documents += other.documents
        self.words += other.words
        for name in _COUNTERS:
            getattr(self, name).update(getattr(other, name))

    def as_message(self) -> dict[str, Any]:
        """Return the counts as what JSON can hold; :meth:`from_message` reads them."""
        counts = {name: dict(getattr(self, name)) for name in _COUNTERS}
        return {"documents": self.documents, "words": self.words, **counts}

    @classmethod
    def from_message(cls, message: dict[str, Any]) -> Self:
        """Return the counts that :meth:`as_message` gave."""
        found = cls(documents=message["documents"], words=message["words"])
        for name in _COUNTERS:
            getattr(found, name).update(message[name])
        return found

    def finish(self) -> None:
        """Stop the clock."""
        self.seconds = time.perf_counter() - self.started

    def as_text(self) -> str:
        """Return the summary as a few aligned lines, the most frequent labels first."""
        kinds = ", ".join(f"{count} {kind}" for kind, count in self.kinds.most_common())
        lines = [
            _row("documents", f"{self.documents}" + (f" ({kinds})" if kinds else "")),
            _row("blocks", _counts(self.blocks)),
            _row("entities", _counts(self.entities)),
            _row("findings", f"{self.facts['findings']} ({_breakdown(self.polarities)})"),
            _row("themes", _counts(self.themes)),
            _row("quotations", f"{self.facts['quotations']}"),
            _row(
                "facts",
                ", ".join(f"{self.facts[name]} {name}" for name in ("judgements", "roles", "measures")),
            ),
            _row("errors", _counts(self.errors)),
        ]
        if self.seconds > 0:
            rate = f"{self.words / self.seconds:,.0f} words a second ({self.words:,} in {self.seconds:.1f} s)"
            lines.append(_row("speed", rate))
        return "\n".join(lines)


def _row(name: str, value: str) -> str:
    return f"  {name:<11} {value}"


def _breakdown(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.most_common()) or "none"


def _counts(counts: Counter[str]) -> str:
    total = sum(counts.values())
    return f"{total} ({_breakdown(counts)})" if total else "0"
