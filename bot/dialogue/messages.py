"""The three closed languages of the dialogue: what happened (Event), what to tell (Reply), what to do (Effect).

An event comes from a channel, or is the result of an effect. A reply says *what* to tell (a text key and its values, a
field to ask, an answer with its citations), never how: `bot.texts` finds the words and each channel draws them. Everything
can be written as JSON and read back, because all three are stored between the steps of a turn.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bot.dialogue.events import (
    AskGuide as AskGuide,
)
from bot.dialogue.events import (
    Brought as Brought,
)
from bot.dialogue.events import (
    CallStaff as CallStaff,
)
from bot.dialogue.events import (
    DocumentFilled as DocumentFilled,
)
from bot.dialogue.events import (
    DraftText as DraftText,
)
from bot.dialogue.events import (
    Effect as Effect,
)
from bot.dialogue.events import (
    EffectFailed as EffectFailed,
)
from bot.dialogue.events import (
    Entered as Entered,
)
from bot.dialogue.events import (
    Event as Event,
)
from bot.dialogue.events import (
    FieldsProposed as FieldsProposed,
)
from bot.dialogue.events import (
    FileRead as FileRead,
)
from bot.dialogue.events import (
    FileReceived as FileReceived,
)
from bot.dialogue.events import (
    FillDocument as FillDocument,
)
from bot.dialogue.events import (
    GuideAnswered as GuideAnswered,
)
from bot.dialogue.events import (
    Happened as Happened,
)
from bot.dialogue.events import (
    Lifted as Lifted,
)
from bot.dialogue.events import (
    NotRead as NotRead,
)
from bot.dialogue.events import (
    Opened as Opened,
)
from bot.dialogue.events import (
    Pressed as Pressed,
)
from bot.dialogue.events import (
    ProposeFields as ProposeFields,
)
from bot.dialogue.events import (
    ReadFile as ReadFile,
)
from bot.dialogue.events import (
    ReadTable as ReadTable,
)
from bot.dialogue.events import (
    RowsWritten as RowsWritten,
)
from bot.dialogue.events import (
    Said as Said,
)
from bot.dialogue.events import (
    SentFile as SentFile,
)
from bot.dialogue.events import (
    StaffCalled as StaffCalled,
)
from bot.dialogue.events import (
    TableRead as TableRead,
)
from bot.dialogue.events import (
    TextDrafted as TextDrafted,
)
from bot.dialogue.events import (
    WriteRows as WriteRows,
)
from bot.dialogue.replies import (
    Ask as Ask,
)
from bot.dialogue.replies import (
    Button as Button,
)
from bot.dialogue.replies import (
    Doubted as Doubted,
)
from bot.dialogue.replies import (
    Explain as Explain,
)
from bot.dialogue.replies import (
    Recorded as Recorded,
)
from bot.dialogue.replies import (
    Resume as Resume,
)
from bot.dialogue.replies import (
    Say as Say,
)
from bot.dialogue.replies import (
    Slipped as Slipped,
)
from bot.dialogue.replies import (
    Telling as Telling,
)
from bot.dialogue.reports import (
    AnswerLine as AnswerLine,
)
from bot.dialogue.reports import (
    ChangeLine as ChangeLine,
)
from bot.dialogue.reports import (
    DefectLine as DefectLine,
)
from bot.dialogue.reports import (
    Farewell as Farewell,
)
from bot.dialogue.reports import (
    MatchLine as MatchLine,
)
from bot.dialogue.reports import (
    OfferHandover as OfferHandover,
)
from bot.dialogue.reports import (
    OfferProfile as OfferProfile,
)
from bot.dialogue.reports import (
    ProposalLine as ProposalLine,
)
from bot.dialogue.reports import (
    RowLine as RowLine,
)
from bot.dialogue.reports import (
    SectionLine as SectionLine,
)
from bot.dialogue.reports import (
    SendDocument as SendDocument,
)
from bot.dialogue.reports import (
    SendRows as SendRows,
)
from bot.dialogue.reports import (
    ShowAnswer as ShowAnswer,
)
from bot.dialogue.reports import (
    ShowAnswers as ShowAnswers,
)
from bot.dialogue.reports import (
    ShowMatch as ShowMatch,
)
from bot.dialogue.reports import (
    ShowMaterials as ShowMaterials,
)
from bot.dialogue.reports import (
    ShowProgress as ShowProgress,
)
from bot.dialogue.reports import (
    ShowProposals as ShowProposals,
)
from bot.dialogue.reports import (
    ShowReview as ShowReview,
)
from bot.dialogue.reports import (
    ShowRows as ShowRows,
)
from bot.dialogue.reports import (
    ShowVerdict as ShowVerdict,
)
from bot.dialogue.reports import (
    UnreadLine as UnreadLine,
)
from bot.dialogue.reports import (
    VerdictLine as VerdictLine,
)

Reply = Annotated[
    Say
    | Resume
    | Ask
    | Slipped
    | Doubted
    | Recorded
    | Explain
    | ShowAnswer
    | ShowVerdict
    | ShowMatch
    | ShowProgress
    | ShowAnswers
    | ShowReview
    | OfferProfile
    | OfferHandover
    | ShowProposals
    | ShowMaterials
    | SendDocument
    | ShowRows
    | SendRows
    | Farewell,
    Field(discriminator="kind"),
]
