"""The numeric types: integer, number, money, percent. What was typed becomes a number in the field's own unit, exactly.

A bare number is taken in the field's unit (120 in a 万元 field is 120万元); with 万 or 亿 and no unit it counts single units
(120万 is 1,200,000元). Ranges, several numbers and rough figures are never guessed at: they come back as a slip or a doubt.
"""

from __future__ import annotations

from decimal import Decimal

from forms.fields.amounts import in_unit, read_amount, refusal
from forms.fields.kinds import Found, Json, PlainKind, Raw, wrong_kind
from forms.fields.numerals import MAX_DECIMALS, MAX_DIGITS, Unreadable
from forms.fields.units import plain, spoken, unit_of
from forms.models import Field, Slip
from programs.values import Value


class NumberKind(PlainKind):
    """A number kept as `Decimal` (as `int` when `whole`), printed without unit and without grouping."""

    def __init__(self, *, whole: bool = False, signed: bool = True) -> None:
        self.whole = whole
        self.signed = signed

    def parse(self, field: Field, raw: Raw) -> Found | Slip:
        """The number in the field's unit; JSON numbers are taken to be in it already."""
        if isinstance(raw, str):
            return self._typed(field, raw.strip())
        if isinstance(raw, int | Decimal) and not isinstance(raw, bool):
            return self._from_json(field, raw)
        return wrong_kind(field, raw, "数字")

    def _from_json(self, field: Field, raw: int | Decimal) -> Found | Slip:
        number = Decimal(raw)
        if not number.is_finite():
            return Slip(f"“{field.label}”应为一个确定的数字，不能是 NaN 或无穷大。")
        return self._within(field, number, bare=True, doubt="")

    def _typed(self, field: Field, text: str) -> Found | Slip:
        try:
            written = read_amount(text)
            number, bare = in_unit(field, written)
        except Unreadable as reason:
            return Slip(refusal(field, text, str(reason)))
        doubt = ""
        if written.rough:
            doubt = f"“{text}”是约数，按{self.echo(field, number)}记录，对吗？"
        elif written.uncertain:
            doubt = f"“{text}”读作{self.echo(field, number)}，对吗？"
        return self._within(field, number, bare=bare, doubt=doubt)

    def _within(self, field: Field, number: Decimal, *, bare: bool, doubt: str) -> Found | Slip:
        """`number` when it is possible for this field, with a doubt when it is unlikely."""
        unit = field.unit
        if number and number.adjusted() >= MAX_DIGITS:
            return Slip(f"“{field.label}”超过了{MAX_DIGITS}位，数太大，请核对单位。")
        if number and int(number.normalize().as_tuple().exponent) < -MAX_DECIMALS:
            return Slip(f"“{field.label}”的小数最多写{MAX_DECIMALS}位。")
        if self.whole and number != number.to_integral_value():
            return Slip(f"“{field.label}”应为整数，您写的是{plain(number)}{unit}。")
        low = field.min if field.min is not None or self.signed else Decimal(0)
        if low is not None and number < low:
            return Slip(f"“{field.label}”不能小于{plain(low)}{unit}，您写的是{plain(number)}{unit}，请核对。")
        if field.max is not None and number > field.max:
            return Slip(f"“{field.label}”不能大于{plain(field.max)}{unit}，您写的是{plain(number)}{unit}，请核对。")
        doubt = doubt or self._unlikely(field, number, bare=bare)
        return Found(int(number) if self.whole else _canonical(number), doubt)

    def _unlikely(self, field: Field, number: Decimal, *, bare: bool) -> str:
        """A question when the size of a bare number suggests another unit was meant."""
        return ""

    def to_json(self, field: Field, value: Value) -> Json:
        """A plain number where it keeps every digit, else text."""
        if not isinstance(value, Decimal):
            return value
        if value == value.to_integral_value():
            return int(value)
        return float(value) if Decimal(repr(float(value))) == value else plain(value)

    def printed(self, field: Field, value: Value) -> str:
        """Digits without exponent, grouping, trailing zeros or unit."""
        return plain(value) if isinstance(value, Decimal) else str(value)


class MoneyKind(NumberKind):
    """An amount in the field's unit of 元, 万元 or 亿元."""

    def __init__(self) -> None:
        super().__init__(signed=False)

    def _unlikely(self, field: Field, number: Decimal, *, bare: bool) -> str:
        unit = unit_of(field.unit)
        if not bare or unit.noun != "元":
            return ""
        amount = number * unit.scale
        if unit.scale > 1 and amount >= 10**9 and number >= 10**4 * (10 if unit.scale == 10**4 else 1):
            return f"{plain(number)}{field.unit}即{spoken(amount, unit.noun)}，单位是不是元？"
        if unit.scale == 1 and 0 < number < 1000:
            return f"按{plain(number)}元记录，单位是不是万元？"
        return ""


class PercentKind(NumberKind):
    """A percentage kept as the number before the percent sign: 20% is 20."""

    def echo(self, field: Field, value: Value) -> str:
        """The number with its percent sign."""
        return f"{self.printed(field, value)}%"

    def _unlikely(self, field: Field, number: Decimal, *, bare: bool) -> str:
        if bare and 0 < abs(number) < 1:
            return f"按{plain(number)}%记录，您是不是指{plain(number * 100)}%？"
        return f"{plain(number)}%偏大，确认无误吗？" if abs(number) >= 1000 else ""


def _canonical(number: Decimal) -> Decimal:
    return Decimal(plain(number)) if number else Decimal(0)
