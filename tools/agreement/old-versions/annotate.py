"""What spaCy makes of texts with the pipelines of a folder, or with those in its source archives: one JSON file, by name.

    .peers/bin/python -W ignore tools/agreement/old-versions/annotate.py FOLDER OUT.json
"""

import json
import sys
import tarfile
import tempfile
from pathlib import Path

import spacy

TEXTS = [
    "Mira paints boats in Oslo. The lamps glowed.",
    "Jon Berg sold three lamps to Mira! Boats sank near New Porto?",
    "New lamps, old boats: Jon  paints\nthem in Porto.",
    "The the THE.",
    "Nobody in New Oslo sold Mira a boat. Did Jon Berg sink?",
]


def annotation(doc):
    return {
        "words": [t.text for t in doc],
        "tags": [t.tag_ for t in doc],
        "pos": [t.pos_ for t in doc],
        "lemmas": [t.lemma_ for t in doc],
        "morphs": [str(t.morph) for t in doc],
        "heads": [t.head.i for t in doc],
        "deps": [t.dep_ for t in doc],
        "starts": [bool(t.is_sent_start) for t in doc],
        "ents": [[e.start, e.end, e.label_, e.ent_id_] for e in doc.ents],
        "cats": {label: float(score) for label, score in doc.cats.items()},
        "spans": {key: [[s.start, s.end, s.label_, s.id_] for s in group] for key, group in doc.spans.items()},
    }


def load(path):
    if path.is_dir():
        return spacy.load(path)
    with tempfile.TemporaryDirectory() as temporary:
        with tarfile.open(path) as archive:
            archive.extractall(temporary)
        return spacy.load(next(Path(temporary).rglob("config.cfg")).parent)


if __name__ == "__main__":
    found = {}
    for path in sorted(Path(sys.argv[1]).iterdir()):
        if path.suffix == ".json":
            continue
        nlp = load(path)
        found[path.name] = {"texts": TEXTS, "docs": [annotation(doc) for doc in nlp.pipe(TEXTS)]}
    Path(sys.argv[2]).write_text(json.dumps(found, ensure_ascii=False) + "\n")
