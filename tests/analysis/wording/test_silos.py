"""What is said of a silo matrix: nothing that was not found, and why something is not shown."""

from dataclasses import replace

import pytest

from analysis.report import Asymmetry, NotShown, Rating, Report, SiloMatrix, report_of
from analysis.wording import (
    PAIR_COLUMNS,
    asymmetries_sentence,
    asymmetry_row,
    asymmetry_sentence,
    asymmetry_title,
    everyone_finding,
    is_shown,
    matrix_finding,
    not_compared_lines,
    nothing_shown,
    of_100,
    overview_sentence,
    rating_words,
    silos_line,
    worth_a_look,
)
from analysis.wording.briefs import brief_lines
from tests.analysis.silos import silo_publication

FEW = {"Delivery": 40, "Finance": 3, "Sales": 36, "Legal": 6, "Support": 2}


@pytest.fixture(scope="module")
def report() -> Report:
    return report_of(silo_publication())


@pytest.fixture(scope="module")
def matrix(report: Report) -> SiloMatrix:
    assert report.silo_matrix is not None
    return report.silo_matrix


@pytest.fixture(scope="module")
def few() -> SiloMatrix:
    found = report_of(silo_publication(FEW)).silo_matrix
    assert found is not None
    return found


def turned(pair: Asymmetry) -> Asymmetry:
    """The same seen from the other department."""
    return replace(
        pair,
        one=pair.other,
        other=pair.one,
        estimate=1 - pair.estimate,
        low=1 - pair.high,
        high=1 - pair.low,
    )


def looked_at(matrix: SiloMatrix, *adjusted: float) -> SiloMatrix:
    """The matrix with these p-values on its first pairs, and without the others."""
    pairs = zip(matrix.asymmetries, adjusted, strict=False)
    return replace(matrix, asymmetries=tuple(replace(pair, p_worth_a_look=p) for pair, p in pairs))


def hidden(matrix: SiloMatrix) -> SiloMatrix:
    """The matrix with nothing to show."""
    gone = [
        Rating(rater=each.rater, rated=each.rated, answers=NotShown("fewer than 5 answers"))
        for each in (*matrix.ratings, *matrix.overall)
    ]
    return replace(
        matrix,
        ratings=tuple(each for each in gone if each.rater),
        overall=tuple(each for each in gone if not each.rater),
        asymmetries=(),
    )


def test_a_pair_worth_a_look_names_who_rates_lower_with_both_shares_and_their_limits(
    matrix: SiloMatrix,
) -> None:
    (pair,) = worth_a_look(matrix)

    said = asymmetry_sentence(matrix, pair)

    assert {pair.one, pair.other} == {"Delivery", "Sales"}
    assert said.startswith(
        "Sales rates working with Delivery lower than Delivery rates working with Sales: "
        "27 % against 72 % say it goes well (95 % limits 15 to 43 and 56 to 83); worth a look."
    )
    assert "Sales rates it lower in 72 of 100 cases, ties split evenly (59 to 82)" in said


def test_a_pair_reads_the_same_from_both_sides(matrix: SiloMatrix) -> None:
    for pair in matrix.asymmetries:
        assert asymmetry_sentence(matrix, turned(pair)) == asymmetry_sentence(matrix, pair)
        assert asymmetry_row(matrix, turned(pair)) == asymmetry_row(matrix, pair)


def test_a_pair_that_is_not_worth_a_look_is_never_said_to_rate_lower(matrix: SiloMatrix) -> None:
    rest = [each for each in matrix.asymmetries if not each.is_worth_a_look]

    assert rest
    for pair in rest:
        said = asymmetry_sentence(matrix, pair)
        assert "no difference is shown" in said
        assert "worth a look" not in said
        assert "the same" not in said


def test_an_interval_off_the_middle_that_does_not_survive_the_correction_is_said_as_that(
    few: SiloMatrix,
) -> None:
    pair = few.asymmetries[0]

    assert not pair.is_worth_a_look
    assert not pair.low <= 0.5 <= pair.high
    assert "no more than looking at 2 pairs would bring about" in asymmetry_sentence(few, pair)


def test_shares_that_point_the_other_way_are_explained(matrix: SiloMatrix) -> None:
    (pair,) = worth_a_look(matrix)
    against = replace(
        matrix,
        ratings=tuple(
            replace(each, favourable=0.9)
            if (each.rater, each.rated) == ("Sales", "Delivery")
            else each
            for each in matrix.ratings
        ),
    )

    assert "All answers decide, not this share alone." in asymmetry_sentence(against, pair)


