"""What core-doc.py makes fixtures of: documents and files written for this project."""

import json

PARSED = {
    "words": ["Kenji", "sent", "the", "old", "bike", "to", "Oslo", "on", "Monday", ".", "Nobody", "asked", "why", "!"],
    "spaces": [True, True, True, True, True, True, True, True, False, True, True, True, False, False],
    "tags": ["NNP", "VBD", "DT", "JJ", "NN", "IN", "NNP", "IN", "NNP", ".", "NN", "VBD", "WRB", "."],
    "pos": ["PROPN", "VERB", "DET", "ADJ", "NOUN", "ADP", "PROPN", "ADP", "PROPN", "PUNCT", "PRON", "VERB", "ADV", "PUNCT"],
    "morphs": ["Number=Sing", "VerbForm=Fin|Tense=Past", "_", "Degree=Pos", "Number=Sing", "", "Number=Sing", "", "Number=Sing", "PunctType=Peri", "", "Tense=Past", "", ""],
    "lemmas": ["Kenji", "send", "the", "old", "bike", "to", "Oslo", "on", "Monday", ".", "nobody", "ask", "why", "!"],
    "heads": [1, 1, 4, 4, 1, 1, 5, 1, 7, 1, 11, 11, 11, 11],
    "deps": ["nsubj", "ROOT", "det", "amod", "dobj", "prep", "pobj", "prep", "pobj", "punct", "nsubj", "ROOT", "advmod", "punct"],
    "ents": [[0, 1, "PERSON", "K1"], [2, 5, "PRODUCT", "", "bike-1"], [6, 7, "GPE", "Q585"], [8, 9, "DATE"]],
    "cats": {"BIKES": 1, "TRAVEL": 0.25},
    "spans": {"sc": {"spans": [[0, 5, "A", "", "x"], [2, 5, "B", "Q1"]], "attrs": {"by": "hand"}}, "none": {"spans": []}},
    "user_data": [["source", "made up"], [["._.", "mark", 11, None], 1.5], [["._.", "note", 0, 5], {"n": [1, 2.5, None]}]],
}
NONPROJECTIVE = {
    "words": ["What", "did", "you", "say", "that", "he", "bought", "?"],
    "spaces": [True, True, True, True, True, True, False, False],
    "heads": [6, 3, 3, 3, 6, 6, 3, 3],
    "deps": ["dobj", "aux", "nsubj", "ROOT", "mark", "nsubj", "ccomp", "punct"],
    "tags": ["WP", "VBD", "PRP", "VB", "IN", "PRP", "VBD", "."],
}
PARTIAL = {
    "words": ["Ada", "met", "Bo", "Li", "in", "Rio"],
    "spaces": [True, True, True, True, True, False],
    "ents_iob": ["B-PER", "O", "B-PER", "I-PER", "", "I-LOC"],
    "sent_starts": [True, None, None, False, None, None],
}
UNKNOWN = {"words": ["no", "spaces", "known"], "spaces": None, "lemmas": ["no", "space", "know"]}
ASTRAL = {
    "words": ["\U0001F600", "ok", "\U00020000\U00020001", "fin"],
    "spaces": [True, False, True, False],
    "ents": [[0, 1, "EMO"], [2, 3, "HAN"]],
    "tags": ["SYM", "UH", "NN", "NN"],
    "spans": {"k": {"spans": [[1, 3, "X"]]}},
    "user_data": [[["._.", "mark", 4, None], "astral"]],
}
EMPTY = {"words": [], "spaces": []}
MISSING = {"words": ["Some", "are", "not", "Known"], "spaces": [True, True, True, False], "ents": [[3, 4, "X"]], "ents_missing": [[0, 2]]}

BIG = {"words": ["big"], "spaces": [False], "user_data": [["n", {"big": 9007199254740995}]]}

DOCS = [PARSED, EMPTY, BIG, NONPROJECTIVE, PARTIAL, UNKNOWN, ASTRAL, MISSING]

