"""An extension of griffe: references of docstrings, such as ``:func:`load```, as plain code."""

from __future__ import annotations

import re
from typing import Any

from griffe import Extension, Object

_ROLE = re.compile(r":(?:mod|func|class|meth|attr|data|exc|obj):`(?P<title>[^<`]+<)?~?(?P<path>[\w.]+)>?`")


def as_code(text: str) -> str:
    """Turn references into code, as ``Record`` for ``:class:`~ofsight.Record```."""
    return _ROLE.sub(lambda role: f"`{role['path'].lstrip('.')}`", text)


class Roles(Extension):
    """Rewrites the docstring of every object."""

    def on_object(self, *, obj: Object, **_: Any) -> None:
        """Rewrite one docstring."""
        if obj.docstring is not None:
            obj.docstring.value = as_code(obj.docstring.value)
