"""The spaCy side of the benchmarks; bench.mjs runs it and reads the JSON line it prints.

    spacy_bench.py model   --data DIR --config FILE --out DIR            a trained pipeline for `predict`
    spacy_bench.py train   --data DIR --config FILE --steps N --warmup N
    spacy_bench.py predict --data DIR --model DIR --texts N
    spacy_bench.py start   --data DIR --model DIR
"""

import argparse
import json
import resource
import time
from pathlib import Path

import spacy
from spacy.tokens import DocBin
from spacy.training.initialize import init_nlp
from spacy.training.loop import create_train_batches
from spacy.util import load_config, registry, resolve_dot_names


def training(args):
    overrides = {"paths.train": str(Path(args.data) / "train.spacy"), "paths.dev": str(Path(args.data) / "dev.spacy")}
    nlp = init_nlp(load_config(args.config, overrides=overrides, interpolate=False))
    config = nlp.config.interpolate()
    T = registry.resolve(config["training"], validate=False)
    train_corpus, _ = resolve_dot_names(config, [T["train_corpus"], T["dev_corpus"]])
    batches = create_train_batches(nlp, train_corpus, T["batcher"], 0)
    return nlp, T["optimizer"], T["dropout"], batches


def update(nlp, optimizer, dropout, batch, losses):
    # The body of spaCy's own training loop, one batch, without its bookkeeping.
    nlp.update(batch, drop=dropout, losses=losses, sgd=False)
    for _, pipe in nlp.pipeline:
        if hasattr(pipe, "finish_update"):
            pipe.finish_update(optimizer)
    optimizer.step_schedules()


def bench_train(args):
    nlp, optimizer, dropout, batches = training(args)
    words, losses = 0, {}
    for step in range(args.warmup + args.steps):
        if step == args.warmup:
            words, start, cpu = 0, time.perf_counter(), time.process_time()
        _, batch = next(batches)
        update(nlp, optimizer, dropout, batch, losses)
        words += sum(len(eg.predicted) for eg in batch)
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu
    return {"words": words, "seconds": seconds, "cpuSeconds": cpu_seconds, "losses": losses}


def bench_model(args):
    nlp, optimizer, dropout, batches = training(args)
    losses = {}
    for _ in range(args.steps):
        _, batch = next(batches)
        update(nlp, optimizer, dropout, batch, losses)
    nlp.to_disk(args.out)
    return {"losses": losses}


def bench_predict(args):
    nlp = spacy.load(args.model)
    texts = []
    for name in ("dev", "test", "train"):
        path = Path(args.data) / f"{name}.spacy"
        if path.exists():
            texts += [doc.text for doc in DocBin().from_disk(path).get_docs(nlp.vocab)]
    texts = (texts * (args.texts // len(texts) + 1))[: args.texts]
    for _ in nlp.pipe(texts[: len(texts) // 4]):
        pass
    start, cpu = time.perf_counter(), time.process_time()
    words = sum(len(doc) for doc in nlp.pipe(texts))
    return {"words": words, "seconds": time.perf_counter() - start, "cpuSeconds": time.process_time() - cpu}


def bench_start(args):
    # Import, load and the first text; bench.mjs times the whole process.
    doc = spacy.load(args.model)("Anna Smith flew from London to New York on Monday.")
    return {"words": len(doc), "seconds": 0}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["train", "predict", "model", "start"])
    parser.add_argument("--data", required=True)
    parser.add_argument("--config")
    parser.add_argument("--model")
    parser.add_argument("--out")
    parser.add_argument("--steps", type=int, default=200)
    parser.add_argument("--warmup", type=int, default=20)
    parser.add_argument("--texts", type=int, default=4000)
    args = parser.parse_args()
    run = {"train": bench_train, "predict": bench_predict, "model": bench_model, "start": bench_start}[args.what]
    result = run(args)
    result["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(result, default=float))


main()
