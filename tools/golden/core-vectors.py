"""Vectors of our own, and what spaCy makes of them, in the layout of the larger set's core/vectors.

    .peers/bin/python -W ignore tools/golden/core-vectors.py packages/core/tests/golden/core/vectors

The words are listed here and the numbers come from a seed, so nothing in the files belongs to anybody else.
"""

import base64
import json
import random
import shutil
import struct
import sys
import warnings
from pathlib import Path

import numpy
import spacy
from spacy.attrs import IDS
from spacy.cli.init_pipeline import init_vectors_cli
from spacy.training.initialize import convert_vectors
from spacy.vectors import Vectors

WIDTH = 8
WORDS = (
    "the , . of and to in a dog dogs Dog cat cats kitten river ocean lake boat boats house houses home garden tree trees "
    "apple apples pear bread cheese water tea coffee king queen good better best bad worse run runs running ran walk "
    "blue green red yellow color music piano school teacher student train station city town n't 's not NOUN #tag 1,000"
).split()
UNUSUAL = ["New York", "\u00a0", "naïve", "日本", "😀"]
FLORET = {"minn": 2, "maxn": 4, "hash_count": 2, "hash_seed": 2166136261, "bow": "<", "eow": ">"}
DOCS = [
    ["the", "dog", "and", "the", "cat"],
    ["apple"],
    ["an", "apple"],
    ["good", "tea", "in", "the", "garden"],
    ["qwertyuiop"],
    ["the", "qwertyuiop"],
    [],
    ["cat", "the", "and", "dog", "the"],
    ["the", "dog", "and", "the", "cat"],
]
SPANS = [(0, 0, 2), (0, 3, 5), (3, 1, 4), (3, 1, 1), (4, 0, 1), (0, 0, 5)]
PAIRS = [
    ({"lexeme": "dog"}, {"lexeme": "cat"}),
    ({"lexeme": "dog"}, {"lexeme": "dog"}),
    ({"lexeme": "dog"}, {"lexeme": "qwertyuiop"}),
    ({"lexeme": "qwertyuiop"}, {"lexeme": "qwertyuiop"}),
    ({"doc": 0, "token": 1}, {"doc": 0, "token": 4}),
    ({"doc": 0, "token": 0}, {"doc": 0, "token": 3}),
    ({"doc": 0, "token": 1}, {"lexeme": "cat"}),
    ({"lexeme": "cat"}, {"doc": 0, "token": 1}),
    ({"doc": 4, "token": 0}, {"doc": 4}),
    ({"doc": 4}, {"doc": 4, "token": 0}),
    ({"doc": 0}, {"doc": 3}),
    ({"doc": 0}, {"doc": 7}),
    ({"doc": 0}, {"doc": 8}),
    ({"doc": 0}, {"doc": 6}),
    ({"doc": 1}, {"lexeme": "apple"}),
    ({"doc": 1}, {"doc": 2, "start": 1, "end": 2}),
    ({"doc": 0, "start": 0, "end": 2}, {"doc": 3, "start": 1, "end": 4}),
    ({"doc": 3, "start": 1, "end": 1}, {"doc": 0}),
]


def array(values):
    """One array as the fixtures write it."""
    values = numpy.ascontiguousarray(values)
    return {
        "dtype": str(values.dtype),
        "shape": list(values.shape),
        "data": base64.b64encode(values.astype(values.dtype.newbyteorder("<")).tobytes()).decode(),
    }


def write_tables(folder, rng):
    """The same rows in several formats, a table with duplicates, a small one, and one of floret's form."""

    def numbers(width=WIDTH):
        return [f"{rng.uniform(-1, 1):.5f}" for _ in range(width)]

    rows = [(word, numbers()) for word in WORDS + UNUSUAL]
    known = dict(rows)

    def text(name, rows, header=True, end=""):
        lines = [f"{len(rows)} {WIDTH}"] if header else []
        lines += [" ".join([word, *values]) + end for word, values in rows]
        (folder / name).write_bytes("".join(line + "\n" for line in lines).encode())

    text("base.w2v.txt", rows)
    text("base.glove.txt", rows, header=False)
    text("base.fasttext.vec", rows, end=" ")
    text("small.vec", rows[:12])
    same = [("pup", "dog"), ("sea", "ocean"), ("THE", "the"), ("river", "lake"), ("king", "queen")]
    doubled = rows[:20] + [(word, known[other]) for word, other in same] + [("void", ["0"] * WIDTH), ("nothing", ["0"] * WIDTH)]
    text("duplicates.vec", doubled)
    parts = [f"{len(rows)} {WIDTH}\n".encode()]
    for word, values in rows:
        parts.append(word.encode() + b" " + struct.pack(f"<{WIDTH}f", *map(float, values)) + b"\n")
    (folder / "base.w2v.bin").write_bytes(b"".join(parts))
    header = [str(part) for part in [50, WIDTH, *FLORET.values()]]
    lines = [" ".join(header)] + [" ".join([str(row), *numbers()]) + " " for row in range(50)]
    (folder / "table.floret").write_text("\n".join(lines) + "\n")


