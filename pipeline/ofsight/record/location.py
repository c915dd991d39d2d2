"""Where in a record something is: the keys and indexes that lead there, and how they are written."""

from __future__ import annotations

Location = tuple[str | int, ...]


def field_path(location: Location) -> str:
    """Write a location as a person would: ``("entities", 3, "text")`` is ``entities[3].text``."""
    path = ""
    for step in location:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path


def plain_location(location: Location) -> Location:
    """Drop from a location of pydantic what is no key of a record: the branch taken for ``model``."""
    if len(location) > 1 and location[0] == "model" and location[1] in {"model", "annotator"}:
        return (location[0], *location[2:])
    return location
