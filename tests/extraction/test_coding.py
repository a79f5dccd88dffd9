"""From what was found to tables: who, whose telling, which act, which day, which words; all of it under the contract."""

import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from itertools import pairwise

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import FM, ICE, MID, ORLOV, REED, RU, SOS, STATE, US, WIRE, authority, problems

from communique.anchors.spans import values as by_the_book
from communique.extracting import ExtractError, extract
from communique.extracting.coding.acts import read
from communique.extracting.coding.anchoring import Repeats, anchors, settle
from communique.extracting.coding.coder import Coded, PageCoder, code_page
from communique.extracting.coding.lexicon import ACTS, lexicon
from communique.extracting.coding.links import RELATIONS, STATUSES
from communique.extracting.coding.rows import COLUMNS, Rows
from communique.extracting.coding.values import Printed, values
from communique.extracting.model import LANGUAGES, Document, Found, Page
from communique.extracting.tables import CONTRACT, written
from communique.problems import errors
from communique_schema import terms
from communique_schema.spec import tables as contract

KNOWN = authority()


def page(text: str, language: str = "en", day: str | None = "2021-03-05", **more: object) -> Page:
    """A page whose whole text is body."""
    raw = text.encode()
    document = Document("a.txt", text, sha256(raw).hexdigest(), len(raw), publisher="Northern Wire")
    made = Page(document, language, None, day, "in the record", None, None, None, (("body", 0, len(text)),))
    return made._replace(**more)  # type: ignore[arg-type]


def found(text: str, words: str | Sequence[str], speakers: str | Sequence[str] = (), cue: str = "", account: str = "",
          form: str = "indirect", antecedent: str = "") -> Found:  # fmt: skip
    """An attribution: the first place of what is said, and the nearest to it of every other part."""
    origin = text.index(words if isinstance(words, str) else words[0])

    def place(part: str) -> tuple[int, int]:
        starts = [at for at in range(len(text)) if text.startswith(part, at)]
        start = min(starts, key=lambda at: abs(at - origin))
        return start, start + len(part)

    spans = [words] if isinstance(words, str) else words
    named = [speakers] if isinstance(speakers, str) else speakers
    return Found(tuple(map(place, spans)), tuple(map(place, named)), place(account) if account else None,
                 place(cue) if cue else None, cue, "en.test", form, place(antecedent) if antecedent else None)  # fmt: skip


def code(text: str, *listed: Found, language: str = "en", day: str | None = "2021-03-05") -> list[Coded]:
    return PageCoder(page(text, language, day), KNOWN, WIRE).code(listed)


def act(language: str, clause: str, content: str, own: str = RU) -> tuple[str, str | None, bool, bool]:
    reader = KNOWN.reader(language)
    reading = read(reader.words(content), reader.words(clause), own)
    return reading.act, reading.request_type, reading.reiterates, reading.conditional


# Acts


