"""The pictures of items' answers, many alike: one drawing, each item's own data."""

from analysis.charts.answer_bars import answer_bars, answer_bars_rows
from analysis.exporters.pictures import Redrawn
from analysis.report import QuestionResult


class ItemBars:
    """Draws the bars of one item after another."""

    def __init__(self) -> None:
        self._drawing: Redrawn | None = None

    def svg(self, item: QuestionResult) -> str:
        """Return the picture that `answer_bars` is of this item."""
        if self._drawing is None:
            self._drawing = Redrawn(answer_bars(item))
        return self._drawing.svg(answer_bars_rows(item))
