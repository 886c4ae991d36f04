"""Numbers, as conditions write them: a fact, a constant, or what is reckoned from numbers. Part of the language of `rules.models`."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, Discriminator, Tag

from programs.models import Frozen

_Item = TypeVar("_Item")


def _some(items: tuple[_Item, ...]) -> tuple[_Item, ...]:
    """An empty list holds vacuously, so a forgotten one would meet everything: refused here, once for all."""
    if not items:
        raise ValueError("至少要写一项，空列表会让条件自动成立")
    return items


Some = Annotated[tuple[_Item, ...], AfterValidator(_some)]
"""A list with at least one entry."""


class Sum(Frozen):
    """The sum of several numbers; unknown when one of them is."""

    op: Literal["sum"]
    of: Some[Expr]


class Average(Frozen):
    """The mean of the numbers listed, one for each named year; unknown when one of them is."""

    op: Literal["average"]
    of: Some[Expr]


class GridSum(Frozen):
    """The sum over named rows and columns of a grid; unknown when a cell is."""

    op: Literal["grid_sum"]
    grid: str
    rows: Some[str]
    columns: Some[str]


class GridAverage(Frozen):
    """The mean over named rows (years) of the sum over named columns; unknown when a cell is."""

    op: Literal["grid_average"]
    grid: str
    rows: Some[str]
    columns: Some[str]


class SumColumn(Frozen):
    """The sum of a column over all rows of a table (members counted together); unknown when a row lacks it."""

    op: Literal["sum_column"]
    table: str
    column: str


class CountRows(Frozen):
    """How many rows a table has; unknown while it has none (write 无) or a row is still blank."""

    op: Literal["count_rows"]
    table: str


class Difference(Frozen):
    """`of` minus `less`."""

    op: Literal["difference"]
    of: Expr
    less: Expr


class Scale(Frozen):
    """`of` times a constant: unit conversion, or an offset such as PCT applications counted at 1:2 (`by: 2`)."""

    op: Literal["scale"]
    of: Expr
    by: Decimal


class Ratio(Frozen):
    """`of` divided by `to`; unknown when `to` is zero."""

    op: Literal["ratio"]
    of: Expr
    to: Expr


class Growth(Frozen):
    """Growth from `before` to `after` in percent; unknown when `before` is zero or less."""

    op: Literal["growth"]
    before: Expr
    after: Expr


class Characters(Frozen):
    """The length of a text as Word counts it (字数)."""

    op: Literal["characters"]
    of: str


def _expr_tag(value: Any) -> str:
    if isinstance(value, Mapping):
        return str(value.get("op"))
    if isinstance(value, Frozen):
        return str(getattr(value, "op", ""))
    return "fact" if isinstance(value, str) else "constant"


Expr = Annotated[
    Annotated[str, Tag("fact")]
    | Annotated[Decimal, Tag("constant")]
    | Annotated[Sum, Tag("sum")]
    | Annotated[Average, Tag("average")]
    | Annotated[GridSum, Tag("grid_sum")]
    | Annotated[GridAverage, Tag("grid_average")]
    | Annotated[SumColumn, Tag("sum_column")]
    | Annotated[CountRows, Tag("count_rows")]
    | Annotated[Difference, Tag("difference")]
    | Annotated[Scale, Tag("scale")]
    | Annotated[Ratio, Tag("ratio")]
    | Annotated[Growth, Tag("growth")]
    | Annotated[Characters, Tag("characters")],
    Discriminator(_expr_tag),
]
"""A number: a fact path, a constant, or an operation on numbers."""

for _model in (Sum, Average, Difference, Scale, Ratio, Growth):
    _model.model_rebuild()
