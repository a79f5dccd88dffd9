"""About a release: how to read a row, the code book, the data dictionary, agreement, how to cite, files, changes, rights."""

from ..page import Ask, Page
from ..rows import Row, Rows
from .cards import cards

_EXAMPLE = """
SELECT s.statement_id FROM (SELECT DISTINCT statement_id FROM anchors LIMIT 500) a JOIN statements s USING (statement_id)
WHERE s.key_phrase IS NOT NULL AND s.paraphrase IS NOT NULL AND s.account_kind <> 'self' ORDER BY s.said_date DESC LIMIT 1
"""
_AGREEMENT = """
SELECT g.*, a.name AS coder_a_name, a.coder_kind AS coder_a_kind, b.name AS coder_b_name, b.coder_kind AS coder_b_kind
FROM agreement g JOIN coders a ON a.coder_id = g.coder_a_id JOIN coders b ON b.coder_id = g.coder_b_id
ORDER BY g.field, g.measure, a.name, b.name LIMIT 2000
"""
REASONS = 500
LISTS = ("terms", "columns", "tables", "agreement", "coders", "versions", "reasons")
SAID = (
    "What communique is and how to read a row of it: code book, data dictionary, agreement figures, how to cite, files "
    "and rights."
)
GOOD, TENTATIVE = 800, 667
"""Krippendorff's customary bounds, in thousandths: at or above the first good, below the second unreliable."""


def about(rows: Rows, ask: Ask) -> Page:
    """The page about a release."""
    agreement = [
        rows.labelled("agreement", one) | {"grade": grade(one["value_permille"])} for one in rows.all(_AGREEMENT)
    ]
    example = rows.value(_EXAMPLE)
    data: Row = {
        "example": next(iter(cards(rows, [example] if example else [])), None),
        "vocabularies": _vocabularies(rows),
        "terms": _terms(rows),
        "tables": [{"table_name": name, "doc": ask.served.said.get(f"doc_{name}"), "n": ask.served.count(name)}
                   for name in rows.columns],
        "columns": [dict(column) for of_table in rows.columns.values() for column in of_table.values()],
        "coders": [rows.labelled("coders", one) for one in rows.all("SELECT * FROM coders ORDER BY name, coder_id LIMIT 200")],
        "pairs": _pairs(agreement),
        "agreement": agreement,
        "only_models": bool(agreement) and all(one["self_agreement"] for one in agreement),
        "versions": [rows.labelled("releases", one)
                     for one in rows.all("SELECT * FROM releases ORDER BY released_on DESC, version DESC LIMIT 200")],
        "reasons": [rows.labelled("release_reasons", one)
                    for one in rows.all("SELECT * FROM release_reasons ORDER BY version DESC, subject LIMIT ?", REASONS)],
    }  # fmt: skip
    drawn = {
        "agreement": _by_field(agreement),
        "terms": _by(data["terms"], "vocabulary"),
        "columns": _by(data["columns"], "table_name"),
    }
    return Page("about", "About the data", data, LISTS, charts=drawn, description=SAID)


def grade(permille: int | None) -> str | None:
    """What a figure is worth by the customary bounds; None where it is undefined."""
    if permille is None:
        return None
    return "good" if permille >= GOOD else "tentative" if permille >= TENTATIVE else "low"


def _terms(rows: Rows) -> list[Row]:
    """The code book, vocabulary by vocabulary; ``links`` says what a code supports or moves to, by vocabulary and code."""
    links = rows.all("SELECT * FROM term_links ORDER BY vocabulary, code, link, target_vocabulary, target_code")
    out = []
    for one in rows.all("SELECT * FROM terms ORDER BY vocabulary, position"):
        own = [link for link in links if (link["vocabulary"], link["code"]) == (one["vocabulary"], one["code"])]
        out.append({**one, "links": [{
            "link": link["link"], "link_label": rows.label("term_link", link["link"]),
            "vocabulary": link["target_vocabulary"], "code": link["target_code"],
            "name": rows.label(link["target_vocabulary"], link["target_code"]),
        } for link in own]})  # fmt: skip
    return out


def _vocabularies(rows: Rows) -> list[Row]:
    """Each vocabulary with the columns whose values are its codes, as ``table.column``."""
    used: dict[str, list[str]] = {}
    for table, columns in rows.columns.items():
        for name, column in columns.items():
            if column["vocabulary"]:
                used.setdefault(column["vocabulary"], []).append(f"{table}.{name}")
    names = rows.all("SELECT vocabulary, count(*) AS n FROM terms GROUP BY 1 ORDER BY 1")
    return [{**one, "used_by": used.get(one["vocabulary"], [])} for one in names]


def _by(listed: list[Row], name: str) -> dict[str, list[Row]]:
    """Rows by the value of a column, for the page's sections."""
    out: dict[str, list[Row]] = {}
    for one in listed:
        out.setdefault(one[name], []).append(one)
    return out


def _pairs(agreement: list[Row]) -> list[Row]:
    """The pairs of coders compared."""
    found = {
        (one["coder_a_id"], one["coder_b_id"]): {
            name: one[name] for name in ("coder_a_id", "coder_a_name", "coder_b_id", "coder_b_name")
        }
        for one in agreement
    }
    return list(found.values())


def _by_field(agreement: list[Row]) -> list[Row]:
    """A row per field and measure, with a figure per pair of coders in the order of ``pairs`` (None where there is none)."""
    pairs = [(one["coder_a_id"], one["coder_b_id"]) for one in _pairs(agreement)]
    out: dict[tuple[str, str], Row] = {}
    for one in agreement:
        row = out.setdefault((one["field"], one["measure"]), {
            "field": one["field"], "measure_label": one["measure_label"], "figures": [None] * len(pairs),
        })  # fmt: skip
        row["figures"][pairs.index((one["coder_a_id"], one["coder_b_id"]))] = one
    return list(out.values())