@pytest.mark.parametrize(
    ("language", "clause", "content", "expected"),
    [
        ("en", "Orlov said", "we no longer insist on the joint patrol", "withdraw"),
        ("en", "the ministry said", "Moscow is suspending its part in the buoy commission", "discontinue"),
        ("en", "he turned down", "the draft on satellite corridors", "reject"),
        ("en", "the spokesman said", "Moscow accepts the offer of a joint patrol", "accept"),
        ("en", "the ministers agreed", "to reopen the consulate in spring", "agree"),
        ("en", "the envoy said", "if the stations are built, we shall leave the commission", "threaten"),
        ("en", "he proposed", "a seminar of rocket engineers in Bern", "propose"),
        ("en", "she called on Washington", "to release the sailors", "request"),
        ("en", "he promised", "the list of sites by June", "commit"),
        ("en", "the envoy said", "Moscow is open to talk about all that matters", "offer"),
        ("en", "he said", "the second round will be held in May", "announce"),
        ("en", "the spokesman said", "no such letter was ever sent", "deny"),
        ("en", "the envoy said", "Washington violates article four of the treaty", "allege_breach"),
        ("en", "she said", "Washington is deliberately poisoning the talks", "accuse"),
        ("en", "he voiced concern over", "the rumours before the vote", "concern"),
        ("en", "he said", "the flights are in full accordance with the treaty", "defend"),
        ("en", "they reaffirmed", "the declaration of 1995", "affirm"),
        ("en", "he welcomed", "the ratification", "welcome"),
        ("en", "he congratulated her", "on the new office", "courtesy"),
        ("en", "he would not comment", "on the draft", "decline"),
        ("en", "he told students", "no arms race must be carried into orbit", "position"),
        ("en", "he said", "a return to inspections is unlikely", "assess"),
        ("en", "they discussed", "the Arctic and Cyprus", "discuss"),
        ("en", "he said", "there has been an inspection in March", "inform"),
        ("de", "sagte er", "man bestehe nicht länger auf der gemeinsamen Streife", "withdraw"),
        ("de", "Orlow schlug vor", "ein Treffen der Fachleute", "propose"),
        ("de", "Orlow forderte Washington auf", "die Häftlinge freizulassen", "request"),
        ("de", "Sie einigten sich darauf", "das Konsulat wieder zu öffnen", "agree"),
        ("de", "erklärte er", "sollten die Stationen gebaut werden, werde Russland die Kommission verlassen", "threaten"),
        ("de", "sagte sie", "die Vorwürfe seien frei erfunden", "deny"),
        ("de", "er lehnte ab", "den Entwurf", "reject"),
        ("de", "sagte er", "die nächste Runde werde im Mai stattfinden", "announce"),
        ("de", "er wollte nicht kommentieren", "den Bericht", "decline"),
        ("ru", "сказал он", "мы больше не настаиваем на совместном патруле", "withdraw"),
        ("ru", "Орлов предложил", "создать группу экспертов", "propose"),
        ("ru", "он призвал Вашингтон", "освободить моряков", "request"),
        ("ru", "министры договорились", "открыть консульство весной", "agree"),
        ("ru", "заявил он", "если станции построят, мы выйдем из комиссии", "threaten"),
        ("ru", "сказала она", "такого письма не было", "deny"),
        ("ru", "сообщил он", "второй раунд состоится в мае", "announce"),
        ("ru", "он поздравил её", "с назначением", "courtesy"),
        ("ru", "по его словам", "Вашингтон нарушает договор", "allege_breach"),
    ],
)  # fmt: skip
def test_the_first_act_that_fits(language: str, clause: str, content: str, expected: str) -> None:
    assert act(language, clause, content)[0] == expected


