"""The spaCy side of the benchmark of text classification; the same work as textcat-ours.mjs, and one JSON line.

    spacy_textcat.py --data DIR [--steps 100] [--warmup 5] [--seed 0] [--no-evaluate]
"""

import argparse
import json
import time
from pathlib import Path

import spacy
from spacy.training import Example
from spacy.util import fix_random_seed
from thinc.api import Adam

parser = argparse.ArgumentParser()
parser.add_argument("--data", type=Path, required=True)
parser.add_argument("--steps", type=int, default=100)
parser.add_argument("--warmup", type=int, default=5)
parser.add_argument("--seed", type=int, default=0)
parser.add_argument("--no-evaluate", action="store_true")
options = parser.parse_args()


def rows(part):
    lines = (options.data / f"{part}.jsonl").read_text(encoding="utf8").strip().split("\n")
    return [json.loads(line) for line in lines]


def batches(lengths):
    state = 1
    while True:
        order = list(range(len(lengths)))
        for i in range(len(order) - 1, 0, -1):
            state = (state * 1103515245 + 12345) % 2147483648
            j = state % (i + 1)
            order[i], order[j] = order[j], order[i]
        batch, words = [], 0
        for index in order:
            batch.append(index)
            words += lengths[index]
            if words < 1000:
                continue
            yield batch
            batch, words = [], 0


def rate(words, start):
    return {"words": words, "seconds": time.perf_counter() - start[0], "cpu": time.process_time() - start[1]}


def clock():
    return time.perf_counter(), time.process_time()


fix_random_seed(options.seed)
training = rows("train")
labels = sorted({row["label"] for row in training})
nlp = spacy.blank("en")
textcat = nlp.add_pipe("textcat")
data = []
for row in training:
    reference = nlp.make_doc(row["text"])
    reference.cats = {name: float(name == row["label"]) for name in labels}
    data.append(Example(nlp.make_doc(row["text"]), reference))
nlp.initialize(lambda: data)
optimizer = Adam(0.001, L2=0.01, L2_is_weight_decay=True, grad_clip=1.0, use_averages=True)
order = batches([len(example.predicted) for example in data])
words, start = 0, clock()
for step in range(options.warmup + options.steps):
    if step == options.warmup:
        words, start = 0, clock()
    batch = [data[index] for index in next(order)]
    nlp.update(batch, drop=0.1, sgd=False, losses={})
    textcat.finish_update(optimizer)
    words += sum(len(example.predicted) for example in batch)
result = {"train": rate(words, start)}
if not options.no_evaluate:
    with nlp.use_params(optimizer.averages):
        test = rows("test")
        list(nlp.pipe(row["text"] for row in test[:100]))
        start = clock()
        right, count = 0, 0
        for row, doc in zip(test, nlp.pipe(row["text"] for row in test)):
            right += max(doc.cats, key=doc.cats.get) == row["label"]
            count += len(doc)
        result["predict"] = rate(count, start)
        result["accuracy"] = right / len(test)
        start = clock()
        count = sum(len(doc) for doc in nlp.pipe(row["text"] for row in training))
        result["stream"] = rate(count, start)
print(json.dumps(result))
