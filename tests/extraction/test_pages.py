"""A page's lines, language, day, dateline and repeats; and the day a sentence tells of. Every text here is invented."""

from datetime import date
from time import process_time

import pytest

from communique.extracting.model import Document, Page, SetAside
from communique.extracting.pages import read_dateline, read_page, said_day
from communique.extracting.pages.day_words import day_words
from communique_schema.edtf import bounds

LEAD = "PORT ALBA, March 4 (Strait Wire) - Minister Ono Reed said on Monday that the islands expect a common weather service."
QUOTE = '"We asked for pilots who know the strait by night," Reed told reporters before he left for the other island.'
LAST = "The weather of the islands was discussed in three earlier talks, and nothing was agreed in any of them."
HEADLINE = "Islands expect a common weather service - Reed"


def page(text: str, **known: str) -> Page:
    """The page of a text; it must be one."""
    found = read_page(Document("p", text, "", 0, **known))  # type: ignore[arg-type]
    assert isinstance(found, Page), found
    return found


def body(text: str) -> list[str]:
    """The words of each body range."""
    return [text[a:b] for kind, a, b in page(text).ranges if kind == "body"]


def kinds(text: str) -> list[tuple[str, str]]:
    return [(kind, text[a:b]) for kind, a, b in page(text).ranges]


SITE = f"""\ufeffHarbour Post\r
Home | World | Weather\r
{HEADLINE}\r
\r
Mon 3rd March 2031 | 07:32 PM\r
{HEADLINE}\r
The minister wants a common weather service for both islands and better pilots on the strait\r
Reed at the harbour. Photo: Strait Wire/A. Boatman\r
{LEAD}\r
"Why not?"\r
{QUOTE}\r
READ ALSO\r
Pilots of Alba receive medals in the presence of the queen.\r
{LAST}\r
Subscribe to our newsletter and never miss what happens on the strait.\r
He went home at night, and the pilots went with him to the other island.\r
Tags: weather, pilots\r
A boat was found near the harbour yesterday, the owner of the boat said to the police.\r
We use cookies to make this site better for you. Please accept them.\r
© 2031 Harbour Post. All rights reserved by the harbour and its owners.\r
"""


def test_a_page_with_everything_around_it() -> None:
    assert kinds(SITE) == [
        ("headline", HEADLINE),
        ("headline", HEADLINE),
        ("deck", "The minister wants a common weather service for both islands and better pilots on the strait"),
        ("body", f'{LEAD}\r\n"Why not?"\r\n{QUOTE}'),
        ("body", LAST),
        ("body", "He went home at night, and the pilots went with him to the other island."),
    ]
    found = page(SITE, url="https://www.post.example/2031/03/05/reed")
    assert (found.language, found.title, found.dateline, found.publisher) == (
        "en",
        HEADLINE,
        "PORT ALBA",
        "post.example",
    )
    assert (found.day, found.day_basis, found.weekday) == ("2031-03-03", "the day printed above the text", "monday")


def test_a_body_printed_twice_is_body_once() -> None:
    text = f"{HEADLINE}\n{LEAD}\n{QUOTE}\n{LAST}\n{QUOTE.replace(chr(34), '”')}\n{LAST}\n"
    found = page(text)
    assert body(text) == [f"{LEAD}\n{QUOTE}\n{LAST}"]
    assert [(text[a:b][1:20], text[c:d][1:20]) for (a, b), (c, d) in found.repeats] == [
        (QUOTE[1:20],) * 2,
        (LAST[1:20],) * 2,
    ]


@pytest.mark.parametrize("gap", [" ", "\n", "\n\n", "\r\n\r\n", "\u2028"])
def test_prose_alone_is_body_however_its_paragraphs_are_parted(gap: str) -> None:
    assert gap.join(body(gap.join([LEAD, QUOTE, LAST]))) == gap.join([LEAD, QUOTE, LAST])


def test_hard_wrapped_lines_are_joined_to_paragraphs() -> None:
    wrapped = "\n".join(
        f"{'the minister said in the harbour of the island that'}\n{'it would be so and not otherwise'}"
        for _ in range(4)
    )
    text = f"{HEADLINE}\n\n{wrapped}.\n\n{wrapped} after all.\n"
    assert body(text) == [text[len(HEADLINE) + 2 : -1]]


