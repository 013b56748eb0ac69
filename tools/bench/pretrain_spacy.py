"""The spaCy side of the benchmark of pretraining; the same work as pretrain-ours.mjs.

    pretrain_spacy.py vectors --texts FILE --out DIR      random vectors of 300 numbers for the 20,000 most frequent words
    pretrain_spacy.py pretrain --texts FILE --config FILE [--vectors DIR] --steps N --warmup N
"""

from collections import Counter

import numpy
import spacy
from peer import read_jsonl, read_options, report, time_steps
from spacy.training.pretrain import create_pretraining_model, ensure_docs, make_update
from spacy.util import dot_to_object, load_config, load_model_from_config, registry

options = read_options(texts=None, config=None, vectors=None, out=None, steps=40, warmup=5)


def make_vectors():
    nlp = spacy.blank("en")
    counts = Counter()
    for record in read_jsonl(options.texts):
        counts.update(token.text for token in nlp.make_doc(record["text"]))
    words = [word for word, _ in counts.most_common(20_000)]
    data = numpy.random.RandomState(0).normal(0, 0.3, (len(words), 300)).astype("float32")
    nlp.vocab.vectors = spacy.vectors.Vectors(strings=nlp.vocab.strings, data=data, keys=words)
    nlp.to_disk(options.out)
    return {"words": len(words)}


def pretrain():
    overrides = {"paths.raw_text": options.texts}
    if options.vectors:
        overrides["initialize.vectors"] = options.vectors
    config = load_config(options.config, overrides=overrides, interpolate=False)
    if options.vectors:
        config["pretraining"]["objective"] = {
            "@architectures": "spacy.PretrainVectors.v1", "maxout_pieces": 3, "hidden_size": 300, "loss": "cosine"}
    nlp = load_model_from_config(config)
    P = registry.resolve(nlp.config.interpolate()["pretraining"], validate=False)
    corpus = registry.resolve({"corpus": dot_to_object(nlp.config.interpolate(), P["corpus"])})["corpus"]
    model = create_pretraining_model(nlp, P)
    batches = (ensure_docs(batch) for batch in P["batcher"](corpus(nlp)))
    return time_steps(batches, options, lambda docs: make_update(model, docs, P["optimizer"], model.attrs["loss"]))


report({"vectors": make_vectors, "pretrain": pretrain}[options.what[0]]())
