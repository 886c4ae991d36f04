"""What is not taken in on Telegram, whose servers stand abroad and whose messages a bot cannot delete after two days.

Identity numbers and personal card numbers are told by their check digits, however they are spaced or widened, and are never
written down: the event that reaches the inbox holds none of the words. A field marked sensitive is not asked here at all.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from zipfile import BadZipFile, ZipFile

_BETWEEN = "[ \u3000\u200b-\u200f\ufeff.·_*/-]{0,3}"
_DIGITS = re.compile(rf"(?<![0-9A-Za-z])(?:[0-9]{_BETWEEN}){{14,18}}[0-9Xx](?![0-9A-Za-z])")
_ALONE = re.compile(r"[0-9]+")
_DASHES = re.compile("[\u2010-\u2015\u2212－—]")
_LOOKALIKES = str.maketrans({"Х": "X", "х": "x", "零": "0", "〇": "0", "○": "0"})
_CHINESE = str.maketrans("一二三四五六七八九壹贰叁肆伍陆柒捌玖", "123456789123456789")
_CHINESE_RUN = re.compile("[零〇○一二三四五六七八九壹贰叁肆伍陆柒捌玖]{15,}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_END = re.compile(r"</(?:w:p|si|c|is)>")
"""Where a paragraph of a document, or a text or cell of a sheet, ends."""
_TAG = re.compile(r"<[^>]*>")
_DATE = re.compile(r"(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")


def holds_identity(text: str) -> bool:
    """Whether the text holds an identity number or the number of a personal bank card."""
    folded = unicodedata.normalize("NFKC", text).translate(_LOOKALIKES)
    folded = _DASHES.sub("-", _CHINESE_RUN.sub(lambda run: run.group().translate(_CHINESE), folded))
    return any(_is_personal(match.group()) for match in _DIGITS.finditer(folded))


def _is_personal(found: str) -> bool:
    """Spaced digits may be a row of amounts: an old number must stand unspaced, a spaced card begin like UnionPay's."""
    number = re.sub(r"[^0-9Xx]", "", found)
    alone = bool(_ALONE.fullmatch(found))
    if len(number) == 15:
        return alone and number[0] in "12345678" and bool(_DATE.fullmatch("19" + number[6:12]))
    return _is_identity_number(number) or ((alone or number.startswith("62")) and _is_card(number))


def _is_identity_number(number: str) -> bool:
    """An identity number of 18 places with a right check digit."""
    if len(number) != 18 or number[0] not in "12345678" or not _DATE.fullmatch(number[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[17].upper()


def _is_card(number: str) -> bool:
    """A UnionPay, Visa or Mastercard number with a right check digit (Luhn)."""
    if not (16 <= len(number) <= 19 and number.isdigit() and number[0] in "3456"):
        return False
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number))]
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0


def document_holds_identity(path: Path) -> bool:
    """Whether a document or spreadsheet holds such a number, so that it is better fetched elsewhere; an unreadable one may."""
    try:
        stat = path.stat()
        return _in_document(str(path), stat.st_size, stat.st_mtime_ns)
    except (OSError, BadZipFile, KeyError):
        return True


@lru_cache(maxsize=64)
def _in_document(path: str, size: int, changed: int) -> bool:
    with ZipFile(path) as file:
        sheets = [name for name in file.namelist() if name.startswith("xl/") and name.endswith(".xml")]
        xml = [file.read(name).decode("utf-8", "replace") for name in sheets or ["word/document.xml"]]
    pieces = (piece for one in xml for piece in _END.split(one))
    return any(holds_identity(_TAG.sub("", piece)) for piece in pieces)
