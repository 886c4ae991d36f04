"""Reads the YAML files of programme folders into models, and says `path:line`, what is wrong and how to mend it.

Reading is fast (libyaml) because every command does it; only when something is wrong the file is composed a second
time, slowly, to find the line.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from programs.errors import PackFault

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # a PyYAML built without libyaml
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

Model = TypeVar("Model", bound=BaseModel)
Location = tuple[str | int, ...]


def load_yaml(path: Path) -> Any:
    """The plain data of a YAML file.

    Raises:
        PackFault: the file is missing, not UTF-8, or not YAML.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise PackFault.at(path, None, "缺少这个文件。", "补上该文件，可参照 programs/_template/。") from None
    except UnicodeDecodeError as error:
        raise PackFault.at(path, None, f"文件不是UTF-8编码（第{error.start}字节）。", "用UTF-8重新保存。") from None
    try:
        return yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        problem = getattr(error, "problem", None) or "无法解析"
        raise PackFault.at(path, line, f"YAML格式有误：{problem}。", "检查缩进、引号和冒号后的空格。") from None


def read_model(path: Path, model: type[Model]) -> Model:
    """The file as a `model`.

    Raises:
        PackFault: with the line of a value that does not fit and what it should be; `others` holds the rest.
    """
    data = load_yaml(path)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first, *others = faults_of(path, error)
        first.others = tuple(others)
        raise first from None


def faults_of(path: Path, error: ValidationError, prefix: Location = ()) -> list[PackFault]:
    """Every complaint of a validation error as a fault with its line; misspelt names come before what they left missing."""
    faults = []
    for item in sorted(error.errors(), key=lambda item: item["type"] != "extra_forbidden"):
        location = prefix + tuple(item["loc"])
        dotted = ".".join(str(part) for part in location) or "（整个文件）"
        faults.append(
            PackFault.at(
                path, line_of(path, location), f"“{dotted}”不对：{_say(item)}。", "按 docs/authoring.md 的说明改正。"
            )
        )
    return faults


def line_of(path: Path, location: Location) -> int | None:
    """The 1-based line where the value at `location` stands, or its nearest parent that exists."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (OSError, yaml.YAMLError):
        return None
    if node is None:
        return None
    line = int(node.start_mark.line) + 1
    for part in location:
        child = _child(node, part)
        if child is None:
            continue  # union tags and wrappers that pydantic puts into locations
        node, line = child
    return line


def _child(node: yaml.Node, part: str | int) -> tuple[yaml.Node, int] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if str(key.value) == str(part):
                return value, int(key.start_mark.line) + 1
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        child = node.value[part]
        return child, int(child.start_mark.line) + 1
    return None


_SAY = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这样的一项，可能是写错了名字",
    "string_type": "应为文字（必要时加引号）",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "list_type": "应为列表",
    "tuple_type": "应为列表",
    "dict_type": "应为键值对",
    "model_type": "应为键值对",
    "union_tag_not_found": "缺少 kind，或 kind 写错",
    "union_tag_invalid": "kind 不认识",
    "literal_error": "不在允许的取值里",
    "enum": "不在允许的取值里",
}


def _say(item: Any) -> str:
    said = _SAY.get(item["type"])
    if said is None:
        return str(item["msg"]).removeprefix("Value error, ").rstrip("。.")
    expected = item.get("ctx", {}).get("expected") or item.get("ctx", {}).get("expected_tags")
    return f"{said}（可用：{expected}）" if expected else said
