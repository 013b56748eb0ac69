"""What spaCy makes of texts with the pipelines of a folder: FOLDER/NAME -> one JSON file, by pipeline.

    .peers/bin/python -W ignore tools/agreement/old-versions/annotate.py FOLDER OUT.json
"""

import json
import sys
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


if __name__ == "__main__":
    found = {}
    for folder in sorted(Path(sys.argv[1]).iterdir()):
        nlp = spacy.load(folder)
        found[folder.name] = {"texts": TEXTS, "docs": [annotation(doc) for doc in nlp.pipe(TEXTS)]}
    Path(sys.argv[2]).write_text(json.dumps(found))
