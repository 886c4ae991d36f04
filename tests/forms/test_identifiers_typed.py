"""Codes with check digits: credit codes, identity numbers, patent numbers, and bank accounts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from forms.fields.registered import check_digit
from forms.fields.registry import understand
from forms.models import Field, Slip, Understood
from tests.forms.form_samples import field

CODE = field("credit_code")
PERSON = field("id_number", sensitive=True)
PATENT = field("patent_number")
ACCOUNT = field("bank_account", sensitive=True)
GOOD_CODE = "91110000MA0000001L"


def read(item: Field, raw: object) -> Understood:
    result = understand(item, raw)
    assert isinstance(result, Understood), (raw, result.message)
    return result


def slip(item: Field, raw: object) -> Slip:
    result = understand(item, raw)
    assert isinstance(result, Slip), (raw, result)
    return result


@pytest.mark.parametrize("length", [1, 9, 10, 16, 17, 19, 30])
def test_a_code_of_the_wrong_length_is_counted(length: int) -> None:
    """The person is told how many signs there should be and how many there are."""
    message = slip(CODE, (GOOD_CODE * 2)[:length]).message
    assert "应为18位" in message
    assert f"您输入了{length}位" in message


def test_the_sentence_for_seventeen_signs() -> None:
    """The sentence says what is wrong, where to look, and nothing else."""
    assert slip(CODE, GOOD_CODE[:17]).message == "统一社会信用代码应为18位，您输入了17位。请核对营业执照右上角。"
    assert "工商注册号" in slip(CODE, "320400000123456").message
    assert "组织机构代码" in slip(CODE, "MA000000-1").message


@pytest.mark.parametrize(("letter", "digit"), [("I", "1"), ("O", "0"), ("Z", "2"), ("S", "5")])
def test_look_alike_letters_are_hinted_at(letter: str, digit: str) -> None:
    """A letter the code cannot hold names the digit it looks like; a repair is offered only when it passes the check (N08)."""
    code = next(c for c in CODES if digit in c[:17])
    typed = code[: code.index(digit)] + letter + code[code.index(digit) + 1 :]
    found = slip(CODE, typed)
    assert f"“{letter}”" in found.message
    assert f"“{digit}”" in found.message
    assert found.suggestion == code
    worse = typed[:-1] + ("1" if typed[-1] != "1" else "2")
    assert slip(CODE, worse).suggestion == ""


CODES = [body + uscc.calc_check_digit(body) for body in ("91320400MA1234567", "12320000466007252", "91110105802100433")]


@pytest.mark.parametrize("code", [GOOD_CODE, *CODES])
def test_a_wrong_check_digit_is_doubted(code: str) -> None:
    """The right code passes without a question; with another last sign it is asked back, not refused."""
    assert not read(CODE, code).doubt
    other = "1" if code[-1] != "1" else "2"
    assert "校验不通过" in read(CODE, code[:-1] + other).doubt


@pytest.mark.parametrize(
    "text",
    [
        GOOD_CODE.lower(),
        "９１１１００００ＭＡ０００００01L",
        "9111 0000 MA00 0000 1L",
        "91110000МА0000001L",
        "信用代码：91110000MA0000001L",
    ],
)
def test_codes_are_normalised(text: str) -> None:
    """Lower case, full width, blanks, Cyrillic look-alikes and a label in front make no difference."""
    assert read(CODE, text).value == GOOD_CODE


BODY = "11010119900307109"
NUMBER = BODY + ric.calc_check_digit(BODY + "0")


@pytest.mark.parametrize(
    "text",
    [
        NUMBER,
        NUMBER.lower(),
        NUMBER.replace("X", "Х"),
        "".join(chr(ord(c) + 0xFEE0) for c in NUMBER),
        f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}",
        f"{NUMBER[:9]}\u200b{NUMBER[9:]}",
    ],
)
def test_identity_numbers_are_normalised(text: str) -> None:
    """Lower x, Cyrillic Х, full width, blanks and zero-width characters are normalised (N07)."""
    result = read(PERSON, text)
    assert result.value == NUMBER
    assert not result.doubt


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("110101900307109", "15位"),
        (NUMBER[:17], "17位"),
        ("110101199002301093", "不存在"),
        ("110101199013071093", "不存在"),
        ("11010118000307109X", "不存在"),
        ("A1010119900307109X", "数字"),
        ("张三的身份证", "18位"),
    ],
)
def test_impossible_identity_numbers_are_refused(text: str, hint: str) -> None:
    """Old numbers, wrong lengths, letters and birthdays that do not exist are refused; the number is never repeated."""
    message = slip(PERSON, text).message
    assert hint in message
    assert text not in message


def test_identity_numbers_that_fail_the_check_are_doubted_and_not_repeated() -> None:
    """A wrong check digit is asked back without showing the number."""
    wrong = NUMBER[:-1] + "0" if NUMBER[-1] != "0" else NUMBER[:-1] + "1"
    result = read(PERSON, wrong)
    assert "校验不通过" in result.doubt
    assert wrong not in result.doubt + result.echo


@pytest.mark.parametrize(
    "text",
    [
        "ZL202110123456.7",
        "ZL 2021 1 0123456.7",
        "zl2021101234567",
        "ＺＬ２０２１１０１２３４５６．７",
        "CNZL202110123456.7",
        "专利号：ZL202110123456.7",
    ],
)
def test_patent_numbers_are_normalised(text: str) -> None:
    """With ZL or CN, blanks, dots, full width: the same number."""
    assert read(PATENT, text).value == "ZL202110123456.7"


def test_application_numbers_carry_no_zl() -> None:
    """ZL is kept when it was given and not invented when it was not."""
    assert read(PATENT, "202110123456.7").value == "202110123456.7"


@settings(deadline=None)
@given(st.sampled_from("12389"), st.integers(2003, 2100), st.integers(0, 9_999_999))
def test_every_check_digit(kind: str, year: int, running: int) -> None:
    """The right check digit passes without a question; each of the ten others is doubted."""
    digits = f"{year}{kind}{running:07d}"
    good = check_digit(digits)
    assert not read(PATENT, f"{digits}.{good}").doubt
    wrong = next(sign for sign in "0123456789X" if sign != good)
    assert "校验位" in read(PATENT, digits + wrong).doubt
    missing = slip(PATENT, digits)
    assert missing.suggestion == f"{digits}.{good}"


def test_check_digits_by_hand() -> None:
    """2·2+0·3+2·4+1·5+1·6+0·7+1·8+2·9+3·2+4·3+5·4+6·5 = 117, and 117 mod 11 = 7; ten is written X."""
    assert check_digit("202110123456") == "7"
    assert check_digit("200310000000") == "X" or check_digit("200310000000").isdigit()
    assert any(check_digit(f"20211{n:07d}") == "X" for n in range(11))


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("CN112345678A", "公开"),
        ("CN212345678U", "公开"),
        ("PCT/CN2021/123456", "国际申请"),
        ("202140123456.7", "种类"),
        ("189910123456.7", "年份"),
        ("12345", "5位"),
        ("一种装置", "12位数字"),
        ("202110123456.7、202110123457.5", "一个专利号"),
    ],
)
def test_other_numbers_are_named(text: str, hint: str) -> None:
    """Publication and PCT numbers, wrong kinds and years, and several numbers are told apart."""
    assert hint in slip(PATENT, text).message


@pytest.mark.parametrize(("length", "fits"), [(7, False), (8, True), (30, True), (31, False)])
def test_bank_accounts(length: int, fits: bool) -> None:
    """Accounts have 8 to 30 digits; leading zeros stay, no Luhn digit is asked of companies, and the echo is masked."""
    account = "0" + "1" * (length - 1)
    result = understand(ACCOUNT, account)
    assert isinstance(result, Understood) is fits
    if isinstance(result, Understood):
        assert result.value == account
        assert not result.doubt
        assert account not in result.echo
    assert isinstance(understand(ACCOUNT, "开户行：工行 123456789"), Slip)
