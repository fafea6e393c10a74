"""Pictures of answers: one drawing for a page, for the workbench and for a file of its own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from samgraf.drawing import ink
from samgraf.limits import MARKS

from . import pictures_of_numbers, pictures_of_places, pictures_of_ties, pictures_of_times
from .dates import number
from .pictures_told import Drawn, Told
from .results_read import Answer, Row
from .results_views import SAMPLE, Choice
from .seen import seen
from .site import site
from .texts import gettext

_DRAWN_BY: Mapping[str, Callable[[Told], Drawn]] = {
    "map": pictures_of_places.drawn,
    "timeline": pictures_of_times.drawn,
    "bar": pictures_of_numbers.bars,
    "line": pictures_of_numbers.lines,
    "network": pictures_of_ties.drawn,
}
_TITLE = 200


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, and sentences on how much of the answer it shows."""

    view: str
    svg: Markup
    said: tuple[str, ...]

    def alone(self) -> str:
        """Return it as a file of its own."""
        return ink.alone(str(self.svg), site().origin())


def picture(answer: Answer, rows: Sequence[Row], choice: Choice, title: str) -> Picture | None:
    """Draw the view that is shown, None where that is the table or nothing can be drawn.

    ``rows`` are the first of the answer, ``SAMPLE`` at most.
    """
    draw = _DRAWN_BY.get(choice.shown)
    if draw is None:
        return None
    most = min(MARKS[choice.shown], SAMPLE)
    said = seen(" ".join(title.split()))[:_TITLE] or gettext("Result of the query")
    done = draw(Told(answer, rows[:most], choice, said))
    if not done.svg:
        return None
    return Picture(choice.shown, Markup(done.svg), (_share(answer, done), *done.said))


def _share(answer: Answer, done: Drawn) -> str:
    """Say how many rows a picture shows."""
    if done.rows < answer.count or answer.cut:
        whole = number(answer.count) + ("+" if answer.cut else "")
        return gettext(
            "Drawn: the first %(drawn)s of %(all)s rows.", drawn=number(done.rows), all=whole
        )
    return gettext("All %(all)s rows are drawn.", all=number(answer.count))
