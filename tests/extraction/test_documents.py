"""From files to documents: every format, cut anywhere, and every kind of bad input set aside with its way out."""

import gzip
import json
import os
import pickle
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from communique.extracting.documents import WAYS_OUT, InputError, documents, jsonl, plan, planning, reading
from communique.extracting.model import Document, SetAside

WORDS = "Minister Reed said the strait stays open."


def read(source: Path, **options: int) -> list[Document | SetAside]:
    """All documents of INPUT, every piece through a pickle, as a worker gets it."""
    return [item for piece in plan(source, **options) for item in documents(pickle.loads(pickle.dumps(piece)))]  # noqa: S301


def told(source: Path) -> list[tuple[str, str]]:
    """(place, code) of what is set aside, (place, text) of what is read."""
    return [(x.place, x.code if isinstance(x, SetAside) else x.text) for x in read(source)]


def jsonl_of(path: Path, lines: list[bytes]) -> Path:
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


def test_a_text_is_hashed_as_it_lies_and_keeps_its_mark_and_line_ends(tmp_path: Path) -> None:
    raw = "\ufeffHarbour\r\nÖl".encode()
    (tmp_path / "a.TXT").write_bytes(raw)
    (document,) = read(tmp_path)
    assert document == Document("a.TXT", "\ufeffHarbour\r\nÖl", sha256(raw).hexdigest(), len(raw))


def test_utf16_is_read_and_hashed_as_utf8(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Лёд тронулся".encode("utf-16"))
    (document,) = read(tmp_path / "a.txt")
    assert isinstance(document, Document)
    assert (document.text, document.sha256) == ("Лёд тронулся", sha256("Лёд тронулся".encode()).hexdigest())
    assert document.origin == "UTF-16 read as UTF-8"


BAD_FILES = {
    "a.txt": (b"", "empty"),
    "b.txt": ("\ufeff \n\u200b\n".encode(), "empty"),
    "c.txt": (b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
    "d.txt": (b"%PDF-1.7 plain enough", "binary"),
    "e.txt": ("Лёд тронулся".encode("cp1251"), "not-utf8"),
    "f.txt": ("Лёд".encode() + "лёд".encode("cp1251"), "not-utf8"),
    "g.txt": ("\ufeffЛёд".encode("utf-16-le")[:-1], "not-utf8"),
    "h.jsonl": ('{"text": "a"}\n'.encode("utf-16"), "not-utf8"),
    "i.parquet": (b"PAR1 no table PAR1", "broken-parquet"),
    "j.jsonl.gz": (b"not packed", "broken-gzip"),
}


def test_bad_files_are_set_aside_and_the_good_one_is_read(tmp_path: Path) -> None:
    for name, (raw, _) in BAD_FILES.items():
        (tmp_path / name).write_bytes(raw)
    (tmp_path / "z.txt").write_text(WORDS)
    found = dict(told(tmp_path))
    assert found == {name: code for name, (_, code) in BAD_FILES.items()} | {"z.txt": WORDS}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b'{"text": "a', "broken-json"),
        (b'["text"]', "broken-json"),
        (b'{"title": "a"}', "no-text"),
        (b'{"text": null}', "no-text"),
        (b'{"text": 7}', "wrong-type"),
        (b'{"text": "a", "published": 20310304}', "wrong-type"),
        (b'{"text": " \\n"}', "empty"),
        (b'{"text": "a\\u0000"}', "nul"),
        (b'{"text": "a \\ud800 b"}', "lone-surrogate"),
        (b'{"text": "a", "title": "\\udfff"}', "lone-surrogate"),
        (b'{"text": "\xff"}', "not-utf8"),
        (b'{"text": "a", "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "broken-json"),
        (b'{"text": "a", "x": ' + b"7" * 10_000 + b"}", "broken-json"),
    ],
)
def test_a_bad_line_is_set_aside_between_good_ones(tmp_path: Path, line: bytes, code: str) -> None:
    path = jsonl_of(tmp_path / "wire.jsonl", [b'{"text": "first"}', line, b"", b'{"text": "last"}'])
    assert told(path) == [("wire.jsonl:1", "first"), ("wire.jsonl:2", code), ("wire.jsonl:4", "last")]
    (refused,) = [x for x in read(path) if isinstance(x, SetAside)]
    assert refused.fix == WAYS_OUT[code]
    assert "\n" not in refused.reason


