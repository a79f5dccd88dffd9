"""The tables of a build as CSV files, which is what the peers start from; and CSV back to Parquet.

python bench/peers/as_csv.py BUILD CSV          BUILD/tables/*.parquet -> CSV/*.csv
python bench/peers/as_csv.py --back CSV FOLDER  CSV/*.csv -> FOLDER/*.parquet
"""

import sys
from pathlib import Path

import pyarrow.csv as pc
import pyarrow.parquet as pq


def main() -> None:
    *back, source, target = sys.argv[1:]
    folder = Path(target)
    folder.mkdir(parents=True, exist_ok=True)
    if back:
        for path in sorted(Path(source).glob("*.csv")):
            pq.write_table(pc.read_csv(path), folder / f"{path.stem}.parquet", compression="zstd")
        return
    for path in sorted((Path(source) / "tables").glob("*.parquet")):
        pc.write_csv(pq.read_table(path), folder / path.with_suffix(".csv").name)


if __name__ == "__main__":
    main()
