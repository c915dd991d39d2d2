"""CITATION.cff has the structure of the Citation File Format 1.2.0, and agrees with the project."""

from __future__ import annotations

import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REQUIRED = {"authors", "cff-version", "message", "title"}
TEXTS = {"abstract", "cff-version", "license", "message", "title", "type", "version"}


def test_the_structure_is_that_of_the_format() -> None:
    assert REQUIRED <= set(CITATION) <= TEXTS | REQUIRED | {"keywords"}
    assert CITATION["cff-version"] == "1.2.0"
    assert CITATION["type"] in {"software", "dataset"}
    assert all(isinstance(CITATION[key], str) and CITATION[key] for key in TEXTS)
    assert all(isinstance(word, str) for word in CITATION["keywords"])
    assert len(set(CITATION["keywords"])) == len(CITATION["keywords"])


def test_authors_are_entities_with_a_name() -> None:
    assert CITATION["authors"]
    assert all(set(author) == {"name"} and author["name"] for author in CITATION["authors"])


def test_it_agrees_with_the_project() -> None:
    assert CITATION["version"] == PROJECT["version"]
    assert CITATION["license"] == PROJECT["license"]
    assert [author["name"] for author in CITATION["authors"]] == [
        author["name"] for author in PROJECT["authors"]
    ]


def test_the_page_on_citing_names_versions_that_are_there() -> None:
    page = (ROOT / "docs" / "cite.md").read_text(encoding="utf-8")
    model = (ROOT / "models" / "standard" / "README.md").read_text(encoding="utf-8").splitlines()[0]
    assert f"(version {PROJECT['version']}, model {model.removeprefix('# Model card: ')})" in " ".join(
        page.replace("\n>", "").split()
    )
