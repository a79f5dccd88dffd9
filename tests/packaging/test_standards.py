"""Each document of a release against its own standard's validator, which must also find a broken one bad."""

import csv
import importlib.util
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import bibtexparser
import datacite.schema45
import frictionless
import jsonschema
import pyarrow as pa
import pytest
import rispy
import yaml
from hypothesis import given
from hypothesis import strategies as st
from made import ROOT, Made

from communique.reading.selection import prose, selection
from communique.release.annotations import text_uri
from communique.release.csvs import csv_of
from communique.release.provenance import provenance
from communique.release.rights import withdrawal
from communique_schema.projections.views import views
from communique_schema.spec import tables as contract

CELLS = {
    pa.string(): st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
    pa.int32(): st.integers(-(2**31), 2**31 - 1),
    pa.bool_(): st.booleans(),
    pa.date32(): st.dates(),
}
READ = {
    pa.string(): str,
    pa.int32(): int,
    pa.bool_(): {"true": True, "false": False}.get,
    pa.date32(): date.fromisoformat,
}
ANNOTATION = {  # the parts of the W3C Web Annotation Data Model (2017) that an annotation with a text position must keep
    "type": "object",
    "required": ["@context", "id", "type", "target"],
    "properties": {
        "@context": {"contains": {"const": "http://www.w3.org/ns/anno.jsonld"}},
        "id": {"type": "string", "pattern": r"^urn:communique:st-[0-9a-z]{5}:\d+-\d+$"},
        "type": {"const": "Annotation"},
        "motivation": {"enum": ["describing", "identifying", "tagging"]},
        "rights": {"type": "string", "pattern": "^https://"},
        "body": {"type": "array", "minItems": 1, "items": {"oneOf": [{"$ref": "#/$defs/text"}, {"$ref": "#/$defs/resource"}]}},
        "target": {
            "type": "object",
            "required": ["type", "source", "selector"],
            "properties": {
                "type": {"const": "SpecificResource"},
                "source": {"type": "object", "required": ["id"], "properties": {"id": {"pattern": "^(ni:///sha-256;|https?://)"}}},
                "scope": {"type": "string", "pattern": "^(https?://|urn:)"},
                "selector": {
                    "type": "object",
                    "required": ["type", "start", "end"],
                    "properties": {
                        "type": {"const": "TextPositionSelector"},
                        "start": {"type": "integer", "minimum": 0},
                        "end": {"type": "integer", "minimum": 1},
                    },
                    "additionalProperties": False,
                },
            },
        },
    },
    "$defs": {
        "text": {
            "type": "object",
            "required": ["type", "value"],
            "properties": {
                "type": {"const": "TextualBody"},
                "value": {"type": "string", "minLength": 1},
                "format": {"const": "text/plain"},
                "language": {"const": "en"},
                "purpose": {"enum": ["describing", "tagging"]},
            },
            "additionalProperties": False,
        },
        "resource": {
            "type": "object",
            "required": ["type", "source"],
            "properties": {
                "type": {"const": "SpecificResource"},
                "source": {"type": "string", "pattern": "^urn:communique:st-[0-9a-z]{5}$"},
                "purpose": {"const": "identifying"},
            },
            "additionalProperties": False,
        },
    },
}  # fmt: skip
OF_DATASET = {  # what search engines ask of a Dataset, required and recommended
    "type": "object",
    "required": ["@context", "@type", "name", "description", "license", "creator", "version", "datePublished", "keywords",
                 "temporalCoverage", "variableMeasured", "isAccessibleForFree", "identifier", "distribution"],
    "properties": {
        "@context": {"const": "https://schema.org/"},
        "@type": {"const": "Dataset"},
        "name": {"type": "string", "minLength": 1},
        "description": {"type": "string", "minLength": 50, "maxLength": 5000},
        "license": {"type": "string", "pattern": "^https://"},
        "isAccessibleForFree": {"const": True},
        "datePublished": {"type": "string", "format": "date"},
        "temporalCoverage": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d$"},
        "creator": {"type": "array", "minItems": 1, "items": {"required": ["@type", "name"]}},
        "distribution": {
            "type": "array",
            "minItems": 1,
            "items": {
                "required": ["@type", "contentUrl", "encodingFormat", "contentSize", "sha256"],
                "properties": {"sha256": {"pattern": "^[0-9a-f]{64}$"}, "contentSize": {"pattern": r"^\d+ B$"}},
            },
        },
    },
}  # fmt: skip
LICENCE_TEXTS = {  # as SPDX lists them, word for word the holders' own
    "CC-BY-4.0.txt": "d557539df68e771cc1eedcc91d13f70fca930e508d11eedcafa4b15db49e3744",
    "Apache-2.0.txt": "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30",
}


