"""Tables and grids: what is pasted or typed, where errors are, and sums that know blank from zero."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.fields.registry import echo, printed, to_json, totals, understand
from forms.models import Field, Slip, Understood
from programs.values import Special
from tests.forms.form_samples import BUDGET, GRID, TABLE


def read(item: Field, raw: object) -> Understood:
    result = understand(item, raw)
    assert isinstance(result, Understood), (raw, result.message)
    return result


def plain(item: Field, raw: object) -> Any:
    return to_json(item, read(item, raw).value)


def slip(item: Field, raw: object) -> Slip:
    result = understand(item, raw)
    assert isinstance(result, Slip), (raw, result)
    return result


WHOLE = {"name": "甲", "number": "202110123456.7", "issued": "2020-05", "amount": 12000}


@pytest.mark.parametrize(
    "text",
    [
        "甲\t202110123456.7\t2020年5月\t12,000",
        "甲，202110123456.7，2020.5，1.2万",
        "甲,202110123456.7,2020-05,12000元",
        "甲｜202110123456.7｜2020.5｜12000",
        "| 文件名称 | 专利号 | 发文日期 | 合同额（元） |\n|---|---|---|---|\n| 甲 | 202110123456.7 | 2020-05 | 12000 |",
        "合同额\t发文日期\t文件名称\t专利号\n12000\t2020.5\t甲\t202110123456.7",
        "序号\t文件名称\t专利号\t发文日期\t合同额(元)\n1\t甲\t202110123456.7\t2020.5\t１２０００\n合计\t\t\t\t12000",
        "1\t甲\t202110123456.7\t2020.5\t12000",
        '"甲"\t202110123456.7\t2020.5\t12000',
    ],
)
def test_one_row_in_every_way_of_pasting(text: str) -> None:
    """Spreadsheets, markdown, commas; with or without header, running number and 合计, in any order of columns."""
    assert plain(TABLE, text) == [WHOLE]


def test_a_block_from_a_spreadsheet() -> None:
    """Twelve rows with full-width digits, thousands and 亿, blanks, and a 合计 row that is checked and not kept."""
    lines = [f"文件{n}\t\t2020.{n}\t{amount}" for n, amount in enumerate(["１２０", "1,200", "1.2万"] * 4, 1)]
    total = 4 * (120 + 1200 + 12000)
    good = read(TABLE, "\n".join(["文件名称\t专利号\t发文日期\t合同额（元）", *lines, f"合计\t\t\t{total}"]))
    assert len(to_json(TABLE, good.value)) == 12
    assert "合计" not in good.doubt
    wrong = read(TABLE, "\n".join([*lines, f"合计\t\t\t{total + 1}"]))
    assert f"合计写的是{total + 1}，各行相加是{total}" in wrong.doubt
    assert totals(TABLE, good.value) == {"amount": Decimal(total)}


@pytest.mark.parametrize(
    ("raw", "where"),
    [
        ("甲\t\t2020.5\t1\n乙\t\t2020.6\t2\n丙\t\t2020.13\t3", "第3行“发文日期”"),
        ("甲\t\t2020.5\t很多", "第1行“合同额（元）”"),
        ([{"name": "甲"}, {"name": "乙", "amount": -1}], "第2行“合同额（元）”"),
        ([{"name": "甲", "titel": "x"}], "第1行"),
        ([{"name": "甲"}, "乙"], "第2行"),
        ("甲\t乙\t丙\t丁\t戊\t己", "第1行"),
    ],
)
def test_errors_name_row_and_column(raw: object, where: str) -> None:
    """The slip says which row and column, in its sentence and apart."""
    found = slip(TABLE, raw)
    assert found.where == where
    assert found.message.startswith(f"{where}：")


def test_doubts_name_row_and_column() -> None:
    """A doubtful cell does not stop the table; the question says where it stands."""
    result = read(TABLE, [{"name": "甲"}, {"name": "乙", "number": "202110123456.X"}])
    assert "第2行“专利号”" in result.doubt


def test_rows_may_be_said_by_label_and_blanks_are_unknown() -> None:
    """JSON may name columns by label; null and blank cells are left out, and so are blank rows."""
    assert plain(TABLE, [{"文件名称": "甲", "amount": None, "issued": " "}, {"name": None}]) == [{"name": "甲"}]


def test_an_empty_list_is_no_answer() -> None:
    """An empty list is not 无; 无 is said outright."""
    assert "无" in slip(TABLE, []).message
    assert read(TABLE, {"none": True}).value is Special.NONE


def test_tables_are_told_shortly_and_printed_whole() -> None:
    """The echo counts rows and sums; the print shows every cell."""
    value = read(TABLE, [WHOLE, {**WHOLE, "name": "乙", "amount": 1}]).value
    assert echo(TABLE, value).startswith("共2行")
    assert "12001（元）" in echo(TABLE, value)
    assert printed(TABLE, value).splitlines()[1].startswith("文件名称：乙；专利号：202110123456.7；发文日期：2020年5月")


FULL = {
    "2019": {"invention": 10, "utility": 5, "design": 3},
    "2020": {"invention": 11, "utility": 6, "design": 4},
    "2021": {"invention": 12, "utility": 7, "design": 5},
}


@pytest.mark.parametrize(
    "text",
    [
        "2019 10 5 3\n2020 11 6 4\n2021 12 7 5",
        "2019年：10，5，3；2020年：11，6，4；2021年：12，7，5",
        "2019,10,5,3\n2020,11,6,4\n2021,12,7,5\n合计,33,18,12",
        "10 5 3\n11 6 4\n12 7 5",
        "\t发明\t实用新型\t外观设计\n2019\t10\t5\t3\n2020\t11\t6\t4\n2021\t12\t7\t5",
        "年度\t发明（件）\t实用新型（件）\t外观设计（件）\t合计\n2019年\t10\t5\t3\t18\n2020年\t11\t6\t4\t21\n2021年\t12\t7\t5\t24\n合计\t33\t18\t12\t63",
        "外观设计\t发明\t实用新型\n2021年\t5\t12\t7\n2019年\t3\t10\t5\n2020年\t4\t11\t6",
        "\t2019年\t2020年\t2021年\n发明\t10\t11\t12\n实用新型\t5\t6\t7\n外观设计\t3\t4\t5",
        "2019年发明10件，实用新型5件，外观设计3件\n2020年 发明11 实用新型6 外观设计4\n2021年 外观设计5、发明12、实用新型7",
        "年份 发明 实用新型 外观设计\n2019 10 5 3\n2020 11 6 4\n2021 12 7 5",
        "２０１９年　１０　５　３\n２０２０年　１１　６　４\n２０２１年　１２　７　５",
    ],
)
def test_a_whole_grid_in_every_way_of_typing(text: str) -> None:
    """Lines, blocks, blocks turned on their side, named columns: the same nine numbers."""
    result = read(GRID, text)
    assert to_json(GRID, result.value) == FULL
    assert not result.doubt
    assert totals(GRID, result.value) == {"invention": 33, "utility": 18, "design": 12}


def test_part_of_a_grid_is_kept_and_told() -> None:
    """What is given is kept, what is not stays unknown and is counted."""
    result = read(GRID, "2020年：11，6")
    assert to_json(GRID, result.value) == {"2020": {"invention": 11, "utility": 6}}
    assert "还空着7格" in result.echo


@pytest.mark.parametrize(
    ("raw", "hint"),
    [
        ("2018 1 2 3", "哪一行"),
        ("2019 1 2 3 4", "只有3列"),
        ("2019 10.5 1 1", "“2019年”行“发明（件）”"),
        ({"2018": {"invention": 1}}, "2018"),
        ({"2019": {"x": 1}}, "“2019年”行"),
        ({"2019": 5}, "“2019年”行"),
        ({"2019": {"invention": -1}}, "不能小于0"),
        ({}, "没有读到"),
        ([1, 2], "对象"),
        ("随便写点什么", "哪一行"),
    ],
)
def test_what_fits_no_cell_is_refused(raw: object, hint: str) -> None:
    """Other rows, too many numbers and wrong cells are named; nothing is stored."""
    assert hint in slip(GRID, raw).message


def test_commas_of_thousands_and_commas_between_numbers() -> None:
    """1,200 is one number, 10,500,3 are three where three are wanted."""
    assert plain(GRID, "2019：1,200 5 3") == {"2019": {"invention": 1200, "utility": 5, "design": 3}}
    assert plain(GRID, "2019 10,500,3") == {"2019": {"invention": 10, "utility": 500, "design": 3}}


@pytest.mark.parametrize(
    "text", ["2020年120万元，2021年1.5亿", "120万 1.5亿", "2020：120；2021：15000", "2021 1.5亿元\n2020 120"]
)
def test_a_grid_of_one_column(text: str) -> None:
    """Money by year on one line, converted to the field's unit."""
    assert plain(BUDGET, text) == {"2020": {"spent": 120}, "2021": {"spent": 15000}}


