"""What reviewers changed: each change with its place, and counts by kind."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from ofsight.evaluation.entities import describe as describe_entity
from ofsight.evaluation.entities import same_value
from ofsight.evaluation.findings import describe as describe_finding
from ofsight.evaluation.matching import iou, leftovers, match_equal, match_spans
from ofsight.formats.csv_files import csv_cell
from ofsight.formats.staging import staged
from ofsight.record import Entity, Finding

from .gold import Reviewed
from .places import Marks, Place


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a reviewer changed.

    Attributes
    ----------
    document, start, end : str, int, int
        Where: the entity, or the sentence of the finding.
    kind : str
        Such as "finding added" or "polarity".
    what : str
        The label or labels in question, such as "weakness → mixed"; changes are counted by it.
    before, after : str
        What the run and what the reviewer says; empty for nothing.
    random : bool
        Whether the sentence was drawn at random.
    text : str
        The words at that place.
    """

    document: str
    start: int
    end: int
    kind: str
    what: str
    before: str
    after: str
    random: bool
    text: str


def changes_in(reviewed: Reviewed, random: frozenset[Place]) -> Iterator[Change]:
    """Yield what was changed in one document, sentence by sentence."""
    text = reviewed.record.text or ""
    for place, gold in reviewed.gold.items():
        for start, end, *said in _differences(place, reviewed.predicted[place], gold):
            kind, what, before, after = said
            words, drawn = text[start:end], place in random
            yield Change(place.document, start, end, kind, what, before, after, drawn, words)


_Row = tuple[int, int, str, str, str, str]


def _differences(place: Place, predicted: Marks, gold: Marks) -> Iterator[_Row]:
    span = (place.start, place.end)
    before, after = predicted.finding, gold.finding
    if before is None and after is not None:
        yield (*span, "finding added", "", "", describe_finding(after))
    elif before is not None and after is None:
        yield (*span, "finding removed", "", describe_finding(before), "")
    elif before is not None and after is not None:
        for kind, what, old, new in _in_finding(before, after):
            yield (*span, kind, what, old, new)
    yield from _in_entities(predicted.entities, gold.entities)


def _in_finding(before: Finding, after: Finding) -> Iterator[tuple[str, str, str, str]]:
    removed = [theme for theme in before.themes if theme not in after.themes]
    added = [theme for theme in after.themes if theme not in before.themes]
    if len(removed) == len(added) == 1:
        yield "theme changed", f"{removed[0]} → {added[0]}", removed[0], added[0]
    else:
        yield from (("theme removed", theme, theme, "") for theme in removed)
        yield from (("theme added", theme, "", theme) for theme in added)
    for name in ("polarity", "source"):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield name, f"{old} → {new}", old, new
    if set(before.councils) != set(after.councils):
        yield "councils", "", ", ".join(before.councils), ", ".join(after.councils)


def _in_entities(before: Sequence[Entity], after: Sequence[Entity]) -> Iterator[_Row]:
    def keys(items: Sequence[Entity]) -> list[tuple[int, int, str]]:
        return [(item.start, item.end, item.label) for item in items]

    same = match_equal(keys(after), keys(before))
    for new, old in same:
        one, other = before[old], after[new]
        if not (same_value(one.value, other.value) and one.unit == other.unit):
            yield one.start, one.end, "entity value", one.label, describe_entity(one), describe_entity(other)
    new_rest, old_rest = leftovers(same, after, before)
    added, removed = [after[number] for number in new_rest], [before[number] for number in old_rest]
    pairs = match_spans(added, removed, iou)
    for new, old in pairs:
        one, other = removed[old], added[new]
        same_label = one.label == other.label
        kind = "entity moved" if same_label else "entity relabelled"
        what = one.label if same_label else f"{one.label} → {other.label}"
        was = f"{one.start}-{one.end} {describe_entity(one)}"
        yield other.start, other.end, kind, what, was, describe_entity(other)
    left_added, left_removed = leftovers(pairs, added, removed)
    for number in left_removed:
        item = removed[number]
        yield item.start, item.end, "entity removed", item.label, describe_entity(item), ""
    for number in left_added:
        item = added[number]
        yield item.start, item.end, "entity added", item.label, "", describe_entity(item)


def count_changes(changes: Iterable[Change]) -> list[tuple[str, str, int]]:
    """Count changes by kind and labels, most frequent first.

    Returns
    -------
    list of (str, str, int)
        Kind, the labels in question, and how many.
    """
    counts = Counter((change.kind, change.what) for change in changes)
    return [(*key, count) for key, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def write_changes(changes: Iterable[Change], path: Path) -> None:
    """Write each change as a row of CSV, in the form of the other tables of Ofsight."""
    with staged([path]) as (part,), part.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([field.name for field in fields(Change)])
        for change in changes:
            writer.writerow([csv_cell(value) for value in astuple(change)])
