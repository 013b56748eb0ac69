"""Write what spaCy masks in sentences of our own, with numpy's generator from a fixed seed.

    python pretrain-masking.py ../../packages/pretrain/tests/golden/pretrain
"""

import json
import sys
from pathlib import Path

import numpy
import spacy
from spacy.ml.models import multi_task

SENTENCES = [
    "Six wet bicycles leaned against the bakery wall.",
    "Nobody knew who had painted the gate blue, but everybody liked it!",
    "Ms. Okafor's train arrived at 10:45, twelve minutes late.",
    "The café sells 3 kinds of Käsekuchen for €4.20.",
]
WORDS = ["kettle", "gravel", "Thursday", "sings", "over", "blue", "...", "café"]
SEED = 7
BATCHES = 40


class Vocab:
    """Just what the random words are taken from."""

    def __iter__(self):
        for word in WORDS:
            yield type("Lexeme", (), {"text": word, "prob": -20.0})


def main() -> None:
    """The same few sentences again and again, so that all branches occur."""
    nlp = spacy.blank("en")
    docs = [nlp.make_doc(text) for text in SENTENCES]
    words = multi_task._RandomWords(Vocab())
    numpy.random.seed(SEED)
    batches = []
    for _ in range(BATCHES):
        keep, masked = multi_task._apply_mask(docs, words)
        batches.append({
            "keep": "".join("1" if kept else "0" for kept in keep),
            "words": [[token.text for token in doc] for doc in masked],
        })
    ends = [[doc.to_utf8_array(nr_char=n).tolist() for doc in docs] for n in (1, 3, 4, 9)]
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    data = {"seed": SEED, "sentences": SENTENCES, "random_words": WORDS, "batches": batches,
            "word_ends": dict(zip(("1", "3", "4", "9"), ends))}
    (out / "masking.json").write_text(json.dumps(data, ensure_ascii=False) + "\n", encoding="utf8")


main()
