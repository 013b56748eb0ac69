"""Makes the fixture of the matchers: what spaCy finds for written and random patterns in documents of ours.

    .peers/bin/python -W ignore tools/golden/core-matcher.py packages/core/tests/golden/core --random 220
    .peers/bin/python -W ignore tools/golden/core-matcher.py .cache/own/core --random 6000 --seed 5    # a larger run
"""

import argparse
import json
import random
from pathlib import Path

import spacy
from spacy.matcher import Matcher, PhraseMatcher
from spacy.matcher.levenshtein import levenshtein, levenshtein_compare
from spacy.tokens import Doc, Span, Token

WORDS = (
    "The the cat Cat cats sat on mat mats . , 2 10 ten $ 5% hello Hello HELLO http://example.com a@b.org na\u00efve naive "
    "stra\u00dfe it's ( ) \u201c x colour color grey gray \U0001f600 New York Paris"
).split() + ["\n"]
TAGS = ["NN", "NNS", "VBD", "DT", "IN", "."]
POS = ["NOUN", "VERB", "DET", "ADP", "PUNCT", "PROPN"]
DEPS = ["nsubj", "ROOT", "det", "prep", "punct"]
MORPHS = ["Number=Sing", "Number=Plur", "Case=Acc,Nom|Number=Sing", "_", "Case=Nom|Number=Plur"]
LABELS = ["PERSON", "GPE", "MONEY"]
TEXT_ATTRS = ["ORTH", "TEXT", "LOWER", "NORM", "LEMMA", "SHAPE", "TAG", "POS", "DEP", "MORPH", "ENT_TYPE"]
FLAGS = (
    "IS_ALPHA IS_ASCII IS_DIGIT IS_LOWER IS_UPPER IS_TITLE IS_PUNCT IS_SPACE IS_BRACKET IS_QUOTE IS_LEFT_PUNCT "
    "IS_RIGHT_PUNCT IS_CURRENCY IS_STOP LIKE_NUM LIKE_URL LIKE_EMAIL SPACY IS_SENT_START SENT_START"
).split()
OPS = ["!", "?", "+", "*", "{2}", "{1,2}", "{1,}", "{,2}", "{0,1}", "1"]
REGEXES = ["^[Cc]at", "s$", "\\d+", "^\\w{3}$", "[^\\W\\d]", "a|o", "(?i)hello", "^$", "."]


def random_docs(rng, vocab, count):
    docs = []
    for _ in range(count):
        n = rng.randint(1, 12)
        doc = {"words": rng.choices(WORDS, k=n), "spaces": [rng.random() < 0.8 for _ in range(n)]}
        pick = lambda values: [rng.choice(values) for _ in range(n)]
        doc.update(tags=pick(TAGS), pos=pick(POS), morphs=pick(MORPHS))
        doc["lemmas"] = [word.lower().rstrip("s") or word for word in doc["words"]]
        doc["deps"] = pick(DEPS)
        doc["heads"] = [max(0, i - rng.randint(0, 1)) for i in range(n)]
        ents, i = [], 0
        while i < n:
            size = rng.randint(1, 3)
            if rng.random() < 0.3 and i + size <= n:
                ents.append([i, i + size, rng.choice(LABELS), rng.choice(["", "Q1"]), rng.choice(["", "id1"])])
                i += size
            i += 1
        doc["ents"] = ents
        doc["custom"] = [[rng.choice(["red", "green", 1, 2, True, ""]), rng.choice([[], ["a"], ["a", "b"]])] for _ in range(n)]
        docs.append(doc)
    return docs


def make_doc(vocab, spec):
    keys = ["words", "spaces", "tags", "pos", "morphs", "lemmas", "deps", "heads"]
    doc = Doc(vocab, **{key: spec[key] for key in keys if key in spec})
    doc.ents = [Span(doc, s, e, label=label, kb_id=kb, span_id=i) for s, e, label, kb, i in spec.get("ents", [])]
    for token, (colour, letters) in zip(doc, spec.get("custom", [])):
        token._.colour = colour
        token._.letters = letters
    return doc


def value_of(rng, docs, attr):
    """A value that some token has."""
    token = rng.choice(rng.choice(docs))
    name = {"ORTH": "text", "TEXT": "text", "MORPH": "morph"}.get(attr, attr.lower() + "_")
    return str(getattr(token, name))