def said(made: Made, name: str) -> Any:
    """A JSON document of the release."""
    return json.loads(made.documents[name])


def refused(schema: dict[str, Any], document: Any) -> bool:
    """Whether the JSON Schema finds the document bad."""
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    return not jsonschema.Draft202012Validator(schema, format_checker=checker).is_valid(document)


@pytest.fixture
def copy(made: Made, tmp_path: Path) -> Path:
    """A copy of the folder, to break."""
    return Path(shutil.copytree(made.folder, tmp_path / "copy"))


def test_same_bytes_again(made: Made) -> None:
    """Two calls give identical bytes, and nothing in them says when or where they were made."""
    assert made.again() == made.documents
    here = [str(ROOT).encode(), str(made.folder).encode()]
    assert [name for name, data in made.documents.items() if any(place in data for place in here)] == []


def test_every_file_is_described(made: Made) -> None:
    """Each table and view is there as CSV and Parquet, and listed with its own size and hash."""
    described = said(made, "datapackage.json")["resources"]
    listed = {r["path"]: (r["bytes"], r["hash"]) for resource in described for r in (resource, resource["parquet"])}
    held = {p: d for p, d in (made.files | made.documents).items() if p.endswith((".csv", ".parquet"))}
    assert listed == {path: (len(data), f"sha256:{sha256(data).hexdigest()}") for path, data in held.items()}
    assert len(listed) == 2 * (len(contract()) + len(views(contract())))


@given(st.lists(st.tuples(*(st.none() | cells for cells in CELLS.values())), max_size=5))
def test_csv_gives_back_every_value(rows: list[tuple[Any, ...]]) -> None:
    """Line breaks, quotation marks, commas and all of Unicode survive a plain CSV reader; null is an empty field."""
    names = ['text, with "comma"', "number", "flag", "day"]
    columns = [pa.array([row[n] for row in rows], kind) for n, kind in enumerate(CELLS)]
    written = csv_of(pa.table(columns, names=names)).decode()
    head, *lines = csv.reader(io.StringIO(written, newline=""))
    back = [
        tuple(read(cell) if cell else None for cell, read in zip(line, READ.values(), strict=True)) for line in lines
    ]
    assert (head, back) == (names, rows)


def test_csv_by_the_letter() -> None:
    """Marks only where they are needed; an empty text is not a null."""
    table = pa.table({"a": ['x"y', "p,q", "", None, "l\rm"], "b": pa.array([True, False, None, None, True])})
    assert csv_of(table) == b'a,b\n"x""y",true\n"p,q",false\n"",\n,\n"l\rm",true\n'


def test_data_package(made: Made) -> None:
    """frictionless reads every CSV by its schema: types, keys, references, codes, sizes and hashes hold."""
    report = frictionless.validate(made.folder / "datapackage.json")
    assert report.flatten(["type", "message"]) == []
    assert len(report.tasks) == len(contract()) + len(views(contract()))


@pytest.mark.parametrize(
    ("path", "old", "new", "error"),
    [
        ("csv/event_evidence.csv", r"st-[0-9a-z]{5}\n", "st-00000\n", "foreign-key"),
        ("csv/proposals.csv", ",joint_statement,", ",joint_statemint,", "constraint-error"),
        ("csv/coders.csv", "co-anxws", "co-jkrq3", "unique-error"),
    ],
)
def test_data_package_fails(copy: Path, path: str, old: str, new: str, error: str) -> None:
    """A row that points nowhere, an unknown code, a key used twice: each is found, beside the changed sum."""
    text = (copy / path).read_text("utf-8")
    changed = re.sub(old, new, text, count=1)
    assert changed != text
    (copy / path).write_text(changed, "utf-8", newline="")
    report = frictionless.validate(copy / "datapackage.json")
    found = {(Path(task.place).as_posix(), kind) for task in report.tasks for (kind,) in task.flatten(["type"])}
    assert (path, error) in found


