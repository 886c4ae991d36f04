"""The three closed languages of the dialogue: what happened (Event), what to tell (Reply), what to do (Effect).

An event comes from a channel, or is the result of an effect. A reply says *what* to tell (a text key and its values, a
field to ask, an answer with its citations), never how: `bot.texts` finds the words and each channel draws them. Everything
can be written as JSON and read back, because all three are stored between the steps of a turn.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bot.dialogue.events import (
    Brought as Brought,
)
from bot.dialogue.events import (
    Entered as Entered,
)
from bot.dialogue.events import (
    FileReceived as FileReceived,
)
from bot.dialogue.events import (
    Happened as Happened,
)
from bot.dialogue.events import (
    Opened as Opened,
)
from bot.dialogue.events import (
    Pressed as Pressed,
)
from bot.dialogue.events import (
    Said as Said,
)
from bot.dialogue.events import (
    SentFile as SentFile,
)
from bot.dialogue.handouts import (
    ChangeLine as ChangeLine,
)
from bot.dialogue.handouts import (
    Farewell as Farewell,
)
from bot.dialogue.handouts import (
    OfferHandover as OfferHandover,
)
from bot.dialogue.handouts import (
    SendDocument as SendDocument,
)
from bot.dialogue.handouts import (
    ShowMaterials as ShowMaterials,
)
from bot.dialogue.offers import (
    OfferProfile as OfferProfile,
)
from bot.dialogue.offers import (
    ProposalLine as ProposalLine,
)
from bot.dialogue.offers import (
    RowLine as RowLine,
)
from bot.dialogue.offers import (
    SendRows as SendRows,
)
from bot.dialogue.offers import (
    ShowProposals as ShowProposals,
)
from bot.dialogue.offers import (
    ShowRows as ShowRows,
)
from bot.dialogue.offers import (
    UnreadLine as UnreadLine,
)
from bot.dialogue.orders import (
    AskGuide as AskGuide,
)
from bot.dialogue.orders import (
    CallStaff as CallStaff,
)
from bot.dialogue.orders import (
    DraftText as DraftText,
)
from bot.dialogue.orders import (
    Effect as Effect,
)
from bot.dialogue.orders import (
    FillDocument as FillDocument,
)
from bot.dialogue.orders import (
    ProposeFields as ProposeFields,
)
from bot.dialogue.orders import (
    ReadFile as ReadFile,
)
from bot.dialogue.orders import (
    ReadTable as ReadTable,
)
from bot.dialogue.orders import (
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
    MatchLine as MatchLine,
)
from bot.dialogue.reports import (
    ShowAnswer as ShowAnswer,
)
from bot.dialogue.reports import (
    ShowMatch as ShowMatch,
)
from bot.dialogue.reports import (
    ShowVerdict as ShowVerdict,
)
from bot.dialogue.reports import (
    VerdictLine as VerdictLine,
)
from bot.dialogue.results import (
    DocumentFilled as DocumentFilled,
)
from bot.dialogue.results import (
    EffectFailed as EffectFailed,
)
from bot.dialogue.results import (
    Event as Event,
)
from bot.dialogue.results import (
    FieldsProposed as FieldsProposed,
)
from bot.dialogue.results import (
    FileRead as FileRead,
)
from bot.dialogue.results import (
    GuideAnswered as GuideAnswered,
)
from bot.dialogue.results import (
    Lifted as Lifted,
)
from bot.dialogue.results import (
    NotRead as NotRead,
)
from bot.dialogue.results import (
    RowsWritten as RowsWritten,
)
from bot.dialogue.results import (
    StaffCalled as StaffCalled,
)
from bot.dialogue.results import (
    TableRead as TableRead,
)
from bot.dialogue.results import (
    TextDrafted as TextDrafted,
)
from bot.dialogue.standings import (
    AnswerLine as AnswerLine,
)
from bot.dialogue.standings import (
    DefectLine as DefectLine,
)
from bot.dialogue.standings import (
    SectionLine as SectionLine,
)
from bot.dialogue.standings import (
    ShowAnswers as ShowAnswers,
)
from bot.dialogue.standings import (
    ShowProgress as ShowProgress,
)
from bot.dialogue.standings import (
    ShowReview as ShowReview,
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