def test_a_list_and_a_lead_under_its_headline_are_body() -> None:
    items = "- the weather of both islands in the winter;\n- the pilots of the strait;"
    assert body(f"{LEAD}\n{LAST} They discussed:\n{items}\n{QUOTE}\n")[0].endswith(f"{items}\n{QUOTE}")
    short = "Reed wants better pilots, his office said."
    text = f"Reed wants pilots for the strait\n{short}\nThe harbour by night. | Photo: Wire\n{LAST}\n{QUOTE}\n"
    assert body(text)[0] == short


def test_an_error_banner_above_the_headline_is_no_body() -> None:
    text = f"404\nOops!\nSorry, the thing you came for has gone away from here.\n{HEADLINE}\n{LEAD}\n{QUOTE}\n"
    assert body(text) == [f"{LEAD}\n{QUOTE}"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('"' * 1000, "no-words"),
        ("«»„“”\n—", "no-words"),
        (
            "Le ministre a dit que les îles et la mer ne sont pas pour les pilotes qui sont dans le port.",
            "unknown-language",
        ),
        ("De minister zei dat het water van de haven niet voor de schepen is die er zijn geweest.", "unknown-language"),
        ("Міністр заявив, що це не є його рішення і що він не знає, який порт буде для них.", "unknown-language"),
        ("大臣は、海峡は研究船のために開かれていると述べた。", "unknown-language"),
        ("The Menu of the Harbour\nThe Weather of the Day\n", "no-body"),
    ],
)
def test_what_is_no_article_in_a_known_language_is_set_aside(text: str, code: str) -> None:
    found = read_page(Document("p", text, "", 0))
    assert isinstance(found, SetAside)
    assert (found.place, found.code) == ("p", code)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (LEAD, "en"),
        ("Der Minister sagte, dass die Inseln einen gemeinsamen Wetterdienst und bessere Lotsen erwarten.", "de"),
        ("Министр заявил, что острова ждут общей службы погоды и что лоцманов для пролива не хватает.", "ru"),
    ],
)
def test_the_language_is_told_by_function_words_whatever_is_declared(text: str, language: str) -> None:
    assert page(text, language="fr").language == language


@pytest.mark.parametrize(
    ("line", "day", "weekday"),
    [
        ("25 April 2031", "2031-04-25", None),
        ("By A. Boatman, Apr 25, 2031", "2031-04-25", None),
        ("25.04.2031 | 11:42", "2031-04-25", None),
        ("25 апреля 2031 г.", "2031-04-25", None),
        ("Fri 25th April 2031 | 07:32 PM", "2031-04-25", "friday"),
        ("Freitag, 25. April 2031", "2031-04-25", "friday"),
        ("Monday, 25 April 2031", "2031-04-25", None),  # it was a Friday
        ("2031-04-25", "2031-04-25", None),
        ("04/25/2031", "2031-04-25", None),
        ("Published 25 April 2031, updated 26 April 2031", "2031-04-25", None),
        ("04/05/2031", None, None),
        ("Updated: 25 April 2031", None, None),
        ("25 April, 20:52", None, None),
        ("31 April 2031", None, None),
        ("25 April 2031\n26 April 2031", None, None),
    ],
)
def test_the_day_is_what_is_printed_in_full_and_never_a_guess(line: str, day: str | None, weekday: str | None) -> None:
    found = page(
        f"{HEADLINE}\n{line}\n{LEAD}\n{QUOTE}\nIt happened on 1 May 1999, and nobody in the harbour forgot it.\n"
    )
    assert (found.day, found.weekday) == (day, weekday)


def test_the_record_comes_before_the_page_and_the_page_before_its_address() -> None:
    text, url = f"{HEADLINE}\n25 April 2031\n{LEAD}\n{QUOTE}\n", "https://post.example/2031/04/26/a"
    assert page(text, url=url, published="2031-04-24T23:50:00-08:00").day == "2031-04-24"
    assert page(text, url=url, published="Thu, 24 Apr 2031 10:00 GMT").day == "2031-04-24"
    assert page(text, url=url, published="04/05/2031").day == "2031-04-25"
    assert page(f"{LEAD}\n{QUOTE}\n", url=url).day == "2031-04-26"
    told = f"PORT ALBA (Post News / Strait Wire - 25th April, 2031) - {QUOTE}\n{LAST}\n"
    assert (page(told).day, page(told).day_basis) == ("2031-04-25", "the day in the dateline")
    assert page(f"{LAST}\n{QUOTE}\nPublished on 25 April 2031\n").day == "2031-04-25"


