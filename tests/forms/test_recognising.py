"""Answers found in a pasted block: names in many wordings, values by the field types, nothing guessed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.fields.registry import to_json
from forms.recognising import Recognised, recognise
from tests.forms.filled_samples import as_json, forms, full

UNIVERSITY = forms()["changzhou-university"].fields


def values(text: str) -> dict[str, Any]:
    found = recognise(text, UNIVERSITY)
    return {one.key: to_json(UNIVERSITY[one.key], one.understood.value) for one in found.read}


@pytest.mark.parametrize(
    "text",
    [
        "单位名称：常州示例大学\n单位地址：常州市示例路1号",
        "单位名称:常州示例大学\n单位地址 : 常州市示例路1号",
        "单 位 名 称 ： 常州示例大学\n单　位　地　址：常州市示例路1号",
        "单位名称\t常州示例大学\n单位地址\t常州市示例路1号\n",
        "单位名称\t常州示例大学\t单位地址\t常州市示例路1号",
        "1. 申报单位：常州示例大学\n2. 地址：常州市示例路1号",
        "（一）单位全称：常州示例大学；（二）住所：常州市示例路1号。",
        "1、名称：常州示例大学；2、注册地址：常州市示例路1号",
        "- 学校名称：常州示例大学\n- 办公地址：常州市示例路1号",
        "单位名称 常州示例大学\n单位地址 常州市示例路1号",
        "我单位名称是常州示例大学，单位地址为常州市示例路1号，欢迎来访。",
        "单位名称：\n常州示例大学\n单位地址：\n常州市示例路1号",
        "单位名称（全称）：常州示例大学\n单位地址（住所）：常州市示例路1号",
    ],
)
def test_many_ways_of_writing_mean_the_same(text: str) -> None:
    """Colons of any width, tabs, lists, gaps, 是 and 为, values in the next line, brackets in names."""
    assert values(text) == {"unit_name": "常州示例大学", "unit_address": "常州市示例路1号"}


def test_units_and_numerals_are_read_by_the_field() -> None:
    """Whatever the field's own type takes is taken: 十二人, 35件, 1.2亿 where it wants 万元."""
    assert values("专职人员：十二人\n兼职人数：３人") == {"ip_staff_full_time": 12, "ip_staff_part_time": 3}
    assert values("2020年发明：35件\n2021年专利授权量发明：四十") == {
        "granted_patents": {"2020": {"invention": 35}, "2021": {"invention": 40}}
    }


@pytest.mark.parametrize(
    "text",
    [
        "项目负责人：张三\n手机：13800138000\n联系人：李四\n手机：13900139000",
        "项目负责人\n姓名：张三\n手机：13800138000\n项目联系人\n姓名：李四\n手机号码：13900139000",
        "负责人手机：13800138000；联系人手机：13900139000；负责人：张三；联系人：李四",
        "联系人：李四，移动电话：13900139000\n负责人：张三，手机：13800138000",
    ],
)
def test_of_whom_it_was_said_tells_equal_names_apart(text: str) -> None:
    """手机 belongs to the person named before it, or named in it."""
    assert values(text) == {
        "leader_name": "张三", "leader_mobile": "13800138000", "contact_name": "李四", "contact_mobile": "13900139000",
    }  # fmt: skip


def test_name_that_may_mean_several_is_asked() -> None:
    """手机 with nobody named before it is not guessed, and the number is not repeated."""
    found = recognise("单位名称：甲大学\n手机：13800138000", UNIVERSITY)
    (missed,) = found.missed
    assert "项目负责人手机" in missed.message
    assert "13800138000" not in missed.words


def test_unknown_names_end_a_value_and_are_told() -> None:
    """备注：… between two answers belongs to neither; inside a long text a colon is only a colon."""
    found = recognise("单位名称：甲大学；备注：没有；单位地址：常州市", UNIVERSITY)
    assert [one.label for one in found.missed] == ["备注"]
    text = "建于1978年，特色如下：\n办学特色：理工科"
    assert values(f"单位名称：甲大学\n单位总体情况：{text}")["unit_intro"] == text


def test_said_twice_is_a_doubt() -> None:
    """Two different values of one field: the first is proposed, and the other one told."""
    (one,) = recognise("单位名称：甲大学\n申报单位：乙大学", UNIVERSITY).read
    assert "乙大学" in one.understood.doubt


@pytest.mark.parametrize(
    "text", ["常州示例大学", "名称：甲大学", "8:30", "http://example.com:80/a", "注：无", "", "：：：\n\t\t"]
)
def test_what_is_no_block(text: str) -> None:
    """Fewer than two names with separators are no block."""
    assert not recognise(text, UNIVERSITY).is_block


@pytest.mark.parametrize("slug", sorted(forms()))
def test_every_label_of_a_form_is_recognised(slug: str) -> None:
    """A block of `label：value` lines of a whole form gives the answers of all its one-line fields."""
    form, answers = full(slug)
    from forms.fields.registry import printed
    from forms.models import FieldType

    whole = (FieldType.TABLE, FieldType.GRID, FieldType.PARAGRAPH, FieldType.MULTICHOICE)
    wanted = {key: value for key, value in answers.items() if form.fields[key].type not in whole}
    text = "\n".join(f"{form.fields[key].label}：{printed(form.fields[key], value)}" for key, value in wanted.items())
    found = recognise(text, form.fields)
    got = {one.key: to_json(form.fields[one.key], one.understood.value) for one in found.read}
    assert got == as_json(form, wanted)


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("单位名称地址手机联系人：:是为\t\n 1２、；，。（）甲大学A=📎\u200b"), max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    """Nothing raises, every value found is one its field takes, and all words shown stand in the text."""
    found = recognise(text, UNIVERSITY)
    assert isinstance(found, Recognised)
    for one in found.read:
        assert one.key in UNIVERSITY
        assert one.understood.value is not None
