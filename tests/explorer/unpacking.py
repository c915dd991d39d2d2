"""Read a page as its script does."""

from __future__ import annotations

import base64
import gzip
import json
import re
from typing import Any


def element(page: str, name: str) -> str:
    """Return what the element of an id holds, unpacked."""
    found = re.search(rf'<script type="text/plain" id="{name}">([A-Za-z0-9+/=]*)</script>', page)
    assert found, f"the page has no element {name}"
    return _unpacked(found[1])


def index(page: str) -> Any:
    """Return the page's index."""
    return json.loads(element(page, "index"))


def bodies(page: str) -> list[list[Any]]:
    """Return the page's bodies, each a list of articles."""
    found = re.findall(r'<script type="text/plain" class="body">([A-Za-z0-9+/=]*)</script>', page)
    return [json.loads(_unpacked(each)) for each in found]


def _unpacked(base64_text: str) -> str:
    return gzip.decompress(base64.b64decode(base64_text)).decode()