def test_a_line_too_long_is_passed_over_without_being_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "LARGEST", 100)
    path = jsonl_of(tmp_path / "wire.jsonl", [b'{"text": "' + b"a" * 5_000_000 + b'"}', b'{"text": "last"}'])
    longest = 0
    with path.open("rb") as stream:
        real = stream.readline
        assert len(real(101)) == 101
        longest = jsonl._skip_line(stream, b"a")  # type: ignore[arg-type]
    assert longest == 5_000_013 - 101
    assert told(path) == [("wire.jsonl:1", "too-large"), ("wire.jsonl:2", "last")]


def test_a_file_too_large_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST", 10)
    (tmp_path / "a.txt").write_text(WORDS)
    assert told(tmp_path) == [("a.txt", "too-large")]


def test_fields_are_known_by_either_name(tmp_path: Path) -> None:
    row = {
        "text": WORDS,
        "url": "https://post.example/a",
        "date": "2031-03-04",
        "lang": "en",
        "title": "Strait",
        "source": "Post",
    }
    (found,) = read(jsonl_of(tmp_path / "a.ndjson", [json.dumps(row).encode()]))
    assert found[1:2] + found[4:9] == (WORDS, "https://post.example/a", "2031-03-04", "en", "Strait", "Post")


@pytest.mark.parametrize("packed", [False, True])
def test_large_json_lines_are_cut_at_line_ends_and_count_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packed: bool
) -> None:
    monkeypatch.setattr(planning, "CHUNK", 64)
    lines = [json.dumps({"text": f"number {n} " + "é" * (n % 40)}).encode() for n in range(400)]
    path = tmp_path / ("wire.jsonl.gz" if packed else "wire.jsonl")
    raw = b"\n".join(lines)  # the last line has no end
    path.write_bytes(gzip.compress(raw) if packed else raw)
    pieces = plan(path, shard=1_000)
    assert len(pieces) > 10
    found = read(path, shard=1_000)
    assert found == read(path, shard=10**9)
    assert [x.place for x in found] == [f"{path.name}:{n}" for n in range(1, 401)]
    alone = list(documents(pieces[7]))
    assert alone == [x for x in found if x in alone]


