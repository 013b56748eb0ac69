"""The spaCy side of the benchmark of transformers; transformers.mjs runs it and reads the JSON line it prints.

    spacy_trf.py train   --data DIR --checkpoint DIR --steps N --warmup N [--seed N] [--model DIR]
    spacy_trf.py predict --data DIR --model DIR [--docs N]
"""

import argparse
import json
import random
import resource
import time
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from spacy.util import fix_random_seed
from thinc.api import Adam

LISTENER = {
    "@architectures": "spacy-transformers.TransformerListener.v1",
    "grad_factor": 1.0,
    "pooling": {"@layers": "reduce_mean.v1"},
}


def config(checkpoint):
    model = {
        "@architectures": "spacy-transformers.TransformerModel.v3",
        "name": checkpoint,
        "tokenizer_config": {"use_fast": True},
        "get_spans": {"@span_getters": "spacy-transformers.strided_spans.v1", "window": 128, "stride": 96},
    }
    ner = {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": False,
        "tok2vec": LISTENER,
    }
    return {
        "transformer": {"model": model, "max_batch_items": 4096},
        "tagger": {"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": LISTENER}},
        "ner": {"model": ner},
    }


def examples(nlp, args, part):
    for doc in DocBin().from_disk(Path(args.data) / f"{part}.spacy").get_docs(nlp.vocab):
        words, spaces = [t.text for t in doc], [bool(t.whitespace_) for t in doc]
        yield Example(Doc(nlp.vocab, words=words, spaces=spaces), doc)


def batches(count, size, seed):
    """Batches in an order that both sides make: a linear congruential generator."""
    state = seed + 1
    while True:
        order = list(range(count))
        for i in range(count - 1, 0, -1):
            state = (state * 1103515245 + 12345) % 2147483648
            j = state % (i + 1)
            order[i], order[j] = order[j], order[i]
        for at in range(0, count - size + 1, size):
            yield order[at : at + size]


def clock():
    return time.perf_counter(), time.process_time()


def rate(words, start):
    wall, cpu = clock()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"words": words, "seconds": wall - start[0], "cpu": cpu - start[1], "memory": memory}


def train(args):
    fix_random_seed(args.seed)
    nlp = spacy.blank("en")
    for name, settings in config(args.checkpoint).items():
        nlp.add_pipe(name, config=settings)
    data = list(examples(nlp, args, "train"))
    nlp.initialize(lambda: data)
    optimizer = Adam(args.rate, L2=0.01, L2_is_weight_decay=True, grad_clip=1.0, use_averages=False)
    order = batches(len(data), args.size, args.seed)
    words, start = 0, None
    for step in range(args.warmup + args.steps):
        if step == args.warmup:
            words, start = 0, clock()
        batch = [data[i] for i in next(order)]
        nlp.update(batch, drop=0.1, sgd=False)
        for _, proc in nlp.pipeline:
            proc.finish_update(optimizer)
        words += sum(len(eg.predicted) for eg in batch)
    result = rate(words, start)
    if args.model:
        nlp.to_disk(args.model)
    if args.evaluate:
        scores = nlp.evaluate(list(examples(nlp, args, "dev")))
        result["scores"] = {key: scores[key] for key in ("tag_acc", "ents_f")}
    return result


def predict(args):
    nlp = spacy.load(args.model)
    docs = [eg.predicted for eg in examples(nlp, args, "train")][: args.docs]
    list(nlp.pipe([doc.copy() for doc in docs[:64]], batch_size=64))
    start = clock()
    words = 0
    for doc in nlp.pipe(docs, batch_size=64):
        words += len(doc)
    return rate(words, start)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("work", choices=("train", "predict"))
    parser.add_argument("--data", required=True)
    parser.add_argument("--checkpoint")
    parser.add_argument("--model")
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--warmup", type=int, default=3)
    parser.add_argument("--size", type=int, default=16)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rate", type=float, default=5e-5)
    parser.add_argument("--docs", type=int, default=1000)
    parser.add_argument("--evaluate", action="store_true")
    args = parser.parse_args()
    random.seed(args.seed)
    print(json.dumps({"train": train, "predict": predict}[args.work](args)))


main()
