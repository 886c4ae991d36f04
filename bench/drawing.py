"""Small plots written as SVG, so that the documents need no plotting library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_INK = ("#2f5d8a", "#c2703d", "#5b8c5a")
_WIDE, _HIGH, _LEFT, _TOP, _GAP = 220, 150, 46, 34, 40


@dataclass(frozen=True)
class Curve:
    """Points joined by a line."""

    label: str
    points: Sequence[tuple[float, float]]


def curves(panels: Mapping[str, Sequence[Curve]], below: str) -> str:
    """Panels side by side, each with axes from 0 to the greatest value; `below` names the horizontal axis of all."""
    width = len(panels) * (_WIDE + _LEFT + _GAP) + 10
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{_HIGH + _TOP + 48}" '
        'font-family="sans-serif" font-size="12" fill="#333">',
        f'<rect width="{width}" height="{_HIGH + _TOP + 48}" fill="#fff"/>',
    ]
    for number, (title, drawn) in enumerate(panels.items()):
        left = _LEFT + number * (_WIDE + _LEFT + _GAP)
        parts += _panel(left, title, drawn, below)
    return "\n".join([*parts, "</svg>"])


def _panel(left: int, title: str, drawn: Sequence[Curve], below: str) -> list[str]:
    most_x = max((x for curve in drawn for x, _ in curve.points), default=1) or 1
    most_y = (max((y for curve in drawn for _, y in curve.points), default=1) or 1) * 1.12
    floor = _TOP + _HIGH
    parts = [
        f'<text x="{left}" y="18" font-weight="bold">{title}</text>',
        f'<path d="M{left} {_TOP}V{floor}H{left + _WIDE}" stroke="#999" fill="none"/>',
        f'<text x="{left + _WIDE}" y="{floor + 32}" text-anchor="end">{below}</text>',
    ]
    for part in (0, 0.5, 1):
        y, x = floor - part / 1.12 * _HIGH, left + part * _WIDE
        parts.append(f'<text x="{left - 6}" y="{y + 4:.0f}" text-anchor="end">{_told(most_y / 1.12 * part)}</text>')
        parts.append(f'<text x="{x:.0f}" y="{floor + 16}" text-anchor="middle">{_told(most_x * part)}</text>')
        parts.append(f'<path d="M{left} {y:.0f}H{left + _WIDE}" stroke="#eee"/>')
    for number, (curve, ink) in enumerate(zip(drawn, _INK, strict=False)):
        spots = [(left + x / most_x * _WIDE, floor - y / most_y * _HIGH) for x, y in curve.points]
        parts.append(
            f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in spots)}" fill="none" stroke="{ink}" stroke-width="2"/>'
        )
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{ink}"/>' for x, y in spots]
        if curve.label:
            x, y = spots[-1]
            beside = -7 if number else 16  # the first below its line, so that lines close together stay told apart
            parts.append(
                f'<text x="{x - 4:.0f}" y="{y + beside:.0f}" text-anchor="end" fill="{ink}">{curve.label}</text>'
            )
    return parts


def _told(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}".rstrip("0").rstrip(".")
