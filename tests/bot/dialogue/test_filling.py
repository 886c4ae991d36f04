"""Filling: one field at a time, forwards and back, with nothing lost on the way."""

from __future__ import annotations

from bot.dialogue.answers import stored
from bot.dialogue.models import Stage
from tests.bot.dialogue.worlds import Talker, names


def answers(talker: Talker, program: str = "template") -> dict[str, object]:
    return stored(talker.conversation.cases[program])


def fill_all(talker: Talker) -> list[str]:
    """Answer everything that is asked, in order; the names of the last replies."""
    said = ("甲大学", "91110000MA0000001L", "高校", "13800000000", "3人", "5 6", "7 8", "专利管理办法，2027年3月", "完成",
            "否", "20万元", "建设平台，推动转化。")  # fmt: skip
    told: tuple = ()
    for text in said:
        told = talker.say(text)
    return names(told)


def test_whole_form_in_order(talker: Talker):
    """Every field of the printed form is asked once, in its order, and the end is the review."""
    assert fill_all(talker) == ["recorded:plan", "say:review.reached", "show_review", "say:review.menu"]
    assert talker.conversation.stage is Stage.REVIEW
    assert list(answers(talker)) == ["unit_name", "credit_code", "applicant_kind", "contact_mobile", "ip_staff",
                                     "granted", "rules", "has_products", "amount_wan", "plan"]  # fmt: skip


def test_a_slip_keeps_the_field_and_what_it_had(talker: Talker):
    """A value that cannot be is sent back; what stood there before stays."""
    for text in ("甲大学", "91110000MA0000001L", "高校", "13800000000", "3人"):
        talker.say(text)
    talker.say("改 管理人员")
    assert names(talker.say("很多人")) == ["slipped:ip_staff", "ask:ip_staff"]
    assert answers(talker)["ip_staff"] == 3


def test_two_slips_offer_staff(talker: Talker):
    """After two failures a person is offered beside skipping."""
    for text in ("甲大学", "跳过", "跳过", "跳过"):
        talker.say(text)
    first, second = talker.say("很多"), talker.say("非常多")
    assert [one.code for one in first[0].actions] == []
    assert "do:staff" in [one.code for one in second[0].actions]
    assert "skip:ip_staff" in [one.code for one in second[1].actions]


def test_doubt_is_kept_only_when_confirmed(talker: Talker):
    """A code whose check digit is wrong is recorded after 确认无误, and not before."""
    talker.say("甲大学")
    assert names(talker.say("91110000MA0000001X")) == ["doubted:credit_code"]
    assert "credit_code" not in answers(talker)
    assert names(talker.say("不对")) == ["ask:credit_code"]
    talker.say("91110000MA0000001X")
    assert names(talker.say("确认无误")) == ["recorded:credit_code", "ask:applicant_kind"]
    assert talker.conversation.cases["template"].log[-1].reason == "confirmed"


def test_new_answer_instead_of_confirming(talker: Talker):
    """Another value typed at a doubt replaces the doubted one."""
    talker.say("甲大学")
    talker.say("91110000MA0000001X")
    assert names(talker.say("91110000MA0000001L"))[0] == "recorded:credit_code"
    assert answers(talker)["credit_code"] == "91110000MA0000001L"


def test_back_wipes_nothing_and_keep_goes_on(talker: Talker):
    """上一题 shows the old answer as default; 保留 or an empty line goes on to the field that was open."""
    talker.say("甲大学")
    talker.say("91110000MA0000001L")
    back = talker.say("上一题")
    assert names(back) == ["ask:credit_code"]
    assert back[0].current == "91110000MA0000001L"
    assert names(talker.say("上一题")) == ["ask:unit_name"]
    assert names(talker.say("上一题")) == ["say:filling.first", "ask:unit_name"]
    assert names(talker.say("保留")) == ["say:filling.kept", "ask:applicant_kind"]
    talker.say("上一题")
    assert names(talker.say(""))[-1] == "ask:applicant_kind"
    assert list(answers(talker)) == ["unit_name", "credit_code"]


