"""Base noun phrases of random trees: what spaCy's syntax iterators of each language give. Numbers and labels only.

    .peers/bin/python tools/golden/noun-chunks.py packages/core/tests/golden/core/noun-chunks.json
"""
import json
import random
import sys

import spacy
from spacy.tokens import Doc

LABELS = {
    "en": "nsubj dobj nsubjpass pobj dative appos attr conj cc det amod prep compound oprd pcomp relcl",
    "fr": "nsubj nsubj:pass obj obl obl:arg nmod appos conj cc det amod case flat flat:name fixed compound acl",
    "es": "nsubj nsubj:pass obj obl nmod pcomp appos conj cc det amod case flat fixed compound acl",
    "de": "sb oa da nk mo ag cj cd pd og app pnc rc ac",
}
POS = "NOUN NOUN PROPN PRON VERB ADJ DET ADP CCONJ ADV".split()


def tree(rng, length):
    """A projective tree: every word hangs on a neighbour of its span."""
    heads = [0] * length

    def span(start, end, parent):
        if start >= end:
            return
        head = rng.randrange(start, end)
        heads[head] = head if parent is None else parent
        for a, b in ((start, head), (head + 1, end)):
            at = a
            while at < b:
                stop = rng.randint(at + 1, b)
                span(at, stop, head)
                at = stop

    span(0, length, None)
    return heads


cases = []
for lang, labels in LABELS.items():
    rng = random.Random(7)
    nlp = spacy.blank(lang)
    for _ in range(250):
        length = rng.randint(1, 14)
        heads = tree(rng, length)
        deps = [rng.choice(labels.split()) if h != i else "ROOT" for i, h in enumerate(heads)]
        pos = [rng.choice(POS) for _ in range(length)]
        words = [f"w{i}" for i in range(length)]
        doc = Doc(nlp.vocab, words=words, heads=heads, deps=deps, pos=pos)
        chunks = [[chunk.start, chunk.end] for chunk in doc.noun_chunks]
        cases.append({"lang": lang, "heads": heads, "deps": deps, "pos": pos, "chunks": chunks})
with open(sys.argv[1], "w", encoding="utf8") as out:
    out.write("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
