"""Strings that make a regular expression backtrack, made from the expression itself.

For each repetition in a pattern: what may stand before it, then what it repeats many times, then something
that cannot follow. A repetition that can read the same words in two ways then tries all the combinations.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import random
import re
from collections.abc import Iterator
from re import _constants as sre_constants  # type: ignore[attr-defined]  # its trees have no public door
from re import _parser as sre_parse  # type: ignore[attr-defined]
from typing import Any, NamedTuple

import ofsight

STAGES = ("ingest", "segment", "read", "entities", "findings", "facts", "register", "values")
_TAILS = ("\x01", ".", "!x", '"', "|", "…", " 9é")
_CATEGORIES = {
    sre_constants.CATEGORY_DIGIT: "0123456789",
    sre_constants.CATEGORY_SPACE: " ",
    sre_constants.CATEGORY_WORD: "aAbz1",
    sre_constants.CATEGORY_NOT_DIGIT: "a ,",
    sre_constants.CATEGORY_NOT_SPACE: "aA1,",
    sre_constants.CATEGORY_NOT_WORD: " ,.",
}
_ANY = "aA1 ,."


class Named(NamedTuple):
    """A compiled pattern and where it was found."""

    name: str
    pattern: re.Pattern[str]
    whole: bool
    """Whether the module matches whole strings with it."""


def patterns_of_stages() -> list[Named]:
    """Return every pattern that the modules of the stages hold, in tables and behind caches too."""
    found: dict[str, Named] = {}
    for stage in STAGES:
        package = importlib.import_module(f"ofsight.{stage}")
        names = [package.__name__]
        names += [info.name for info in pkgutil.walk_packages(package.__path__, package.__name__ + ".")]
        for name in names:
            module = importlib.import_module(name)
            source = inspect.getsource(module)
            for attribute, held in sorted(vars(module).items()):
                value = held
                if getattr(held, "__module__", name) == name and hasattr(held, "cache_info"):
                    try:
                        value = held()  # what compiles the patterns of data files
                    except TypeError:
                        continue  # it takes arguments
                for pattern in _patterns_in(value, set()):
                    whole = f"{attribute}.fullmatch" in source or (
                        value is not pattern and ".fullmatch" in source
                    )
                    found.setdefault(pattern.pattern, Named(f"{name}.{attribute}", pattern, whole))
    return list(found.values())


def _patterns_in(value: Any, seen: set[int]) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
        return
    if id(value) in seen or isinstance(value, str | bytes | int | float | type):
        return
    seen.add(id(value))
    if isinstance(value, dict):
        parts = list(value.values())
    elif isinstance(value, list | tuple | set | frozenset):
        parts = list(value)
    elif type(value).__module__.startswith(ofsight.__name__) and hasattr(value, "__dataclass_fields__"):
        parts = [getattr(value, name) for name in value.__dataclass_fields__]
    else:
        return
    for part in parts:
        yield from _patterns_in(part, seen)


def attacks(pattern: re.Pattern[str], draw: random.Random, length: int, samples: int = 6) -> Iterator[str]:
    """Yield strings of about a length that make a pattern backtrack where it can."""
    tree = sre_parse.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    for before, body in _repetitions(tree):
        for _ in range(samples):
            pump = "".join(_sample(body, draw) for _ in range(draw.choice((1, 1, 2))))
            if pump:
                yield before_sample(before, draw) + pump * max(length // len(pump), 2) + draw.choice(_TAILS)


def before_sample(before: list[Any], draw: random.Random) -> str:
    """Return something that the parts before a repetition match."""
    return "".join(_sample(part, draw) for part in before)


def _repetitions(tree: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[list[Any], Any]]:
    for index, (op, argument) in enumerate(tree):
        ahead = [*before, list(tree)[:index]]
        if op in {sre_constants.MAX_REPEAT, sre_constants.MIN_REPEAT}:
            _, most, body = argument
            if most > 3:
                yield ahead, body
            yield from _repetitions(body, tuple(ahead))
        elif op is sre_constants.SUBPATTERN:
            yield from _repetitions(argument[3], tuple(ahead))
        elif op is sre_constants.BRANCH:
            for branch in argument[1]:
                yield from _repetitions(branch, tuple(ahead))
        elif op is sre_constants.ATOMIC_GROUP:
            yield from _repetitions(argument, tuple(ahead))


def _sample(tree: Any, draw: random.Random) -> str:
    return "".join(_sample_one(op, argument, draw) for op, argument in tree)


def _sample_one(op: Any, argument: Any, draw: random.Random) -> str:  # one case a kind of node
    if op is sre_constants.LITERAL:
        return chr(argument)
    if op is sre_constants.NOT_LITERAL:
        return draw.choice([c for c in _ANY if ord(c) != argument])
    if op is sre_constants.ANY:
        return draw.choice(_ANY)
    if op is sre_constants.IN:
        return _one_of(argument, draw)
    if op in {sre_constants.MAX_REPEAT, sre_constants.MIN_REPEAT, sre_constants.POSSESSIVE_REPEAT}:
        least, most, body = argument
        times = draw.randint(least, min(most, max(least, 2)))
        return "".join(_sample(body, draw) for _ in range(times))
    if op is sre_constants.SUBPATTERN:
        return _sample(argument[3], draw)
    if op is sre_constants.BRANCH:
        return _sample(draw.choice(argument[1]), draw)
    if op is sre_constants.ATOMIC_GROUP:
        return _sample(argument, draw)
    return ""  # borders, looks around, groups again


def _one_of(items: Any, draw: random.Random) -> str:
    if items[0][0] is sre_constants.NEGATE:
        refused = re.compile("[" + "".join(_class_text(item) for item in items[1:]) + "]")
        allowed = [c for c in _ANY + "-'é;\n" if not refused.match(c)]
        return draw.choice(allowed or ["\u4e00"])
    op, argument = draw.choice(items)
    if op is sre_constants.LITERAL:
        return chr(argument)
    if op is sre_constants.RANGE:
        return chr(draw.randint(*argument))
    return draw.choice(_CATEGORIES.get(argument, "a"))


def _class_text(item: tuple[Any, Any]) -> str:
    op, argument = item
    if op is sre_constants.LITERAL:
        return re.escape(chr(argument))
    if op is sre_constants.RANGE:
        return f"{re.escape(chr(argument[0]))}-{re.escape(chr(argument[1]))}"
    escapes = {
        sre_constants.CATEGORY_DIGIT: r"\d",
        sre_constants.CATEGORY_SPACE: r"\s",
        sre_constants.CATEGORY_WORD: r"\w",
        sre_constants.CATEGORY_NOT_DIGIT: r"\D",
        sre_constants.CATEGORY_NOT_SPACE: r"\S",
        sre_constants.CATEGORY_NOT_WORD: r"\W",
    }
    return escapes[argument]
