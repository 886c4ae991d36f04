"""What tables and grids share: slips that name their place, doubts told together, and 合计 lines compared with the sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from forms.fields.cells import understand_cell
from forms.fields.totals import totals
from forms.fields.units import plain
from forms.models import Field, Slip, Understood
from programs.values import Value

_DOUBTS_TOLD = 3


def slip_at(where: str, message: str, suggestion: str = "") -> Slip:
    """A slip whose sentence begins with the place."""
    return Slip(f"{where}：{message}", where, suggestion)


def joined_doubts(doubts: Sequence[str]) -> str:
    """The first few doubts in full, the others counted."""
    more = f"（另有{len(doubts) - _DOUBTS_TOLD}处要核对）" if len(doubts) > _DOUBTS_TOLD else ""
    return "".join(doubts[:_DOUBTS_TOLD]) + more


def wrong_sums(field: Field, value: Value, sums: Mapping[str, str]) -> list[str]:
    """What the pasted 合计 row says differently from the rows added up."""
    return [
        f"“{column.label}”的合计写的是{plain(Decimal(str(given)))}，各行相加是{plain(total)}，请核对。"
        for column, total, given in _compared(field, totals(field, value), sums)
        if given != total
    ]


def _compared(
    field: Field, computed: Mapping[str, Decimal | None], written: Mapping[str, str]
) -> list[tuple[Field, Decimal, Decimal]]:
    """(column, computed sum, written sum) for every column where both are known."""
    pairs: list[tuple[Field, Decimal, Decimal]] = []
    for column in field.columns:
        total, text = computed.get(column.key), written.get(column.key, "")
        if total is None or not text.strip():
            continue
        understood = understand_cell(column.model_copy(update={"min": None, "max": None}), text)
        if isinstance(understood, Understood) and isinstance(understood.value, int | Decimal):
            pairs.append((column, total, Decimal(understood.value)))
    return pairs
