"""Who is who: the names, terms of office, treaties and proposals a text is read against."""

import datetime as dt
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import pyarrow as pa

from communique_schema.words import normalise

from ..ids import made_id
from .coding.lexicon import lexicon
from .coding.reader import Reader
from .coding.userfiles import Row, actor_rows, treaty_rows

if TYPE_CHECKING:
    from ..reading.release import Release

MINISTRIES = ("foreign affairs", "foreign ministry", "department of state")
"""What the English name of a foreign ministry holds."""
NEEDED = (
    "actors",
    "actor_aliases",
    "tenures",
    "treaties",
    "treaty_aliases",
    "proposals",
    "proposal_events",
    "articles",
)
"""Tables of a release that are read."""

ROLES = (
    ("deputy", "deputy_minister"), ("press secretary", "spokesperson"), ("spokes", "spokesperson"),
    ("minister of foreign affairs", "foreign_minister"), ("foreign minister", "foreign_minister"),
    ("secretary of state", "secretary"), ("president", "president"), ("ambassador", "ambassador"),
)  # fmt: skip
"""What the English name of an office holds -> its kind; the first that fits."""


class Actor(NamedTuple):
    """One actor: id, kind, usual name, id of its state or None."""

    id: str
    kind: str
    name: str
    state: str | None


class Term(NamedTuple):
    """One person's days in an office, ISO days, "" where open; ``own``: from the user's file, which goes before."""

    person: str
    began: str
    ended: str
    own: bool