def random_token(rng, docs):
    spec = {}
    for _ in range(rng.choice([0, 1, 1, 1, 1, 2])):
        kind = rng.random()
        if kind < 0.35:
            attr = rng.choice(TEXT_ATTRS)
            spec[attr] = value_of(rng, docs, attr)
        elif kind < 0.5:
            spec[rng.choice(FLAGS)] = rng.random() < 0.7
        elif kind < 0.55:
            spec["LENGTH"] = rng.choice([1, 3, {">=": 3}, {"<": 4}, {"!=": 3}, {"IN": [1, 2]}, {"NOT_IN": [3]}, {"==": 4}])
        elif kind < 0.6:
            spec["ENT_IOB"] = rng.choice(["I", "O", "B", 1, 3, ""])
        elif kind < 0.65:
            spec[rng.choice(["ENT_ID", "ENT_KB_ID"])] = rng.choice(["id1", "Q1", ""])
        elif kind < 0.72:
            spec["_"] = rng.choice([
                {"colour": "red"}, {"colour": 1}, {"colour": {"IN": ["red", 2]}}, {"colour": {"NOT_IN": ["green", ""]}},
                {"letters": {"INTERSECTS": ["a"]}}, {"letters": {"IS_SUBSET": ["a"]}}, {"letters": {"IS_SUPERSET": ["a", "b"]}},
                {"colour": True}, {"colour": {"==": "red"}},
            ])
        elif kind < 0.8:
            spec["MORPH"] = rng.choice([
                {"IS_SUPERSET": ["Number=Sing"]}, {"IS_SUBSET": ["Number=Plur", "Case=Nom"]}, {"INTERSECTS": ["Case=Acc"]},
                {"IN": ["Number=Sing|Case=Nom,Acc", "Number=Plur"]}, {"NOT_IN": ["Number=Sing"]}, {"REGEX": "Plur"},
                {"IS_SUPERSET": []}, {"IS_SUBSET": []}, {"IN": [""]}, "_", "",
            ])
        else:
            attr = rng.choice(TEXT_ATTRS[:-2])
            values = [value_of(rng, docs, attr) for _ in range(rng.randint(0, 3))]
            if attr == "MORPH":
                continue
            spec[attr] = rng.choice([
                {"IN": values}, {"NOT_IN": values}, {"IS_SUBSET": values}, {"IS_SUPERSET": values}, {"INTERSECTS": values},
                {"REGEX": rng.choice(REGEXES)}, {"REGEX": {"IN": rng.sample(REGEXES, 2)}}, {"REGEX": {"NOT_IN": rng.sample(REGEXES, 1)}},
                {"FUZZY": value_of(rng, docs, attr)}, {"FUZZY1": value_of(rng, docs, attr)}, {"FUZZY3": {"IN": values}},
                {"FUZZY1": {"NOT_IN": values}}, {"NOT_IN": values, "REGEX": rng.choice(REGEXES)},
            ])
    if rng.random() < 0.4:
        spec["OP"] = rng.choice(OPS)
    return spec


WRITTEN = [
    [[{"LOWER": "hello"}, {"IS_PUNCT": True, "OP": "?"}, {"LOWER": "cat"}]],
    [[{"IS_ALPHA": True, "OP": "+"}], [{"LOWER": "the"}, {"OP": "*"}, {"ORTH": "."}]],
    [[{"OP": "?"}, {"OP": "?"}, {"OP": "?"}]],
    [[{"OP": "*"}, {"OP": "*"}, {"LOWER": "cat"}, {"OP": "*"}]],
    [[{"LOWER": "cat", "OP": "!"}, {"LOWER": "sat", "OP": "!"}]],
    [[{"TAG": "NN", "OP": "{2,3}"}, {"POS": "VERB", "OP": "{,2}"}]],
    [[{"LOWER": {"FUZZY": "colour"}}], [{"LOWER": {"FUZZY2": "grey"}}]],
    [[{"LENGTH": {">=": 3, "<": 6}}]],
    [[{"ENT_TYPE": "GPE", "OP": "+"}]],
    [[{"lower": "new"}, {"lower": "york"}]],
    [[{"IS_SENT_START": True}, {}]],
    [[{"TEXT": {"REGEX": "^[A-Z]"}, "IS_TITLE": True, "OP": "{1,}"}]],
    [[{"MORPH": {"IS_SUPERSET": ["Case=Nom", "Number=Sing"]}}]],
    [[{"_": {"colour": "red", "letters": {"INTERSECTS": ["b"]}}}]],
    [[{"LOWER": {"IN": ["cat", "cats"], "NOT_IN": ["cats"]}}]],
    [[{"LOWER": {"regex": "^c"}}]],
]
INVALID = [
    [[]], [], [[{"LOWR": "x"}]], [[{"LOWER": 1}]], [[{"LOWER": None}]], [[{"IS_ALPHA": "yes"}]], [[{"OP": "%"}]],
    [[{"OP": "{3,2}"}]], [[{"OP": "{}"}]], [[{"OP": "{,}"}]], [[{"LOWER": {"IN": "x"}}]], [[{"LOWER": {"IN": [1]}}]],
    [[{"LOWER": {"FOO": "x"}}]], [[{"LENGTH": "3"}]], [[{"LENGTH": {">": "3"}}]], [[{"ENT_IOB": "X"}]], [[{"_": "x"}]],
    [[{"LOWER": {"REGEX": 3}}]], [["x"]], [[{"LOWER": {"FUZZY10": "x"}}]], [[{"OP": "1"}]], [[{"IS_ALPHA": 1}]],
    [[{"_": {"colour": None}}]], [[{"LOWER": {"IN": None}}]], [[{"PREFIX": "x"}]], [[{"LENGTH": {"IN": ["x"]}}]],
    [[{"LOWER": "a"}, {"FOO": 1}]], [[{"LOWER": ["a"]}]], [[{"OP": None}]], [[{"LOWER": {"==": "a"}}]],
]


