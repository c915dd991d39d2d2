"""The register of local authorities: which body a name means at a given time."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz, process

from ofsight.errors import RegisterError

from .names import KIND_WORDS, normalise, parse_forms

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Authority:
    """A local authority, present or past.

    ``start`` and ``end`` are the first and last day of its existence (None: unknown, or still there);
    ``replaced_by`` holds the GSS codes of its successors; ``names`` every listed name, ``alone_names`` those
    that may stand for it without a council word.
    """

    code: str
    official_name: str
    short_name: str
    kind: str
    childrens_services: bool
    nation: str
    region: str
    start: datetime.date | None
    end: datetime.date | None
    replaced_by: tuple[str, ...]
    former_codes: tuple[str, ...]
    names: tuple[str, ...]
    alone_names: tuple[str, ...]

    def existed(self, when: datetime.date) -> bool:
        """Tell whether the authority existed on a day."""
        return (self.start is None or self.start <= when) and (self.end is None or when <= self.end)

    def distance(self, when: datetime.date) -> int:
        """Return how many days ``when`` lies outside the authority's existence; 0 inside it."""
        if self.start is not None and when < self.start:
            return (self.start - when).days
        if self.end is not None and when > self.end:
            return (when - self.end).days
        return 0


class Register:
    """All authorities, found by code or by name.

    Parameters
    ----------
    authorities : iterable of Authority
        The register's entries; codes must be unique.

    Raises
    ------
    RegisterError
        When a code occurs twice or a successor is not in the register.
    """

    def __init__(self, authorities: Iterable[Authority]) -> None:
        self._by_code: dict[str, Authority] = {}
        self._by_name: dict[str, list[Authority]] = {}
        self._kinds: dict[str, frozenset[str]] = {}
        for authority in authorities:
            self._add(authority)
        self._predecessors: dict[str, list[Authority]] = {}
        for authority in list(self):
            for code in authority.replaced_by:
                if code not in self._by_code:
                    raise RegisterError(f"{authority.code} is replaced by {code}, which the register lacks")
                self._predecessors.setdefault(code, []).append(authority)

    def _add(self, authority: Authority) -> None:
        for code in (authority.code, *authority.former_codes):
            if code in self._by_code:
                raise RegisterError(f"the code {code} occurs twice in the register")
        self._by_code[authority.code] = authority
        self._by_code.update(dict.fromkeys(authority.former_codes, authority))
        self._kinds[authority.code] = _kinds(authority)
        for name in {normalise(name) for name in authority.names}:
            self._by_name.setdefault(name, []).append(authority)

    def __iter__(self) -> Iterator[Authority]:
        """Yield every authority once, by code."""
        return (authority for code, authority in self._by_code.items() if code == authority.code)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def by_code(self, code: str) -> Authority | None:
        """Return the authority that has (or had) a GSS code, or None."""
        return self._by_code.get(code)

    def successors(self, authority: Authority) -> list[Authority]:
        """Return the authorities that directly replaced this one."""
        return [self._by_code[code] for code in authority.replaced_by]

    def predecessors(self, authority: Authority) -> list[Authority]:
        """Return the authorities that this one directly replaced."""
        return list(self._predecessors.get(authority.code, []))

    def candidates(self, surface: str) -> list[Authority]:
        """Return every authority that a name may mean at any time.

        Council words narrow the choice ("Dorset County Council" is the county) where some authority of the
        name is of that kind; a wrong word ("Leeds county council") does not hinder.
        """
        found: dict[str, Authority] = {}
        kinds: frozenset[str] = frozenset()
        for form in parse_forms(normalise(surface)):
            kinds |= form.kinds
            found.update((authority.code, authority) for authority in self._by_name.get(form.core, ()))
        fitting = [
            authority for authority in found.values() if kinds and kinds <= self._kinds[authority.code]
        ]
        return fitting or list(found.values())

    def resolve(self, surface: str, when: datetime.date | None = None) -> Authority | None:
        """Return the authority that a name means at a time.

        Parameters
        ----------
        surface : str
            The name as it stands in a text: "Halton", "Halton council", "London borough of Sutton".
        when : datetime.date, optional
            The time that is spoken of; None is the present.

        Returns
        -------
        Authority or None
            Of the bodies so named, one that runs children's services in England goes first, then the one
            that existed at the time or, if none did, was nearest to it. None for an unknown name.

        Examples
        --------
        >>> load_register().resolve("Somerset", datetime.date(2020, 1, 1)).code
        'E10000027'
        >>> load_register().resolve("Somerset", datetime.date(2024, 1, 1)).code
        'E06000066'
        """
        moment = when or datetime.date.max
        return min(
            self.candidates(surface),
            key=lambda authority: (
                not authority.childrens_services,
                authority.nation != "England",
                authority.distance(moment),
                authority.code,
            ),
            default=None,
        )

    def resolve_fuzzy(
        self, surface: str, cutoff: float = 90.0, when: datetime.date | None = None
    ) -> Authority | None:
        """Return the authority whose name is most like a misspelt one.

        Parameters
        ----------
        surface : str
            The name as written ("Hertforshire County Council").
        cutoff : float
            The least likeness accepted, in 0..100 (RapidFuzz ratio).
        when : datetime.date, optional
            As for :meth:`resolve`.
        """
        exact = self.resolve(surface, when)
        if exact:
            return exact
        for form in reversed(parse_forms(normalise(surface))):
            match = process.extractOne(
                form.core, self._by_name.keys(), scorer=fuzz.ratio, score_cutoff=cutoff
            )
            if match:
                return self.resolve(match[0], when)
        return None


def _kinds(authority: Authority) -> frozenset[str]:
    """Return the council words in an authority's names, e.g. {"metropolitan", "borough"}."""
    words = {word for name in authority.names for word in normalise(name).split()}
    return KIND_WORDS.intersection(words)


def _read_rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _parts(value: str) -> tuple[str, ...]:
    return tuple(part for part in value.split("|") if part)


def _day(value: str) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if value else None


@cache
def load_register() -> Register:
    """Return the register that ships with Ofsight; read once."""
    used: dict[str, list[str]] = {}
    used_alone: dict[str, list[str]] = {}
    for row in _read_rows("authority_names.csv"):
        used.setdefault(row["code"], []).append(row["name"])
        if row["alone"] == "yes":
            used_alone.setdefault(row["code"], []).append(row["name"])
    entries = []
    for row in _read_rows("authorities.csv"):
        short = (row["short_name"], row["short_name"].replace(" and ", " & "))
        listed = (row["official_name"], *_parts(row["other_names"]))
        entries.append(
            Authority(
                code=row["code"],
                official_name=row["official_name"],
                short_name=row["short_name"],
                kind=row["kind"],
                childrens_services=row["childrens_services"] == "yes",
                nation=row["nation"],
                region=row["region"],
                start=_day(row["start"]),
                end=_day(row["end"]),
                replaced_by=_parts(row["replaced_by"]),
                former_codes=_parts(row["former_codes"]),
                names=tuple(dict.fromkeys((*short, *listed, *used.get(row["code"], ())))),
                alone_names=tuple(dict.fromkeys((*short, *used_alone.get(row["code"], ())))),
            )
        )
    return Register(entries)
