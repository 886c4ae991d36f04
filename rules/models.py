"""The language of conditions, as it stands in `rules.yaml` (and in `applies_when` and the checks of forms).

What judging yields (Verdict, Finding, Report) is in `rules.report` and can be imported from here.

A *fact* is a field of the programme. Its path is the field key (`ip_staff_total`), or `grid.row.column` for one cell of a
grid (`granted_patents.2021.invention`), or a bare column key inside `every`. A fact nobody has answered is unknown, and so
is everything computed from it that could still turn out either way (Kleene's three-valued logic).

Comparators follow the wording: 超过 is `over` (>), 以上、不少于、不低于、（含）以上、达到 is `at_least` (>=), 不超过 is `at_most` (<=).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from programs.models import Frozen
from rules.expressions import Average as Average
from rules.expressions import Characters as Characters
from rules.expressions import CountRows as CountRows
from rules.expressions import Difference as Difference
from rules.expressions import Expr as Expr
from rules.expressions import GridAverage as GridAverage
from rules.expressions import GridSum as GridSum
from rules.expressions import Growth as Growth
from rules.expressions import Ratio as Ratio
from rules.expressions import Scale as Scale
from rules.expressions import Some
from rules.expressions import Sum as Sum
from rules.expressions import SumColumn as SumColumn
from rules.report import Basis as Basis
from rules.report import Concern as Concern
from rules.report import Finding as Finding
from rules.report import Overall as Overall
from rules.report import Report as Report
from rules.report import Verdict as Verdict

# --- conditions ---------------------------------------------------------------------------------------------------


class Number(Frozen):
    """A number compared with a threshold. Exactly one comparator is given."""

    kind: Literal["number"]
    value: Expr
    label: str = ""
    """What is measured, in Chinese, for the working: 年均专利授权量."""
    unit: str = ""
    over: Decimal | None = None
    at_least: Decimal | None = None
    under: Decimal | None = None
    at_most: Decimal | None = None
    equals: Decimal | None = None

    @model_validator(mode="after")
    def _one_comparator(self) -> Number:
        given = [name for name in ("over", "at_least", "under", "at_most", "equals") if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError("number 需要且只能写一个比较（over、at_least、under、at_most、equals）")
        return self


class Increasing(Frozen):
    """Each number is larger than the one before it (逐年提升)."""

    kind: Literal["increasing"]
    values: Some[Expr]
    label: str = ""
    unit: str = ""


class Yes(Frozen):
    """A yes/no field has the wanted answer. `declared`: it rests on the applicant's word and a person has to judge it."""

    kind: Annotated[Literal["yes"], BeforeValidator(lambda kind: "yes" if kind is True else kind)]
    fact: str
    expect: bool = True
    declared: bool = True


class Choice(Frozen):
    """A choice field has one of the listed values."""

    kind: Literal["choice"]
    fact: str
    one_of: Some[str]
    declared: bool = False


class Includes(Frozen):
    """A multiple-choice field includes at least `n` of the listed values (all listed when `n` is absent)."""

    kind: Literal["includes"]
    fact: str
    values: Some[str]
    n: int | None = None
    declared: bool = False

    @model_validator(mode="after")
    def _n_of_them(self) -> Includes:
        if self.n is not None and not 1 <= self.n <= len(self.values):
            raise ValueError(f"n 应在 1 到 {len(self.values)} 之间，写的是 {self.n}")
        return self


class Filled(Frozen):
    """A field has an answer that is neither 无 nor 不适用 (for a table or grid: at least one cell); unanswered is unknown."""

    kind: Literal["filled"]
    fact: str
    declared: bool = False


class FreeOf(Frozen):
    """None of the words stands in the text of a field, or of a table's column; full width and case are not told apart."""

    kind: Literal["free_of"]
    fact: str
    column: str | None = None
    words: Some[str]


class YearIn(Frozen):
    """A date or year lies in one of the listed years."""

    kind: Literal["year_in"]
    fact: str
    years: Some[int]


class Every(Frozen):
    """The inner condition holds for every row of a table; inside, facts are column keys.

    A table that is unanswered or has no rows is unknown; only 无, said outright, meets it without a row.
    """

    kind: Literal["every"]
    table: str
    where: Condition


class All(Frozen):
    """Every part holds (且)."""

    kind: Literal["all"]
    of: Some[Condition]


class Any_(Frozen):
    """At least one part holds (或)."""

    kind: Literal["any"]
    of: Some[Condition]


class Not(Frozen):
    """The part does not hold."""

    kind: Literal["not"]
    of: Condition


class AtLeast(Frozen):
    """At least `n` of the parts hold (3项或3项以上)."""

    kind: Literal["at_least"]
    n: int
    of: Some[Condition]
    label: str = ""

    @model_validator(mode="after")
    def _n_of_them(self) -> AtLeast:
        if not 1 <= self.n <= len(self.of):
            raise ValueError(f"n 应在 1 到 {len(self.of)} 之间，写的是 {self.n}")
        return self


def _kind_tag(value: Any) -> str:
    """The `kind`; YAML reads an unquoted `yes` as true, so that is what it means here."""
    kind = value.get("kind") if isinstance(value, Mapping) else getattr(value, "kind", "")
    return "yes" if kind is True else str(kind)


Condition = Annotated[
    Annotated[Number, Tag("number")]
    | Annotated[Increasing, Tag("increasing")]
    | Annotated[Yes, Tag("yes")]
    | Annotated[Choice, Tag("choice")]
    | Annotated[Includes, Tag("includes")]
    | Annotated[Filled, Tag("filled")]
    | Annotated[FreeOf, Tag("free_of")]
    | Annotated[YearIn, Tag("year_in")]
    | Annotated[Every, Tag("every")]
    | Annotated[All, Tag("all")]
    | Annotated[Any_, Tag("any")]
    | Annotated[Not, Tag("not")]
    | Annotated[AtLeast, Tag("at_least")],
    Discriminator(_kind_tag),
]

for _model in (Number, Increasing, Every, All, Any_, Not, AtLeast):
    _model.model_rebuild()


# --- rules.yaml ---------------------------------------------------------------------------------------------------


class Rule(Frozen):
    """One condition of the guide, with its words and how we read them."""

    id: str = Field(pattern=r"^[a-z_]+(\.[a-z0-9_]+)+$")
    title: str
    """The condition in a few Chinese words."""
    clause: str
    quote: str
    """Exact substring of the clause: the words this rule stands for."""
    concern: Concern = Concern.CONDITION
    condition: Condition
    applies_when: Condition | None = None
    """The rule judges only applicants for whom this is met; unknown here makes the finding unknown."""
    reading: str = ""
    """The reading chosen where the wording is open, and why; empty where it is plain."""
    evidence: tuple[str, ...] = ()
    """What a person would look at to judge it (for declared conditions), in Chinese."""
    valid_from: date | None = None
    valid_until: date | None = None


class Waiver(Frozen):
    """A condition clause that deliberately has no rule."""

    clause: str
    reason: str


class RuleSet(Frozen):
    """`rules.yaml`: every condition clause of the guide is covered by a rule or waived with a reason."""

    condition_clauses: tuple[str, ...]
    """The clauses that state conditions; each of them and everything below it has to be covered."""
    rules: tuple[Rule, ...]
    waivers: tuple[Waiver, ...] = ()
