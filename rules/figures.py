"""Exact numbers: how they are added without rounding, compared, and shown to people. No floats anywhere.

Answers are `int` or `Decimal`; quotients are `Fraction`, so an average of 301/3 is larger than 100 by exactly a third.
`Decimal` arithmetic would round to the precision of the ambient context, so sums go through a context without limits.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from fractions import Fraction
from functools import reduce
from typing import TypeAlias

Figure: TypeAlias = int | Decimal | Fraction

_EXACT = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)
_LARGEST_EXPONENT = 40
"""Beyond 10**40 (or below 10**-40) an answer is a typing accident, not a number of anything."""
_LARGEST = 10**_LARGEST_EXPONENT


def sensible(value: object) -> int | Decimal | None:
    """`value` when it is a number we can reckon with, else None; yes and no are not numbers."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value if -_LARGEST < value < _LARGEST else None
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < _LARGEST_EXPONENT:
        return value
    return None


def add_up(figures: Sequence[Figure]) -> Figure:
    """The exact sum; 0 for none."""
    if any(figure.__class__ is Fraction for figure in figures):
        return sum((Fraction(figure) for figure in figures), Fraction(0))
    if any(figure.__class__ is Decimal for figure in figures):
        return reduce(_EXACT.add, figures)  # type: ignore[arg-type]
    return sum(figures)


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
    return plain(Fraction(figure) / Fraction(divisor))


def shown(figure: Figure, apart_from: Figure | None = None) -> tuple[str, bool]:
    """The number as people write it, and whether that is exact.

    Answers are shown as given, quotients in full up to six decimals, others with two, or with as many as it takes to stand
    on the right side of `apart_from`, the threshold they are compared with: 100.0004… over 100 must not read 100.00 > 100.
    """
    if figure.__class__ is int:
        return str(figure), True
    if isinstance(figure, Decimal):
        return _trimmed(f"{figure:f}"), True
    fraction = Fraction(figure)
    if (fraction * _SIX_PLACES).denominator == 1:
        return _trimmed(_written(fraction, 6)), True
    threshold = None if apart_from is None else Fraction(apart_from)
    places = 2
    while True:
        rounded = Fraction(int(abs(fraction) * 10**places + Fraction(1, 2)), 10**places)
        if fraction < 0:
            rounded = -rounded
        if threshold is None or _side(rounded, threshold) == _side(fraction, threshold):
            return _written(rounded, places), False
        places += 1


_SIX_PLACES = 10**6


def _side(figure: Fraction, threshold: Fraction) -> int:
    return (figure > threshold) - (figure < threshold)


def _written(rounded: Fraction, places: int) -> str:
    scaled = abs(rounded.numerator) * (10**places // rounded.denominator)
    digits = str(scaled).rjust(places + 1, "0")
    return f"{'-' if rounded < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