@pytest.mark.parametrize(
    ("language", "clause", "content", "expected"),
    [
        # A verb's other half that is an article, a particle that is a preposition.
        ("de", "Der Ausschuss stellte ein Papier vor", "über Bojen", "inform"),
        ("de", "Orlow ging auf ein Papier ein", "über Bojen", "inform"),
        ("de", "Orlow nahm an der Runde teil", "in Bern", "inform"),
        ("de", "Orlow hielt vor Studenten eine Rede", "über Bojen", "inform"),
        ("de", "sagte Orlow zu Journalisten", "die Halle war voll", "inform"),
        ("de", "erklärte die Regierung an diesem Montag", "die Halle war voll", "inform"),
        ("de", "sagte er", "am Montag tritt der Vertrag aus dem Jahr 1990 in Kraft", "inform"),
        ("de", "sagte er", "er arbeite gern an dem Text", "inform"),
        ("de", "sagte er", "das Treffen sei ein Erfolg", "assess"),
        # The same verb with another object, or with none.
        ("de", "sagte er", "wir verlassen uns auf den Vertrag", "inform"),
        ("de", "sagte er", "Washington hält die Halle nicht für voll", "inform"),
        ("de", "sagte er", "setze man die Inspektionen fort, sei das so", "inform"),
        ("de", "sagte er", "Moskau sucht nach einer Lösung", "inform"),
        ("de", "sagte er", "die Kommission hat vor zwei Jahren getagt", "inform"),
        ("de", "sagte er", "Moskau beabsichtigt eine Reise", "announce"),
        ("de", "sagte er", "wenn wir in Genf tagen, regne es", "inform"),
        ("de", "sagte er", "auch fragte man, warum Washington nicht antwortet", "inform"),
        ("de", "sagte er", "das Angebot liege auf dem Tisch", "propose"),
        ("de", "sagte er", "die Frage sei offen", "assess"),
        ("de", "sagte er", "dank der Vermittlung habe man getagt", "inform"),
        ("de", "sagte er", "zwei Jahre später habe man am Morgen getagt", "inform"),
        ("de", "sagte er", "es gebe nichts zu verhandeln", "inform"),
        ("de", "sagte er", "an dem Bericht sei nichts dran", "deny"),
        ("en", "Orlov said", "it was a way of breaking the deadlock", "inform"),
        ("en", "Orlov said", "they used tongs instead of breaking the seal", "inform"),
        ("en", "Orlov said", "Moscow calls for a new summit", "request"),
        ("en", "Orlov said", "we called a meeting for May", "inform"),
        ("en", "Orlov said", "it was not shown to anyone", "inform"),
        ("en", "Orlov said", "the permit could lapse at any time", "assess"),
        ("en", "Orlov said", "Washington is only buying time", "accuse"),
        ("en", "Orlov said in order to calm markets", "the hall was full", "inform"),
        ("en", "Orlov said", "two rounds were in Bern, one in Moscow was short", "inform"),
        # A beginning that another word has too.
        ("de", "sagte er", "die Einstellung zur Zusammenarbeit sei gut", "assess"),
        ("de", "sagte er", "die Rückkehr von Inspektoren sei eine Bedingung", "position"),
        ("de", "sagte er", "die Übung diene ausschließlich der Verteidigung", "defend"),
        ("de", "sagten einige Fachleute", "die Halle war voll", "inform"),
        ("de", "sagte der Verteidigungsminister", "er habe mit Freunden getagt", "inform"),
        ("en", "Orlov said", "the politicians of Washington opened a bureau", "inform"),
        ("en", "Orlov said", "it delivers fuel and a bulletin", "inform"),
        ("en", "said a fumbling spokesman of the attack helicopter unit", "the hall was full", "inform"),
        ("en", "Orlov said at an urgent meeting on the Balkans", "the hall was full", "inform"),
        ("en", "Orlov said", "Washington thinks a return impossible", "assess"),
        ("en", "Orlov said", "Putin on Friday heard old grievances in the committee", "inform"),
        ("ru", "сказал он", "винтовки и вино были в ящике", "inform"),
        ("ru", "сказал он", "прекрасный диалог шёл в Берне", "inform"),
        ("ru", "сказал он", "благодаря посреднику группа завершила работу", "inform"),
        ("ru", "сказал он исключительно по-русски", "зал был полон", "inform"),
    ],
)  # fmt: skip
def test_what_only_looks_like_an_act_is_none(language: str, clause: str, content: str, expected: str) -> None:
    assert act(language, clause, content)[0] == expected


def test_what_goes_with_an_act() -> None:
    assert act("en", "he again called on Washington", "to lift the sanctions")[:3] == ("request", "yield", True)
    assert act("en", "he said", "we expect an answer from Washington")[:2] == ("request", "answer")
    assert act("en", "he said", "we are ready for a round of talks if they send somebody")[3]
    # Whose side "will" something decides between a threat and a demand put to the other.
    assert act("en", "he said", "Washington must return the villa", RU)[0] == "request"
    assert act("en", "he said", "the villa must be returned", RU)[0] == "position"


@pytest.mark.parametrize(
    ("language", "clause", "content", "expected"),
    [
        ("en", "the envoy refused", "to comment on the draft", "decline"),
        ("en", "the envoy accused", "Washington of violating the treaty", "allege_breach"),
        ("en", "the ministry dismissed", "the report as fiction", "deny"),
        ("ru", "посланник отказался", "комментировать проект", "decline"),
    ],
)
def test_a_cue_may_end_in_what_is_said(language: str, clause: str, content: str, expected: str) -> None:
    reader = KNOWN.reader(language)
    assert read(reader.words(content), reader.words(clause), RU, follows=True).act == expected