def loaded(folder, file, *, truncate=0, prune=-1, name=None, attr="ORTH", mode="default"):
    nlp = spacy.blank("en")
    convert_vectors(nlp, folder / file, truncate=truncate, prune=prune, name=name, mode=mode, attr=attr)
    return nlp


def table_of(nlp, data=True):
    vectors = nlp.vocab.vectors
    return {
        "name": vectors.name,
        "attr": vectors.attr,
        "mode": vectors.mode,
        "shape": list(vectors.shape),
        "n_keys": vectors.n_keys,
        "key2row": [[nlp.vocab.strings[key], str(key), int(row)] for key, row in vectors.key2row.items()],
        **({"data": array(vectors.data)} if data else {}),
    }


def load_cases(folder):
    cases = [("base.w2v.txt", {}), ("base.glove.txt", {}), ("base.fasttext.vec", {})]
    cases += [("base.w2v.txt", {"truncate": n}) for n in (1, 20, 500)]
    cases += [("base.w2v.txt", {"prune": 10}), ("base.w2v.txt", {"truncate": 30, "prune": 8})]
    cases += [("base.w2v.txt", {"truncate": 5, "attr": attr}) for attr in ("LOWER", "text", "nonsense")]
    cases += [("duplicates.vec", {}), ("duplicates.vec", {"attr": "LOWER"}), ("duplicates.vec", {"prune": 6})]
    cases += [("small.vec", {"mode": "floret"}), ("small.vec", {"mode": "other"})]
    rows = []
    for file, options in cases:
        try:
            rows.append({"file": file, "options": options, "result": table_of(loaded(folder, file, **options))})
        except (ValueError, AssertionError) as failure:
            rows.append({"file": file, "options": options, "error": {"class": type(failure).__name__}})
    return rows


def prune_cases(folder):
    rows = []
    for file, count, batch in [("base.w2v.txt", 20, 1024), ("base.w2v.txt", 5, 4), ("duplicates.vec", 8, 1024)]:
        nlp = loaded(folder, file)
        before = {word: nlp.vocab[word].vector.copy() for word in WORDS if nlp.vocab.has_vector(word)}
        removed = nlp.vocab.prune_vectors(count, batch_size=batch)
        kept = nlp.vocab.vectors.data / numpy.maximum(numpy.linalg.norm(nlp.vocab.vectors.data, axis=1, keepdims=True), 1e-9)
        listed = []
        for word, (to, score) in removed.items():
            vector = before.get(word)
            norm = 0 if vector is None else numpy.linalg.norm(vector)
            # Without its own numbers, or with zeros alone, any row may be the nearest.
            ties = 2 if norm == 0 else int((kept @ (vector / norm) > float(score) - 1.5e-4).sum())
            listed.append({"word": word, "to": to, "score": float(score), "tie": ties > 1})
        rows.append({"file": file, "rows": count, "batch_size": batch, "removed": listed, "table": table_of(nlp)})
    return rows


def described(thing):
    return {"has_vector": bool(thing.has_vector), "vector_norm": float(thing.vector_norm), "vector": array(thing.vector)}


def lookup(folder):
    nlp = loaded(folder, "base.w2v.txt")
    docs = [spacy.tokens.Doc(nlp.vocab, words=words) for words in DOCS]

    def pick(spec):
        if "lexeme" in spec:
            return nlp.vocab[spec["lexeme"]]
        doc = docs[spec["doc"]]
        if "token" in spec:
            return doc[spec["token"]]
        return doc[spec["start"] : spec["end"]] if "start" in spec else doc

    def similarity(a, b):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            result = pick(a).similarity(pick(b))
        codes = [str(entry.message)[1:5] for entry in caught if str(entry.message).startswith("[W")]
        return {"a": a, "b": b, "result": float(result), "warnings": codes}

    def most_similar(words, n, batch_size):
        queries = numpy.vstack([nlp.vocab[word].vector for word in words])
        row = {"words": words, "n": n, "batch_size": batch_size, "queries": array(queries.copy())}
        try:
            keys, rows, scores = nlp.vocab.vectors.most_similar(queries, n=n, batch_size=batch_size)
        except ValueError as failure:
            return {**row, "error": {"class": type(failure).__name__}}
        result = {"keys": [[str(key) for key in line] for line in keys], "rows": rows.tolist(), "scores": scores.tolist()}
        return {**row, "result": {**result, "scores_belong_to_rows": n < 20}}

    vectors = nlp.vocab.vectors
    keys = ["the", "apple", "New York", "NOUN", "qwertyuiop"]
    return {
        "file": "base.w2v.txt",
        "docs": [
            {
                "words": list(words),
                **described(doc),
                "tokens": [{"text": t.text, "is_oov": t.is_oov, "has_vector": t.has_vector} for t in doc],
            }
            for words, doc in zip(DOCS, docs)
        ],
        "spans": [{"doc": d, "start": s, "end": e, **described(docs[d][s:e])} for d, s, e in SPANS],
        "lexemes": [
            {"word": w, "orth": str(nlp.vocab[w].orth), "is_oov": nlp.vocab[w].is_oov, **described(nlp.vocab[w])}
            for w in [*keys, "Zyzzyva", "日本", "DOG"]
        ],
        "similarity": [similarity(a, b) for a, b in PAIRS],
        "most_similar": [
            most_similar(["dog"], 1, 1024),
            most_similar(["dog", "king", "tea"], 5, 2),
            most_similar(["dog"], 500, 1024),
        ],
        "find": {
            "keys": keys,
            "found_rows": [int(row) for row in vectors.find(keys=keys)],
            "rows": [0, 1, 7],
            "found_keys": [str(key) for key in vectors.find(rows=[0, 1, 7])],
        },
        "get_batch": {"keys": ["the", "dog", "the"], "vectors": array(vectors.get_batch(["the", "dog", "the"]))},
    }


