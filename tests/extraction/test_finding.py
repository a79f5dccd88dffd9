"""Who is said to have said what: one invented sentence for each hard pattern, and what no text may ever do."""

import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.extracting.finding import find, signs
from communique.extracting.finding.tokens import MARKS
from communique.extracting.finding.tokens import read as tokens_of
from communique.extracting.lexicon import bits
from communique.extracting.model import LANGUAGES, Found


def parts(text: str, found: Found) -> tuple[list[str], list[str]]:
    """The words and the speakers of a finding as strings."""
    return [text[a:b] for a, b in found.content], [text[a:b] for a, b in found.speakers]


def read(text: str) -> list[tuple[list[str], list[str]]]:
    """Words and speakers of everything found in an English text."""
    return [parts(text, found) for found in find(text, [(0, len(text))], "en")]


PATTERNS = {
    "that": ("Berg said that the talks would resume in May.", ["that the talks would resume in May"], ["Berg"]),
    "bare clause": ("Berg said the talks would resume.", ["the talks would resume"], ["Berg"]),
    "after": ("The talks would resume in May, Anna Berg said.", ["The talks would resume in May"], ["Anna Berg"]),
    "time between": ("Berg on Monday said the talks would resume.", ["the talks would resume"], ["Berg"]),
    "quote before": ('"We are ready for talks," Berg said.', ['"We are ready for talks,"'], ["Berg"]),
    "inverted with apposition": (
        '"We are ready for talks," said Anna Berg, a deputy minister.',
        ['"We are ready for talks,"'],
        ["Anna Berg, a deputy minister"],
    ),
    "split": (
        '"We are ready," Berg said in a statement, "and we shall wait."',
        ['"We are ready,"', '"and we shall wait."'],
        ["Berg"],
    ),
    "insertion": (
        "The convoy, Berg said, had left the port.",
        ["The convoy", "had left the port"],
        ["Berg"],
    ),
    "colon": ("Berg said: “We are ready for talks.”", ["“We are ready for talks.”"], ["Berg"]),
    "colon without a verb of speech": (
        'The embassy kept it short: "There is nothing on the calendar yet."',
        ['"There is nothing on the calendar yet."'],
        ["The embassy"],
    ),
    "question inside": ("“Who will sign it?” Berg asked.", ["“Who will sign it?”"], ["Berg"]),
    "verb in no lexicon": ("“We will never sign it,” Berg hollered.", ["“We will never sign it,”"], ["Berg"]),
    "british": (
        "'We are ready for the voters' choice,' Berg said.",
        ["'We are ready for the voters' choice,'"],
        ["Berg"],
    ),
    "guillemets": ("«We are ready for talks», Berg said.", ["«We are ready for talks»"], ["Berg"]),
    "german marks": ("„We are ready for talks“, Berg said.", ["„We are ready for talks“"], ["Berg"]),
    "typewriter marks": ("''We are ready for talks,'' Mr. Berg said.", ["''We are ready for talks,''"], ["Mr. Berg"]),
    "mispaired": ("”We are ready for talks“, - Berg said.", ["”We are ready for talks“"], ["Berg"]),
    "unclosed": ('"We are ready for any talks, said the envoy.', ['"We are ready for any talks'], ["the envoy"]),
    "scare quote": (
        "Berg said the “freeze” would hold until May.",
        ["the “freeze” would hold until May"],
        ["Berg"],
    ),
    "according to": (
        "The ships have left the port, according to two officials.",
        ["The ships have left the port"],
        ["two officials"],
    ),
    "according to first": (
        "According to the spokesman, the ships have left the port.",
        ["the ships have left the port"],
        ["the spokesman"],
    ),
    "as stated by": (
        "The ships have left the port, as stated by Kremlin spokesman Oleg Lunin.",
        ["The ships have left the port"],
        ["Kremlin spokesman Oleg Lunin"],
    ),
    "as somebody noted": (
        "The ships, as the ministry noted, have left the port.",
        ["The ships", "have left the port"],
        ["the ministry"],
    ),
    "told whom": ("Berg told reporters on Friday that the ships had left.", ["that the ships had left"], ["Berg"]),
    "asked to": ("Berg urged Moscow to return the buildings.", ["to return the buildings"], ["Berg"]),
    "infinitive": ("Berg refused to name a day.", ["to name a day"], ["Berg"]),
    "list after a colon": (
        "Berg and Lunin discussed:\n- the ports;\n- the flights.\n\nIt rained.",
        ["the ports", "the flights"],
        ["Berg", "Lunin"],
    ),
}


@pytest.mark.parametrize("pattern", PATTERNS)
def test_pattern(pattern: str) -> None:
    """Each hard pattern gives one finding with its words and its speakers."""
    text, content, speakers = PATTERNS[pattern]
    assert read(text) == [(content, speakers)]


