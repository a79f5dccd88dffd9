"""What is projected from the contract: Arrow schemas, SQL, joined views, JSON Schema, the data dictionary.

Every function takes a mapping of table name -> :class:`~communique_schema.spec.TableSpec` and reads nothing else, so
a column added to a model shows up everywhere.
"""

from collections.abc import Mapping

from ..spec import ColumnSpec, TableSpec

Specs = Mapping[str, TableSpec]

__all__ = ["Specs", "target"]


def target(column: ColumnSpec, specs: Specs) -> ColumnSpec:
    """The key column a foreign key points to."""
    spec = specs[str(column.fk)]
    return spec.columns[spec.primary_key[0]]