@pytest.mark.parametrize(
    ("language", "content", "expected"),
    [
        ("en", "the lists are exchanged in May", "inform"),
        ("en", "the text runs to more than forty pages", "inform"),
        ("en", "we do not rule out a second round", "assess"),
        ("de", "die Länder hätten im Mai Listen getauscht", "inform"),
        ("de", "Washington verletzt mit den Flügen über der Bucht und dem Eis das Abkommen", "allege_breach"),
        ("ru", "согласно описи, ящики доставили с опозданием", "inform"),
        ("ru", "мы не исключаем второго раунда", "assess"),
    ],
)
def test_words_that_only_look_like_an_act(language: str, content: str, expected: str) -> None:
    assert act(language, {"en": "he said", "de": "sagte er", "ru": "сказал он"}[language], content)[0] == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_lexicons_speak_the_code_books_words(language: str) -> None:
    patterns = [p for listed in (lexicon(language).patterns.exact, lexicon(language).patterns.begins)
                for found in listed.values() for p in found]  # fmt: skip
    what = {pattern.what for pattern in patterns}
    assert {*ACTS} <= what
    flags = {"reiterates", "conditional", "recount", "together", "future"}
    assert what - {*ACTS} - flags == {*terms.codes("request_type"), *terms.codes("asserted_status")}
    assert {*RELATIONS.values()} <= {*terms.codes("relation")}
    assert {*STATUSES} == {*terms.codes("asserted_status")}
    assert [*ACTS] == [*terms.codes("act")]


# Who


@pytest.mark.parametrize(
    ("mention", "day", "expected", "resolution"),
    [
        ("Russian Foreign Minister Ivan Orlov", "2021-03-05", ORLOV, "named"),
        ("Orlov", None, ORLOV, "named"),
        ("the Russian Foreign Minister", "2021-03-05", ORLOV, "title"),
        ("the Russian Foreign Minister", None, FM, "title"),
        ("the Russian Foreign Minister", "2009-03-05", FM, "title"),
        ("the U.S. Secretary of State", "2021-03-05", REED, "title"),
        ("the Secretary", "2021-03-05", REED, "title"),
        ("the Russian Foreign Ministry", "2021-03-05", MID, "named"),
        ("a State Department spokesperson", "2021-03-05", STATE, "title"),
        ("Moscow", "2021-03-05", RU, "metonym"),
        ("Russia", "2021-03-05", RU, "named"),
    ],
)
def test_a_mention_leads_to_its_actor(mention: str, day: str | None, expected: str, resolution: str) -> None:
    text = f"{mention} said that the ice was thin."
    (coded,) = code(text, found(text, "the ice was thin", mention, "said"), day=day)
    assert [(ref.actor, ref.resolution) for ref in coded.speakers] == [(expected, resolution)]


@pytest.mark.parametrize(
    ("mention", "day", "expected"),
    [
        ("The Russian and US foreign ministers", "2021-03-05", [ORLOV, REED]),
        ("The Russian and US top diplomats", "2021-03-05", [ORLOV, REED]),
        ("The Russian and US foreign ministers", "2009-03-05", [FM, SOS]),
        ("The Russian and US delegations", "2021-03-05", [RU, US]),
    ],
)
def test_titles_of_several_states_are_whoever_held_them(mention: str, day: str, expected: list[str]) -> None:
    text = f"{mention} said that the ice was thin."
    (coded,) = code(text, found(text, "the ice was thin", mention, "said"), day=day)
    assert [ref.actor for ref in coded.speakers] == expected


@pytest.mark.parametrize(
    "mention", ["Karl Nobody", "Russian Foreign Minister Karl Nobody", "the German foreign minister"]
)
def test_a_name_nobody_knows_is_nobody_elses(mention: str) -> None:
    text = f"{mention} said that the ice was thin."
    (coded,) = code(text, found(text, "the ice was thin", mention, "said"))
    assert coded.speakers[0].actor not in KNOWN.actors
    assert coded.speakers[0].mention == mention


def test_a_title_a_pronoun_and_both_point_back() -> None:
    text = ("Ono Reed said that the ice was thin. The minister said it was thick, Ivan Orlov thought. He said it would melt. "
            "They discussed the seals.")  # fmt: skip
    first, second, third, fourth = code(
        text,
        found(text, "the ice was thin", "Ono Reed", "said"),
        found(text, "it was thick", "Ivan Orlov", "thought"),
        found(text, "it would melt", "He", "said", antecedent="Ivan Orlov"),
        found(text, "the seals", "They", "discussed"),
    )
    assert [c.speakers[0].actor for c in (first, second, third)] == [REED, ORLOV, ORLOV]
    assert third.speakers[0].resolution == "pronoun"
    assert {ref.actor for ref in fourth.speakers} == {ORLOV, REED}


