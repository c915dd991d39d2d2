"""The page on configurations says what the models that check them say."""

from __future__ import annotations

from pathlib import Path

import pytest
from scripts import config_docs

from ofsight.learning.config import ExtractorConfig
from ofsight.training.config import ReaderConfig


def test_the_page_is_up_to_date() -> None:
    assert config_docs.main(["--check"]) == 0


def test_a_page_that_is_missing_or_out_of_date_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "configuration.md"
    assert config_docs.main(["--check", "--page", str(path)]) == 1
    assert config_docs.main(["--page", str(path)]) == 0
    assert config_docs.main(["--check", "--page", str(path)]) == 0
    path.write_text(path.read_text(encoding="utf-8").replace("`256`", "`512`"), encoding="utf-8")
    assert config_docs.main(["--check", "--page", str(path)]) == 1
    assert capsys.readouterr().err.count("is out of date; run python scripts/config_docs.py") == 2


def test_every_key_has_its_row_in_its_section() -> None:
    page = config_docs.page()
    reader, extractor = page[page.index("## A reader") :].split("## An extractor")
    for key in ExtractorConfig.model_fields:
        assert f"| `{key}` |" in extractor
    sections = {"": reader.partition("###")[0]}
    for part in reader.split("### ")[1:]:
        name, _, text = part.partition("\n")
        sections[name.strip("[]")] = text
    places = [("", ReaderConfig)]
    for name, model in places:
        for key, field in model.model_fields.items():
            if hasattr(field.annotation, "model_fields"):
                places.append((f"{name}.{key}".lstrip("."), field.annotation))
            else:
                assert f"| `{key}` |" in sections[name], f"{name}.{key}"
    assert set(sections) == {name for name, _ in places}
    assert len(sections) == 11


@pytest.mark.parametrize(
    "row",
    [
        "| `total` | whole number, at least 1 | `256` | Upper bound of a window. |",
        '| `reader` | `"network"`, `"both"` | `"both"` |',
        "| `train` | list of texts, 1 or more | must be given |",
        "| `masked` | number, over 0, at most 1 | `0.2` |",
        "| `theme_thresholds` | table of numbers, at least 0, at most 1 | none |",
        '| `kind` | `"extractor"` | must be given |',
        "| `texts` | path | none |",
    ],
)
def test_rows_tell_values_default_and_meaning(row: str) -> None:
    assert f"\n{row}" in config_docs.page()


def test_no_markup_of_docstrings_is_left() -> None:
    page = config_docs.page()
    assert "``" not in page
    assert ":class:" not in page
