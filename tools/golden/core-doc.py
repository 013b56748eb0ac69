"""Writes the fixtures of documents that are committed: packages/core/tests/golden/core/{docbin,docs,converters},
alignment.json and aligned.json.

Everything is computed by spaCy from sentences written for this project, in the layout of the shared fixtures:

    PYTHONHASHSEED=0 .peers/bin/python tools/golden/core-doc.py packages/core/tests/golden/core
"""

import base64
import json
import re
import sys
import warnings
import zlib
from pathlib import Path

import numpy
import spacy
import srsly
from spacy.attrs import IDS
from spacy.tokens import Doc, DocBin, Span, SpanGroup, Token
from spacy.training import Alignment, Example, biluo_tags_to_offsets, biluo_to_iob, iob_to_biluo, offsets_to_biluo_tags
from spacy.training import converters as spacy_converters

from core_doc_inputs import ALIGNED, CONVERSIONS, DICTS, DOCS, FILES, JOINS, MERGES, SLICES, SPLITS

warnings.simplefilter("ignore")
NAMES = {number: name for name, number in IDS.items()}
LISTS = ["tags", "pos", "morphs", "lemmas", "heads", "deps", "sent_starts"]
ANNOTATIONS = ["TAG", "POS", "MORPH", "LEMMA", "DEP", "HEAD", "SENT_START", "ENT_IOB"]
VOCAB = spacy.blank("xx").vocab


def make_doc(spec, vocab=VOCAB):
    given = {key: spec[key] for key in LISTS if key in spec}
    if "ents_iob" in spec:
        given["ents"] = spec["ents_iob"]
    doc = Doc(vocab, words=spec["words"], spaces=spec.get("spaces"), **given)
    if "ents" in spec:
        doc.set_ents(
            [make_span(doc, row) for row in spec["ents"]],
            missing=[make_span(doc, row) for row in spec.get("ents_missing", [])],
            default=spec.get("ents_default", "outside"),
        )
    doc.cats = dict(spec.get("cats", {}))
    for key, group in spec.get("spans", {}).items():
        spans = [make_span(doc, row) for row in group["spans"]]
        attrs = group.get("attrs", {})
        doc.spans[key] = SpanGroup(doc, name=group.get("name", key), spans=spans, attrs=attrs)
    for key, value in spec.get("user_data", []):
        doc.user_data[tuple(key) if isinstance(key, list) else key] = value
    return doc


def make_span(doc, row):
    start, end, label, kb_id, span_id = [*row, "", "", ""][:5]
    return Span(doc, start, end, label=label, kb_id=kb_id, span_id=span_id)


def describe(doc):
    rows = lambda spans: [[s.start, s.end, s.label_, s.kb_id_, s.id_] for s in spans]
    each = lambda get: [get(token) for token in doc]
    key = lambda value: list(value) if isinstance(value, tuple) else value
    return {
        "text": doc.text,
        "words": each(lambda t: t.text),
        "spaces": each(lambda t: bool(t.whitespace_)),
        "has_unknown_spaces": doc.has_unknown_spaces,
        "has_annotation": [name for name in ANNOTATIONS if doc.has_annotation(name)],
        "norms": each(lambda t: t.norm_),
        "tags": each(lambda t: t.tag_),
        "pos": each(lambda t: t.pos_),
        "morphs": each(lambda t: str(t.morph)),
        "has_morph": each(lambda t: t.has_morph()),
        "lemmas": each(lambda t: t.lemma_),
        "heads": each(lambda t: t.head.i),
        "deps": each(lambda t: t.dep_),
        "has_head": each(lambda t: t.has_head()),
        "is_sent_start": each(lambda t: t.is_sent_start),
        "ent_iob": each(lambda t: t.ent_iob_),
        "ent_type": each(lambda t: t.ent_type_),
        "ent_kb_id": each(lambda t: t.ent_kb_id_),
        "ent_id": each(lambda t: t.ent_id_),
        "ents": rows(doc.ents),
        "cats": doc.cats,
        "spans": {
            name: {"name": group.name, "attrs": plain(group.attrs), "spans": rows(group)}
            for name, group in doc.spans.items()
        },
        "user_data": [[key(k), plain(v)] for k, v in doc.user_data.items()],
    }


