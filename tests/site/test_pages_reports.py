"""Pages of reports: who is silent and who was only read in part, words in place, addresses outside, a row by rules."""

import importlib
import random
import re
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "code"))

import minimal
import released
from ice import ask, change, html, page

from communique.anchors.hydrate import hydrate
from communique.reading.release import Release
from communique.serving import ServingError, write_folder
from communique.serving.words import add_words
from communique.site.charts.spread import spread
from communique.site.pages.in_place import paragraphs
from communique.tables import Tables

WIRE, ANSWER, BRIEF = "ar-w1r3a", "ar-answr", "en-br1ef"
# Both articles tell of the briefing, so that there are two accounts of it.
BOTH = "UPDATE statements SET told_encounter_id = 'en-br1ef' WHERE statement_id = 'st-three'"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Tables]:
    """The minimal dataset: its working build, the folder served of it, its tables."""
    root = tmp_path_factory.mktemp("ice")
    tables = released.tables(root)
    build = released.build(root, tables)
    (root / "site").mkdir()
    write_folder(root / "site", [Release(build)])
    return build, root / "site", tables


@pytest.fixture
def site(world: tuple[Path, Path, Tables], tmp_path: Path) -> Path:
    """A copy of the served folder to change rows in."""
    return Path(shutil.copytree(world[1], tmp_path / "site"))


def cells(site: Path) -> dict[str, str]:
    """Article -> what the matrix of the briefing says of the one claim."""
    (claim,) = page(site, "encounters", BRIEF).data["claims"]
    return {article: cell["state"] for article, cell in claim["cells"].items()}


def test_silence_is_said_only_of_a_page_that_was_read_in_full(site: Path) -> None:
    change(site, BOTH)
    assert cells(site) == {WIRE: "reported", ANSWER: "reported"}
    change(site, "UPDATE statements SET claim_id = 'cl-0ther' WHERE statement_id = 'st-three'")
    assert cells(site) == {WIRE: "reported", ANSWER: "not_reported"}
    change(site, "UPDATE statements SET claim_id = NULL WHERE statement_id = 'st-three'")
    assert cells(site) == {WIRE: "reported", ANSWER: "unmatched"}
    change(site, "UPDATE articles SET coverage = 'partial' WHERE article_id = 'ar-answr'")
    assert cells(site) == {WIRE: "reported", ANSWER: "unknown"}
    shown = html(site, f"encounters/{BRIEF}")
    assert "absence proves nothing" in shown
    assert "not reported</td>" not in shown


@pytest.mark.parametrize(
    ("tier", "own"), [("primary", True), ("original_reporting", True), ("agency", False), ("reprint", False)]
)
def test_only_a_page_that_reports_itself_is_called_its_own_source(site: Path, tier: str, own: bool) -> None:
    change(site, "DELETE FROM article_relays", f"UPDATE articles SET source_tier = '{tier}'")
    shown = html(site, f"articles/{WIRE}")
    assert "No relay is on record." in shown
    assert ("its own source" in shown) == own


def test_a_status_has_the_day_we_looked_up_to_and_no_addressee_is_none_on_record(site: Path) -> None:
    change(
        site,
        "DELETE FROM statement_actors WHERE role = 'addressee'",
        "UPDATE proposals SET checked_through = '2021-02-03'",
    )
    shown = re.sub(r"<[^>]+>", "", html(site, "statements/st-0ne00"))
    assert "(looked for up to 3 Feb 2021)" in shown
    assert "To: none on record" in shown


def test_ids_in_notes_are_links_only_where_there_is_such_a_row(site: Path) -> None:
    change(site, f"UPDATE articles SET notes = 'See ar-answr; not ar-zzzzz.' WHERE article_id = '{WIRE}'",
           "UPDATE conflicts SET note = 'As ar-answr has it, not ar-zzzzz.'")  # fmt: skip
    for address in (f"articles/{WIRE}", "claims/cl-1ce00", "statements/st-0ne00"):
        shown = html(site, address)
        assert 'title="Answer to a question">ar-answr</a>' in shown
        assert "not ar-zzzzz." in shown


@pytest.mark.parametrize("kind", ["encounters", "compare"])
def test_a_page_with_a_statement_without_a_claim_is_not_called_silent(site: Path, kind: str) -> None:
    change(site, BOTH, "UPDATE statements SET claim_id = NULL WHERE statement_id = 'st-three'")
    shown = html(site, f"{kind}/{BRIEF}")
    assert "no statement matched</span></" in shown
    assert "</span> not reported" not in shown
    assert "one of them may report it" in shown


