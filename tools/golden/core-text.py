"""Makes the committed fixtures of texts and tokens from texts of our own, with spaCy as the reference.

    python tools/golden/core-text.py packages/core/tests/golden/core

The layout is that of the shared fixtures: hashing.json, lexemes.json, tokenizer-{en,xx}.jsonl,
tokenizer-en-explain.jsonl; and tokenizer-digests.json, the SHA-256 of `tokenizer.to_bytes(exclude=["vocab"])`.
"""
import base64
import hashlib
import json
import sys
from pathlib import Path

import numpy
import spacy
from spacy.strings import StringStore, hash_string
from spacy.symbols import IDS
from thinc.api import NumpyOps

FLAGS = (
    "is_alpha is_ascii is_digit is_lower is_upper is_title is_punct is_space is_bracket is_quote is_left_punct "
    "is_right_punct is_currency is_stop like_num like_url like_email"
).split()
EXTRA = ["", " ", "\n", "\x1c", "\x85", "\ufeff", "²", "③", "½", "a" * 99, "a" * 100, "😀" * 50, "They're", "a1", "A1"]


def write(path, records):
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="ascii")


def tokenized(nlp, text):
    doc = nlp.tokenizer(text)
    return {
        "source": "own",
        "text": text,
        "words": [token.text for token in doc],
        "spaces": [bool(token.whitespace_) for token in doc],
        "norms": [[token.i, token.norm_] for token in doc if token.norm_ != nlp.vocab[token.text].norm_],
    }


def lexeme(nlp, text):
    lex = nlp.vocab[text]
    return {
        "text": text,
        "orth": str(lex.orth),
        "lower": lex.lower_,
        "norm": lex.norm_,
        "prefix": lex.prefix_,
        "suffix": lex.suffix_,
        "shape": lex.shape_,
        "length": len(text),
        "flags": [flag for flag in FLAGS if getattr(lex, flag)],
    }


def array(values):
    data = base64.b64encode(numpy.ascontiguousarray(values).tobytes()).decode("ascii")
    return {"dtype": "uint32", "shape": list(values.shape), "data": data}


def main(out):
    out.mkdir(parents=True, exist_ok=True)
    lines = Path(__file__).with_name("texts").joinpath("en.txt").read_text(encoding="utf8").split("\n")
    texts = [line for line in lines if line] + ["\n".join(lines[:9]), "\n\n \n" + lines[0] + " \r\n\t", "  ", "\n"]
    digests = {}
    for lang in ("en", "xx"):
        nlp = spacy.blank(lang)
        write(out / f"tokenizer-{lang}.jsonl", [tokenized(nlp, text) for text in texts])
        digests[lang] = hashlib.sha256(nlp.tokenizer.to_bytes(exclude=["vocab"])).hexdigest()
    (out / "tokenizer-digests.json").write_text(json.dumps(digests) + "\n")

    nlp = spacy.blank("en")
    explained = [{"text": text, "explain": nlp.tokenizer.explain(text)} for text in texts]
    write(out / "tokenizer-en-explain.jsonl", explained)
    words = sorted({token.text for text in texts for token in nlp.tokenizer(text)})
    words += [word for word in EXTRA if word not in words]
    lexemes = [lexeme(nlp, word) for word in words if word]
    record = {"lang": "en", "all_flags": FLAGS, "lexemes": lexemes}
    (out / "lexemes.json").write_text(json.dumps(record) + "\n")

    store = StringStore()
    strings = [
        {
            "string": word,
            "hash_string": str(hash_string(word)),
            "string_store": str(store[word]),
            "is_symbol": word in IDS or word == "",
        }
        for word in words[::3] + EXTRA + ["NOUN", "nsubj", "ORTH", "PERSON"]
    ]
    keys = [0, 1, 2**32 - 1, 2**32, 2**63, 2**64 - 1] + [hash_string(word) for word in words[::12] if word]
    results = [
        {"seed": seed, "hash": array(NumpyOps().hash(numpy.asarray(keys, dtype="uint64"), seed))}
        for seed in (0, 1, 8, 2**31, 2**32 - 1)
    ]
    hashing = {
        "strings": strings,
        "symbols": {**IDS, "": 0},
        "hash_keys": {"keys": [str(key) for key in keys], "results": results},
    }
    (out / "hashing.json").write_text(json.dumps(hashing) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
