"""Reads the photo of a document from standard input and writes its lines as JSON; run by `forms.limited`.

The models are those inside the installed package; nothing is fetched. What goes wrong ends the process.
"""

from __future__ import annotations

import io
import json
import sys
from typing import Any

MOST_PIXELS = 60_000_000
LONGEST_SIDE = 2_200


def main() -> None:
    """Write `[[text, left, top, right, bottom, certainty], …]`."""
    import numpy
    from PIL import Image, ImageOps
    from rapidocr_onnxruntime import RapidOCR

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(io.BytesIO(sys.stdin.buffer.read())) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            sys.exit(3)
        picture = ImageOps.exif_transpose(opened).convert("RGB")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    found: Any = RapidOCR()(numpy.array(picture)[:, :, ::-1])[0]
    lines = []
    for corners, text, certainty in found or []:
        across, down = [point[0] for point in corners], [point[1] for point in corners]
        lines.append([text, min(across), min(down), max(across), max(down), float(certainty)])
    json.dump(lines, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
