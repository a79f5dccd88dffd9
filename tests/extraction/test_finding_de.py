"""German attributions, each hard pattern in an invented sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.extracting.finding import find


def told(text: str) -> list[tuple[str, list[str], list[str]]]:
    """(rule without language, contents, speakers) of every attribution in ``text``."""
    return [
        (each.rule[3:], [text[s:e] for s, e in each.content], [text[s:e] for s, e in each.speakers])
        for each in find(text, [(0, len(text))], "de")
    ]


@pytest.mark.parametrize(
    ("text", "content", "speaker"),
    [
        ("Lunin sagte am Montag, dass der Entwurf fertig sei.", "dass der Entwurf fertig sei", "Lunin"),
        ("Das Ministerium teilte mit, der Entwurf sei fertig.", "der Entwurf sei fertig", "Das Ministerium"),
        ("Am Freitag kündigte Berg an, den Text zu prüfen.", "den Text zu prüfen", "Berg"),
        ("Berg wies den Vorwurf zurück, Norwegen habe gelogen.", "Norwegen habe gelogen", "Berg"),
        ("Im Mai hatte die Kommission betont, dass die Zeit dränge.", "dass die Zeit dränge", "die Kommission"),
        ("Der Politik schlug er vor, den Text zu ändern.", "den Text zu ändern", "er"),
        ("Der Vertrag sei tot, sagte Lunin.", "Der Vertrag sei tot", "Lunin"),
        ("Der Vertrag sei tot, so der Minister.", "Der Vertrag sei tot", "der Minister"),
        ("Der Vertrag sei tot, hieß es aus dem Kreml.", "Der Vertrag sei tot", "dem Kreml"),
        ("Laut Außenminister Berg ist der Vertrag tot.", "ist der Vertrag tot", "Außenminister Berg"),
        ("Nach Angaben von Diplomaten kommt die Delegation.", "kommt die Delegation", "Diplomaten"),
        ("Agenturberichten zufolge kommt die Delegation.", "kommt die Delegation", "Agenturberichten"),
        ("Wie Berg, Chef der Delegation, mitteilte, fehlt das Geld.", "fehlt das Geld", "Berg, Chef der Delegation"),
        ("Lunin: „Wir unterschreiben nicht.“", "„Wir unterschreiben nicht.“", "Lunin"),
        ("Der Sprecher, Karl Berg, sagte: „Wir warten.“", "„Wir warten.“", "Der Sprecher, Karl Berg"),
        ("Berg teilt die Ansicht, dass der Vertrag hält.", "dass der Vertrag hält", "Berg"),
    ],
)
def test_words_and_speaker(text: str, content: str, speaker: str) -> None:
    assert [(c, s) for _, c, s in told(text)] == [([content], [speaker])]


def test_a_quotation_parted_by_its_cue_is_one() -> None:
    text = "„Wir gehen nicht“, sagte Lunin am Montag in Oslo, „und wir bleiben hart.“"
    assert told(text) == [("after.q", ["„Wir gehen nicht“", "„und wir bleiben hart.“"], ["Lunin"])]
    assert find(text, [(0, len(text))], "de")[0].form == "direct"


def test_words_on_both_sides_of_an_insertion() -> None:
    (rule, content, speaker), *rest = told("Der Text ist, wie Lunin betonte, noch offen.")
    assert (rule, content, speaker, rest) == ("wie.after", ["Der Text ist", "noch offen"], ["Lunin"], [])


def test_the_mood_tells_on_over_sentences() -> None:
    found = told("Lunin sprach von einem Fehler. Man habe zu lange gewartet. Die Gespräche seien offen. Es regnete.")
    assert found[-1] == ("konjunktiv", ["Man habe zu lange gewartet. Die Gespräche seien offen"], ["Lunin"])


def test_a_supposition_is_nobodys_words() -> None:
    assert told("Der Tag war lang. Was wäre ohne den Vertrag geschehen? Ich habe keine Ahnung.") == []


def test_a_sentence_that_points_back() -> None:
    assert told("Der Entwurf liegt vor. Das teilte das Ministerium mit.") == [
        ("back", ["Der Entwurf liegt vor"], ["das Ministerium"])
    ]


def test_an_act_told_by_another() -> None:
    text = "Der Präsident habe ihm gesagt, der Krieg ende bald, berichtete Berg."
    (found,) = find(text, [(0, len(text))], "de")
    assert [text[s:e] for s, e in found.content] == ["der Krieg ende bald"]
    assert [text[s:e] for s, e in found.speakers] == ["Der Präsident"]
    assert found.account
    assert text[slice(*found.account)] == "Berg"


def test_points_of_a_list_belong_to_its_head() -> None:
    found = told("Die Minister\n– erörterten die Lage im Norden;\n– vereinbarten, die Stellen zu besetzen.")
    assert [(c, s) for _, c, s in found] == [
        (["erörterten die Lage im Norden"], ["Die Minister"]),
        (["die Stellen zu besetzen"], ["Die Minister"]),
    ]


def test_whom_a_pronoun_and_an_office_point_to() -> None:
    text = "Außenminister Oleg Lunin kam. Er sagte, man warte. Der Minister betonte, dass es eile."
    found = find(text, [(0, len(text))], "de")
    assert [each.antecedent and text[slice(*each.antecedent)] for each in found] == ["Außenminister Oleg Lunin"] * 2


def test_narrative_is_not_attributed() -> None:
    assert told("Am Montag trafen sich die Minister in Oslo. Nach dem Treffen gingen sie, ohne zu sprechen.") == []


@given(st.text(alphabet="„“»«,.:–- \nabDS", max_size=80), st.integers(0, 40), st.integers(0, 40))
def test_any_text_gives_ordered_spans_within_its_range(noise: str, at: int, more: int) -> None:
    words = ["Lunin sagte, ", "der Vertrag sei tot, so Berg. ", "laut ihm ", "„Ja“, ", "wie er hofft, "]
    text = noise.join(words)
    start, end = min(at, len(text)), min(at + more, len(text))
    for each in find(text, [(start, end)], "de"):
        edges = [edge for span in each.content for edge in span]
        assert edges == sorted(edges)
        assert start <= edges[0]
        assert edges[-1] <= end
        assert all(s < e for s, e in each.content)
