from __future__ import annotations

from tests.stories.told import news, report

from ofsight.record import Record
from ofsight.record.io import without_text
from ofsight.stories import tell_story

ARTICLE = news(
    "n",
    "2021",
    marked=(
        "[Halton|COUNCIL=E06000006] is led by [Ada\u00a0Marsh|OFFICIAL].\n"
        "[Halton council|COUNCIL=E06000006] was asked.\n"
        "[Marsh|OFFICIAL] and [Somewhere|COUNCIL] met [Joan Firth|OFFICIAL] and [Kim Firth|OFFICIAL] of\n"
        "[Wirral|COUNCIL=E08000015]; [Firth|OFFICIAL] agreed."
    ),
)


def with_role(record: Record, official: str) -> Record:
    role = {"official": official, "role": "leader", "organisation": None, "evidence": [0, 5]}
    return Record.model_validate(record.model_dump(mode="json", by_alias=True) | {"roles": [role]})


def test_mentions_of_a_council_are_one_under_its_short_name() -> None:
    councils = tell_story(ARTICLE).councils
    assert [(each.code, each.name, len(each.mentions)) for each in councils] == [
        ("E06000006", "Halton", 2),
        ("E08000015", "Wirral", 1),
    ]


def test_the_council_of_a_report_is_told_without_a_mention() -> None:
    (council,) = tell_story(report("r", "2020-03-02")).councils
    assert (council.name, council.mentions) == ("Halton", ())


def test_an_official_goes_by_the_fullest_name_unless_two_bear_it() -> None:
    officials = tell_story(ARTICLE).officials
    assert [(each.name, len(each.mentions)) for each in officials] == [
        ("Ada Marsh", 2),
        ("Joan Firth", 1),
        ("Kim Firth", 1),
        ("Firth", 1),
    ]


def test_posts_come_with_the_official_also_without_the_text() -> None:
    record = with_role(ARTICLE, "Ada Marsh")
    assert [role.role for role in tell_story(record).officials[0].roles] == ["leader"]
    (official,) = tell_story(without_text(record)).officials
    assert (official.name, official.mentions, len(official.roles)) == ("Ada Marsh", (), 1)


def test_every_mention_has_its_canonical_name() -> None:
    text = ARTICLE.text or ""
    start = text.index("Marsh and")
    names = tell_story(ARTICLE).names
    assert names[start, start + len("Marsh"), "OFFICIAL"] == "Ada Marsh"
    assert "Somewhere" not in {text[start:end] for start, end, _ in names}
