"""Transitions of entity recognition by spaCy, on random annotation of words made for this test.

    .peers/bin/python tools/golden/ner-oracle.py > packages/pipeline/tests/golden/ner/oracle.json

Predicted docs carry entities of an earlier component, blocked and missing tokens, whitespace and sentence starts; references
have missing tokens and incorrect spans. Each walk takes a random valid action, or one of the cheapest.
"""
import json
import random

import numpy
import spacy
from spacy.tokens import Doc, Span
from spacy.training import Example

LABELS = ["A", "B"]
WORDS = ["red", "ox", "sun", "\n", "sea", "map", " ", "fig"]
nlp = spacy.blank("en")
rng = random.Random(7)


def spans_of(doc, density):
    """Random spans that do not overlap."""
    out, i = [], 0
    while i < len(doc):
        size = rng.choice([1, 1, 2, 3])
        if rng.random() < density and i + size <= len(doc):
            out.append(Span(doc, i, i + size, label=rng.choice(LABELS)))
            i += size
        else:
            i += 1
    return out


def columns(doc):
    return {"iob": [t.ent_iob for t in doc], "types": [t.ent_type_ for t in doc]}


def annotate(doc, density):
    """Entities, and some tokens that are missing, outside or blocked instead."""
    groups = {"ents": [], "blocked": [], "missing": [], "outside": []}
    for span in spans_of(doc, density):
        name = rng.choices(list(groups), [6, 1, 1, 1])[0]
        groups[name].append(span)
    ents = groups.pop("ents")
    doc.set_ents(ents, **groups, default=rng.choice(["missing", "outside", "missing"]))


def make_example():
    words = [rng.choice(WORDS) for _ in range(rng.randint(1, 9))]
    starts = [i == 0 or rng.random() < 0.15 for i in range(len(words))]
    predicted = Doc(nlp.vocab, words=words, sent_starts=starts if rng.random() < 0.6 else None)
    reference = Doc(nlp.vocab, words=words)
    annotate(predicted, rng.choice([0, 0, 0.3]))
    annotate(reference, rng.choice([0.3, 0.6]))
    reference.spans["wrong"] = [s for s in spans_of(reference, 0.4) if s not in reference.ents]
    return Example(predicted, reference)


def walk(ner, models, example):
    moves = ner.moves
    doc = example.predicted
    state = moves.init_batch([doc])[0]
    gold = moves.init_gold(state, example)
    case = {
        "words": [t.text for t in doc],
        "sent_starts": [t.sent_start for t in doc],
        "predicted": columns(doc),
        "reference": columns(example.reference),
        "incorrect": [[s.start, s.end, s.label_] for s in example.reference.spans["wrong"]],
        "has_gold": moves.has_gold(example),
        "steps": [],
    }
    try:
        history = moves.get_oracle_sequence_from_state(state.copy(), gold)
        case["oracle"] = [moves.get_class_name(i) for i in history]
    except ValueError:
        case["oracle"] = None
    while not state.is_final():
        costs = [float(moves.get_cost(state, gold, i)) for i in range(moves.n_moves)]
        valid = [i for i, c in enumerate(costs) if c < 9000]
        if not valid:
            case["stuck"] = True
            return case
        best = min(valid, key=lambda i: costs[i])
        action = moves.get_class_name(rng.choice(valid) if rng.random() < 0.5 else best)
        ids = [m.get_token_ids([state])[0].tolist() for m in models]
        case["steps"].append({"costs": costs, "ids": ids, "action": action})
        moves.apply_transition(state, action)
    ner.set_annotations([doc], [state])
    case["annotated"] = columns(doc)
    return case


def main():
    numpy.random.seed(0)
    pipes = []
    for extra in (False, True):
        other = spacy.blank("en")
        block = {"@architectures": "spacy.TransitionBasedParser.v2", "state_type": "ner", "hidden_width": 2,
                 "extra_state_tokens": extra, "maxout_pieces": 2, "use_upper": True,
                 "tok2vec": {"@architectures": "spacy.HashEmbedCNN.v2", "width": 2, "depth": 1, "embed_size": 4,
                             "window_size": 1, "maxout_pieces": 2, "subword_features": False,
                             "pretrained_vectors": None}}
        ner = other.add_pipe("ner", config={"model": block, "incorrect_spans_key": "wrong"})
        for label in LABELS:
            ner.add_label(label)
        other.initialize(lambda: [Example(Doc(other.vocab, words=["a"]), Doc(other.vocab, words=["a"]))])
        pipes.append(ner)
    cases = []
    while len(cases) < 120:
        example = make_example()
        models = [ner.model.predict([example.predicted]) for ner in pipes]
        cases.append(walk(pipes[0], models, example))
    moves = pipes[0].moves
    names = [moves.get_class_name(i) for i in range(moves.n_moves)]
    labels = {str(k): dict(v) for k, v in moves.labels.items()}
    print(json.dumps({"spacy": spacy.__version__, "classes": names, "labels": labels, "cases": cases}))


main()