def test_inflected_names_of_a_day_in_german_and_russian() -> None:
    text = "Nach Angaben des russischen Außenministers ist das Eis dünn."
    (coded,) = code(
        text, found(text, "ist das Eis dünn", "des russischen Außenministers", "Nach Angaben"), language="de"
    )
    assert coded.speakers[0].actor == ORLOV
    text = "По словам главы МИД РФ, лёд тонок."
    (coded,) = code(text, found(text, "лёд тонок", "главы МИД РФ", "По словам"), language="ru")
    assert coded.speakers[0].actor == ORLOV


# Whose telling


@pytest.mark.parametrize(
    ("speakers", "account", "kind", "delivery"),
    [
        (["Orlov"], "", "self", "first_hand"),
        (["Orlov"], "Russian Foreign Ministry", "own_side", "recounted_other"),
        (["Reed"], "Russian Foreign Ministry", "counterpart_by_other_side", "recounted_other"),
        (["Orlov", "Reed"], "Russian Foreign Ministry", "joint_by_one_side", "recounted_other"),
        (["Orlov"], "Northern Wire", "self", "first_hand"),
        (["Orlov"], "the Finnish host", "third_party", "recounted_other"),
        (["a source close to the talks"], "", "unnamed_source", "first_hand"),
        ([], "", "unnamed_source", "first_hand"),
    ],
)
def test_account_kinds(speakers: list[str], account: str, kind: str, delivery: str) -> None:
    text = f"{' and '.join(speakers) or 'Nobody'} spoke of seals, the {account or 'page'} said."
    (coded,) = code(text, found(text, "of seals", speakers, "spoke", account))
    assert (coded.telling.kind, coded.telling.delivery) == (kind, delivery)


def test_we_agreed_is_a_joint_act_told_by_one_side() -> None:
    text = "After meeting Ono Reed, Ivan Orlov said: “We agreed on a date for the seals.”"
    words = "“We agreed on a date for the seals.”"
    (coded,) = code(text, found(text, words, "Ivan Orlov", "said", form="direct"))
    assert {ref.actor for ref in coded.speakers} == {ORLOV, REED}
    assert (coded.telling.kind, [ref.actor for ref in coded.telling.accounts]) == ("joint_by_one_side", [ORLOV])
    assert (coded.reading.act, coded.telling.delivery) == ("agree", "recounted_self")


def test_wording_by_the_languages_of_page_and_account() -> None:
    text = "Orlov said that the ice was thin. Reed said it was not."
    first, second = code(
        text, found(text, "the ice was thin", "Orlov", "said"), found(text, "it was not", "Reed", "said")
    )
    assert (first.wording, second.wording) == ("media_translation", "original")


# When


def test_a_named_day_holds_until_another_is_named() -> None:
    text = ("Orlov said on Thursday that the ice was thin. Reed said that it was thick. On Friday Orlov said that it would "
            "melt.")  # fmt: skip
    days = [coded.told.edtf for coded in code(
        text,
        found(text, "the ice was thin", "Orlov", "said"),
        found(text, "it was thick", "Reed", "said"),
        found(text, "it would melt", "Orlov", "said"),
    )]  # fmt: skip
    assert days[0] == "2021-03-04"
    assert days[1:] == ["2021-03-04", "2021-03-05"]
    plain = "Reed said that it was thick."
    assert code(plain, found(plain, "it was thick", "Reed", "said"))[0].told.certainty == "inferred_internal"
    (undated,) = code(text, found(text, "the ice was thin", "Orlov", "said"), day=None)
    assert (undated.told.edtf, undated.told.certainty) == ("[1000-01-01..]", "unknown")


# Which words


def test_of_nested_attributions_the_inner_is_the_row_and_the_outer_tells() -> None:
    text = "Orlov said that Reed had promised that the stations would close."
    outer = found(text, "Reed had promised that the stations would close", "Orlov", "said")
    inner = found(text, "the stations would close", "Reed", "promised")
    (coded,) = code(text, outer, inner)
    assert [ref.actor for ref in coded.speakers] == [REED]
    assert (coded.telling.kind, [r.actor for r in coded.telling.accounts]) == ("counterpart_by_other_side", [ORLOV])