# Parts of documents as documents: spec, start, end.
SLICES = [
    (PARSED, 0, 14), (PARSED, 0, 10), (PARSED, 10, 14), (PARSED, 3, 8), (PARSED, 2, 4), (PARSED, 5, 13), (PARSED, 4, 4),
    (NONPROJECTIVE, 0, 3), (NONPROJECTIVE, 4, 8), (PARTIAL, 0, 3), (PARTIAL, 3, 6), (ASTRAL, 1, 4), (UNKNOWN, 1, 3), (MISSING, 1, 4),
]  # fmt: skip

# Documents to join, with the options of Doc.from_docs.
JOINS = [
    ([PARSED, NONPROJECTIVE], {}),
    ([PARTIAL, EMPTY, ASTRAL, PARTIAL], {}),
    ([ASTRAL, PARTIAL], {"ensure_whitespace": False}),
    ([PARSED, UNKNOWN], {"attrs": ["TAG", "LEMMA"]}),
    ([ASTRAL, ASTRAL], {"exclude": ["spans"]}),
]

# Merges: spec and [start, end, attributes].
MERGES = [
    (PARSED, [[2, 5, {}]]),
    (PARSED, [[0, 1, {}], [5, 9, {"LEMMA": "somewhere", "TAG": "XX"}]]),
    (PARSED, [[8, 11, {}]]),
    (NONPROJECTIVE, [[0, 2, {}], [5, 7, {"POS": "VERB"}]]),
    (PARTIAL, [[1, 3, {}]]),
    (PARTIAL, [[2, 4, {"ENT_TYPE": "ORG"}]]),
    (UNKNOWN, [[0, 3, {}]]),
]

# Splits: spec, index, parts, heads as [token, part], attributes.
SPLITS = [
    ({**PARSED, "spans": {}, "ents": []}, 4, ["bi", "ke"], [[4, 1], [1, 0]], {"TAG": ["N1", "N2"]}),
    ({"words": ["LosAngeles", "rocks"], "tags": ["NNP", "VBZ"], "heads": [1, 1], "deps": ["nsubj", "ROOT"]}, 0, ["Los", "Angeles"], [[0, 1], [1, 0]], {"TAG": ["NNP", "NNP"]}),
]

PLAIN = {"words": ["Ada", "met", "Bo", "Li", "in", "Rio", "."], "spaces": [True, True, True, True, True, False, False]}
# Examples: spec of the predicted document and the annotation.
DICTS = [
    (PLAIN, {"tags": ["NNP", "VBD", "NNP", "NNP", "IN", "NNP", "."]}),
    (PLAIN, {"entities": [[0, 3, "PER"], [8, 13, "PER"], [17, 20, "LOC"]]}),
    (PLAIN, {"entities": [[0, 2, "PER"], [8, 13, "PER"]]}),
    (PLAIN, {"entities": ["U-PER", "O", "B-PER", "L-PER", "-", None, "O"]}),
    (PLAIN, {"entities": []}),
    (PLAIN, {"words": ["Ada", "met", "BoLi", "in", "Rio."], "entities": ["U-PER", "O", "U-PER", "O", "O"]}),
    (PLAIN, {"words": ["Ada", "met", "Bo Li", "in", "Rio", "."], "text": "Ada met Bo Li in Rio.", "lemmas": ["Ada", "meet", "Bo Li", "in", "Rio", "."]}),
    (PLAIN, {"heads": [1, 1, 3, 1, 1, 4, 1], "deps": ["nsubj", "ROOT", "compound", "dobj", "prep", "pobj", "punct"], "sent_starts": [1, 0, 0, 0, 0, 0, 0]}),
    (PLAIN, {"heads": [1, None, 3, 1, 1, 4, 1], "deps": ["nsubj", None, "compound", "dobj", "prep", "pobj", "punct"]}),
    (PLAIN, {"deps": ["nsubj", "ROOT", "compound", "dobj", "prep", "pobj", "punct"]}),
    (PLAIN, {"sent_starts": [True, None, False, 1, 0, -1, 2]}),
    (PLAIN, {"cats": {"A": 1.0, "B": 0.0}, "morphs": ["", "Tense=Past", "_", "B=1|A=2", "", "", ""], "pos": ["PROPN", "VERB", "PROPN", "PROPN", "ADP", "PROPN", "PUNCT"]}),
    (PLAIN, {"spans": {"sc": [[0, 3, "P"], [8, 13, "P", "Q7"], [8, 20]]}}),
    (PLAIN, {"doc_annotation": {"cats": {"A": 0.5}}, "token_annotation": {"TAG": ["a", "b", "c", "d", "e", "f", "g"]}}),
]

