"""The councils that mentions name: themselves, or by the trust that serves them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from ofsight.record import Entity
from ofsight.register import load_register
from ofsight.register.organisations import get_organisation

IN_PASSING: Final = re.compile(  # what stands before a council that somebody comes from, or is compared with
    r"\b(?:from|formerly\s+(?:of|at)|neighbou?ring|next[\s-]door|(?:un)?like|than(?:\s+in)?|compared\s+with"
    r"|travel(?:s|led|ling)?\s+to|outside|bordering|borders|mov(?:e[sd]?|ing)\s+to|lost\s+to|left\s+for)"
    r"\s+(?:the\s+|its\s+|a\s+)?$",
    re.IGNORECASE,
)
REACH: Final = 30
"""Characters in which that stands."""


def councils_named(entities: Iterable[Entity]) -> tuple[str, ...]:
    """Return the GSS codes of the councils that entities name, in order, each once.

    A council without children's services of its own, such as a district's, is nobody's finding.
    """
    codes: list[str] = []
    for entity in entities:
        if not isinstance(entity.value, str):
            continue
        if entity.label == "COUNCIL" and _is_responsible(entity.value):
            codes.append(entity.value)
        elif entity.label == "ORGANISATION":
            organisation = get_organisation(entity.value)
            codes.extend(organisation.serves if organisation else ())
    return tuple(dict.fromkeys(codes))


def _is_responsible(code: str) -> bool:
    authority = load_register().by_code(code)
    return authority is None or authority.childrens_services
