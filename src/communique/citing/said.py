"""A statement in sentences: whose telling, by which road, whose act, to whom, when; then our paraphrase, marked as ours."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from .acts import ACTS, OCCASIONS, REQUESTS
from .days import when
from .pages import carried, described
from .plain import listed, quoted, stopped

if TYPE_CHECKING:
    from ..reading.entities import Record, Row
    from .look import Look

CODERS = {"person": "a person", "language_model": "a language model", "rules": "a program of rules"}
REVIEWS = {"single": "once", "double": "twice, independently", "adjudicated": "twice, and every difference was settled"}


def statement(look: "Look", record: "Record", row: "Row") -> str:
    """The sentences of a statement."""
    return Statement(look, row, look.parts(record, "statement_actors")).told()


@dataclass
class Statement:
    """One statement on its way into words."""

    look: "Look"
    row: "Row"
    people: "list[Row]"

    def told(self) -> str:
        """All sentences, in one line."""
        return " ".join(
            [self._lead(), *self._manner(), self._paraphrase(), *self._words(), *self._inferred(), self._coded()]
        )

    def ids(self, role: str) -> list[str]:
        """Actors of a role, in the table's order."""
        return [person["actor_id"] for person in self.people if person["role"] == role]

    @cached_property
    def page(self) -> "Row":
        """The article's row."""
        return self.look.row("articles", "article_id", self.row["article_id"])

    def _lead(self) -> str:
        """Whose telling by which road, then whose act, to whom, when."""
        unnamed = self.row["account_kind"] == "unnamed_source"
        own = self.row["delivery"] != "recounted_other" and set(self.ids("speaker")) == set(self.ids("account"))
        telling, who = self._telling(), self.look.who(self.ids("speaker")) or "somebody unnamed"
        told = self._told()
        road = carried(self.look, self.page, self._tellers())
        did = f"{self._did()}{self._to()} {when(self.row['said_edtf'])}{self._dated()}{self._occasion()}"
        if unnamed and own:  # the act is the source's own: an official without a name is not the ministry
            subject = telling.removeprefix("According to ")
            return stopped(f"{subject}{told}, {road}, {did}")
        return stopped(f"{telling}{told}, {road}, {who} {did}")

    def _tellers(self) -> list[str]:
        """Whom the first words name: they are not named again as a step of the road."""
        return [] if self.row["account_kind"] == "unnamed_source" else self.ids("account")

    def _telling(self) -> str:
        """Whose telling it is and how near to the act."""
        speakers, accounts = self.ids("speaker"), self.ids("account")
        many = len(speakers) > 1
        who = self.look.who(accounts) or "an account the row does not name"
        match self.row["account_kind"]:
            case "self" if set(accounts) >= set(speakers):
                return f"In the {'speakers’' if many else 'speaker’s'} own account"
            case "self":
                return f"According to {who}, {'one' if len(accounts) == 1 else 'some'} of the speakers"
            case "own_side":
                return f"According to {who}, on the {'speakers’' if many else 'speaker’s'} own side"
            case "joint_by_one_side":
                return f"By one side’s account alone, that of {who}"
            case "counterpart_by_other_side":
                return (
                    f"By the other side’s account and not the {'speakers’' if many else 'speaker’s'} own, that of {who}"
                )
            case "joint_text":
                return "In a joint text" + ("" if set(accounts) == set(speakers) else f" of {who}")
            case "third_party":
                return f"According to {who}, a third party"
            case "unnamed_source":
                return f"According to one or more unnamed sources{self._placed()}"
            case "leaked_text":
                whose = "" if set(accounts) <= set(speakers) else f", on the account of {who}"
                return f"According to a leaked text that the speaker did not publish{whose}"
            case _:
                return f"By the bare assertion of {who}, on nobody’s word"

    def _placed(self) -> str:
        """Where an unnamed source is placed: with a body or state, not with the medium it spoke to."""
        known = [row for row in self.look.actors(self.ids("account")) if row["actor_kind"] != "media"]
        return f" placed with {listed(row['said'] for row in known)}" if known else ""

    def _told(self) -> str:
        """When the telling was, where it was not the act itself."""
        same = [self.row["said_edtf"]]
        same += [self.page["published_edtf"]] if self._tellers() == [self.page["publisher_id"]] else []
        if self.row["delivery"] == "first_hand" or self.row["told_edtf"] in same:
            return ""
        return f", given {when(self.row['told_edtf'])}"

    def _did(self) -> str:
        """The act as a predicate, with what a request is for and a second act."""
        speakers = self.look.actors(self.ids("speaker"))
        own = "their own"
        if len(speakers) == 1 and self.row["account_kind"] != "unnamed_source":
            own = "the speaker’s own" if speakers[0]["actor_kind"] == "person" else "its own"
        did = ACTS[self.row["act"]][0].format(own=own)
        if self.row["request_type"]:
            did += f" {REQUESTS[self.row['request_type']]}"
        if self.row["act_secondary"]:
            did += f" and, in the same sentence, {ACTS[self.row['act_secondary']][0].format(own=own)}"
        return did

    def _to(self) -> str:
        """Whom the act is addressed to."""
        addressees = self.look.who(self.ids("addressee"))
        if not addressees:
            return ""
        word = ACTS[self.row["act"]][1]
        if word and not self.row["request_type"] and not self.row["act_secondary"]:
            return f" {word} {addressees}"
        return f", addressing {addressees},"

    def _dated(self) -> str:
        return " (a date another source fixes)" if self.row["said_certainty"] == "inferred_external" else ""

    def _occasion(self) -> str:
        """On what occasion, where it was held."""
        met = self.look.rows("encounters", "encounter_id", [self.row["said_encounter_id"]])
        return f", {OCCASIONS[met[0]['encounter_kind']]}" if met and met[0]["outcome"] == "held" else ""

    def _manner(self) -> list[str]:
        """What the page makes of the act: a repetition, conditional."""
        again = ["The page presents the act as a repetition."] if self.row["reiterates"] else []
        return again + (["The act hangs on a condition."] if self.row["conditional"] else [])

    def _paraphrase(self) -> str:
        if not self.row["paraphrase"]:
            return "There is no paraphrase of it."
        return f"Paraphrase by communique, not a quotation: {stopped(self.row['paraphrase'])}"

    def _words(self) -> list[str]:
        """The page, what its words are, and the few of them the row has."""
        said = described(self.page, self.row["wording"])
        return [said, *([f"It prints {quoted(self.row['key_phrase'])}."] if self.row["key_phrase"] else [])]

    def _inferred(self) -> list[str]:
        """Actors the page does not mention at that place at all, save the publisher."""
        mentioned = {person["actor_id"] for person in self.people if person["resolution"] != "inferred"}
        inferred = [p["actor_id"] for p in self.people if p["actor_id"] not in {*mentioned, self.page["publisher_id"]}]
        return (
            [f"Not mentioned at that place but inferred by the coder: {self.look.who(inferred)}."] if inferred else []
        )

    def _coded(self) -> str:
        coder = self.look.row("coders", "coder_id", self.row["coder_id"])
        found = self.look.rows("extractions", "statement_id", [self.row["statement_id"]])
        right = f" The rule is right {found[0]['precision_permille']} times in a thousand." if found else ""
        return f"Coded by {CODERS[coder['coder_kind']]}, {REVIEWS[self.row['review_level']]}.{right}"
