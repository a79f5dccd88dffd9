"""Every model of the contract, in reading order."""

from .actors import ActorAliases, Actors, Tenures
from .articles import ArticleRanges, ArticleRelays, Articles
from .claims import Claims, Conflicts
from .codes import Agreement, Coders, Codings, ReleaseReasons, Releases, RetiredIds, TermLinks, Terms
from .columns import Table
from .derived import ChannelStatus, ProposalStatus, TreatyFindings, TreatyStatus
from .encounters import ChannelEvents, Channels, EncounterActors, Encounters
from .proposals import EventEvidence, ProposalEvents, ProposalLinks, ProposalParties, Proposals
from .statements import Anchors, Extractions, StatementActors, StatementProposals, Statements, StatementTreaties
from .treaties import Treaties, TreatyAliases, TreatyEvents, TreatyParties

MODELS: tuple[type[Table], ...] = (
    Articles, ArticleRanges, ArticleRelays,
    Statements, Anchors, StatementActors, StatementTreaties, StatementProposals, Extractions,
    Actors, ActorAliases, Tenures,
    Treaties, TreatyAliases, TreatyParties, TreatyEvents,
    Proposals, ProposalParties, ProposalLinks, ProposalEvents, EventEvidence,
    Encounters, EncounterActors, Channels, ChannelEvents,
    Claims, Conflicts,
    Terms, TermLinks, Coders, Codings, Agreement, RetiredIds, Releases, ReleaseReasons,
    ProposalStatus, ChannelStatus, TreatyStatus, TreatyFindings,
)  # fmt: skip