def attr_cases(folder):
    rows = []
    cases = [("base.w2v.txt", "LOWER", -1), ("base.w2v.txt", "NORM", -1), ("base.w2v.txt", "LOWER", 20), ("duplicates.vec", "LOWER", -1)]
    for file, attr, prune in cases:
        nlp = loaded(folder, file, attr=attr, prune=prune)
        words = ["dog", "Dog", "DOG", "Apple", "APPLE", "THE", "n't", "qwertyuiop"]
        known = [nlp.vocab.has_vector(word) for word in words]
        rows.append({"file": file, "attr": attr, "prune": prune, "words": words, "has_vector": known, "attr_id": nlp.vocab.vectors.attr})
    return rows


def floret(folder):
    nlp = loaded(folder, "table.floret", mode="floret")
    table = nlp.vocab.vectors.data

    def ngrams(vectors, word):
        if word == "":
            return []
        found = [(ngram, vectors._get_ngram_hashes(ngram)) for ngram in vectors._get_ngrams(word)]
        return [{"ngram": n, "hashes": h, "rows": [x % len(table) for x in h]} for n, h in found]

    def words(vectors, vocab, texts):
        return [{"word": w, "ngrams": ngrams(vectors, w), "vector": array(vectors.get_batch([vocab.strings.add(w)])[0])} for w in texts]

    texts = ["the", "The", "unseenwordform", "a", "é", "日本語", "😀", "a b", "<the>", "NOUN"]
    seen = words(nlp.vocab.vectors, nlp.vocab, texts)
    for row in seen:
        lexeme = nlp.vocab[row["word"]]
        row.update(has_vector=lexeme.has_vector, vector_norm=float(lexeme.vector_norm))
    docs = []
    for tokens in [["the", "cat", "sat"], ["unseenwordform"], [], ["The", "the"]]:
        doc = spacy.tokens.Doc(nlp.vocab, words=tokens)
        first = float(doc.similarity(doc[0])) if tokens else None
        docs.append({"words": tokens, **described(doc), "similarity_to_first_token": first, "is_oov": [t.is_oov for t in doc]})
    others = []
    for settings in [
        {**FLORET, "hash_count": 1},
        {"minn": 1, "maxn": 2, "hash_count": 4, "hash_seed": 0, "bow": "[", "eow": "]"},
        {"minn": 0, "maxn": 0, "hash_count": 3, "hash_seed": 1, "bow": "<", "eow": ">"},
    ]:
        vectors = Vectors(strings=nlp.vocab.strings, data=table, mode="floret", **settings)
        others.append({"settings": settings, "words": words(vectors, nlp.vocab, ["the", "日本語", "unseenwordform"])})
    strings = nlp.vocab.strings
    batches = [["the", "cat", "the"], ["", "the"]]
    for text in {key for batch in batches for key in batch}:
        strings.add(text)
    return {
        "file": "table.floret",
        "settings": {**FLORET, "attr": IDS["ORTH"], "shape": list(table.shape)},
        "words": seen,
        "docs": docs,
        "batches": [{"keys": keys, "vectors": array(nlp.vocab.vectors.get_batch([strings[key] for key in keys]))} for keys in batches],
        "other_settings": others,
    }


def init_folder(source, target, mode):
    """Only the files of the vectors: the rest is proved elsewhere."""
    shutil.rmtree(target, ignore_errors=True)
    init_vectors_cli("en", source, target, prune=-1, truncate=0, mode=mode, name=None, verbose=False, jsonl_loc=None, attr="ORTH")
    for path in target.iterdir():
        if path.name != "vocab":
            path.unlink()
    for name in ("strings.json", "lookups.bin"):
        (target / "vocab" / name).unlink()


def main():
    folder = Path(sys.argv[1])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    write_tables(folder, random.Random(7))
    parts = {
        "load": load_cases(folder),
        "prune": prune_cases(folder),
        "lookup": lookup(folder),
        "attr": attr_cases(folder),
        "floret": floret(folder),
        "pitfalls": {"get_batch_gives_the_last_row_for_unknown_keys": {"keys": ["qwertyuiop", "Zyzzyva"]}},
    }
    for name, value in parts.items():
        (folder / f"{name}.json").write_text(json.dumps(value, separators=(",", ":")) + "\n")
    init_folder(folder / "small.vec", folder / "init-small", "default")
    init_folder(folder / "table.floret", folder / "init-floret", "floret")


main()
