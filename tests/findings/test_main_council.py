from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ofsight.findings.main_council import (
    MAIN,
    choose_council,
    collect_council_clues,
    load_main_council_model,
)
from ofsight.record import Block, Entity

CODES = {"Medway": "E06000035", "Kent": "E10000016", "Slough": "E06000039", "Maidstone": "E07000110"}


def article(*blocks: tuple[str, str]) -> dict[str, dict[str, float]]:
    """Clues on an article whose councils are marked: a name and an asterisk."""
    text, made, entities = "", [], []
    for label, content in blocks:
        start = len(text)
        for word in content.split():
            name = word.removesuffix("*")
            if word.endswith("*"):
                end = len(text) + len(name)
                entities.append(
                    Entity(start=len(text), end=end, label="COUNCIL", text=name, value=CODES[name])
                )
            text += name + " "
        made.append(Block(start=start, end=len(text) - 1, label=label))
        text = text[:-1] + "\n\n"
    return collect_council_clues(text, made, entities, None)


def test_the_council_of_the_title_is_the_articles_own() -> None:
    clues = article(
        ("headline", "Medway* told to act"),
        ("paragraph", "Inspectors of Medway* found children waiting."),
        ("paragraph", "A director from Kent* has come to help, as she did in Slough* last year."),
    )
    assert choose_council(clues) == ("E06000035", "E06000035")


def test_an_article_on_several_has_none_of_its_own() -> None:
    clues = article(
        ("paragraph", "Kent* , Medway* and Slough* have all been inspected."),
        ("subheading", "Slough*"),
        ("paragraph", "Slough* is good."),
        ("subheading", "Kent*"),
        ("paragraph", "Kent* is good."),
        ("subheading", "Medway*"),
        ("paragraph", "Medway* is good."),
    )
    chosen = choose_council(clues)
    assert chosen.main is None
    assert chosen.likeliest in clues


def test_a_place_tells_where_no_council_is_marked() -> None:
    clues = article(("headline", "Children of Medway wait"), ("paragraph", "Nobody in Medway is told why."))
    assert choose_council(clues).main == "E06000035"


def test_a_marked_name_is_no_place_besides() -> None:
    (clues,) = article(("paragraph", "Medway* is late.")).values()
    assert clues["share of names"] == 1
    assert "share of places" not in clues


def test_districts_and_furniture_are_no_candidates() -> None:
    clues = article(("boilerplate", "Slough news"), ("paragraph", "Maidstone* and Kent* are late."))
    assert list(clues) == ["E10000016"]


def test_nobody_is_named() -> None:
    assert choose_council(article(("paragraph", "Children wait."))) == (None, None)


@pytest.mark.parametrize("clue", ["share of names", "named first", "as a body", "alone in the title"])
def test_the_shipped_model_thinks_so_too(clue: str) -> None:
    model = load_main_council_model()
    assert model.weights[clue].argmax() == model.labels.index(MAIN)


@given(st.lists(st.sampled_from(["Medway*", "Kent*", "Slough", "waits."]), min_size=1, max_size=12))
def test_shares_are_shares(words: list[str]) -> None:
    clues = article(("paragraph", " ".join(words)))
    assert all(0 <= amount <= 1 for of in clues.values() for amount in of.values())
    for share in ("share", "share of names", "share of places"):
        assert sum(of.get(share, 0.0) for of in clues.values()) == pytest.approx(1) or not any(
            share in of for of in clues.values()
        )
