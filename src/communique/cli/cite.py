"""A citation of the release, or of one row with the hash it can be checked by.

ID is any id of the dataset: a statement (st-…), an article, a proposal or a step of its log, an actor, a treaty, and so
on; a retired id leads to what stands for it. As text a row begins with a sentence safe to print: whose telling, by which
road, whose act, to whom, when, then a paraphrase marked as one; the citation follows on a line of its own. Every style
carries version, id, record hash (record1, which recompute.py in the release recomputes) and the last day of the data.
What is cited is the newest release published here, or the one named with --release.

\b
Examples:
  communique cite                                the release
  communique cite st-7k2mq                       a sentence and its citation
  communique cite st-7k2mq --style bibtex >> references.bib
  communique cite pr-7k2mq --style ris
  communique cite --release 0.1.0 --style csl
  communique cite --json st-7k2mq | jq -r .sha256

Exit codes: 0 shown, 2 no such id, style or release, 3 the release is damaged.
"""

import click

from ..citing import STYLES, cite, entry
from .out import as_json
from .settings import PUBLISHED, Settings, of_release
from .settings import command as made


@made("cite", __doc__)
@of_release(PUBLISHED)
@click.argument("id", required=False)
@click.option(
    "--style", type=click.Choice(list(STYLES)), default="text", show_default=True, help="Form of the citation."
)
def command(settings: Settings, id: str | None, style: str) -> None:  # noqa: A002 (the field's word)
    ds = settings.release()
    cited = cite(ds, id, style)
    if settings.json:
        of = entry(ds, id)
        said = {"style": style, "id": of.id, "version": ds.version, "sha256": of.sha256 or of.about.dataset1}
        as_json(said | {"citation": cited})
        return
    click.echo(cited, nl=not cited.endswith("\n"))