@pytest.mark.parametrize(("size", "largest", "pieces"), [(48_000, 10**6, 48), (480, 10**6, 1), (480_000, 5_000, 96)])
def test_pieces_of_an_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, largest: int, pieces: int
) -> None:
    """Enough that workers end nearly together, unless they would be too small to be worth it or too large to be held."""
    for name, value in (("CHUNK", 50), ("SMALLEST", 500), ("SHARD", largest)):
        monkeypatch.setattr(planning, name, value)
    path = jsonl_of(tmp_path / "wire.jsonl", [b'{"text": "%6d"}' % n for n in range(size // 19)])
    assert len(plan(path)) == pytest.approx(pieces, rel=0.05)
    (tmp_path / "wire.jsonl").rename(tmp_path / "held.jsonl")
    (tmp_path / "packed.jsonl.gz").write_bytes(gzip.compress((tmp_path / "held.jsonl").read_bytes()))
    (tmp_path / "held.jsonl").unlink()
    assert len(plan(tmp_path)) <= 1 + size // largest  # a packed file is unpacked from its beginning for every piece


def test_packed_lines_that_break_off_are_read_up_to_the_break(tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "first"}\n' * 3)[:-8])
    assert [code for _, code in told(path)] == ["first", "first", "first", "broken-gzip"]


def test_a_gzip_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "GZIP_LARGEST", 10**6)
    path = tmp_path / "wire.jsonl.gz"
    path.write_bytes(gzip.compress(b"a" * 50_000_000))
    assert [x.code for piece in plan(path, shard=1_000) for x in documents(piece) if isinstance(x, SetAside)] == [
        "gzip-too-large"
    ]


def test_a_file_that_changed_since_it_was_planned_is_told(tmp_path: Path) -> None:
    path = jsonl_of(tmp_path / "wire.jsonl", [b'{"text": "%d"}' % n for n in range(200_000)])
    pieces = plan(path, shard=2**20)
    path.write_bytes(b"x" * path.stat().st_size)
    assert [x.code for x in documents(pieces[1]) if isinstance(x, SetAside)] == ["changed"]
    path.unlink()
    assert [x.code for x in documents(pieces[1]) if isinstance(x, SetAside)] == ["unreadable"]


def test_parquet_is_read_by_rows_and_only_the_columns_needed(tmp_path: Path) -> None:
    path = tmp_path / "wire.parquet"
    days = pa.array([18_000 + n for n in range(100)], pa.date32())
    table = pa.table(
        {"text": [f"{n} {WORDS}" for n in range(100)], "published": days, "other": [{"deep": [n]} for n in range(100)]}
    )
    pq.write_table(table, path, row_group_size=30)
    whole = read(path)
    assert [x.place for x in whole] == [f"wire.parquet:{n}" for n in range(1, 101)]
    assert isinstance(whole[0], Document)
    assert whole[0].published == "2019-04-14"
    pieces = plan(path, shard=100)  # far below a row group
    assert len(pieces) > 4
    assert [x for piece in pieces for x in documents(piece)] == whole


def test_bad_rows_of_parquet_are_set_aside(tmp_path: Path) -> None:
    raw = pa.array([WORDS.encode(), b"\xff\xfe", b"", None, b"a\0"], pa.binary()).view(pa.string())
    pq.write_table(pa.table({"text": raw}), tmp_path / "a.parquet")
    assert [code for _, code in told(tmp_path)] == [WORDS, "not-utf8", "empty", "no-text", "nul"]


def test_parquet_without_text_is_refused_whole_with_one_line(tmp_path: Path) -> None:
    pq.write_table(pa.table({"body": ["a"] * 1000}), tmp_path / "a.parquet")
    pq.write_table(pa.table({"text": [1] * 1000}), tmp_path / "b.parquet")
    assert told(tmp_path) == [("a.parquet", "no-text"), ("b.parquet", "wrong-type")]


def test_what_is_no_file_never_hangs_and_other_endings_are_counted(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text(WORDS)
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "null.txt").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe.txt")
    for name in ("a.pdf", "b.pdf", "c"):
        (tmp_path / name).touch()
    assert sorted(told(tmp_path)) == [
        (".", "unknown-ending"), (".", "unknown-ending"), ("loop", "folder-link"), ("null.txt", "not-a-file"),
        ("pipe.txt", "not-a-file"), ("self.txt", "unreadable"), ("sub/a.txt", WORDS),
    ]  # fmt: skip
    assert "2 files with the ending .pdf left unread" in [x.reason for x in read(tmp_path) if isinstance(x, SetAside)]


def test_small_files_are_grouped_in_the_order_of_their_names(tmp_path: Path) -> None:
    for n in range(50):
        (tmp_path / f"{n:02}.txt").write_text(f"{n} {WORDS}")
    pieces = plan(tmp_path, shard=400)
    assert 4 < len(pieces) < 20
    assert [x.place for piece in pieces for x in documents(piece)] == [f"{n:02}.txt" for n in range(50)]
    assert plan(tmp_path, shard=400) == pieces


def test_names_that_are_no_text_can_be_read_and_shown(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"a\xff\nb.txt")).write_text(" ")
    assert [x.place for x in read(tmp_path)] == ["a\\xff\\nb.txt"]


@pytest.mark.parametrize("name", ["missing", "empty", "a.pdf", "pipe"])
def test_an_input_with_nothing_to_read_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.pdf").touch()
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match=rf"{name}.*: .*[a-z]") as error:
        plan(tmp_path / name)
    assert "\n" not in str(error.value)


def test_html_without_its_addon_is_refused_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.html").write_text("<p>a")
    monkeypatch.setattr(planning, "find_spec", lambda _: None)
    with pytest.raises(InputError, match=r"pip install 'communique\[extract\]'"):
        plan(tmp_path)


