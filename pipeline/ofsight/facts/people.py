"""The people of a document under one name each: the longest that it gives them."""

from __future__ import annotations

from collections.abc import Iterable

from ofsight.record import Entity


def flat(words: str | None) -> str:
    """Return words with single spaces, as they would be without line breaks; empty for None."""
    return " ".join((words or "").split())


class People:
    """The officials of a document.

    Parameters
    ----------
    officials : iterable of Entity
        All mentions with the label OFFICIAL.
    """

    def __init__(self, officials: Iterable[Entity]) -> None:
        names = {flat(official.text) for official in officials}
        self._full = {name: _longest(name, names) for name in names}

    def name(self, official: Entity) -> str:
        """Return the name under which a person is known: "Ada Obi" for a later "Obi" or "Ada"."""
        name = flat(official.text)
        return self._full.get(name, name)


def _longest(name: str, names: Iterable[str]) -> str:
    """Return the one longer name that begins or ends with a name; the name itself if not just one does."""
    longer = [
        other
        for other in names
        if len(other) > len(name) and (other.endswith(f" {name}") or other.startswith(f"{name} "))
    ]
    fullest = [other for other in longer if not any(other != each and other in each for each in longer)]
    return fullest[0] if len(fullest) == 1 else name
