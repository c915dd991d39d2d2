"""An article on the page: marks that cross and nest, what they tell, and the way to evidence."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.explorer.conftest import go
from tests.explorer.made import FIRST, SECOND, THIRD


@pytest.fixture
def article(page: Page) -> Page:
    go(page, "#/article/halton-2021", "article")
    return page


def marked(page: Page, selector: str) -> str:
    return "".join(page.locator(f"#text {selector}").all_text_contents())


def test_the_text_is_there_block_by_block(article: Page) -> None:
    assert article.locator("#text > .block").count() == 4
    headline = article.locator("#text h2")
    assert headline.inner_text() == "Halton rated inadequate 😀"
    assert article.locator("#text details.furniture").count() == 2
    expect(article.locator("#text details .block").first).to_be_hidden()
    article.locator("#text details summary").first.click()
    assert article.locator("#text details .block-text").first.inner_text() == "Menu"


def test_marks_hold_exactly_their_words_also_behind_characters_of_two_units(article: Page) -> None:
    assert marked(article, ".finding.strength") == THIRD
    assert marked(article, ".quotation") == "Too many children wait, and 😀 supervision is rare,"
    assert marked(article, ".entity.COUNCIL") == "Halton council"
    assert marked(article, ".entity.QUANTITY") == "28.7%"
    assert article.locator("#text .finding.first").count() == 4


def test_spans_that_cross_are_both_drawn_whole(article: Page) -> None:
    assert marked(article, ".entity.OTHER") == "rare,” said"
    parts = article.locator("#text .entity.OTHER").all_text_contents()
    assert parts == ["rare,", "” said"], "cut where the quotation ends"
    assert article.locator("#text .quotation .entity.OTHER").count() == 1
    assert article.locator("#text .finding .entity.OTHER").count() == 2


def test_the_pointer_and_the_focus_show_values(article: Page) -> None:
    article.locator("#text .entity.COUNCIL").hover()
    tip = article.locator("#tip")
    assert "Halton (E06000006)" in tip.inner_text()
    assert "Finding" in tip.inner_text(), "the finding around it as well"
    article.locator("#text .entity.QUANTITY").hover()
    expect(tip).to_contain_text("28.7%")
    article.locator("#text .quotation").first.hover()
    expect(tip).to_contain_text("Jo Marsh")
    article.keyboard.press("Escape")
    expect(tip).to_have_count(0)


def test_j_and_k_go_from_finding_to_finding(article: Page) -> None:
    article.keyboard.press("j")
    assert "".join(article.locator(".finding.here").all_text_contents()) == FIRST
    label = article.evaluate("document.activeElement.getAttribute('aria-label')")
    assert label.startswith(
        "Finding: Weakness; Themes: Overall effectiveness 0.80; Whose words: Inspectorate"
    )
    assert "Halton (E06000006)" in article.locator("#tip").inner_text()
    article.keyboard.press("j")
    assert "".join(article.locator(".finding.here").all_text_contents()) == SECOND
    article.keyboard.press("k")
    assert "".join(article.locator(".finding.here").all_text_contents()) == FIRST
    assert "Halton council was rated" in article.locator(".card.current").inner_text()
    article.keyboard.press("e")
    assert "".join(article.locator(".here").all_text_contents()) == "Halton council"
    article.keyboard.press("ArrowDown")
    assert "".join(article.locator(".finding.here").all_text_contents()) == SECOND


def test_a_fact_is_one_click_from_its_evidence(article: Page) -> None:
    for section, words in (
        ("judgements", FIRST),
        ("roles", SECOND),
        ("measures", "Agency staff made up 28.7% of the workforce."),
    ):
        card = article.locator(f"#{section} .card")
        card.click()
        expect(article.locator(".flash").first).to_be_in_viewport()
        assert "".join(article.locator(".flash").all_text_contents()) == words
    # A second click on the same card goes there again.
    article.evaluate("document.querySelectorAll('.flash').forEach((each) => each.classList.remove('flash'))")
    article.locator("#measures .card").click()
    assert article.locator(".flash").count() > 0


def test_facts_are_told_in_words(article: Page) -> None:
    assert "Inadequate" in article.locator("#judgements").inner_text()
    assert "Overall effectiveness, Halton" in article.locator("#judgements").inner_text()
    assert "28.7%" in article.locator("#measures").inner_text()
    assert "Agency rate, Halton" in article.locator("#measures").inner_text()
    assert "director, Halton" in article.locator("#roles").inner_text()


def test_layers_are_switched_off_and_stay_so_in_the_next_article(article: Page) -> None:
    colour = "getComputedStyle(document.querySelector('#text .entity')).backgroundColor"
    assert article.evaluate(colour) != "rgba(0, 0, 0, 0)"
    article.locator(".legend").get_by_label("Entities").uncheck()
    assert article.evaluate(colour) == "rgba(0, 0, 0, 0)"
    go(article, "#/article/halton-report", "article")
    again = article.locator(".legend").get_by_label("Entities")
    assert not again.is_checked()
    again.check()


def test_n_and_p_go_through_the_articles_that_are_filtered(page: Page) -> None:
    go(page, "#/article/halton-2021?council=E06000006", "article")
    assert page.locator(".steps").inner_text().endswith("1 of 2")
    page.keyboard.press("n")
    expect(page.locator("h1")).to_have_text("Halton: inspection of children’s services")
    page.keyboard.press("p")
    expect(page.locator("h1")).to_have_text("Halton rated inadequate")
    page.keyboard.press("u")
    page.wait_for_selector("body[data-ready=articles]")
    assert page.locator(".tally").inner_text() == "2 of 122 documents"


def test_a_link_to_a_place_opens_there(page: Page) -> None:
    go(page, "#/article/halton-2021?at=35", "article")
    assert page.locator(".flash").count() == 1
    go(page, "#/article/nobody", "article")
    assert "holds no document called nobody" in page.locator("main").inner_text()


def test_the_address_of_an_article_is_a_link_only_if_it_is_one_of_the_web(article: Page) -> None:
    link = article.get_by_role("link", name="original")
    assert link.get_attribute("href") == "https://example.org/halton"
    assert "noopener" in (link.get_attribute("rel") or "")