HTML = """<!DOCTYPE html><html lang="ru"><head><meta charset="{charset}"><title>Пролив открыт - Гавань</title>
<meta property="og:title" content="Пролив открыт"><meta property="og:site_name" content="Гавань">
<script type="application/ld+json">{{"@graph": [{{"datePublished": "2031-03-04T10:00:00Z"}}]}}</script>
<link rel="canonical" href="https://gavan.example/a"></head><body><nav><a href="/">Главная</a> <a href="/s">Спорт</a></nav>
<article><h1>Пролив открыт</h1>{text}</article><footer>Все права защищены</footer></body></html>"""
PARAGRAPHS = "".join(
    f"<p>Министр в {n}-й раз заявил журналистам в гавани, что пролив останется открыт для судов науки и ни для кого ещё.</p>"
    for n in range(5)
)


@pytest.mark.parametrize("charset", ["utf-8", "windows-1251"])
def test_html_gives_its_main_text_and_what_its_head_declares(tmp_path: Path, charset: str) -> None:
    pytest.importorskip("trafilatura")
    (tmp_path / "a.html").write_bytes(HTML.format(charset=charset, text=PARAGRAPHS).encode(charset))
    (document,) = read(tmp_path)
    assert isinstance(document, Document)
    assert document.text.count("Министр") == 5
    assert "Спорт" not in document.text
    assert document.sha256 == sha256(document.text.encode()).hexdigest()
    assert document[4:9] == ("https://gavan.example/a", "2031-03-04T10:00:00Z", "ru", "Пролив открыт", "Гавань")
    assert (document.origin or "").startswith("main text by trafilatura ")


def test_bad_html_is_set_aside(tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    pages = {
        "a.html": (b"<html><head><title>t</title></head></html>", "no-body"),
        "b.html": (b"", "empty"),
        "c.htm": (HTML.format(charset="utf-8", text=PARAGRAPHS).encode("cp1251"), "not-utf8"),
        "d.htm": (b"<meta charset=rot13><p>a", "not-utf8"),
        "e.htm": (b"<div>" * 100_000, "no-body"),
        "f.htm": (b"<p>\0</p>", "binary"),
    }
    for name, (raw, _) in pages.items():
        (tmp_path / name).write_bytes(raw)
    assert dict(told(tmp_path)) == {name: code for name, (_, code) in pages.items()}


def test_a_day_outside_pythons_calendar_costs_no_other_row(tmp_path: Path) -> None:
    """Nor does it cost the shard: Arrow says the day, and whoever reads it may not know it."""
    days = pa.array([4_000_000, 18_000], pa.date32())
    pq.write_table(pa.table({"text": ["one", "two"], "published": days}), tmp_path / "a.parquet")
    assert [found.published for found in read(tmp_path) if isinstance(found, Document)] == ["12921-08-18", "2019-04-14"]


def test_whatever_a_library_trips_over_the_next_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "one"}\n')
    (tmp_path / "b.txt").write_text("two")
    monkeypatch.setattr(jsonl, "parsed", lambda _: 1 / 0)
    assert [(found.place, getattr(found, "code", "")) for found in read(tmp_path)] == [
        ("a.jsonl", "unreadable"),
        ("b.txt", ""),
    ]


@pytest.mark.parametrize("name", ["a.jsonl", "a.parquet"])
def test_a_table_of_no_rows_is_told(tmp_path: Path, name: str) -> None:
    pq.write_table(pa.table({"text": pa.array([], pa.string())}), tmp_path / "a.parquet")
    (tmp_path / "a.jsonl").write_bytes(b"\n \n")
    assert told(tmp_path / name) == [(name, "empty")]


def test_codecs_that_are_no_charsets_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"<meta charset=punycode><p>" + b"a" * 99)
    assert told(tmp_path) == [("a.html", "not-utf8")]


def test_a_page_of_too_many_elements_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>x" * 40_000)
    assert told(tmp_path) == [("a.html", "too-large")]
