"""The documentation builds without a warning, is complete, and needs nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import html
from tests.docs.conftest import build_site

import ofsight
from ofsight.cli.main import cli

ROOT = Path(__file__).resolve().parents[2]
FETCHED = {
    "script": "src",
    "link": "href",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "object": "data",
    "video": "src",
    "use": "href",
}
"""What a browser fetches by itself, and the attribute that says from where."""


def pages(site: Path) -> Iterator[tuple[str, html.HtmlElement]]:
    """Yield the pages of the site with their names."""
    for path in sorted(site.rglob("*.html")):
        yield str(path.relative_to(site)), html.fromstring(path.read_bytes())


def identifiers(site: Path, page: str) -> set[str]:
    """Return what a link can point at on a page."""
    return set(html.fromstring((site / page).read_bytes()).xpath("//@id"))


@pytest.mark.parametrize("link", ["nowhere.md", "index.md#nowhere", "/index.md", "data.csv"])
def test_a_link_that_leads_nowhere_stops_the_build(link: str, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text(f"# Page\n\n[there]({link})\n")
    (tmp_path / "mkdocs.yml").write_text(
        f"INHERIT: {ROOT}/mkdocs.yml\ndocs_dir: docs\nhooks: []\nplugins: []\nnav: [index.md]\n"
        "theme: {name: mkdocs}\nmarkdown_extensions: []\nextra_css: []\n"
    )
    done = build_site(tmp_path / "site", "--config-file", str(tmp_path / "mkdocs.yml"))
    assert done.returncode == 1
    assert f"link '{link}'" in done.stderr


def test_every_page_of_the_source_is_there(site: Path) -> None:
    sources = [path.relative_to(ROOT / "docs") for path in (ROOT / "docs").rglob("*.md")]
    wanted = {str(path.with_suffix(".html")) for path in sources if "data" not in path.parts}
    assert wanted <= {name for name, _ in pages(site)}
    assert {"SECURITY.html", "models/standard/index.html", "annotations/GUIDELINES.html"} <= {
        name for name, _ in pages(site)
    }


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    for name, page in pages(site):
        for tag, attribute in FETCHED.items():
            for address in page.xpath(f"//*[local-name() = '{tag}']/@{attribute}"):
                parts = urlsplit(address)
                assert not parts.netloc, f"{name}: {tag} from {address}"
                assert parts.scheme in {"", "data"}, f"{name}: {tag} from {address}"
    for sheet in site.rglob("*.css"):
        for address in re.findall(r"url\(([^)]*)\)|@import[^;]*", sheet.read_text(encoding="utf-8")):
            assert not re.match(r"[\"']?(https?:)?//", address), f"{sheet.name}: {address}"


def test_what_a_page_fetches_is_there(site: Path) -> None:
    for name, page in pages(site):
        if name == "404.html":  # its addresses are those of a server
            continue
        for tag, attribute in FETCHED.items():
            for address in page.xpath(f"//*[local-name() = '{tag}']/@{attribute}"):
                path = urlsplit(address).path
                assert not path or ((site / name).parent / path).exists(), f"{name}: {address}"


def test_every_command_has_its_section(site: Path) -> None:
    names = cli.list_commands(cli.make_context("ofsight", [], resilient_parsing=True))
    assert {"annotate", "train", "evaluate"} <= set(names)
    assert {f"ofsight-{name}" for name in names} <= identifiers(site, "commands.html")
    assert "Sentinel" not in (site / "commands.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("package", "page"),
    [
        ("ofsight.record", "api/record.html"),
        ("ofsight.evaluation", "api/evaluation.html"),
        ("ofsight.stories", "api/stories.html"),
        ("ofsight.register", "api/pipeline.html"),
    ],
)
def test_public_names_are_documented(site: Path, package: str, page: str) -> None:
    documented = {name.rpartition(".")[2] for name in identifiers(site, page) if name.startswith(package)}
    names = {name for name in import_module(package).__all__ if not name.isupper()}
    assert names - documented == set()


def test_what_the_package_itself_offers_is_documented(site: Path) -> None:
    documented = identifiers(site, "api/index.html") | identifiers(site, "api/record.html")
    for name in set(ofsight.__all__) - {"__version__"}:
        thing = getattr(ofsight, name)
        assert f"{thing.__module__}.{thing.__qualname__}" in documented
    errors = {name for name in vars(import_module("ofsight.errors")) if name.endswith("Error")}
    assert {f"ofsight.errors.{name}" for name in errors} <= documented


def test_no_markup_of_docstrings_is_left(site: Path) -> None:
    for path in (site / "api").glob("*.html"):
        text = html.fromstring(path.read_bytes()).text_content()
        found = re.search(r":(?:mod|func|class|meth|attr):`[^`]*`|``\w+", text)
        assert found is None, f"{path.name}: {found[0] if found else ''}"


def test_the_drawing_is_part_of_its_page_and_has_words_for_who_cannot_see_it(site: Path) -> None:
    (drawing,) = html.fromstring((site / "how-it-works.html").read_bytes()).xpath(
        "//*[local-name() = 'svg'][@role = 'img']"
    )
    words = drawing.get("aria-labelledby").split()
    assert [drawing.xpath(f"string(.//*[@id = '{word}'])") != "" for word in words] == [True, True]


def test_pictures_have_words(site: Path) -> None:
    for name, page in pages(site):
        for picture in page.xpath("//article//img"):
            assert picture.get("alt"), f"{name}: {picture.get('src')}"
