"""The condition that numbers rise from each to the next (逐年提升)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from programs.values import Answers
from rules.comparisons import Threshold, reckoning
from rules.facts import lacking
from rules.figures import Figure, shown
from rules.models import Increasing
from rules.outcomes import FAILED, MET, OPEN, Judge, Outcome, Told, distinct
from rules.quantities import Quantity, Written


def increasing(condition: Increasing, quantities: tuple[Quantity, ...], *, wanted: bool) -> Judge:
    """Each number larger than the one before; one step down among the known ones settles it."""
    met, failed = (MET, FAILED) if wanted else (FAILED, MET)
    measured = Threshold("over", 0, condition.unit).measured
    subject = condition.label
    lead = f"{subject} " if subject else ""

    def judge(figures: list[Figure | None]) -> Outcome:
        known = [figure for figure in figures if figure is not None]
        if any(later <= earlier for earlier, later in pairwise(known)):
            return failed
        return met if len(known) == len(figures) else OPEN

    def explain(answers: Answers) -> Told:
        written = [quantity.write(answers) for quantity in quantities]
        outcome = judge([part.figure for part in written])
        working = lead + "、".join(_reckoned(part, measured) for part in written)
        if outcome == OPEN:
            reasons = lacking(reason for part in written for reason in part.reasons)
            missing = distinct(path for part in written for path in part.missing)
            return Told(OPEN, f"{working}，须{'' if wanted else '并非'}逐项递增；{reasons}", missing)
        rises = "逐项递增" if (outcome == MET) == wanted else "未逐项递增"
        if outcome == MET:
            return Told(MET, f"{working}，{rises}")
        return Told(
            FAILED,
            f"{working}，{rises}",
            (),
            lambda: _first_fall(written, measured) if wanted else "须并非逐项递增",
            subject,
        )

    def test(answers: Answers) -> Outcome:
        return judge([quantity.figure(answers) for quantity in quantities])

    return Judge(test, explain, distinct(fact for quantity in quantities for fact in quantity.facts))


def _reckoned(written: Written, measured: Callable[[str], str]) -> str:
    if written.figure is None or written.bare:
        return measured(written.text)
    return measured(reckoning(written, written.figure, None))


def _first_fall(written: list[Written], measured: Callable[[str], str]) -> str:
    known = [part.figure for part in written if part.figure is not None]
    earlier, later = next((before, after) for before, after in pairwise(known) if after <= before)
    return f"{measured(shown(later)[0])} 须大于前一项 {measured(shown(earlier)[0])}"
