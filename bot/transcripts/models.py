"""`checks/dialogue.yaml`: what a person says and what comes back, by name and field, never by wording."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from programs.models import Frozen


class Step(Frozen):
    """One thing the person does, and what has to come of it."""

    say: str | None = None
    press: str | None = None
    """The code of a button."""
    answer_from: str | None = None
    """Name of an answers file in `checks/answers/`: whatever is asked from here on is answered from it, until nothing is
    asked any more; what it does not hold is skipped."""
    expect: tuple[str, ...] | None = None
    """Replies by name, in order: `ask:unit_name`, `say:home.menu`, `show_verdict`; with `answer_from`, those of the last turn."""
    cites: str = ""
    """The clause that the answer's first citation must be."""
    status: Literal["answered", "not_found", "clarify", "out_of_scope"] | None = None
    """Of the answer shown."""
    verdict: Literal["eligible", "not_eligible", "need_more_info"] | None = None
    answers: dict[str, Any] = Field(default_factory=dict)
    """Field keys with the values that stand in the log after the step, null for none."""
    partial: bool | None = None
    """Whether the document handed over is a draft."""

    @model_validator(mode="after")
    def _one_deed(self) -> Step:
        if sum(one is not None for one in (self.say, self.press, self.answer_from)) != 1:
            raise ValueError("每一步写且只写 say、press、answer_from 中的一个")
        return self


class Transcript(Frozen):
    """A conversation from its beginning."""

    name: str
    steps: tuple[Step, ...]


class TranscriptFile(Frozen):
    """`checks/dialogue.yaml`."""

    transcripts: tuple[Transcript, ...]
