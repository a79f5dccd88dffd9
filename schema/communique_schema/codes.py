"""The code book and the bookkeeping: terms, coders, codings and their agreement, retired ids, releases."""

from .columns import Day, Flag, Int, Table, Text, coded, day, digest, flag, key, number, parent, ref, text


class Terms(Table):
    """One code of a vocabulary, with the definition a coder works from."""

    vocabulary: Text = text("Vocabulary", "Which list the code belongs to.", key=True, str_matches=r"^[a-z][a-z_]*$")
    code: Text = text("Code", "The code.", key=True, str_matches=r"^[a-z0-9][a-z0-9_]*$")
    position: Int = number("Position", "Order within its vocabulary, from 1; for acts the order of precedence.")
    label: Text = text("Label", "What a reader sees.")
    definition: Text = text("Definition", "What the code means.", claim=True)
    example_fits: Text = text("Fits", "An invented example that fits.", nullable=True)
    example_fails: Text = text(
        "Does not fit", "An invented example that does not, and what it is instead.", nullable=True
    )
    plover: Text = text("PLOVER", "PLOVER event type, only where the codes truly match.", nullable=True)
    cameo: Text = text("CAMEO", "CAMEO code, only where the codes truly match.", nullable=True)

    class Config:
        name = "terms"
        metadata = {"room": "codes", "label": "label"}


class TermLinks(Table):
    """What a code does to another: a relation supports an event, an event moves to a status."""

    vocabulary: Text = text("Vocabulary", "List of the code.", key=True)
    code: Text = text("Code", "The code.", key=True)
    link: Text = coded("term_link", "Link", "What it does.", key=True)
    target_vocabulary: Text = text("Target vocabulary", "List of the other code.", key=True)
    target_code: Text = text("Target", "The other code.", key=True)

    class Config:
        name = "term_links"
        metadata = {"room": "codes"}


class Coders(Table):
    """One coder: a person, a language model or a set of rules."""

    coder_id: Text = key("co", "Coder")
    coder_kind: Text = coded("coder_kind", "Kind", "What sort of coder.")
    name: Text = text("Name", "How the coder is called here.")
    description: Text = text("Description", "How the coder worked, and from what.")

    class Config:
        name = "coders"
        metadata = {"room": "codes", "label": "name"}


class Codings(Table):
    """One value one coder gave one field of one span, before differences were settled."""

    coder_id: Text = ref("coders", "Coder", "Who coded.", key=True)
    article_id: Text = ref("articles", "Article", "Which text.", key=True)
    char_start: Int = number("Start", "First code point of the coder's primary span, from 0.", key=True)
    char_end: Int = number("End", "Code point after the last one (exclusive).", key=True)
    field: Text = text("Field", "Which field of the statement.", key=True, str_matches=r"^[a-z][a-z_]*$")
    value: Text = text("Value", "The value given; a set-valued field has a row per member.", key=True)

    class Config:
        name = "codings"
        metadata = {"room": "codes"}


class RetiredIds(Table):
    """An id that was published once and is no longer in the tables."""

    old_id: Text = text("Old id", "The retired id.", key=True)
    table_name: Text = text("Table", "The table it stood in.")
    reason: Text = coded("retire_reason", "Reason", "Why it was retired.")
    replaced_by: Text = text("Replaced by", "The id that stands for it now.", nullable=True)
    since_version: Text = text("Since", "First release without it.", str_matches=r"^\d+\.\d+\.\d+$")
    last_record_sha256: Text = digest("Last hash", "Record hash it last had.", origin="record")
    note: Text = text("Note", "What happened, in our own words.", nullable=True)

    class Config:
        name = "retired_ids"
        metadata = {"room": "codes"}


class Releases(Table):
    """One version of the dataset."""

    version: Text = text("Version", "Semantic version of the data, each part below 1000.", key=True,
                         str_matches=r"^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$")  # fmt: skip
    release_stage: Text = coded("release_stage", "Stage", "Working or published.")
    released_on: Day = day("Released on", "Day of publication; null while working.", nullable=True)
    data_through: Day = day("Data through", "Last day the data speak of: status intervals end here.")
    doi: Text = text("DOI", "Digital object identifier reserved for it; null where there is none.", nullable=True,
                     rights="fact", str_matches=r"^10\.\d{4,9}/[^\s\"<>]+$")  # fmt: skip
    notes: Text = text("Notes", "What this version is.", nullable=True)

    class Config:
        name = "releases"
        metadata = {"room": "codes", "label": "version"}


class ReleaseReasons(Table):
    """Why something changed in a version: a reason for one row, one column or one table."""

    version: Text = parent("releases")
    subject: Text = text("Subject", "What changed: an id, a table, or table.column.", key=True,
                         str_matches=r"^[a-z][a-z0-9_.-]*$")  # fmt: skip
    change_reason: Text = coded("change_reason", "Reason", "Why it changed.")
    note: Text = text("Note", "What happened, in our own words.", nullable=True)

    class Config:
        name = "release_reasons"
        metadata = {"room": "codes", "parent": "releases", "nested": "reasons"}


class Agreement(Table):
    """How far two coders agree on one field."""

    coder_a_id: Text = ref("coders", "Coder A", "First coder.", key=True, origin="derived")
    coder_b_id: Text = ref("coders", "Coder B", "Second coder.", key=True, origin="derived")
    field: Text = text("Field", "Which field; 'unit' is the spans themselves.", key=True, origin="derived")
    measure: Text = coded("measure", "Measure", "Which figure.", key=True, origin="derived")
    n: Int = number("n", "Matched statements it rests on.", origin="derived")
    value_permille: Int = number("Value", "The figure, in thousandths (null: undefined, no variation).", nullable=True,
                               origin="derived")  # fmt: skip
    low_permille: Int = number("Low", "Lower end of the 95 % bootstrap interval, in thousandths.", nullable=True,
                             origin="derived")  # fmt: skip
    high_permille: Int = number("High", "Upper end of the 95 % bootstrap interval, in thousandths.", nullable=True,
                              origin="derived")  # fmt: skip
    self_agreement: Flag = flag("Self-agreement", "Whether both coders are language models: then it measures "
                                "self-agreement, not truth.", origin="derived")  # fmt: skip

    class Config:
        name = "agreement"
        metadata = {"room": "codes", "derived": True}
