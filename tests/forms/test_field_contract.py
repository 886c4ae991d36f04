"""What holds for every field type: the suite each of them passes."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.fields.registry import FIELD_TYPES, echo, printed, to_json, understand
from forms.models import FieldType, Slip, Understood
from programs.values import Special
from tests.forms.form_samples import ONE_OF_EACH, TYPED

EVERY_TYPE = list(FieldType)
CHINESE = re.compile("[\u4e00-\u9fff]")
ODD = "０１２３一二十百千万亿〇元件%％.,，。、；;:：-/ \t\n年月日ZLzlXxХ@+()（）約约无是否ABC\u200b\u202e\x00\ud800²½Ⅷ①𝟙٣𠮷🏭|｜合计"
texts = st.one_of(
    st.text(max_size=60),
    st.text(alphabet=ODD, max_size=40),
    st.from_regex(r"[0-9一二三万亿.,年月 -]{1,20}", fullmatch=True),
)
plain_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.decimals() | texts,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(texts | st.sampled_from(["name", "2019", "invention", "none"]), inner, max_size=3)
    ),
    max_leaves=8,
)


def holds_together(kind: FieldType, raw: Any) -> None:
    """The contract for one input: a slip has a Chinese sentence, a value survives JSON, and its words are stable."""
    field = ONE_OF_EACH[kind]
    result = understand(field, raw)
    if isinstance(result, Slip):
        assert CHINESE.search(result.message)
        assert result.message.endswith(("。", "？"))
        return
    assert not result.doubt or CHINESE.search(result.doubt)
    wire = json.loads(json.dumps(to_json(field, result.value), ensure_ascii=False), parse_float=Decimal)
    again = understand(field, wire)
    assert isinstance(again, Understood)
    assert again.value == result.value
    assert type(again.value) is type(result.value)
    assert printed(field, again.value) == printed(field, result.value)
    assert echo(field, again.value) == result.echo
    assert to_json(field, again.value) == to_json(field, result.value)


def test_every_type_of_the_contract_has_a_kind() -> None:
    """The registry covers the closed set of field types, and the tests have a sample and typings for each."""
    assert set(FIELD_TYPES) == set(FieldType) == set(ONE_OF_EACH) == set(TYPED)


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, typed in TYPED.items() for text in typed])
def test_what_people_type_is_understood(kind: FieldType, text: str) -> None:
    """Each realistic typing yields a value, which survives JSON."""
    result = understand(ONE_OF_EACH[kind], text)
    assert isinstance(result, Understood), result.message
    assert printed(ONE_OF_EACH[kind], result.value)
    holds_together(kind, text)


@pytest.mark.parametrize("kind", EVERY_TYPE)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_text_raises(kind: FieldType, data: st.DataObject) -> None:
    """Any text whatsoever is either understood or answered with a sentence."""
    holds_together(kind, data.draw(texts))


@pytest.mark.parametrize("kind", EVERY_TYPE)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_no_json_raises(kind: FieldType, data: st.DataObject) -> None:
    """Any JSON whatsoever, NaN and lone surrogates included, is either understood or answered with a sentence."""
    holds_together(kind, data.draw(plain_json))


@pytest.mark.parametrize("kind", EVERY_TYPE)
@pytest.mark.parametrize("text", ["不知道", "不清楚", "待定", "不详", "同上", "", "   ", "\u200b", "略"])
def test_not_knowing_is_no_answer(kind: FieldType, text: str) -> None:
    """不清楚, 待定, 同上 and blanks store nothing in any type."""
    assert isinstance(understand(ONE_OF_EACH[kind], text), Slip)


@pytest.mark.parametrize("kind", EVERY_TYPE)
def test_not_knowing_offers_to_skip(kind: FieldType) -> None:
    """Whoever does not know is told that they may skip."""
    slip = understand(ONE_OF_EACH[kind], "不清楚")
    assert isinstance(slip, Slip)
    assert "跳过" in slip.message


@pytest.mark.parametrize("kind", [kind for kind in EVERY_TYPE if kind is not FieldType.BOOLEAN])
@pytest.mark.parametrize("text", ["无", "没有", "暂无", "/", "-", "无。"])
def test_none_is_an_answer(kind: FieldType, text: str) -> None:
    """无 and its like are explicit answers, printed 无, in every type but yes and no."""
    field = ONE_OF_EACH[kind]
    result = understand(field, text)
    assert isinstance(result, Understood)
    assert result.value is Special.NONE
    assert printed(field, result.value) == "无"
    assert to_json(field, result.value) == {"none": True}


@pytest.mark.parametrize("kind", EVERY_TYPE)
@pytest.mark.parametrize("raw", ["不适用", "不涉及", {"not_applicable": True}])
def test_not_applicable_is_an_answer(kind: FieldType, raw: Any) -> None:
    """不适用 is an explicit answer in every type, said or in JSON."""
    result = understand(ONE_OF_EACH[kind], raw)
    assert isinstance(result, Understood)
    assert result.value is Special.NOT_APPLICABLE


def test_none_in_a_required_field_is_asked_back() -> None:
    """无 for something required is kept only after a question."""
    required = ONE_OF_EACH[FieldType.TEXT].model_copy(update={"required": True})
    result = understand(required, "无")
    assert isinstance(result, Understood)
    assert "必填" in result.doubt


def test_what_was_taken_away_is_told() -> None:
    """A direction override in a unit's name is removed and told (N12)."""
    result = understand(ONE_OF_EACH[FieldType.TEXT], "常州\u202e示例大学\x00")
    assert isinstance(result, Understood)
    assert result.value == "常州示例大学"
    assert "控制字符" in result.note
    assert "文字方向" in result.note


SECRET = {
    FieldType.ID_NUMBER: "11010119900307109X",
    FieldType.BANK_ACCOUNT: "6222021234567890123",
    FieldType.PHONE: "13800138000",
    FieldType.EMAIL: "zhangsan@example.com",
    FieldType.TEXT: "张三",
    FieldType.DATE: "1990-03-07",
}


@pytest.mark.parametrize(("kind", "text"), SECRET.items())
def test_sensitive_values_are_masked_when_repeated(kind: FieldType, text: str) -> None:
    """The echo of a sensitive field shows neither the value nor most of its characters; the document has it whole."""
    field = ONE_OF_EACH[kind].model_copy(update={"sensitive": True})
    result = understand(field, text)
    assert isinstance(result, Understood)
    assert "*" in result.echo
    assert text not in result.echo
    assert sum(char == "*" for char in result.echo) >= 1
    assert "*" not in printed(field, result.value)
