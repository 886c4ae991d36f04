"""Exact numbers: how they are added without rounding, compared, and shown to people. No floats anywhere.

Answers are `int` or `Decimal`; quotients are `Fraction`, so an average of 301/3 is larger than 100 by exactly a third.
`Decimal` arithmetic would round to the precision of the ambient context, so sums go through a context without limits.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from fractions import Fraction
from functools import reduce
from typing import Any, TypeAlias

Figure: TypeAlias = int | Decimal | Fraction

_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)
_LIMIT = 40
"""Beyond 10**40 (or below 10**-40) an amount is a typing accident; adding it up exactly could fill the memory."""


def sensible(value: object) -> int | Decimal | None:
    """`value` when it is a number we can reckon with, else None; yes and no are not numbers."""
    if value.__class__ is int:
        return value
    if isinstance(value, Decimal) and value.is_finite() and -_LIMIT < value.adjusted() < _LIMIT:
        return value
    return None


def add_up(figures: Sequence[Figure]) -> Figure:
    """The exact sum; 0 for none."""
    if any(figure.__class__ is Fraction for figure in figures):
        return sum((Fraction(figure) for figure in figures), Fraction(0))
    if any(figure.__class__ is Decimal for figure in figures):
        return reduce(_EXACT.add, figures)  # type: ignore[arg-type]
    return sum(figures)


def add_amounts(whole: int, amounts: Sequence[Any]) -> Decimal | None:
    """The exact sum of a whole number and amounts; None when one of them is not an amount to reckon with."""
    total: Any = whole
    for amount in amounts:
        if amount.__class__ is not Decimal or not amount.is_finite() or not -_LIMIT < amount.adjusted() < _LIMIT:
            return None
        total = _add(total, amount)
    return total  # type: ignore[no-any-return]


_add = _EXACT.add


def plain(value: Decimal | Fraction) -> int | Decimal | Fraction:
    """The same number in the plainest type: int where it is whole, Decimal where it can be written out."""
    if value == int(value):
        return int(value)
    return value


def times(figure: Figure, factor: Decimal | int) -> Figure:
    """The exact product."""
    if figure.__class__ is int and factor.__class__ is int:
        return figure * factor
    return plain(Fraction(figure) * Fraction(factor))


def divided(figure: Figure, divisor: Figure) -> Figure:
    """The exact quotient; the divisor is not zero."""
    if figure.__class__ is int and divisor.__class__ is int:
        return Fraction(figure, divisor) if figure % divisor else figure // divisor
    return plain(Fraction(figure) / Fraction(divisor))


def shown(figure: Figure, apart_from: Figure | None = None) -> tuple[str, bool]:
    """The number as people write it, and whether that is exact.

    Answers are shown as given, quotients in full up to six decimals, others with two, or with as many as it takes to stand
    on the right side of `apart_from`, the threshold they are compared with: 100.0004… over 100 must not read 100.00 > 100.
    """
    if isinstance(figure, int):
        return (str(figure), True) if figure.bit_length() < _LONGEST_BITS else (f"{Decimal(figure):.3E}", False)
    if isinstance(figure, Decimal):
        return _trimmed(f"{figure:f}"), True
    above, below = abs(figure.numerator), figure.denominator
    sign = "-" if figure < 0 else ""
    exact, rest = divmod(above * _SIX_PLACES, below)
    if not rest:
        return sign + _trimmed(_pointed(exact, 6)), True
    places = 2
    while True:
        rounded = (2 * above * 10**places + below) // (2 * below)
        if apart_from is None or _same_side(-rounded if sign else rounded, 10**places, figure, apart_from):
            return sign + _pointed(rounded, places), False
        places += 1


_SIX_PLACES = 10**6
_LONGEST_BITS = 1024
"""Longer whole numbers are nobody's answer and are not written out digit by digit."""


def _same_side(rounded: int, scale: int, figure: Fraction, threshold: Figure) -> bool:
    """Whether `rounded / scale` stands to the threshold as the figure does; an inexact figure is never the threshold."""
    above, below = threshold.as_integer_ratio()
    seen, border = rounded * below, above * scale
    return seen > border if figure > threshold else seen < border


def _pointed(scaled: int, places: int) -> str:
    digits = str(scaled).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}"


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
