"""Two invented programmes, small enough to know by heart, written into a folder of the test's own."""

from __future__ import annotations

import shutil
from pathlib import Path

from programs.clauses import mark_up
from programs.registry import PROGRAMS_DIR

EAST_GUIDE = """东市专利培育项目申报指南
一、申报主体
在东市注册的具有独立法人资格的企业。
二、申报条件
（一）人员配备强。配有专职管理人员不少于5人；
（二）专利数量多。近三年年均专利授权量超过100件；
（三）信用记录好。近三年无严重失信行为。
三、支持方式
给予每家单位不超过80万元经费支持，立项后拨付40%。
四、申报材料
1.项目申报书。
2.专利证书复印件。
3.近三年审计报告。
五、联系方式
联系人：示例甲；联系电话：0000-1234567。材料双面打印，一式三份，报送至东市知识产权局。
"""

WEST_GUIDE = """西市专利转化项目申报指南
一、申报主体
在西市注册的高等学校、科研院所。
二、申报条件
（一）团队专业。服务团队不少于8人；
（二）转化基础好。近两年转化专利不少于20件；
三、项目任务
项目实施期2年，重点完成以下任务：
（一）建立专利池，制定许可政策。
（二）开展揭榜挂帅，帮助中小企业引入专利技术。
"""

EAST_PHRASES = """entries:
  - {clause: 二（一）, quote: 配有专职管理人员不少于5人, gives: [count], ask: [专职的要几个人, 人手最少多少, 管这事的全职几名]}
  - {clause: 二（二）, quote: 近三年年均专利授权量超过100件, gives: [count], ask: [一年要拿多少证, 专利要多少件才够, 下证数量门槛]}
  - {clause: 三, quote: 给予每家单位不超过80万元经费支持, gives: [amount], ask: [最高给多少钱, 能补多少万, 有几个钱]}
  - {clause: 四, gives: [list, material], ask: [要交哪些材料, 准备什么东西, 清单给我]}
  - {clause: 五, quote: 联系电话：0000-1234567, gives: [contact], ask: [打哪个电话, 怎么联系, 号码多少]}
silent:
  - {topic: 申报截止时间, gives: [date], note: 以当年通知为准。, ask: [几号截止, 最晚哪天交, 什么时候关门]}
words: {授权: [拿证, 下证]}
"""

_MANIFEST = """slug: {slug}
name: {name}
short_name: {name}
aliases: [{alias}]
authority: {{value: {city}知识产权局, clause: 一, quote: 在{city}注册}}
region: {city}
region_names: [{city}]
year: 2030
status: closed
status_note: 示例。
applicants: [{kind}]
who_may_apply: {{clause: 一, quote: 在{city}注册}}
form: none
form_title: 底稿
form_note: 示例。
source: {{file: none.txt, sha256: "0", text_sha256: "0"}}
"""


def write_small_packs(folder: Path, *, phrases: bool = True) -> Path:
    """The folder with both programmes and the shared fields."""
    (folder / "_shared").mkdir(parents=True)
    shutil.copy(PROGRAMS_DIR / "_shared" / "fields.yaml", folder / "_shared" / "fields.yaml")
    for slug, city, name, alias, kind, guide in (
        ("east", "东市", "东市专利培育项目", "培育项目", "enterprise", EAST_GUIDE),
        ("west", "西市", "西市专利转化项目", "转化项目", "university", WEST_GUIDE),
    ):
        pack = folder / slug
        pack.mkdir()
        manifest = _MANIFEST.format(slug=slug, city=city, name=name, alias=alias, kind=kind)
        (pack / "program.yaml").write_text(manifest, encoding="utf-8")
        (pack / "guide.md").write_text(mark_up(guide, title=name), encoding="utf-8")
    if phrases:
        (folder / "east" / "phrases.yaml").write_text(EAST_PHRASES, encoding="utf-8")
    return folder
