"""Legacy networks, augmenters and the first textcat scorer: what spaCy computes for sentences of our own.

.peers/bin/python -W ignore tools/golden/legacy.py packages
"""

import base64
import json
import random
import sys
from pathlib import Path

import numpy
import spacy
from spacy.scorer import Scorer  # noqa: F401
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import registry

packages = Path(sys.argv[1])
nlp = spacy.blank("en")


def encode(array):
    array = numpy.ascontiguousarray(array)
    return {"dtype": str(array.dtype), "shape": list(array.shape), "data": base64.b64encode(array.tobytes()).decode()}


# Networks ------------------------------------------------------------------------------------------------------------

words = ["the", "lamp", "glows", "above", "a", "table"]
table = numpy.random.RandomState(3).normal(size=(len(words), 5)).astype("float32")
nlp.vocab.vectors = spacy.vectors.Vectors(strings=nlp.vocab.strings, data=table, keys=words)
texts = ["The lamp glows above a table.", "Zwei Häuser.", "the lamp", "Unseen words only here"]
docs = [nlp.make_doc(text) for text in texts]
embed = {"@architectures": "spacy.MultiHashEmbed.v1", "width": 8, "attrs": ["NORM", "PREFIX"], "rows": [30, 20], "include_static_vectors": False}
networks = {
    "hash_embed_cnn": {"@architectures": "spacy.HashEmbedCNN.v1", "width": 8, "depth": 2, "embed_size": 40, "window_size": 1, "maxout_pieces": 2, "subword_features": True, "pretrained_vectors": True},
    "character_embed": {"@architectures": "spacy.Tok2Vec.v1", "embed": {"@architectures": "spacy.CharacterEmbed.v1", "width": 8, "rows": 30, "nM": 3, "nC": 4, "include_static_vectors": True}, "encode": {"@architectures": "spacy.MaxoutWindowEncoder.v1", "width": 8, "window_size": 1, "maxout_pieces": 2, "depth": 2}},
    "multi_hash_embed": {"@architectures": "spacy.Tok2Vec.v1", "embed": {**embed, "include_static_vectors": True}, "encode": {"@architectures": "spacy.MaxoutWindowEncoder.v1", "width": 8, "window_size": 1, "maxout_pieces": 2, "depth": 2}},
    "mish": {"@architectures": "spacy.Tok2Vec.v1", "embed": embed, "encode": {"@architectures": "spacy.MishWindowEncoder.v1", "width": 8, "window_size": 1, "depth": 2}},
    "tagger": {"@architectures": "spacy.Tagger.v1", "nO": 4, "tok2vec": {"@architectures": "spacy.Tok2Vec.v1", "embed": embed, "encode": {"@architectures": "spacy.MaxoutWindowEncoder.v1", "width": 8, "window_size": 1, "maxout_pieces": 2, "depth": 1}}},
}
cases = []
for name, config in networks.items():
    model = registry.resolve({"model": config})["model"]
    model.initialize(X=docs)
    state = numpy.random.RandomState(5)
    for node in model.walk():
        for param in node.param_names:
            if node.has_param(param):
                value = node.get_param(param)
                node.set_param(param, state.normal(scale=0.5, size=value.shape).astype("float32"))
    # One at a time: the encoder with mish lets the docs of a batch see each other.
    Y = [model.predict([doc])[0] for doc in docs]
    cases.append({"name": name, "config": config, "names": [node.name for node in model.walk()], "weights": base64.b64encode(model.to_bytes()).decode(), "Y": {"items": [encode(y) for y in Y]}})
out = packages / "tok2vec/tests/golden/nn/legacy.json"
out.write_text(json.dumps({"docs": [{"words": [t.text for t in doc], "spaces": [bool(t.whitespace_) for t in doc]} for doc in docs], "vectors": {"mode": "default", "attr": "ORTH", "data": encode(table), "keys": [[w, str(nlp.vocab.strings[w]), i] for i, w in enumerate(words)]}, "cases": cases}, indent=1) + "\n")

# Augmenters ----------------------------------------------------------------------------------------------------------

