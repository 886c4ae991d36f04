"""The sentences of this room, read from `texts.yaml` (the assistant's other sentences live with the dialogue)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from programs.yamlfile import load_yaml

_PATH = Path(__file__).with_name("texts.yaml")


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    return {str(key): str(value) for key, value in load_yaml(_PATH).items()}


def say(key: str, **values: object) -> str:
    """The sentence called `key` with its blanks filled.

    Raises:
        KeyError: there is no such sentence, or a blank has no value.
    """
    return _table()[key].format(**values)
