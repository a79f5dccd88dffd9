"""Who is who: a user's own files, terms of office on a day, names in all their forms."""

import pickle
from pathlib import Path

import pytest
from invented import FM, MID, ORLOV, RU, SOS, US, authority

from communique.extracting.coding.reader import names
from communique.extracting.coding.userfiles import AuthorityFileError

OWN = """\
name,kind,state,alias,language,office,from,to
Lev Novikov,person,Russia,Novikov,en,Minister of Foreign Affairs of Russia,2021-03-01,2021-03-31
Lev Novikov,person,Russia,Лев Новиков,ru,,,
Ida Fjord,person,Iceland,Fjord,en,,,
Ivan Orlov,person,Russia,I. Orlov,en,,,
"""


def write(folder: Path, text: str, name: str = "actors.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_users_terms_go_before_the_releases_on_their_days(tmp_path: Path) -> None:
    known = authority(write(tmp_path, OWN))
    (novikov,) = known.holders(FM, "2021-03-15")
    assert known.actors[novikov].name == "Lev Novikov"
    assert known.holders(FM, "2021-04-01") == [ORLOV]
    assert known.holders(FM, "2009-12-31") == []
    assert known.holders(FM, None) == []


def test_rows_of_one_name_are_one_actor_and_known_names_keep_their_ids(tmp_path: Path) -> None:
    known = authority(write(tmp_path, OWN))
    own = {row["name"]: row for row in known.tables["actors"]}
    assert [*own] == ["Lev Novikov", "Iceland", "Ida Fjord"]
    assert own["Lev Novikov"]["state_id"] == RU
    assert own["Iceland"]["state_id"] == own["Ida Fjord"]["state_id"] == own["Iceland"]["actor_id"]
    assert {row["alias"] for row in known.tables["actor_aliases"] if row["actor_id"] == ORLOV} == {"I. Orlov"}
    assert all(len(row["actor_id"]) == 19 for row in own.values())


def test_without_the_base_only_ids_of_the_release_remain(tmp_path: Path) -> None:
    known = authority(write(tmp_path, OWN), base=False)
    assert known.holders(FM, "2021-04-01") == []
    (hit,) = names(known.reader("en").words("Novikov met Reed"))
    assert known.actors[hit.ids[0]].name == "Lev Novikov"
    assert known.state(hit.ids[0]) == RU


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Russian Foreign Ministry’s", MID),
        ("en", "the U.S. side", US),
        ("en", "gave us nothing", None),
        ("de", "Orlows", ORLOV),
        ("de", "des russischen Außenministeriums", MID),
        ("de", "russischen Aussenministers", FM),
        ("ru", "Ивану Орлову", ORLOV),
        ("ru", "главе МИД РФ", FM),
        ("ru", "главой МИДа РФ", FM),
        ("ru", "госсекретарём", SOS),
        ("ru", "Москвой", RU),
    ],
)
def test_names_are_found_in_every_form(language: str, text: str, expected: str | None) -> None:
    found = names(authority().reader(language).words(text))
    assert [hit.ids[0] for hit in found] == ([expected] if expected else [])


def test_an_authority_travels_to_a_worker(tmp_path: Path) -> None:
    known = authority(write(tmp_path, OWN))
    known.reader("en").words("warm")
    copy = pickle.loads(pickle.dumps(known))  # noqa: S301
    assert copy.digest == known.digest != authority().digest
    assert copy.holders(FM, "2021-03-15") == known.holders(FM, "2021-03-15")


def test_treaties_of_ones_own(tmp_path: Path) -> None:
    path = write(
        tmp_path, '{"name": "Buoy Pact", "kind": "bilateral", "alias": "Bojenpakt", "language": "de"}\n', "t.jsonl"
    )
    known = authority(treaties=path)
    (hit,) = names(known.reader("de").words("im Bojenpakt steht"))
    assert (hit.what, known.treaties[hit.ids[0]]) == ("treaty", "Buoy Pact")
    assert known.tables["treaties"][0]["treaty_id"] == hit.ids[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title\nX\n", r"actors.csv:1: no column 'title' is known"),
        ("alias\nX\n", r"actors.csv:1: no column name"),
        ("name,kind\nX,\n,person\n", r"actors.csv:3: no name"),
        ("name,kind\nX,wizard\n", r"actors.csv:2: 'wizard' is no kind; use one of person"),
        ("name,office,from\nX,Y,2031-02-30\n", r"actors.csv:2: '2031-02-30' is no day"),
        ("name,from\nX,2031-02-01\n", r"actors.csv:2: from and to are days in an office"),
        ("name,office,from,to\nX,Y,2031-02-02,2031-02-01\n", r"actors.csv:2: the term ends before it begins"),
        ("name,language\nX,Deutsch\n", r"actors.csv:2: 'Deutsch' is no language tag"),
        ("name,alias\nX,a,b\n", r"actors.csv:2: 3 values under 2 columns"),
        ('name,alias\nX,"a\n', r"actors.csv:2: no CSV"),
        ("name,actor_id\nX,ac-1\n", r"actors.csv:2: 'ac-1' is no id"),
        ("name\n" + "x" * 400 + "\n", r"actors.csv:2: name has more than 300 characters"),
    ],
)  # fmt: skip
def test_a_bad_row_is_one_clear_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(AuthorityFileError, match=message) as caught:
        authority(write(tmp_path, text))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("line", ["{", "[1]", '{"name": 1}', '{"name": "x", "what": "y"}', "[" * 100_000])
def test_bad_json_lines(tmp_path: Path, line: str) -> None:
    with pytest.raises(AuthorityFileError, match=r"a.jsonl:2: "):
        authority(write(tmp_path, '{"name": "x"}\n' + line + "\n", "a.jsonl"))


def test_a_file_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(AuthorityFileError, match="No such file"):
        authority(tmp_path / "nothing.csv")
    (tmp_path / "b.csv").write_bytes(b"name\nM\xfcller\n")
    with pytest.raises(AuthorityFileError, match="not UTF-8"):
        authority(tmp_path / "b.csv")