@pytest.mark.parametrize(
    ("adjusted", "said"),
    [
        ((), "No two departments\u2019 ratings of each other can be compared."),
        ((0.01,), "The one pair of departments that can be compared is worth a look."),
        ((0.5,), "is not worth a look: no difference is shown, which does not rule one out."),
        ((0.01, 0.02), "All 2 pairs of departments that can be compared are worth a look."),
        ((0.5, 0.6), "None of the 2 pairs of departments that can be compared is worth a look"),
        ((0.01, 0.5), "1 is worth a look; the other one differs by no more than looking at 2"),
        ((0.01, 0.02, 0.5, 0.6), "2 are worth a look; the others differ by no more than"),
    ],
)
def test_one_line_sums_up_all_pairs(
    matrix: SiloMatrix, adjusted: tuple[float, ...], said: str
) -> None:
    sentence = asymmetries_sentence(looked_at(matrix, *adjusted))

    assert said in sentence
    assert "gap" not in sentence


@pytest.mark.parametrize(
    ("adjusted", "said"),
    [
        ((), "Two departments\u2019 ratings of each other cannot be compared"),
        ((0.5, 0.6), "No two departments are shown to rate working with each other differently"),
        ((0.01, 0.5), "Delivery rates working with Sales: 1 of 2 pairs is worth a look"),
        ((0.01, 0.02), "2 of 2 pairs of departments are worth a look, the widest Sales with"),
    ],
)
def test_the_matrixs_title_is_what_was_found(
    matrix: SiloMatrix, adjusted: tuple[float, ...], said: str
) -> None:
    assert said in matrix_finding(looked_at(matrix, *adjusted))


def test_the_lowest_is_named_with_how_many_others_may_be_as_low(matrix: SiloMatrix) -> None:
    first, *others = matrix.overall
    assert first.limits is not None
    overlap = [
        each for each in others if each.limits is not None and each.limits.low <= first.limits.high
    ]

    said = everyone_finding(matrix)

    assert said.startswith(f"Lowest of 5: {of_100(first.favourable or 0)} % of everybody else")
    assert f"the limits of {len(overlap)} others overlap" in said
    one = replace(matrix, overall=(first, replace(others[-1], limits=overlap[0].limits)))
    assert everyone_finding(one).endswith("the limits of 1 other overlap")
    assert "Lowest" not in everyone_finding(replace(matrix, overall=(first,)))
    assert "overlap" not in everyone_finding(replace(matrix, overall=(first, others[-1])))


def test_every_pair_is_compared_or_named_with_the_reason(few: SiloMatrix) -> None:
    lines = not_compared_lines(few)

    named = sum(int(each.split(" ", 1)[0]) for each in lines)
    assert named + len(few.asymmetries) == len(few.rated) * (len(few.rated) - 1) / 2
    assert "4 pairs cannot be compared (fewer than 8 answers): Delivery and Finance" in lines[0]
    for line in lines:
        assert "()" not in line


def test_a_department_that_is_not_counted_by_itself_is_named_so(few: SiloMatrix) -> None:
    merged = replace(few, ratings=tuple(each for each in few.ratings if each.rater != "Finance"))

    said = " ".join(not_compared_lines(merged))

    assert "answers of Finance are not counted by themselves" in said


def test_where_nothing_is_shown_the_reason_stands_once_with_what_to_do(matrix: SiloMatrix) -> None:
    gone = hidden(matrix)

    assert not is_shown(gone)
    assert nothing_shown(gone).count("fewer than 5 answers") == 1
    assert "people list whose departments are larger" in nothing_shown(gone)
    assert silos_line(gone) == "No rating between departments can be shown for this round."
    assert everyone_finding(gone) == "No department\u2019s rating by everybody else is shown"
    assert rating_words(gone.overall[0]) == "not shown, fewer than 5 answers"


def test_the_table_of_pairs_has_the_numbers_of_the_sentences(matrix: SiloMatrix) -> None:
    for pair in matrix.asymmetries:
        row = dict(zip(PAIR_COLUMNS, asymmetry_row(matrix, pair), strict=True))
        said = asymmetry_sentence(matrix, pair)
        for name in ("First: goes well", "Second: goes well"):
            share, limits = row[name].rstrip(")").split(" (")
            assert share in said
            assert limits in said
        assert (row["Note"] == "worth a look") == pair.is_worth_a_look


def test_the_overview_and_the_brief_name_the_widest_pair_worth_a_look(
    report: Report, matrix: SiloMatrix
) -> None:
    (pair,) = worth_a_look(matrix)

    assert asymmetry_title(pair) in silos_line(matrix)
    assert brief_lines(report)[-1] == asymmetry_sentence(matrix, pair)
    calm = replace(report, silo_matrix=looked_at(matrix, 0.5, 0.6))
    assert overview_sentence(report).startswith("Of 1 pillar: ")
    assert brief_lines(calm) == brief_lines(replace(report, silo_matrix=None))