def test_a_wrong_sum_is_asked_back() -> None:
    """A 合计 line that does not fit comes with both numbers; a fitting one is silent."""
    assert "合计写的是34，各行相加是33" in read(GRID, "2019 10 5 3\n2020 11 6 4\n2021 12 7 5\n合计 34 18 12").doubt


@pytest.mark.parametrize("missing", ["2019", "2020", "2021"])
def test_blank_is_not_zero(missing: str) -> None:
    """A column with one blank has no sum; with 无 there it has; with 0 too."""
    partial = {year: dict(cells) for year, cells in FULL.items()}
    taken = partial[missing].pop("invention")
    assert totals(GRID, read(GRID, partial).value)["invention"] is None
    assert totals(GRID, read(GRID, partial).value)["utility"] == 18
    for nothing in ("无", 0, {"none": True}):
        partial[missing]["invention"] = nothing
        assert totals(GRID, read(GRID, partial).value)["invention"] == 33 - taken
    partial[missing]["invention"] = {"not_applicable": True}
    assert totals(GRID, read(GRID, partial).value)["invention"] is None


def test_sums_of_nothing() -> None:
    """无 for the whole sums to zero; not answered and 不适用 to nothing."""
    assert totals(GRID, Special.NONE) == {"invention": 0, "utility": 0, "design": 0}
    assert (
        totals(GRID, None) == totals(GRID, Special.NOT_APPLICABLE) == dict.fromkeys(("invention", "utility", "design"))
    )
    assert totals(TABLE, read(TABLE, [{"name": "甲"}]).value) == {"amount": None}


