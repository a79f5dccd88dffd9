"""The published normalisation and the tokeniser, on the texts that go wrong."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.anchors.locate import Copy
from communique_schema.words import QUOTES, count_words, norm_sha256, normalise, word_spans, words

ODD = (
    "aBß ſﬁ½ǅŉ\u0301\u0308\u0345\u00ad\u200b\u2060\ufeff\u1160\u11a8가\u0430\u0301й“„’''--—𝔘😀Ⅷ\r\n\t\x00\u2028\u00a0_9"
)
odd = st.text(alphabet=ODD, max_size=40)
texts = st.one_of(st.text(max_size=60), odd)
EACH = settings(deadline=None)


@EACH
@given(texts)
def test_normalise_is_idempotent(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert words(once) == words(text)


@EACH
@given(texts)
def test_every_word_has_its_place_in_the_text_as_printed(text: str) -> None:
    places = word_spans(text)
    assert len(places) == len(words(text))
    assert places == sorted(places)


@EACH
@given(odd)
def test_every_word_is_read_in_its_place(text: str) -> None:
    places = word_spans(text)
    for (start, end), word in zip(places, words(text), strict=True):
        assert word in words(text[start:end])


@EACH
@given(texts)
def test_a_copy_is_folded_as_a_whole_like_its_words(text: str) -> None:
    copy = Copy(text)
    assert [copy.folded[a:b] for a, b in zip(copy.starts, copy.ends, strict=True)] == words(text)
    assert len(copy.printed) == len(copy.starts)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the “old” strait", "the 'old' strait"),
        ("the „old“ strait", 'the "old" strait'),
        ("the ``old'' strait", 'the "old" strait'),
        ("Alba’s strait", "alba's  strait"),
        ("Albaʼs strait", "Alba's strait"),
        ("a strait—and a ferry", "a strait--and a ferry"),
        ("Straße", "STRASSE"),
        ("\u0390\u03b0\u1fd3", "\u03ca\u0301\u03cb\u0301\u0390"),  # casefold takes apart, NFKC puts together
        ("ﬁsh", "fish"),
        ("stra\u00adtegic", "strategic"),
        ("stra\u200btegic", "strategic"),
        ("\ufeffStrait", "strait"),
        ("cafe\u0301", "café"),
        ("one\u00a0two\r\n three", "One two three"),
        ('"Well," she said.', "well,' she said"),
    ],
)
def test_two_prints_of_one_sentence_normalise_alike(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)
    assert norm_sha256(one) == norm_sha256(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("до\u0301рого", 1),  # a stress mark is no edge of a word
        ("stra\u00adte\u00adgic", 1),
        ("it's the US-led group", 6),
        ("… „“ -- \ufffd", 0),
        ("½", 2),
        ("", 0),
    ],
)
def test_what_counts_as_a_word(text: str, expected: int) -> None:
    assert count_words(text) == expected


def test_other_words_stay_other() -> None:
    """The normalisation forgives print, not content."""
    assert normalise("will not open") != normalise("will open")
    assert normalise("re-opened") != normalise("reopened")
    assert normalise("ёлка") != normalise("елка")


def test_every_quotation_mark_is_one() -> None:
    assert {normalise(f"a{mark}b") for mark in QUOTES} == {"a'b"}
