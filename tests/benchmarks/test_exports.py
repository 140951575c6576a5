"""Every file of a report of 60 questions and 40 segments within ten seconds."""

import time

from benchmarks.exports import LIMIT, PILLARS, SEGMENTS, large_publication, seconds_of


def test_every_file_of_a_large_report_is_made_in_time() -> None:
    publication = large_publication()
    items = [each for each in publication.questions if each.kind == "item"]
    places = {str(each.segment) for each in publication.tables if each.segment}
    assert (len(items), len(places)) == (60, SEGMENTS)
    assert PILLARS * 15 == 60

    taken = seconds_of(publication, time.process_time)

    assert set(taken) == {"report", "pptx", "pdf", "xlsx", "csv", "html", "json"}
    assert {name: seconds for name, seconds in taken.items() if seconds >= LIMIT} == {}
