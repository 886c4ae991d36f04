"""Amounts of different fields that belong together and stand worlds apart: most often one of them is in another unit.

Which amounts belong together is said in `fields.yaml` (`related`). Each of them is possible by itself, so this is a doubt, to be
kept with 确认无误, never a fault; and what was kept once is not asked again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from forms.fields.units import plain
from forms.models import Field, FieldsFile, FieldType, Related
from programs.errors import PackFault
from programs.values import Value
from programs.yamlfile import line_of, read_model

if TYPE_CHECKING:
    from forms.loader import Form
    from programs.registry import Pack

YUAN = {"元": Decimal(1), "千元": Decimal(1_000), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
ANY = "*"
"""Stands for every row of a grid: the largest of them counts."""


class Amount(NamedTuple):
    """An amount as it is compared and as it is told."""

    yuan: Decimal
    label: str
    words: str


def far_apart(form: Form, answers: Mapping[str, Value], key: str, value: Value) -> str:
    """A Chinese question when `value` for the field stands worlds apart from a related answer, as the one before did not.

    Empty when nothing is doubtful. `answers` are those there are, with what the field has now, if anything.
    """
    after: Mapping[str, Value] = {**answers, key: value}
    for related in form.related:
        for mine in related.facts:
            if _key(mine) != key:
                continue
            new, old = _amount(form, mine, after), _amount(form, mine, answers)
            for theirs in related.facts:
                other = _amount(form, theirs, answers) if _key(theirs) != key else None
                if _differ(new, other, related.apart) and not _differ(old, other, related.apart):
                    assert new is not None
                    assert other is not None
                    times = _times(new, other)
                    return (
                        f"“{new.label}”（{new.words}）和“{other.label}”（{other.words}）相差{round(times)}倍，"
                        "是不是有一个的单位写错了？"
                    )
    return ""


def _differ(one: Amount | None, other: Amount | None, apart: int) -> bool:
    return one is not None and other is not None and _times(one, other) >= apart


def _times(one: Amount, other: Amount) -> Decimal:
    return max(one.yuan, other.yuan) / min(one.yuan, other.yuan)


def _key(fact: str) -> str:
    return fact.partition(".")[0]


def _amount(form: Form, fact: str, answers: Mapping[str, Value]) -> Amount | None:
    """The amount at a fact: of several rows of a grid the largest, of a table the sum. None for nothing and for 0."""
    field, value = form.fields[_key(fact)], answers.get(_key(fact))
    if field.type is FieldType.GRID and isinstance(value, Mapping):
        _, row, column = fact.split(".")
        rows = [one.key for one in field.rows] if row == ANY else [row]
        found = [(_decimal((value.get(one) or {}).get(column)), f"{field.key}.{one}.{column}") for one in rows]
        number, path = max(found, key=lambda one: one[0])
        return _told(number, _column(field, column), form.label(path))
    if field.type is FieldType.TABLE and isinstance(value, tuple):
        column = fact.partition(".")[2]
        number = sum((_decimal(row.get(column)) for row in value if isinstance(row, Mapping)), Decimal(0))
        return _told(number, _column(field, column), f"{form.label(fact)}合计")
    return _told(_decimal(value), field, form.label(fact)) if field.type is FieldType.MONEY else None


def _told(number: Decimal, field: Field, label: str) -> Amount | None:
    return Amount(number * YUAN[field.unit], label, f"{plain(number)}{field.unit}") if number > 0 else None


def _decimal(value: Any) -> Decimal:
    return Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else Decimal(0)


def _column(field: Field, key: str) -> Field:
    return next(column for column in field.columns if column.key == key)


# --- reading --------------------------------------------------------------------------------------------------------


def related_of(pack: Pack, fields: Mapping[str, Field]) -> tuple[tuple[Related, ...], list[PackFault]]:
    """What `fields.yaml` says of amounts that belong together, and every fault in it."""
    path = pack.path("fields.yaml")
    related = read_model(path, FieldsFile).related
    faults = [
        PackFault.at(path, line_of(path, ("related", number, "facts", place)), message, mend)
        for number, one in enumerate(related)
        for place, message, mend in _faults_of(one, MappingProxyType(dict(fields)))
    ]
    return related, faults


def _faults_of(related: Related, fields: Mapping[str, Field]) -> Iterator[tuple[int, str, str]]:
    for place, fact in enumerate(related.facts):
        found = _amount_field(fact, fields)
        if found is None:
            mend = "写成 字段、表格.列 或 年度表.行.列（行写“*”表示各行里最大的）。"
            yield place, f"没有“{fact}”这一处金额。", mend
        elif found.unit not in YUAN:
            yield place, f"“{fact}”的单位“{found.unit}”不是钱。", f"金额的单位只能是：{'、'.join(YUAN)}。"
    if len({_key(fact) for fact in related.facts}) < 2:
        yield 0, "related 的一组里至少要有两个不同的字段。", "补上另一个字段，或删去这一组。"


def _amount_field(fact: str, fields: Mapping[str, Field]) -> Field | None:
    """The field or column that holds the amount; None for a wrong path."""
    key, *rest = fact.split(".")
    field = fields.get(key)
    if field is None or field.type not in (FieldType.GRID, FieldType.TABLE):
        return field if field is not None and not rest and field.type is FieldType.MONEY else None
    if len(rest) != (2 if field.type is FieldType.GRID else 1):
        return None
    if field.type is FieldType.GRID and rest[0] not in {ANY, *(row.key for row in field.rows)}:
        return None
    columns = (column for column in field.columns if column.key == rest[-1] and column.type is FieldType.MONEY)
    return next(columns, None)
