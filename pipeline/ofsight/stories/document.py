"""The story of one document: its councils, officials and inspections, each under one name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ofsight.facts.people import People, flat
from ofsight.record import Entity, Record, Role
from ofsight.register import load_register

from .inspections import ToldInspection, told_inspections


@dataclass(frozen=True, slots=True)
class ToldCouncil:
    """An authority: its present GSS code, its short name in the register, and its mentions in order."""

    code: str
    name: str
    mentions: tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class ToldOfficial:
    """A person: the fullest name that the document gives, the mentions in order, and the posts held."""

    name: str
    mentions: tuple[Entity, ...]
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """Who and what a document speaks of, each once, in the order of the first mention."""

    councils: tuple[ToldCouncil, ...]
    officials: tuple[ToldOfficial, ...]
    inspections: tuple[ToldInspection, ...]

    @property
    def names(self) -> dict[tuple[int, int, str], str]:
        """The canonical name of what each mention means, by its start, end and label."""
        told: tuple[ToldCouncil | ToldOfficial | ToldInspection, ...] = (
            *self.councils,
            *self.officials,
            *self.inspections,
        )
        return {(each.start, each.end, each.label): item.name for item in told for each in item.mentions}


def tell_story(record: Record) -> Story:
    """Bring the mentions of the same council, official and inspection in a record together.

    Parameters
    ----------
    record : Record
        Anybody's: predictions, gold or one annotator's. A stand-off record has no names of people but those
        of its roles, and no words that tell one inspection from the last.

    Returns
    -------
    Story
        Nothing of it is stored in records: it follows from them.
    """
    return Story(_councils(record), _officials(record), tuple(told_inspections(record)))


def _councils(record: Record) -> tuple[ToldCouncil, ...]:
    register = load_register()

    def key(entity: Entity) -> str | None:
        if not isinstance(entity.value, str):
            return None
        authority = register.by_code(entity.value)
        return authority.code if authority else entity.value

    found = _together(record, "COUNCIL", key)
    inspection = record.meta.inspection
    if inspection is not None and inspection.council is not None:
        authority = register.by_code(inspection.council)
        found.setdefault(authority.code if authority else inspection.council, [])
    told = []
    for code, mentions in found.items():
        authority = register.by_code(code)
        told.append(ToldCouncil(code, authority.short_name if authority else code, tuple(mentions)))
    return tuple(told)


def _officials(record: Record) -> tuple[ToldOfficial, ...]:
    people = People(
        entity for entity in record.entities if entity.label == "OFFICIAL" and entity.text is not None
    )
    found = _together(
        record, "OFFICIAL", lambda entity: people.name(entity) if entity.text is not None else None
    )
    posts: dict[str, list[Role]] = {}
    for role in record.roles:
        if role.official is not None:
            posts.setdefault(flat(role.official), []).append(role)
    for name in posts:
        found.setdefault(name, [])
    return tuple(
        ToldOfficial(name, tuple(mentions), tuple(posts.get(name, ()))) for name, mentions in found.items()
    )


def _together(record: Record, label: str, key: Callable[[Entity], str | None]) -> dict[str, list[Entity]]:
    found: dict[str, list[Entity]] = {}
    for entity in record.entities:
        name = key(entity) if entity.label == label else None
        if name is not None:
            found.setdefault(name, []).append(entity)
    return found
