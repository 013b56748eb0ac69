"""Dumps spaCy's registered names, their arguments and defaults: what filling a config needs.

    python config-registrations.py > packages/core/tests/golden/core/config/registrations.json

Needs spacy and spacy-transformers. An argument is [name, type, default?]; types: int, float, bool, str, each with "?" if
null is allowed, "" for anything else.
"""
import inspect
import json
import typing

import spacy_transformers  # noqa: F401
from spacy import registry
from spacy.lang.en import English

KINDS = (
    "architectures annotation_setters augmenters batchers callbacks layers loggers misc optimizers readers "
    "schedules scorers span_getters tokenizers vectors"
)
FACTORIES = (
    "tok2vec tagger morphologizer senter sentencizer ner beam_ner parser beam_parser textcat textcat_multilabel "
    "spancat spancat_singlelabel span_finder span_ruler entity_ruler entity_linker trainable_lemmatizer lemmatizer "
    "attribute_ruler doc_cleaner transformer merge_entities merge_noun_chunks"
)
NAMES = {int: "int", bool: "bool", float: "float", str: "str"}


def type_name(annotation):
    options = typing.get_args(annotation) if typing.get_origin(annotation) is typing.Union else (annotation,)
    types = [option for option in options if option is not type(None)]
    name = NAMES.get(types[0], "") if len(types) == 1 else ""
    return name + ("?" if name and len(types) < len(options) else "")


def arguments(function):
    found = []
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind == parameter.VAR_POSITIONAL:
            found.append(["*", "", None])
        elif parameter.kind != parameter.VAR_KEYWORD:
            entry = [name, type_name(parameter.annotation)]
            if parameter.default is not parameter.empty:
                try:
                    json.dumps(parameter.default)
                    entry.append(parameter.default)
                except TypeError:
                    entry.append("<object>")
            found.append(entry)
    return found


def factories(nlp):
    for name in FACTORIES.split():
        meta = nlp.get_factory_meta(name)
        internal = nlp.get_factory_name(name)
        function = registry.factories.get(internal if internal in registry.factories else name)
        yield name, {
            "arguments": [entry for entry in arguments(function) if entry[0] not in ("nlp", "name")],
            "defaults": dict(meta.default_config or {}),
            "weights": meta.default_score_weights,
        }


def main():
    nlp = English()
    dump = {
        kind: {
            name: arguments(function)
            for name, function in sorted(getattr(registry, kind).get_all().items())
            if not name.startswith("spacy-curated")
        }
        for kind in KINDS.split()
    }
    dump["factories"] = dict(factories(nlp))
    blocks = (
        json.dumps(kind) + ": {\n" + ",\n".join(f" {json.dumps(n)}: {json.dumps(v)}" for n, v in entries.items()) + "\n}"
        for kind, entries in dump.items()
    )
    print("{\n" + ",\n".join(blocks) + "\n}")


if __name__ == "__main__":
    main()
