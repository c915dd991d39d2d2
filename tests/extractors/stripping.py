"""Take an extractor's labels out of a record: what is left must be what the model alone says."""

from __future__ import annotations

from collections.abc import Collection

from ofsight.record import ModelInfo, Record


def stripped(record: Record, labels: Collection[str]) -> Record:
    """Return the record without these entity labels and themes, and without the names of extractors."""
    findings = []
    for finding in record.findings:
        themes = tuple(theme for theme in finding.themes if theme not in labels)
        scores = {t: s for t, s in (finding.theme_scores or {}).items() if t not in labels}
        if themes:
            findings.append(finding.model_copy(update={"themes": themes, "theme_scores": scores}))
    assert isinstance(record.model, ModelInfo)
    return record.model_copy(
        update={
            "entities": tuple(entity for entity in record.entities if entity.label not in labels),
            "findings": tuple(findings),
            "model": record.model.model_copy(update={"extractors": ()}),
        }
    )