def test_back_and_answer_anew(talker: Talker):
    """An answer given after 上一题 replaces the old one, and the reply names both."""
    talker.say("甲大学")
    talker.say("上一题")
    told = talker.say("乙大学")[0]
    assert (told.kind, told.echo, told.before) == ("recorded", "乙大学", "甲大学")


def test_skipped_fields_wait_and_come_again(talker: Talker):
    """跳过 puts a field off; at the end it is listed, and 补填待补项 asks it again."""
    assert names(talker.say("跳过")) == ["say:filling.skipped", "ask:credit_code"]
    for text in ("91110000MA0000001L", "高校", "13800000000", "是", "3", "5 6", "7 8", "无", "否", "20", "不知道"):
        talker.say(text)
    assert talker.conversation.stage is Stage.REVIEW
    assert talker.conversation.cases["template"].skipped == ("unit_name", "plan")
    waiting = talker.say("待补清单")[0]
    assert [line.field for line in waiting.lines] == ["unit_name", "plan"]
    assert names(talker.say("继续填表")) == ["ask:unit_name"]
    talker.say("甲大学")
    assert names(talker.say("写好了内容。"))[:2] == ["recorded:plan", "say:review.reached"]
    assert talker.conversation.cases["template"].skipped == ()


def test_skip_keeps_an_answer(talker: Talker):
    """Skipping a field that has an answer leaves the answer."""
    talker.say("甲大学")
    talker.say("上一题")
    talker.say("跳过")
    assert answers(talker)["unit_name"] == "甲大学"
    assert talker.conversation.cases["template"].skipped == ()


def test_undo_goes_back_turn_by_turn(talker: Talker):
    """撤销 takes back the last change, then the one before; the log only grows."""
    talker.say("甲大学")
    talker.say("改 单位名称")
    talker.say("乙大学")
    assert answers(talker)["unit_name"] == "乙大学"
    told = talker.say("撤销")[0]
    assert (told.kind, told.how, told.echo) == ("recorded", "undone", "甲大学")
    talker.say("撤销")
    assert answers(talker) == {}
    assert names(talker.say("撤销"))[0] == "say:undo.nothing"
    assert [entry.value for entry in talker.conversation.cases["template"].log] == ["甲大学", "乙大学", "甲大学", None]


def test_parked_answers_come_back(talker: Talker):
    """Switching a choice hides what hangs on it and brings it back unharmed."""
    fill_all(talker)
    talker.say("改 有专利产品")
    talker.say("是")
    talker.say("填表")
    talker.say("示例传感器")
    talker.say("把有专利产品改成否")
    shown = {line.field for line in talker.say("预览")[0].lines}
    assert "product_name" not in shown
    assert answers(talker)["product_name"] == "示例传感器"
    assert names(talker.say("改 专利产品名称"))[0] == "say:editing.not_applicable"
    talker.say("把有专利产品改成是")
    line = next(line for line in talker.say("预览")[0].lines if line.field == "product_name")
    assert line.echo == "示例传感器"


def test_progress_counts_only_what_applies(talker: Talker):
    """The progress of a section leaves out a field whose condition is not met."""
    sections = talker.say("进度")[0].sections
    assert [(one.done, one.total) for one in sections] == [(0, 4), (0, 3), (0, 3)]
    talker.say("把有专利产品改成是")
    assert talker.say("进度")[0].sections[2].total == 4


def test_buttons_of_an_earlier_question_do_nothing(talker: Talker):
    """跳过 or an option pressed twice is stale the second time, and the question stands as it is."""
    talker.press("skip:unit_name")
    assert names(talker.press("skip:unit_name")) == ["say:stale", "ask:credit_code"]
    assert names(talker.press("value:applicant_kind:university")) == ["say:stale", "ask:credit_code"]
    assert names(talker.press("undo:1"))[0] == "say:stale"
    assert names(talker.press("nonsense")) == ["say:stale", "ask:credit_code"]
    assert talker.conversation.cases["template"].skipped == ("unit_name",)


