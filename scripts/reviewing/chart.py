"""A line chart as SVG, written by hand: a few lines with a band around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 640, 400
LEFT, RIGHT, TOP, BOTTOM = 64, 90, 44, 48
COLOURS = ("#0072b2", "#d55e00")
"""Told apart by the colour-blind (Okabe and Ito 2008)."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line with a band: y values from ``low`` to ``high`` around ``middle``, at the places ``x``."""

    name: str
    x: Sequence[float]
    middle: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]


def line_chart(title: str, x_name: str, y_name: str, lines: Sequence[Line]) -> str:
    """Return an SVG chart of lines, y as a share of 1."""
    bottom = min(value for line in lines for value in line.low)
    top = max(value for line in lines for value in line.high)
    step = next(step for step in (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5) if (top - bottom) / step <= 7)
    first, last = int(bottom / step), -int(-top // step)
    widest = max(line.x[-1] for line in lines)

    def at(x: float, y: float) -> tuple[float, float]:
        share = (y - first * step) / ((last - first) * step)
        return (
            round(LEFT + x / widest * (WIDTH - LEFT - RIGHT), 1),
            round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1),
        )

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
        f' font-family="sans-serif" font-size="12" fill="#222"><title>{escape(title)}</title>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="24" font-size="15">{escape(title)}</text>',
        f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 10}" text-anchor="middle">'
        f"{escape(x_name)}</text>",
        f'<text transform="translate(14 {(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">'
        f"{escape(y_name)}</text>",
    ]
    for number in range(first, last + 1):
        x, y = at(0, number * step)
        parts.append(f'<line x1="{x}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}" stroke="#ddd"/>')
        parts.append(
            f'<text x="{x - 8}" y="{y + 4}" text-anchor="end">{number * step:.{2 + (step < 0.01)}f}</text>'
        )
    for place in lines[0].x:
        x, y = at(place, first * step)
        parts.append(f'<text x="{x}" y="{y + 18}" text-anchor="middle">{place:g}</text>')
    for line, colour in zip(lines, COLOURS, strict=False):
        forth = [at(x, y) for x, y in zip(line.x, line.high, strict=True)]
        back = [at(x, y) for x, y in zip(line.x, line.low, strict=True)]
        points = [at(x, y) for x, y in zip(line.x, line.middle, strict=True)]
        band = _joined([*forth, *reversed(back)])
        parts.append(f'<polygon points="{band}" fill="{colour}" fill-opacity="0.18"/>')
        parts.append(
            f'<polyline points="{_joined(points)}" fill="none" stroke="{colour}" stroke-width="2.5"/>'
        )
        x, y = points[-1]
        parts.append(f'<text x="{x + 8}" y="{y + 4}" fill="{colour}">{escape(line.name)}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _joined(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)
