"""A report's own judgements: invented tables and verdicts of every form."""

from __future__ import annotations

import pytest

from ofsight.facts.report_judgements import find_report_judgements
from ofsight.record import Block, InspectionMeta, Judgement, Sentence

ILACS = InspectionMeta(
    council="E10000016",
    framework="ilacs",
    type="full",
    start="2022-11-07",
    end="2022-11-18",
    lead_inspector=None,
)
SIF = ILACS.model_copy(update={"framework": "sif", "start": "2015-03-03", "end": "2015-03-25"})
OLDER = ILACS.model_copy(update={"framework": "older", "start": "2013-07", "end": "2013-07"})


def areas(judgements: list[Judgement]) -> dict[str, str]:
    assert len({judgement.area for judgement in judgements}) == len(judgements)
    assert not any(judgement.previous for judgement in judgements)
    return {judgement.area: judgement.rating for judgement in judgements}


THREE_ROWS = """Judgement Grade
The impact of leaders on social work
practice with children and families
Requires improvement
to be good
The experiences and progress of children who need
help and protection Inadequate
The experiences and progress of children in care and care
leavers
Good
Overall effectiveness Inadequate
Since the last inspection much has changed.
The experiences and progress of children who need help and
protection: good
"""


def test_three_rows_and_overall_with_grades_beside_below_and_split() -> None:
    found = find_report_judgements(THREE_ROWS, ILACS)
    assert areas(found) == {
        "leadership": "requires_improvement",
        "help_and_protection": "inadequate",
        "children_in_care_and_care_leavers": "good",
        "overall": "inadequate",
    }
    assert {judgement.date for judgement in found} == {"2022-11-07/2022-11-18"}
    assert {judgement.inspection for judgement in found} == {"full"}
    assert {judgement.council for judgement in found} == {"E10000016"}


FOUR_ROWS = """Judgement Grade
The impact of leaders on social work
practice with children and families
Outstanding
The experiences and progress of
children who need help and protection
Good
The experiences and progress of
children in care
Good
The experiences and progress of care
leavers
Requires improvement to be good
{overall}Children live in Kent.
"""


def test_four_rows_and_overall() -> None:
    found = areas(find_report_judgements(FOUR_ROWS.format(overall="Overall effectiveness Good\n"), ILACS))
    assert found == {
        "leadership": "outstanding",
        "help_and_protection": "good",
        "children_in_care": "good",
        "care_leavers": "requires_improvement",
        "overall": "good",
    }


def test_no_overall_grade_from_2026() -> None:
    found = areas(find_report_judgements(FOUR_ROWS.format(overall=""), ILACS))
    assert "overall" not in found
    assert len(found) == 4


def test_the_table_block_is_the_evidence() -> None:
    end = THREE_ROWS.index("Since")
    table = Block(start=0, end=end - 1, label="table")
    found = find_report_judgements(THREE_ROWS, ILACS, [table])
    assert {judgement.evidence for judgement in found} == {(0, end - 1)}


def test_graded_headings_stand_in_for_a_table_that_cannot_be_read() -> None:
    text = (
        "Children are safe.\nThe experiences and progress of children who need help and protection: good\n"
        "1. Help comes early.\nThe experiences and progress of care leavers: outstanding\n2. It is good.\n"
    )
    found = areas(find_report_judgements(text, ILACS))
    assert found == {"help_and_protection": "good", "care_leavers": "outstanding"}


SINGLE_FRAMEWORK = """{verdict}
It is Ofsted’s expectation that all children receive good help.
1. Children who need help and protection Requires
Improvement
2. Children looked after and achieving
permanence
Good
2.1 Adoption performance Good
1 Ofsted produces this report under its power to combine reports in accordance with section 152 of the
Education and Inspections Act 2006. This report includes the report of the inspection of local authority
functions carried out under section 136 of that Act and the report of the review of the board.
2
2.2 Experiences and progress of care leavers
Requires improvement to
be good
3. Leadership, management and governance Inadequate
{board}
What the inspection judgements mean: an LSCB that is inadequate does not demonstrate its arrangements.
Key judgement Judgement grade
Leadership, management and governance Good
"""


