"""The codes of a REFI-QDA project: what of a record is a code, in which group, under which GUID.

Names are unique in the whole project, as some programs want: a source is ``source:council``, a council
``Halton (E06000006)``, a judgement ``overall: inadequate``. A code's GUID follows from its group and name
alone, so that projects of different records can be joined.
"""

from __future__ import annotations

import json
import re
import uuid
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from ofsight.record.labels import ENTITY_LABELS, POLARITIES, SOURCES
from ofsight.record.types import is_gss_code

from .article import council_name

NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "urn:ofsight:refi-qda:1")
THEME: Final = "theme"
POLARITY: Final = "polarity"
SOURCE: Final = "source"
COUNCIL: Final = "council"
ENTITY: Final = "entity"
JUDGEMENT: Final = "judgement"
_DATA: Final = Path(__file__).parent / "data" / "refi_qda_codes.json"
_GSS_AT_END: Final = re.compile(r"\(([A-Z][0-9]{8})\)\s*\Z")


class Code(NamedTuple):
    """A code: its group (such as :data:`THEME`) and what of the record it stands for."""

    group: str
    label: str

    @property
    def name(self) -> str:
        """Its name, unique in the project."""
        if self.group == SOURCE:
            return f"{_groups()[SOURCE]['prefix']}{self.label}"
        if self.group == COUNCIL:
            name = council_name(self.label)
            return self.label if name == self.label else f"{name} ({self.label})"
        return self.label

    @property
    def guid(self) -> str:
        """Its GUID, the same in every project."""
        return guid(NAMESPACE, "code", self.group, self.label)

    @property
    def description(self) -> str:
        """What the codebook says of it; empty for a label of an extractor's own."""
        if self.group == COUNCIL:
            return f"GSS code {self.label}"
        said: str = _groups()[self.group]["codes"].get(self.label, "")
        return said

    @property
    def colour(self) -> str:
        """A colour, always the same one, as ``#RRGGBB``."""
        colours: list[str] = _data()["colours"]
        fixed: dict[str, str] = _data()["colour_of"]
        return fixed.get(self.label) or colours[int(self.guid[:8], 16) % len(colours)]


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(_DATA.read_text(encoding="utf-8"))
    return data


def _groups() -> dict[str, dict[str, Any]]:
    groups: dict[str, dict[str, Any]] = _data()["groups"]
    return groups


def guid(namespace: uuid.UUID, *parts: object) -> str:
    """Return a GUID that follows from what it stands for (version 5)."""
    return str(uuid.uuid5(namespace, json.dumps(parts, ensure_ascii=False)))


class Group(NamedTuple):
    """A code that holds the codes of one kind and is not used itself."""

    key: str
    name: str
    description: str
    guid: str


def groups() -> list[Group]:
    """Return the groups in the order of a project."""
    return [
        Group(key, said["name"], said["description"], guid(NAMESPACE, "group", key))
        for key, said in _groups().items()
    ]


def code_of(path: tuple[str, ...]) -> Code:
    """Tell what a code of any project stands for.

    Parameters
    ----------
    path : tuple of str
        The names of the codes above it and its own.

    Returns
    -------
    Code
        By the group that it stands in, else by the form of its name; whatever is nothing else is a theme.
    """
    name = path[-1].strip()
    known = {said["name"].lower(): key for key, said in _groups().items()}
    key = known.get(path[0].strip().lower(), "") if len(path) > 1 else ""
    if key in {THEME, ENTITY, JUDGEMENT}:
        return Code(key, path[-1])
    bare = name.partition(":")[2].strip() if name.lower().startswith(("source:", "polarity:")) else name
    if bare.lower() in POLARITIES and (key == POLARITY or not name.lower().startswith("source:")):
        return Code(POLARITY, bare.lower())
    if bare.lower() in SOURCES and (key == SOURCE or name.lower().startswith("source:")):
        return Code(SOURCE, bare.lower())
    gss = _GSS_AT_END.search(name)
    if gss or is_gss_code(name):
        return Code(COUNCIL, gss[1] if gss else name)
    return Code(ENTITY if name in ENTITY_LABELS else THEME, name)
