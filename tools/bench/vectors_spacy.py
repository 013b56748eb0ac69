"""The spaCy side of the benchmark of vectors: processor seconds by name. The same work as vectors-ours.mjs."""

import random
import sys
import time

import numpy
import spacy
from peer import report
from spacy.tokens import Doc
from spacy.vectors import Vectors

task, *args = sys.argv[1:]
times = {}


class timed:
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        self.start = time.process_time()

    def __exit__(self, *_):
        times[self.name] = time.process_time() - self.start


if task == "similar":
    rows, width, queries = map(int, args)
    rng = numpy.random.default_rng(0)
    vectors = Vectors(data=rng.standard_normal((rows, width), dtype="f"), keys=range(1000, 1000 + rows))
    asked = rng.standard_normal((queries, width), dtype="f")
    with timed(f"mostSimilar, {queries} queries in {rows} x {width}"):
        vectors.most_similar(asked, n=10)
else:
    nlp = spacy.load(args[0])
    random.seed(0)
    words = [nlp.vocab.strings[key] for key in list(nlp.vocab.vectors.keys())[:15000]]
    texts = [[random.choice(words) for _ in range(50)] for _ in range(int(args[1]))]
    with timed("documents of 50 words with vectors: making them and their vectors"):
        docs = [Doc(nlp.vocab, words=text) for text in texts]
        for doc in docs:
            doc.vector
    with timed("similarity of documents in pairs"):
        for one, other in zip(docs, docs[1:]):
            one.similarity(other)
report({"times": times})
