"""Russian attributions, each hard pattern in an invented sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.extracting.finding import find


def told(text: str) -> list[tuple[str, list[str], list[str]]]:
    """(rule without language, contents, speakers) of every attribution in ``text``."""
    return [
        (each.rule[3:], [text[s:e] for s, e in each.content], [text[s:e] for s, e in each.speakers])
        for each in find(text, [(0, len(text))], "ru")
    ]


@pytest.mark.parametrize(
    ("text", "content", "speaker"),
    [
        ("Лунин заявил во вторник, что ответ получен.", "ответ получен", "Лунин"),
        (
            "Ответ получен, заявил во вторник посол США в Норвегии Олаф Берг.",
            "Ответ получен",
            "посол США в Норвегии Олаф Берг",
        ),
        ("«Мы готовы», - сказала она журналистам.", "«Мы готовы»", "она"),
        ("Министр подчеркнул: «Переговоров не будет».", "«Переговоров не будет»", "Министр"),
        ("По словам Лунина, документ готов.", "документ готов", "Лунина"),
        ("Это ошибка, по мнению эксперта.", "Это ошибка", "эксперта"),
        ("Как сообщили в пресс-службе Кремля, встреча состоится.", "встреча состоится", "пресс-службе Кремля"),
        ("В МИД Китая заявили, что ответ получен.", "ответ получен", "МИД Китая"),
        ("В заявлении МИД говорится, что ответ получен.", "ответ получен", "МИД"),
        ("США призвали Россию не затягивать ответ.", "не затягивать ответ", "США"),
        ("Президент, выступая в Омске, отметил, что договор выгоден.", "договор выгоден", "Президент"),
        ("Президент Берг, в свою очередь, заявил, что срок истёк.", "срок истёк", "Президент Берг"),
        ("Отвечая на вопрос, Лунин сказал: «Нет, не будет».", "«Нет, не будет»", "Лунин"),
        ("Генсек выразил надежду, что диалог продолжится.", "диалог продолжится", "Генсек"),
    ],
)
def test_words_and_speaker(text: str, content: str, speaker: str) -> None:
    assert [(c, s) for _, c, s in told(text)] == [([content], [speaker])]


def test_the_authors_words_within_a_quotation() -> None:
    text = "«Мы ждём ответа, — сказала дипломат. — Месяца для этого достаточно»."
    assert told(text) == [("dash", ["«Мы ждём ответа", "Месяца для этого достаточно»"], ["дипломат"])]


def test_speech_that_a_dash_opens() -> None:
    text = "— Мы готовы к переговорам, — сказал Лунин. — Но условий не примем."
    assert told(text) == [("line", ["Мы готовы к переговорам", "Но условий не примем"], ["Лунин"])]
    assert find(text, [(0, len(text))], "ru")[0].form == "direct"


def test_words_on_both_sides_of_an_insertion() -> None:
    assert told("Договор, как считает Берг, никому не нужен.") == [
        ("as.after", ["Договор", "никому не нужен"], ["Берг"])
    ]


def test_a_sentence_that_points_back() -> None:
    assert told("Ответ получен. Об этом сообщила в среду представитель МИД Анна Лунина.") == [
        ("back", ["Ответ получен"], ["представитель МИД Анна Лунина"])
    ]


def test_paragraphs_of_one_quotation_wait_for_their_speaker() -> None:
    found = told("«Это не угроза, это простая арифметика.\n\n«Мы уйдём первыми и без шума», — заявил Лунин.")
    assert [(c, s) for _, c, s in found] == [
        (["«Это не угроза, это простая арифметика"], ["Лунин"]),
        (["«Мы уйдём первыми и без шума»"], ["Лунин"]),
    ]


def test_an_act_told_by_another() -> None:
    text = "По словам посла, министр предложил встретиться в Вене."
    (found,) = find(text, [(0, len(text))], "ru")
    assert [text[s:e] for s, e in found.content] == ["встретиться в Вене"]
    assert [text[s:e] for s, e in found.speakers] == ["министр"]
    assert found.account
    assert text[slice(*found.account)] == "посла"


def test_two_acts_joined_by_and() -> None:
    assert [(c, s) for _, c, s in told("Он назвал решение ошибкой и предупредил, что ответ последует.")] == [
        (["решение ошибкой"], ["Он"]),
        (["ответ последует"], ["Он"]),
    ]


def test_names_in_any_case_point_back() -> None:
    text = (
        "Официальный представитель МИД Анна Мостовая прибыла в Вену. По словам Мостовой, документ готов. "
        "Министр иностранных дел Олег Лунин кивнул. Позднее министр добавил, что спешки нет."
    )
    found = find(text, [(0, len(text))], "ru")
    assert [each.antecedent and text[slice(*each.antecedent)] for each in found] == ["Анна Мостовая", "Олег Лунин"]


def test_a_principle_by_which_is_nobodys_account() -> None:
    assert told("Стороны верны принципу, согласно которому войны быть не должно.") == []


def test_narrative_is_not_attributed() -> None:
    assert told("В понедельник министры встретились в Осло. Беседа длилась два часа, её никто не записывал.") == []


@given(st.text(alphabet='«»“”",.:—- \nабВ', max_size=80), st.integers(0, 40), st.integers(0, 40))
def test_any_text_gives_ordered_spans_within_its_range(noise: str, at: int, more: int) -> None:
    words = [
        "Лунин сказал, ",
        "что ответ получен. ",
        "по словам посла, ",
        "«Да», — ",
        "заявил он. ",
        "как считает Берг, ",
    ]
    text = noise.join(words)
    start, end = min(at, len(text)), min(at + more, len(text))
    for each in find(text, [(start, end)], "ru"):
        edges = [edge for span in each.content for edge in span]
        assert edges == sorted(edges)
        assert start <= edges[0]
        assert edges[-1] <= end
        assert all(s < e for s, e in each.content)
