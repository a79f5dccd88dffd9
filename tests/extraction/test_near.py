"""Near-duplicates: the law of MinHash, and sources found as a comparison of all pairs finds them."""

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stand_in import WORDS, Item, item, shards, work

from communique.extracting.running import flat as flat_module
from communique.extracting.running import lineage, near
from communique.extracting.running.flat import NONE, Buckets, Flat
from communique.extracting.running.shape import folder, part
from communique.extracting.running.writing import write_table

LETTERS = "аbvГдé1٣漢 ,.-\n„“"
TEXTS = st.lists(st.sampled_from([*WORDS, "Ёлка", "ГОД", "Straße", "2031"]), min_size=20, max_size=120)


def runs_of(words: list[str]) -> set[tuple[str, ...]]:
    """The runs of five words of a text, in small letters."""
    small = [word.lower() for word in words]
    return {tuple(small[at : at + near.RUN]) for at in range(len(small) - near.RUN + 1)}


@settings(max_examples=60, deadline=None)
@given(words=TEXTS, changes=st.lists(st.tuples(st.integers(0, 119), st.sampled_from(WORDS)), max_size=12))
def test_estimate_is_near_the_truth(words: list[str], changes: list[tuple[int, str]]) -> None:
    """Of 64 minima as many agree as the texts have runs in common, within five standard errors."""
    other = list(words)
    for at, word in changes:
        other[at % len(other)] = word
    one, two = near.minima([" ".join(words), " ".join(other)])
    assert one is not None
    assert two is not None
    left, right = runs_of(words), runs_of(other)
    true = len(left & right) / len(left | right)
    error = max((true * (1 - true) / near.MINIMA) ** 0.5, 0.02)
    assert abs(float(near.overlap(one, two)) - true) <= 5 * error
    assert true < 1 or (one == two).all()


@given(
    words=TEXTS, joints=st.lists(st.sampled_from([" ", "\n", ", ", " – ", ".\n\n", "» «"]), min_size=120, max_size=120)
)
def test_marks_and_casing_do_not_count(words: list[str], joints: list[str]) -> None:
    """Quotation marks, line breaks and capitals change nothing."""
    other = "".join(word.upper() + joint for word, joint in zip(words, joints, strict=False) if "ß" not in word)
    one, two = near.minima([" ".join(word for word in words if "ß" not in word), other])
    assert (one is None) == (two is None)
    assert one is None or (one == two).all()


@given(texts=st.lists(st.text(LETTERS, max_size=300), max_size=12), together=st.integers(1, 400))
def test_a_signature_is_of_its_text_alone(texts: list[str], together: int) -> None:
    """Texts are hashed many at a time; which stand together shows in none of them. Lone surrogates are letters of none."""
    texts = [*texts, "\ud800" + " word" * 30, ""]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(near, "_TOGETHER", together)
        made = near.minima(texts)
    alone = [near.minima([text])[0] for text in texts]
    assert [one is None for one in made] == [one is None for one in alone]
    assert all((one == two).all() for one, two in zip(made, alone, strict=True) if one is not None and two is not None)


def test_numbers_are_for_good() -> None:
    """A signature is the same on any machine and in any year: it is kept, and compared with those of others."""
    (made,) = near.minima([" ".join(WORDS[:40])])
    assert made is not None
    assert made[:3].tolist() == [4206935, 165151388, 156349567]


def test_linear_time() -> None:
    """Five million letters of one word, or of words of one letter, are no more than five million letters."""
    assert near.minima(["a" * 5_000_000]) == [None]
    assert near.minima(["a " * 1_000_000])[0] is not None


def gathered(tmp_path: Path, items: list[Item]) -> Flat:
    """What finishing knows of articles that are given in shards of three."""
    cut = shards(items)
    for number, shard in enumerate(cut):
        write_table(folder(tmp_path, "signatures") / part(number, 5), near.signatures(dict(work(shard.piece))))
    return flat_module.gather(tmp_path, range(len(cut)), 5)


def family(drawn: random.Random, count: int) -> list[Item]:
    """Articles that are edited copies of a few, of any days."""
    bases = [item(seed, 80).body.split() for seed in range(4)]
    made = []
    for number in range(count):
        words = list(drawn.choice(bases))
        for _ in range(drawn.choice([0, 0, 1, 2, 9])):
            words[drawn.randrange(len(words))] = drawn.choice(WORDS)
        day = drawn.choice(["2031-03-01", "2031-03-02", "2031-03-03", None, "2031-03"])
        made.append(item(1000 + number)._replace(body=" ".join(words), day=day))
    return made


@pytest.mark.parametrize("seed", range(4))
def test_sources_are_the_earliest_alike(tmp_path: Path, seed: int) -> None:
    """Each article's source is alike and before it; one that shares a band with an earlier alike page has a source."""
    drawn = random.Random(seed)  # noqa: S311
    flat = gathered(tmp_path, family(drawn, 60))
    lineage.find_near(flat, tmp_path / "buckets")
    order = np.lexsort((flat.article, flat.day))
    rank = np.empty(len(order), int)
    rank[order] = np.arange(len(order))
    alike = near.overlap(flat.signature[:, None, :], flat.signature[None, :, :]) >= lineage.ALIKE
    found = 0
    for one in range(flat.rows):
        source = int(flat.source[one])
        before = [other for other in range(flat.rows) if alike[one, other] and rank[other] < rank[one]]
        assert (source == NONE) == (not before)
        assert source == NONE or source in before
        found += source != NONE and source == min(before, key=lambda other: rank[other])
    assert found >= 0.9 * np.count_nonzero(flat.source != NONE)
    flat.close()


def test_buckets_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes through files, a few rows at a time, comes to the same as what fits into memory."""
    items = family(random.Random(9), 60)  # noqa: S311
    items[40] = items[5]
    sources = []
    for most in (1 << 20, 64):
        monkeypatch.setattr(Buckets.__init__, "__defaults__", (most,))
        flat = gathered(tmp_path / str(most), items)
        lineage.drop_repeats(flat, tmp_path / "buckets")
        assert list(lineage.dropped(flat)) == [40]
        lineage.find_near(flat, tmp_path / "buckets")
        sources.append(flat.source.tolist())
        flat.close()
    assert sources[0] == sources[1]
    assert list((tmp_path / "buckets").iterdir()) == []


def test_everything_alike(tmp_path: Path) -> None:
    """A collection of one text: every page but the earliest has it as its source, in as many comparisons as pages."""
    text = item(1, 80).body
    flat = gathered(tmp_path, [item(seed)._replace(body=text, day="2031-03-02") for seed in range(59)])
    lineage.find_near(flat, tmp_path / "buckets")
    first = int(np.argmin(flat.article))
    assert flat.source[first] == NONE
    assert set(np.delete(flat.source, first).tolist()) == {first}
    flat.close()