cells = st.dictionaries(
    st.sampled_from(["2019", "2020", "2021"]),
    st.dictionaries(st.sampled_from(["invention", "utility", "design"]), st.integers(0, 10**6), min_size=1),
    min_size=1,
)


@settings(max_examples=60, deadline=None)
@given(cells)
def test_a_grid_typed_as_it_is_printed(grid: dict[str, dict[str, int]]) -> None:
    """What the assistant prints of a grid can be typed back and means the same."""
    value = read(GRID, grid).value
    assert read(GRID, printed(GRID, value)).value == value
    expected = {
        column: sum(grid[year][column] for year in grid)
        if len(grid) == 3 and all(column in grid[y] for y in grid)
        else None
        for column in ("invention", "utility", "design")
    }
    assert totals(GRID, value) == expected


@settings(max_examples=40, deadline=None)
@given(st.lists(st.decimals(0, 10**6, places=2), min_size=1, max_size=20))
def test_sums_are_exact(amounts: list[Decimal]) -> None:
    """合计 of any amounts is exact to the last digit (N04)."""
    rows = [{"name": "甲", "amount": str(amount)} for amount in amounts]
    assert totals(TABLE, read(TABLE, rows).value) == {"amount": sum(amounts)}


@pytest.mark.parametrize(
    "text", ["甲\t乙\n" * 3000, "1\t" * 5000, "甲" * 50_000, "2019 " * 10_000, "\n" * 100_000, "，" * 30_000]
)
def test_a_flood_is_refused(text: str) -> None:
    """A paste far beyond any form is refused with a sentence, in tables and grids."""
    assert slip(TABLE, text).message
    assert slip(GRID, text).message
    assert slip(TABLE, [{"name": "甲"}] * 2001).message
    assert read(TABLE, [{"name": "甲"}] * 2000)
