"""Write docs/configuration.md: every key of what ``ofsight train`` takes, from the models that check it.

python scripts/config_docs.py            # write the page
python scripts/config_docs.py --check    # fail where the page is not what the models say
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from ofsight.learning.config import ExtractorConfig
from ofsight.training.config import ReaderConfig

PAGE = Path(__file__).resolve().parent.parent / "docs" / "configuration.md"
KINDS: Mapping[str, type[BaseModel]] = {"reader": ReaderConfig, "extractor": ExtractorConfig}
INTRODUCTION = """# Configurations of `ofsight train`

Made by `python scripts/config_docs.py` from the models that check a configuration; change it there.

A configuration is a TOML file. Its `kind` says what is trained: a [reader](#a-reader), of which
[training.md](training.md) tells, or an [extractor](#an-extractor), of which
[tutorials/add-a-label.md](tutorials/add-a-label.md) tells. A key that is not listed here is an error, and all
that is wrong in a file is told at once.

`--set key=value` puts a value in the place of the file's for one run. The key is written with its section,
and the value is TOML or else plain words:

    ofsight train configs/standard.toml --set optimisation.passes=4 --set 'data.dev=["my/dev.jsonl"]'
"""
_TYPES = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}
_BOUNDS = {
    "minimum": "at least {}",
    "exclusiveMinimum": "over {}",
    "maximum": "at most {}",
    "exclusiveMaximum": "under {}",
    "minItems": "{} or more",
    "minLength": "not empty",
}

Schema = Mapping[str, Any]


def page() -> str:
    """Return the page."""
    parts = [INTRODUCTION]
    for kind, model in KINDS.items():
        article = "An" if kind[0] in "aeiou" else "A"
        parts += [f"## {article} {kind}\n", *_sections(kind, model)]
    return "\n".join(parts)


def _sections(kind: str, model: type[BaseModel]) -> Iterator[str]:
    """Yield the text and the table of each section: the file itself, then those below it in their order."""
    whole: Schema = model.model_json_schema()
    left = [("", whole)]
    while left:
        name, section = left.pop(0)
        if name:
            yield f"### [{name}]\n"
        yield f"{_plain(section['description'])}\n"
        required = set(section.get("required", ()))
        rows, below = [], []
        for key, described in section["properties"].items():
            inner = _section_of(described, whole)
            if inner is not None:
                below.append((f"{name}.{key}" if name else key, inner))
                continue
            values = f'`"{kind}"`' if key == "kind" else _values(described)
            default = "must be given" if key in required else _default(described.get("default"))
            rows.append((f"`{key}`", values, default, _plain(described["description"])))
        if rows:
            yield _table(rows)
        left = below + left


def _section_of(described: Schema, whole: Schema) -> Schema | None:
    reference = described.get("$ref")
    return None if reference is None else whole["$defs"][reference.rpartition("/")[2]]


def _table(rows: Sequence[tuple[str, str, str, str]]) -> str:
    lines = ["| key | values | default | meaning |", "|---|---|---|---|"]
    lines += [f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def _values(schema: Schema) -> str:
    """Say what values a schema allows."""
    if "anyOf" in schema:  # the other is null, which TOML does not have: the key is left out
        return _values(next(part for part in schema["anyOf"] if part.get("type") != "null"))
    if "enum" in schema:
        return ", ".join(f'`"{value}"`' for value in schema["enum"])
    bounds = [text.format(_number(schema[key])) for key, text in _BOUNDS.items() if key in schema]
    kind = schema["type"]
    if kind == "array":
        said = f"list of {_several(schema['items'])}"
    elif kind == "object":
        said = f"table of {_several(schema['additionalProperties'])}"
    elif schema.get("format") == "path":
        said = "path"
    else:
        said = _TYPES[kind]
    return ", ".join([said, *bounds])


def _several(schema: Schema) -> str:
    return re.sub(r"^(text|path|(whole )?number)", r"\1s", _values(schema))


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)


def _default(value: Any) -> str:
    if value is None or value == {}:
        return "none"
    return f"`{json.dumps(value, ensure_ascii=False)}`"


def _plain(text: str) -> str:
    """Turn the markup of docstrings into that of the page."""
    text = re.sub(r":\w+:`~?([^`]+)`", r"``\1``", text)
    paragraphs = [" ".join(part.split()) for part in text.replace("``", "`").split("\n\n")]
    return "\n\n".join(paragraphs)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page, or check it; return 1 where it is not what it should be."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="write nothing")
    parser.add_argument("--page", type=Path, default=PAGE, help="the page")
    options = parser.parse_args(arguments)
    text = page()
    if not options.check:
        options.page.write_text(text, encoding="utf-8", newline="\n")
    elif not options.page.is_file() or options.page.read_text(encoding="utf-8") != text:
        print(f"{options.page} is out of date; run python scripts/config_docs.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