def run(vocab, docs, case):
    matcher = Matcher(vocab, validate=False)
    matcher.add("A", case["patterns"], greedy=case.get("greedy"))
    if "second" in case:
        matcher.add("B", case["second"], greedy=case.get("second_greedy"))
    found = matcher(docs[case["doc"]], allow_missing=True, with_alignments=True)
    plain = matcher(docs[case["doc"]], allow_missing=True)
    assert [m[:3] for m in found] == plain
    return [[vocab.strings[key], start, end, alignments] for key, start, end, alignments in found]


def phrases(rng, vocab, docs):
    cases = []
    for attr in ["ORTH", "LOWER", "LEMMA", "POS", "SHAPE", "IS_ALPHA", "LENGTH", "ENT_IOB", "SENT_START"]:
        for _ in range(8):
            rules = []
            for key in rng.sample(["PERSON", "one", "two", "three", "four", "five", "six", "seven", "eight"], rng.randint(1, 7)):
                spans = []
                for _ in range(rng.randint(1, 3)):
                    index = rng.randrange(len(docs[:12]))
                    start = rng.randrange(len(docs[index]))
                    spans.append([index, start, min(len(docs[index]), start + rng.randint(1, 3))])
                rules.append([key, spans])
            if rng.random() < 0.5:  # the same phrase under several names
                rules += [[key + "!", [rules[0][1][0]]] for key, _ in rules]
            # Removing a rule of several phrases may crash spaCy.
            remove = [rules[0][0]] if rng.random() < 0.5 and len(rules) > 1 and len(rules[0][1]) == 1 else []
            matcher = PhraseMatcher(vocab, attr=attr)
            for key, spans in rules:
                matcher.add(key, [docs[i][s:e].as_doc() for i, s, e in spans])
            for key in remove:
                matcher.remove(key)
            index = rng.randrange(12)
            found = [[vocab.strings[key], s, e] for key, s, e in matcher(docs[index])]
            cases.append({"attr": attr, "rules": rules, "remove": remove, "doc": index, "matches": found})
    return cases


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--random", type=int, default=220)
    parser.add_argument("--seed", type=int, default=3)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    vocab = spacy.blank("en").vocab
    Token.set_extension("colour", default="")
    Token.set_extension("letters", default=[])
    specs = random_docs(rng, vocab, 30 if args.random < 1000 else 200)
    docs = [make_doc(vocab, spec) for spec in specs]
    cases = [{"patterns": patterns, "doc": index} for patterns in WRITTEN for index in range(3)]
    while len(cases) < args.random + 3 * len(WRITTEN):
        make = lambda: [[random_token(rng, docs) for _ in range(rng.randint(1, 4))] for _ in range(rng.randint(1, 2))]
        case = {"patterns": make(), "doc": rng.randrange(len(docs))}
        if rng.random() < 0.4:
            case["greedy"] = rng.choice(["FIRST", "LONGEST"])
        if rng.random() < 0.3:
            case["second"] = make()
            if rng.random() < 0.4:
                case["second_greedy"] = rng.choice(["FIRST", "LONGEST"])
        cases.append(case)
    for case in cases:
        case["matches"] = run(vocab, docs, case)
    invalid = []
    for patterns in INVALID:
        outcome = {"patterns": patterns}
        for name, validate in [("validated", True), ("unvalidated", False)]:
            try:
                Matcher(vocab, validate=validate).add("A", patterns)
                outcome[name] = "accepted"
            except Exception as error:
                outcome[name] = type(error).__name__
        invalid.append(outcome)
    pairs = [(rng.choice(WORDS), rng.choice(WORDS)) for _ in range(60)] + [("a" * 15, "a" * 11), ("a" * 15, "a" * 10), ("", "ab"), ("", "abc")]
    distances = [[a, b, levenshtein(a, b), bool(levenshtein_compare(a, b)), bool(levenshtein_compare(a, b, 1))] for a, b in pairs]
    parts = {"docs": specs, "cases": cases, "phrases": phrases(rng, vocab, docs), "invalid": invalid, "distances": distances}
    args.out.mkdir(parents=True, exist_ok=True)
    lines = [f'"{name}": [\n' + ",\n".join(json.dumps(row) for row in rows) + "\n]" for name, rows in parts.items()]
    (args.out / "matcher.json").write_text("{" + ",\n".join(lines) + "}\n")


if __name__ == "__main__":
    main()
