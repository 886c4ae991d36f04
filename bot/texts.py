"""Every sentence the assistant says, by its key in `texts.zh.yaml`.

The dialogue names keys and values; `bot.rendering` puts the words in when somebody is to read them. Changing a wording
touches the YAML file alone.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from programs.yamlfile import load_yaml

TEXTS = Path(__file__).with_name("texts.zh.yaml")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@lru_cache(maxsize=1)
def texts() -> dict[str, str]:
    """Key (`start.greet`) to text."""
    return dict(_flat("", load_yaml(TEXTS)))


def _flat(prefix: str, node: object) -> list[tuple[str, str]]:
    if isinstance(node, dict):
        return [pair for key, value in node.items() for pair in _flat(f"{prefix}.{key}" if prefix else str(key), value)]
    return [(prefix, str(node))]


def text(key: str, **values: object) -> str:
    """The text called `key` with the values put in.

    Raises:
        KeyError: there is no such text, or it names a value that was not given.
    """
    return _PLACEHOLDER.sub(lambda match: str(values[match.group(1)]), texts()[key])


def placeholders(key: str) -> frozenset[str]:
    """The names of the values that a text wants."""
    return frozenset(_PLACEHOLDER.findall(texts()[key]))
