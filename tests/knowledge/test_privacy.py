"""Personal numbers are blanked however they are written; amounts and years stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.privacy import MASK, holds_personal_data, redact

ID = "11010519491231002X"

DISGUISED = [
    ID,
    "110105 19491231 002X",
    "110105-19491231-002X",
    "１１０１０５１９４９１２３１００２Ｘ",
    "110105.1949.1231.002x",
    "11010519491231002Х",
    "1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X",
    "一一零一零五一九四九一二三一零零二X",
    "壹壹零壹零伍壹玖肆玖壹贰叁壹零零贰X",
    "110105\u200b19491231\u200b002X",
    "110105，19491231，002X",
    "110105/19491231/002X",
    "110105_19491231_002X",
    "(110105)19491231(002X)",
    "①①⓪①⓪⑤①⑨④⑨①②③①⓪⓪②X",
    "𝟙𝟙𝟘𝟙𝟘𝟝𝟙𝟡𝟜𝟡𝟙𝟚𝟛𝟙𝟘𝟘𝟚X",
    "110105491231002",
    "身份证号110105*19491231*002X",
    "我的号码：110105·19491231·002X。",
]


@pytest.mark.parametrize("written", DISGUISED)
def test_an_identity_number_is_blanked(written: str) -> None:
    """No disguise in the list keeps its digits."""
    assert MASK in redact(written)
    assert "1949" not in redact(f"请问{written}可以吗")


@pytest.mark.parametrize(
    "written",
    [
        "13812345678",
        "+86 138-1234-5678",
        "138 1234 5678",
        "一三八一二三四五六七八",
        "0519-86000000",
        "zhang.san@example.com",
        "6222 0200 0000 0000 123",
    ],
)
def test_phones_mail_and_accounts_are_blanked(written: str) -> None:
    """A number or address people can be reached or paid by does not leave."""
    assert redact(f"联系我{written}谢谢") == f"联系我{MASK}谢谢"


@pytest.mark.parametrize(
    "text",
    [
        "近三年2019、2020、2021的授权量是80、110、120件",
        "2019 2020 2021 2022 分别多少",
        "合同额1,200万元，到账8000000元",
        "超过100件或者800万元，20％以上",
        "三（二）怎么说，附件3四（二）2（2）",
        "一二三四五条都要满足吗",
        "2022年7月10日前交",
    ],
)
def test_what_is_not_personal_stays(text: str) -> None:
    """Years, amounts, counts and clause numbers are needed to answer."""
    assert redact(text) == text
    assert not holds_personal_data(text)


@pytest.mark.parametrize("before", ["00000000000000，", "2021，", "3、", "12|", "2020年35,"])
@pytest.mark.parametrize("number", [ID, "13800001234"])
def test_a_number_before_it_hides_nothing(before: str, number: str) -> None:
    """A number before the number, parted by a comma, does not make it look like something else."""
    assert number not in redact(f"{before}{number}。")


@given(st.text(max_size=60), st.text(max_size=60))
def test_redacting_never_fails_and_hides_the_number(before: str, after: str) -> None:
    """Around any text, the number itself is gone."""
    assert ID not in redact(f"{before}，{ID}。{after}")
