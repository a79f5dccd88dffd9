"""Where a row of a table was written: file, line, and the line of each field."""

from dataclasses import dataclass, field


@dataclass
class Places:
    """Places of one table's rows, by row number of the frame that :func:`~communique.records.read` returns."""

    files: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    fields: list[dict[str, int]] = field(default_factory=list)
    records: list[str] = field(default_factory=list)

    def add(self, file: str, line: int, fields: dict[str, int], record: str) -> None:
        """Note the place of the next row."""
        self.files.append(file)
        self.lines.append(line)
        self.fields.append(fields)
        self.records.append(record)

    def of(self, row: int, column: str | None = None) -> tuple[str, int]:
        """File and line of a row, or of one of its fields where it was written."""
        if not 0 <= row < len(self.files):
            return "(derived)", 0
        return self.files[row], self.fields[row].get(column or "", self.lines[row])

    def record(self, row: int) -> str:
        """The id or key a reader knows the row by."""
        return self.records[row] if 0 <= row < len(self.records) else ""