# Predicted documents with references whose tokens differ.
ALIGNED = [
    ({"words": [w for w in PARSED["words"]], "spaces": PARSED["spaces"]}, PARSED),
    ({"words": ["Kenji", "sent", "the", "old", "bike", "to", "Os", "lo", "on", "Monday.", " ", "Nobody", "asked why", "!"],
      "spaces": [True, True, True, True, True, True, False, True, True, True, False, True, False, False]}, PARSED),
    ({"words": ["WHAT", "did", "you say", "that", "he", "bou", "ght", "?"]}, NONPROJECTIVE),
    (PLAIN, {**PARTIAL, "words": ["Ada", "met", "Bo", "Li", "in", "Rio."]}),
    ({"words": ["Ada", "met", "Bo", "\n", "Li", "in", "Rio"]}, PARTIAL),
    (ASTRAL, {"words": ["\U0001F600", "ok\U00020000", "\U00020001", "fin"], "tags": ["A", "B", "B", "C"], "ents": [[1, 3, "HAN"]]}),
    (EMPTY, EMPTY),
    ({"words": ["a"]}, {"words": ["b"], "tags": ["X"]}),
]  # fmt: skip


def _row(*columns):
    return "\t".join(str(column) for column in columns)


CONLLU = "\n".join([
    "# sent_id = 1",
    "# text = Wir gehen zum Markt.",
    _row(1, "Wir", "wir", "PRON", "PPER", "Case=Nom|Number=Plur", 2, "nsubj", "_", "_"),
    _row(2, "gehen", "gehen", "VERB", "VVFIN", "VerbForm=Fin|Mood=Ind", 0, "root", "_", "_"),
    _row("3-4", "zum", "_", "_", "_", "_", "_", "_", "_", "_"),
    _row(3, "zu", "zu", "ADP", "APPR", "_", 5, "case", "_", "_"),
    _row(4, "dem", "der", "DET", "ART", "Case=Dat|Gender=Masc,Neut", 5, "det", "_", "_"),
    _row(5, "Markt", "Markt", "NOUN", "NN", "Case=Dat|Number=Sing", 2, "obl", "_", "SpaceAfter=No"),
    _row(6, ".", ".", "PUNCT", "_", "_", 2, "punct", "_", "_"),
    "",
    _row(1, "Anna", "Anna", "PROPN", "NE", "_", 3, "nsubj", "_", "name=B-PER"),
    _row(2, "Berg", "Berg", "PROPN", "NE", "_", 1, "flat", "_", "name=I-PER"),
    _row(3, "sah", "sehen", "VERB", "VVFIN", "_", 0, "root", "_", "name=O"),
    _row("3.1", "x", "x", "VERB", "_", "_", "_", "_", "_", "_"),
    _row(4, "Bonn", "Bonn", "PROPN", "NE", "_", 3, "obj", "_", "SpaceAfter=No|NE=U-LOC"),
    _row("5-6", "vams", "_", "_", "_", "_", "_", "_", "_", "SpaceAfter=No"),
    _row(5, "va", "ir", "VERB", "_", "Mood=Imp|Case=Acc", 3, "conj", "_", "_"),
    _row(6, "ms", "nos", "PRON", "_", "Case=Acc,Dat", 5, "obj", "_", "_"),
    _row(7, "!", "!", "PUNCT", "_", "_", 3, "punct", "_", "_"),
    "",
    "# newdoc",
    _row(1, "Ja", "ja", "INTJ", "_", "_", 0, "root", "_", "_"),
    "", "",
])  # fmt: skip
TRAINING_JSON = [
    {"id": 0, "paragraphs": [
        {"raw": "Anna ran. She slept!", "cats": [{"label": "A", "value": 0.5}], "sentences": [
            {"tokens": [{"orth": "Anna", "tag": "NNP", "head": 1, "dep": "nsubj", "ner": "U-PER"}, {"orth": "ran", "tag": "VBD", "head": 0, "dep": "root", "ner": "O"}, {"orth": ".", "tag": ".", "head": -1, "dep": "punct", "ner": None}], "brackets": []},
            {"tokens": [{"orth": "She", "tag": "PRP", "head": 1, "dep": "nsubj", "ner": "O"}, {"orth": "slept", "tag": "VBD", "head": 0, "dep": "ROOT", "ner": "O"}, {"orth": "!", "tag": ".", "head": -1, "dep": "punct", "ner": "-"}]}]},
        {"sentences": [{"tokens": [{"orth": "x", "space": " "}, {"orth": "y", "space": ""}]}, {"tokens": [{"orth": "z"}]}]},
    ]},
    {"id": 1, "paragraphs": [{"raw": None, "sentences": [{"tokens": [{"orth": "lone", "lemma": "lone"}]}]}]},
]  # fmt: skip

