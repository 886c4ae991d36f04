"""统一社会信用代码 (GB 32100) and 身份证号 (GB 11643).

What cannot be such a number at all (length, alphabet, a birthday that does not exist) is a slip; a check digit that does not
fit is a doubt, because the person has the paper in hand and we do not. Messages never repeat an identity number.
"""

from __future__ import annotations

import calendar
import re

from forms.fields.kinds import Found, PlainKind, Raw, as_text, wrong_kind
from forms.models import Field, Slip
from programs.cleaning import narrow

_LOOKALIKE = str.maketrans("АВЕКМНОРСТХУЅІΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEKMHOPCTXYSIABEZHIKMNOPTYX")
"""Cyrillic and Greek capitals to the Latin letters they look like."""
_FORBIDDEN: dict[str, str] = {"I": "1", "O": "0", "Z": "2", "S": "5", "V": "U"}


def compact(text: str) -> str:
    """`text` in capitals and half-width, without blanks, dots and hyphens, Cyrillic and Greek look-alikes made Latin."""
    return re.sub("[\\s·•.。_-]", "", narrow(text)).upper().translate(_LOOKALIKE)


class CreditCodeKind(PlainKind):
    """The 18 signs of a unified social credit code."""

    def parse(self, field: Field, raw: Raw) -> Found | Slip:
        """The code in capitals, or which sign is wrong."""
        text = as_text(raw)
        if text is None:
            return wrong_kind(field, raw, "18位统一社会信用代码")
        code = re.sub("^(?:统一社会)?信用代码[:：]?|^代码[:：]?", "", compact(text[:100]))
        name = "统一社会信用代码"
        if len(code) != 18:
            return Slip(f"{name}应为18位，您输入了{len(code)}位。{_length_hint(code)}")
        wrong = [(place, sign) for place, sign in enumerate(code, 1) if not re.fullmatch("[0-9A-Z]", sign)]
        if wrong:
            return Slip(f"{name}只有数字和大写字母，第{wrong[0][0]}位是“{wrong[0][1]}”。请核对营业执照右上角。")
        forbidden = [(place, sign) for place, sign in enumerate(code, 1) if sign in _FORBIDDEN]
        if forbidden:
            return _lookalike_slip(name, code, forbidden)
        if not _checks(code):
            return Found(code, f"{name}校验不通过，可能有一位写错了。请对照营业执照逐位核对，确认无误吗？")
        return Found(code)


def _length_hint(code: str) -> str:
    if len(code) == 15 and code.isdigit():
        return "15位的是旧的工商注册号，请填营业执照右上角18位的代码。"
    if len(code) == 9:
        return "9位的是旧的组织机构代码，请填营业执照或法人证书上18位的代码。"
    return "请核对营业执照右上角。"


def _lookalike_slip(name: str, code: str, forbidden: list[tuple[int, str]]) -> Slip:
    """The slip for I, O, Z, S, V; offers the look-alike digit only when the code then passes its check."""
    place, sign = forbidden[0]
    mended = "".join(_FORBIDDEN.get(letter, letter) for letter in code)
    told = f"代码第{place}位是字母“{sign}”，{name}不使用 I、O、Z、S、V"
    if _checks(mended):
        return Slip(
            f"{told}，是否应为“{_FORBIDDEN[sign]}”？改为 {mended} 后校验通过，请对照营业执照核对后重新输入。",
            suggestion=mended,
        )
    return Slip(f"{told}，是否应为“{_FORBIDDEN[sign]}”？请对照营业执照核对后重新输入。")


def _checks(code: str) -> bool:
    from stdnum.cn import uscc

    return bool(uscc.is_valid(code))


class IdNumberKind(PlainKind):
    """The 18 digits of a resident identity number, the last of which may be X."""

    def parse(self, field: Field, raw: Raw) -> Found | Slip:
        """The number with a capital X, or what is wrong with it."""
        text = as_text(raw)
        if text is None:
            return wrong_kind(field, raw, "18位身份证号")
        number = compact(text[:100])
        if len(number) == 15 and number.isascii() and number.isdigit():
            return Slip("15位的是旧身份证号，现在应填18位的，请看二代身份证上的号码。")
        if len(number) != 18:
            return Slip(f"身份证号应为18位，您输入了{len(number)}位。请核对后重新输入。")
        if not re.fullmatch("[0-9]{17}[0-9X]", number):
            return Slip("身份证号前17位是数字，最后一位是数字或X。请核对后重新输入。")
        year, month, day = int(number[6:10]), int(number[10:12]), int(number[12:14])
        if not (1900 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
            return Slip("身份证号第7到14位是出生日期，您输入的这一天不存在。请核对后重新输入。")
        return Found(number, _id_doubt(number))


def _id_doubt(number: str) -> str:
    from stdnum.cn import ric
    from stdnum.exceptions import InvalidChecksum, ValidationError

    try:
        ric.validate(number)
    except InvalidChecksum:
        return "身份证号校验不通过，可能有一位写错了。请对照证件逐位核对，确认无误吗？"
    except ValidationError:
        return "身份证号前6位不是已知的地区代码。请对照证件核对，确认无误吗？"
    return ""