@pytest.mark.parametrize(
    ("text", "place", "agency"),
    [
        ("ALBA, April 25 (Wire) - The", "ALBA", "Wire"),
        ("АЛЬБА, 25 апр – Новости Пролива. Министр", "АЛЬБА", "Новости Пролива"),
        ("ПОРТ-АЛЬБА, 25 апреля. /ВОЛНА/. Министр", "ПОРТ-АЛЬБА", "ВОЛНА"),
        ("Альба. 25 апреля. ВОЛНА - Министр", "Альба", "ВОЛНА"),
        ("PORT ALBA (SW) — The", "PORT ALBA", "SW"),
        ("Alba (sw) - Der", "Alba", "sw"),
        ("Alba/Nord, 4. März (SW) – Der", "Alba/Nord", "SW"),
        ("Port Alba, Feb 5 (SW): The", "Port Alba", "SW"),
        ("ALBA, N.I. (Wire) -- The", "ALBA", "Wire"),
        ("PORT ALBA — The", "PORT ALBA", None),
    ],
)
def test_a_dateline_is_read(text: str, place: str, agency: str | None) -> None:
    found = read_dateline(text)
    assert found is not None
    assert (found.place, found.agency) == (place, agency)
    assert text[found.end :] in ("The", "Der", "Министр")


@pytest.mark.parametrize(
    "text",
    [
        "(WIRE) The talks",
        "Reed - the minister - said",
        "Reed (Labour) said",
        "U.S. - Alba talks",
        "In Alba, Reed said",
        "",
    ],
)
def test_what_is_no_dateline(text: str) -> None:
    assert read_dateline(text) is None


WEDNESDAY = date(2031, 3, 5)


@pytest.mark.parametrize(
    ("language", "sentence", "edtf", "certainty", "weekday"),
    [
        ("en", "Reed said on Tuesday that it rains.", "2031-03-04", "resolved_relative", "tuesday"),
        ("en", "Reed said Wednesday it rains.", "2031-03-05", "resolved_relative", "wednesday"),
        ("en", "Reed said last Wednesday it rains.", "2031-02-26", "resolved_relative", "wednesday"),
        ("en", "On Friday of last week, Reed spoke.", "2031-02-28", "resolved_relative", "friday"),
        ("en", "It rains, he said yesterday.", "2031-03-04", "resolved_relative", None),
        ("en", "Two days ago he said it rains.", "2031-03-03", "resolved_relative", None),
        ("en", "Earlier this week he said it rains.", "[2031-03-03..2031-03-05]", "bounded", None),
        ("en", "He said so last month.", "2031-02", "inferred_internal", None),
        ("en", "He said recently that it rains.", "[..2031-03-05]", "bounded", None),
        ("en", "He said on Monday, March 3, that it rains.", "2031-03-03", "inferred_internal", "monday"),
        ("en", "He said on 20 December that it rains.", "2030-12-20", "inferred_internal", None),
        ("en", "He said on April 25th, 2030 that it rains.", "2030-04-25", "explicit", None),
        ("en", "In February he said it rains.", "2031-02", "inferred_internal", None),
        ("de", "Er sagte am Dienstag, es regne.", "2031-03-04", "resolved_relative", "tuesday"),
        ("de", "Er sagte vorgestern, es regne.", "2031-03-03", "resolved_relative", None),
        ("de", "Er sagte am 25.04.2030, es regne.", "2030-04-25", "explicit", None),
        ("de", "Vergangene Woche sagte er, es regne.", "[2031-02-24..2031-03-02]", "bounded", None),
        ("ru", "Он заявил во вторник, что идёт дождь.", "2031-03-04", "resolved_relative", "tuesday"),
        ("ru", "Он заявил в среду, 5 марта, что идёт дождь.", "2031-03-05", "inferred_internal", "wednesday"),
        ("ru", "На прошлой неделе он заявил о дожде.", "[2031-02-24..2031-03-02]", "bounded", None),
        ("ru", "Он заявил 25 апреля 2030 года.", "2030-04-25", "explicit", None),
    ],
)
def test_the_day_of_saying(language: str, sentence: str, edtf: str, certainty: str, weekday: str | None) -> None:
    found = said_day(sentence, language, WEDNESDAY)
    assert found is not None
    assert (found.edtf, found.certainty, found.weekday) == (edtf, certainty, weekday)
    assert (found.earliest, found.latest) == bounds(edtf)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "He will come next Tuesday."),
        ("en", "They meet on Tuesday next week."),
        ("en", "He wants it by Friday."),
        ("en", "It is from yesterday's paper."),
        ("en", "The talks of Tuesday, March 3, are over."),
        ("en", "They meet on 20 March."),
        ("en", "It rains."),
        ("en", "They may march 3 miles."),
        ("en", "The vote is in November."),
        ("de", "Er kommt am kommenden Dienstag."),
        ("de", "Er schweigt bis heute."),
        ("ru", "Для окружающей среды это плохо."),
        ("ru", "Он приедет в следующий вторник."),
    ],
)
def test_a_day_to_come_or_none_is_no_day_of_saying(language: str, sentence: str) -> None:
    assert said_day(sentence, language, WEDNESDAY) is None


