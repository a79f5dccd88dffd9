"""Citations: sentences that keep act and telling apart, dates in words, and four forms that their own parsers read."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import bibtexparser
import pytest
import released
import rispy
from cited import HOSTILE, WIRED, Said, opened
from hypothesis import given
from hypothesis import strategies as st

from communique import Dataset
from communique.citing import STYLES, ReleaseAbout, cite, release_citation, sentence
from communique.citing.acts import ACTS, MUTUAL, OCCASIONS, REQUESTS, STEPS
from communique.citing.days import MONTHS, dated, day, when
from communique.citing.names import named
from communique.citing.pages import TIERS, VERBS, WORDINGS
from communique.citing.plain import plain, quoted, stopped
from communique.citing.proposed import SIDES
from communique.citing.said import CODERS, REVIEWS
from communique.citing.styles import Entry
from communique.cli.entry import main
from communique.reading.errors import UnknownIdError, UnknownStyleError
from communique.reading.release import Release
from communique_schema.edtf import EdtfError, bounds
from communique_schema.terms import codes, links

CALL = {"said_encounter_id": "en-00001"}
CASES = {
    "own side, all the way": (
        Said("own_side", "petrova", "ministry", to="stone", more=CALL),
        "According to the Ministry of Tides, on the speaker’s own side, as carried by Northern Wire and the Southern News "
        "Service and printed by The Harbour Post (5 February 2021), Zoya Petrova made a proposal to Abel Stone on "
        "3 February 2021, in a phone call.",
    ),
    "joint, of one side": (
        Said("joint_by_one_side", "petrova stone", "petrova", "agree", road=[("agency", "wire")], publisher="wire",
             more={"told": {"edtf": "2021-03", "certainty": "explicit"}, "delivery": "recounted_self"}),
        "By one side’s account alone, that of Zoya Petrova, given in March 2021, as carried by Northern Wire "
        "(5 February 2021), Zoya Petrova and Abel Stone agreed on, or each favoured, the same future course on "
        "3 February 2021.",
    ),
    "self, on its own page": (
        Said("self", "ministry", "ministry", "discontinue", road=[("originator", "ministry")], publisher="ministry",
             more={"delivery": "first_hand"}),
        "In the speaker’s own account, on its own page (5 February 2021), the Ministry of Tides suspended, ended or "
        "cancelled its own part in something standing or fixed on 3 February 2021.",
    ),
    "self, no relays": (
        Said("self", "us russia", "us russia", "discuss", road=[]),
        "In the speakers’ own account, as published by The Harbour Post (5 February 2021), Russia and the United States had "
        "a discussion on 3 February 2021.",
    ),
    "counterpart": (
        Said("counterpart_by_other_side", "stone", "ministry", "reject", to="russia",
             more={"said": {"edtf": "2021-02-03?", "certainty": "inferred_external", "basis": "ar-00001"}}),
        "By the other side’s account and not the speaker’s own, that of the Ministry of Tides, given on 3 February 2021, "
        "as carried by Northern Wire and the Southern News Service and printed by The Harbour Post (5 February 2021), Abel "
        "Stone refused a proposal, request or text, addressing Russia, on 3 February 2021 (date uncertain) (a date another "
        "source fixes).",
    ),
    "joint text": (
        Said("joint_text", "petrova stone", "russia us", "affirm", more={"delivery": "first_hand"},
             road=[("outlet", "paper"), ("translation", "wire")], publisher="wire"),
        "In a joint text of Russia and the United States, as printed by The Harbour Post and translated by Northern Wire "
        "(5 February 2021), Zoya Petrova and Abel Stone restated a shared principle or commitment on 3 February 2021.",
    ),
    "third party": (
        Said("third_party", "stone", "un", "request", to="russia", road=[], publisher="un", more={"request_type": "meet"}),
        "According to the United Nations, a third party, on its own page (5 February 2021), Abel Stone made a request for a "
        "meeting or contact, addressing Russia, on 3 February 2021.",
    ),
    "unnamed source tells": (
        Said("unnamed_source", "us", "department", "reject", road=[("originator", "paper"), ("translation", "wire"),
             ("outlet", "wire")], publisher="wire"),
        "According to one or more unnamed sources placed with the Department of Ice, as first reported by The Harbour Post "
        "and translated and printed by Northern Wire (5 February 2021), the United States refused a proposal, request or "
        "text on 3 February 2021.",
    ),
    "unnamed source acts": (
        Said("unnamed_source", "department", "department", "defend", road=[], more={"delivery": "first_hand"}),
        "One or more unnamed sources placed with the Department of Ice, as published by The Harbour Post (5 February 2021), "
        "defended their own conduct or law on 3 February 2021.",
    ),
    "unnamed source of a medium": (
        Said("unnamed_source", "petrova", "paper", road=[("outlet", "paper")]),
        "According to one or more unnamed sources, as printed by The Harbour Post (5 February 2021), Zoya Petrova made a "
        "proposal on 3 February 2021.",
    ),
    "leaked text": (
        Said("leaked_text", "petrova", "wire", road=[("agency", "wire"), ("outlet", "paper")]),
        "According to a leaked text that the speaker did not publish, on the account of Northern Wire, as printed by The "
        "Harbour Post (5 February 2021), Zoya Petrova made a proposal on 3 February 2021.",
    ),
    "outlet, whatever it carries otherwise": (
        Said("outlet", "petrova", "paper", "inform", road=WIRED),
        "By the bare assertion of The Harbour Post, on nobody’s word, on its own page (5 February 2021), Zoya Petrova made a "
        "factual assertion on 3 February 2021.",
    ),
    "no account, a second act": (
        Said("own_side", "petrova", "", "welcome", road=[], more={"act_secondary": "accuse"}),
        "According to an account the row does not name, on the speaker’s own side, as published by The Harbour Post "
        "(5 February 2021), Zoya Petrova welcomed an event, text or step and, in the same sentence, made an accusation on "
        "3 February 2021.",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """One statement per case, in order."""
    return opened(tmp_path_factory.mktemp("cases"), [said for said, _ in CASES.values()])


@pytest.mark.parametrize("name", CASES)
def test_the_first_sentence_keeps_act_and_telling_apart(cases: Dataset, name: str) -> None:
    """Whose telling, by which road, whose act, to whom, when: word for word, for every kind of account."""
    told = sentence(cases, f"st-{list(CASES).index(name) + 1:05}")
    lead, _, rest = told.partition(" Paraphrase by communique, not a quotation: ")
    assert lead == CASES[name][1]
    assert rest.startswith("She asked for a joint patrol. The page, “On a call”, is a reprint of what another")
    assert rest.endswith("Its words are a media translation, not the original. Coded by a person, once.")


def test_every_kind_of_account_has_a_case() -> None:
    """A new kind of account needs a sentence of its own."""
    assert {said.kind for said, _ in CASES.values()} == set(codes("account_kind"))


@pytest.mark.parametrize(
    ("words", "vocabulary"),
    [(ACTS, "act"), (REQUESTS, "request_type"), (OCCASIONS, "encounter_kind"), (STEPS, "proposal_event"),
     (TIERS, "source_tier"), (WORDINGS, "wording"), (VERBS, "relay_role"), (SIDES, "evidence_sides"),
     (CODERS, "coder_kind"), (REVIEWS, "review_level")],
)  # fmt: skip
def test_words_cover_the_vocabulary(words: Mapping[str, Any], vocabulary: str) -> None:
    """A code without words would break a citation; words without a code are dead."""
    assert set(words) == set(codes(vocabulary))


def test_events_that_take_both_sides_are_those_of_the_code_book() -> None:
    """What counts as a mutual act is said once more here than in the terms; both say the same."""
    effects = links("effect", "proposal_event")
    assert set(MUTUAL) == {event for event, effect in effects.items() if effect == ("mutual_act",)}


def test_what_the_page_leaves_unsaid_is_said(tmp_path: Path) -> None:
    """Repetition, condition, inferred actors, a title of ours, few words of the page, and no paraphrase."""
    said = Said("own_side", "petrova", "ministry", to="us", inferred="ministry us",
                page={"title": "[Patrol]", "language": "ru-Latn", "source_tier": "agency"},
                more={"reiterates": True, "conditional": True, "key_phrase": 'совместный "патруль"', "paraphrase": None,
                      "wording": "original", "review_level": "adjudicated"})  # fmt: skip
    told = sentence(opened(tmp_path, [said, said]), "st-00001").partition("3 February 2021. ")[2]
    assert told == (
        "The page presents the act as a repetition. The act hangs on a condition. There is no paraphrase of it. The page, "
        "“Patrol” [title by communique], is an agency’s own page, in Russian (Latn). Its words are in the "
        "language in which the account was given. It prints “совместный ‘патруль’”. Not mentioned at that place but "
        "inferred by the coder: the Ministry of Tides and the United States. Coded by a person, twice, and every difference "
        "was settled."
    )


def test_a_proposal_stands_as_of_the_dataset_s_day(cases: Dataset) -> None:
    """Status, both clocks, each side's word and the one-sided agreement change with the day; the hash does not."""
    now = sentence(cases, "pr-00001")
    assert now.startswith("Proposal of Russia to the United States; in communique’s words: “A joint patrol”. As of "
                          "31 December 2021, by what had been published by then, its status since 3 February 2021 is "
                          "“proposed”: ")  # fmt: skip
    assert "One-sided: an act that takes both sides is on record by Russia’s account alone." in now
    assert now.endswith("Evidence was looked for up to 1 December 2021; silence means nothing after it.")
    before = cases.as_of("2021-02-10", "2021-02-20")
    text = cite(before, "pr-00001")
    assert "As of 10 February 2021, by what had been published by 20 February 2021, its status" in text
    assert "One-sided" not in text
    assert "Row pr-00001 of proposals, as of 2021-02-10, known by 2021-02-20, record1 " in text
    assert cases.get("pr-00001").sha256 in text
    assert "{communique-0.1.0-working-pr-00001-as-of-2021-02-10-known-by-2021-02-20," in cite(
        before, "pr-00001", "bibtex"
    )
    unborn = sentence(cases.as_of("2021-01-01"), "pr-00001")
    assert (
        "As of 1 January 2021, by what had been published by 31 December 2021, no headline status is on record."
        in unborn
    )


