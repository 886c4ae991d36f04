"""Beijing's 2022 form for operating patents of key industries. Parts the guide's text lost are rebuilt; see program.yaml."""

from __future__ import annotations

from programs._tooling.blank import (
    FANGSONG,
    SONGTI,
    Blank,
    Face,
    Para,
    Piece,
    Table,
    fill,
    hint,
    label,
    side,
    ticks,
    underlined,
)

YEARS = ("2020", "2021")
INTRO = (
    "我单位已完全了解北京市《关于促进专利转化实施 助力中小企业创新发展的专项工作方案（2021—2023年）》"
    "《北京市专利转化专项资金实施细则》和《北京市专利转化专项计划项目申报指南》，并郑重承诺如下："
)
PROMISES = (
    "1.我单位近五年信用记录良好，无违法违纪行为。",
    "2.我单位提供的所有材料均依据申报要求如实提供，全部真实有效，无任何虚假伪造，经费预算以实际合理测算，"
    "所申报项目未获得过财政资金支持。",
    "3.如果获得本专项资金支持，我单位将严格按照《北京市专利转化专项资金实施细则》等有关规定规范使用，"
    "专项经费做到单独核算，专款专用，保证项目质量，按时报送有关材料，确保项目顺利完成。",
    "4.我单位严格按照专项申报内容和要求开展工作，承诺配合政府有关部门的监督和管理工作，并同意接受相关部门的检查和审计。",
    "5.如违背以上承诺，我单位及相关责任人员愿意承担相关责任，同意有关主管部门取消我单位专项工作承接资格、"
    "收回拨付经费并将相关失信信息记入公共信用信息系统。严重失信的，同意在相关政府门户网站公开并由我单位承担其它相关法律责任等。",
)
CONFIRMATION = (
    "我单位确认上述填报内容及所提供的材料真实、有效。我单位承诺将严格按照有关规定和要求，"
    "认真履行作为项目单位的任务、承担相应责任，并配合接受监督和审计。"
)
NOTE = Face(FANGSONG, "五号")


def build() -> Blank:
    """The whole form in printed order."""
    blank = Blank(title="北京市专利转化专项计划项目申报书【重点产业专利运营促进项目】")
    _cover(blank)
    _commitment(blank)
    _unit(blank)
    blank.heading("二、申报条件", new_page=True)
    table = blank.table(18, 33, 36, 36, 37)
    _management(table)
    _output(table)
    _deals(table)
    _narratives(table)
    _targets(blank)
    _budget(blank)
    _confirmation(blank)
    _annex_1(blank)
    _annex_2(blank)
    return blank


def _cover(blank: Blank) -> None:
    blank.line("项目受理号：", tail_chars=12)
    blank.title("北京市专利转化专项计划项目申报书", before=110, after=12)
    blank.subtitle("【重点产业专利运营促进项目】", after=80)
    face = Face(FANGSONG, "三号")
    blank.cover_line("申报单位：", left_mm=10, right_mm=150)
    blank.para("（盖章）", face=face, align="left", left_mm=116)
    blank.para("单位类型：□产业知识产权联盟   □行业协会", face=face, align="left", left_mm=10, before=9)
    other: tuple[str | Piece, ...] = ("□产业知识产权运营中心   □其他", underlined(8))
    blank.para(other, face=face, align="left", left_mm=38.2, before=4, after=9)
    blank.cover_line("单位地址：", left_mm=10, right_mm=150)
    blank.cover_line("项目负责人：", "电话：", left_mm=10, right_mm=150)
    blank.cover_line("项目联系人：", "电话：", left_mm=10, right_mm=150)
    blank.imprint("北京市知识产权局编制", "2022年", before=110)


def _commitment(blank: Blank) -> None:
    blank.title("信用承诺书", new_page=True, before=10, after=20)
    for text in (INTRO, *PROMISES):
        blank.body(text, size="四号", line=27)
    blank.signature(
        "法定代表人（签字/签章）：", "项目申报单位（公章）：", "日期：    年    月    日", size="四号", before=14
    )


