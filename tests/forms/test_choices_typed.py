"""How choices and yes or no are read."""

from __future__ import annotations

import pytest

from forms.fields.registry import echo, printed, to_json, understand
from forms.models import Slip, Understood
from programs.values import Special
from tests.forms.form_samples import OPTIONS, field

ONE = field("choice", options=OPTIONS)
SOME = field("multichoice", options=OPTIONS)
YES_NO = field("boolean")


def value(item: object, raw: object) -> object:
    result = understand(item, raw)  # type: ignore[arg-type]
    assert isinstance(result, Understood), (raw, result.message)
    return result.value


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("高等学校", "university"),
        ("university", "university"),
        ("大学", "university"),
        ("1", "university"),
        ("２", "institute"),
        ("A", "university"),
        ("c", "association"),
        ("第3个", "association"),
        ("选4", "alliance"),
        ("3. 行业协会", "association"),
        ("三", "association"),
        ("“联盟”", "alliance"),
        ("我们是一家研究院", "institute"),
        ("产业知识产权运营中心", "center"),
        ("☑其他", "other"),
        (1, "university"),
    ],
)
def test_an_option_by_any_name(text: object, option: str) -> None:
    """Label, stored value, another name, number and letter all name the option, without a doubt."""
    result = understand(ONE, text)
    assert isinstance(result, Understood)
    assert result.value == option
    assert not result.doubt


@pytest.mark.parametrize(
    ("text", "option"), [("科研院索", "institute"), ("其他（博物馆）", "other"), ("行业协汇", "association")]
)
def test_nearly_an_option_is_asked_back(text: str, option: str) -> None:
    """A slip of the pen, or more than the label, comes with a question."""
    result = understand(ONE, text)
    assert isinstance(result, Understood)
    assert result.value == option
    assert result.doubt


def test_two_options_are_never_settled_by_a_score() -> None:
    """What fits two options is asked back with their numbers."""
    slip = understand(ONE, "产业知识产权")
    assert isinstance(slip, Slip)
    assert "4 产业知识产权联盟" in slip.message
    assert "5 产业知识产权运营中心" in slip.message
    assert "1 高等学校" not in slip.message
    assert isinstance(understand(ONE, "大学和协会"), Slip)


@pytest.mark.parametrize("text", ["不是企业", "不是大学", "7", "0", "z", "医院", "非高校", "第9个"])
def test_no_option(text: str) -> None:
    """A denial or an unknown word lists the options."""
    slip = understand(ONE, text)
    assert isinstance(slip, Slip)
    assert "1 高等学校" in slip.message


def test_an_option_called_none_wins() -> None:
    """Where 无 is an option it is that option, not the absence of an answer."""
    item = field("choice", options=[{"value": "none", "label": "无"}, {"value": "some", "label": "有"}])
    assert value(item, "无") == "none"
    assert value(ONE, "无") is Special.NONE


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,3", ("university", "association")),
        ("3 1", ("university", "association")),
        ("AC", ("university", "association")),
        ("高校、协会", ("university", "association")),
        ("高校和研究所", ("university", "institute")),
        ("高校，高等学校", ("university",)),
        ("全部", tuple(option.value for option in OPTIONS)),
        (["other", "university"], ("university", "other")),
        ("行业协会\n联盟", ("association", "alliance")),
    ],
)
def test_several_options(text: object, values: tuple[str, ...]) -> None:
    """Several options in any writing, each once, in the form's order."""
    assert value(SOME, text) == values
    assert to_json(SOME, values) == list(values)


def test_several_options_are_printed_and_refused() -> None:
    """Labels are joined by 、; one unknown part refuses the whole."""
    assert printed(SOME, ("university", "other")) == "高等学校、其他"
    for raw in ("高校、医院", [], ["nobody"], [1], "13"):
        assert isinstance(understand(SOME, raw), Slip), raw


def test_a_label_with_and_in_it_is_one_option() -> None:
    """A label that itself holds 和 or 、 is not cut apart."""
    item = field("multichoice", options=[{"value": "a", "label": "转让和许可"}, {"value": "b", "label": "作价入股"}])
    assert value(item, "转让和许可") == ("a",)
    assert value(item, "转让和许可、作价入股") == ("a", "b")


@pytest.mark.parametrize("text", ["是", "是的", "有", "有的。", "对", "yes", "Ｙ", "符合", "已建立", "√", "同意", True])
def test_yes(text: object) -> None:
    """Every usual yes is true."""
    assert value(YES_NO, text) is True


@pytest.mark.parametrize(
    "text", ["否", "不是", "没有", "无", "没", "未", "no", "Ｎ", "不符合", "尚未", "×", "暂无", False]
)
def test_no(text: object) -> None:
    """Every usual no is false; 无 means no here."""
    assert value(YES_NO, text) is False


@pytest.mark.parametrize(
    "text",
    [
        "1",
        "2",
        "0",
        "不错",
        "没问题",
        "有没有",
        "是不是",
        "有吗",
        "可能",
        "也许",
        "不知道",
        "有，但是还没批",
        "是，不过不清楚",
        1,
        0,
        "好像有",
    ],
)
def test_neither(text: object) -> None:
    """A number, a question or a maybe is neither yes nor no: 2 might be the number of staff."""
    assert isinstance(understand(YES_NO, text), Slip)


@pytest.mark.parametrize(
    ("text", "yes"),
    [("有，3个", True), ("是的，我们有专门机构", True), ("没有，还在筹备", False), ("否。说明见附件", False)],
)
def test_a_sentence_that_opens_with_it(text: str, yes: bool) -> None:
    """A longer sentence that opens with yes or no is asked back."""
    result = understand(YES_NO, text)
    assert isinstance(result, Understood)
    assert result.value is yes
    assert result.doubt
    assert echo(YES_NO, yes) == ("是" if yes else "否")


def test_options_that_hold_a_comma_of_their_own_are_told_apart():
    """Chosen labels with 、 in them stand with ； between, and what is echoed is read back as the same choice."""
    listed = [
        {"value": "a", "label": "转让、许可"},
        {"value": "b", "label": "作价入股"},
        {"value": "c", "label": "其他"},
    ]
    item = field("multichoice", options=listed)
    assert understand(item, ["a", "b"]).echo == "转让、许可；作价入股"
    assert understand(item, "转让、许可；作价入股").value == ("a", "b")
    assert understand(item, ["b", "c"]).echo == "作价入股、其他"


@pytest.mark.parametrize(
    ("label", "text", "answer"),
    [
        ("是否亏损", "不亏", False),
        ("是否亏损", "没有亏损", False),
        ("是否亏损", "亏损", True),
        ("是否列入经营异常名录和严重违法失信企业名单", "没有列入", False),
        ("是否列入经营异常名录和严重违法失信企业名单", "未列入经营异常名录", False),
    ],
)
def test_yes_or_no_in_the_words_of_the_label(label: str, text: str, answer: bool) -> None:
    """Where the label asks 是否…, its words are yes, and their denial is no."""
    assert value(field("boolean", label=label), text) is answer


@pytest.mark.parametrize(
    ("label", "text"),
    [("近三年经营规范，无重大违法违规行为", "没有违法违规"), ("是否亏损", "盈利"), ("是否亏损", "亏")],
)
def test_other_words_are_not_guessed_to_be_yes_or_no(label: str, text: str) -> None:
    """A denial where the label denies too could mean either; so it is asked again."""
    assert isinstance(understand(field("boolean", label=label), text), Slip)