def test_no_two_first_spans_overlap() -> None:
    text = "a " * 200

    def at(start: int, end: int) -> Found:
        return Found(((start, end),), (), None, None, "", "en.test", "indirect")

    listed = [at(a, min(a + length, 400)) for a in range(0, 390, 7) for length in (9, 40, 150)]
    kept = [placed.spans[0] for placed in settle(listed, ((0, 120), (130, 400)), text)]
    assert kept == sorted(kept)
    assert all(before[1] <= after[0] for before, after in pairwise(kept))
    assert all(end <= 120 or start >= 130 for start, end in kept)


@given(st.text("abß жё é1_-–—'\"“„«…\u00a0\u00ad§½\n`ﬁ", max_size=60))
def test_values_are_those_of_the_book(span: str) -> None:
    assert values(span) == tuple(by_the_book(span).values())
    whole = f"„Ja“, sagte er. {span} — «нет», é…"
    at = whole.index(".") + 2
    assert Printed(whole).values(at, at + len(span)) == values(span)


def test_what_is_printed_again_is_a_repeat() -> None:
    line = "Orlov said that the ice was thin."
    text = f"{line}\nMore.\n{line}"
    again = len(text) - len(line)
    start = line.index("the ice")
    rows = anchors(((start, start + 16),), Repeats([((0, len(line)), (again, len(text)))]), text)
    assert [(a, role) for a, _, role, _ in rows] == [(start, "primary"), (again + start, "repeat")]
    assert rows[0][3] == rows[1][3]


# Tables


TEXT = """Reed and Orlov speak of ice

MOSCOW, March 4 (Northern Wire) - Russian Foreign Minister Ivan Orlov proposed on Thursday that both sides resume their talks.

"We are ready to meet in May," the minister told reporters. "We expect an answer from Washington on the Ice Treaty."

Karl Nobody said the plan was unlikely to survive the summer. A source close to the talks said the draft was ready.
"""
GERMAN = "Außenminister Iwan Orlow erklärte am Donnerstag, dass Russland die Gespräche über Eis wieder aufnehmen will."


def table(*texts: str, **more: list[str | None]) -> pa.Table:
    return pa.table({"text": list(texts), **more})


def test_an_extraction_holds_under_the_contract() -> None:
    made = extract(
        table(TEXT, GERMAN, published=["2021-03-04", None], publisher=["Northern Wire", "Nobody's Paper"]), KNOWN
    )
    assert made["statements"].num_rows >= 4
    assert errors(problems(made)) == []
    for name in CONTRACT:
        if name in made:
            columns = [c.name for c in contract()[name].columns.values() if c.origin != "derived"]
            assert made[name].column_names == columns
            assert {*COLUMNS[name]} <= {*columns}
            assert written(name).equals(made[name].schema)
    assert made["actors"].column("actor_kind").to_pylist() == ["mention"] * made["actors"].num_rows
    words = {(row["statement_id"], row["char_start"]): row["words"] for row in made["anchor_words"].to_pylist()}
    for row in made["anchors"].to_pylist():
        assert sha256(words[row["statement_id"], row["char_start"]].encode()).hexdigest() == row["span_sha256"]


def test_hard_cases_hold_under_the_contract() -> None:
    """Joint acts, accounts of every kind, nobody at all, treaties: what hand-made findings can put to the rules."""
    text = ("Orlov and Reed agreed on seals, the Russian Foreign Ministry said. Reed promised ice, Orlov said. Somebody sang. "
            "The Ice Treaty is in force, Reed said. Karl Nobody, a host, said that Orlov slept. They met.")  # fmt: skip
    rows = Rows()
    listed = [
        found(text, "seals", ["Orlov", "Reed"], "agreed", "the Russian Foreign Ministry"),
        found(text, "ice", "Reed", "promised", "Orlov"),
        found(text, "Somebody sang"),
        found(text, "The Ice Treaty is in force", "Reed", "said"),
        found(text, "slept", "Orlov", "said", "Karl Nobody"),
        found(text, "met", "They"),
    ]
    from communique.extracting import finish

    code_page(page(text), listed, KNOWN, rows)
    made = finish(rows, KNOWN)
    assert errors(problems(made)) == []
    (treaty,) = made["statement_treaties"].to_pylist()
    assert (treaty["treaty_id"], treaty["asserted_status"], treaty["asserted_by"]) == (ICE, "in_force", "speaker")
    assert {row["state_id"] for row in made["actors"].to_pylist()} == {None}
    assert SOS not in made["statement_actors"].column("actor_id").to_pylist()
    assert US not in made["statement_actors"].column("actor_id").to_pylist()