def test_two_accounts_in_one_sentence() -> None:
    """A conjunction and a verb of speech end the words of the first."""
    text = 'Berg said the port was open, but Lunin said it was closed, adding that "nobody knows."'
    assert [(content[0], speakers[0]) for content, speakers in read(text)] == [
        ("the port was open", "Berg"),
        ("it was closed", "Lunin"),
        ('that "nobody knows."', "Lunin"),
    ]


def test_who_said_that_who_said() -> None:
    """A joint act told by a ministry has those who acted as speakers and the ministry as account."""
    text = "Mr Lunin and Ms Berg agreed to meet again in May, the ministry said."
    (found,) = find(text, [(0, len(text))], "en")
    assert parts(text, found) == (["to meet again in May"], ["Mr Lunin", "Ms Berg"])
    assert found.account is not None
    assert text[slice(*found.account)] == "the ministry"


ACTS = {
    "inserted phrase": ("Lunin in turn asked Berg to open the port.", [("to open the port", "Lunin", "")]),
    "light verb": (
        "Lunin voiced his sincere hope for an early end of the blockade.",
        [("his sincere hope for an early end of the blockade", "Lunin", "")],
    ),
    "light verb and that": ("Lunin gave assurances that the port was open.", [("that the port was open", "Lunin", "")]),
    "fixed phrase": ("Berg came out against a new ferry line.", [("a new ferry line", "Berg", "")]),
    "shared subject": (
        "Lunin said the port was open, but Berg called it closed and expressed hope for talks.",
        [("the port was open", "Lunin", ""), ("it closed", "Berg", ""), ("hope for talks", "Berg", "")],
    ),
    "joint readout": (
        "The two ministers welcomed the new ferry line, it said.",
        [("the new ferry line", "The two ministers", "it")],
    ),
    "shared subject and account": (
        "Lunin thanked Berg for the aid and confirmed his readiness for talks, the embassy said in a statement.",
        [("Berg for the aid", "Lunin", "the embassy"), ("his readiness for talks", "Lunin", "the embassy")],
    ),
    "two subjects, one account": (
        "Lunin praised the crew, while Berg took note of the report, according to the ministry.",
        [("the crew", "Lunin", "the ministry"), ("note of the report", "Berg", "the ministry")],
    ),
    "account first": (
        "The ministry said the ministers discussed the ferry line and agreed to meet again.",
        [("the ferry line", "the ministers", "The ministry"), ("to meet again", "the ministers", "The ministry")],
    ),
    "a person's account stays his own": (
        "Lunin praised the crew, Berg said.",
        [("Lunin praised the crew", "Berg", "")],
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_act(act: str) -> None:
    """Acts of a readout: their words, their speaker and whose account they are, each verb a finding of its own."""
    text, expected = ACTS[act]
    found = find(text, [(0, len(text))], "en")
    rows = [
        (text[slice(*f.content[0])], text[slice(*f.speakers[0])], text[slice(*(f.account or (0, 0)))]) for f in found
    ]
    assert rows == expected


def test_antecedents() -> None:
    """A pronoun, a title and a last name point to the fullest fitting mention before them."""
    text = (
        "Foreign Minister Oleg Lunin met Ms Anna Berg on Monday. She said that the ships had left. The minister added that "
        "they would be back. Berg said that nobody knew. He said that he knew."
    )
    found = find(text, [(0, len(text))], "en")
    assert [each.antecedent and text[slice(*each.antecedent)] for each in found] == [
        "Ms Anna Berg",
        "Foreign Minister Oleg Lunin",
        "Ms Anna Berg",
        "Foreign Minister Oleg Lunin",
    ]


def test_a_title_is_the_speakers_own() -> None:
    """A bare title is whom the text is about, not a colleague he named; German offices end with it in one word."""
    text = "Außenminister Oleg Lunin sagte, er treffe Außenminister Jan Berg. „Wir sind bereit“, sagte der Minister."
    found = find(text, [(0, len(text))], "de")[-1]
    assert found.antecedent
    assert text[slice(*found.antecedent)] == "Außenminister Oleg Lunin"


def test_quotation_goes_on_over_paragraphs() -> None:
    """In its paragraph a quotation joins the one before; a paragraph of it is a statement of its own."""
    text = '"We are ready," Berg said. "We are more than ready."\n\n"We shall wait for them until May."\n\nIt rained.'
    found = find(text, [(0, len(text))], "en")
    assert [(len(each.content), each.rule) for each in found] == [(2, "en.fin.after.q"), (1, "en.carry")]
    assert found[0].speakers == found[1].speakers


def test_quotation_after_a_narrative_sentence() -> None:
    """A quotation without a cue belongs to who acts in the sentence before."""
    text = 'The minister looked tired after the talks.\n\n"I would not call the prospects bleak."'
    assert read(text) == [(['"I would not call the prospects bleak."'], ["The minister"])]


def test_form() -> None:
    """All words in quotation marks are direct, none indirect, some mixed."""
    text = '"We are ready for it," Berg said. Berg said it was late. Berg said it was "far too late for that."'
    assert [each.form for each in find(text, [(0, len(text))], "en")] == ["direct", "indirect", "mixed"]


SIGNS = {
    "CUES": bits.CUE,
    "TITLES": bits.TITLE,
    "SUBJUNCTIVES": bits.SUBJUNCTIVE,
    "STOPS": bits.ENDER | bits.NEWLINE,
    "QUOTING": bits.QUOTE | bits.NEWLINE,
    "PAUSES": bits.COMMA | bits.DASH | bits.QUOTE,
    "LABELLING": bits.OPEN | bits.CLOSE | bits.CAPITAL,
}


@given(st.lists(st.sampled_from([*MARKS, "said", "Minister", "würde", "заявил", "and", "Berg", "of", "7", "\n\n"])),
       st.sampled_from(LANGUAGES))  # fmt: skip
def test_a_sign_tells_what_the_bits_tell(words: list[str], language: str) -> None:
    """Of every token, whatever kind it is: the passes over a text look at its byte alone."""
    text = " ".join(words)
    tokens = tokens_of(text, [(0, len(text))], language)
    for name, classes in SIGNS.items() if tokens else ():
        wanted = [bool(flags & classes) for flags in tokens.flags]
        assert list(map(bool, tokens.signs.translate(getattr(signs, name)))) == wanted, name


def test_only_the_ranges() -> None:
    """What stands outside the ranges is not read, and no words reach across two of them."""
    text = (
        "Berg: We win, aide says.\n\nBerg said that all was well.\n\nRead also: Lunin said that it was not.\n\nHe left."
    )
    body = text.index("Berg said"), text.index("\n\nRead")
    assert [parts(text, each) for each in find(text, [body], "en")] == [(["that all was well"], ["Berg"])]


def test_no_utterance() -> None:
    """Scare quotes, a plan without a teller's verb, an empty range, and a text of marks alone."""
    assert read("The “freeze” gave the talks their name.") == []
    assert find("Berg said that all was well.", [(0, 0)], "en") == []
    assert read('“” « » \'\' """ ‚‘ … — (') == []


BOMBS: dict[str, Callable[[int], str]] = {
    "quotation marks": lambda n: '"' * n,
    "spaced quotation marks": lambda n: ' "' * n,
    "opening marks": lambda n: "«a " * n,
    "unclosed words": lambda n: "“we are, “we said, " * n,
    "said": lambda n: "said " * n,
    "he said": lambda n: "he said that " * n,
    "commas": lambda n: "Berg, said, " * n,
    "brackets": lambda n: "((((Berg said " * n,
    "names": lambda n: "Berg " * n,
    "names and titles": lambda n: "the minister Mr Berg of the " * n,
    "one long word": lambda n: "said" * n,
    "apostrophes": lambda n: "'a' " * n,
    "full stops": lambda n: "Berg said. " * n,
    "blanks": lambda n: "said   " * n,
    "newlines": lambda n: '"we said"\n\n' * n,
    "one sentence of accounts": lambda n: "In May, " + "he said that a b " * n,
    "commas before and between": lambda n: ", " * n + "he said that, a, " * n,
    "as they said": lambda n: "as he said " * n,
    "weekdays": lambda n: "on Monday he said on Monday " * n,
    "colons": lambda n: "Berg said:\n- a\n" * n,
}


def steps(text: str) -> int:
    """Lines of the engine run for a text: a count that no busy machine changes."""
    count = 0

    def local(_frame: Any, event: str, _argument: Any) -> Any:
        nonlocal count
        count += event == "line"
        return local

    before = sys.gettrace()
    sys.settrace(lambda frame, _event, _argument: local if "extracting" in frame.f_code.co_filename else None)
    try:
        find(text, [(0, len(text))], "en")
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("bomb", BOMBS)
def test_cost_grows_with_the_text_and_nothing_else(bomb: str) -> None:
    """Four times the text takes at most some four times the steps."""
    make = BOMBS[bomb]
    find(make(8), [(0, len(make(8)))], "en")
    small, large = steps(make(150)), steps(make(600))
    assert large <= 5 * small + 500


VOCABULARY = (
    "Berg Lunin the minister said says that told reporters to he she and but , . : ; “ ” \" ' « » „ — - ( ) ? \n \n\n "
    "according agreed called was asked would on Monday of a Mr. U.S. ministry saying as so-called said, 'we which who"
)
WORDS = st.sampled_from(VOCABULARY.split(" "))


@given(
    st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=40).map(" ".join)),
    st.sampled_from(["en", "de", "ru", "xx"]),
)
@settings(max_examples=300, deadline=None)
def test_any_text(text: str, language: str) -> None:
    """Whatever the text, nothing is raised, and spans lie in their range, ordered and apart."""
    middle = len(text) // 2
    for found in find(text, [(0, middle), (middle, len(text))], language):
        assert found.content
        last = 0
        for start, end in found.content:
            assert last <= start < end <= len(text)
            assert (start < middle) == (end <= middle)
            last = end
        for span in (*found.speakers, found.account, found.cue, found.antecedent):
            assert span is None or 0 <= span[0] < span[1] <= len(text)
        assert found.form in {"direct", "mixed", "indirect"}