@pytest.mark.parametrize(
    ("verdict", "overall"),
    [
        ("Children’s services in Kent are inadequate", "inadequate"),
        ("Children’s services in St. Helens Metropolitan Borough Council\nare good", "good"),
        ("Children’s services in Kent requires improvement to be good", "requires_improvement"),
        ("Children’s services require improvement to be good", "requires_improvement"),
        ("The overall judgement is good.", "good"),
        ("The overall judgement is requires improvement", "requires_improvement"),
        ("The overall judgement is that children’s services require\nimprovement", "requires_improvement"),
        ("The overall judgement is that children’s service requires\nimprovement.", "requires_improvement"),
    ],
)
def test_single_framework_rows_and_verdict(verdict: str, overall: str) -> None:
    found = areas(find_report_judgements(SINGLE_FRAMEWORK.format(verdict=verdict, board=""), SIF))
    assert found == {
        "overall": overall,
        "help_and_protection": "requires_improvement",
        "children_in_care": "good",
        "adoption": "good",
        "care_leavers": "requires_improvement",
        "leadership": "inadequate",
    }


@pytest.mark.parametrize(
    ("board", "rating"),
    [
        (
            "The Local Safeguarding Children Board (LSCB)\nThe Local Safeguarding Children Board is Good",
            "good",
        ),
        ("The Local Safeguarding Children Board requires improvement", "requires_improvement"),
        ("The effectiveness of the Local Safeguarding Children Board (LSCB) is\noutstanding", "outstanding"),
        (
            "The judgement for the effectiveness of the Local Safeguarding Children\nBoard (LSCB) is good",
            "good",
        ),
        ("The effectiveness of the LSCB requires improvement", "requires_improvement"),
        (
            "The arrangements in place to evaluate the effectiveness of what is done by the\nauthority"
            " and board partners to safeguard and promote the welfare of children\nare inadequate.",
            "inadequate",
        ),
    ],
)
def test_safeguarding_board(board: str, rating: str) -> None:
    text = SINGLE_FRAMEWORK.format(verdict="Children’s services in Kent are good", board=board)
    assert areas(find_report_judgements(text, SIF))["lscb"] == rating


def test_the_sentence_is_the_evidence_of_a_verdict() -> None:
    text = "The Local Safeguarding Children Board is good because it listens."
    whole = Sentence(start=0, end=len(text))
    (judgement,) = find_report_judgements(text, SIF, [], [whole])
    assert judgement.evidence == (0, len(text))


def test_looked_after_children_inspections_of_2013_grade_children_in_care() -> None:
    text = (
        "Inspection of looked after children services\n4. Leadership and management are adequate.\n"
        * 2
        + "Record of main findings\nServices for looked after children\nOverall effectiveness Adequate\n"
        "Capacity to improve Good\nLeadership and management Good\n"
    )
    found = find_report_judgements(text, OLDER)
    assert areas(found) == {"children_in_care": "adequate", "leadership": "good"}


def test_areas_that_were_not_judged_are_left_out() -> None:
    text = SINGLE_FRAMEWORK.format(verdict="Children’s services in Kent are good", board="").replace(
        "2.1 Adoption performance Good", "2.1 Adoption performance Not judged"
    )
    assert "adoption" not in areas(find_report_judgements(text, SIF))


@pytest.mark.parametrize("kind", ["focused_visit", "monitoring_visit", "jtai", "send"])
def test_visits_grade_nothing(kind: str) -> None:
    visit = ILACS.model_copy(update={"type": kind})
    assert find_report_judgements(THREE_ROWS, visit) == []
    assert find_report_judgements(THREE_ROWS, None) == []
