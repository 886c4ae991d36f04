"""Numbers that registers give out: patent application numbers and bank accounts.

A Chinese patent number since October 2003 has 12 digits and a check digit: four for the year, one for the kind (1 发明,
2 实用新型, 3 外观设计, 8 and 9 for PCT), seven running, then the sum of the twelve weighted 2 to 9 and 2 to 5, modulo 11,
ten written as X. Before, it had 8 digits and a check digit with weights 2 to 9. 专利号 is the same number with ZL before it.
"""

from __future__ import annotations

import re

from forms.fields.identity import compact
from forms.fields.kinds import Found, PlainKind, Raw, as_text, wrong_kind
from forms.models import Field, Slip

_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_KINDS = "12389"
_PUBLICATION = re.compile("(?:CN)?[0-9]{7,9}[ABCUSY][0-9]?")


def check_digit(digits: str) -> str:
    """The check digit of the 12 (or, before 2003, 8) digits of a patent number."""
    rest = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False)) % 11
    return "X" if rest == 10 else str(rest)


class PatentNumberKind(PlainKind):
    """One patent or application number as `202110123456.7`, with ZL before it when it was given."""

    def parse(self, field: Field, raw: Raw) -> Found | Slip:
        """The number in its usual writing, or what is wrong with it; a wrong check digit is a doubt."""
        text = as_text(raw)
        if text is None:
            return wrong_kind(field, raw, "专利号")
        if len(text) > 60 or re.search("[0-9X]\\s*[、,，;；\n]\\s*(?:ZL|CN)?\\s*[0-9]", text, re.IGNORECASE):
            return Slip(f"“{field.label}”一格只填一个专利号，请分开填写。")
        number = re.sub("^(?:专利号|申请号|专利申请号)[:：]?", "", compact(text)).strip(":：")
        if re.search("PCT|WO[0-9]", number):
            return Slip("这是国际申请号，请填进入中国后的专利号或申请号，例如 202110123456.7。")
        granted = number.startswith(("ZL", "CNZL"))
        if not granted and _PUBLICATION.fullmatch(number):
            return Slip("这是公开（公告）号，请填专利号或申请号，例如 ZL202110123456.7。")
        number = number.removeprefix("CN").removeprefix("ZL").removeprefix("CN")
        if not re.fullmatch("[0-9]+X?", number):
            return Slip("专利号是12位数字加一位校验位，例如 ZL202110123456.7。请对照专利证书核对。")
        return self._numbered(number, "ZL" if granted else "")

    def _numbered(self, number: str, prefix: str) -> Found | Slip:
        if (
            len(number) in (12, 8)
            and number.isdigit()
            and (len(number) == 12 or int(number[:2]) >= 85 or number[:2] <= "03")
        ):
            whole = f"{prefix}{number}.{check_digit(number)}"
            return Slip(f"专利号缺少小数点后的校验位，应为 {whole}，请对照证书核对后重新输入。", suggestion=whole)
        if len(number) not in (13, 9):
            return Slip(f"专利号应为12位数字加一位校验位，您输入了{len(number)}位。请对照专利证书核对。")
        digits, check = number[:-1], number[-1]
        year = (
            int(digits[:4])
            if len(digits) == 12
            else 1900 + int(digits[:2])
            if int(digits[:2]) >= 85
            else 2000 + int(digits[:2])
        )
        kind = digits[4] if len(digits) == 12 else digits[2]
        if not (2003 <= year <= 2100 if len(digits) == 12 else 1985 <= year <= 2003):
            return Slip(
                f"专利号开头应是申请年份，您输入的是{digits[:4] if len(digits) == 12 else digits[:2]}。请对照专利证书核对。"
            )
        if kind not in _KINDS:
            return Slip(
                f"专利号第{5 if len(digits) == 12 else 3}位表示专利种类，只能是1、2、3、8、9，您输入的是{kind}。请核对。"
            )
        written = f"{prefix}{digits}.{check}"
        if check != check_digit(digits):
            return Found(written, f"专利号{written}的校验位不符，可能有一位写错了。请对照证书核对，确认无误吗？")
        return Found(written)


class BankAccountKind(PlainKind):
    """The digits of a bank account. Company accounts carry no Luhn digit, so none is asked for."""

    def parse(self, field: Field, raw: Raw) -> Found | Slip:
        """The digits without blanks, or what is wrong with their number."""
        text = as_text(raw)
        if text is None:
            return wrong_kind(field, raw, "银行账号，请用引号写成文字")
        account = re.sub("^(?:银行)?(?:账号|帐号|账户|卡号)[:：]?", "", compact(text[:100]))
        if not re.fullmatch("[0-9]+", account):
            return Slip("银行账号只有数字，请去掉户名、开户行等其他文字。")
        if not 8 <= len(account) <= 30:
            return Slip(f"银行账号一般为8到30位，您输入了{len(account)}位。请核对后重新输入。")
        return Found(account)
