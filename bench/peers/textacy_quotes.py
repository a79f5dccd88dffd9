"""textacy's direct quotations over a collection, one process, one thread: articles per second.

    python bench/peers/textacy_quotes.py TEXTS.jsonl [--model en_core_web_sm] [--limit 40]

With a trained model installed this is the peer itself. Without one it runs a pipeline of the small English model's
architecture (same layers, widths and components) with untrained weights: what it finds is worthless, what it costs is the
same, and the first line says so.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import time

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")

import spacy
import textacy.extract
from spacy.training import Example

EMBED = {
    "@architectures": "spacy.Tok2Vec.v2",
    "embed": {
        "@architectures": "spacy.MultiHashEmbed.v2", "width": 96, "rows": [5000, 1000, 2500, 2500, 50],
        "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY"], "include_static_vectors": False,
    },
    "encode": {"@architectures": "spacy.MaxoutWindowEncoder.v2", "width": 96, "depth": 4, "window_size": 1,
               "maxout_pieces": 3},
}  # fmt: skip
LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "*"}
TAGS = ("NN", "NNP", "VBD", "VBZ", "DT", "IN", ".", ",", "JJ", "PRP", "``", "''", "RB", "CC", "VB", "TO", "CD", "NNS")
DEPS = (
    "nsubj",
    "det",
    "dobj",
    "pobj",
    "prep",
    "punct",
    "amod",
    "ccomp",
    "advmod",
    "conj",
    "cc",
    "compound",
    "aux",
    "mark",
)
ENTITIES = ("PERSON", "ORG", "GPE", "DATE", "CARDINAL", "NORP", "LOC", "EVENT", "LAW", "MONEY", "TIME", "ORDINAL")


def untrained() -> spacy.language.Language:
    """The small English model's pipeline with fresh weights."""
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": EMBED})
    nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": LISTENER}})
    nlp.add_pipe("parser", config={"model": _transitions(LISTENER, "parser", 64)})
    nlp.add_pipe("ner", config={"model": _transitions(EMBED, "ner", 64)})
    words = [f"w{n}" for n in range(len(TAGS))]
    doc = nlp.make_doc(" ".join(words))
    gold = {
        "tags": list(TAGS),
        "heads": [max(0, n - 1) for n in range(len(words))],
        "deps": ["ROOT", *(DEPS[n % len(DEPS)] for n in range(1, len(words)))],
        "entities": [f"U-{ENTITIES[n % len(ENTITIES)]}" for n in range(len(words))],
    }
    nlp.initialize(lambda: [Example.from_dict(doc, gold)])
    return nlp


def _transitions(tok2vec: dict[str, object], kind: str, width: int) -> dict[str, object]:
    return {"@architectures": "spacy.TransitionBasedParser.v2", "state_type": kind, "extra_state_tokens": False,
            "hidden_width": width, "maxout_pieces": 2, "use_upper": True, "nO": None, "tok2vec": tok2vec}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts")
    parser.add_argument("--model", default="en_core_web_sm")
    parser.add_argument("--limit", type=int, default=40)
    args = parser.parse_args()
    with open(args.texts, encoding="utf-8") as stream:
        texts = [json.loads(line)["text"] for _, line in zip(range(args.limit), stream, strict=False)]
    if spacy.util.is_package(args.model):
        nlp, trained = spacy.load(args.model), True
    else:
        nlp, trained = untrained(), False
    list(nlp(texts[0]).sents)
    began = time.process_time()
    found = 0
    for text in texts:
        for paragraph in text.split("\n"):
            if paragraph.strip():
                doc = nlp(paragraph)
                with contextlib.suppress(ValueError):  # it refuses a paragraph with an odd number of quotation marks
                    found += sum(1 for _ in textacy.extract.direct_quotations(doc))
    spent = time.process_time() - began
    print(json.dumps({"trained": trained, "articles": len(texts), "chars": sum(map(len, texts)), "found": found,
                      "cpu_seconds": round(spent, 2), "articles_per_second": round(len(texts) / spent, 2)}))  # fmt: skip


if __name__ == "__main__":
    main()
