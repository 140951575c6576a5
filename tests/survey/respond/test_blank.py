"""The blank form is drawn once for many, and each of them still gets their own, up to date."""

from datetime import date

from survey.storage import Store
from tests.survey.respond.conftest import Survey
from tests.survey.served import Device


def test_everybody_gets_their_own_link_in_the_form(survey: Survey, phone: Device) -> None:
    for link in survey.links[-4:]:
        page = phone.client.get(link).text
        others = [each.rpartition("/")[2] for each in survey.links if each != link]

        assert f'action="{link}"' in page
        assert f'data-draft="{link}/draft"' in page
        assert not any(each in page for each in others)


def test_what_changes_about_the_round_is_on_the_next_blank_form(
    survey: Survey, phone: Device, store: Store
) -> None:
    assert "Friday, 12 June 2026" in phone.open(survey.staff).words
    store.rounds.set_closing(survey.round_id, date(2026, 6, 19))
    words = phone.open(survey.staff).words

    assert "Friday, 19 June 2026" in words
    assert "12 June" not in words


def test_each_language_and_each_department_has_its_own(survey: Survey, phone: Device) -> None:
    pages = [phone.open(link).words for link in survey.links[-2:]]
    german = phone.open(f"{survey.staff}?language=de").words

    assert ["Sales" in page for page in pages] != ["Service" in page for page in pages]
    assert "Mitarbeitende" in german or "Beschäftigte" in german
    assert german != pages[-1]
