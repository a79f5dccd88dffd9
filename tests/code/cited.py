"""Statements in few words, as pages of a small dataset: what tests of citations are made from."""

import json
import textwrap
from pathlib import Path
from typing import Any, NamedTuple

import communique
from communique import Dataset
from communique.derive import derive
from communique.publish import publish
from communique.records import read

META = {"title": "Buoys & ice_floes {a trial}", "version": "0.1.0", "licence": "CC-BY-4.0", "citation": "Buoys",
        "data_through": "2021-12-31"}  # fmt: skip
HOSTILE = '50% {of} "Öl" & Зоя \\end{document} }$_#^~ “two”\r\nlines\u2028\x07\u202eturned'
"""A title with whatever LaTeX, RIS, JSON and a terminal have to mind; its braces do not even match."""
PEOPLE = {"petrova": "ac-00003", "ministry": "ac-00005", "russia": "ac-00001", "stone": "ac-00004", "us": "ac-00002",
          "department": "ac-00006", "wire": "ac-00007", "second": "ac-00008", "paper": "ac-00009",
          "un": "ac-0000a"}  # fmt: skip
RECORDS = {
    "releases.yml": "[{version: 0.1.0, release_stage: working, data_through: 2021-12-31}]",
    "coders.yml": "[{coder_id: co-00001, coder_kind: person, name: Ada, description: Read each line twice.}]",
    "actors.yml": """
        - {actor_id: ac-00001, actor_kind: state, name: Russia, state_id: ac-00001, country_code: RU}
        - {actor_id: ac-00002, actor_kind: state, name: United States, state_id: ac-00002, country_code: US}
        - {actor_id: ac-00003, actor_kind: person, name: Zoya Petrova, state_id: ac-00001}
        - {actor_id: ac-00004, actor_kind: person, name: Abel Stone, state_id: ac-00002}
        - {actor_id: ac-00005, actor_kind: institution, name: Ministry of Tides, state_id: ac-00001}
        - {actor_id: ac-00006, actor_kind: institution, name: Department of Ice, state_id: ac-00002}
        - {actor_id: ac-00007, actor_kind: media, name: Northern Wire}
        - {actor_id: ac-00008, actor_kind: media, name: Southern News Service}
        - {actor_id: ac-00009, actor_kind: media, name: The Harbour Post}
        - {actor_id: ac-0000a, actor_kind: organisation, name: United Nations}
    """,
    "treaties.yml": """
        - treaty_id: tr-00001
          short_name: Buoy Pact
          title: Treaty on Buoys
          treaty_kind: bilateral
          checked_through: 2021-06-01
    """,
    "encounters.yml": """
        - encounter_id: en-00001
          encounter_kind: phone_call
          title: Call of the two ministers
          held: {edtf: 2021-02-03, certainty: explicit}
          outcome: held
          source_article_id: ar-00001
    """,
    "proposals.yml": """
        - proposal_id: pr-00001
          title: A joint patrol
          summary: Patrol the buoys together.
          proposal_kind: joint_project
          topic: bilateral_relations
          checked_through: 2021-12-01
          parties:
            - {role: proposer, actor_id: ac-00001}
            - {role: addressee, actor_id: ac-00002}
          events:
            - event_id: pe-00001
              event: proposed
              actor_id: ac-00001
              happened: {edtf: 2021-02-03, certainty: explicit}
              note: Asked on the telephone.
              evidence: [st-00001]
            - event_id: pe-00002
              event: agreed
              happened: {edtf: 2021-03-03, certainty: explicit}
              note: Settled in spring, says Petrova.
              evidence: [st-00002]
    """,
}
WIRED = [("originator", "ministry"), ("agency", "wire"), ("wire", "second"), ("outlet", "paper")]


class Said(NamedTuple):
    """A statement on a page of its own, in a few words."""

    kind: str
    speakers: str
    accounts: str
    act: str = "propose"
    to: str = ""
    road: list[tuple[str, str]] = WIRED
    publisher: str = "paper"
    more: dict[str, Any] = {}
    page: dict[str, Any] = {}
    inferred: str = ""


def _article(number: int, said: Said) -> dict[str, Any]:
    roles = [("speaker", said.speakers), ("addressee", said.to), ("account", said.accounts)]
    people = [{"role": role, "actor_id": PEOPLE[name], "resolution": "inferred" if name in said.inferred.split() else "named"}
              for role, names in roles for name in names.split()]  # fmt: skip
    explicit = {"edtf": "2021-02-03", "certainty": "explicit"}
    statement = {"statement_id": f"st-{number:05}", "form": "indirect", "account_kind": said.kind, "act": said.act,
                 "delivery": "recounted_other", "said": explicit, "told": explicit, "wording": "media_translation",
                 "paraphrase": "She asked for a joint patrol.", "coder_id": "co-00001", "review_level": "single"}  # fmt: skip
    if number < 3:
        statement["proposals"] = [
            {"proposal_id": "pr-00001", "relation": ("puts_forward", "claims_agreement")[number - 1]}
        ]
    return {
        "article_id": f"ar-{number:05}", "publisher_id": PEOPLE[said.publisher], "article_kind": "news",
        "source_tier": "reprint", "title": "On a call", "language": "en", "evidence_level": "read", "coverage": "full",
        "published": {"edtf": "2021-02-05", "certainty": "explicit"}, "rights_holder": "somebody",
        "url": f"https://example.org/{number}", "accessed_on": "2021-12-01", **said.page,
        "relays": [{"actor_id": PEOPLE[name], "relay_role": role, "basis": "The page says so."} for role, name in said.road],
        "statements": [{k: v for k, v in (statement | said.more | {"actors": people}).items() if v is not None}],
    }  # fmt: skip


def opened(root: Path, said: list[Said], **hostile: tuple[str, str]) -> Dataset:
    """Statements st-00001, st-00002, ... published as a working build and loaded.

    ``hostile``: table -> (column, text) that no record may have, put into the tables.
    """
    folder = root / "dataset"
    (folder / "articles").mkdir(parents=True)
    for name, text in RECORDS.items():
        (folder / name).write_text(textwrap.dedent(text), "utf-8")
    for number, one in enumerate(said, 1):
        written = json.dumps(_article(number, one), ensure_ascii=True)  # JSON is YAML
        (folder / "articles" / f"{number}.yml").write_text(written, "utf-8")
    records = read(folder)
    assert records.problems == []
    for table, (column, text) in hostile.items():
        records.tables[table][column] = text
    return communique.load(publish(derive(records.tables), root / "dist", META))