def test_citation_file(made: Made) -> None:
    """CITATION.cff keeps the schema of its format, names the release, and a key it does not know is refused."""
    found = importlib.util.find_spec("cffconvert")  # found, not imported: of the package only the schema is installed
    assert found is not None
    assert found.origin is not None
    schema = json.loads((Path(found.origin).parent / "schemas/1.2.0/schema.json").read_text("utf-8"))
    checker = jsonschema.Draft7Validator(schema, format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER)
    document = yaml.safe_load(made.documents["CITATION.cff"])
    assert list(checker.iter_errors(document)) == []
    assert (document["version"], document["date-released"]) == (made.about.version, made.about.released_on)
    assert f"dataset1:{made.about.dataset1}" in [i["value"] for i in document["identifiers"]]
    for broken in (
        document | {"date-released": date(2026, 1, 1)},
        document | {"licence": "x"},
        document | {"authors": []},
    ):
        assert not checker.is_valid(broken)


def test_datacite(made: Made) -> None:
    """The record keeps DataCite's schema without a DOI; one without a year, or with a DOI that is none, does not."""
    document = said(made, "metadata/datacite.json")
    assert datacite.schema45.validate(document)
    assert not datacite.schema45.validate({k: v for k, v in document.items() if k != "publicationYear"})
    assert not datacite.schema45.validate(document | {"doi": "communique"})


def test_schema_org(made: Made) -> None:
    """The JSON-LD has what search engines ask of a Dataset, and names the files as they are."""
    document = said(made, "metadata/schema-org.jsonld")
    assert not refused(OF_DATASET, document)
    assert refused(OF_DATASET, document | {"temporalCoverage": "always"})
    assert refused(OF_DATASET, {k: v for k, v in document.items() if k != "license"})
    held = made.files | made.documents
    wrong = [d["name"] for d in document["distribution"] if sha256(held[d["contentUrl"]]).hexdigest() != d["sha256"]]
    assert wrong == []


def test_croissant_by_itself(made: Made) -> None:
    """Every id that is pointed to is there (the standard's own reader is held against it by make croissant)."""
    document = said(made, "croissant.json")
    files = {file["@id"] for file in document["distribution"]}
    fields = {field["@id"]: field for records in document["recordSet"] for field in records["field"]}
    sources = {field["source"]["fileObject"]["@id"] for field in fields.values()}
    keys = {key["@id"] for records in document["recordSet"] for key in records["key"]}
    pointed = {field["references"]["field"]["@id"] for field in fields.values() if "references" in field}
    assert sources == files
    assert keys | pointed <= fields.keys()
    assert len(pointed) > 5
    references = {name for name, field in fields.items() if "references" in field}
    every = {f"{s.name}/{c.name}" for s in contract().values() for c in s.columns.values() if c.fk}
    assert every - references == {
        "actors/parent_id",
        "actors/state_id",
    }  # a circle of one, which its reader cannot read


def test_citations_of_reference_managers(made: Made) -> None:
    """BibTeX, RIS and CSL-JSON are read by parsers of their own and say title, version and content hash."""
    bib = bibtexparser.loads(made.documents["metadata/citation.bib"].decode()).entries
    ris = rispy.loads(made.documents["metadata/citation.ris"].decode())
    csl = said(made, "metadata/citation.csl.json")
    assert [len(bib), len(ris), len(csl)] == [1, 1, 1]
    for entry in (bib[0], ris[0], csl[0]):
        assert made.about.title in str(entry)
        assert made.about.version in str(entry)
        assert made.about.dataset1 in str(entry)
    assert bibtexparser.loads("@misc{cut, title = {A").entries == []


def test_annotations(made: Made) -> None:
    """Every anchor is a Web Annotation at its own place, with the hashes of its words and none of the words."""
    lines = [json.loads(line) for line in made.documents["annotations.jsonl"].splitlines()]
    assert [line["id"] for line in lines if refused(ANNOTATION, line)] == []
    anchors = made.tables["anchors"].to_pylist()
    placed = [(a["statement_id"], a["char_start"], a["char_end"], a["span_sha256"]) for a in anchors]
    assert [place(line) for line in lines] == placed
    assert len({line["id"] for line in lines}) == len(anchors)
    heads = {a["head"] for a in anchors if a["head"]}
    assert not heads & set(strings(lines))


def place(line: dict[str, Any]) -> tuple[str, int, int, str]:
    """Statement, start, end and span hash of an annotation."""
    target, span = line["target"], line["target"]["selector"]
    named = line["body"][0]["source"].removeprefix("urn:communique:")
    return named, span["start"], span["end"], target["communique:span_sha256"]


