"""`shenbao check`, `match` and `review`: does the applicant qualify, for what, and is the form in order."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.output import emit, emit_all, say
from bot.commands.reading import Json, Slug, named
from programs.models import Manifest, Status
from rules.models import Finding, Report

if TYPE_CHECKING:
    from forms.loader import Form

AnswersFile = Annotated[Path, typer.Option("--answers", metavar="文件", help="答案文件（JSON：{字段: 值}）。")]

OVERALL = {"eligible": "符合全部条件", "not_eligible": "不符合条件", "need_more_info": "还需要补充信息"}
VERDICT = {"met": "满足　", "not_met": "不满足", "unknown": "待补充"}


def check(slug: Slug, answers: AnswersFile, as_json: Json = False) -> None:
    """逐条判断是否符合申报条件，列出依据、算法、缺什么、差多少。"""
    from bot.assembly import build, today
    from forms.answers import load_answers, read_answers
    from forms.progress import active

    assembly = build()
    form = assembly.form(slug)
    values = active(form, read_answers(form, load_answers(answers)))
    report = assembly.assessor(slug).assess(values, today())
    manifest = form.pack.manifest
    if as_json:
        emit(report_record(report) | identity(manifest))
        return
    say(f"{named(manifest)}：{OVERALL[report.overall.value]}")
    if manifest.status is not Status.OPEN:
        say(f"{manifest.status_note}以下仅供参考。")
    for finding in report.findings:
        say_finding(finding, form)


def report_record(report: Report) -> dict[str, Any]:
    """The object of `shenbao check --json`."""
    return {
        "program": report.program,
        "overall": report.overall,
        "findings": [finding_record(finding) for finding in report.findings],
        "not_applicable": list(report.not_applicable),
    }


def identity(manifest: Manifest) -> dict[str, Any]:
    """Which programme and year a verdict is about, and whether it can still be applied for."""
    return {
        "name": manifest.name,
        "year": manifest.year,
        "status": manifest.status,
        "status_note": manifest.status_note,
    }


def finding_record(finding: Finding) -> dict[str, Any]:
    """One finding of `shenbao check --json`."""
    return {
        "rule": finding.rule,
        "title": finding.title,
        "clause": finding.clause,
        "quote": finding.quote,
        "concern": finding.concern,
        "verdict": finding.verdict,
        "basis": finding.basis,
        "working": finding.working,
        "missing": list(finding.missing),
        "gap": finding.gap,
        "reading": finding.reading,
    }


def say_finding(finding: Finding, form: Form) -> None:
    """A finding as a person reads it; what is missing with its key, for it is written into the answers file by that."""
    declared = "（据申报单位自述，须人工核实）" if finding.basis.value == "declared" else ""
    say(f"  {VERDICT[finding.verdict.value]}  {finding.clause} {finding.title}{declared}")
    say(f"          条文：“{finding.quote}”")
    for label, text in (("算法", finding.working), ("还差", finding.gap), ("理解", finding.reading)):
        if text:
            say(f"          {label}：{text}")
    if finding.missing:
        say(f"          缺少：{'、'.join(f'{form.label(path)}（{path}）' for path in finding.missing)}")


def match(answers: AnswersFile, as_json: Json = False) -> None:
    """用同一份答案对全部项目逐个判断：可报、还差什么、不适用。"""
    from bot.assembly import build, today
    from bot.matching import match_all
    from forms.answers import load_answers

    assembly = build()
    results = match_all(assembly, load_answers(answers), today())
    if as_json:
        emit_all(
            report_record(result.report)
            | {"applies": result.applies, "why": result.why}
            | identity(assembly.pack(result.report.program).manifest)
            for result in results
        )
        return
    for result in results:
        manifest = assembly.pack(result.report.program).manifest
        name = named(manifest)
        if not result.applies:
            say(f"不适用  {name}：{result.why}")
            continue
        say(f"{OVERALL[result.report.overall.value]}  {name}")
        for finding in result.report.findings:
            if finding.verdict.value != "met":
                say_finding(finding, assembly.form(manifest.slug))


def review(slug: Slug, answers: AnswersFile, as_json: Json = False) -> None:
    """形式审查：列出填写中的问题，每个问题写明条款和栏目。"""
    from bot.assembly import build
    from forms.answers import load_answers, read_answers
    from forms.review import review as find_defects

    form = build().form(slug)
    defects = find_defects(form, read_answers(form, load_answers(answers)))
    if as_json:
        emit_all(defects)
        return
    if not defects:
        say("没有发现问题。")
    for defect in defects:
        severity = {"error": "错误", "warning": "提醒"}[defect.severity.value]
        say(f"{severity}  {form.label(defect.field)}（{defect.clause or '通用'}）：{defect.message}")
