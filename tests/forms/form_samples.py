"""One field of every type, and small programme folders, for the tests of forms."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

from forms.models import Field, FieldType, GridRow, Option
from programs.models import Manifest
from programs.registry import Pack

OPTIONS = (
    Option(value="university", label="高等学校", also=("高校", "大学")),
    Option(value="institute", label="科研院所", also=("研究所", "研究院")),
    Option(value="association", label="行业协会", also=("协会",)),
    Option(value="alliance", label="产业知识产权联盟", also=("联盟",)),
    Option(value="center", label="产业知识产权运营中心", also=("运营中心",)),
    Option(value="other", label="其他"),
)
YEARS = tuple(GridRow(key=str(year), label=f"{year}年") for year in (2019, 2020, 2021))


def field(kind: str, **more: Any) -> Field:
    """A field of a type called 某项, with what else is said."""
    return Field.model_validate({"key": "item", "label": "某项", "type": kind, **more})


COUNT = field("integer", unit="件")
WAN = field("money", unit="万元")
YUAN = field("money", unit="元")
PERCENT = field("percent")
DATE = field("date", date_precision="month")
TABLE = field(
    "table",
    total="合计",
    columns=(
        Field(key="name", label="文件名称", type=FieldType.TEXT, required=True),
        Field(key="number", label="专利号", type=FieldType.PATENT_NUMBER),
        Field(key="issued", label="发文日期", type=FieldType.DATE),
        Field(key="amount", label="合同额（元）", type=FieldType.MONEY, unit="元"),
    ),
)
GRID = field(
    "grid",
    total="合计",
    rows=YEARS,
    columns=(
        Field(key="invention", label="发明（件）", type=FieldType.INTEGER, unit="件"),
        Field(key="utility", label="实用新型（件）", type=FieldType.INTEGER, unit="件"),
        Field(key="design", label="外观设计（件）", type=FieldType.INTEGER, unit="件"),
    ),
)
BUDGET = field(
    "grid",
    total="合计",
    rows=YEARS[1:],
    columns=(Field(key="spent", label="经费（万元）", type=FieldType.MONEY, unit="万元"),),
)

ONE_OF_EACH: dict[FieldType, Field] = {
    FieldType.TEXT: field("text"),
    FieldType.PARAGRAPH: field("paragraph", max_chars=1000),
    FieldType.INTEGER: COUNT,
    FieldType.NUMBER: field("number", unit="平方米"),
    FieldType.MONEY: WAN,
    FieldType.PERCENT: PERCENT,
    FieldType.DATE: DATE,
    FieldType.YEAR: field("year"),
    FieldType.CHOICE: field("choice", options=OPTIONS),
    FieldType.MULTICHOICE: field("multichoice", options=OPTIONS),
    FieldType.BOOLEAN: field("boolean"),
    FieldType.CREDIT_CODE: field("credit_code"),
    FieldType.ID_NUMBER: field("id_number", sensitive=True),
    FieldType.PHONE: field("phone"),
    FieldType.EMAIL: field("email"),
    FieldType.POSTCODE: field("postcode"),
    FieldType.PATENT_NUMBER: field("patent_number"),
    FieldType.BANK_ACCOUNT: field("bank_account", sensitive=True),
    FieldType.TABLE: TABLE,
    FieldType.GRID: GRID,
}

TYPED: dict[FieldType, tuple[str, ...]] = {
    FieldType.TEXT: (
        "常州示例大学",
        "  示例路1号\n2栋 ",
        "A&B <公司>",
        "𠮷田工业",
        "‘一体化’",
        "GB/T 33251-2016",
        "7号楼",
        "㐂",
        "🏭",
        "１号",
        "x",
        "无名湖路",
    ),
    FieldType.PARAGRAPH: (
        "第一段。\n第二段。",
        "一\n\n\n\n二",
        "{{ 模板 }}",
        "字" * 1001,
        "a\tb",
        "（一）做法：1.先做；2.再做",
        "“引号”",
        "👩‍🔬团队",
        "100%",
        "末尾有空行\n\n",
        "没有问题，进展顺利",
        "无线通信",
    ),
    FieldType.INTEGER: (
        "120",
        "１２０",
        "1,200",
        "一百二十",
        "120件",
        "120 个",
        "壹佰贰拾",
        "约120",
        "120多件",
        "共120件",
        "12.0",
        "0",
        "两千三",
        "1.2万",
    ),
    FieldType.NUMBER: (
        "120.5",
        "1200平方米",
        "一百二十点五",
        "-3",
        "3万5千",
        "0.000001",
        "1200㎡",
        "１２．５",
        "1.5万平方米",
        "负五",
        "10 000",
        "0",
    ),
    FieldType.MONEY: (
        "120",
        "120万元",
        "1.2亿",
        "100 0000元",
        "一百二十万",
        "壹佰万元整",
        "¥120万",
        "人民币120万元",
        "3万5千",
        "120（万元）",
        "1,000,000元",
        "500千元",
        "5000000",
        "0.1",
    ),
    FieldType.PERCENT: (
        "20",
        "20%",
        "20％",
        "百分之二十",
        "两成",
        "三成五",
        "20个百分点",
        "-5%",
        "0.2",
        "千分之五",
        "120%",
        "2000",
    ),
    FieldType.DATE: (
        "2021-03",
        "2021.3.5",
        "2021-03-05",
        "2021年3月",
        "二〇二一年三月",
        "20210305",
        "2021/3/5",
        "21年3月",
        "2021年3月5号",
        "２０２１．３",
        "2021年03月05日",
        "二零二一年十二月三十一日",
    ),
    FieldType.YEAR: (
        "2021",
        "2021年",
        "２０２１",
        "二〇二一年",
        "21年",
        "2021年度",
        "1999",
        "2100",
        "1900",
        "二○二○",
        "2021。",
        " 2021 ",
    ),
    FieldType.CHOICE: (
        "高等学校",
        "university",
        "高校",
        "1",
        "B",
        "3.",
        "我们是大学",
        "行业协会 ",
        "“其他”",
        "选2",
        "科研院索",
        "4 产业知识产权联盟",
    ),
    FieldType.MULTICHOICE: (
        "高校",
        "高校、协会",
        "1,3",
        "1 3",
        "AC",
        "全部",
        "高校和研究所",
        "2；4",
        "university, other",
        "行业协会\n联盟",
        "1、3",
        "大学以及协会",
    ),
    FieldType.BOOLEAN: ("是", "有", "对", "YES", "没有", "无", "否。", "不是", "未", "有，3个", "没有，还在筹备", "√"),
    FieldType.CREDIT_CODE: (
        "91110000MA0000001L",
        "91110000ma0000001l",
        "９１１１００００MA0000001L",
        "9111 0000 MA00 0000 1L",
        "91110000МА0000001L",
        "91110000-MA0000001-L",
        "信用代码：91110000MA0000001L",
        "91110000MA00000017",
        " 91110000MA0000001L\n",
        "91110000MA0000001L。",
        "统一社会信用代码:91110000MA0000001L",
        "91110000MA0000002J",
    ),
    FieldType.ID_NUMBER: (
        "11010119900307001X",
        "11010119900307109x",
        "11010119900307109Х",
        "１１０１０１１９９００３０７１０９Ｘ",
        "110101 19900307 109X",
        "110101-19900307-109X",
        "11010119900307109X。",
        "110101199003071090",
        "11010119900307109X\u200b",
        "110101199003071091",
        "110101199003071092",
        "110101199003071093",
    ),
    FieldType.PHONE: (
        "13800138000",
        "+86 138 0013 8000",
        "008613800138000",
        "0519-86000000",
        "0519－86000000",
        "(0519)86000000",
        "0519 86000000转801",
        "0519-86000000-801",
        "400-800-8888",
        "4008008888",
        "010-62083114",
        "+852 2123 4567",
        "１３８００１３８０００",
    ),
    FieldType.EMAIL: (
        "a@example.com",
        "zhang.san@example.edu.cn",
        "ZHANG@Example.COM",
        "zhang＠example．com",
        "邮箱：a@example.com",
        "a+b@example.com",
        "a_b@example.com",
        " a@example.com ",
        "a@qq.con",
        "1@example.com",
        "a@sub.example.com",
        "a@example.com。",
    ),
    FieldType.POSTCODE: (
        "213000",
        "２１３０００",
        "213 000",
        "邮编：213000",
        "100000",
        "010000",
        "213000。",
        "200-000",
        " 213000",
        "450000",
        "999077",
        "310000",
    ),
    FieldType.PATENT_NUMBER: (
        "ZL202110123456.7",
        "202110123456.7",
        "2021101234567",
        "ZL 2021 1 0123456.7",
        "zl202110123456.7",
        "ＺＬ２０２１１０１２３４５６．７",
        "CN202110123456.7",
        "202110123456.X",
        "99123456.9",
        "ZL99123456.9",
        "专利号：ZL202110123456.7",
        "202180012345.6",
    ),
    FieldType.BANK_ACCOUNT: (
        "6222021234567890123",
        "3200 1234 5678 9012",
        "１２３４５６７８",
        "0012345678",
        "账号：123456789",
        "1234-5678-90",
        "123456789012345678901234567890",
        "11111111",
        "32050162843600000123",
        " 12345678 ",
        "银行账号:12345678",
        "10622000000123",
    ),
    FieldType.TABLE: (
        "管理办法\tZL202110123456.7\t2020年5月\t12,000",
        "文件名称\t专利号\t发文日期\t合同额（元）\n甲\t\t2020.5\t1.2万\n乙\t\t\t3000\n合计\t\t\t15000",
        "合同额（元）\t文件名称\n100000\t甲",
        "甲，202110123456.7，2020年5月，12000元",
        "甲｜202110123456.7｜2020年5月｜12000元",
        "1\t甲\t202110123456.7\t2020.5\t1000\n2\t乙\t202110123456.7\t2020.6\t2000",
        "甲,202110123456.7,2020-05,12000；乙,202110123456.7,2020-06,13000",
        "| 甲 | 202110123456.7 | 2020-05 | 12000 |",
    ),
    FieldType.GRID: (
        "2019 10 5 3\n2020 11 6 4\n2021 12 7 5",
        "\t发明\t实用新型\t外观设计\n2019年\t10\t5\t3\n2020年\t11\t6\t4\n2021年\t12\t7\t5\n合计\t33\t18\t12",
        "\t2019年\t2020年\t2021年\n发明\t10\t11\t12\n实用新型\t5\t6\t7\n外观设计\t3\t4\t5",
        "2019年：10，5，3",
        "2019年发明10件，实用新型5件",
        "10 5 3\n11 6 4\n12 7 5",
        "2019：1,200 5 3",
        "2019 10,500,3",
    ),
}


def make_pack(folder: Path, fields_yaml: str, *, form_yaml: str = "", shared_yaml: str = "") -> Pack:
    """A programme folder with these files and nothing else; the manifest is a stand-in that only carries the slug."""
    root = folder / "sample"
    root.mkdir(exist_ok=True)
    (root / "fields.yaml").write_text(textwrap.dedent(fields_yaml), encoding="utf-8")
    if form_yaml:
        (root / "form.yaml").write_text(textwrap.dedent(form_yaml), encoding="utf-8")
    if shared_yaml:
        (folder / "_shared").mkdir(exist_ok=True)
        (folder / "_shared" / "fields.yaml").write_text(textwrap.dedent(shared_yaml), encoding="utf-8")
    return Pack(root, Manifest.model_construct(slug="sample"))