nlp = spacy.blank("en")
annotated = [
    ("“Mira” lives in Nova Porto – since May…", dict(TAG=["``", "NNP", "''", "VBZ", "IN", "NNP", "NNP", ":", "IN", "NNP", ":"], POS=["PUNCT", "PROPN", "PUNCT", "VERB", "ADP", "PROPN", "PROPN", "PUNCT", "ADP", "PROPN", "PUNCT"], entities=["O", "U-PER", "O", "O", "O", "B-LOC", "L-LOC", "O", "O", "-", "O"])),
    ("Ö wrote: \"Yes\" - twice.", dict(TAG=["NNP", "VBD", ":", "``", "UH", "''", ":", "RB", "."], HEAD=[1, 1, 1, 4, 1, 4, 1, 1, 1], DEP=["nsubj", "ROOT", "punct", "punct", "obj", "punct", "punct", "advmod", "punct"])),
    ("No tags HERE", dict(cats={"A": 1.0, "B": 0.0})),
    ("The three Long Name People met.", dict(TAG=["DT", "CD", "JJ", "NN", "NNS", "VBD", "."], LEMMA=["the", "three", "long", "name", "people", "meet", "."], MORPH=["Definite=Def", "", "Degree=Pos", "Number=Sing", "Number=Plur", "Tense=Past", ""], SENT_START=[1, -1, -1, -1, -1, -1, -1], entities=["O", "O", "B-ORG", "I-ORG", "L-ORG", "O", "O"])),
]
variants = {"single": [{"tags": [":"], "variants": ["–", "-", "—"]}, {"tags": [":"], "variants": ["…", "..."]}], "paired": [{"tags": ["``", "''"], "variants": [["“", "”"], ["\"", "\""], ["'", "'"]]}]}


def example(text, annotation):
    doc = nlp.make_doc(text)
    flat = {k: v for k, v in annotation.items() if k not in ("entities", "cats")}
    return Example.from_dict(doc, {"token_annotation": flat, "doc_annotation": {k: v for k, v in annotation.items() if k in ("entities", "cats")}})


def shown(eg):
    ref = eg.reference
    return {
        "text": eg.predicted.text,
        "predicted": [t.text for t in eg.predicted],
        "words": [t.text for t in ref],
        "spaces": [bool(t.whitespace_) for t in ref],
        "tags": [t.tag_ for t in ref],
        "pos": [t.pos_ for t in ref],
        "lemmas": [t.lemma_ for t in ref],
        "morphs": [str(t.morph) for t in ref],
        "heads": [t.head.i for t in ref],
        "deps": [t.dep_ for t in ref],
        "ents": [[e.start, e.end, e.label_] for e in ref.ents],
        "ent_iob": [t.ent_iob for t in ref],
        "sent_starts": [None if t.is_sent_start is None else bool(t.is_sent_start) for t in ref],
        "cats": ref.cats,
    }


augmenters = {
    "lower": {"@augmenters": "spacy.lower_case.v1", "level": 0.6},
    "orth": {"@augmenters": "spacy.orth_variants.v1", "level": 0.9, "lower": 0.4, "orth_variants": variants},
    "combined": {"@augmenters": "spacy.combined_augmenter.v1", "lower_level": 0.4, "orth_level": 0.6, "orth_variants": variants, "whitespace_level": 0.8, "whitespace_per_token": 0.4, "whitespace_variants": [" ", "\n", "\t\t"]},
    "plain": {"@augmenters": "spacy.combined_augmenter.v1", "lower_level": 0.5, "orth_level": 0.5, "orth_variants": None, "whitespace_level": 0.5, "whitespace_per_token": 0.5, "whitespace_variants": None},
}
results = []
for name, config in augmenters.items():
    for seed in range(4):
        augment = registry.resolve({"a": json.loads(json.dumps(config))})["a"]
        examples = [example(*pair) for pair in annotated]
        random.seed(seed)
        results.append({"name": name, "config": config, "seed": seed, "examples": [shown(out) for eg in examples for out in augment(nlp, eg)]})
folder = packages / "pipeline/tests/golden/training"
folder.mkdir(parents=True, exist_ok=True)
(folder / "augmenters.json").write_text(json.dumps({"annotated": annotated, "results": results}, ensure_ascii=False) + "\n")

# The first textcat scorer --------------------------------------------------------------------------------------------

state = random.Random(2)
pairs = []
for _ in range(12):
    pair = []
    for gold in (False, True):
        labels = state.sample(["A", "B", "C"], 3)
        pair.append({label: (float(i == 0) if gold else state.random()) for i, label in enumerate(labels)})
    pairs.append(pair)
doc = nlp.make_doc("x")
examples = []
for predicted, gold in pairs:
    a, b = nlp.make_doc("x"), nlp.make_doc("x")
    a.cats, b.cats = dict(predicted), dict(gold)
    examples.append(Example(a, b))
spacy.util.registry.scorers.get  # noqa: B018
scores = []
for scorer in ("spacy-legacy.textcat_scorer.v1", "spacy-legacy.textcat_multilabel_scorer.v1"):
    score = registry.scorers.get(scorer)()
    for threshold in (None, 0.0, 0.5, 0.8):
        scores.append({"scorer": scorer, "threshold": threshold, "scores": score(examples, labels=["A", "B", "C"], threshold=threshold)})
(folder / "textcat-scorers.json").write_text(json.dumps({"pairs": pairs, "scores": scores}) + "\n")
