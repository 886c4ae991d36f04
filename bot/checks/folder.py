"""A programme folder opened as far as it goes: what can be read is there, what cannot is a fault."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from forms.loader import Form, load_form
from knowledge.models import PhrasesFile
from programs.cases import EligibilityFile, QuestionFile, ReviewFile
from programs.errors import PackFault
from programs.models import Frozen
from programs.registry import Pack, open_pack
from programs.yamlfile import Location, line_of, read_model
from rules.assess import Assessor
from rules.loader import load_rules
from rules.models import RuleSet

Model = TypeVar("Model", bound=Frozen)


@dataclass(frozen=True)
class Folder:
    """A pack and everything read from it; an optional file that is missing or broken is None."""

    pack: Pack
    form: Form | None
    rules: RuleSet | None
    phrases: PhrasesFile | None
    eligibility: EligibilityFile | None
    reviews: ReviewFile | None
    questions: QuestionFile | None

    @cached_property
    def assessor(self) -> Assessor | None:
        """The compiled rules, when rules and form could be read."""
        if self.rules is None or self.form is None:
            return None
        return Assessor(self.rules, self.pack.slug, labels=self.form.labels)

    def fault(self, file: str, location: Location, message: str, mend: str) -> PackFault:
        """A fault at a place of one of the folder's YAML files."""
        path = self.pack.path(file)
        return PackFault.at(path, line_of(path, location), message, mend)


def open_folder(root: Path) -> tuple[Folder | None, list[PackFault]]:
    """The folder and the faults met while opening it; None when there is no manifest or guide to check against."""
    faults: list[PackFault] = []
    try:
        pack = open_pack(root)
        _ = pack.guide
    except PackFault as fault:
        return None, [fault, *fault.others]

    def read(name: str, model: type[Model], *, needed: bool) -> Model | None:
        path = pack.path(name)
        if not needed and not path.exists():
            return None
        try:
            return read_model(path, model)
        except PackFault as fault:
            faults.extend((fault, *fault.others))
            return None

    try:
        form = load_form(pack)
    except PackFault as fault:
        faults.extend((fault, *fault.others))
        form = None
    try:
        rules = load_rules(pack)
    except PackFault as fault:
        faults.extend((fault, *fault.others))
        rules = None
    folder = Folder(
        pack=pack,
        form=form,
        rules=rules,
        phrases=read("phrases.yaml", PhrasesFile, needed=False),
        eligibility=read("checks/eligibility.yaml", EligibilityFile, needed=True),
        reviews=read("checks/review.yaml", ReviewFile, needed=False),
        questions=read("checks/questions.yaml", QuestionFile, needed=True),
    )
    return folder, faults
