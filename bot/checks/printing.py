"""Every anchor is found once in the blank, every field is printed or used, and the form checks pass their cases."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bot.checks.folder import Folder
from bot.checks.judging import changed
from forms.answers import read_answers
from forms.loader import Form
from forms.review import review
from programs.errors import PackFault, ShenbaoError
from programs.yamlfile import Location
from rules.conditions import facts_of

REVIEWS = "checks/review.yaml"


def check(folder: Folder) -> Iterator[PackFault]:
    """Anchors, field use, and the cases of the 形式审查."""
    if folder.form is None or folder.form.file is None:
        return
    if folder.pack.path("form.docx").exists():
        yield from _anchors(folder)
    yield from _places(folder)
    yield from _use(folder)
    yield from _sample_answers(folder)
    yield from _reviews(folder)


def _anchors(folder: Folder) -> Iterator[PackFault]:
    from forms.anchors import try_anchors

    assert folder.form is not None
    assert folder.form.file is not None
    for problem in try_anchors(folder.form, folder.pack.path("form.docx")):
        location: Location = problem.location
        yield folder.fault("form.yaml", location, problem.message, problem.mend)


def _places(folder: Folder) -> Iterator[PackFault]:
    """Fields that places and checks name exist."""
    assert folder.form is not None
    assert folder.form.file is not None
    known = folder.form.fields
    for place, item in enumerate(folder.form.file.places):
        keys = item.fields if item.kind == "composed" else (item.field,)
        for key in keys:
            if key.split(".")[0] not in known:
                yield folder.fault(
                    "form.yaml", ("places", place), f"没有“{key}”这个字段。", "核对 fields.yaml 里的键。"
                )
    facts = folder.form.fact_paths()
    for place, point in enumerate(folder.form.file.checks):
        if point.field.split(".")[0] not in known:
            yield folder.fault("form.yaml", ("checks", place, "field"), f"没有“{point.field}”这个字段。", "核对键。")
        for fact in facts_of(point.must):
            if fact not in facts:
                yield folder.fault(
                    "form.yaml", ("checks", place, "must"), f"审查点要用的“{fact}”没有这个字段。", "核对键。"
                )


def _use(folder: Folder) -> Iterator[PackFault]:
    assert folder.form is not None
    facts = {*(folder.assessor.facts if folder.assessor is not None else ()), *_facts_of_form(folder.form)}
    for place, field in enumerate(folder.form.fields.values()):
        if not folder.form.used_by(field.key, facts) and not field.why_unused:
            yield folder.fault(
                "fields.yaml",
                ("fields", place),
                f"字段“{field.key}”既不打印，也没有规则用到。",
                "给它一个位置或规则；确实要问的，在 why_unused 写明理由。",
            )


def _facts_of_form(form: Form) -> Iterator[str]:
    """What the form checks and the conditions of other fields read."""
    for point in form.file.checks if form.file is not None else ():
        yield from facts_of(point.must)
        yield from facts_of(point.applies_when) if point.applies_when is not None else ()
    for field in form.fields.values():
        yield from facts_of(field.applies_when) if field.applies_when is not None else ()


def _sample_answers(folder: Folder) -> Iterator[PackFault]:
    """`full.json` and `minimal.json` can be read."""
    assert folder.form is not None
    for name in ("full", "minimal"):
        path = folder.pack.path(f"checks/answers/{name}.json")
        try:
            read_answers(folder.form, json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            yield PackFault.at(path, None, "缺少这份示例答案。", "补上，完整的一份和最少的一份各一。")
        except json.JSONDecodeError as error:
            yield PackFault.at(path, error.lineno, "不是合法的JSON。", "检查引号、逗号和括号。")
        except ShenbaoError as error:
            yield PackFault.at(path, None, f"示例答案读不了：{error.message}（{error.where}）", "改正答案。")


def _reviews(folder: Folder) -> Iterator[PackFault]:
    assert folder.form is not None
    for place, case in enumerate(folder.reviews.cases if folder.reviews is not None else ()):
        at = ("cases", place)
        base = folder.pack.path(f"checks/answers/{case.base}.json")
        try:
            data = json.loads(base.read_text(encoding="utf-8")) if case.base else {}
            found = [
                defect.code
                for defect in review(folder.form, read_answers(folder.form, changed(data, case.set, case.unset)))
            ]
        except (OSError, ValueError) as error:
            yield folder.fault(REVIEWS, at, f"案例“{case.name}”的基础答案读不了：{error}", "核对 base。")
            continue
        except ShenbaoError as error:
            yield folder.fault(REVIEWS, at, f"案例“{case.name}”的答案读不了：{error}", "改正答案。")
            continue
        for code in case.defects:
            if code not in found:
                yield folder.fault(
                    REVIEWS, at, f"案例“{case.name}”应查出“{code}”，没有查出。", "核对 form.yaml 的 checks。"
                )
        extra = sorted(set(found) - set(case.defects))
        if case.only and extra:
            yield folder.fault(REVIEWS, at, f"案例“{case.name}”多查出了：{'、'.join(extra)}。", "核对 checks 与答案。")
