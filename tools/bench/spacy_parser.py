"""The spaCy side of the benchmark of the parser; parser.mjs runs it and reads the JSON line it prints.

    spacy_parser.py convert --source DIR --data DIR
    spacy_parser.py train   --data DIR --steps N --warmup N [--seed N] [--model DIR]
    spacy_parser.py predict --data DIR --model DIR
"""

import argparse
import json
import time
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from spacy.training.converters import conllu_to_docs
from spacy.util import fix_random_seed
from thinc.api import Adam


def convert(args):
    for part in ("train", "dev"):
        text = (Path(args.source) / f"en_ewt-ud-{part}.conllu").read_text(encoding="utf8")
        DocBin(docs=conllu_to_docs(text, n_sents=10, no_print=True)).to_disk(Path(args.data) / f"{part}.spacy")
    return {}


def examples(nlp, args, part):
    for doc in DocBin().from_disk(Path(args.data) / f"{part}.spacy").get_docs(nlp.vocab):
        words, spaces = [t.text for t in doc], [bool(t.whitespace_) for t in doc]
        yield Example(Doc(nlp.vocab, words=words, spaces=spaces), doc)


def batches(count, lengths):
    """Batches of 1000 words in an order that both sides make: a linear congruential generator."""
    state = 1
    while True:
        order = list(range(count))
        for i in range(count - 1, 0, -1):
            state = (state * 1103515245 + 12345) % 2147483648
            j = state % (i + 1)
            order[i], order[j] = order[j], order[i]
        batch, words = [], 0
        for index in order:
            batch.append(index)
            words += lengths[index]
            if words >= 1000:
                yield batch
                batch, words = [], 0


def clock():
    return time.perf_counter(), time.process_time()


def rate(words, start):
    wall, cpu = clock()
    return {"words": words, "seconds": wall - start[0], "cpu": cpu - start[1]}


def train(args):
    fix_random_seed(args.seed)
    nlp = spacy.blank("en")
    nlp.add_pipe("parser")
    data = list(examples(nlp, args, "train"))
    nlp.initialize(lambda: data)
    optimizer = Adam(0.001, L2=0.01, L2_is_weight_decay=True, grad_clip=1.0, use_averages=True)
    words = 0
    source = batches(len(data), [len(eg.predicted) for eg in data])
    for step in range(args.warmup + args.steps):
        if step == args.warmup:
            words, start = 0, clock()
        batch = [data[i] for i in next(source)]
        nlp.update(batch, drop=0.1, sgd=False, losses={})
        nlp.get_pipe("parser").finish_update(optimizer)
        words += sum(len(eg.predicted) for eg in batch)
    result = rate(words, start)
    with nlp.use_params(optimizer.averages):
        if args.model:
            nlp.to_disk(args.model)
        if args.evaluate:
            scores = nlp.evaluate(list(examples(nlp, args, "dev")))
            result["scores"] = {key: scores[key] for key in ("dep_uas", "dep_las", "sents_f")}
    return result


def predict(args):
    nlp = spacy.load(args.model)
    docs = [eg.predicted for part in ("dev", "train") for eg in list(examples(nlp, args, part))[:400]]
    copies = [doc.copy() for doc in docs]
    for doc in nlp.pipe(docs[:100]):
        pass
    start = clock()
    words = sum(len(doc) for doc in nlp.pipe(copies))
    whole = rate(words, start)
    parser = nlp.get_pipe("parser")
    tok2vec = parser.model.get_ref("tok2vec")
    start = clock()
    for at in range(0, len(copies), 256):
        tok2vec.predict(copies[at : at + 256])
    return {**whole, "tok2vec": rate(words, start)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["convert", "train", "predict"])
    for name in ("source", "data", "model"):
        parser.add_argument(f"--{name}")
    for name, default in (("steps", 30), ("warmup", 5), ("seed", 0)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--evaluate", action="store_true")
    args = parser.parse_args()
    print(json.dumps(globals()[args.what](args)))


main()