def test_options_by_number_label_and_button(talker: Talker):
    """A choice is taken by its number, its label, another word for it, or its button."""
    for text in ("1", "高校", "大学"):
        one = Talker(talker.world, talker.conversation)
        for _ in range(2):
            one.say("跳过")
        one.say(text)
        assert answers(one)["applicant_kind"] == "university"
    for _ in range(2):
        talker.say("跳过")
    talker.press("value:applicant_kind:university")
    assert answers(talker)["applicant_kind"] == "university"


def test_sensitive_answers_are_never_told_back(talker: Talker):
    """A mobile number is masked in every reply, also after going back and in the preview."""
    for text in ("跳过", "跳过", "跳过"):
        talker.say(text)
    told = [*talker.say("13812345678"), *talker.say("上一题"), *talker.say("预览")]
    assert all("13812345678" not in reply.model_dump_json() for reply in told)
    assert "138****5678" in told[0].model_dump_json()


def test_help_at_a_field(talker: Talker):
    """怎么填, 为什么问 and 指南原文 explain the field being asked and ask it again."""
    for text in ("跳过",) * 4:
        talker.say(text)
    for text, about in (("这一栏怎么填", "how"), ("为什么问这个", "why"), ("指南原文", "source")):
        told = talker.say(text)
        assert names(told) == ["explain:ip_staff", "ask:ip_staff"]
        assert (told[0].about, told[0].clause) == (about, "二（一）")
    guide = talker.world.packs["template"].guide
    assert told[0].quote in guide.by_id["二（一）"].text
    assert told[0].rules == ("知识产权管理人员不少于3人",)


def test_document_at_any_time(talker: Talker):
    """A partial document can be had in the middle of the form, the same field is asked again."""
    talker.say("甲大学")
    told = talker.say("导出")
    assert names(told) == ["send_document", "ask:credit_code"]
    assert told[0].partial
    fill_all_from_second = (
        "91110000MA0000001L",
        "高校",
        "13800000000",
        "是",
        "3",
        "5 6",
        "7 8",
        "无",
        "否",
        "20",
        "内容。",
    )
    for text in fill_all_from_second:
        talker.say(text)
    assert not talker.say("导出")[0].partial


def test_failed_document_is_told_and_nothing_lost(talker: Talker):
    """When the document cannot be written, the person is told and goes on."""
    talker.say("甲大学")
    talker.fail = "fill_document"
    assert names(talker.say("导出")) == ["say:failed.fill_document", "ask:credit_code"]
    assert answers(talker) == {"unit_name": "甲大学"}
    assert talker.conversation.pending == ()


def test_edit_from_review_returns_to_review(talker: Talker):
    """A field edited by name at the end leads back to the end."""
    fill_all(talker)
    assert names(talker.say("改 金额")) == ["ask:amount_wan"]
    assert names(talker.say("21万元")) == ["recorded:amount_wan", "say:review.menu"]
    review = talker.say("检查")[0]
    assert [defect.code for defect in review.defects] == ["amount.limit"]


def test_edit_in_the_middle_returns_to_the_same_field(talker: Talker):
    """A field edited by name while filling leads back to the field that was open, also after a question in between."""
    talker.say("甲大学")
    talker.say("91110000MA0000001L")
    assert names(talker.say("改 单位名称")) == ["ask:unit_name"]
    talker.say("公章用哪个？")
    assert talker.conversation.stage is Stage.EDITING
    assert names(talker.say("乙大学")) == ["recorded:unit_name", "ask:applicant_kind"]
    assert talker.conversation.stage is Stage.FILLING


def test_edit_with_two_matches_keeps_the_value(talker: Talker):
    """把发明改成9 asks which year, and takes the value that was said."""
    told = talker.say("把发明改成9")
    assert names(told) == ["say:editing.which"]
    assert [choice.code for choice in told[0].choices] == ["edit:granted.2028.invention", "edit:granted.2029.invention"]
    talker.say("2")
    assert answers(talker)["granted"] == {"2029": {"invention": 9}}


def test_file_is_declined_kindly(talker: Talker):
    """A photo or a file is not opened; the person is told what to do instead and asked again."""
    from bot.dialogue import messages as m

    told = talker.take(m.SentFile(name="身份证.jpg", size=123456, **talker.about()))
    assert names(told) == ["say:file.cannot_read", "ask:unit_name"]
