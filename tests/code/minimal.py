"""One small valid dataset with one text, as files: what tests edit, format, check and build."""

import hashlib
from pathlib import Path

from communique.anchors.fill import filled

TEXT = """Home News Video
Ministers speak about the ice talks
By our correspondent

OSLO, March 4. Foreign Minister Ivan Orlov proposed on Thursday that both countries resume their regular talks on ice.
“We are ready to meet in May,” he told reporters after the call with his colleague. The agency has no more.
Related: the price of fish
"""
DIGEST = hashlib.sha256(TEXT.encode()).hexdigest()
FIRST = "Foreign Minister Ivan Orlov proposed on Thursday that both countries resume their regular talks on ice."
SECOND = "“We are ready to meet in May,” he told reporters after the call with his colleague."
BODY = "OSLO, March 4." + TEXT.partition("OSLO, March 4.")[2].partition("\nRelated")[0]


def place(part: str) -> tuple[int, int]:
    """Where a part of the text stands, in code points."""
    start = TEXT.index(part)
    return start, start + len(part)


def _anchor(part: str, role: str, indent: str) -> str:
    start, end = place(part)
    values = {"char_start": start, "char_end": end, "anchor_role": role, **filled(TEXT, start, end)}
    lines = [f"{indent}{name}: {value}" for name, value in values.items() if value is not None]
    return "\n".join(lines).replace(indent, indent[:-2] + "- ", 1)


WIRE = f"""\
article_id: ar-w1r3a
publisher_id: ac-ag3nc  # Northern Wire
article_kind: news
source_tier: agency
title: Ministers speak about the ice talks
language: en
url: https://wire.example/ice
published: {{edtf: 2021-03-04, certainty: explicit, weekday: thursday}}
evidence_level: anchored
coverage: full
text_sha256: {DIGEST}
text_bytes: {len(TEXT.encode())}
text_chars: {len(TEXT)}
text_origin: made up
rights_holder: Northern Wire
ranges:
  - {{range_kind: headline, char_start: {place("Ministers speak about the ice talks")[0]}, \
char_end: {place("Ministers speak about the ice talks")[1]}}}
  - {{range_kind: body, char_start: {place(BODY)[0]}, char_end: {place(BODY)[1]}}}
relays:
  - {{actor_id: ac-ag3nc, relay_role: wire, basis: The page is its own.}}  # Northern Wire
statements:
  - statement_id: st-0ne00
    form: indirect
    account_kind: self
    delivery: first_hand
    act: propose
    said: {{edtf: 2021-03-04, certainty: explicit, weekday: thursday}}
    said_encounter_id: en-br1ef  # Orlov briefs the press after the call
    told: {{edtf: 2021-03-04, certainty: explicit}}
    told_encounter_id: en-br1ef  # Orlov briefs the press after the call
    wording: original
    claim_id: cl-1ce00  # Russia asks the United States to take the ice talks up again
    paraphrase: Orlov suggests that the two sides take up their routine exchange on ice again.
    key_phrase: regular talks on ice
    coder_id: co-hand0  # A careful hand
    review_level: single
    anchors:
{_anchor(FIRST, "primary", "        ")}
    actors:
      - {{role: speaker, actor_id: ac-0r10v, mention: Ivan Orlov, resolution: named}}  # Ivan Orlov
      - {{role: addressee, actor_id: ac-vsa00, resolution: inferred}}  # United States
      - {{role: account, actor_id: ac-0r10v, mention: Ivan Orlov, resolution: named}}  # Ivan Orlov
    treaties:
      - {{treaty_id: tr-1ce00, mention_kind: implied}}  # Ice Treaty
    proposals:
      - {{proposal_id: pr-1ce00, relation: puts_forward}}  # Resume the ice talks

  - statement_id: st-tw000
    form: mixed
    account_kind: self
    delivery: first_hand
    act: offer
    said: {{edtf: 2021-03-04, certainty: explicit}}
    told: {{edtf: 2021-03-04, certainty: explicit}}
    wording: original
    paraphrase: Orlov says his side would be free for a session in the spring.
    key_phrase: meet in May
    coder_id: co-hand0  # A careful hand
    review_level: single
    anchors:
{_anchor(SECOND, "primary", "        ")}
    actors:
      - {{role: speaker, actor_id: ac-0r10v, mention: he, resolution: pronoun}}  # Ivan Orlov
      - {{role: account, actor_id: ac-0r10v, mention: he, resolution: pronoun}}  # Ivan Orlov
"""

ANSWER = """\
article_id: ar-answr
publisher_id: ac-dept0  # Department of State
article_kind: primary_document
source_tier: primary
title: Answer to a question
language: en
url: https://dept.example/answer
accessed_on: 2021-06-01
published: {edtf: 2021-03-10, certainty: explicit}
evidence_level: read
coverage: full
rights_holder: public domain
statements:
  - statement_id: st-three
    form: indirect
    account_kind: own_side
    delivery: recounted_other
    act: assess
    said: {edtf: 2021-03-10, certainty: explicit}
    told: {edtf: 2021-03-10, certainty: explicit}
    wording: original
    claim_id: cl-1ce00  # Russia asks the United States to take the ice talks up again
    paraphrase: The department has the Russian idea and is looking at it.
    coder_id: co-hand0  # A careful hand
    review_level: single
    actors:
      - {role: speaker, actor_id: ac-sm1th, mention: the spokeswoman, resolution: title}  # Ann Smith
      - {role: account, actor_id: ac-dept0, resolution: inferred}  # Department of State
    proposals:
      - {proposal_id: pr-1ce00, relation: acknowledges}  # Resume the ice talks
"""

