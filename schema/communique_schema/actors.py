"""Actors: people, offices, institutions, states, media; their names and their terms of office."""

from .columns import EventDate, Flag, Table, Text, coded, dated, flag, key, parent, ref, text


class Actors(Table):
    """One person, office, institution, state, organisation or medium."""

    actor_id: Text = key("ac", "Actor")
    actor_kind: Text = coded("actor_kind", "Kind", "What sort of actor.")
    name: Text = text("Name", "Usual English name.", rights="fact")
    parent_id: Text = ref("actors", "Part of", "The actor this one belongs to.", nullable=True)
    state_id: Text = ref("actors", "State", "The state this actor acts for; a state names itself.", nullable=True)
    country_code: Text = text("Country code", "ISO 3166-1 alpha-2 code, on states only.", nullable=True, rights="fact",
                              str_matches=r"^[A-Z]{2}$", claim=True)  # fmt: skip
    single_seat: Flag = flag("Single seat", "On offices: whether one person at a time holds it.", nullable=True)
    wikidata_id: Text = text(
        "Wikidata", "Wikidata item.", nullable=True, rights="fact", str_matches=r"^Q[1-9]\d*$", claim=True
    )
    notes: Text = text("Notes", "Anything a reader of this row must know.", nullable=True)

    class Config:
        name = "actors"
        metadata = {"room": "actors", "label": "name"}


class ActorAliases(Table):
    """One surface form under which an actor appears, with its language."""

    actor_id: Text = parent("actors")
    language: Text = text(
        "Language", "BCP 47 tag of the form.", key=True, str_matches=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
    )
    alias: Text = text("Alias", "The surface form.", key=True, rights="fact")

    class Config:
        name = "actor_aliases"
        metadata = {"room": "actors", "parent": "actors", "nested": "aliases"}


class Tenures(Table):
    """One person's term in one office."""

    tenure_id: Text = key("tn", "Tenure")
    actor_id: Text = ref("actors", "Person", "Who held the office.")
    office_id: Text = ref("actors", "Office", "Which office.")
    began: EventDate = dated("Began", "First day in office.")
    ended: EventDate = dated("Ended", "Last day in office; null while held at the end of the data.", nullable=True)
    source_article_id: Text = ref("articles", "Source", "The page that says so.")
    notes: Text = text("Notes", "Anything a reader of this row must know.", nullable=True)

    class Config:
        name = "tenures"
        metadata = {"room": "actors"}
