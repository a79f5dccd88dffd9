"""Everything generated from the contract that is kept in the repository: dictionary, JSON Schemas, editor settings.

``python -m communique.publish.docs --write`` rewrites them; ``--check`` names those that are stale.
"""

import sys
from pathlib import Path

from communique_schema.projections import Specs, jsonschema
from communique_schema.projections.dictionary import dictionary
from communique_schema.spec import tables as contract

DICTIONARY = "docs/data-dictionary.md"
SETTINGS = ".vscode/settings.json"


def documents(specs: Specs) -> dict[str, str]:
    """Text of every generated file by its path from the repository's root."""
    schemas = {jsonschema.file_name(table): jsonschema.text(s) for table, s in jsonschema.schemas(specs).items()}
    return {DICTIONARY: dictionary(specs), **schemas, SETTINGS: jsonschema.text(jsonschema.editor_settings(specs))}


def write_docs(root: Path, check: bool) -> list[Path]:
    """Bring the generated files below ``root`` up to date; returns those that were stale, missing or left over.

    With ``check`` nothing is written. A left-over is a JSON Schema of a table that is no more.
    """
    wanted = documents(contract())
    left = {p.relative_to(root).as_posix() for p in (root / jsonschema.FOLDER).glob("*.schema.json")} - wanted.keys()
    stale = [name for name, text in wanted.items() if _read(root / name) != text]
    if not check:
        for name in stale:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[name], "utf-8", newline="\n")
        for name in left:
            (root / name).unlink()
    return [root / name for name in sorted({*stale, *left})]


def _read(path: Path) -> str | None:
    return path.read_bytes().decode() if path.is_file() else None


def main(arguments: list[str]) -> int:
    """Exit code 1 when ``--check`` finds stale files, 2 for anything but ``--check`` or ``--write``."""
    if arguments not in (["--check"], ["--write"]):
        sys.stderr.write("usage: python -m communique.publish.docs --check | --write\n")
        return 2
    check = arguments == ["--check"]
    stale = write_docs(Path.cwd(), check)
    for path in stale:
        sys.stdout.write(f"{'stale' if check else 'written'}: {path.relative_to(Path.cwd())}\n")
    if check and stale:
        sys.stderr.write("run make docs\n")
    return int(check and bool(stale))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
