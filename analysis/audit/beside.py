"""What leaves beside tables: sums of products, response rates and comments of too few people."""

from collections.abc import Iterator

from analysis.publication import Publication
from analysis.tables import Tables

_PRODUCTS_FROM = 30
_RATES_FROM = 5


def of_too_few(publication: Publication, tables: Tables) -> Iterator[tuple[str, str]]:
    """Yield what is concerned and what is wrong, for each thing that too few stand behind."""
    yield from _products(publication, tables)
    for rate in publication.rates:
        if rate.answered is not None and (rate.invited or 0) < _RATES_FROM:
            where = "" if rate.segment is None else f" in {next(iter(rate.segment.values()))}"
            yield "response rate", f"the response rate of {rate.group}{where} is of too few"
    for comments in publication.comments:
        if 0 < len(comments.texts) < publication.thresholds["comments"]:
            yield comments.question, f"comments of only {len(comments.texts)} {comments.group}"


def _products(publication: Publication, tables: Tables) -> Iterator[tuple[str, str]]:
    k = publication.thresholds["scores"]
    for product in publication.products:
        if product.n is None:
            continue
        pillar = next(each for each in publication.questions if each.id == product.pillar)
        gaps = [int(tables.of(each, "staff").sum()) - product.n for each in pillar.items]
        if product.n < _PRODUCTS_FROM or any(0 < each < k for each in gaps):
            yield pillar.id, "sums of products of too few staff"
