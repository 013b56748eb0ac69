"""The spaCy side of the benchmark of transformers; the same work as transformers-ours.mjs.

    transformers_spacy.py train   --data DIR --checkpoint DIR --steps N --warmup N [--seed N] [--model DIR]
    transformers_spacy.py predict --data DIR --model DIR [--docs N]
"""

import random
from pathlib import Path

import peer
import spacy
from spacy.util import fix_random_seed

options = peer.read_options(
    data=None, checkpoint=None, model=None, steps=30, warmup=3, size=16, seed=0, rate=5e-5, docs=1000, evaluate=False)
LISTENER = {
    "@architectures": "spacy-transformers.TransformerListener.v1",
    "grad_factor": 1.0,
    "pooling": {"@layers": "reduce_mean.v1"},
}
CONFIG = {
    "transformer": {
        "model": {
            "@architectures": "spacy-transformers.TransformerModel.v3",
            "name": options.checkpoint,
            "tokenizer_config": {"use_fast": True},
            "get_spans": {"@span_getters": "spacy-transformers.strided_spans.v1", "window": 128, "stride": 96},
        },
        "max_batch_items": 4096,
    },
    "tagger": {"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": LISTENER}},
    "ner": {
        "model": {
            "@architectures": "spacy.TransitionBasedParser.v2",
            "state_type": "ner",
            "extra_state_tokens": False,
            "hidden_width": 64,
            "maxout_pieces": 2,
            "use_upper": False,
            "tok2vec": LISTENER,
        }
    },
}


def part(nlp, name):
    return list(peer.examples(nlp, Path(options.data) / f"{name}.spacy"))


def train():
    fix_random_seed(options.seed)
    nlp = spacy.blank("en")
    for name, settings in CONFIG.items():
        nlp.add_pipe(name, config=settings)
    data = part(nlp, "train")
    nlp.initialize(lambda: data)
    batches = peer.batches_of(data, options.size, options.seed)
    result, _ = peer.train(nlp, batches, options, learn_rate=options.rate, averages=False)
    if options.model:
        nlp.to_disk(options.model)
    if options.evaluate:
        scores = nlp.evaluate(part(nlp, "dev"))
        result["scores"] = {key: scores[key] for key in ("tag_acc", "ents_f")}
    return result


def predict():
    nlp = spacy.load(options.model)
    docs = [example.predicted for example in part(nlp, "train")][: options.docs]
    peer.time_pipe(nlp, [doc.copy() for doc in docs[:64]], batch_size=64)
    return peer.time_pipe(nlp, docs, batch_size=64)


random.seed(options.seed)
peer.report({"train": train, "predict": predict}[options.what[0]]())