def test_the_same_texts_give_the_same_tables() -> None:
    texts = table(TEXT, GERMAN, url=["https://a.example/1", "https://a.example/2"])
    first, again = extract(texts, KNOWN), extract(texts, authority())
    assert all(first[name].equals(again[name]) for name in first)
    alone = extract(texts.slice(1), KNOWN)
    assert alone["statements"].to_pylist() == first["statements"].slice(first["statements"].num_rows - 1).to_pylist()
    assert all(len(key) == 19 for key in first["statements"].column("statement_id").to_pylist())


def test_what_cannot_be_read_is_set_aside() -> None:
    made = extract(
        pa.table({"text": ["", None, "“ ” «", TEXT, TEXT], "url": [None, None, None, *["https://a.example/1"] * 2]}),
        KNOWN,
    )
    assert made["articles"].num_rows == 1
    assert made["set_aside"].column("place").to_pylist() == ["row 1", "row 2", "row 3", "row 5"]
    assert all(row[name] for row in made["set_aside"].to_pylist() for name in ("code", "reason", "fix"))


@pytest.mark.parametrize(
    "texts", [pa.table({"words": ["x"]}), pa.table({"text": [1]}), pa.table({"text": ["x"], "url": [1]})]
)
def test_a_table_that_is_no_table_of_texts(texts: pa.Table) -> None:
    with pytest.raises(ExtractError, match="column"):
        extract(texts, KNOWN)


@pytest.mark.parametrize(
    ("published", "edtf", "basis"),
    [
        (pa.array([date(2021, 3, 5)]), "2021-03-05", "the day its source gives"),
        (
            pa.array([datetime(2021, 3, 5, 23, tzinfo=UTC)], pa.timestamp("ns", "UTC")),
            "2021-03-05",
            "the day its source gives",
        ),
        (pa.array(["5 March 2021"]).dictionary_encode(), "2021-03-05", "the day its source gives"),
        (pa.array(["last week"]), "[1000-01-01..]", "what its source gives is no full day"),
    ],
)
def test_days_of_a_table(published: pa.Array, edtf: str, basis: str) -> None:
    """A column is read as one of a Parquet file is; a day that cannot be read is said to be none."""
    made = extract(pa.table({"text": pa.array([TEXT]).dictionary_encode(), "published": published}), KNOWN)
    (row,) = made["articles"].to_pylist()
    assert row["published_edtf"] == edtf
    assert row["published_basis"].endswith(basis)


def test_workers_stay_light() -> None:
    heavy = "'pandas', 'pandera', 'click', 'yaml', 'datasette'"
    check = f"import sys, communique.extracting.coding.coder; assert not {{{heavy}}} & {{*sys.modules}}"
    subprocess.run([sys.executable, "-c", check], check=True)


def test_work_grows_with_the_statements_alone() -> None:
    """Calls of the reader for a page ten times as long are about ten times as many, whatever the page holds."""

    def reads(times: int) -> int:
        text = "Orlov said that the ice was thin. " * times
        step = len(text) // times
        listed = [Found(((n * step + 16, n * step + 32),), ((n * step, n * step + 5),), None, (n * step + 6, n * step + 10),
                        "say", "en.test", "indirect") for n in range(times)]  # fmt: skip
        coder = PageCoder(page(text), KNOWN, WIRE)
        seen = 0
        plain = coder.cast.reader.words

        def counted(part: str) -> object:
            nonlocal seen
            seen += len(part)
            return plain(part)

        coder.cast.reader.words = counted  # type: ignore[method-assign, assignment]
        try:
            assert len(coder.code(listed)) == times
        finally:
            del coder.cast.reader.words  # type: ignore[method-assign]
        return seen

    assert reads(300) < 11 * reads(30)
