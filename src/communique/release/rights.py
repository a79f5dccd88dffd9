"""Whose everything is: ``REUSE.toml``, ``RIGHTS.md``, and what happens when somebody asks us to take something down."""

from .about import LICENCES, About

CODE = ("recompute.py",)
"""Files of a release that are code."""
CODE_LICENCE = "Apache-2.0"

WITHDRAWAL = """\
Whoever holds rights in a text, or is named in a row, may ask us to take a row or a value down. Write to the project where
you found it, name the release and the ids, and say why. No form is needed, and rows are taken down first and argued
about afterwards where the request is not plainly mistaken.

**In the next release.** The row goes; a tombstone stays in table `retired_ids`: its id, the reason `rights`, the version
it is gone since, and its last record hash. The hash says nothing of the words, yet whoever cited the row can still show
what was cited. The id is never used again. Rows that point to it go or change with it, each with its own tombstone or
line in the release notes. Where one value is at issue, such as a key phrase, the value goes and the row stays.

**In older releases.** Published folders are never edited, for a citation must mean the same tomorrow. Where the request
covers them, the folder is withdrawn whole: in every place we control its files give way to a notice with the version,
the day, the reason `rights`, the content hash `dataset1` and the release to use instead; its checksum file stays beside
it. The version number is not used again. If the ledger names a DOI, its record turns into a tombstone page with the same
facts. Copies others made are out of our reach; the notice asks them to do the same.

**What is not taken down.** Positions and hashes tell nothing without the text; that a page exists, when, and where, is a
fact. We remove them where law obliges us to. A row that is only wrong is corrected, not withdrawn: a new version with a
line in its notes.
"""
"""The policy; ``docs/withdrawal.md`` says the same."""


def reuse(about: About) -> str:
    """``REUSE.toml``: the data under their licence, the code under its own."""
    holders = " and ".join(about.authors)
    blocks = [_annotation(["**"], about.licence, f"{about.year} {holders}")]
    blocks.append(_annotation(CODE, CODE_LICENCE, f"{about.year} {holders}"))
    return "\n".join(("version = 1\n", *blocks))


def _annotation(paths: list[str] | tuple[str, ...], licence: str, holder: str) -> str:
    listed = ", ".join(f'"{path}"' for path in paths)
    # The tags are made of two halves, or a check of this repository would take them for its own.
    return (
        f'[[annotations]]\npath = [{listed}]\nprecedence = "override"\n'
        f'SPDX-{"FileCopyrightText"} = "{holder}"\nSPDX-{"License-Identifier"} = "{licence}"\n'
    )


def rights(about: About) -> str:
    """``RIGHTS.md``: what is ours, what is others', and the policy of withdrawal."""
    return f"""\
# Rights

## Ours

The selection, the codes, dates, positions and hashes, the paraphrases, notes, titles and summaries in our own words, the
logs and everything computed from them: {about.licence_name} ([{about.licence}](LICENSES/{about.licence}.txt)). Say
"{about.authors[0]}, communique {about.version}", link the licence, and say what you changed. The program `recompute.py`:
{LICENCES[CODE_LICENCE][0]} ([{CODE_LICENCE}](LICENSES/{CODE_LICENCE}.txt)).

## Others'

The texts belong to their holders, named in each row of `articles` (`rights_holder`, and `rights_uri` where the holder
states terms). No text is redistributed. What stands here of them:

- bibliographic facts: titles as printed, addresses, days, names;
- words of the source, marked `quoted` in the data dictionary: key phrases of at most seven consecutive words in the
  language of the page, surface forms of names, and the first and last two words of spans of twelve words and more;
- positions and hashes, which lead to the words only in a copy you have.

The licence above covers none of these words. A build with the texts at hand fails if anything published repeats eight
consecutive words of one, titles aside.

## Withdrawal

{WITHDRAWAL}"""


def withdrawal() -> str:
    """``docs/withdrawal.md`` of the repository."""
    return f"# Withdrawal\n\n{WITHDRAWAL}"
