"""Everything the working page shows of one conversation, computed from what is stored: talk, question, progress, tabs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from bot.channels.web.inputs import Input, input_of
from bot.channels.web.laid_out import LaidOut, laid_out
from bot.channels.web.signed import signatures
from bot.channels.web.site import Site
from bot.channels.web.talk import SHOWN_TURNS, Exchange, exchanges
from bot.dialogue.answers import answers_of, case_of, known_elsewhere, shown, stored
from bot.dialogue.intents import current_field
from bot.dialogue.models import Case, Conversation, Stage, World
from bot.dialogue.paper import paper_of
from bot.dialogue.row_ids import ids_of
from bot.dialogue.stages.review import MISSING
from bot.rendering.blocks import clause_path
from bot.storage.models import PastTurn
from forms.defects import Defect, Severity
from forms.loader import Form
from forms.models import Field, FieldType
from forms.progress import Progress, State, active, applicable, progress, state
from forms.review import review
from programs.registry import Pack
from programs.values import Answers
from rules.report import Basis, Finding, Report, Verdict


@dataclass(frozen=True)
class Row:
    """One field in the view of all answers."""

    field: Field
    echo: str
    state: str
    """done, partial, waiting (put off) or open."""
    table: LaidOut | None = None
    """The rows of a table or grid."""


@dataclass
class Work:
    """One conversation as the page shows it. What is asked for is computed once."""

    site: Site
    conversation: Conversation
    all_turns: bool = False

    @cached_property
    def world(self) -> World:
        """Packs, forms, rules and the day, with the versions this conversation's drafts were begun with."""
        return self.site.engine.world_for(self.conversation.id)

    @property
    def program(self) -> str:
        """Slug of the programme worked on, empty when none is chosen."""
        return self.conversation.program or ""

    @property
    def pack(self) -> Pack:
        """The programme worked on."""
        return self.world.packs[self.program]

    @property
    def form(self) -> Form:
        """Its form."""
        return self.world.forms[self.program]

    @cached_property
    def case(self) -> Case:
        """What was said for it."""
        return case_of(self.conversation)

    @property
    def fields(self) -> Mapping[str, Field]:
        """The fields that can be filled in here."""
        return self.form.fields if self.program else self.world.shared

    @cached_property
    def stored(self) -> dict[str, Any]:
        """Field key to stored JSON."""
        return stored(self.case)

    @cached_property
    def answers(self) -> Answers:
        """The answers as values."""
        return answers_of(self.case, self.fields)

    @cached_property
    def progress(self) -> Progress:
        """How far the printed form is."""
        return progress(paper_of(self.world, self.program), self.answers)

    @cached_property
    def _history(self) -> list[PastTurn]:
        limit = 200 if self.all_turns else SHOWN_TURNS
        return self.site.engine.storage.history(self.conversation.id, limit=limit)

    @cached_property
    def turns(self) -> tuple[Exchange, ...]:
        """The last turns that have something to show (or all that are kept), oldest first."""
        return exchanges(self._history, self.world)

    @property
    def last_turn(self) -> int:
        """Number of the last turn, shown or not; 0 before the first. A page that has it has missed nothing."""
        return self._history[-1].number if self._history else 0

    @cached_property
    def asked(self) -> Input | None:
        """The field being asked, ready to be drawn; with what is known of it elsewhere as a proposal."""
        field = current_field(self.conversation, self.world)
        if field is None or field.key not in self.fields:
            return None
        return self.shown(field)

    def shown(self, field: Field, **told: Any) -> Input:
        """A field ready to be drawn with what is stored, or with what was typed and why it was sent back."""
        ids = ids_of(self.case, field.key) if field.type is FieldType.TABLE else ()
        return input_of(field, self.program, self.stored.get(field.key), ids=ids, **told)

    @property
    def can_go_back(self) -> bool:
        """Whether a question comes before the one being asked."""
        stage = self.conversation.stage
        if self.asked is None or stage not in (Stage.FILLING, Stage.ELIGIBILITY):
            return False
        first = next(iter(applicable(paper_of(self.world, self.program), self.answers)), None) if self.program else None
        return bool(self.case.trail) or (stage is Stage.FILLING and first is not self.asked.field)

    @cached_property
    def proposal(self) -> tuple[str, str] | None:
        """What the asked field has in another programme, and that programme's name."""
        if self.asked is None or not self.program or self.asked.field.key in self.stored:
            return None
        found = known_elsewhere(self.conversation, self.world, self.program).get(self.asked.field.key)
        if found is None:
            return None
        value, slug = found
        name = self.world.packs[slug].manifest.short_name if slug in self.world.packs else "您之前填的"
        return shown(self.asked.field, value), name

    @property
    def place(self) -> tuple[str, int, int]:
        """Section of the asked field, how many of it are done, and of how many."""
        if self.asked is None or not self.program:
            return "", 0, 0
        section = next((one for one in self.progress.sections if one.key == self.asked.field.section), None)
        return (section.title, section.done, section.total) if section else ("", 0, 0)

    # --- tabs -----------------------------------------------------------------------------------------------------

    @cached_property
    def sections(self) -> tuple[tuple[str, str, str, tuple[Row, ...]], ...]:
        """Key, title, words and fields of every section that has any that apply."""
        rows: dict[str, list[Row]] = {}
        for field in applicable(self.form, self.answers):
            found = {State.DONE: "done", State.PARTIAL: "partial", State.OPEN: "open"}[state(field, self.answers)]
            if found == "open" and field.key in self.case.skipped:
                found = "waiting"
            value = self.stored.get(field.key)
            rows.setdefault(field.section, []).append(Row(field, shown(field, value), found, laid_out(field, value)))
        return tuple((s.key, s.title, s.intro, tuple(rows[s.key])) for s in self.form.sections if s.key in rows)

    @property
    def parked(self) -> tuple[str, ...]:
        """Labels of answered fields that do not apply now."""
        applying = {field.key for field in applicable(self.form, self.answers)}
        return tuple(self.fields[key].label for key in self.stored if key in self.fields and key not in applying)

    @cached_property
    def signatures(self) -> Mapping[str, tuple[str, datetime]]:
        """Field to name and time, where a colleague entered what stands there."""
        return signatures(self.case)

    @cached_property
    def report(self) -> Report:
        """The verdict, clause by clause."""
        return self.world.assessors[self.program].assess(active(self.form, self.answers), self.world.today)

    def where(self, clause: str) -> str:
        """Where a clause stands, from the top."""
        return clause_path(self.world, self.program, clause)

    @property
    def findings(self) -> tuple[tuple[Finding, ...], tuple[Finding, ...], tuple[Finding, ...]]:
        """What is not met; what is open, with what can be reckoned and lacks least first; what is met."""
        failed, undecided, met = (
            tuple(one for one in self.report.findings if one.verdict is verdict)
            for verdict in (Verdict.NOT_MET, Verdict.UNKNOWN, Verdict.MET)
        )
        near = sorted(undecided, key=lambda one: (one.basis is Basis.DECLARED, len(one.missing)))
        return failed, tuple(near), met

    def lacking(self, finding: Finding) -> list[tuple[str, str]]:
        """Field and words of what a finding lacks; several cells of one grid are told as the grid with their number."""
        cells: dict[str, list[str]] = {}
        for path in finding.missing:
            cells.setdefault(path.partition(".")[0], []).append(path)
        return [
            (key, self.label(paths[0]) if len(paths) == 1 else f"{self.label(key)}（{len(paths)}格）")
            for key, paths in cells.items()
        ]

    @property
    def defects_told(self) -> str:
        """How many defects there are, in words; what is only not filled in yet is told apart."""
        errors = [one for one in self.defects if one.severity is Severity.ERROR]
        empty = sum(one.code == MISSING for one in errors)
        counts = (
            (empty, f"必填还差{empty}项"),
            (len(errors) - empty, f"{len(errors) - empty}处要改"),
            (len(self.defects) - len(errors), f"{len(self.defects) - len(errors)}处请留意"),
        )
        return "，".join(words for count, words in counts if count)

    @cached_property
    def defects(self) -> tuple[Defect, ...]:
        """The 形式审查 of what is answered now; that something only the rules read is not told is no defect of the form."""
        printed = paper_of(self.world, self.program).fields
        return tuple(one for one in review(self.form, self.answers) if one.code != MISSING or one.field in printed)

    def label(self, path: str) -> str:
        """What a fact is called."""
        return self.form.label(path)


def work_of(site: Site, conversation: str, *, all_turns: bool = False) -> Work:
    """The work of a conversation as it stands; of nobody's, an empty one."""
    kept = site.engine.look(conversation) if conversation else Conversation(id="nobody")
    return Work(site, kept, all_turns)