class Authority:
    """Built once with :meth:`of`, small, picklable, never changed; every worker gets a copy.

    ``actors`` maps ids to :class:`Actor`; ``terms`` an office to its :class:`Term` list; ``treaties`` ids to short names;
    ``proposals`` ids to the first ISO day of their log; ``tables`` has the user's own rows for OUT (``actors``,
    ``actor_aliases``, ``treaties``, ``treaty_aliases``), each a list of mappings; ``digest`` is a SHA-256 of all of it.
    """

    def __init__(self) -> None:
        self.actors: dict[str, Actor] = {}
        self.aliases: list[tuple[str, str, str]] = []
        self.terms: dict[str, list[Term]] = {}
        self.roles: dict[str, str] = {}
        self.ministries: dict[str, str] = {}
        self.treaties: dict[str, str] = {}
        self.proposals: dict[str, str] = {}
        self.hosts: dict[str, str] = {}
        self.tiers: dict[str, str] = {}
        self.tables: dict[str, list[dict[str, Any]]] = {
            name: [] for name in ("actors", "actor_aliases", "treaties", "treaty_aliases")
        }
        self.digest = ""
        self._readers: dict[str, Reader] = {}
        self._names: dict[str, str] = {}
        self._held: dict[str, list[tuple[str, Term]]] = {}

    @classmethod
    def of(
        cls,
        release: Mapping[str, pa.Table] | None = None,
        *,
        actors: Path | None = None,
        treaties: Path | None = None,
        base: bool = True,
    ) -> "Authority":
        """The authority of a release's tables (None: the bundled release) and of a user's own files.

        ``actors`` is a CSV file (columns name, kind, state, alias, language, office, from, to, actor_id) or JSON lines with
        the same keys; rows of one name are one actor, one alias or term a row. ``treaties`` has name, title, kind, alias,
        language. A user's terms replace the release's for the same office on the same days. With ``base`` false no alias
        or term of the release is used; its ids still stand for actors whose names the user's file repeats.
        Raises :class:`~communique.extracting.coding.userfiles.AuthorityFileError` (one line, ``file:line: ...``).
        """
        made = cls()
        made._release(bundled() if release is None else release, base=base)
        if actors is not None:
            made._own_actors(actor_rows(actors))
        if treaties is not None:
            made._own_treaties(treaty_rows(treaties))
        made._close()
        return made

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_readers": {}}

    # What is asked of it

    def reader(self, language: str) -> Reader:
        """The eyes for a language, kept for the next text."""
        if language not in self._readers:
            states = {actor.name: actor.id for actor in self.actors.values() if actor.kind == "state"}
            self._readers[language] = Reader(lexicon(language), self.aliases, states)
        return self._readers[language]

    def holders(self, office: str, day: str | None) -> list[str]:
        """Who held an office on an ISO day: the user's terms before the release's, the newest term first."""
        if day is None:
            return []
        held = [t for t in self.terms.get(office, ()) if t.began <= day and (not t.ended or day <= t.ended)]
        held = [term for term in held if term.own] or held
        return [term.person for term in sorted(held, key=lambda t: t.began, reverse=True)]

    def offices(self, person: str, day: str | None) -> list[str]:
        """The offices a person held on an ISO day (None: ever)."""
        held = [
            office
            for office, t in self._held.get(person, ())
            if day is None or (t.began <= day and (not t.ended or day <= t.ended))
        ]
        return list(dict.fromkeys(held)) if len(held) > 1 else held

    def state(self, actor: str) -> str | None:
        """The state an actor acts for; None where unknown."""
        found = self.actors.get(actor)
        return found.state if found else None

    def publisher(self, name: str | None, url: str | None) -> str | None:
        """The actor who publishes a page, by its name or by the host of its address; None where nobody is known."""
        for said in (name, host(url)):
            if said and (found := self._names.get(normalise(said)) or self.hosts.get(said.lower())):
                return found
        return None

    # How it is made

    def _release(self, release: Mapping[str, pa.Table], *, base: bool) -> None:
        for row in _rows(release, "actors"):
            self._actor(Actor(row["actor_id"], row["actor_kind"], row["name"], row["state_id"]))
            if base:
                self.aliases.append(("actor", row["actor_id"], row["name"]))
        for row in _rows(release, "treaties"):
            self.treaties[row["treaty_id"]] = row["short_name"]
            if base:
                self.aliases.append(("treaty", row["treaty_id"], row["short_name"]))
        for row in _rows(release, "proposal_events"):
            day = _iso(row["happened_earliest"] or row["happened_latest"])
            known = self.proposals.get(row["proposal_id"])
            self.proposals[row["proposal_id"]] = min(known, day) if known else day
        self._publishers(release)
        if not base:
            return
        for table, what in (("actor_aliases", "actor"), ("treaty_aliases", "treaty")):
            self.aliases += [(what, row[f"{what}_id"], row["alias"]) for row in _rows(release, table)]
        for row in _rows(release, "actor_aliases"):
            self._names.setdefault(normalise(row["alias"]), row["actor_id"])
        for row in _rows(release, "tenures"):
            term = Term(row["actor_id"], _iso(row["began_earliest"]), _iso(row["ended_latest"]), own=False)
            self.terms.setdefault(row["office_id"], []).append(term)

    def _publishers(self, release: Mapping[str, pa.Table]) -> None:
        """Hosts that are one publisher's, and publishers all of whose pages have one tier."""
        hosts: dict[str, set[str]] = {}
        tiers: dict[str, set[str]] = {}
        for row in _rows(release, "articles"):
            tiers.setdefault(row["publisher_id"], set()).add(row["source_tier"])
            if name := host(row["url"]):
                hosts.setdefault(name, set()).add(row["publisher_id"])
        self.hosts = {name: min(ids) for name, ids in hosts.items() if len(ids) == 1}
        self.tiers = {publisher: min(found) for publisher, found in tiers.items() if len(found) == 1}

    def _actor(self, actor: Actor) -> str:
        self.actors[actor.id] = actor
        self._names.setdefault(normalise(actor.name), actor.id)
        if actor.kind == "office":
            self.roles[actor.id] = next((role for part, role in ROLES if part in actor.name.lower()), "other")
        if actor.kind == "institution" and actor.state and any(part in actor.name.lower() for part in MINISTRIES):
            self.ministries.setdefault(actor.state, actor.id)
        return actor.id

    def _own_actors(self, rows: list[Row]) -> None:
        for row in rows:
            state = self._own(row["state"], "state", None) if row["state"] else None
            kind = row["kind"] or "person"
            person = self._own(row["name"], kind, state, row["actor_id"])
            self._alias("actor", person, row["alias"], row["language"])
            if row["office"]:
                office = self._own(row["office"], "office", state)
                if row["from"] or row["to"]:
                    self.terms.setdefault(office, []).append(Term(person, row["from"], row["to"], own=True))

    def _own(self, name: str, kind: str, state: str | None, given: str = "") -> str:
        """The id of an actor of the user's file: the release's where the name is known there, else one made of it."""
        known = self._names.get(normalise(name))
        if known and not given and self.actors[known].kind == kind:
            return known
        actor = given or made_id("ac", "actor", kind, normalise(name) or name)
        if actor not in self.actors:
            self._actor(Actor(actor, kind, name, actor if kind == "state" else state))
            self._names[normalise(name)] = actor
            self.aliases.append(("actor", actor, name))
            own = {"actor_id": actor, "actor_kind": kind, "name": name, "state_id": self.actors[actor].state}
            self.tables["actors"].append(own)
        return actor

    def _own_treaties(self, rows: list[Row]) -> None:
        known = {normalise(name): treaty for treaty, name in self.treaties.items()}
        for row in rows:
            plain = normalise(row["name"]) or row["name"]
            treaty = row["treaty_id"] or known.get(plain) or made_id("tr", "treaty", plain)
            if treaty not in self.treaties:
                known[plain] = treaty
                self.treaties[treaty] = row["name"]
                self.aliases.append(("treaty", treaty, row["name"]))
                self.tables["treaties"].append({
                    "treaty_id": treaty, "short_name": row["name"], "title": row["title"] or row["name"],
                    "treaty_kind": row["kind"] or "bilateral", "checked_through": dt.date(1900, 1, 1),
                    "notes": "From a user's own list; nobody looked for its events.",
                })  # fmt: skip
            self._alias("treaty", treaty, row["alias"], row["language"])

    def _alias(self, what: str, identifier: str, alias: str, language: str) -> None:
        entry = (what, identifier, alias)
        if not alias or entry in self.aliases:
            return
        self.aliases.append(entry)
        if what == "actor":
            self._names.setdefault(normalise(alias), identifier)
        self.tables[f"{what}_aliases"].append({f"{what}_id": identifier, "language": language or "en", "alias": alias})

    def _close(self) -> None:
        self.aliases = sorted({*self.aliases})
        for office, terms in self.terms.items():
            for term in terms:
                self._held.setdefault(term.person, []).append((office, term))
        parts = (self.terms, self.actors, self.treaties, self.proposals, self.hosts, self.tiers)
        said = repr((self.aliases, [sorted(part.items()) for part in parts], self.tables))
        self.digest = sha256(said.encode()).hexdigest()


def bundled() -> dict[str, pa.Table]:
    """The tables of the bundled release that are needed."""
    from ..reading.at_hand import find  # noqa: PLC0415 (only where no tables are given)
    from ..reading.release import Release  # noqa: PLC0415

    return needed(Release(find(None)))


def needed(release: "Release") -> dict[str, pa.Table]:
    """The tables of a release that an authority is made of."""
    return {name: release.arrow(name) for name in NEEDED}


def host(url: str | None) -> str | None:
    """The host of an address in small letters, without www; None where there is none."""
    try:
        name = urlsplit(url or "").hostname
    except ValueError:
        return None
    return name.removeprefix("www.") if name else None


def _rows(tables: Mapping[str, pa.Table], name: str) -> Iterable[dict[str, Any]]:
    return tables[name].to_pylist() if name in tables else ()


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
