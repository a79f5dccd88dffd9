"""Pages of actors, treaties and channels, and about: no silence inferred, dates as wide as they are, tellings kept apart."""

import re
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "code"))

import released
from ice import change, html, page

from communique.reading.release import Release
from communique.serving import write_folder
from communique.site.charts.glyphs import GLYPHS
from communique.site.charts.standing import standing
from communique.site.charts.steps import unsure
from communique.site.charts.terms import terms_of_office
from communique.site.charts.years import years
from communique.site.page import Ask, NotThereError
from communique.site.pages.about import grade
from communique.site.pages.answers import ANSWERED, answer
from communique.site.served import Served
from communique_schema.terms import vocabularies

ASK = Ask(Served("x", Path("x"), {"data_through": "2021-12-31"}), "", {}, date(2021, 12, 31), date(2021, 12, 31))
TREATY, CHANNEL = "tr-1ce00", "ch-1ce00"
EVENT = (
    "INSERT INTO channel_events VALUES ('{}', 'ch-1ce00', {}, '{}', NULL, '2021-03-04', '2021-03-04', '2021-03-04', \
'explicit', NULL, '2021-03-04', NULL, 'ac-dept0', 'ar-answr', 'As told in ar-answr, not in ar-zzzzz.')"
)
WITH_CHANNEL = (
    "INSERT INTO channels VALUES ('ch-1ce00', 'Ice talks', 'dialogue', NULL, '2021-06-01', 'active', '2021-03-04', NULL)",
    "INSERT INTO channel_status VALUES ('ch-1ce00', '2021-03-04', '2021-07-01', '2021-03-10', '2021-07-01', 'active')",
)