def strings(value: Any) -> Iterable[str]:
    """Every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)


@pytest.mark.parametrize(
    "broken", [{"type": "TextQuoteSelector", "exact": "words"}, {"type": "TextPositionSelector", "start": 1}]
)
def test_annotations_fail(made: Made, broken: dict[str, Any]) -> None:
    """A quotation instead of a position, or a position without an end, is no annotation of ours."""
    line = json.loads(made.documents["annotations.jsonl"].splitlines()[0])
    assert refused(ANNOTATION, line | {"target": line["target"] | {"selector": broken}})


def test_text_is_named_by_its_hash() -> None:
    """The example of RFC 6920, section 8.1."""
    assert text_uri(sha256(b"Hello World!").hexdigest()) == "ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk"


def lint(folder: Path) -> int:
    """Exit code of ``reuse lint`` in the folder."""
    reuse = Path(sys.executable).with_name("reuse")
    return subprocess.run([reuse, "--root", folder, "lint", "--quiet"], check=False, capture_output=True).returncode


def test_reuse(copy: Path) -> None:
    """Every file has a licence that is there; a licence that nobody uses, or none, is found."""
    assert lint(copy) == 0
    (copy / "LICENSES/Apache-2.0.txt").unlink()
    assert lint(copy) == 1


def test_licences_are_the_true_texts(made: Made) -> None:
    """To the byte, for reuse passes with any text of the right name."""
    texts = {name: sha256(made.documents[f"LICENSES/{name}"]).hexdigest() for name in LICENCE_TEXTS}
    assert texts == LICENCE_TEXTS


def test_policy_of_withdrawal_is_one(made: Made) -> None:
    """The repository's page, and RIGHTS.md, say the same."""
    page = (ROOT / "docs/withdrawal.md").read_text("utf-8")
    assert page == withdrawal()
    assert made.documents["RIGHTS.md"].decode().endswith(page.removeprefix("# Withdrawal\n\n"))


def test_selection_counts_every_row(made: Made) -> None:
    """Each dimension counts every row of its table once, and the prose says the figures."""
    counts = selection(made.tables)
    total: dict[str, int] = {}
    for row in counts:
        total[row.dimension] = total.get(row.dimension, 0) + row.rows
    for dimension in ("accounts", "account_kind", "review_level", "coder_kind"):
        assert total[dimension] == made.tables["statements"].num_rows
    for dimension in ("language", "source_tier", "article_kind", "evidence_level", "coverage"):
        assert total[dimension] == made.tables["articles"].num_rows
    assert total["evidence_sides"] == made.tables["proposals"].num_rows
    russian = next(row.rows for row in counts if row[:2] == ("accounts", "russian"))
    assert f"{russian} rest on Russian accounts alone" in prose(counts)
    assert prose(counts) in made.documents["README.md"].decode()


def test_examples_of_the_readme_run(made: Made, copy: Path) -> None:
    """Each Python example runs in the folder, all in one process, and prints something."""
    examples = re.findall(r"```python\n(.*?)```", made.documents["README.md"].decode(), re.DOTALL)
    assert len(examples) == 5
    marked = "\n".join(f"{code}\nprint('ran', {n})" for n, code in enumerate(examples))
    run = subprocess.run([sys.executable, "-c", marked], cwd=copy, check=False, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert re.findall(r"^ran (\d)$", run.stdout, re.MULTILINE) == list("01234")
    assert f"data through {made.about.data_through}" in run.stdout


def test_readme_has_every_column(made: Made) -> None:
    """The data dictionary is in it, a level lower, without the line for its editors."""
    text = made.documents["README.md"].decode()
    assert [name for name in contract() if f"\n#### {name}\n" not in text] == []
    assert "do not edit" not in text


def test_provenance_knows_every_record(made: Made, tmp_path: Path) -> None:
    """One changed byte of a record, and no place or time, changes what it says."""
    document = said(made, "PROVENANCE.json")
    assert document == provenance(ROOT / "dataset", ROOT / "requirements.lock")
    dataset = Path(shutil.copytree(ROOT / "dataset", tmp_path / "elsewhere"))
    assert provenance(dataset, ROOT / "requirements.lock") == document
    with (dataset / "releases.yml").open("a") as file:
        file.write("#\n")
    assert provenance(dataset, ROOT / "requirements.lock")["records"] != document["records"]
