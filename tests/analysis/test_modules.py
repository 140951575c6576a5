"""Function modules: whose staff a result is about, in numbers and in what is withheld."""

import msgspec
import pytest

from analysis.audit import too_telling
from analysis.publication import Publication, Rate, invited_of
from analysis.publishing.coarse import Rules, coarse_comparisons
from analysis.report import NotShown, Report, report_of
from analysis.segments import by_segment
from analysis.series import OTHER_STAFF, exact, trend_of
from analysis.stats.superiority import Superiority, superiority
from analysis.tables import tabulate
from survey.rounds import Thresholds
from tests.analysis.modules import (
    INVITED,
    LEADERS_INVITED,
    SALES,
    SERVICE,
    STAFF,
    asked,
    module_answers,
    module_publication,
    rates,
)

SIX_SALES = {**STAFF, ("Berlin", SALES): 4}
"""With the two in Leeds, six staff answer the module of field sales."""


@pytest.fixture(scope="module")
def publication() -> Publication:
    return module_publication()


@pytest.fixture(scope="module")
def report(publication: Publication) -> Report:
    return report_of(publication)


def found(report: Report, pillar: str) -> Superiority:
    gap = next(each.gap for each in report.pillars if each.question.id == pillar)
    numbers = exact(gap)
    assert numbers is not None
    return numbers


def test_a_modules_roster_is_the_staff_of_its_function(
    publication: Publication, report: Report
) -> None:
    counts = [publication.table("service", group) for group in ("leaders", "staff")]
    leaders, staff = (each.counts for each in counts if each is not None)
    assert leaders is not None
    assert staff is not None

    by_hand = superiority(
        leaders, staff, invited_leaders=LEADERS_INVITED, invited_staff=INVITED[SERVICE]
    )

    assert found(report, "service") == by_hand
    assert found(report, "service").factor_staff == pytest.approx(1 - 40 / 50)
    assert found(report, "sales").factor_staff == pytest.approx(1 - 14 / 20)
    assert found(report, "shared").factor_staff == pytest.approx(1 - 130 / 152)


def test_where_a_functions_roster_is_not_known_its_module_has_no_factor() -> None:
    hidden = rates(invited={SERVICE: None, SALES: 20})

    report = report_of(module_publication(known=hidden))

    assert found(report, "service").factor_staff == 1
    assert found(report, "shared").factor_staff < 1
    assert report_of(module_publication(known=hidden[:2])).method.modules[0].invited is None


def test_a_function_is_found_however_the_people_list_writes_it() -> None:
    service = next(each for each in asked() if each.id == "service")
    listed = [
        Rate(group="staff", invited=30, answered=20, segment={"function": "CUSTOMER SERVICE"}),
        Rate(group="staff", invited=12, answered=9, segment={"function": "Customer service"}),
        Rate(group="leaders", invited=9, answered=9, segment={"function": "Customer service"}),
        Rate(group="staff", invited=99, answered=9, segment={"department": "Customer service"}),
    ]

    assert invited_of(listed, service).staff == 42
    unknown = msgspec.structs.replace(listed[1], invited=None)
    assert invited_of([listed[0], unknown], service).staff is None


def test_six_staff_of_a_function_are_compared_with_their_own_roster_and_pass_the_audit() -> None:
    known = rates(SIX_SALES, invited={SERVICE: 50, SALES: 7})

    publication = module_publication(SIX_SALES, known=known)

    said = {each.question: each for each in publication.coarse}
    assert said.keys() == {"sales", "sales_first"}
    assert said["sales_first"].superiority is not None
    tables = tabulate(module_answers(SIX_SALES), asked(), few=5)
    assert list(too_telling(publication, tables)) == []
    wider = coarse_comparisons(
        tables,
        [(each.question, each.group) for each in publication.tables if each.counts],
        Rules(thresholds=Thresholds(), margin=0.1, rates=known[:2]),
    )
    assert said["sales_first"] not in wider


