"""Who is meant on a page: from a mention to actors, through names, offices on that day, and who was named before."""

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from .mentions import Mention, parse, shown, stranger
from .reader import names

if TYPE_CHECKING:
    from ..authority import Authority
    from ..model import Page

RECENT = 50
"""People who came on last among whom a bare title is sought."""
HEADS = frozenset({"president", "foreign_minister", "chief_diplomat"})
"""Kinds of office one finds by the state of the body they head."""
ALIKE = {"chief_diplomat": ("foreign_minister", "secretary"), "foreign_minister": ("foreign_minister", "secretary")}
"""Kind of office a title names -> kinds it may mean where its state is named."""
NOBODY = shown("[nobody named]")
"""The mention of a speaker of whom a page says nothing."""


class Ref(NamedTuple):
    """An actor meant: its id, the mention as printed or None, and how the one leads to the other."""

    actor: str
    mention: str | None
    resolution: str


class Cast:
    """The actors of one page, as they come on. ``strangers`` are mentions nobody knows: id -> printed form."""

    def __init__(self, authority: "Authority", page: "Page") -> None:
        self.authority = authority
        self.page = page
        self.reader = authority.reader(page.language)
        self.day = page.day
        self.people: list[str] = []
        self.bodies: list[str] = []
        self.group: tuple[str, ...] = ()
        self.joined = False
        self.strangers: dict[str, str] = {}
        self.unnamed: set[str] = set()
        self.surnames: dict[str, str] = {}
        self.sides: dict[str, str | None] = {}
        self._named: tuple[str, ...] | None = None

    # From a mention to actors

    def resolve(self, text: str, antecedent: str | None = None) -> tuple[Ref, ...]:
        """Whom a mention means; ``antecedent`` is the fuller mention before it that it points to, as the page prints it."""
        said = parse(text, self.reader, self.authority.actors)
        found = (
            self._part(said) or self._people(said) or self._title(said, antecedent) or self._others(said, antecedent)
        )
        if not found:
            return (self._nameless(said),)
        ids, resolution = found
        self._remember(ids)
        return tuple([Ref(actor, said.shown, resolution) for actor in ids])

    def mention(self, text: str) -> Mention:
        """A mention read by itself."""
        return parse(text, self.reader, self.authority.actors)

    def _part(self, said: Mention) -> tuple[tuple[str, ...], str] | None:
        """A surname that no list has, of somebody whose full name stood before."""
        if not said.stranger or said.people or said.offices or said.bodies:
            return None
        known = self.surnames.get(said.tail) if said.tail is not None else None
        return ((known,), "named") if known else None

    def _people(self, said: Mention) -> tuple[tuple[str, ...], str] | None:
        """People named; an unknown name is nobody else's."""
        if said.people:
            found = tuple(dict.fromkeys([self._which(ids, said) for ids in said.people]))
            if len(found) == 1:
                self._call(said, found[0])
            return found, "named"
        if said.stranger and (said.role or not said.bodies) and not said.source:
            stranger = self._stranger(said.shown, "named", said.state).actor
            self._call(said, stranger)
            return (stranger,), "named"
        if said.source or (said.indefinite and said.role and not (said.bodies and said.role == "spokesperson")):
            return (self._nameless(said).actor,), "title"
        return None

    def _call(self, said: Mention, actor: str) -> None:
        """Remember the last word of a name as its bearer's."""
        if said.last is not None:
            self.surnames.setdefault(said.last, actor)

    def _nameless(self, said: Mention) -> Ref:
        """Somebody described and not named: a source; the same words again mean the same source."""
        ref = self._stranger(said.shown, "title", said.state)
        if not said.stranger:
            self.unnamed.add(ref.actor)
        return ref

    def _which(self, ids: tuple[str, ...], said: Mention) -> str:
        """Of several people of one name: who was on the page before, else who acts for the state named, else the first."""
        if len(ids) == 1:
            return ids[0]
        here = [actor for actor in ids if actor in self.people[-RECENT:]]
        fit = [actor for actor in ids if said.state and self.authority.state(actor) == said.state]
        return (here or fit or list(ids))[0]

    def _title(self, said: Mention, antecedent: str | None) -> tuple[tuple[str, ...], str] | None:
        """Offices, on the page's day; pronouns; titles without a name; several at once."""
        if said.pronoun == "many" or said.plural or (said.pronoun == "either" and self.joined):
            return self._several(said, antecedent)
        if said.pronoun:
            return self._pointed(said, antecedent, "pronoun")
        role, state = said.role, said.state
        if len(said.offices) > 1:
            roles, state_of = self.authority.roles, self.authority.state
            held = [self._holder(office, roles[office], state_of(office))[0] for office in said.offices]
            return tuple(dict.fromkeys(chain.from_iterable(held))), "title"
        if state is None and role in HEADS and said.bodies:
            state = self.authority.state(said.bodies[0])
        if said.offices:
            office = said.offices[0]
            if state is None or state == self.authority.state(office) or state in said.states[1:]:
                role, state = self.authority.roles.get(office, "other"), self.authority.state(office)
                if said.state is None and (found := self._bare(office, said, antecedent)):
                    return found
                return self._holder(office, role, state)
        if role and state and (holder := self._of(role, state)):
            return holder, "title"
        if role and said.bodies and not said.metonym and self.authority.actors[said.bodies[0]].kind != "state":
            return self._pointed(said, antecedent, "title") if antecedent else ((said.bodies[0],), "title")
        if role and not said.media:
            return self._pointed(said, antecedent, "title")
        return None

    def _bare(self, office: str, said: Mention, antecedent: str | None) -> tuple[tuple[str, ...], str] | None:
        """An office without its state ("Außenminister"): what it points to, else who on the page held that very office."""
        for person in self._before():
            if office in self.authority.offices(person, self.day):
                return (person,), "title"
        if antecedent and (found := self._plainly(antecedent)):
            state = self.authority.state(office)
            if all(self.state(actor) == state or not self.authority.offices(actor, self.day) for actor in found):
                return found, "title"
        if self.authority.holders(office, self.day):
            return None
        return self._pointed(said, None, "title") if self.people else None

    def _holder(self, office: str, role: str, state: str | None) -> tuple[tuple[str, ...], str]:
        """Who holds an office that day; a deputy only where the page names one; else the office itself."""
        if role != "deputy_minister" and (held := self.authority.holders(office, self.day)):
            return (held[0],), "title"
        for person in self.people[: -RECENT - 1 : -1]:
            if self.authority.state(person) == state and office in self.authority.offices(person, self.day):
                return (person,), "title"
        return (office,), "title"

    def _of(self, role: str | None, state: str) -> tuple[str, ...]:
        """Who holds the office of a kind of a state; empty where no such office is known."""
        kinds = ALIKE.get(role, (role,)) if role and role != "other" else ()
        for office, kind in self.authority.roles.items():
            if kind in kinds and self.authority.state(office) == state:
                return self._holder(office, kind, state)[0]
        return ()

    def _pointed(self, said: Mention, antecedent: str | None, resolution: str) -> tuple[tuple[str, ...], str] | None:
        """What the finder says a pronoun or bare title points to, else the last of that sort on the page."""
        if antecedent and (found := self._plainly(antecedent)):
            return found, resolution
        if said.pronoun == "thing" or (said.body and not said.role):
            return self._body(said, resolution)
        for person in self._before():
            if said.state and self.state(person) not in (said.state, None):
                continue
            if said.role in (None, "other") or self._may_be(said.role, person):
                return (person,), resolution
        return ((self.people[-1],), resolution) if self.people and not said.state else None

    def _before(self) -> Iterator[str]:
        """Who came on, the last first; then, where that is not enough, whoever the body names."""
        yield from self.people[: -RECENT - 1 : -1]
        yield from self.named()

    def _body(self, said: Mention, resolution: str) -> tuple[tuple[str, ...], str] | None:
        """The last body of the page; a word for one ("ministry") is no state and no alliance, and acts for whoever spoke."""
        kinds = ("institution",) if said.body else ("institution", "organisation", "state")
        for body in self.bodies[: -RECENT - 1 : -1]:
            if self.authority.actors[body].kind in kinds:
                return (body,), resolution
        state = self.state(self.people[-1]) if self.people else None
        ministry = self.authority.ministries.get(state or "")
        return ((ministry,), "title") if ministry and said.body else None

    def _plainly(self, antecedent: str) -> tuple[str, ...]:
        """The actors a full mention names, without asking what it points to in turn."""
        said = parse(antecedent, self.reader, self.authority.actors)
        found = self._people(said) if said.people or not said.thing else None
        if found:
            return found[0]
        if said.pronoun is None and said.offices:
            return self._holder(said.offices[0], self.authority.roles.get(said.offices[0], "other"), said.state)[0]
        if said.bodies and not said.role:
            return said.bodies
        return ()

    def _may_be(self, role: str | None, person: str) -> bool:
        """Whether a person holds an office of the kind; bare "minister" is no Secretary, a top diplomat either."""
        held = self._roles(person)
        return role in held or (role == "chief_diplomat" and not held.isdisjoint(ALIKE[role]))

    def _roles(self, person: str) -> set[str]:
        return {self.authority.roles[office] for office in self.authority.offices(person, self.day)} or {"other"}

    def _several(self, said: Mention, antecedent: str | None) -> tuple[tuple[str, ...], str] | None:
        """They, both, the ministers, the sides."""
        resolution = "pronoun" if said.pronoun else "title"
        if len(said.states) > 1 and said.plural:
            named = [person for person in self.named() if self._may_be(said.role, person)]
            of = self.authority.state
            each = (
                [p for p in named if of(p) == state] or self._of(said.role, state) or (state,) for state in said.states
            )
            return tuple(dict.fromkeys(chain.from_iterable(each))), resolution
        if said.state and said.plural:
            return ((said.state,), "named") if not said.state.startswith("?") else None
        if antecedent and len(found := self._plainly(antecedent)) > 1:
            return found, resolution
        if said.plural == "sides":
            states = dict.fromkeys(filter(None, map(self.authority.state, self.named())))
            return (tuple(states)[:2], resolution) if len(states) > 1 else None
        if self.group and said.plural != "sides":
            return self.group, resolution
        if antecedent and (found := self._plainly(antecedent)):
            return found, resolution
        people = [
            person
            for person in self.named()
            if said.role in (None, "other", "foreign_minister") or self._may_be(said.role, person)
        ]
        apart = {self.authority.state(person): person for person in reversed(people)}
        if len(apart) > 1:
            return tuple(sorted(apart.values(), key=people.index))[:2], resolution
        return None

    def _others(self, said: Mention, antecedent: str | None) -> tuple[tuple[str, ...], str] | None:
        """Bodies, states and media by name; a bare word for a body points back."""
        if said.bodies:
            return (said.bodies if len(said.bodies) < 4 else said.bodies[:1]), "metonym" if said.metonym else "named"
        if said.media:
            return said.media[:1], "named"
        if said.state and not said.state.startswith("?") and not said.role:
            return (said.state,), "metonym" if said.metonym else "named"
        if said.body or antecedent:
            return self._pointed(said, antecedent, "named" if said.body else "title")
        return None

    def _remember(self, ids: tuple[str, ...]) -> None:
        for actor in ids:
            known = self.authority.actors.get(actor)
            if known is None or known.kind == "person":
                self.people.append(actor)
            else:
                self.bodies.append(actor)
        self.joined = len(ids) > 1
        if self.joined:
            self.group = ids

    def _stranger(self, name: str, resolution: str, state: str | None) -> Ref:
        """Somebody nobody knows, by the form of the mention that is kept."""
        printed, actor = stranger(name)
        if printed < self.strangers.get(actor, "\U0010ffff"):
            self.strangers[actor] = printed
        self.sides[actor] = state
        return Ref(actor, printed, resolution)

    def nobody(self) -> Ref:
        """The speaker of words of whom the page says nothing."""
        return self._stranger(NOBODY, "inferred", None)._replace(mention=None)

    def state(self, actor: str) -> str | None:
        """The state an actor acts for, a stranger's by the words around its name; "?Name" for one without an actor."""
        known = self.authority.actors.get(actor)
        return (known.state if known else None) or self.sides.get(actor)

    def named(self) -> tuple[str, ...]:
        """Every person the body names, in order: read once, of its words with a capital, and only where that is asked."""
        if self._named is None:
            found: list[str] = []
            for kind, start, end in self.page.ranges:
                if kind != "body":
                    continue
                hits = names(self.reader.capitals(self.page.document.text[start:end]))
                found += (hit.ids[0] for hit in hits if hit.what == "actor")
            actors = self.authority.actors
            self._named = tuple(actor for actor in dict.fromkeys(found) if actors[actor].kind == "person")
        return self._named
