"""Answers files: plain JSON to canonical values and back, and the cells of grids by path.

A missing key and `null` are unknown; so are an empty text, list or object, because a blank is neither zero nor 无. What
cannot be read stops the reading with the key, the cell and the mend; nothing is dropped silently.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from forms.fields.kinds import Json
from forms.fields.registry import to_json, understand
from forms.loader import Form
from forms.models import Slip
from programs.cleaning import clean_text
from programs.errors import BadAnswers, BadFile, UnknownFact
from programs.values import Answers, Special, Value

MOST_BYTES = 20_000_000


def read_answers(form: Form, data: Mapping[str, Any] | Path) -> Answers:
    """The known answers of `data` (JSON object or the path of a file with one), in the form's order.

    Raises:
        UnknownFact: a key is no field of the programme.
        BadAnswers: a value cannot be understood as an answer to its field, or the file holds no JSON object.
        BadFile: the file cannot be read.
    """
    if isinstance(data, Path):
        data = load_answers(data)
    answers: dict[str, Value] = {}
    for key, raw in data.items():
        field = form.fields.get(key)
        if field is None:
            raise _unknown(form, key)
        if _is_blank(raw):
            continue
        understood = understand(field, raw)
        if isinstance(understood, Slip):
            where = f"{key}（{field.label}）"
            raise BadAnswers(understood.message, where=where, mend="照上面的写法改这一项，没有答案就删去这一项。")
        answers[key] = understood.value
    return {key: answers[key] for key in form.fields if key in answers}


def load_answers(path: Path) -> dict[str, Any]:
    """The JSON object in a file, numbers exact.

    Raises:
        BadFile: it is missing, too large, or not UTF-8.
        BadAnswers: it holds no JSON object, or a key twice.
    """
    try:
        data = path.read_bytes()
    except OSError:
        raise BadFile("读不了这个答案文件。", where=str(path), mend="核对路径，确认文件存在、有权限读取。") from None
    if len(data) > MOST_BYTES:
        raise BadFile("答案文件太大。", where=str(path), mend=f"应小于{MOST_BYTES // 1_000_000}MB。")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile(
            f"不是UTF-8编码（第{error.start + 1}字节）。", where=str(path), mend="用UTF-8编码另存。"
        ) from None
    try:
        answers = json.loads(text, parse_float=Decimal, parse_constant=_refuse, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        where = f"{path}:{error.lineno}"
        raise BadAnswers(
            f"不是合法的JSON（第{error.lineno}行第{error.colno}列）。", where=where, mend="检查引号、逗号和括号。"
        ) from None
    except (ValueError, ArithmeticError, RecursionError) as error:
        reason = str(error) if isinstance(error, _Refused) else "里面有读不了的数或嵌套太深。"
        raise BadAnswers(reason, where=str(path), mend="改正后再试。") from None
    if not isinstance(answers, dict):
        raise BadAnswers("答案文件应是一个JSON对象：{字段: 值}。", where=str(path), mend="最外层用花括号。")
    return answers


class _Refused(ValueError):
    """Raised inside the JSON parser, with a Chinese sentence."""


def _refuse(name: str) -> Any:
    raise _Refused(f"不能写 {name}，请写一个确定的数字。")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _Refused(f"“{twice[:40]}”写了两次，不知道以哪个为准。")
    return found


def _unknown(form: Form, key: object) -> UnknownFact:
    from rapidfuzz import process

    near = process.extractOne(str(key), list(form.fields), score_cutoff=70)
    mend = f"是不是“{near[0]}”？" if near else f"用 shenbao fields {form.pack.slug} 查看全部字段。"
    return UnknownFact(f"本项目没有“{str(key)[:60]}”这个字段。", where=str(key)[:60], mend=mend)


def _is_blank(raw: object) -> bool:
    """Whether plain JSON says nothing: null, blank text, an empty list or object, or rows of nothing else."""
    if raw is None:
        return True
    if isinstance(raw, str):
        return not clean_text(raw).strip()
    if isinstance(raw, Mapping):
        return all(map(_is_blank, raw.values()))
    return isinstance(raw, list | tuple) and all(map(_is_blank, raw))


def dump_answers(form: Form, answers: Answers) -> dict[str, Json]:
    """The answers as canonical JSON in the form's order; `read_answers` makes the same answers of it.

    Raises:
        UnknownFact: `answers` holds a key that is no field of the programme.
    """
    for key in answers:
        if key not in form.fields:
            raise _unknown(form, key)
    return {key: to_json(field, answers[key]) for key, field in form.fields.items() if key in answers}


# --- paths --------------------------------------------------------------------------------------------------------


def get_fact(answers: Mapping[str, Any], path: str) -> Any:
    """What stands at a field key or `grid.row.column`, None when unknown; 无 or 不适用 of a whole grid is each cell's."""
    value: Any = answers
    for part in path.split("."):
        if isinstance(value, Special):
            return value
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def set_path(answers: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy of the answers (values or plain JSON) with `value` at the path; the original is unchanged.

    A grid of which 无 or 不适用 was said begins anew.
    """
    key, _, rest = path.partition(".")
    if not rest:
        return {**answers, key: value}
    inner = answers.get(key)
    cells = inner if isinstance(inner, Mapping) and not _is_special(inner) else {}
    return {**answers, key: set_path(cells, rest, value)}


def unset_path(answers: Mapping[str, Any], path: str) -> dict[str, Any]:
    """A copy of the answers with the path unknown again; rows and grids left without a cell go too."""
    key, _, rest = path.partition(".")
    without = {name: value for name, value in answers.items() if name != key}
    inner = answers.get(key)
    if not rest or key not in answers:
        return without
    if not isinstance(inner, Mapping) or _is_special(inner):
        return dict(answers)
    cells = unset_path(inner, rest)
    return {name: cells if name == key else value for name, value in answers.items() if name != key or cells}


def _is_special(value: Mapping[str, Any]) -> bool:
    return len(value) == 1 and next(iter(value)) in ("none", "not_applicable") and next(iter(value.values())) is True