FILES = {
    "small.conllu": CONLLU,
    "sentences.ner": "Anna NNP B-PER\nwent VBD O\nto TO O\nNew NNP B-GPE\nYork NNP I-GPE\n. . O\n\nShe PRP O\nslept VBD O\n! . O\n\nBob NNP I-PER\nBell NNP I-ORG\n",
    "documents.ner": "-DOCSTART- -X- O O\n\nAnna B-PER\nran O\n\n-DOCSTART- -X- O O\n\nBob U-PER\nate O\n\nlots O\n",
    "flat.ner": "Anna B-PER\nran O\n. O\nBob B-PER\nate O\n! O\n) O\nYes O\nindeed O\n",
    "small.iob": "Anna|NNP|B-PER ran|VBD|O .|.|O\nBob|I-PER met|O New|B-GPE York|I-GPE\nI|O saw|O",
    "training.json": json.dumps(TRAINING_JSON),
}

# File, converter, options.
CONVERSIONS = [
    ("small.conllu", "conllu_to_docs", {"n_sents": 1}),
    ("small.conllu", "conllu_to_docs", {}),
    ("small.conllu", "conllu_to_docs", {"n_sents": 1, "append_morphology": True, "ner_map": {"PER": "PERSON", "LOC": ""}}),
    ("small.conllu", "conllu_to_docs", {"n_sents": 2, "append_morphology": True, "merge_subtokens": True}),
    ("sentences.ner", "conll_ner_to_docs", {"n_sents": 1}),
    ("sentences.ner", "conll_ner_to_docs", {"n_sents": 2}),
    ("sentences.ner", "conll_ner_to_docs", {"n_sents": 0}),
    ("documents.ner", "conll_ner_to_docs", {}),
    ("flat.ner", "conll_ner_to_docs", {"n_sents": 2, "seg_sents": True}),
    ("flat.ner", "conll_ner_to_docs", {"n_sents": 1}),
    ("small.iob", "iob_to_docs", {"n_sents": 1}),
    ("small.iob", "iob_to_docs", {"n_sents": 2}),
    ("training.json", "json_to_docs", {}),
]