def test_a_claim_told_as_of_another_occasion_is_reported_all_the_same(site: Path) -> None:
    change(
        site,
        "UPDATE statements SET told_encounter_id = 'en-br1ef', claim_id = NULL WHERE statement_id = 'st-tw000'",
        BOTH,
        "UPDATE statements SET said_encounter_id = NULL, told_encounter_id = NULL WHERE statement_id = 'st-0ne00'",
    )
    assert cells(site) == {WIRE: "reported", ANSWER: "reported"}


def test_two_accounts_are_one_of_each_side_unless_others_are_asked_for(site: Path) -> None:
    change(site, BOTH)
    data = page(site, "compare", BRIEF).data
    assert [data["a"]["article_id"], data["b"]["article_id"]] == [WIRE, ANSWER]
    assert data["claims"][0]["conflicts"][0]["conflict_id"] == "cf-1ce00"
    turned = page(site, "compare", BRIEF, a=ANSWER).data
    assert [turned["a"]["article_id"], turned["b"]["article_id"]] == [ANSWER, WIRE]
    assert list(turned["claims"][0]["cells"]) == [ANSWER, WIRE]
    assert "named twice" in page(site, "compare", BRIEF, a=WIRE, b=WIRE).data["wrong"]
    assert "no account" in page(site, "compare", BRIEF, b="ar-zzzzz").data["wrong"]


def test_one_account_alone_is_no_error(site: Path) -> None:
    assert "Only one account" in html(site, f"compare/{BRIEF}")


def test_a_conflict_leads_to_its_place_on_the_page_of_its_claim(site: Path) -> None:
    (both,) = page(site, "claims", "cl-1ce00").data["conflicts"]
    assert [side["statement"]["statement_id"] for side in both["sides"]] == ["st-0ne00", "st-three"]
    change(site, "UPDATE conflicts SET statement_b_id = NULL, aspect = 'omission'")
    assert ask(site, "conflicts/cf-1ce00").headers["location"] == "/working/claims/cl-1ce00#cf-1ce00"
    shown = html(site, "claims/cl-1ce00")
    assert 'id="cf-1ce00"' in shown
    assert "Read in full: the silence is the page’s own." in shown


def test_a_claim_with_many_reports_comes_in_parts_by_language(site: Path) -> None:
    change(
        site,
        "UPDATE articles SET language = 'de' WHERE article_id = 'ar-answr'",
        "DELETE FROM site_claim_statements",
        "INSERT INTO site_claim_statements WITH RECURSIVE n(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n WHERE v < 90) "
        "SELECT 'cl-1ce00', 'en', printf('%05d', v), 'st-0ne00' FROM n",
        "INSERT INTO site_claim_statements VALUES ('cl-1ce00', 'de', '2021-03-10', 'st-three')",
    )
    first = page(site, "claims", "cl-1ce00").data
    assert first["languages"] == [{"language": "de", "n": 1}, {"language": "en", "n": 90}]
    assert [first["pages"]["of"], first["statements"][0]["statement_id"]] == [3, "st-three"]
    german = page(site, "claims", "cl-1ce00", language="de", page="9").data
    assert [s["statement_id"] for s in german["statements"]] == ["st-three"]
    kept = [page(site, "claims", "cl-1ce00", language="en", page=number).kept for number in ("1", "2")]
    assert kept == [{"language": "en"}, {"language": "en", "page": "2"}]
    (group,) = page(site, "statements", "st-0ne00").data["reports"]
    assert (group["statement_id"], group["n_in_language"]) == ("st-three", 1)


def test_a_row_by_rules_without_paraphrase_claim_or_people_has_a_page(site: Path) -> None:
    change(
        site,
        "UPDATE statements SET paraphrase = NULL, claim_id = NULL WHERE statement_id = 'st-0ne00'",
        "DELETE FROM statement_actors WHERE statement_id = 'st-0ne00'",
    )
    shown = html(site, "statements/st-0ne00")
    assert "<h1>Statement st-0ne00</h1>" in shown
    assert "Somebody unnamed" in shown
    assert "carries no claim" in shown


@pytest.mark.parametrize(("url", "followed"), [("HTTPS://wire.example/ice", True), ("javascript:alert(1)", False)])
def test_only_a_web_address_is_a_link(site: Path, url: str, followed: bool) -> None:
    change(site, f"UPDATE articles SET url = '{url}' WHERE article_id = '{WIRE}'")
    for address in (f"articles/{WIRE}", "statements/st-0ne00"):
        shown = html(site, address)
        assert (f'href="{url}" rel="noopener noreferrer external"' in shown) == followed
        assert f"{url}</" in shown


