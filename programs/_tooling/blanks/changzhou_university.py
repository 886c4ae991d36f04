"""附件1 of Changzhou's 2022 guide: the universities' form. Cover, 承诺书 and the last page follow 附件3 and 附件2 (reconstructed)."""

from __future__ import annotations

from programs._tooling.blank import Blank, Para, Table, fill, hint, label, side, ticks

YEARS = ("2019", "2020", "2021")
PROMISES = (
    "1. 我单位近三年信用状况良好，无严重失信行为；",
    "2. 申报项目的所有材料均依据相关项目申报要求，据实提供，无任何伪造修改和虚假成分；",
    "3. 专项资金获批后将严格按照《江苏省知识产权专项资金管理办法》等有关规定规范使用，并为项目实施提供承诺的条件，"
    "按任务要求推进项目实施；",
    "4. 如违背以上承诺，我单位及相关责任人员愿意承担相关责任，同意有关主管部门将相关失信信息记入公共信用信息系统。"
    "严重失信的，同意在相关政府门户网站公开。",
)


def build() -> Blank:
    """The whole form in printed order."""
    blank = Blank(title="常州市专利转化专项计划项目申报书【高校院所知识产权运营能力提升计划项目】")
    _cover(blank)
    _commitment(blank)
    _unit(blank)
    _conditions(blank)
    _targets(blank)
    _budget(blank)
    _opinions(blank)
    return blank


def _cover(blank: Blank) -> None:
    blank.line("项目受理号：", tail_chars=12)
    blank.title("常州市专利转化专项计划项目申报书", before=110, after=12)
    blank.subtitle("【高校院所知识产权运营能力提升计划项目】", after=90)
    blank.cover_line("申报单位：", left_mm=10, right_mm=150)
    blank.cover_line("单位地址：", left_mm=10, right_mm=150)
    blank.cover_line("项目负责人：", "电话：", left_mm=10, right_mm=150)
    blank.cover_line("项目联系人：", "电话：", left_mm=10, right_mm=150)
    blank.imprint("常州市知识产权局编制", before=190)


def _commitment(blank: Blank) -> None:
    blank.title("信用承诺书", new_page=True, before=30, after=30)
    blank.body(
        "我单位已知晓《江苏省社会法人失信惩戒办法（试行）》、《江苏省自然人失信惩戒办法（试行）》以及"
        "《省级财政专项资金管理应用信用信息暂行规定》，并郑重承诺如下：",
        size="四号",
        line=28,
    )
    for promise in PROMISES:
        blank.body(promise, size="四号", line=28)
    blank.signature("项目申报责任人（签名）", "申报单位（公章）", "      年    月    日", size="四号")


def _unit(blank: Blank) -> None:
    blank.heading("一、申报单位基本信息", new_page=True)
    table = blank.table(20, 33, 33, 24, 50, height=9.5)
    table.row(side("项目\n申报\n单位", 6), label("单位名称"), fill(3, align="left"))
    table.row(label("单位地址"), fill(3, align="left"))
    table.row(label("单位类型"), ticks("高校  □       科研院所  □", 3))
    table.row(label("统一社会信用代码"), fill(3, align="left"))
    table.row(label("法定代表人"), fill(3, align="left"))
    table.row(label("联系电话"), fill(), label("传真号码"), fill())
    table.row(side("项目\n负责人", 3), label("姓  名"), fill(), label("职  务"), fill())
    table.row(label("固定电话"), fill(), label("手  机"), fill())
    table.row(label("身份证号"), fill(3, align="left"))
    table.row(side("项目\n联系人", 4), label("姓  名"), fill(), label("手  机"), fill())
    table.row(label("固定电话"), fill(), label("传真号码"), fill())
    table.row(label("通讯地址"), fill(3, align="left"))
    table.row(label("邮编"), fill(), label("E-mail"), fill())
    table.row(
        side("项目\n申报\n单位\n总体\n情况"),
        hint("（简要介绍单位基本情况及近三年知识产权工作的整体情况，包括知识产权的创造、保护、管理、运用等情况。）", 4),
        height=88,
        splits=True,
    )