FILES = {
    "articles/wire.yml": WIRE,
    "articles/answer.yml": ANSWER,
    "actors.yml": """\
- actor_id: ac-0r10v
  actor_kind: person
  name: Ivan Orlov
  state_id: ac-rvss0  # Russia
  aliases:
    - {language: en, alias: Orlov}

- actor_id: ac-ag3nc
  actor_kind: media
  name: Northern Wire

- actor_id: ac-dept0
  actor_kind: institution
  name: Department of State
  state_id: ac-vsa00  # United States

- actor_id: ac-m1n00
  actor_kind: office
  name: Foreign Minister of Russia
  state_id: ac-rvss0  # Russia
  single_seat: true

- actor_id: ac-rvss0
  actor_kind: state
  name: Russia
  state_id: ac-rvss0  # Russia
  country_code: RU

- actor_id: ac-sm1th
  actor_kind: person
  name: Ann Smith
  state_id: ac-vsa00  # United States

- actor_id: ac-vsa00
  actor_kind: state
  name: United States
  state_id: ac-vsa00  # United States
  country_code: US
""",
    "tenures.yml": """\
- tenure_id: tn-0r10v
  actor_id: ac-0r10v  # Ivan Orlov
  office_id: ac-m1n00  # Foreign Minister of Russia
  began: {edtf: 2019-01-15, certainty: explicit}
  source_article_id: ar-answr  # Answer to a question
""",
    "encounters.yml": """\
- encounter_id: en-br1ef
  encounter_kind: press_briefing
  title: Orlov briefs the press after the call
  held: {edtf: 2021-03-04, certainty: explicit}
  outcome: held
  source_article_id: ar-w1r3a  # Ministers speak about the ice talks
  actors:
    - {role: participant, actor_id: ac-0r10v}  # Ivan Orlov
""",
    "treaties.yml": """\
- treaty_id: tr-1ce00
  short_name: Ice Treaty
  title: Treaty on Ice
  treaty_kind: bilateral
  checked_through: 2021-06-01
  parties:
    - {actor_id: ac-rvss0}  # Russia
    - {actor_id: ac-vsa00}  # United States
  events:
    - treaty_event_id: te-s1gn0
      event: signed
      actor_id: ac-rvss0  # Russia
      stage: effective
      happened: {edtf: 2010-05-01, certainty: explicit}
      source_article_id: ar-answr  # Answer to a question
""",
    "claims.yml": """\
- claim_id: cl-1ce00
  gloss: Russia asks the United States to take the ice talks up again
  claim_kind: act
""",
    "conflicts.yml": """\
- conflict_id: cf-1ce00
  claim_id: cl-1ce00  # Russia asks the United States to take the ice talks up again
  article_a_id: ar-w1r3a  # Ministers speak about the ice talks
  statement_a_id: st-0ne00  # Orlov suggests that the two sides take up their routine exc…
  article_b_id: ar-answr  # Answer to a question
  statement_b_id: st-three  # The department has the Russian idea and is looking at it.
  aspect: modality
  note: The wire has a firm ask, the department an idea.
""",
    "proposals.yml": """\
- proposal_id: pr-1ce00
  title: Resume the ice talks
  summary: Russia asks that the two sides meet about ice again.
  proposal_kind: resume_dialogue
  topic: bilateral_relations
  checked_through: 2021-06-01
  parties:
    - {role: proposer, actor_id: ac-rvss0}  # Russia
    - {role: addressee, actor_id: ac-vsa00}  # United States
  events:
    - event_id: pe-f1rst
      event: proposed
      actor_id: ac-rvss0  # Russia
      happened: {edtf: 2021-03-04, certainty: explicit}
      note: Orlov asks for talks.
      evidence:
        - st-0ne00  # Orlov suggests that the two sides take up their routine exc…

    - event_id: pe-sec0n
      event: acknowledged
      actor_id: ac-vsa00  # United States
      happened: {edtf: 2021-03-10, certainty: explicit}
      note: The department looks at it.
      evidence:
        - st-three  # The department has the Russian idea and is looking at it.
""",
    "coders.yml": """\
- coder_id: co-hand0
  coder_kind: person
  name: A careful hand
  description: Coded from the text with the code book beside it.
""",
    "releases.yml": """\
- version: 0.1.0
  release_stage: working
  data_through: 2021-06-30
""",
    "retired_ids.csv": "old_id,table_name,reason,replaced_by,since_version,last_record_sha256,note\n",
}


def dataset(root: Path) -> Path:
    """The dataset as ``root/dataset``, its text as ``root/texts/anything.txt``."""
    for name, text in FILES.items():
        path = root / "dataset" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
    (root / "texts").mkdir(exist_ok=True)
    (root / "texts" / "anything.txt").write_text(TEXT, "utf-8", newline="\n")
    return root / "dataset"


def edit(path: Path, old: str, new: str) -> int:
    """Replace ``old`` in a file, where it stands once; the line it begins on."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_bytes(text.replace(old, new).encode("utf-8", "surrogatepass"))
    return text[: text.index(old)].count("\n") + 1


__all__ = ["ANSWER", "DIGEST", "FILES", "FIRST", "SECOND", "TEXT", "WIRE", "dataset", "edit", "place"]
