"""附件3, 专利转化服务平台支撑计划: the one complete form of Changzhou's guide; only the layout is rebuilt."""

from __future__ import annotations

from programs._tooling.blank import Blank, Para, fill, hint, label, side, ticks
from programs._tooling.blanks._changzhou import HINT_FACE, commitment, cover, heading_table_note, opinions

TEAM = ("姓名", "出生\n年份", "单位", "职务/\n职称", "所学专业\n及学历", "现从事专业", "在项目中任务")


def build() -> Blank:
    """The whole blank in printed order."""
    blank = Blank(title="常州市专利转化专项计划项目申报书（专利转化服务平台支撑计划项目）")
    cover(blank, "【专利转化服务平台支撑计划项目】", types="平台类型：□专利转化服务类   □金融服务类  □数据加工类")
    commitment(blank)
    _unit(blank)
    _conditions(blank)
    _targets(blank)
    _team(blank)
    _budget(blank)
    opinions(blank, "六、推荐意见", (), ())
    return blank


def _unit(blank: Blank) -> None:
    blank.heading("一、申报单位基本信息", new_page=True)
    table = blank.table(16, *[12] * 12)
    table.row(side("项目\n申报\n单位", 6), label("单位名称", 3), fill(9, align="left"))
    table.row(label("单位地址", 3), fill(9, align="left"))
    table.row(label("统一社会信用代码", 3), fill(9, align="left"))
    table.row(label("是否列入经营异常名录和严重违法失信企业名单", 6), ticks(" □  是         □  否", 6), height=13)
    table.row(label("法定代表人\n或负责人", 3), fill(9, align="left"), height=13)
    table.row(label("联系电话", 2), fill(4), label("传真号码", 2), fill(4))
    table.row(side("项目\n负责人", 3), label("姓  名", 2), fill(4), label("职  务", 2), fill(4))
    table.row(label("固定电话", 2), fill(4), label("手  机", 2), fill(4))
    table.row(label("身份证号", 2), fill(10, align="left"))
    table.row(side("项目\n联系人", 4), label("姓  名", 2), fill(4), label("手  机", 2), fill(4))
    table.row(label("固定电话", 2), fill(4), label("传真号码", 2), fill(4))
    table.row(label("通讯地址", 2), fill(10, align="left"))
    table.row(label("邮编", 2), fill(4), label("E-mail", 2), fill(4))
    table.row(
        side("项目\n申报\n单位\n总体\n情况"),
        hint("（简要介绍单位基本情况。包括在专利运营领域的工作成绩，近年来开展相关业务情况。）", 12),
        height=88,
        splits=True,
    )


def _conditions(blank: Blank) -> None:
    blank.heading("二、申报条件", new_page=True)
    table = blank.table(26, 40, 27, 40, 27)
    table.row(
        side("基础设施、数据和资源来源情况"),
        hint("（简要介绍单位拥有的软硬件设施，以及基础数据和资源来源情况。）", 4),
        height=46,
        splits=True,
    )
    table.row(side("人员情况", 2), label("服务团队人数"), fill(), label("硕士及以上人数"), fill())
    table.row(label("高级职称人数"), fill(), label("中级职称人数"), fill())
    table.row(side("2021年度财务情况", 2), label("营业性收入（万元）"), fill(), label("利税总额（万元）"), fill())
    table.row(label("知识产权服务收入（万元）"), fill(), label("是否亏损"), ticks("□是  □否"), height=13)
    table.row(
        side("近三年累计推动专利转化情况", 3),
        label("专利转化项目（件）"),
        fill(),
        label("专利转化金额\n（万元）"),
        fill(),
        height=13,
    )
    table.row(label("专利质押融资项目数（项）"), fill(), label("专利质押融资金额（亿元）"), fill(), height=13)
    table.row(label("数据加工量（万条）"), fill(), label("累计服务中小企业数量（家）"), fill(), height=13)
    table.row(
        side("近三年为中小企业提供知识产权运营服务情况"),
        hint("（简要介绍单位开展知识产权运营服务总体情况）", 4),
        height=40,
        splits=True,
    )
    table.row(side("服务中小企业\n典型案例", 2), label("案例1"), hint("", 3), height=30, splits=True)
    table.row(label("案例2"), hint("", 3), height=30, splits=True)


def _targets(blank: Blank) -> None:
    blank.heading("三、绩效目标", new_page=True)
    table = blank.table(24, 136)
    table.row(side("绩效目标"), hint(Para("（根据项目指南中拟定的绩效目标填写）", HINT_FACE)), height=215, splits=True)


def _team(blank: Blank) -> None:
    blank.heading("四、项目工作团队", new_page=True)
    table = blank.table(17, 18, 14, 25, 20, 22, 20, 24)
    table.row(label("项目\n团队"), *[label(text) for text in TEAM], height=12, header=True)
    person = [fill() for _ in TEAM]
    table.row(side("项目\n负责人", 2), *person, height=12)
    table.row(*person, height=12)
    table.row(side("团队\n主要\n成员", 5), *person, height=12)
    for _ in range(4):
        table.row(*person, height=12)


def _budget(blank: Blank) -> None:
    blank.heading("五、经费预算", before=24)
    heading_table_note(blank, "（单位：万元）")
    table = blank.table(110, 50)
    table.row(label("项目预算支出明细"), label("经费预算"), header=True)
    table.rows(4, fill(align="left"), fill())
    table.row(label("合计"), fill())