def _conditions(blank: Blank) -> None:
    blank.heading("二、申报条件", new_page=True)
    table = blank.table(18, 30, 36, 39, 37)
    _management(table)
    table.row(side("专利\n创造\n产出\n情况", 6), label("近三年专利授权量（件）", 4), keep=True)
    table.row(label("年度"), label("发明"), label("实用新型"), label("外观设计"), keep=True)
    for year in (*YEARS, "合计"):
        table.row(label(year), fill(), fill(), fill(), keep=year != "合计")
    _deals(table)
    table.row(side("知识产权\n运营机构\n建设情况"), hint("", 4), height=46, splits=True)
    table.row(
        side("从事专利\n转化专职\n人员情况"),
        hint("（包括人员总数、学历及职称情况、获得奖励及荣誉称号情况等。）", 4),
        height=46,
        splits=True,
    )
    table.row(side("简述专利\n转化典型\n案例"), hint("", 4), height=56, splits=True)


def _management(table: Table) -> None:
    table.row(
        side("知识\n产权\n管理\n情况", 13),
        label("知识产权管理规范贯彻情况"),
        ticks(
            (
                Para("□《高等学校知识产权管理规范》", align="left"),
                Para("□《科研组织知识产权管理规范》", align="left"),
            ),
            3,
        ),
        height=13,
    )
    table.row(label("是否成立知识产权领导小组或科技成果转移转化工作领导小组"), ticks("是□     否□", 3), height=15)
    table.row(label("知识产权管理\n专职人员总数"), fill(), label("知识产权管理\n兼职人员总数"), fill(), height=12)
    table.row(label("从事专利转化工作的专职人员数"), fill(3), height=12)
    table.row(label("具备专利代理师资格人数"), fill(3), height=12)
    table.row(label("知识产权管理\n制度建设情况", rowspan=4), label("文件名称"), label("文号"), label("发文日期"))
    table.rows(3, fill(), fill(), fill())
    table.row(label("近三年知识产权管理经费投入", rowspan=4), label("年度"), label("投入金额（万元）", 2))
    for year in YEARS:
        table.row(label(year), fill(2))


def _deals(table: Table) -> None:
    table.row(side("专利\n转化\n运用\n情况", 18), label("近三年专利转让", 4), keep=True)
    table.row(label("年度"), label("专利转让件数"), label("合同额（万元）"), label("实际到账额（万元）"), keep=True)
    for year in (*YEARS, "合计"):
        table.row(label(year), fill(), fill(), fill(), keep=year != "合计")
    table.row(label("近三年专利许可", 4), keep=True)
    table.row(label("年度"), label("专利许可件数"), label("合同额（万元）"), label("实际到账额（万元）"), keep=True)
    for year in (*YEARS, "合计"):
        table.row(label(year), fill(), fill(), fill(), keep=year != "合计")
    table.row(label("近三年专利作价入股", 4), keep=True)
    table.row(label("年度"), label("作价入股件数"), label("作价金额（万元）", 2), keep=True)
    for year in (*YEARS, "合计"):
        table.row(label(year), fill(), fill(2), keep=year != "合计")


def _targets(blank: Blank) -> None:
    blank.heading("三、绩效目标", new_page=True)
    table = blank.table(22, 70, 34, 34, height=10)
    table.row(side("绩效\n目标", 8), label("年度"), label("2022"), label("2023"))
    for target in (
        "专利转让数量（件）",
        "专利许可数量（件）",
        "专利作价入股数量（件）",
        "涉及专利的技术合同成交额（万元）",
        "专利（申请）实施数量（件）",
        "专利（申请）实施率（%）",
        "专利（申请）转化收益（万元）",
    ):
        table.row(label(target), fill(), fill())


def _budget(blank: Blank) -> None:
    blank.heading("四、经费预算", before=24)
    table = blank.table(108, 52, height=10)
    table.row(label("项目预算支出明细"), label("经费预算（万元）"), header=True)
    table.rows(6, fill(align="left"), fill())
    table.row(label("合计"), fill())


def _opinions(blank: Blank) -> None:
    blank.heading("五、推荐意见", new_page=True)
    table = blank.table(28, 132)
    for title, signer in (("申报单位\n意见", "法定代表人签字："), ("所在地\n知识产权局\n意见", "负责人签字：")):
        lines = (
            Para(signer, align="left", before=150, left_mm=8),
            Para("（盖章）", align="left", before=16, left_mm=84),
            Para("年    月    日", align="left", before=8, after=10, left_mm=80),
        )
        table.row(side(title), label(lines), height=92)
