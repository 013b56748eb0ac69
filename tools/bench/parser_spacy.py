"""The spaCy side of the benchmark of the parser; the same work as parser-ours.mjs.

    parser_spacy.py convert --source DIR --data DIR
    parser_spacy.py train   --data DIR --steps N --warmup N [--seed N] [--model DIR]
    parser_spacy.py predict --data DIR --model DIR
"""

from pathlib import Path

import peer
import spacy
from spacy.tokens import DocBin
from spacy.training.converters import conllu_to_docs
from spacy.util import fix_random_seed

options = peer.read_options(source=None, data=None, model=None, steps=30, warmup=5, seed=0, evaluate=False)
data = Path(options.data)


def part(nlp, name):
    return list(peer.examples(nlp, data / f"{name}.spacy"))


def convert():
    for name in ("train", "dev"):
        text = (Path(options.source) / f"en_ewt-ud-{name}.conllu").read_text(encoding="utf8")
        DocBin(docs=conllu_to_docs(text, n_sents=10, no_print=True)).to_disk(data / f"{name}.spacy")
    return {}


def train():
    fix_random_seed(options.seed)
    nlp = spacy.blank("en")
    nlp.add_pipe("parser")
    corpus = part(nlp, "train")
    nlp.initialize(lambda: corpus)
    result, optimizer = peer.train(nlp, peer.batches_of_words(corpus), options)
    with nlp.use_params(optimizer.averages):
        if options.model:
            nlp.to_disk(options.model)
        if options.evaluate:
            scores = nlp.evaluate(part(nlp, "dev"))
            result["scores"] = {key: scores[key] for key in ("dep_uas", "dep_las", "sents_f")}
    return result


def predict():
    nlp = spacy.load(options.model)
    docs = [example.predicted for name in ("dev", "train") for example in part(nlp, name)[:400]]
    copies = [doc.copy() for doc in docs]
    peer.time_pipe(nlp, docs[:100])
    whole = peer.time_pipe(nlp, copies)
    tok2vec = nlp.get_pipe("parser").model.get_ref("tok2vec")
    start = peer.clock()
    for at in range(0, len(copies), 256):
        tok2vec.predict(copies[at : at + 256])
    return {**whole, "tok2vec": peer.rate(whole["words"], start)}


peer.report({"convert": convert, "train": train, "predict": predict}[options.what[0]]())