def test_of_several_days_the_one_beside_the_cue_counts_and_none_within_the_words() -> None:
    sentence = "After talks on Sunday, he said on Monday the next were on Tuesday."
    found = said_day(sentence, "en", WEDNESDAY, near=sentence.index("said"))
    assert found is not None
    assert found.weekday == "monday"
    start = sentence.index("Monday")
    found = said_day(sentence, "en", WEDNESDAY, near=start, outside=[(start, len(sentence))])
    assert found is not None
    assert (found.weekday, sentence[found.start : found.end]) == ("sunday", "Sunday")


def test_without_the_page_day_only_a_full_date_counts() -> None:
    assert said_day("He said on Tuesday, 3 May.", "en", None) is None
    found = said_day("He said on 3 May 2030.", "en", None)
    assert found is not None
    assert found.edtf == "2030-05-03"


@pytest.mark.parametrize("language", ["en", "de", "ru"])
def test_every_form_of_a_day_passes_the_gate(language: str) -> None:
    known = day_words(language)
    forms = [
        *known.weekdays,
        *known.months,
        *(" ".join((first, *rest)) for first, rows in known.phrases.items() for rest, *_ in rows),
    ]
    assert [form for form in forms if not any(gate in f" {form}" for gate in known.gates)] == []


MILLION = {
    "quotation marks": lambda n: '"' * n,
    "said": lambda n: "said " * n,
    "lines": lambda n: "a\n" * (n // 8),
    "alike": lambda n: "".join(f"The minister said in the harbour of the isle {i}.\n" for i in range(n // 40)),
    "parted": lambda n: "".join(f"The minister said {i} on Tuesday that it is so.\nMenu\n" for i in range(n // 40)),
    "one line": lambda n: "the minister said that it was so. " * (n // 34),
    "links": lambda n: "Read also\nA B C.\n" * (n // 16),
    "lists": lambda n: "the minister said:\n" * (n // 20),
    "dates": lambda n: "3 May 2031 " * (n // 11),
    "white space": lambda n: " " * n + "x",
}


@pytest.mark.parametrize("name", MILLION)
def test_time_grows_with_length_and_no_faster(name: str) -> None:
    def spent(n: int) -> float:
        document = Document("p", MILLION[name](n), "", 0)
        began = process_time()
        read_page(document)
        said_day(document.text, "en", WEDNESDAY)
        return process_time() - began

    assert spent(800_000) < 6 * 4 * max(spent(200_000), 0.01)  # quadratic time would be 16 times as long, and seconds


def test_ranges_that_are_known_are_kept() -> None:
    text = f"{HEADLINE}\n{LEAD}\n{QUOTE}\n"
    known = (("body", len(HEADLINE) + 1, len(HEADLINE) + 1 + len(LEAD)),)
    found = read_page(Document("p", text, "", 0, ranges=known))
    assert isinstance(found, Page)
    assert (found.ranges, found.dateline) == (known, "PORT ALBA")
