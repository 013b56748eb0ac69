"""The spaCy side of the benchmark of text classification; the same work as textcat-ours.mjs.

    textcat_spacy.py --data DIR [--steps 100] [--warmup 5] [--seed 0] [--no-evaluate]
"""

from pathlib import Path

import peer
import spacy
from spacy.training import Example
from spacy.util import fix_random_seed

options = peer.read_options(data=None, steps=100, warmup=5, seed=0, no_evaluate=False)
fix_random_seed(options.seed)
training = peer.read_jsonl(Path(options.data) / "train.jsonl")
labels = sorted({row["label"] for row in training})
nlp = spacy.blank("en")
nlp.add_pipe("textcat")
data = []
for row in training:
    reference = nlp.make_doc(row["text"])
    reference.cats = {name: float(name == row["label"]) for name in labels}
    data.append(Example(nlp.make_doc(row["text"]), reference))
nlp.initialize(lambda: data)
result, optimizer = peer.train(nlp, peer.batches_of_words(data), options)
results = {"train": result}
if not options.no_evaluate:
    with nlp.use_params(optimizer.averages):
        test = peer.read_jsonl(Path(options.data) / "test.jsonl")
        peer.time_pipe(nlp, [row["text"] for row in test[:100]])
        start = peer.clock()
        right, count = 0, 0
        for row, doc in zip(test, nlp.pipe(row["text"] for row in test)):
            right += max(doc.cats, key=doc.cats.get) == row["label"]
            count += len(doc)
        results["predict"] = peer.rate(count, start)
        results["accuracy"] = right / len(test)
        results["stream"] = peer.time_pipe(nlp, [row["text"] for row in training])
peer.report(results)
