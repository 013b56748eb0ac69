"""What `spacy convert` makes of files of our own, with every option.

.peers/bin/python -W ignore tools/golden/cli-convert.py packages/cli/tests/golden/convert.json
"""

import contextlib
import io
import json
import sys
import tempfile
from pathlib import Path

import spacy
from spacy.cli.convert import convert
from spacy.tokens import DocBin
from wasabi import Printer

get_converter = sys.modules["spacy.cli.convert"]._get_converter

conllu = """# text = Mira's lamps glow.
1-2\tMira's\t_\t_\t_\t_\t_\t_\t_\t_
1\tMira\tMira\tPROPN\tNNP\tNumber=Sing\t3\tnmod:poss\t_\tname=B-PER
2\t's\t's\tPART\tPOS\t_\t1\tcase\t_\tname=I-PER
3\tlamps\tlamp\tNOUN\tNNS\tNumber=Plur\t4\tnsubj\t_\tname=O
4\tglow\tglow\tVERB\tVBP\tTense=Pres|VerbForm=Fin\t0\troot\t_\tname=O|SpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\tname=O

1\tNova\tNova\tPROPN\tNNP\tNumber=Sing\t2\tcompound\t_\tname=B-LOC
2\tPorto\tPorto\tPROPN\tNNP\tNumber=Sing\t3\tnsubj\t_\tname=I-LOC
3\tsleeps\tsleep\tVERB\tVBZ\tNumber=Sing\t0\troot\t_\tname=O

1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\tname=O
2\t!\t!\tPUNCT\t.\t_\t1\tpunct\t_\tname=O
"""
ner = """-DOCSTART- -X- O O

Mira NNP B-NP B-PER
lives VBZ B-VP O
in IN B-PP O
Nova NNP B-NP B-LOC
Porto NNP I-NP I-LOC
. . O O

She PRP B-NP O
sings VBZ B-VP O
. . O O

-DOCSTART- -X- O O

Ada NNP B-NP B-PER
left VBD B-VP O
. . O O
"""
flat = """Mira B-PER
lives O
. O
Tom B-PER
sings O
! O
Ada B-PER
left O
"""
iob = "Mira|NNP|B-PER lives|VBZ|O in|IN|O Nova|NNP|B-LOC Porto|NNP|I-LOC .|.|O\nShe|PRP|O sings|VBZ|O\n\nAda|NNP|I-PER left|VBD|O\n"
files = {"a.conllu": conllu, "a.ner": ner, "flat.ner": flat, "a.iob": iob}
cases = [
    ("a.conllu", []),
    ("a.conllu", ["-n", "2"]),
    ("a.conllu", ["-m"]),
    ("a.conllu", ["-T"]),
    ("a.conllu", ["-T", "-m", "-n", "3"]),
    ("a.conllu", ["-nm", "map.json"]),
    ("a.conllu", ["-c", "conllubio", "-n", "2"]),
    ("a.ner", []),
    ("a.ner", ["-n", "2"]),
    ("a.ner", ["-n", "10", "-c", "conll"]),
    ("flat.ner", ["-s"]),
    ("flat.ner", ["-s", "-n", "2"]),
    ("flat.ner", ["-s", "-b", "dots"]),
    ("a.iob", []),
    ("a.iob", ["-n", "2"]),
    ("a.iob", ["-n", "2", "-t", "json"]),
    ("a.conllu", ["-t", "json", "-n", "2"]),
]


def shown(doc):
    return {
        "words": [t.text for t in doc],
        "spaces": [bool(t.whitespace_) for t in doc],
        "tags": [t.tag_ for t in doc],
        "pos": [t.pos_ for t in doc],
        "morphs": [str(t.morph) for t in doc],
        "lemmas": [t.lemma_ for t in doc],
        "heads": [t.head.i for t in doc],
        "deps": [t.dep_ for t in doc],
        "ents": [[e.start, e.end, e.label_] for e in doc.ents],
        "sents": [[s.start, s.end] for s in doc.sents] if doc.has_annotation("SENT_START") else None,
    }


def settings(options):
    names = {"-n": "n_sents", "-c": "converter", "-t": "file_type", "-b": "model"}
    found, rest = {}, list(options)
    while rest:
        option = rest.pop(0)
        if option in names:
            value = rest.pop(0)
            found[names[option]] = int(value) if option == "-n" else value
        elif option == "-nm":
            found["ner_map"] = Path(rest.pop(0))
        else:
            found[{"-m": "morphology", "-T": "merge_subtokens", "-s": "seg_sents", "-C": "concatenate"}[option]] = True
    return found


results = []
with tempfile.TemporaryDirectory() as folder:
    folder = Path(folder)
    for name, text in files.items():
        (folder / name).write_text(text)
    (folder / "map.json").write_text(json.dumps({"PER": "PERSON", "LOC": ""}))
    for name, options in cases:
        given = settings(options)
        # Only a parser of a pipeline is used there; the sentencizer stands in for one.
        given.pop("model", None)
        if "ner_map" in given:
            given["ner_map"] = folder / given["ner_map"]
        kind = given.get("file_type", "spacy")
        out = folder / "out"
        with contextlib.redirect_stdout(io.StringIO()):
            convert(
                folder / name,
                out,
                file_type=kind,
                n_sents=given.get("n_sents", 1),
                seg_sents=given.get("seg_sents", False),
                model=given.get("model"),
                morphology=given.get("morphology", False),
                merge_subtokens=given.get("merge_subtokens", False),
                converter=get_converter(Printer(no_print=True), given.get("converter", "auto"), folder / name),
                ner_map=given.get("ner_map"),
                lang=None,
                concatenate=False,
                silent=True,
                msg=Printer(no_print=True),
            )
        path = out / f"{Path(name).stem}.{kind}"
        if kind == "json":
            found = json.loads(path.read_text())
            # An empty line becomes an empty document there.
            for part in found:
                part["paragraphs"] = [p for p in part["paragraphs"] if p["sentences"]]
            results.append({"file": name, "options": options, "json": found})
        else:
            docs = DocBin().from_disk(path).get_docs(spacy.blank("xx").vocab)
            results.append({"file": name, "options": options, "docs": [shown(doc) for doc in docs if len(doc)]})
Path(sys.argv[1]).write_text(json.dumps({"files": files, "map": {"PER": "PERSON", "LOC": ""}, "cases": results}, ensure_ascii=False) + "\n")
