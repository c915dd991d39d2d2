"""Who holds which post where: an OFFICIAL with each ROLE of that person, and the body served."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ofsight.record import Role
from ofsight.values.patterns import read_words

from .distant_posts import Told, neighbouring_holdings, pronoun_holdings
from .people import People, flat
from .posts import holdings
from .served import Bodies
from .setting import Setting

_DATA = Path(__file__).parent / "data"


def find_roles(setting: Setting) -> list[Role]:
    """Read who holds which post.

    Parameters
    ----------
    setting : Setting
        A document with entities.

    Returns
    -------
    list of Role
        Each pair of official and post once, under the official's fullest name, with the first sentence that
        states it.
    """
    people = People(entity for unit in setting.units for entity in unit.of("OFFICIAL"))
    bodies = Bodies(setting.text, setting.units)
    found: dict[tuple[str, str], Role] = {}

    def add(told: Told) -> None:
        name, title = people.name(told.holding.official), flat(told.holding.post.text)
        key = (name, _same_post(title))
        if key not in found:
            found[key] = Role(
                official=name,
                role=title,
                organisation=bodies.served(told.unit, told.holding),
                evidence=(told.unit.start, told.unit.end),
            )

    for unit in setting.units:
        for holding in holdings(setting.text, setting.raw, unit):
            add(Told(unit, holding))
    for told in pronoun_holdings(setting.text, setting.units):
        add(told)
    known = {(name, (role.role or "").lower()) for (name, _), role in found.items()}
    for told in neighbouring_holdings(setting.text, setting.units, people, known):
        add(told)
    return sorted(found.values(), key=lambda role: role.evidence)


def _same_post(title: str) -> str:
    """Return one title for the long and the short form of a post."""
    title = title.lower().replace("’", "'")
    return _short_forms().get(title, title)


@cache
def _short_forms() -> dict[str, str]:
    groups: list[list[str]] = read_words(_DATA / "posts.json")["same_post"]
    return {form.replace("’", "'"): group[0] for group in groups for form in group}