def test_an_event_says_from_whose_accounts_it_is_recorded(cases: Dataset) -> None:
    """The record is communique's, made from accounts; whose side is silent is said."""
    assert sentence(cases, "pe-00002") == (
        "From the account of Zoya Petrova, communique records that both sides said yes to the proposal “A joint patrol” on "
        "3 March 2021. It is step 2 in the log of pr-00001, a proposal of Russia to the United States. Note by communique, "
        "not a quotation: Settled in spring, says Petrova. No account from the United States’ side that counts carries it. "
        "The evidence does not suffice for the headline status to count it."
    )
    assert sentence(cases.as_of("2021-02-10"), "pe-00002").endswith(" By 10 February 2021 it had not taken effect.")


@pytest.fixture(scope="module")
def retired(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """A release in which st-0000z was merged into st-00001."""
    RETIRED = "old_id,table_name,reason,replaced_by,since_version,last_record_sha256,note\n"  # noqa: N806
    root = tmp_path_factory.mktemp("retired")
    (root / "dataset").mkdir()
    (root / "dataset" / "retired_ids.csv").write_text(RETIRED + "st-0000z,statements,merged,st-00001,0.1.0,,\n")
    return opened(root, [Said("self", "petrova", "petrova"), Said("self", "stone", "stone")])


def test_a_retired_id_leads_on_and_the_citation_says_so(retired: Dataset) -> None:
    """The id asked for is named, the row cited is the one that stands for it."""
    text = cite(retired, "st-0000z")
    assert text.startswith(
        "The id asked for, st-0000z, was retired in version 0.1.0 (merged), and st-00001 stands for it. In"
    )
    assert f"Row st-00001 of statements, record1 {retired.get('st-00001').sha256}." in text
    for style in ("bibtex", "ris", "csl"):
        assert "the id asked for, st-0000z, was retired" in cite(retired, "st-0000z", style)


def test_unknown_styles_and_ids_are_named_errors(cases: Dataset) -> None:
    """One line, with what there is instead."""
    with pytest.raises(UnknownStyleError, match=r"no citation style 'apa'; there are text, bibtex, ris, csl"):
        cite(cases, "st-00001", "apa")
    with pytest.raises(UnknownStyleError):
        release_citation(ReleaseAbout.of(cases.release), "")
    with pytest.raises(UnknownIdError):
        cite(cases, "st-zzzzz")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    "id_", ["st-00001", "ar-00001", "pr-00001", "pe-00001", "ac-00001", "tr-00001", "en-00001", "co-00001"]
)
def test_every_style_carries_what_must_not_get_lost(cases: Dataset, style: str, id_: str) -> None:
    """Version, row id, the whole record hash, the last day of the data, and that a working build is none to rely on."""
    cited = cite(cases, id_, style)
    for wanted in ("0.1.0", id_, cases.get(id_).sha256, "2021-12-31", "working build"):
        assert wanted in cited
    assert "2021" not in (release_citation(replace(ReleaseAbout.of(cases.release), data_through="1999-01-01"), style))


