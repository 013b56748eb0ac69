"""Transitions of dependency parsing by spaCy, on random trees over words made for this test.

    .peers/bin/python tools/golden/parser-oracle.py > packages/pipeline/tests/golden/parser/oracle.json

References have crossing arcs, several sentences and tokens without annotation; predicted docs join some words, and carry sentence
starts of an earlier component. Each walk takes a random valid action, or one of the cheapest.
"""
import contextlib
import json
import random
import sys

import numpy
import spacy
from spacy.tokens import Doc
from spacy.training import Example

WORDS = ["red", "ox", "sun", "sea", "map", "fig", "elm", "oak"]
LABELS = ["a", "b", "c", "dep"]
nlp = spacy.blank("en")
rng = random.Random(11)


def tree(start, end):
    """Heads of one sentence: words join in random order, mostly near the word before."""
    order = list(range(start, end))
    if rng.random() < 0.6:
        rng.shuffle(order)
    heads = {order[0]: order[0]}
    for token in order[1:]:
        near = sorted(heads, key=lambda other: abs(other - token))
        heads[token] = near[0] if rng.random() < 0.7 else rng.choice(near)
    return [heads[i] for i in range(start, end)]


def make_example():
    size = rng.randint(1, 10)
    words = [rng.choice(WORDS) for _ in range(size)]
    spaces = [rng.random() < 0.8 for _ in words]
    cuts = [0] + [i for i in range(1, size) if rng.random() < 0.2] + [size]
    heads = [head for start, end in zip(cuts, cuts[1:]) for head in tree(start, end)]
    deps = ["ROOT" if i == head else rng.choice(LABELS) for i, head in enumerate(heads)]
    if rng.random() < 0.3:
        deps = [dep if rng.random() < 0.7 or i == heads[i] else "" for i, dep in enumerate(deps)]
    reference = Doc(nlp.vocab, words=words, spaces=spaces, heads=heads, deps=deps)
    # As they were given: a token without label answers that it is its own head.
    reference.user_data["heads"] = heads
    predicted = []
    for i, word in enumerate(words):
        if i > 0 and not spaces[i - 1] and rng.random() < 0.5:
            predicted[-1] = (predicted[-1][0] + word, spaces[i])
        else:
            predicted.append((word, spaces[i]))
    starts = None
    if rng.random() < 0.4:
        starts = [rng.choice([True, False, None, None, None]) for _ in predicted]
    doc = Doc(nlp.vocab, words=[w for w, _ in predicted], spaces=[s for _, s in predicted], sent_starts=starts)
    return Example(doc, reference)


def sent_starts(doc):
    return [{True: 1, False: -1, None: 0}[token.is_sent_start] for token in doc]


def columns(doc):
    return {"heads": [t.head.i for t in doc], "deps": [t.dep_ for t in doc],
            "sent_starts": sent_starts(doc)}


def words_of(doc):
    return [[t.text for t in doc], [bool(t.whitespace_) for t in doc]]


def walk(parser, models, example):
    moves = parser.moves
    doc = example.predicted
    state = moves.init_batch([doc])[0]
    gold = moves.init_gold(state, example)
    case = {
        "predicted": [*words_of(doc), sent_starts(doc)],
        "reference": [*words_of(example.reference),
                      {**columns(example.reference), "heads": example.reference.user_data["heads"]}],
        "has_gold": moves.has_gold(example),
        "steps": [],
    }
    while not state.is_final():
        gold.update(state)
        costs = [int(moves.get_cost(state, gold, i)) for i in range(moves.n_moves)]
        valid = [i for i, cost in enumerate(costs) if cost < 9000]
        if not valid:
            case["stuck"] = True
            return case
        best = min(valid, key=lambda i: costs[i])
        action = moves.get_class_name(rng.choice(valid) if rng.random() < 0.5 else best)
        ids = [m.get_token_ids([state])[0].tolist() for m in models]
        case["steps"].append({"costs": costs, "ids": ids, "action": action})
        moves.apply_transition(state, action)
    parser.set_annotations([doc], [state])
    case["annotated"] = columns(doc)
    return case


def make_parser(extra, examples):
    other = spacy.blank("en", vocab=nlp.vocab)
    block = {"@architectures": "spacy.TransitionBasedParser.v2", "state_type": "parser", "hidden_width": 2,
             "extra_state_tokens": extra, "maxout_pieces": 2, "use_upper": True,
             "tok2vec": {"@architectures": "spacy.HashEmbedCNN.v2", "width": 2, "depth": 1, "embed_size": 4,
                         "window_size": 1, "maxout_pieces": 2, "subword_features": False,
                         "pretrained_vectors": None}}
    parser = other.add_pipe("parser", config={"model": block, "min_action_freq": 20})
    other.initialize(lambda: examples)
    return parser


def main():
    numpy.random.seed(0)
    examples = [make_example() for _ in range(70)]
    with contextlib.redirect_stdout(sys.stderr):
        pipes = [make_parser(extra, examples) for extra in (False, True)]
        cases = []
        for example in examples:
            models = [pipe.model.predict([example.predicted]) for pipe in pipes]
            cases.append(walk(pipes[0], models, example))
    moves = pipes[0].moves
    names = [moves.get_class_name(i) for i in range(moves.n_moves)]
    labels = {str(k): dict(v) for k, v in moves.labels.items()}
    print(json.dumps({"spacy": spacy.__version__, "classes": names, "labels": labels, "cases": cases},
                     separators=(",", ":")))


main()
