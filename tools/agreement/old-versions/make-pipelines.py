"""Makes one small pipeline for each component, with the spaCy that runs this: FOLDER/NAME is what its own version wrote.

    /tmp/spacy34/bin/python -W ignore tools/agreement/old-versions/make-pipelines.py FOLDER

With `--one`, FOLDER gets one source archive instead, as `spacy package` makes it, of a pipeline with all of these components: the fixtures of packages/pipeline.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import spacy
from spacy.lookups import Lookups
from spacy.tokens import Span
from spacy.training import Example
from spacy.util import fix_random_seed

HERE = Path(__file__).parent
# word, tag, part of speech, lemma, features, head (from here), dependency, entity
SENTENCES = [
    "Mira|NNP|PROPN|Mira|Number=Sing|1|nsubj|U-PER paints|VBZ|VERB|paint|Tense=Pres|0|ROOT|O boats|NNS|NOUN|boat|Number=Plur|-1|obj|O in|IN|ADP|in||-2|prep|O Oslo|NNP|PROPN|Oslo|Number=Sing|-1|pobj|U-LOC .|.|PUNCT|.||-4|punct|O",
    "The|DT|DET|the|Definite=Def|1|det|O lamps|NNS|NOUN|lamp|Number=Plur|1|nsubj|O glowed|VBD|VERB|glow|Tense=Past|0|ROOT|O .|.|PUNCT|.||-1|punct|O",
    "Jon|NNP|PROPN|Jon|Number=Sing|1|compound|B-PER Berg|NNP|PROPN|Berg|Number=Sing|1|nsubj|L-PER sold|VBD|VERB|sell|Tense=Past|0|ROOT|O three|CD|NUM|three|NumType=Card|1|nummod|O lamps|NNS|NOUN|lamp|Number=Plur|-2|obj|O to|IN|ADP|to||-3|prep|O Mira|NNP|PROPN|Mira|Number=Sing|-1|pobj|U-PER !|.|PUNCT|!||-5|punct|O",
    "Boats|NNS|NOUN|boat|Number=Plur|1|nsubj|O sank|VBD|VERB|sink|Tense=Past|0|ROOT|O near|IN|ADP|near||-1|prep|O New|NNP|PROPN|New|Number=Sing|1|compound|B-LOC Porto|NNP|PROPN|Porto|Number=Sing|-2|pobj|L-LOC ?|.|PUNCT|?||-4|punct|O",
]

TOK2VEC = """
@architectures = "spacy.HashEmbedCNN.v2"
width = 8
depth = 1
embed_size = 40
window_size = 1
maxout_pieces = 2
subword_features = true
pretrained_vectors = null
"""
LISTENER = """
@architectures = "spacy.Tok2VecListener.v1"
width = 8
upstream = "*"
"""
PARSER = '@architectures = "spacy.TransitionBasedParser.v2"\nstate_type = "%s"\nextra_state_tokens = false\nhidden_width = 8\nmaxout_pieces = 2\nuse_upper = true\n'
TAGGER = '@architectures = "spacy.Tagger.v2"\n'
SPAN_KEY = "places"


def networks(version):
    """The networks of the components that this version has, without what they share."""
    found = {
        "tagger": TAGGER,
        "morphologizer": TAGGER,
        "senter": TAGGER,
        "parser": PARSER % "parser",
        "ner": PARSER % "ner",
        "textcat": '@architectures = "spacy.TextCatBOW.v2"\nexclusive_classes = true\nngram_size = 1\nno_output_layer = false\n',
        "textcat_multilabel": '@architectures = "spacy.TextCatCNN.v2"\nexclusive_classes = false\n',
    }
    if version >= (3, 1):
        found["spancat"] = '@architectures = "spacy.SpanCategorizer.v1"\n[components.NAME.model.reducer]\n@layers = "spacy.mean_max_reducer.v1"\nhidden_size = 8\n[components.NAME.model.scorer]\n@layers = "spacy.LinearLogistic.v1"\n'
    if version >= (3, 3):
        found["trainable_lemmatizer"] = TAGGER
    if version >= (3, 5):
        found["spancat_singlelabel"] = found["spancat"].replace("spacy.LinearLogistic.v1", "Softmax.v2")
    if version >= (3, 6):
        found["span_finder"] = '@architectures = "spacy.SpanFinder.v1"\n[components.NAME.model.scorer]\n@layers = "spacy.LinearLogistic.v1"\nnO = 2\n'
    return found


def legacy_networks():
    """What configs of spaCy 3.0 name, from spacy-legacy: pipeline -> component and its network, all of it."""
    hash_embed = '[NAME.tok2vec]\n@architectures = "spacy.HashEmbedCNN.v1"\nwidth = 8\ndepth = 1\nembed_size = 40\nwindow_size = 1\nmaxout_pieces = 2\nsubword_features = true\npretrained_vectors = null\n'
    multi = '[NAME.tok2vec]\n@architectures = "spacy.Tok2Vec.v1"\n[NAME.tok2vec.embed]\n@architectures = "spacy.MultiHashEmbed.v1"\nwidth = 8\nattrs = ["NORM", "PREFIX"]\nrows = [40, 20]\ninclude_static_vectors = false\n[NAME.tok2vec.encode]\n@architectures = "spacy.MaxoutWindowEncoder.v1"\nwidth = 8\nwindow_size = 1\nmaxout_pieces = 2\ndepth = 1\n'
    characters = multi.replace("MultiHashEmbed.v1", "CharacterEmbed.v1").replace('attrs = ["NORM", "PREFIX"]\nrows = [40, 20]', "rows = 40\nnM = 4\nnC = 4")
    transitions = (PARSER % "ner").replace("TransitionBasedParser.v2", "TransitionBasedParser.v1")
    bow = '@architectures = "spacy.TextCatBOW.v1"\nexclusive_classes = true\nngram_size = 1\nno_output_layer = false\n'
    return {
        "legacy_tagger": ("tagger", '@architectures = "spacy.Tagger.v1"\n' + hash_embed),
        "legacy_multi_hash": ("tagger", '@architectures = "spacy.Tagger.v1"\n' + multi),
        "legacy_characters": ("tagger", '@architectures = "spacy.Tagger.v1"\n' + characters),
        "legacy_ner": ("ner", transitions + hash_embed),
        "legacy_parser": ("parser", transitions.replace('"ner"', '"parser"').replace("use_upper = true", "use_upper = false") + hash_embed),
        "legacy_bow": ("textcat", bow),
        "legacy_cnn": ("textcat_multilabel", '@architectures = "spacy.TextCatCNN.v1"\nexclusive_classes = false\n' + hash_embed),
        "legacy_ensemble": ("textcat", '@architectures = "spacy.TextCatEnsemble.v1"\nexclusive_classes = true\npretrained_vectors = null\nwidth = 8\nembed_size = 40\nwindow_size = 1\nconv_depth = 1\nngram_size = 1\ndropout = null\n'),
    }


def settings(name):
    if name in ("spancat", "spancat_singlelabel"):
        return f'spans_key = "{SPAN_KEY}"\n', '[components.NAME.suggester]\n@misc = "spacy.ngram_suggester.v1"\nsizes = [1, 2]\n'
    if name == "span_finder":
        return f'spans_key = "{SPAN_KEY}"\n', ""
    if name == "parser":
        return "min_action_freq = 1\n", ""
    return "", ""


def config(names, version):
    lines = ["[nlp]", 'lang = "en"', "pipeline = [%s]" % ", ".join(f'"{name}"' for name in names), "[components]"]
    for name in names:
        network = networks(version).get(name)
        if name == "tok2vec":
            lines.append(f'[components.tok2vec]\nfactory = "tok2vec"\n[components.tok2vec.model]{TOK2VEC}')
        elif network is None:
            lines.append(f'[components.{name}]\nfactory = "{name}"')
        else:
            own, blocks = settings(name)
            head, *rest = network.split("\n[")
            parts = "".join("\n[" + block for block in rest)
            tok2vec = LISTENER if "tok2vec" in names else TOK2VEC
            inner = "" if "TextCatBOW" in network else f"\n[components.{name}.model.tok2vec]{tok2vec}"
            lines.append(f'[components.{name}]\nfactory = "{name}"\n{own}[components.{name}.model]\n{head}{inner}{parts}\n{blocks}'.replace("NAME", name))
    return spacy.util.load_config_from_str("\n".join(lines))


def rules(nlp, version):
    """Rules for the components of the pipeline that have no network."""
    phrases = [{"label": "PER", "pattern": "Jon Berg", "id": "jon"}, {"label": "LOC", "pattern": [{"LOWER": {"IN": ["oslo", "porto"]}}]}]
    for name in nlp.pipe_names:
        pipe = nlp.get_pipe(name)
        if name in ("entity_ruler", "span_ruler", "future_entity_ruler"):
            pipe.add_patterns(phrases)
        elif name == "attribute_ruler":
            pipe.add(patterns=[[{"LOWER": "lamps"}]], attrs={"TAG": "NNS", "POS": "NOUN", "MORPH": "Number=Plur"})
            pipe.add(patterns=[[{"LOWER": "new"}, {"IS_TITLE": True}]], attrs={"LEMMA": "new"}, index=0)
        elif name == "lemmatizer":
            tables = Lookups()
            tables.add_table("lemma_lookup", {"lamps": "lamp", "sold": "sell", "Boats": "boat"})
            tables.add_table("lemma_rules", {"noun": [["s", ""]], "verb": [["ed", ""]]})
            tables.add_table("lemma_exc", {"verb": {"sank": ["sink"]}})
            tables.add_table("lemma_index", {"noun": ["boat", "lamp"], "verb": ["glow", "sink"]})
            pipe.initialize(lookups=tables)


def example(nlp, line, i):
    rows = [word.split("|") for word in line.split(" ")]
    words, tags, pos, lemmas, morphs, heads, deps, ents = zip(*rows)
    heads = [k + int(offset) for k, offset in enumerate(heads)]
    doc = spacy.tokens.Doc(nlp.vocab, words=list(words), tags=list(tags), pos=list(pos), lemmas=list(lemmas), morphs=list(morphs), heads=heads, deps=list(deps))
    gold = Example.from_dict(nlp.make_doc(doc.text), {"words": list(words), "tags": list(tags), "pos": list(pos), "lemmas": list(lemmas), "morphs": list(morphs), "heads": heads, "deps": list(deps), "entities": list(ents), "sent_starts": [1] + [-1] * (len(words) - 1)})
    reference = gold.reference
    reference.cats = {"ART": float(i == 0), "TRADE": float(i == 2), "OTHER": float(i not in (0, 2))}
    reference.spans[SPAN_KEY] = [Span(reference, 0, 1, label="FIRST"), *(Span(reference, e.start, e.end, label=e.label_) for e in reference.ents if e.start > 0)]
    return gold


def legacy_config(name, network):
    model = network.replace("[NAME.", f"[components.{name}.model.")
    own, _ = settings(name)
    text = f'[nlp]\nlang = "en"\npipeline = ["{name}"]\n[components]\n[components.{name}]\nfactory = "{name}"\n{own}[components.{name}.model]\n{model}'
    return spacy.util.load_config_from_str(text)


def train(names, version, steps=12, described=None):
    fix_random_seed(0)
    nlp = spacy.util.load_model_from_config(described or config(names, version), auto_fill=True)
    examples = [example(nlp, line, i) for i, line in enumerate(SENTENCES)]
    trained = [name for name in names if name == "tok2vec" or name in networks(version)]
    if trained:
        with nlp.select_pipes(enable=trained):
            optimizer = nlp.initialize(lambda: examples)
            optimizer.learn_rate = 0.02
            for _ in range(steps):
                nlp.update(examples, sgd=optimizer)
    rules(nlp, version)
    return nlp


def pipelines(version):
    """The name of each pipeline, and its components."""
    trained = list(networks(version))
    yield from ((name, [name]) for name in trained)
    yield "listeners", ["tok2vec", *trained]
    yield from ((name, [name]) for name in ("attribute_ruler", "entity_ruler", "lemmatizer", "sentencizer"))
    yield "merging", ["ner", "merge_entities", "entity_ruler"]
    yield "ner_and_rules", ["ner", "entity_ruler", "sentencizer"]
    if version >= (3, 3):
        yield "span_ruler", ["span_ruler"]
        yield "future_entity_ruler", ["future_entity_ruler"]


def small_tokenizer(nlp):
    """Few rules and strings: those of English are larger than everything else in the pipeline."""
    nlp.tokenizer = spacy.tokenizer.Tokenizer(nlp.vocab, suffix_search=spacy.util.compile_suffix_regex([r"[.!?]"]).search)


def make(name, build, folder):
    """What a version cannot do is said, and the others are made."""
    try:
        build().to_disk(folder)
    except Exception as error:
        print(f"{spacy.__version__} {name}: {error!r}", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--one", action="store_true")
    args = parser.parse_args()
    version = tuple(int(part) for part in spacy.__version__.split(".")[:2])
    if not args.one:
        for name, names in pipelines(version):
            folder = args.out / name
            shutil.rmtree(folder, ignore_errors=True)
            folder.parent.mkdir(parents=True, exist_ok=True)
            make(name, lambda: train(names, version), folder)
        for name, (component, network) in legacy_networks().items():
            make(name, lambda: train([component], version, described=legacy_config(component, network)), args.out / name)
        return
    nlp = train(["tok2vec", *networks(version), "entity_ruler", "attribute_ruler"], version)
    small_tokenizer(nlp)
    number = ".".join(spacy.__version__.split(".")[:2])
    with tempfile.TemporaryDirectory() as temporary:
        nlp.to_disk(Path(temporary) / "pipeline")
        call = [sys.executable, "-W", "ignore", "-m", "spacy", "package", "pipeline", ".", "--name", "all", "--version", number]
        subprocess.run(call, cwd=temporary, check=True, stdout=subprocess.DEVNULL)
        archive = next(Path(temporary).glob("*/dist/*.tar.gz"))
        args.out.mkdir(parents=True, exist_ok=True)
        shutil.copy(archive, args.out)


if __name__ == "__main__":
    main()
