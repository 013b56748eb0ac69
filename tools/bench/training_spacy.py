"""The spaCy side of the benchmarks of training.mjs; the same work as training-ours.mjs.

    training_spacy.py model   --data DIR --config FILE --out DIR            a trained pipeline for `predict`
    training_spacy.py train   --data DIR --config FILE --steps N --warmup N
    training_spacy.py predict --data DIR --model DIR --texts N
    training_spacy.py start   --data DIR --model DIR
"""

from pathlib import Path

import spacy
from peer import read_options, report, time_pipe, time_steps
from spacy.tokens import DocBin
from spacy.training.initialize import init_nlp
from spacy.training.loop import create_train_batches
from spacy.util import load_config, registry, resolve_dot_names

options = read_options(data=None, config=None, model=None, out=None, steps=200, warmup=20, texts=4000)


def train():
    data = Path(options.data)
    overrides = {"paths.train": str(data / "train.spacy"), "paths.dev": str(data / "dev.spacy")}
    nlp = init_nlp(load_config(options.config, overrides=overrides, interpolate=False))
    config = nlp.config.interpolate()
    T = registry.resolve(config["training"], validate=False)
    train_corpus, _ = resolve_dot_names(config, [T["train_corpus"], T["dev_corpus"]])
    batches = create_train_batches(nlp, train_corpus, T["batcher"], 0)
    losses = {}

    def update(batch):
        # The body of spaCy's own training loop, one batch, without its bookkeeping.
        nlp.update(batch, drop=T["dropout"], losses=losses, sgd=False)
        for _, pipe in nlp.pipeline:
            if hasattr(pipe, "finish_update"):
                pipe.finish_update(T["optimizer"])
        T["optimizer"].step_schedules()

    result = time_steps((batch for _, batch in batches), options, update)
    return {**result, "losses": losses}, nlp


def model():
    result, nlp = train()
    nlp.to_disk(options.out)
    return result


def predict():
    nlp = spacy.load(options.model)
    texts = []
    for name in ("dev", "test", "train"):
        path = Path(options.data) / f"{name}.spacy"
        if path.exists():
            texts += [doc.text for doc in DocBin().from_disk(path).get_docs(nlp.vocab)]
    texts = (texts * (options.texts // len(texts) + 1))[: options.texts]
    time_pipe(nlp, texts[: len(texts) // 4])
    return time_pipe(nlp, texts)


def start():
    # Import, load and the first text; the whole process is timed.
    doc = spacy.load(options.model)("Anna Smith flew from London to New York on Monday.")
    return {"words": len(doc), "seconds": 0}


run = {"train": lambda: train()[0], "model": model, "predict": predict, "start": start}
report(run[options.what[0]]())
