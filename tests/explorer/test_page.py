"""The page as a file: the same each time, whole, and with nothing in it that could run but ours."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from pathlib import Path

import pytest
from tests.explorer.made import document, leeds, news, report
from tests.explorer.unpacking import element

from ofsight.errors import ExplorerError
from ofsight.explorer import assets, build_page, make_page, write_page


def _hash(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"


def _policy(page: str) -> dict[str, list[str]]:
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert found
    return {name: values for name, *values in (part.split() for part in html.unescape(found[1]).split(";"))}


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    records = [news(), report(), *map(leeds, range(5))]
    write_page(records, tmp_path / "a.html")
    write_page(iter(records), tmp_path / "b.html")
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    assert (tmp_path / "a.html").read_text(encoding="utf-8") == build_page(records)


def test_the_page_counts_what_is_on_it(tmp_path: Path) -> None:
    page = write_page([news(), leeds(1)], tmp_path / "a.html")
    assert (page.articles, page.findings, page.without_text) == (2, 6, 0)


def test_the_policy_names_every_script_and_style_and_allows_no_request() -> None:
    page = build_page([news()])
    policy = _policy(page)
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    styles = re.findall(r"<style[^>]*>(.*?)</style>", page, re.DOTALL)
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == [_hash(scripts[0]), _hash(element(page, "library"))]
    assert len(scripts) == 1
    assert {_hash(style) for style in styles} == set(policy["style-src-elem"])
    assert policy["base-uri"] == policy["form-action"] == ["'none'"]
    assert "connect-src" not in policy
    assert not any(
        "unsafe" in value for values in (policy["script-src"], policy["style-src"]) for value in values
    )


def test_the_policy_stands_before_everything_that_it_is_for() -> None:
    page = build_page([news()])
    assert page.index("Content-Security-Policy") < page.index("<style") < page.index("<script")
    assert "src=" not in page.split("<script>")[0]
    assert "<link" not in page


def test_the_charting_library_is_that_of_the_package() -> None:
    assert element(build_page([news()]), "library") == assets.charting_library()
    assert "Licensed under the MIT license" in assets.charting_library()[:300]


@pytest.mark.parametrize(
    "words",
    [
        "</script><script>alert(1)</script>",
        "<!-- <script>",
        "{{index}}",
        "{{script}} \\1 \\g<0>",
        "\u2028\u2029",
    ],
)
def test_what_records_say_is_nowhere_in_the_page_as_it_is(words: str) -> None:
    record = document(words, f"A {words} b", meta={"title": words})
    plain = build_page([document("x", "A b", meta={"title": "x"})])
    page = build_page([record])
    assert page.count("<script") == plain.count("<script")
    assert words not in page.split('id="index"')[1].split("<script>")[0]


def test_a_title_is_escaped_and_nothing_is_put_into_it() -> None:
    page = build_page([news()], title='</title><script>alert("{{index}}")</script>')
    head = page[: page.index('id="index"')]
    assert "&lt;/title&gt;&lt;script&gt;alert(&quot;{{index}}&quot;)&lt;/script&gt;" in head
    assert "<script>alert" not in page


def test_without_records_there_is_no_page(tmp_path: Path) -> None:
    with pytest.raises(ExplorerError, match=r"no record to look at.*ofsight annotate"):
        write_page([], tmp_path / "a.html")
    assert list(tmp_path.iterdir()) == []


def test_a_page_that_cannot_be_written_says_why(tmp_path: Path) -> None:
    with pytest.raises(ExplorerError, match=r"is a folder: give the name of a file"):
        write_page([news()], tmp_path)
    with pytest.raises(ExplorerError, match=r"no folder .*nowhere; make it first"):
        write_page([news()], tmp_path / "nowhere" / "a.html")


def test_a_failure_leaves_the_page_that_was_there(tmp_path: Path) -> None:
    target = tmp_path / "a.html"
    target.write_text("before")

    def broken() -> object:
        yield news()
        raise ExplorerError("the input broke off")

    with pytest.raises(ExplorerError, match="broke off"):
        write_page(broken(), target)  # type: ignore[arg-type]
    assert target.read_text() == "before"
    assert list(tmp_path.iterdir()) == [target]


def test_every_asset_is_used_and_small() -> None:
    folder = Path(assets.__file__).parent / "assets"
    assert {path.name for path in folder.iterdir()} == {*assets.SCRIPTS, *assets.STYLES, "page.html"}
    for path in folder.iterdir():
        assert len(path.read_text(encoding="utf-8").splitlines()) < 400, path.name


def test_no_script_makes_markup_of_strings() -> None:
    forbidden = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc"
    )
    assert forbidden.search(assets.script()) is None


def test_stand_off_records_are_counted() -> None:
    from ofsight.record.io import without_text

    assert make_page([without_text(news()), news("b")]).without_text == 1
