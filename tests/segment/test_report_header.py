"""What a report's head says of its inspection: heads of every form, invented but for the authorities."""

from __future__ import annotations

import pytest

from ofsight.record import Block, Meta
from ofsight.segment.report_header import fill_meta

CODES = {
    "BCP": "E06000058",
    "PLY": "E06000026",
    "STH": "E08000013",
    "TAM": "E08000008",
    "WLV": "E08000031",
    "WM": "E06000040",
}
ROWS = """Judgement Grade
The impact of leaders on social work
practice with children and families
Good
"""


def inspection_of(text: str):
    found = fill_meta(text, [], Meta()).inspection
    assert found is not None
    return found


def ilacs(dates: str, title: str = "Inspection of Kent local authority \nchildren’s services ") -> str:
    return f"{title}\nInspection dates: {dates}\nLead inspector: Ada Byron, His Majesty’s Inspector\n{ROWS}"


@pytest.mark.parametrize(
    ("dates", "start", "end", "kind"),
    [
        ("7 to 18 November 2022", "2022-11-07", "2022-11-18", "full"),
        ("2 to 6 December 2024", "2024-12-02", "2024-12-06", "short"),
        ("28 November to 9 December 2022", "2022-11-28", "2022-12-09", "full"),
        ("25 October 2021 to 5 November 2021", "2021-10-25", "2021-11-05", "full"),
        ("02 March 2020 – 13 March 2020", "2020-03-02", "2020-03-13", "full"),
        ("11 March 2019—22 March 2019", "2019-03-11", "2019-03-22", "full"),
        ("13 Feb 2017 - 9 March 2017", "2017-02-13", "2017-03-09", "full"),
        ("14 December – 5 January 2014", "2013-12-14", "2014-01-05", "full"),
        ("14/09/2015 – 08/10/2015", "2015-09-14", "2015-10-08", "full"),
        ("5 to 9 December 2022 and 14 to \n15 February 2023", "2022-12-05", "2023-02-15", "short"),
        (
            "8 July 2019 to 12 July 2019 and 7 August 2019 to \n8 August 2019",
            "2019-07-08",
            "2019-08-08",
            "short",
        ),
        ("28 July 2016", "2016-07-28", "2016-07-28", "short"),
        ("March 2020", "2020-03", "2020-03", "unspecified"),
    ],
)
def test_dates_in_every_form(dates: str, start: str, end: str, kind: str) -> None:
    found = inspection_of(ilacs(dates))
    assert (found.start, found.end, found.type) == (start, end, kind)
    assert found.framework == "ilacs"
    assert found.council == "E10000016"


SINGLE_FRAMEWORK = """1
Rutland County Council
Inspection of services for children in need of help and
protection, children looked after and care leavers
and
Review of the effectiveness of the Local Safeguarding Children
Board1
Inspection date: 3 March 2015 – 25 March 2015
Report published: 13 May 2015
Children’s services in Rutland are good
1. Children who need help and protection Good
{middle}
Information about this inspection
The inspection team
Lead inspector: Mary Anning-
Lovelace HMI
Deputy lead inspector: Rosa Parks
"""


def test_single_framework_head_with_the_team_at_the_end() -> None:
    text = SINGLE_FRAMEWORK.format(middle="The lead inspector met managers. " * 400)
    meta = fill_meta(text, [], Meta(published="2015-05-20"))
    assert meta.kind == "report"
    assert meta.title == (
        "Rutland County Council Inspection of services for children in need of help and protection,"
        " children looked after and care leavers and Review of the effectiveness of the Local Safeguarding"
        " Children Board"
    )
    assert meta.published == "2015-05-13", "the document's own date wins"
    found = inspection_of(text)
    assert (found.framework, found.type, found.council) == ("sif", "full", "E06000017")
    assert (found.start, found.end) == ("2015-03-03", "2015-03-25")


def test_review_of_the_board_alone() -> None:
    text = (
        "1\nKent Safeguarding Children Board\nReview of the effectiveness of the Local Safeguarding\n"
        "Children Board\nInspection date: 15 June 2015 – 17 June 2015\nReport published: 3/8/2015\n"
    )
    found = inspection_of(text)
    assert (found.council, found.framework, found.type) == ("E10000016", "sif", "unspecified")
    assert fill_meta(text, [], Meta()).published == "2015-08-03"


