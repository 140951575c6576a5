"""Whether a pillar's items go together: staff's reliability, and the spread of the gaps."""

from collections.abc import Sequence

from analysis.publication import Publication
from analysis.report.model import Gap, NotShown, QuestionResult
from analysis.stats.comparability import Spread, spread_of_items
from analysis.stats.reliability import Reliability, reliability
from analysis.stats.result import NotEstimable
from analysis.stats.superiority import Superiority


def reliability_of(publication: Publication, pillar: str) -> Reliability | NotShown:
    """Return how well a pillar's items measure one thing in staff's answers."""
    product = next((each for each in publication.products if each.pillar == pillar), None)
    if product is None:
        return NotShown("sums of products were not published")
    if product.n is None:
        return NotShown(product.withheld or "withheld")
    found = reliability(product.n, product.sums, product.cross)
    if isinstance(found, NotEstimable):
        return NotShown(found.reason)
    if isinstance(found.alpha, NotEstimable) and isinstance(found.spearman_brown, NotEstimable):
        return NotShown(found.alpha.reason)
    return found


def spread_of(items: Sequence[QuestionResult]) -> Spread | NotShown:
    """Return how far apart the gaps of a pillar's items lie."""
    found = spread_of_items(
        {each.question.title: a for each in items if (a := _superiority(each)) is not None}
    )
    return NotShown(found.reason) if isinstance(found, NotEstimable) else found


def _superiority(item: QuestionResult) -> Superiority | None:
    if not isinstance(item.gap, Gap) or item.gap.comparison is None:
        return None
    found = item.gap.comparison.superiority
    return found if isinstance(found, Superiority) else None
