"""附件2, 产业知识产权运营中心发展计划: the form's sections 一 to 五 are in the guide; cover and commitment are after 附件3."""

from __future__ import annotations

from programs._tooling.blank import Blank, fill, hint, label, side, ticks
from programs._tooling.blanks._changzhou import commitment, cover, heading_table_note, opinions

YEARS = ("2019", "2020", "2021")


def build() -> Blank:
    """The whole blank in printed order."""
    blank = Blank(title="常州市专利转化专项计划项目申报书（产业知识产权运营中心发展计划项目）")
    cover(blank, "【产业知识产权运营中心发展计划项目】")
    commitment(blank)
    _unit(blank)
    _conditions(blank)
    _targets(blank)
    _budget(blank)
    opinions(blank, "五、推荐意见", ("法定代表人签字：",), ("负责人签字：",))
    return blank


def _unit(blank: Blank) -> None:
    blank.heading("一、申报单位基本信息", new_page=True)
    table = blank.table(16, *[12] * 12)
    first = side("园区\n基本\n情况", 8)
    table.row(first, label("名称", 3), fill(9, align="left"))
    for text in ("主要负责人", "园区地址", "园区主导产业"):
        table.row(label(text, 3), fill(9, align="left"))
    table.row(
        label("2021年度园区GDP\n（亿元）", 4),
        fill(2),
        label("2021年度园区R&D投入占GDP比重（%）", 4),
        fill(2),
        height=13,
    )
    table.row(
        label("截至2021年底有效期内高新技术企业数（家）", 4),
        fill(2),
        label("截至2021年底通过评价的科技型中小企业数（家）", 4),
        fill(2),
        height=13,
    )
    table.row(label("有效专利数量（件）", 3, 2), label("发明", 3), label("实用新型", 3), label("外观设计", 3))
    table.row(fill(3), fill(3), fill(3))
    table.row(side("项目\n负责人", 3), label("姓  名", 2), fill(4), label("身份证号", 2), fill(4))
    table.row(label("工作单位及职务", 3), fill(9, align="left"))
    table.row(label("固定电话", 2), fill(4), label("手  机", 2), fill(4))
    table.row(side("项目\n联系人", 5), label("姓  名", 2), fill(4), label("手  机", 2), fill(4))
    table.row(label("工作单位及职务", 3), fill(9, align="left"))
    table.row(label("固定电话", 2), fill(4), label("传真号码", 2), fill(4))
    table.row(label("通讯地址", 2), fill(10, align="left"))
    table.row(label("邮编", 2), fill(4), label("E-mail", 2), fill(4))
    table.row(
        side("园区\n知识\n产权\n总体\n情况"),
        hint(
            "（简要介绍园区基本情况及近三年知识产权工作的整体情况，包括产业特色、带动作用，以及知识产权的创造、保护、管理、运用等情况。）",
            12,
        ),
        height=72,
        splits=True,
    )


def _conditions(blank: Blank) -> None:
    blank.heading("二、申报条件", new_page=True)
    table = blank.table(16, 14, 8, 20, *[17] * 6, height=8.4)
    table.row(side("运营\n中心\n聚焦\n产业\n链的\n基本\n情况", 11), label("产业链名称", 4), fill(5, align="left"))
    table.row(label("产业2021年度工业总产值(亿元)", 4), fill(5))
    table.row(label("截至2021年底产业链相关企业数（家）", 4), fill(5), height=12)
    table.row(label("年度", 3), *[label(year, 2) for year in YEARS])
    table.row(label("产业研发投入\n（万元）", 3), fill(2), fill(2), fill(2), height=12)
    table.row(
        side("产业\n发展\n政策\n环境", 2),
        label("是否出台产业链\n培育专项政策", 3),
        ticks("□是 □否", 2),
        hint("政策文件：", 3),
        height=15,
    )
    table.row(label("是否设立产业培育专项资金", 3), ticks("□是 □否", 2), hint("资金规模：\n（亿元）", 3), height=15)
    table.row(label("主导产业专利授权量（件）", 2, 4), label("发明"), fill(2), fill(2), fill(2))
    for kind in ("实用新型", "外观设计", "合计"):
        table.row(label(kind), fill(2), fill(2), fill(2))
    table.row(side("园区\n知识\n产权\n管理\n情况", 6), label("知识产权管理机构名称", 4), fill(5, align="left"))
    table.row(label("知识产权管理专职人员总数", 3), fill(2), label("知识产权管理\n兼职人员总数", 2), fill(2), height=12)
    table.row(label("近三年知识产权管理经费投入\n（万元）", 4, 4), label("年度", 2), label("投入金额（万元）", 3))
    for year in YEARS:
        table.row(label(year, 2), fill(3))
    table.row(side("园区\n中小\n企业\n受让\n专利\n情况", 6), label("近三年专利受让", 9))
    table.row(
        label("年度", 3),
        label("受让件数", 2),
        label("受让合同额\n（万元）", 2),
        label("受让企业数（家）", 2),
        height=12,
    )
    for year in (*YEARS, "合计"):
        table.row(label(year, 3), fill(2), fill(2), fill(2))
    table.row(side("园区专利运营工作基本情况"), hint("", 9), height=112, splits=True)
    table.row(side("简述专利转化典型案例"), hint("", 9), height=112, splits=True)


def _targets(blank: Blank) -> None:
    blank.heading("三、绩效目标", new_page=True)
    table = blank.table(16, 20, 31, 31, 31, 31)
    table.row(
        side("园区\n绩效\n目标", 4),
        label("年度"),
        label("受让高校院所、国有企业的园区中小企业数量（家）"),
        label("园区中小企业受让高校院所、国有企业的专利数量\n（件）"),
        label("园区专利质押融资项目数（项）"),
        label("园区专利质押融资金额\n（万元）"),
        height=25,
    )
    for year in ("2022", "2023"):
        table.row(label(year), fill(), fill(), fill(), fill(), height=11)
    table.row(label("知识产权证券化产品预期取得的成果", 2), hint("", 3), height=30, splits=True)
    table.row(
        side("产业\n运营\n中心\n绩效\n目标", 5), label("每年向中小企业推送专利信息数量（条）", 3), fill(2), height=11
    )
    table.row(label("每年组织相关企事业单位参加专利转化培训人数", 3), fill(2), height=11)
    table.row(
        label("推动企业接受高校院所转让许可专利情况", 2, 3),
        label("年度"),
        label("件数（件）"),
        label("金额（万元）"),
        height=11,
    )
    for year in ("2022", "2023"):
        table.row(label(year), fill(), fill(), height=11)


def _budget(blank: Blank) -> None:
    blank.heading("四、经费来源及预算", before=24)
    heading_table_note(blank, "（单位：万元）")
    table = blank.table(110, 50)
    table.row(label("项目预算支出明细"), label("经费预算"), header=True)
    table.rows(5, fill(align="left"), fill())
    table.row(label("合计"), fill())
