"""Write random word vectors of the quickstart's words as text, an input of make/pipelines.py: no table of others is needed.

    python random-vectors.py OUT_FILE
"""

import sys
from pathlib import Path

import numpy
import spacy

CORPUS = Path(__file__).parent.parent / "quickstart" / "corpus"
WIDTH = 20


def main() -> None:
    """Half of the words get a vector, the same in every run."""
    nlp = spacy.blank("en")
    text = "\n".join(path.read_text(encoding="utf8") for path in sorted(CORPUS.glob("*.jsonl")))
    words = sorted({token.text for line in text.splitlines() for token in nlp.make_doc(line) if token.is_alpha})
    random = numpy.random.RandomState(5)
    with Path(sys.argv[1]).open("w", encoding="utf8") as file:
        for word in words[::2]:
            file.write(" ".join([word, *(f"{x:.4f}" for x in random.normal(0, 0.4, WIDTH))]) + "\n")


main()
