"""What a model was asked to return as JSON: read strictly, or not at all.

The format is asked for in words and checked here, because servers differ in the structured output they support, and because
a model that is given functions to call has been given a tool.
"""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel, ConfigDict, StrictInt, StrictStr, ValidationError

LONGEST = 4000
M = TypeVar("M", bound=BaseModel)


class Choice(BaseModel):
    """Which of the numbered clauses answers; 0 for none."""

    model_config = ConfigDict(extra="ignore")
    clause: StrictInt


class Questions(BaseModel):
    """Questions a model proposes."""

    model_config = ConfigDict(extra="ignore")
    questions: tuple[StrictStr, ...]


def read_json(text: str | None, kind: type[M]) -> M | None:
    """The JSON object in `text`, with or without words and fences around it; None when it is not what was asked for."""
    if text is None or len(text) > LONGEST:
        return None
    begin, end = text.find("{"), text.rfind("}")
    if begin < 0 or end < begin:
        return None
    try:
        return kind.model_validate_json(text[begin : end + 1])
    except (ValidationError, RecursionError):
        return None
