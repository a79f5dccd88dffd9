"""Build the dataset: ``python build.py`` does what ``communique build`` does, with the same options.

dataset/ --read--> records --derive--> tables --check--> problems --publish--> dist/current/
"""

import sys

from communique.cli import main
from communique.pipeline import check, derive, publish, read, refuse

STEPS = (
    read,  # dataset/*.yml, *.csv: records that know their file and line
    derive,  # what nobody types: days, roots, status on two clocks, findings
    check,  # every rule of the contract, and with texts at hand every word
    refuse,  # one error, and the last build stays as it was
    publish,  # Parquet and SQLite, swapped in whole
)

if __name__ == "__main__":
    main(["build", *sys.argv[1:]], steps=STEPS)