def describe_tree(doc):
    indices = lambda tokens: [token.i for token in tokens]
    return {
        "lefts": [indices(t.lefts) for t in doc],
        "rights": [indices(t.rights) for t in doc],
        "subtree": [indices(t.subtree) for t in doc],
        "ancestors": [indices(t.ancestors) for t in doc],
        "edges": [[t.left_edge.i, t.right_edge.i] for t in doc],
        "roots": [[s, e, doc[s:e].root.i] for s in range(len(doc)) for e in range(s + 1, len(doc) + 1)],
    }


def plain(value):
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, int) and abs(value) > 2**53:
        return {"$int": str(value)}
    return value


def groups(data):
    loaded = srsly.msgpack_loads(data)
    if isinstance(loaded, list):
        return loaded
    pairs = [(keys, srsly.msgpack_loads(value)) for value, keys in loaded.items()]
    return [[keys, g["name"], g["attrs"], [s.hex() for s in g["spans"]]] for keys, g in pairs]


def array(value):
    if value.dtype == numpy.uint64:
        return {"dtype": "uint64", "shape": list(value.shape), "values": [str(int(v)) for v in value.ravel()]}
    data = base64.b64encode(value.tobytes()).decode("ascii")
    return {"dtype": value.dtype.name, "shape": list(value.shape), "data": data}


def write_docbin(folder):
    path = folder / "small.spacy"
    docs = [make_doc(spec) for spec in DOCS]
    DocBin(store_user_data=True, docs=docs).to_disk(path)
    read = DocBin().from_disk(path)
    docs = list(read.get_docs(spacy.blank("xx").vocab))
    message = srsly.msgpack_loads(zlib.decompress(path.read_bytes()))
    tokens = numpy.frombuffer(message["tokens"], dtype="uint64").reshape(-1, len(message["attrs"]))
    user_data = [srsly.msgpack_loads(data, use_list=False) for data in message["user_data"]]
    message.update(
        tokens=array(tokens),
        spaces=numpy.frombuffer(message["spaces"], dtype=bool).tolist(),
        lengths=numpy.frombuffer(message["lengths"], dtype="int32").tolist(),
        span_groups=[groups(data) for data in message["span_groups"]],
        user_data=[[[plain(k), plain(v)] for k, v in data.items()] for data in user_data],
    )
    content = {
        "attrs": [[NAMES[attr], attr] for attr in read.attrs],
        "docs": [describe(doc) for doc in docs],
        "to_json": [doc.to_json() for doc in docs],
        "message": message,
    }
    write(path.with_suffix(".json"), content)
    data = make_doc(DOCS[0]).to_bytes()
    (folder / "doc.bin").write_bytes(data)
    message = srsly.msgpack_loads(data)
    message.update(
        array_head=[[NAMES[attr], attr] for attr in message["array_head"]],
        array_body=array(message["array_body"]),
        tensor=array(message["tensor"]),
        spans=groups(message["spans"]),
        user_data_keys=plain(srsly.msgpack_loads(message["user_data_keys"])),
        user_data_values=plain(srsly.msgpack_loads(message["user_data_values"])),
    )
    read = Doc(spacy.blank("xx").vocab).from_bytes(data)
    write(folder / "doc.json", {"message": message, "doc": describe(read)})


def write_docs(folder):
    for name in ["mark"]:
        Token.set_extension(name, default=None, force=True)
    slices = [
        {"doc": spec, "start": start, "end": end, "result": describe(make_doc(spec)[start:end].as_doc(copy_user_data=False))}
        for spec, start, end in SLICES
    ]
    joins = []
    for specs, options in JOINS:
        joined = Doc.from_docs([make_doc(spec) for spec in specs], **options)
        joins.append({"docs": specs, "options": options, "result": describe(joined)})
    merges = []
    for spec, spans in MERGES:
        doc = make_doc(spec)
        with doc.retokenize() as retokenizer:
            for start, end, attrs in spans:
                retokenizer.merge(doc[start:end], attrs=attrs)
        merges.append({"doc": spec, "spans": spans, "result": describe(doc)})
    splits = []
    for spec, index, orths, heads, attrs in SPLITS:
        doc = make_doc(spec)
        for values in attrs.values():  # spaCy stores the keys of these strings only
            for value in values:
                doc.vocab.strings.add(value)
        with doc.retokenize() as retokenizer:
            resolved = [(doc[head], part) for head, part in heads]
            retokenizer.split(doc[index], orths, resolved, attrs=attrs)
        case = {"doc": spec, "index": index, "orths": orths, "heads": heads, "attrs": attrs}
        splits.append({**case, "words": [t.text for t in doc], "heads_after": [t.head.i for t in doc], "tags": [t.tag_ for t in doc]})
    dicts = []
    for spec, annotation in DICTS:
        example = Example.from_dict(make_doc(spec), annotation)
        dicts.append({"doc": spec, "annotation": annotation, "result": describe(example.reference)})
    trees = [{"doc": spec, "result": describe_tree(make_doc(spec))} for spec in DOCS if "heads" in spec]
    write(folder / "operations.json", {"slices": slices, "joins": joins, "merges": merges, "splits": splits, "dicts": dicts, "trees": trees})


