"""What the application forms of Changzhou's plans share: the cover, the credit commitment and the opinions at the end.

Only 附件3 of the guide brings a cover and a commitment; the packs say where they are reconstructed from it.
"""

from __future__ import annotations

from programs._tooling.blank import FANGSONG, HEITI, SONGTI, Blank, Cell, Face, Para, hint, side

TITLE = "常州市专利转化专项计划项目申报书"
COMMITMENT = (
    "我单位已知晓《江苏省社会法人失信惩戒办法（试行）》、《江苏省自然人失信惩戒办法（试行）》以及"
    "《省级财政专项资金管理应用信用信息暂行规定》，并郑重承诺如下：",
    "1. 我单位近三年信用状况良好，无严重失信行为；",
    "2. 申报项目的所有材料均依据相关项目申报要求，据实提供，无任何伪造修改和虚假成分；",
    "3. 专项资金获批后将严格按照《江苏省知识产权专项资金管理办法》等有关规定规范使用，并为项目实施提供承诺的条件，"
    "按任务要求推进项目实施；",
    "4. 如违背以上承诺，我单位及相关责任人员愿意承担相关责任，同意有关主管部门将相关失信信息记入公共信用信息系统。"
    "严重失信的，同意在相关政府门户网站公开。",
)
HINT_FACE = Face(FANGSONG, "五号")


def cover(blank: Blank, subtitle: str, *, types: str = "") -> None:
    """The cover; `types` is the line of check boxes some plans have."""
    blank.line("项目受理号：", tail_chars=10, face=Face(FANGSONG, "四号"))
    blank.title(TITLE, before=110, after=10)
    blank.subtitle(subtitle)
    blank.para("", before=80)
    blank.cover_line("申报单位：", left_mm=14, right_mm=148)
    blank.cover_line("单位地址：", left_mm=14, right_mm=148)
    if types:
        blank.para(Para(types, Face(FANGSONG, "小三"), "left", left_mm=14, before=9, after=9))
    blank.cover_line("项目负责人：", "电话：", left_mm=14, right_mm=148)
    blank.cover_line("项目联系人：", "电话：", left_mm=14, right_mm=148)
    blank.imprint("常州市知识产权局编制", before=120 if types else 140)


def commitment(blank: Blank) -> None:
    """The credit commitment with its places for signature, seal and date."""
    blank.para(
        Para("信用承诺书", Face(HEITI, "小二"), "center", before=24, after=30, style="Heading1", page_break_before=True)
    )
    for text in COMMITMENT:
        blank.body(text, size="四号", line=30)
    blank.signature("项目申报责任人（签名）", "申报单位（公章）", "年  月  日", left_mm=80, size="四号")


def heading_table_note(blank: Blank, text: str) -> None:
    """A small note above the right edge of the table that follows."""
    blank.para(text, face=Face(SONGTI, "小五"), align="right", after=2)


def opinion(*signers: str, room: int = 11) -> Cell:
    """A tall cell for an opinion: room to write, then signature lines, seal and date, all left empty."""
    empty = tuple(Para("", HINT_FACE) for _ in range(room))
    lines = tuple(Para(text, Face(SONGTI, "小四"), "left", left_mm=62, before=12) for text in signers)
    seal = Para("（盖章）", Face(SONGTI, "小四"), "left", left_mm=84, before=12)
    date = Para("年  月  日", Face(SONGTI, "小四"), "left", left_mm=80, before=12, after=6)
    return hint((*empty, *lines, seal, date))


def opinions(blank: Blank, title: str, own: tuple[str, ...], bureau: tuple[str, ...]) -> None:
    """The last section: the applicant's opinion and the local IP office's."""
    blank.heading(title, new_page=True)
    table = blank.table(28, 132)
    table.row(side("申报单位\n意见"), opinion(*own), height=108)
    table.row(side("所在地\n知识产权局\n意见"), opinion(*bureau), height=108)