def test_the_audit_refuses_numbers_made_with_the_roster_of_all_staff() -> None:
    publication = module_publication(SIX_SALES, known=rates(SIX_SALES, invited={SALES: 7}))
    of_all = msgspec.structs.replace(
        publication,
        rates=tuple(
            msgspec.structs.replace(each, invited=400, answered=6)
            if each.segment == {"function": SALES}
            else each
            for each in publication.rates
        ),
    )
    tables = tabulate(module_answers(SIX_SALES), asked(), few=5)

    assert list(too_telling(publication, tables)) == []
    assert "sales_first" in [question for question, _ in too_telling(of_all, tables)]


def test_a_module_is_withheld_only_where_its_function_is(
    publication: Publication, report: Report
) -> None:
    empty = [
        each
        for each in publication.tables
        if each.question in {"service", "sales"} and each.withheld == "nobody answered"
    ]
    assert {"function": "Office"} in [each.segment for each in empty]

    modules = {each.title for each in publication.questions if each.function}
    withheld = {
        (each.group, each.segment, each.reason)
        for each in report.withheld
        if modules.intersection(each.questions)
    }

    leeds = (("department", "Leeds"),)
    assert ("staff", leeds, "fewer than 5 answers") in withheld
    assert not [each for each in withheld if each[2] == "nobody answered"]


def test_a_module_that_nobody_of_its_function_answered_is_said_to_be_withheld() -> None:
    silent = {key: many for key, many in STAFF.items() if key[1] != SALES}
    known = rates(silent, invited=INVITED)

    report = report_of(module_publication(silent, known=known))
    nobody = report_of(module_publication(silent, known=rates(silent, invited={SERVICE: 50})))

    told = [each for each in report.withheld if each.reason == "nobody answered"]
    assert ("staff", ()) in [(each.group, each.segment) for each in told]
    assert not [each for each in nobody.withheld if each.reason == "nobody answered"]


def test_by_department_a_module_stands_where_its_staff_are_and_without_their_roster(
    report: Report,
) -> None:
    parts = {each.question.id: each for each in by_segment(report, "department")}

    assert [each.segment for each in parts["shared"].segments] == ["Berlin", "Leeds", "Lyon"]
    assert [each.segment for each in parts["sales"].segments] == ["Berlin", "Leeds"]
    gaps = [each.gap for each in parts["service"].segments]
    assert [numbers.factor_staff for each in gaps if (numbers := exact(each))] == [1, 1, 1]


def test_by_function_a_module_does_not_stand_beside_itself(report: Report) -> None:
    parts = {each.question.id: each for each in by_segment(report, "function")}

    assert parts.keys() == {"shared"}
    service = exact(next(each.gap for each in parts["shared"].segments if each.segment == SERVICE))
    assert service is not None
    assert service.factor_staff == pytest.approx(0.2)


def test_who_answered_is_told_of_all_staff_and_of_each_modules(report: Report) -> None:
    leaders, staff = report.method.groups
    service, sales = report.method.modules

    assert (leaders.used, staff.used) == ((20, 20), (130, 130))
    assert (service.function, service.invited, service.answered) == (SERVICE, 50, 40)
    assert sales.used == (14, 14)
    assert sales.census_share == pytest.approx(0.7)
    question = next(each.question for each in report.pillars if each.question.id == "sales")
    assert report.method.groups_for(question) == (leaders, sales)


def test_rounds_are_not_subtracted_where_a_module_went_to_other_staff(report: Report) -> None:
    later = module_publication(name="Winter", seed=4)
    elsewhere = msgspec.structs.replace(
        later,
        questions=tuple(
            msgspec.structs.replace(each, function="Support") if each.function == SERVICE else each
            for each in later.questions
        ),
    )

    same = trend_of([report, report_of(later)], "service")
    other = trend_of([report, report_of(elsewhere)], "service")

    assert not isinstance(same.first_to_last, NotShown)
    assert same.points[1].apart is None
    assert other.points[1].apart == OTHER_STAFF