def write_conversions(folder):
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf8")
    cases = []
    for name, converter, options in CONVERSIONS:
        docs = getattr(spacy_converters, converter)(FILES[name], no_print=True, **options)
        cases.append({"file": name, "converter": converter, "options": options, "docs": [describe(doc) for doc in docs]})
    write(folder / "cases.json", cases)


def outcome(run):
    """The result, or the error, with the codes of spaCy's warnings."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            found = {"result": run()}
        except Exception as error:
            found = {"error": {"class": type(error).__name__, "message": str(error)}}
    codes = [re.match(r"\[(W\d+)\]", str(w.message)) for w in caught]
    return {**found, "warnings": [code.group(1) for code in codes if code]}


def write_alignment(path):
    given = json.loads((Path(__file__).parent / "texts" / "alignment.json").read_text())
    doc = lambda case: Doc(VOCAB, words=case["words"], spaces=case["spaces"])

    def aligned(x, y):
        both = Alignment.from_strings(x, y)
        row = lambda a: {"lengths": a.lengths.tolist(), "data": a.data.tolist()}
        return {"x2y": row(both.x2y), "y2x": row(both.y2x)}

    def offsets(case):
        options = {key: value for key, value in case.items() if key not in ("words", "spaces", "entities")}
        entities = [tuple(entity) for entity in case["entities"]]
        found = outcome(lambda: offsets_to_biluo_tags(doc(case), entities, **options))
        return {"words": case["words"], "spaces": case["spaces"], "entities": entities, "options": options, **found}

    def doc_ents(tags):
        made = Doc(VOCAB, words=[f"w{i}" for i in range(len(tags))], ents=tags)
        return [[ent.start, ent.end, ent.label_] for ent in made.ents]

    write(path, {
        "alignments": [{"x": x, "y": y, **outcome(lambda: aligned(x, y))} for x, y in given["pairs"]],
        "offsets_to_biluo_tags": [offsets(case) for case in given["offsets"]],
        "biluo_tags_to_offsets": [
            {**case, **outcome(lambda: [list(row) for row in biluo_tags_to_offsets(doc(case), case["tags"])])}
            for case in given["biluo"]
        ],
        "iob_to_biluo": [{"tags": tags, **outcome(lambda: iob_to_biluo(tags))} for tags in given["iob_tags"]],
        "biluo_to_iob": [{"tags": tags, **outcome(lambda: biluo_to_iob(tags))} for tags in given["biluo_tags"]],
        "doc_from_iob": [{"tags": tags, **outcome(lambda: doc_ents(tags))} for tags in given["doc_iob"]],
    })


def write_aligned(path):
    examples = []
    for predicted, reference in ALIGNED:
        example = Example(make_doc(predicted), make_doc(reference))
        aligned = {
            "tags": outcome(lambda: example.get_aligned("TAG", as_string=True)),
            "ner": outcome(lambda: example.get_aligned_ner()),
            "heads_and_deps": outcome(lambda: list(example.get_aligned_parse())),
            "sent_starts": outcome(lambda: example.get_aligned_sent_starts()),
        }
        examples.append({"predicted": predicted, "reference": reference, "aligned": aligned})
    write(path, {"suites": [{"name": "own", "examples": examples}]})


def write(path, value):
    path.write_text(json.dumps(value, ensure_ascii=True, separators=(",", ":")) + "\n", encoding="utf8")


def main(out):
    for name, build in {"docbin": write_docbin, "docs": write_docs, "converters": write_conversions}.items():
        folder = Path(out) / name
        folder.mkdir(parents=True, exist_ok=True)
        build(folder)
    write_alignment(Path(out) / "alignment.json")
    write_aligned(Path(out) / "aligned.json")


if __name__ == "__main__":
    main(sys.argv[1])