def test_looked_after_children_inspection_of_2013() -> None:
    text = (
        "Inspection of looked after children\nservices\nKent County Council\n"
        "Inspection dates: 8 – 12 July 2013\nReporting inspector Alan Turing HMI\n"
        "Age group: All\nPublished: 16 August 2013\n"
    )
    found = inspection_of(text)
    assert (found.council, found.framework, found.type) == ("E10000016", "older", "full")
    assert found.lead_inspector == "Alan Turing"
    assert fill_meta(text, [], Meta()).published == "2013-08-16"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Lead inspector: Ada Byron\nHer Majesty’s Inspector", "Ada Byron"),
        ("Lead inspector: Ada Byron, Her Majesty’s Inspector", "Ada Byron"),
        ("Lead inspector: Ada Byron HMI", "Ada Byron"),
        ("Lead inspector: Ada Byron (HMI)", "Ada Byron"),
        ("Lead inspector: Ada K Byron, HMI ", "Ada K Byron"),
        ("Lead inspector: Máire O’Connor-Smith, Ofsted Inspector", "Máire O’Connor-Smith"),
        ("Lead inspector: Ada Byron- Lovelace", "Ada Byron-Lovelace"),
        ("Lead inspector on site: Ada McByron", "Ada McByron"),
        (
            "Lead inspectors: Ada Byron, His Majesty’s Inspector, and Alan Turing, \nHis Majesty’s Inspector",
            "Ada Byron and Alan Turing",
        ),
    ],
)
def test_lead_inspector_without_the_post(line: str, name: str) -> None:
    title = "Kent County Council\nInspection of children’s social care services"
    text = f"{title}\nInspection dates: 2 to 6 March 2020\n{line}\n{ROWS}"
    assert inspection_of(text).lead_inspector == name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Inspection of Bournemouth, \nChristchurch and Poole local authority \nchildren’s services ", "BCP"),
        (
            "Inspection of the Royal Borough of \nWindsor and Maidenhead local \n"
            "authority children’s services",
            "WM",
        ),
        ("1\nSt Helens Metropolitan Borough \nCouncil\nInspection of children’s social care services", "STH"),
        ("1\nCity of Wolverhampton\nInspection of local authority children’s services", "WLV"),
        (
            "1\nTameside metropolitan borough\nInspection of local authority children’s social\n"
            "care services",
            "TAM",
        ),
        (
            "Inspection of Plymouth City Council children’s services\n22 January to 2 February 2024 1\n"
            "Inspection of Plymouth City Council\nlocal authority children’s services",
            "PLY",
        ),
    ],
)
def test_council_from_the_title(title: str, name: str) -> None:
    meta = fill_meta(ilacs("22 January to 2 February 2024", title), [], Meta())
    assert meta.inspection is not None
    assert meta.inspection.council == CODES[name]
    assert meta.title is not None
    assert meta.title.count("Inspection") == 1, "a running header is no part of the title"


FOCUSED_VISIT = """Ofsted
Agora
Nottingham
NG1 6HJ
T 0300 123 1231
www.gov.uk/ofsted

13 July 2022

Ms Jean Bartik
Director of Children’s Services
Kent County Council
Sessions House

Dear Ms Bartik

Focused visit to Kent children’s services

This letter summarises the findings of the focused visit to Kent children’s services on
14 and 15 June 2022. His Majesty’s Inspectors for this visit were Ada Byron and Alan
Turing.

Headline findings
Since the last inspection in March 2019, when services were judged to be good, much has changed.

Yours sincerely

Ada Byron
His Majesty’s Inspector
"""


def test_letter_about_a_focused_visit() -> None:
    meta = fill_meta(FOCUSED_VISIT, [], Meta())
    assert meta.title == "Focused visit to Kent children’s services"
    assert meta.published == "2022-07-13"
    found = inspection_of(FOCUSED_VISIT)
    assert (found.council, found.framework, found.type) == ("E10000016", "ilacs", "focused_visit")
    assert (found.start, found.end, found.lead_inspector) == ("2022-06-14", "2022-06-15", "Ada Byron")


def test_a_letter_that_names_its_visit_dates_is_dated_above_the_salutation() -> None:
    letter = FOCUSED_VISIT.replace(
        "Headline findings", "Visit dates: 14 and 15 June 2022\n\nHeadline findings"
    )
    assert fill_meta(letter, [], Meta()).published == "2022-07-13"


MONITORING_VISIT = """12 January 2022

Ms Jean Bartik
Director of Children’s Services
Kent County Council

Dear Ms Bartik
Monitoring visit of Kent children’s services
This letter summarises the findings of the second monitoring visit of Kent children’s services on 7 December
and 8 December 2021 since the local authority was judged inadequate in May 2021. It was a thorough visit.

Yours sincerely
Ada Byron
Her Majesty’s Inspector
"""


def test_letter_about_a_monitoring_visit_names_the_one_who_signed() -> None:
    found = inspection_of(MONITORING_VISIT)
    assert (found.council, found.type) == ("E10000016", "monitoring_visit")
    assert (found.start, found.end, found.lead_inspector) == ("2021-12-07", "2021-12-08", "Ada Byron")


def test_a_text_that_states_nothing() -> None:
    meta = fill_meta("Some words about nothing in particular.", [], Meta(title="Given", published="2020"))
    assert (meta.title, meta.published) == ("Given", "2020")
    assert meta.inspection is not None
    assert meta.inspection.model_dump() == {
        "council": None, "framework": None, "type": "unspecified", "start": None, "end": None,
        "lead_inspector": None,
    }  # fmt: skip


def test_the_headline_block_helps_where_lines_do_not() -> None:
    text = "Inspection of Kent local authority children’s services. Visited from 2 to 6 March 2020."
    meta = fill_meta(text, [Block(start=0, end=54, label="headline")], Meta())
    assert meta.title == "Inspection of Kent local authority children’s services"
    assert meta.inspection is not None
    assert (meta.inspection.council, meta.inspection.start) == ("E10000016", "2020-03-02")
