"""Write the .spacy files that components.mjs trains and tests on, from the folders of open corpora. Both sides read these files.

    components_data.py --source SHARED_DATA --out DIR
"""

import argparse
import json
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin, Span
from spacy.training import biluo_tags_to_spans, iob_to_biluo
from spacy.training.converters import conllu_to_docs

parser = argparse.ArgumentParser()
parser.add_argument("--source", type=Path, required=True)
parser.add_argument("--out", type=Path, required=True)
options = parser.parse_args()
nlp = spacy.blank("en")


def rows(path):
    return [json.loads(line) for line in path.read_text(encoding="utf8").strip().split("\n")]


def write(name, part, docs):
    folder = options.out / name
    folder.mkdir(parents=True, exist_ok=True)
    DocBin(docs=docs, store_user_data=True).to_disk(folder / f"{part}.spacy")


def categories(folder):
    """Docs with exclusive categories."""
    labels = sorted({row["label"] for row in rows(folder / "train.jsonl")})
    for part in ("train", "dev", "test"):
        docs = []
        for row in rows(folder / f"{part}.jsonl"):
            doc = nlp.make_doc(row["text"])
            doc.cats = {label: float(label == row["label"]) for label in labels}
            docs.append(doc)
        yield part, docs


def trees(folder):
    """UD sentences, ten a doc."""
    for part in ("train", "dev", "test"):
        text = (folder / f"en_ewt-ud-{part}.conllu").read_text(encoding="utf8")
        yield part, list(conllu_to_docs(text, n_sents=10, no_print=True))


def spans(folder):
    """Docs whose entities are in the span group "sc"."""
    for part in ("train", "dev", "test"):
        docs = []
        for row in rows(folder / f"{part}.jsonl"):
            doc = Doc(nlp.vocab, words=row["tokens"])
            doc.spans["sc"] = [Span(doc, s.start, s.end, s.label_) for s in biluo_tags_to_spans(doc, iob_to_biluo(row["tags"]))]
            docs.append(doc)
        yield part, docs


for name, read, folder in [
    ("banking77", categories, "textcat-banking77"),
    ("polarity", categories, "textcat-sentence-polarity"),
    ("ewt", trees, "ud-english-ewt"),
    ("wnut17", spans, "ner-wnut17"),
]:
    for part, docs in read(options.source / folder):
        write(name, part, docs)
