"""Make what is left of a faulty record whole, so that the rules between sound fields can still be checked."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from pydantic import ValidationError

from .labels import SCHEMA
from .location import Location, plain_location
from .models import RecordShape
from .rules import FACT_LAYERS, SPAN_LAYERS, BrokenRule, broken_rules, text_checksum

_POSITION: Final = frozenset({"start", "end", "evidence"})
_NO_CHECKSUM: Final = "0" * 64
_UNKNOWN_KEY: Final = "extra_forbidden"

# What a field holds after mending; it takes part in no rule that its faults could make look broken.
_HARMLESS: Final[dict[str, dict[str, Any]]] = {
    "source": {"path": "-", "media_type": "-", "sha256": _NO_CHECKSUM},
    "meta": {
        "kind": None,
        "title": None,
        "published": None,
        "publisher": None,
        "authors": [],
        "url": None,
        "inspection": None,
    },
    "inspection": {
        "council": None,
        "framework": None,
        "type": "unspecified",
        "start": None,
        "end": None,
        "lead_inspector": None,
    },
    "blocks": {"label": "-", "score": None},
    "sentences": {},
    "entities": {"label": "-", "text": None, "value": None, "unit": None, "score": None},
    "findings": {
        "themes": ["-"],
        "polarity": "neutral",
        "source": "other",
        "councils": [],
        "theme_scores": None,
        "score": None,
    },
    "quotations": {"source": "other", "speaker": None},
    "judgements": {
        "council": None,
        "area": "-",
        "rating": "good",
        "previous": False,
        "date": None,
        "inspection": None,
    },
    "roles": {"official": None, "role": None, "organisation": None},
    "measures": {"council": None, "metric": "-", "value": 0, "unit": "-", "comparator": None, "as_of": None},
    "model": {"name": "-", "version": "", "sha256": "", "extractors": [], "annotator": "-"},
}
_MODEL: Final = {"name": "-", "version": "", "sha256": "", "extractors": []}


class Mended(NamedTuple):
    """A record without its faulty fields.

    ``positions`` gives for each list the index that its items had before those without a sound position
    were set aside; ``mended`` are the locations of the fields that were given harmless values;
    ``all_sentences`` is False where sentences were set aside.
    """

    record: RecordShape
    positions: dict[str, list[int]]
    mended: frozenset[Location]
    all_sentences: bool

    def broken_rules(self) -> Iterator[BrokenRule]:
        """Give the rules that the sound fields break, located as in the line."""
        for location, message in broken_rules(self.record, all_sentences=self.all_sentences):
            original = self._original(location)
            if original not in self.mended:
                yield BrokenRule(original, message)

    def _original(self, location: Location) -> Location:
        if len(location) > 1 and isinstance(location[1], int):
            return (location[0], self.positions[str(location[0])][location[1]], *location[2:])
        return location


def mend(raw: dict[str, Any], error: ValidationError) -> Mended | None:
    """Replace or set aside every field that ``error`` names.

    Parameters
    ----------
    raw : dict
        A parsed line; it stays as it is.
    error : ValidationError
        What the models hold against it.

    Returns
    -------
    Mended or None
        None when too little is sound.
    """
    whole = copy.deepcopy(raw)
    set_aside: dict[str, set[int]] = defaultdict(set)
    locations: set[Location] = set()
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    if any(not fault["loc"] for fault in faults):
        return None  # the line as a whole, such as a key that is no Unicode
    # Unknown keys first, as long as the objects that hold them are there.
    for fault in sorted(faults, key=lambda fault: fault["type"] != _UNKNOWN_KEY):
        location = plain_location(fault["loc"])
        locations.add(location)
        if fault["type"] == _UNKNOWN_KEY:
            _container(whole, location).pop(location[-1], None)
        elif location[0] in (*SPAN_LAYERS, *FACT_LAYERS):
            _mend_item(whole, location, set_aside)
        else:
            _mend_document(whole, location)
    _mend_text(whole, locations)
    positions = {}
    for layer in (*SPAN_LAYERS, *FACT_LAYERS):
        kept = [index for index in range(len(whole.get(layer, ()))) if index not in set_aside[layer]]
        positions[layer] = kept
        whole[layer] = [whole[layer][index] for index in kept]
    try:
        record = RecordShape.model_validate(whole)
    except ValidationError:
        return None
    return Mended(record, positions, frozenset(locations), not set_aside["sentences"])


def _container(whole: dict[str, Any], location: Location) -> Any:
    container: Any = whole
    for step in location[:-1]:
        container = container[step]
    return container


def _mend_item(whole: dict[str, Any], location: Location, set_aside: dict[str, set[int]]) -> None:
    layer = str(location[0])
    if len(location) == 1:
        whole[layer] = []
        return
    index = location[1]
    assert isinstance(index, int)  # noqa: S101  # items of lists are located by their index
    if len(location) == 2 or location[2] in _POSITION:
        set_aside[layer].add(index)
    else:
        key = str(location[2])
        whole[layer][index][key] = copy.copy(_HARMLESS[layer][key])


def _mend_document(whole: dict[str, Any], location: Location) -> None:
    top = str(location[0])
    if top == "model":
        if len(location) == 1:
            whole["model"] = dict(_MODEL)
        else:
            whole["model"][location[1]] = _HARMLESS["model"][str(location[1])]
    elif top in {"source", "meta"}:
        if len(location) == 1:
            whole[top] = dict(_HARMLESS[top])
        elif location[1] == "inspection" and len(location) > 2:
            whole["meta"]["inspection"][location[2]] = _HARMLESS["inspection"][str(location[2])]
        else:
            whole[top][location[1]] = _HARMLESS[top][str(location[1])]
    elif top in {"schema", "id"}:
        whole[top] = {"schema": SCHEMA, "id": "-"}[top]


def _mend_text(whole: dict[str, Any], locations: set[Location]) -> None:
    """Where the text itself is faulty, leave out every copy of it as well."""
    if ("text",) in locations:
        whole["text"] = None
        for layer, key in (("entities", "text"), ("measures", "comparator")):
            for item in whole.get(layer, ()):
                if isinstance(item, dict):
                    item[key] = None
        for quotation in whole.get("quotations", ()):
            if isinstance(quotation, dict):
                quotation["speaker"] = None
    if ("text_sha256",) in locations:
        text = whole["text"]
        whole["text_sha256"] = _NO_CHECKSUM if text is None else text_checksum(text)