def test_stretches_are_cut_at_every_border_and_lose_no_word() -> None:
    text, start, dice = "One two.\r\n\n three four five\nsix  \U0001f9ca seven", 40, random.Random(7)  # noqa: S311 (no secret)
    for _ in range(300):
        spans = []
        for number in range(dice.randint(0, 5)):
            a, b = sorted(dice.sample(range(start - 5, start + len(text) + 6), 2))
            spans.append({"number": number, "char_start": a, "char_end": b})
        lines = [line for line in text.splitlines() if line]
        shown = paragraphs(text, start, spans)
        assert ["".join(part["words"] for part in line) for line in shown] == lines
        for line, parts in zip(lines, shown, strict=True):
            at = start + text.index(line)
            for part in parts:
                for _sign in part["words"]:
                    assert part["numbers"] == [s["number"] for s in spans if s["char_start"] <= at < s["char_end"]]
                    at += 1


def test_places_along_a_text_are_per_cent_of_its_code_points() -> None:
    spans: list[dict[str, Any]] = [{"anchor_role": "primary", "char_start": 50, "char_end": 150}]
    drawn = spread([{"range_kind": "body", "char_start": 20, "char_end": 200}], [{"number": 3, "spans": spans}], 200)
    assert drawn["ranges"][0]["x"] == 10
    (row,) = drawn["rows"]
    assert (row["number"], row["bars"][0]["x"], row["bars"][0]["w"]) == (3, 25, 50)
    assert len(drawn["ticks"]) <= 6


@pytest.fixture
def hydrated(world: tuple[Path, Path, Tables], tmp_path: Path) -> Path:
    """The words of the minimal dataset's text, in a database outside of what is published."""
    build, _, tables = world
    out = tmp_path / "local.db"
    assert hydrate(build / "communique.db", tables, {WIRE: minimal.TEXT}, out) == 2
    return out


def test_words_are_shown_in_place_in_a_private_site_alone(
    world: tuple[Path, Path, Tables], hydrated: Path, tmp_path: Path
) -> None:
    private = tmp_path / "private"
    private.mkdir()
    write_folder(private, [Release(world[0])], words=hydrated)
    shown = html(private, f"articles/{WIRE}")
    assert "Not for redistribution" in shown
    marked = shown.partition('<a class="n" href="#s1">')[2].partition("</mark>")[0]
    assert marked.endswith(minimal.FIRST)
    assert minimal.SECOND in html(private, "statements/st-tw000")
    assert minimal.FIRST not in html(world[1], f"articles/{WIRE}")


def test_words_are_marked_from_statements_of_other_parts_of_the_list_too(
    world: tuple[Path, Path, Tables], hydrated: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.import_module("communique.site.pages.article"), "PER_PAGE", 1)
    private = tmp_path / "private"
    private.mkdir()
    write_folder(private, [Release(world[0])], words=hydrated)
    shown = html(private, f"articles/{WIRE}?page=2")
    for number, address, words in ((1, f"/working/articles/{WIRE}?page=1", minimal.FIRST), (2, "", minimal.SECOND)):
        marked = shown.partition(f'<a class="n" href="{address}#s{number}">')[2].partition("</mark>")[0]
        assert marked.endswith(words)
    assert page(private, "articles", WIRE, page="2").kept == {"page": "2"}


def test_what_is_no_hydrated_database_of_that_version_is_refused(site: Path, hydrated: Path, tmp_path: Path) -> None:
    served = {site / "working.db": "0.1.0"}
    with pytest.raises(ServingError, match="no hydrated database"):
        add_words(site / "working.db", served)
    with pytest.raises(ServingError, match=r"holds words for version 0\.1\.0"):
        add_words(hydrated, {site / "working.db": "0.2.0"})
    (tmp_path / "noise.db").write_text(minimal.TEXT * 9)
    for path in (tmp_path / "noise.db", tmp_path / "absent.db"):
        with pytest.raises(ServingError, match="cannot be read"):
            add_words(path, served)
    with closing(sqlite3.connect(hydrated)) as db:
        db.execute("DROP TABLE range_words")
    with pytest.raises(ServingError, match="hydrate again"):
        add_words(hydrated, served)
    with closing(sqlite3.connect(site / "working.db")) as db:
        assert db.execute("SELECT count(*) FROM site_release WHERE name = 'words'").fetchone() == (0,)


def test_words_of_spans_that_have_moved_on_are_left_out(site: Path, hydrated: Path) -> None:
    change(site, f"UPDATE anchors SET span_norm_sha256 = '{'0' * 64}' WHERE statement_id = 'st-tw000'",
           f"UPDATE articles SET text_sha256 = '{'0' * 64}'")  # fmt: skip
    add_words(hydrated, {site / "working.db": "0.1.0"})
    with closing(sqlite3.connect(site / "working.db")) as db:
        assert db.execute("SELECT statement_id FROM anchor_words").fetchall() == [("st-0ne00",)]
        assert db.execute("SELECT count(*) FROM range_words").fetchone() == (0,)
