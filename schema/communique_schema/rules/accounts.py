"""Rules about whose act and whose telling: speakers, accounts, relays."""

import pandas as pd

from .base import Frame, Tables, has, join, rule, true


def _roles(t: Tables, role: str) -> Frame:
    actors = t["statement_actors"]
    return actors[true(actors["role"] == role)]


def _people(t: Tables, role: str, statements: Frame) -> Frame:
    """Those in one role of some statements alone."""
    rows = _roles(t, role)
    return rows[has(rows, statements, "statement_id")]


JOINT = ("joint_by_one_side", "joint_text")


def _of_kinds(t: Tables, kinds: tuple[str, ...]) -> Frame:
    s = t["statements"]
    return s[s["account_kind"].isin(kinds)]


@rule("no-speaker", "statements", "actors", "the statement has no speaker", "name whose act it is (role speaker)")
def no_speaker(t: Tables) -> Frame:
    return t["statements"][~has(t["statements"], _roles(t, "speaker"), "statement_id")]


@rule(
    "no-account", "statements", "actors", "the statement has no account", "name whose telling we rely on (role account)"
)
def no_account(t: Tables) -> Frame:
    return t["statements"][~has(t["statements"], _roles(t, "account"), "statement_id")]


@rule("joint-needs-two", "statements", "account_kind", "{account_kind} with fewer than two speakers",
      "name each side as a speaker, or code another account_kind")  # fmt: skip
def joint_needs_two(t: Tables) -> Frame:
    joint = _of_kinds(t, JOINT)
    if not len(joint):
        return joint
    n = _people(t, "speaker", joint).groupby("statement_id", as_index=False).size()
    joint = join(joint, n.astype({"size": "int64"}), "statement_id")
    return joint[~true(joint["size"] >= 2)]


@rule("account-sides-disagree", "statement_actors", "role", "speaker of another state than the account of an own_side row",
      "own_side means the speaker's own government tells: correct account_kind, speaker or account")  # fmt: skip
def own_side_foreign(t: Tables) -> Frame:
    return _sides(t, ("own_side",), own=False)


@rule("account-sides-disagree", "statement_actors", "role",
      "speaker of the same state as the account of a counterpart_by_other_side row",
      "the other side tells: correct account_kind, speaker or account")  # fmt: skip
def counterpart_own(t: Tables) -> Frame:
    return _sides(t, ("counterpart_by_other_side",), own=True)


def _sides(t: Tables, kinds: tuple[str, ...], *, own: bool) -> Frame:
    rows = _roles(t, "speaker")
    rows = rows[true(rows["own_side_account"] == own)]
    return rows[has(rows, _of_kinds(t, kinds), "statement_id")]


@rule("asserted-by-nobody", "statement_treaties", "asserted_by",
      "an asserted status needs asserted_by, and the other way round",
      "say whose assertion it is")  # fmt: skip
def asserted_by_nobody(t: Tables) -> Frame:
    r = t["statement_treaties"]
    return r[r["asserted_status"].isna() != r["asserted_by"].isna()]


@rule("relay-unnamed", "statement_treaties", "relay_id", "asserted_by relay names its relay, asserted_by speaker names none",
      "add or remove relay_id")  # fmt: skip
def relay_unnamed(t: Tables) -> Frame:
    r = t["statement_treaties"]
    return r[true(r["asserted_by"] == "relay") == r["relay_id"].isna()]


@rule("relay-out-of-chain", "statement_treaties", "relay_id", "the relay is neither in the article's chain nor its publisher",
      "name a relay of this page, or add the step to the article's relays")  # fmt: skip
def relay_out_of_chain(t: Tables) -> Frame:
    """Assertions laid to a relay that did not carry the page."""
    rows = join(t["statement_treaties"], t["statements"][["statement_id", "article_id"]], "statement_id")
    rows = rows[rows["relay_id"].notna()]
    carried = t["article_relays"][["article_id", "actor_id"]]
    published = t["articles"][["article_id", "publisher_id"]].rename(columns={"publisher_id": "actor_id"})
    told = join(_roles(t, "account"), t["statements"][["statement_id", "article_id"]], "statement_id")
    chain = pd.concat([carried, published, told[["article_id", "actor_id"]]]).rename(columns={"actor_id": "relay_id"})
    return rows[~has(rows, chain, ["article_id", "relay_id"])]


def _speaker_sides(t: Tables, statements: Frame) -> Frame:
    """Per statement how many speakers it has, how many of them have a state, and how many states those are."""
    rows = join(_people(t, "speaker", statements), t["actors"][["actor_id", "state_id"]], "actor_id")
    grouped = rows.astype({"statement_id": object, "state_id": object}).groupby("statement_id")["state_id"]
    return pd.DataFrame(
        {"speakers": grouped.size(), "placed": grouped.count(), "states": grouped.nunique()}
    ).reset_index()


@rule("joint-of-one-state", "statements", "account_kind", "{account_kind}, but all speakers are of one state",
      "name a speaker of the other side, or code own_side")  # fmt: skip
def joint_of_one_state(t: Tables) -> Frame:
    """Joint rows none of whose speakers is of another state."""
    joint = _of_kinds(t, JOINT)
    if not len(joint):
        return joint
    joint = join(joint.astype({"statement_id": object}), _speaker_sides(t, joint), "statement_id")
    return joint[true(joint["placed"] == joint["speakers"]) & true(joint["states"] == 1)]


@rule("joint-text-of-one-side", "statements", "account_kind", "a joint text, but accounts of only one state",
      "name every side that published it as an account, or code joint_by_one_side")  # fmt: skip
def joint_text_of_one_side(t: Tables) -> Frame:
    """Texts said to be published by both that name one publisher."""
    s = _of_kinds(t, ("joint_text",)).astype({"statement_id": object})
    if not len(s):
        return s
    rows = join(_people(t, "account", s), t["actors"][["actor_id", "state_id"]], "actor_id")
    states = rows.astype({"statement_id": object, "state_id": object}).groupby("statement_id")["state_id"].nunique()
    s = join(s, states.rename("states").reset_index(), "statement_id")
    return s[~true(s["states"] >= 2)]


@rule("self-by-another", "statements", "account_kind", "self, but the account is neither a speaker nor of a speaker's state",
      "correct the account, or code whose telling it is")  # fmt: skip
def self_by_another(t: Tables) -> Frame:
    """Rows coded self whose account has nothing to do with the speakers."""
    states = t["actors"][["actor_id", "state_id"]]
    told = join(_roles(t, "account"), states, "actor_id")
    said = join(_roles(t, "speaker"), states, "actor_id")
    same = has(told, said, ["statement_id", "actor_id"])
    kin = told["state_id"].notna() & has(told, said, ["statement_id", "state_id"])
    s = _of_kinds(t, ("self",))
    return s[has(s, told, "statement_id") & ~has(s, told[same | kin], "statement_id")]


@rule("account-of-no-state", "statement_actors", "actor_id", "{name} is the account of official words, but has no state",
      "give the actor its state_id, or code third_party or outlet", "warning")  # fmt: skip
def account_of_no_state(t: Tables) -> Frame:
    """Persons and offices without a state whose telling a row relies on: their word moves no status."""
    actors = t["actors"]
    alone = actors[
        (true(actors["actor_kind"] == "person") | true(actors["actor_kind"] == "office")) & actors["state_id"].isna()
    ]
    rows = _roles(t, "account")
    rows = rows[has(rows, alone, "actor_id")]
    free = _of_kinds(t, ("third_party", "outlet", "unnamed_source"))
    return join(rows[~has(rows, free, "statement_id")], alone[["actor_id", "name"]], "actor_id")