@pytest.fixture(scope="module")
def served_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The minimal dataset, served."""
    root = tmp_path_factory.mktemp("ice")
    (root / "site").mkdir()
    write_folder(root / "site", [Release(released.build(root, released.tables(root)))])
    return root / "site"


@pytest.fixture
def site(served_folder: Path, tmp_path: Path) -> Path:
    """A copy to change rows in."""
    return Path(shutil.copytree(served_folder, tmp_path / "site"))


def proposal(status: str | None, per_ru: str | None = None, per_us: str | None = None) -> dict[str, Any]:
    return {"status": status, "status_per_ru": per_ru, "status_per_us": per_us, "status_per_ru_label": per_ru,
            "status_per_us_label": per_us, "checked_through": "2021-06-01"}  # fmt: skip


def test_every_status_says_whether_an_answer_is_on_record() -> None:
    assert set(ANSWERED) | {"proposed"} == set(vocabularies()["proposal_status"])


def test_no_answer_is_said_with_the_day_we_looked_and_never_of_silence_alone() -> None:
    said = answer(proposal("proposed", "proposed"))
    assert said == {"answered": False, "answer": "None found by 1 June 2021; silence after that day means nothing"}
    assert answer(proposal("acknowledged"))["answered"] is False
    assert [answer(proposal(status))["answered"] for status in ("lapsed", "withdrawn", None)] == [None] * 3
    assert answer(proposal("rejected"))["answered"] is True


def test_an_answer_that_one_side_alone_tells_is_said_as_theirs() -> None:
    said = answer(proposal("proposed", "agreed", "proposed"))
    assert said == {"answered": None, "answer": "Russian accounts alone have it as “agreed”"}


def test_columns_by_year_share_a_scale_and_stay_inside() -> None:
    counted = [{"role": "speaker", "year": 2001, "n": 1}, {"role": "speaker", "year": None, "n": 7},
               {"role": "account", "year": 2003, "n": 4}]  # fmt: skip
    drawn = years(counted, {"speaker": "S", "account": "A", "addressee": "nobody"})
    assert drawn is not None
    speaker, account = drawn["rows"]
    assert (speaker["undated"], speaker["said"], account["said"]) == (7, "2001: 1", "2003: 4")
    assert speaker["columns"][0]["h"] * 4 == pytest.approx(account["columns"][0]["h"])
    places = [(k["x"], k["x"] + k["w"]) for row in drawn["rows"] for k in row["columns"]]
    assert all(0 <= left < right <= 100 for left, right in places)
    assert [(one["year"], one["n"]) for one in drawn["table"]] == [(2003, [0, 4]), (2001, [1, 0]), (None, [7, 0])]
    assert years(counted[1:2], {"speaker": "S"}) is None


def test_counts_that_do_not_fit_stand_over_the_highest_column_alone() -> None:
    counted = [{"role": "speaker", "year": year, "n": 1_000_000 + year} for year in range(1900, 2020)]
    drawn = years(counted, {"speaker": "S"})
    assert drawn is not None
    assert [k["label"] for k in drawn["rows"][0]["columns"] if k["label"]] == ["1,002,019"]


def step(position: int, edtf: str, first: str | None, last: str | None) -> dict[str, Any]:
    return {"position": position, "happened_edtf": edtf, "happened_earliest": first, "happened_latest": last,
            "happened_date": last or first}  # fmt: skip


def test_after_the_day_we_looked_a_bar_is_empty_and_an_ended_one_stays_a_line() -> None:
    def lane(status: str) -> dict[str, Any]:
        return {"name": status, "intervals": [{"status": status, "status_label": status, "valid_from": "2020-01-01",
                                               "valid_to": "2022-01-01"}]}  # fmt: skip

    alive, over = standing([lane("active"), lane("closed")], [], "2021-03-01", ASK)["lanes"]
    assert [bar["kind"] for bar in alive["bars"]] == ["full", "beyond"]
    assert alive["bars"][1]["said"] == "last known, not looked for: active from 2 March 2021"
    assert [bar["kind"] for bar in over["bars"]] == ["ended", "ended"]


def test_steps_of_one_day_are_stacked_over_it_and_wide_dates_drawn_as_wide() -> None:
    same = [step(n, "2021-03-04", "2021-03-04", "2021-03-04") for n in (1, 2)]
    wide = [
        step(3, "[2020-02-01..2020-06-01]", "2020-02-01", "2020-06-01"),
        step(4, "[..2020-09-01]", None, "2020-09-01"),
    ]
    drawn = standing([], [*same, *wide, step(5, "[2021-01-01..]", None, None)], "2021-06-01", ASK)
    by = {sign["of"]["position"]: sign for sign in drawn["steps"]}
    assert set(by) == {1, 2, 3, 4}
    assert by[1]["x"] == by[2]["x"]
    assert by[1]["level"] != by[2]["level"]
    assert by[3]["reach"]["x"] + by[3]["reach"]["w"] == pytest.approx(by[3]["x"])
    assert (by[4]["reach"]["x"], by[4]["reach"]["open"], by[1]["reach"]) == (0, True, None)


def test_a_session_of_two_days_is_no_doubt_about_the_day() -> None:
    assert not unsure("2020-08-17/2020-08-18")
    assert [
        unsure(edtf) for edtf in ("2020-08", "2020-08-17?", "[2020-08-17..2020-08-18]", "2020-08/2020-09", None)
    ] == [True] * 5


def test_a_term_is_full_only_where_the_office_was_held_for_certain() -> None:
    term = {"began_edtf": "2012-05", "began_earliest": "2012-05-01", "began_latest": "2012-05-31", "began_date": "2012-05-31",
            "ended_edtf": None, "ended_earliest": None, "ended_latest": None, "ended_date": None}  # fmt: skip
    drawn = terms_of_office([term], ASK)
    assert drawn is not None
    (one,) = drawn["terms"]
    assert one["began"]["x"] + one["began"]["w"] == pytest.approx(one["held"]["x"], abs=0.02)
    assert (one["ended"], one["open"]) == (None, pytest.approx(one["held"]["x"] + one["held"]["w"], abs=0.02))


@pytest.mark.parametrize("vocabulary", ["channel_status", "channel_event", "treaty_status", "proposal_status"])
def test_each_code_has_a_sign_that_no_other_of_its_kind_has(vocabulary: str) -> None:
    codes = list(vocabularies()[vocabulary])
    assert len({GLYPHS[code] for code in codes}) == len(codes)


def test_own_acts_and_what_is_told_of_others_are_apart(site: Path) -> None:
    orlov = page(site, "actors", "ac-0r10v").data
    assert [(one["role"], one["n"]) for one in orlov["roles"]] == [("speaker", 2)]
    department = page(site, "actors", "ac-dept0").data
    assert [(one["role"], one["n"]) for one in department["roles"]] == [("account_of_others", 1), ("published", 1)]
    assert [one["statement_id"] for one in department["statements"]] == ["st-three"]


def test_the_list_asked_for_belongs_to_the_permalink_and_only_lists_with_rows_are_files(site: Path) -> None:
    assert page(site, "actors", "ac-dept0").kept == {}
    published = page(site, "actors", "ac-dept0", role="published")
    assert published.kept == {"role": "published"}
    assert published.lists[0] == "articles"
    treaty = page(site, "treaties", TREATY)
    assert [name for name in published.lists if not published.data[name]] == []
    assert [name for name in treaty.lists if not treaty.data[name]] == []


def test_a_treaty_standing_has_the_day_we_looked_up_to(site: Path) -> None:
    change(site, "UPDATE treaties SET checked_through = '2021-02-03'")
    assert "looked for up to 3 Feb 2021" in html(site, "actors/ac-rvss0")


def test_no_reason_is_made_up_for_a_missing_treaty_standing(site: Path) -> None:
    change(site, "DELETE FROM treaty_status")
    assert '<span class="quiet">no standing on record</span></li>' in html(site, "actors/ac-rvss0")


def test_a_list_past_its_end_shows_its_last_part(site: Path) -> None:
    data = page(site, "actors", "ac-0r10v", page="99", role="speaker").data
    assert (data["pages"], len(data["statements"])) == ({"page": 1, "of": 1, "n": 2}, 2)


def test_an_actor_with_nothing_says_so_and_infers_nothing(site: Path) -> None:
    change(site, "INSERT INTO actors VALUES ('ac-n0ne0', 'person', 'Nobody Known', NULL, NULL, NULL, NULL, NULL, NULL)",
           "INSERT INTO site_records VALUES ('ac-n0ne0', 'actors', 'x', 'Nobody Known')")  # fmt: skip
    shown = html(site, "actors/ac-n0ne0")
    assert "That says nothing of whether one was held" in shown
    assert "Party to no proposal in this release" in shown
    assert '<svg class="strip"' not in shown


def test_a_term_stands_on_the_page_of_the_person_and_of_the_office(site: Path) -> None:
    for key, other in (("ac-0r10v", "Foreign Minister of Russia"), ("ac-m1n00", "Ivan Orlov")):
        assert [one["other_name"] for one in page(site, "actors", key).data["tenures"]] == [other]
    assert 'id="tn-0r10v"' in html(site, "actors/ac-0r10v")


def test_what_the_outlet_added_is_not_pinned_on_the_account_it_passes_on(site: Path) -> None:
    change(
        site,
        "UPDATE statement_treaties SET asserted_status = 'collapsed', asserted_by = 'relay', relay_id = 'ac-ag3nc'",
        f"INSERT INTO treaty_findings VALUES "
        f"('st-0ne00', '{TREATY}', 'collapsed', 'in_force', '2021-03-04', 'disagrees', 'ac-ag3nc')",
        f"INSERT INTO site_treaty_findings VALUES ('{TREATY}', 'disagrees', '2021-03-04', 'st-0ne00', 'ac-ag3nc')",
        f"INSERT INTO site_years VALUES ('{TREATY}', 'disagrees', '2021', 1)",
    )
    (found,) = page(site, "treaties", TREATY).data["findings"]
    assert (found["attributed_to_name"], [one["name"] for one in found["accounts"]]) == (
        "Northern Wire",
        ["Ivan Orlov"],
    )
    shown = re.sub(r"<[^>]+>", "", html(site, f"treaties/{TREATY}"))
    assert "Northern Wire adds, in passing another’s words on, collapsed; record that day: in force" in shown
    assert "Passing on the account of Ivan Orlov" in shown


def test_a_treaty_without_findings_says_so(site: Path) -> None:
    data = page(site, "treaties", TREATY).data
    assert ([one["n"] for one in data["n_findings"]], data["n_events"]) == ([0, 0, 0], 1)
    assert "No statement in this release says anything of its standing" in html(site, f"treaties/{TREATY}")


def test_a_channel_shows_the_newest_of_many_steps_and_counts_all(site: Path) -> None:
    change(site, *WITH_CHANNEL, *(EVENT.format(f"ce-{n:05}", n, "session_held") for n in range(1, 411)))
    data = page(site, "channels", CHANNEL).data
    assert (data["n_events"], data["n_sessions"][0]["n"], len(data["events"])) == (410, 410, 150)
    assert [data["events"][0]["position"], data["events"][-1]["position"]] == [261, 410]
    assert data["last_held"]["channel_event_id"] == "ce-00410"


def test_a_standing_learned_later_than_the_data_end_is_not_shown(site: Path) -> None:
    change(site, *WITH_CHANNEL, "UPDATE channel_status SET known_to = '2021-06-30'")
    assert page(site, "channels", CHANNEL).data["intervals"] == []


def test_ids_in_notes_lead_to_their_rows_where_there_are_such(site: Path) -> None:
    change(site, *WITH_CHANNEL, EVENT.format("ce-00001", 1, "established"),
           "INSERT INTO site_records VALUES ('ch-1ce00', 'channels', 'x', 'Ice talks')")  # fmt: skip
    shown = html(site, f"channels/{CHANNEL}")
    assert (
        '<a class="id" href="/working/articles/ar-answr" title="Answer to a question">ar-answr</a>, not in ar-zzzzz.'
        in shown
    )
    assert 'id="ce-00001"' in shown


@pytest.mark.parametrize(("kind", "key"), [("actors", "ac-zzzzz"), ("treaties", "tr-zzzzz"), ("channels", "ch-zzzzz")])
def test_what_is_not_there_is_said_with_its_release(site: Path, kind: str, key: str) -> None:
    with pytest.raises(NotThereError, match=f"{key} in release 0.1.0"):
        page(site, kind, key)


def test_about_has_every_code_and_column_once_and_no_dead_fragment(site: Path) -> None:
    shown = html(site, "about")
    ids = re.findall(r'\bid="([^"]+)"', shown)
    assert len(ids) == len(set(ids))
    assert {f"term-{name}-{code}" for name, codes in vocabularies().items() for code in codes} <= set(ids)
    assert set(re.findall(r'href="#([^"]+)"', shown)) <= set(ids)
    assert "no second codings" in shown
    assert len(shown.encode()) < 400_000


def test_agreement_among_language_models_is_called_what_it_is(site: Path) -> None:
    change(
        site,
        "INSERT INTO coders VALUES ('co-m0de1', 'language_model', 'A model', 'Read the text.')",
        "INSERT INTO agreement VALUES ('co-hand0', 'co-m0de1', 'act', 'alpha', 9, NULL, NULL, NULL, 0)",
    )
    assert page(site, "about").data["only_models"] is False
    change(site, "UPDATE agreement SET self_agreement = 1")
    shown = html(site, "about")
    assert "undefined: no variation" in shown
    assert "not whether they are right" in shown
    assert [grade(value) for value in (None, 600, 667, 800)] == [None, "low", "tentative", "good"]