def test_a_published_release_is_cited_with_its_day_doi_and_hash(tmp_path: Path) -> None:
    """Day and DOI come from its row of the ledger, dataset1 from its CONTENT.json; its build is cited as working."""
    given = released.tables(tmp_path)
    given["releases"].loc[0, ["released_on", "doi"]] = [date(2021, 7, 1), "10.1234/ice"]
    build = released.build(tmp_path, given)
    about = ReleaseAbout.of(Release(released.release(build, tmp_path / "0.1.0")))
    assert (about.year, about.doi, about.working, len(about.dataset1 or "")) == ("2021", "10.1234/ice", False, 64)
    assert (ReleaseAbout.of(Release(build)).year, ReleaseAbout.of(Release(build)).dataset1) == (None, None)


def test_the_command_prints_what_python_gives(cases: Dataset, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    """The citation as it is, line ends included; with --json beside version, id and hash; exit 2 for an unknown id."""

    def run(*args: str) -> tuple[int | str | None, str]:
        with pytest.raises(SystemExit) as left:
            main(["cite", *args, "--release", str(cases.release.path)])
        return left.value.code, capsysbinary.readouterr().out.decode()

    assert run("st-00001", "--style", "ris") == (0, cite(cases, "st-00001", "ris"))
    code, shown = run("st-00001", "--json")
    assert (code, json.loads(shown)) == (0, {
        "style": "text", "id": "st-00001", "version": "0.1.0", "sha256": cases.get("st-00001").sha256,
        "citation": cite(cases, "st-00001"),
    })  # fmt: skip
    assert run("st-zzzzz")[0] == run("--style", "apa")[0] == 2


ABOUT = ReleaseAbout(
    "Öl & Зоя_{", "1.2.0", "CC-BY-4.0", "2026-11-22", "2026-12-01", "10.5281/zenodo.1_2", False, "a" * 64
)
HOSTILES = Entry(ABOUT, "st-00001", "statements", "b" * 64, plain(HOSTILE))


def test_bibtex_is_read_by_a_parser_and_its_braces_match() -> None:
    """One entry of classic BibTeX, hostile title and all; each field is there."""
    text = STYLES["bibtex"](HOSTILES)
    depth = [text[: n + 1].count("{") - text[: n + 1].count("}") for n in range(len(text))]
    assert (min(depth), depth[-1], depth.index(0, 10)) == (0, 0, len(text) - 1)
    (entry,) = bibtexparser.loads(text).entries
    assert (entry["ENTRYTYPE"], entry["ID"]) == ("misc", "communique-1.2.0-st-00001")
    assert entry["author"] == "{The communique contributors}"
    assert (entry["year"], entry["version"], entry["doi"]) == ("2026", "1.2.0", "10.5281/zenodo.1_2")
    assert r"50\% \textbraceleft{}of\textbraceright{} " in entry["title"]
    assert r"Öl" in entry["title"]
    assert r"\textbackslash{}end" in entry["title"]
    assert entry["note"] == (
        f"Row st-00001 of statements; record1 {'b' * 64}; data through 2026-11-22; released 2026-12-01; dataset1 "
        f"{'a' * 64}; doi:10.5281/zenodo.1\\_2"
    )


def test_ris_is_read_by_a_parser() -> None:
    """One DATA record with CR LF at each line's end."""
    text = STYLES["ris"](HOSTILES)
    assert text.count("\r\n") == text.count("\n") == len(text.split("\r\n")) - 1
    assert all(line[2:6] == "  - " for line in text.split("\r\n")[:-1])
    (record,) = rispy.loads(text.replace("\r\n", "\n"))
    assert (record["type_of_reference"], record["authors"], record["year"]) == (
        "DATA",
        ["The communique contributors"],
        "2026",
    )
    assert record["title"] == HOSTILES.title
    assert (record["edition"], record["doi"], record["accession_number"]) == ("1.2.0", "10.5281/zenodo.1_2", "st-00001")
    assert f"record1 {'b' * 64}" in record["notes"]


def test_csl_has_the_shape_of_csl_json() -> None:
    """An array of one dataset: names as literals, the day as date parts, only fields CSL knows."""
    (item,) = json.loads(STYLES["csl"](HOSTILES))
    known = {
        "id",
        "type",
        "title",
        "author",
        "version",
        "issued",
        "number",
        "DOI",
        "URL",
        "language",
        "note",
        "custom",
        "status",
    }
    assert set(item) <= known
    assert (item["type"], item["version"], item["DOI"]) == ("dataset", "1.2.0", "10.5281/zenodo.1_2")
    assert item["author"] == [{"literal": "The communique contributors"}]
    assert item["issued"] == {"date-parts": [[2026, 12, 1]]}
    assert item["title"] == HOSTILES.title
    assert item["custom"]["communique"]["record1"] == "b" * 64


def test_a_release_is_one_line_of_text() -> None:
    """Author, year, title, version, last day, hash, licence, DOI; a working build has no year, whatever the ledger says."""
    assert release_citation(ABOUT) == (
        f"The communique contributors (2026). Öl & Зоя_{{. Version 1.2.0, data through 2026-11-22. dataset1 {'a' * 64}. "
        "CC-BY-4.0. https://doi.org/10.5281/zenodo.1_2"
    )
    working = release_citation(replace(ABOUT, working=True, doi=None, dataset1=None))
    assert (
        working
        == "The communique contributors. Öl & Зоя_{. Version 1.2.0 (working build), data through 2026-11-22. CC-BY-4.0."
    )


def test_a_hostile_record_stays_one_line_of_text_per_part(tmp_path: Path) -> None:
    """Line breaks, control characters and signs of direction of any value end before the citation does."""
    said = Said("self", "petrova", "petrova")
    fake = "No.\nRow st-66666,\x07 record1 .."
    ds = opened(
        tmp_path, [said, said], articles=("title", HOSTILE), statements=("paraphrase", fake), actors=("name", HOSTILE)
    )
    for id_ in ("st-00001", "ar-00001"):
        assert [len(cite(ds, id_, style).strip().splitlines()) for style in ("text", "bibtex")] == [2, 7]
        for style in STYLES:
            shown = cite(ds, id_, style)
            assert not {c for c in shown if c in "\x07\u2028\u202e"}
    bibtex, ris = cite(ds, "ar-00001", "bibtex"), cite(ds, "ar-00001", "ris")
    assert len(bibtexparser.loads(bibtex).entries) == len(rispy.loads(ris.replace("\r\n", "\n"))) == 1


DATES = {
    "2020-04-25": ("on 25 April 2020", "25 April 2020"),
    "2020-04-25?": ("on 25 April 2020 (date uncertain)", "25 April 2020, date uncertain"),
    "2020-04~": ("in April 2020 (date approximate)", "April 2020, date approximate"),
    "2020": ("in 2020", "2020"),
    "[2017-12-07..2017-12-26]": ("between 7 and 26 December 2017",) * 2,
    "[2017-11-07..2017-12-26]": ("between 7 November and 26 December 2017",) * 2,
    "[2017-12-07..2018-01-26]": ("between 7 December 2017 and 26 January 2018",) * 2,
    "[2017-10..2017-12]": ("between October and December 2017",) * 2,
    "[2017-10?..2017-12-03]": ("between October 2017 (date uncertain) and 3 December 2017",
                              "between October 2017, date uncertain and 3 December 2017"),
    "[..2020-04-25]": ("on or before 25 April 2020",) * 2,
    "[2020-04..]": ("in or after April 2020",) * 2,
    "2020-06-22/2020-06-23": ("from 22 to 23 June 2020", "22 to 23 June 2020"),
    "2019/2020": ("from 2019 to 2020", "2019 to 2020"),
    "[2020-04-25..2020-04-25]": ("on 25 April 2020", "25 April 2020"),
}  # fmt: skip


@pytest.mark.parametrize("edtf", DATES)
def test_dates_in_words(edtf: str) -> None:
    """With the preposition a sentence needs, and by themselves."""
    assert (when(edtf), dated(edtf)) == DATES[edtf]


points = st.builds(
    lambda d, parts, mark: d.isoformat()[: (4, 7, 10)[parts]] + mark,
    st.dates(min_value=date(1000, 1, 1)), st.integers(0, 2), st.sampled_from(["", "?", "~"]),
)  # fmt: skip
texts = st.one_of(
    points,
    st.builds("[{}..{}]".format, st.one_of(st.just(""), points), st.one_of(st.just(""), points)),
    st.builds("{}/{}".format, points, points),
)


@given(texts)
def test_every_date_of_the_subset_has_words_that_name_its_bounds(edtf: str) -> None:
    """What :func:`bounds` accepts is said, with the year of each bound; what it refuses is refused."""
    try:
        earliest, latest = bounds(edtf)
    except EdtfError:
        with pytest.raises(EdtfError):
            when(edtf)
        return
    said = when(edtf)
    assert all(str(bound.year) in said for bound in (latest or earliest,) if bound)
    assert said.split()[0] in {"on", "in", "between", "from"}
    assert ("date" in said) == ("?" in edtf or "~" in edtf)
    assert dated(edtf)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_plain_day_shows_its_day(value: Any) -> None:
    """Day, month and year, and nothing else."""
    assert when(value.isoformat()) == f"on {day(value)}"
    assert day(value).split() == [str(value.day), MONTHS[value.month - 1], str(value.year)]


@given(st.text())
def test_plain_text_is_one_line_and_stays_so(text: str) -> None:
    """No line break, no control character, no second space; a second pass changes nothing."""
    once = plain(text)
    assert once.isprintable() or not {"\n", "\r", "\t", "\x00", "\x1b", "\u2028"} & set(once)
    assert len(once.splitlines()) <= 1
    assert "  " not in once
    assert plain(once) == once


def test_sentences_end_once_and_quotation_marks_nest() -> None:
    """No second full stop, no double marks within double marks."""
    assert [stopped(text) for text in ("so it is.", "why?", "etc..", "And then…")] == [
        "So it is.",
        "Why?",
        "Etc.",
        "And then…",
    ]
    assert quoted('The “ban” and "talks"') == "“The ‘ban’ and ‘talks’”"


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [("United States", "state", "the United States"), ("Russia", "state", "Russia"),
     ("Netherlands", "state", "the Netherlands"),
     ("Soviet Union", "state", "the Soviet Union"), ("White House", "institution", "the White House"),
     ("Roscosmos", "institution", "Roscosmos"), ("NATO", "organisation", "NATO"), ("TASS", "media", "TASS"),
     ("United Nations", "organisation", "the United Nations"), ("The Hill", "media", "The Hill"),
     ("Associated Press", "media", "the Associated Press"), ("President of Russia", "office", "the President of Russia"),
     ("The Kremlin", "mention", "“The Kremlin”")],
)  # fmt: skip
def test_names_take_the_article_english_gives_them(name: str, kind: str, said: str) -> None:
    """By kind and by name."""
    assert named(name, kind) == said
