"""How people are reached: telephone and fax numbers, e-mail addresses, postcodes.

Chinese numbers are kept as people write them (13800138000, 0519-86000000转801, 400-800-8888), others in international form.
"""

from __future__ import annotations

import re

from forms.fields.kinds import Found, PlainKind, Raw, as_text, wrong_kind
from forms.models import Field, Slip
from programs.cleaning import narrow

_EXTENSION = re.compile("(?:转|分机号?|ext\\.?|x|#)[:：]?\\s*([0-9]{1,6})$", re.IGNORECASE)
_DASHED_EXTENSION = re.compile("^(0[0-9]{2,3}-?[0-9]{7,8})-([0-9]{1,6})$")
_BETWEEN_NUMBERS = re.compile("[/、,，;；或]|\\n")
_LABELLED = re.compile("^(?:电话|手机|座机|传真|固话|联系电话|tel|fax|mobile)[:：.]?", re.IGNORECASE)


class PhoneKind(PlainKind):
    """One telephone number: mobile, landline with area code, 400 service, or foreign."""

    def parse(self, field: Field, raw: Raw) -> Found | Slip:
        """The number in its usual writing, or what is missing from it."""
        text = as_text(raw)
        if text is None:
            return wrong_kind(field, raw, "电话号码")
        number = _LABELLED.sub("", narrow(text[:100]).strip())
        extension = ""
        if found := _EXTENSION.search(number):
            number, extension = number[: found.start()], found[1]
        number = re.sub("[\\s().·]", "", number)
        if _BETWEEN_NUMBERS.search(number.strip("/、,，;；\n")) and len(re.findall("[0-9]{5,}", number)) > 1:
            return Slip(f"“{field.label}”只填一个号码，看到了几个。请留最常用的一个。")
        number = re.sub("-{2,}", "-", number).strip("-,，;；。")
        if found := _DASHED_EXTENSION.match(number):
            number, extension = found[1], found[2]
        if not re.fullmatch("\\+?[0-9-]+", number):
            return Slip(f"“{field.label}”只有数字、横线和分机号。请写成 13800000000 或 0519-86000000 这样。")
        return self._known(field, number, extension)

    def _known(self, field: Field, number: str, extension: str) -> Found | Slip:
        import phonenumbers

        try:
            parsed = phonenumbers.parse(number, "CN")
        except phonenumbers.NumberParseException:
            return Slip(_wrong_length(field, number))
        if not phonenumbers.is_possible_number(parsed):
            return Slip(_wrong_length(field, number))
        tail = f"转{extension}" if extension else ""
        if parsed.country_code != 86:
            written = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
            return Found(
                written + tail,
                "" if phonenumbers.is_valid_number(parsed) else f"{field.label}不是常见的号码，确认无误吗？",
            )
        national = str(parsed.national_number)
        if not phonenumbers.is_valid_number(parsed):
            digits = re.sub("[^0-9]", "", number)
            if len(digits) in (7, 8) and not digits.startswith("0"):
                return Slip(f"“{field.label}”缺少区号，请写成 0519-{digits} 这样。")
            if re.fullmatch("1[3-9][0-9]{9}", national):
                return Found(national + tail, f"{field.label}不是常见的号段，确认无误吗？")
            return Slip(_wrong_length(field, number))
        area = phonenumbers.length_of_geographical_area_code(parsed)
        if area:
            return Found(f"0{national[:area]}-{national[area:]}{tail}")
        if re.fullmatch("[48]00[0-9]{7}", national):
            return Found(f"{national[:3]}-{national[3:6]}-{national[6:]}{tail}")
        return Found(national + tail)


def _wrong_length(field: Field, number: str) -> str:
    digits = re.sub("[^0-9]", "", number)
    if re.match("1[3-9]", digits) and len(digits) != 11:
        return f"手机号应为11位，您输入了{len(digits)}位。请核对“{field.label}”。"
    if digits.startswith("0"):
        return f"“{field.label}”应为区号加7到8位号码，您输入了{len(digits)}位。请写成 0519-86000000 这样。"
    return f"“{field.label}”不像一个电话号码。请写成 13800000000 或 0519-86000000 这样。"


_EMAIL = re.compile(
    r"[A-Za-z0-9_%+-]+(?:\.[A-Za-z0-9_%+-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
)
_USUAL = (
    "qq.com",
    "163.com",
    "126.com",
    "gmail.com",
    "sina.com",
    "139.com",
    "outlook.com",
    "foxmail.com",
    "hotmail.com",
)


class EmailKind(PlainKind):
    """One e-mail address, its domain in lower case."""

    def parse(self, field: Field, raw: Raw) -> Found | Slip:
        """The address, or which part is missing; a domain one letter off a usual one is a doubt."""
        if not isinstance(raw, str):
            return wrong_kind(field, raw, "电子邮箱")
        text = re.sub("^(?:电子)?(?:邮箱|邮件|e-?mail)[:：]?\\s*", "", narrow(raw[:400]).strip(), flags=re.IGNORECASE)
        text = text.removeprefix("mailto:").rstrip("。.，,;；")
        text = re.sub("(?<=[A-Za-z0-9])。(?=[A-Za-z])", ".", text)
        if "@" not in text:
            return Slip("邮箱里没有“@”。请写成 name@example.com 这样。")
        if text.count("@") > 1:
            return Slip(f"“{field.label}”只填一个邮箱，看到了几个“@”。请留一个。")
        if re.search("\\s", text):
            return Slip("邮箱里不能有空格。请写成 name@example.com 这样。")
        if len(text) > 254 or not _EMAIL.fullmatch(text):
            return Slip("邮箱应是英文字母、数字组成的“名字@网站”，网站里要有点。请写成 name@example.com 这样。")
        name, _, domain = text.partition("@")
        domain = domain.lower()
        return Found(f"{name}@{domain}", _misspelt(domain))


def _misspelt(domain: str) -> str:
    if domain in _USUAL:
        return ""
    from rapidfuzz.distance import OSA

    near = next((usual for usual in _USUAL if OSA.distance(domain, usual) == 1), "")
    return f"邮箱网站写的是“{domain}”，是不是“{near}”？" if near else ""


class PostcodeKind(PlainKind):
    """Six digits."""

    def parse(self, field: Field, raw: Raw) -> Found | Slip:
        """The postcode, or how many digits it has instead of six."""
        text = as_text(raw)
        if text is None:
            return wrong_kind(field, raw, "6位邮政编码")
        code = re.sub("[\\s-]", "", re.sub("^(?:邮政编码|邮编)[:：]?", "", narrow(text[:60]).strip())).rstrip("。.")
        if not re.fullmatch("[0-9]+", code):
            return Slip("邮政编码应为6位数字，请写成 213000 这样。")
        if len(code) != 6:
            return Slip(f"邮政编码应为6位，您输入了{len(code)}位。请核对后重新输入。")
        if code[:2] in ("00", "99") or len(set(code)) == 1:
            return Found(code, f"邮政编码{code}不常见，确认无误吗？")
        return Found(code)
