"""How every Parquet file of ours is written: one place, light to import, for builds, releases and extractions alike."""

from typing import Any

SETTINGS: dict[str, Any] = {
    "version": "2.6",
    "data_page_version": "1.0",
    "compression": "zstd",
    "compression_level": 3,
    "use_dictionary": True,
    "write_statistics": True,
    "data_page_size": 1024 * 1024,
    "store_schema": True,
}
"""Every setting that changes bytes is said here; the rest is fixed by the lock's pyarrow."""
ROW_GROUP = 128 * 1024
"""Rows of a row group."""
