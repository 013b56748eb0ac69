"""The spaCy side of the benchmark of pretraining; pretrain.mjs runs it and reads the JSON line it prints.

    spacy_pretrain.py vectors --texts FILE --out DIR      random vectors of 300 numbers for the 20,000 most frequent words
    spacy_pretrain.py pretrain --texts FILE --config FILE [--vectors DIR] --steps N --warmup N
"""

import argparse
import json
import resource
import time
from collections import Counter

import numpy
import spacy
import srsly
from spacy.training.pretrain import create_pretraining_model, ensure_docs, make_update
from spacy.util import dot_to_object, load_config, load_model_from_config, registry


def make_vectors(args):
    nlp = spacy.blank("en")
    counts = Counter()
    for record in srsly.read_jsonl(args.texts):
        counts.update(token.text for token in nlp.make_doc(record["text"]))
    words = [word for word, _ in counts.most_common(20_000)]
    data = numpy.random.RandomState(0).normal(0, 0.3, (len(words), 300)).astype("float32")
    nlp.vocab.vectors = spacy.vectors.Vectors(strings=nlp.vocab.strings, data=data, keys=words)
    nlp.to_disk(args.out)
    return {"words": len(words)}


def bench_pretrain(args):
    overrides = {"paths.raw_text": args.texts}
    if args.vectors:
        overrides["initialize.vectors"] = args.vectors
    config = load_config(args.config, overrides=overrides, interpolate=False)
    if args.vectors:
        config["pretraining"]["objective"] = {
            "@architectures": "spacy.PretrainVectors.v1", "maxout_pieces": 3, "hidden_size": 300, "loss": "cosine"}
    nlp = load_model_from_config(config)
    P = registry.resolve(nlp.config.interpolate()["pretraining"], validate=False)
    corpus = registry.resolve({"corpus": dot_to_object(nlp.config.interpolate(), P["corpus"])})["corpus"]
    model = create_pretraining_model(nlp, P)
    words = step = 0
    start, cpu = 0.0, 0.0
    for batch in P["batcher"](corpus(nlp)):
        if step == args.warmup:
            words, start, cpu = 0, time.perf_counter(), time.process_time()
        docs = ensure_docs(batch)
        make_update(model, docs, P["optimizer"], model.attrs["loss"])
        words += sum(len(doc) for doc in docs)
        step += 1
        if step == args.warmup + args.steps:
            break
    return {"words": words, "seconds": time.perf_counter() - start, "cpu": time.process_time() - cpu,
            "mebibytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["vectors", "pretrain"])
    parser.add_argument("--texts", required=True)
    parser.add_argument("--config")
    parser.add_argument("--vectors")
    parser.add_argument("--out")
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--warmup", type=int, default=5)
    args = parser.parse_args()
    print(json.dumps({"vectors": make_vectors, "pretrain": bench_pretrain}[args.what](args), default=float))


main()