def _unit(blank: Blank) -> None:
    blank.heading("一、申报单位基本信息", new_page=True)
    table = blank.table(20, 34, 34, 24, 48, height=9.5)
    table.row(side("申报\n单位", 6), label("单位名称"), fill(3, align="left"))
    table.row(label("单位类型"), fill(3, align="left"))
    table.row(label("统一社会信用代码"), fill(3, align="left"))
    table.row(label("法定代表人"), fill(), label("联系电话"), fill())
    table.row(label("申报单位地址"), fill(3, align="left"))
    table.row(label("联盟/协会/运营中心所属产业"), fill(3, align="left"), height=12)
    table.row(side("项目\n负责人", 3), label("姓  名"), fill(), label("职  务"), fill())
    table.row(label("固定电话"), fill(), label("手  机"), fill())
    table.row(label("E-mail"), fill(3, align="left"))
    table.row(side("项目\n联系人", 2), label("姓  名"), fill(), label("手  机"), fill())
    table.row(label("固定电话"), fill(), label("E-mail"), fill())
    table.row(
        side("申报\n单位\n总体\n情况"),
        hint(
            "（简要介绍联盟/协会/运营中心基本情况及近两年知识产权工作的整体情况，包括知识产权的创造、保护、管理、运用等情况，可加页）",
            4,
        ),
        height=106,
        splits=True,
    )


def _management(table: Table) -> None:
    yes_no = (Para("□是"), Para("□否"))
    table.row(
        side("知识产权\n管理情况", 16),
        label("是否有知识产权（专利）运营专职机构"),
        ticks(yes_no, 3),
        height=12,
    )
    table.row(label("知识产权专职人员总数"), fill(), label("知识产权兼职人员\n总数"), fill(), height=11)
    table.row(label("知识产权师人数"), fill(3))
    table.row(label("专利代理师人数"), fill(3))
    table.row(label("知识产权管理制度建设情况", rowspan=4), label("文件名称"), label("文号"), label("发文日期"))
    table.rows(3, fill(), fill(), fill())
    members = ("成员单位数量（家）", "中小微企业数量（家）", "高新技术企业数量（家）", "高等学校和科研机构数量（家）")
    table.row(label("联盟/协会成员单位情况", rowspan=5), label(members[0], 2), fill())
    for text in (*members[1:], "专业服务机构数量（家）"):
        table.row(label(text, 2), fill())
    spending = (
        Para("近两年知识产权\n经费投入"),
        Para("（联盟、协会申报单位应填联盟、协会管理经费）", Face(SONGTI, "小五")),
    )
    table.row(
        label(spending, rowspan=3),
        label("年度"),
        label("管理经费投入\n（万元）"),
        label("运营经费投入\n（万元）"),
        height=11,
        keep=True,
    )
    for year in YEARS:
        table.row(label(year), fill(), fill(), height=10, keep=year != YEARS[-1])


def _output(table: Table) -> None:
    title = (
        Para("专利创造\n产出情况"),
        Para("（联盟/协\n会申报单\n位可填成\n员单位累\n计）", Face(SONGTI, "小五")),
    )
    table.row(side(title, 6), label("近两年专利授权量（件）", 4), keep=True)
    table.row(label("年度"), label("发明"), label("实用新型"), label("外观设计"), keep=True)
    for text in (*YEARS, "合计"):
        table.row(label(text), fill(), fill(), fill(), keep=True)
    table.row(label("有效专利量（件）"), fill(3))


def _deals(table: Table) -> None:
    opening = [side("专利转化\n运用情况", 15)]
    for name in ("专利转让", "专利许可"):
        table.row(*opening, label(name, 4), keep=True)
        opening = []
        heads = ("年度", f"{name}件数", "合同额（万元）", "实际到账额（万元）")
        table.row(*map(label, heads), keep=True)
        for text in (*YEARS, "合计"):
            table.row(label(text), fill(), fill(), fill(), keep=text != "合计")
    table.row(label("专利作价入股", 4), keep=True)
    table.row(label("年度"), label("作价入股件数"), label("作价金额（万元）", 2), keep=True)
    for text in (*YEARS, "合计"):
        table.row(label(text), fill(), fill(2), keep=text != "合计")


def _narratives(table: Table) -> None:
    pool = "（包括专利池名称、建立时间、涉及产业领域、运营模式、商业策略、入池专利来源和规模、运营成效等）"
    standards = "（包括标准名称、适用范围、在专利标准化工作中承担的主要角色、发挥的主要作用、标准化工作成效等）"
    table.row(side("专利池\n建设运营\n情况"), hint(pool, 4), height=48, splits=True)
    table.row(side("专利标准\n化工作\n开展情况"), hint(standards, 4), height=48, splits=True)
    table.row(
        side("开展专利\n转化运用\n的典型\n案例和\n其他工作\n情况"), hint("（可加页）", 4), height=110, splits=True
    )


