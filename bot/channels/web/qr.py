"""An address as a picture that a phone reads. Drawn here, without script or style, and never kept."""

from __future__ import annotations

import io
from base64 import b64encode
from dataclasses import dataclass


@dataclass(frozen=True)
class Picture:
    """An image in the page itself."""

    source: str
    """A `data:` address."""
    words: str
    """What it is, for whoever cannot see it."""


def picture(address: str, words: str) -> Picture:
    """The QR code of an address, black on white with the quiet margin that readers need."""
    import segno

    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", scale=4, border=4, dark="#000", light="#fff", xmldecl=False, svgclass=None, lineclass=None
    )
    return Picture(f"data:image/svg+xml;base64,{b64encode(out.getvalue()).decode()}", words)