def _targets(blank: Blank) -> None:
    blank.heading("三、2022年绩效目标", new_page=True)
    table = blank.table(34, 38, 24, 26, 38, height=9)
    table.row(label("任务"), label("指标项", 2), label("绩效目标", 2), header=True)
    table.row(side("1.产业专利运营\n数据支撑体系", 2), label("专利数据库", 2), fill(2))
    table.row(label("专利技术需求库", 2), fill(2))
    table.row(side("2.企业专利导航"), label("专利导航项目数量", 2), fill(2))
    for title, name in (("3.专利转让", "专利转让"), ("4.专利许可", "专利许可")):
        for number, place in enumerate(("京内", "京外")):
            for what in ("次数", "金额（万元）"):
                text = f"{name}{what}及增幅\n（受让方为{place}中小微企业）"
                opening = [side(title, 4)] if not number and what == "次数" else []
                table.row(*opening, label(text, 2), fill(2), height=11.5)
    table.row(side("5.专利池", 2), label("专利池数量和规模", 2, 2), label("数量"), label("规模"))
    table.row(fill(), fill())
    table.row(
        side("6.专利标准化", 5), label("标准数量和适用范围", rowspan=5), label(""), label("数量"), label("适用范围")
    )
    for text in ("国际标准", "国家标准", "行业标准", "其他"):
        table.row(label(text), fill(), fill())
    blank.para("注：以上所述的专利转让、许可等均以在国家知识产权局完成登记备案统计记录为据。", face=NOTE, before=6)


def _budget(blank: Blank) -> None:
    blank.heading("四、经费预算（成本测算）", new_page=True)
    table = blank.table(14, 46, 64, 36, height=10)
    table.row(label("序号"), label("经费开支科目"), label("说    明"), label("预算金额（万元）"), header=True)
    for number in range(1, 8):
        table.row(label(str(number)), fill(align="left"), fill(align="left"), fill())
    table.row(label("合  计", 3), fill())
    blank.para("注：经费不得用于征地拆迁、人员经费等经常性开支。", face=NOTE, before=6)


def _confirmation(blank: Blank) -> None:
    blank.heading("五、申报单位意见", before=26, after=10)
    blank.body(CONFIRMATION, size="四号", line=28)
    blank.signature(
        "法定代表人（签字/签章）：", "申报单位（公章）：", "          年    月    日", size="四号", before=20
    )


def _annex_1(blank: Blank) -> None:
    blank.heading("附件1：2021年专利转化列表（可加页）：", new_page=True)
    table = blank.table(12, 34, 37, 33, 22, 22, height=10)
    heads = ("序号", "登记时间", "专利号", "转化方式\n（转让、许可等）", "合同额\n（元）", "实际到账\n（元）")
    table.row(*map(label, heads), header=True, height=13)
    table.rows(9, *(fill() for _ in heads))


def _annex_2(blank: Blank) -> None:
    blank.heading("附件2：", new_page=True)
    blank.title("**单位\n开展专利转化专项工作的实施方案", before=24, after=18)
    face = Face(FANGSONG, "四号")
    blank.para("封皮：单位名称（公章）", face=face, align="left", left_mm=52, before=6)
    blank.para("日期：    年    月    日", face=face, align="left", left_mm=52, before=6, after=12)
    parts = (
        (
            "一、单位基本情况",
            "（单位简介、主营业务领域、经营业绩、人才储备、获得知识产权工作有关资质、荣誉、称号等情况）",
        ),
        ("二、知识产权工作总体情况", "（近两年知识产权工作整体情况，包括知识产权创造、保护、管理、运用等情况。）"),
        (
            "三、知识产权运营总体情况",
            "已开展知识产权运营工作情况。知识产权战略和知识产权运营战略、模式与工作推进情况"
            "（工作内容、方法、主要模式、特点及成效等）",
        ),
        ("四、运营模式和重点案例", "运营典型案例"),
    )
    for title, text in parts:
        blank.heading(title, before=10, after=2)
        blank.body(text, size="四号", line=27)
    blank.body("（附转让、许可、作价入股等专利的清单，可做附件）", size="四号", line=27)
    blank.heading("五、成效、问题与建议", before=10, after=2)
    blank.body("", size="四号", line=27)
    blank.body("（注：上述第三、四部分所占比重应不低于60%）", size="四号", line=27)
