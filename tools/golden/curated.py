"""A tiny pipeline of spacy-curated-transformers 0.3.1 and what it gives, for packages/transformers/tests/golden/transformers/curated.

    python tools/golden/curated.py OUT

Needs spacy 3.8, spacy-curated-transformers 0.3.1, curated-transformers 0.1.1, curated-tokenizers 0.0.9, torch. Weights are random; the
sentences, and the pieces learned of them, are our own.
"""

import json
import sys
import tempfile
from collections import Counter
from pathlib import Path

import numpy
import spacy
import torch
from curated_tokenizers import ByteBPEProcessor  # noqa: F401 - registers how it is stored
from spacy.tokens import Doc
from spacy.training import Example
from spacy_curated_transformers.tokenization.bbpe_encoder import build_byte_bpe_encoder_loader_v1
from thinc.api import fix_random_seed

TEXTS = [
    "Our small train runs to the harbour and she painted  the door green. The harbour was green, too, and stayed so!",
    "She runs.",
    "Unharboured paintings, \n\n (really) 3.5% — naïve 🚂 trains don't run.",
]
WIDTH, LAYERS, WINDOW, STRIDE = 16, 2, 16, 12


def byte_letters():
    """The letters that stand for bytes in byte-level vocabularies."""
    kept = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in kept]
    return {**{b: chr(b) for b in kept}, **{b: chr(256 + i) for i, b in enumerate(others)}}


def learn_pieces(count):
    """Byte pairs of our sentences, the most frequent first."""
    letters = byte_letters()
    words = [[letters[b] for b in (" " + w).encode()] for text in TEXTS for w in text.split()]
    merges = []
    for _ in range(count):
        pairs = Counter(pair for word in words for pair in zip(word, word[1:]))
        (first, second), number = min(pairs.items(), key=lambda item: (-item[1], item[0]))
        if number < 2:
            break
        merges.append((first, second))
        for word in words:
            at = 0
            while at < len(word) - 1:
                if word[at] == first and word[at + 1] == second:
                    word[at : at + 2] = [first + second]
                at += 1
    pieces = ["<s>", "<pad>", "</s>", "<unk>", *letters.values(), *("".join(pair) for pair in merges)]
    return {piece: i for i, piece in enumerate(dict.fromkeys(pieces))}, merges


def build(vocab):
    """transformer, a tagger on its last layer, a senter on a weighted sum of all layers."""
    own = "spacy-curated-transformers."
    pooling = {"@layers": "reduce_mean.v1"}
    model = {
        "@architectures": own + "RobertaTransformer.v1",
        "vocab_size": len(vocab),
        "hidden_width": WIDTH,
        "intermediate_width": 2 * WIDTH,
        "num_attention_heads": 2,
        "num_hidden_layers": LAYERS,
        "max_position_embeddings": 34,
        "model_max_length": 32,
        "piece_encoder": {"@architectures": own + "ByteBpeEncoder.v1"},
        "with_spans": {"@architectures": own + "WithStridedSpans.v1", "stride": STRIDE, "window": WINDOW},
    }
    last = {"@architectures": own + "LastTransformerLayerListener.v1", "width": WIDTH, "pooling": pooling}
    weighting = {"@architectures": own + "ScalarWeight.v1", "num_layers": LAYERS}
    weighted = {
        "@architectures": own + "ScalarWeightingListener.v1",
        "width": WIDTH,
        "pooling": pooling,
        "weighting": weighting,
    }
    nlp = spacy.blank("en")
    nlp.add_pipe("curated_transformer", name="transformer", config={"model": model, "all_layer_outputs": True})
    nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": last}})
    nlp.add_pipe("senter", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": weighted}})
    return nlp


def examples(nlp):
    words = ["She", "painted", "the", "door", "green", "."]
    gold = Doc(nlp.vocab, words=words, tags=["PRP", "VBD", "DT", "NN", "JJ", "."], sent_starts=[True] + [False] * 5)
    return [Example(Doc(nlp.vocab, words=words), gold)]


def randomize(nlp):
    """Weights that show every parameter."""
    generator = numpy.random.RandomState(3)
    with torch.no_grad():
        for name, pipe in nlp.pipeline:
            for node in pipe.model.walk():
                if node.name == "softmax":
                    shape = node.get_param("W").shape
                    node.set_param("W", generator.normal(0, 0.3, shape).astype("f"))
                for shim in node.shims:
                    for _, parameter in shim._model.named_parameters():
                        noise = generator.normal(0, 0.2, tuple(parameter.shape)).astype("f")
                        parameter.add_(torch.from_numpy(noise))


def main():
    fix_random_seed(1)
    out = Path(sys.argv[1])
    vocab, merges = learn_pieces(60)
    nlp = build(vocab)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "vocab.json").write_text(json.dumps(vocab), encoding="utf8")
        lines = ["#version: 0.2", *(" ".join(pair) for pair in merges)]
        (Path(folder) / "merges.txt").write_text("\n".join(lines) + "\n", encoding="utf8")
        loader = build_byte_bpe_encoder_loader_v1(
            vocab_path=Path(folder) / "vocab.json", merges_path=Path(folder) / "merges.txt"
        )
        nlp.get_pipe("transformer").initialize(lambda: examples(nlp), nlp=nlp, piecer_loader=loader)
        for _, pipe in nlp.pipeline[1:]:
            pipe.initialize(lambda: examples(nlp), nlp=nlp)
    randomize(nlp)
    # Words are given, so the tokenizer and its strings are not needed.
    nlp.to_disk(out / "nlp", exclude=["tokenizer", "vocab"])
    rows = []
    numbers = lambda array: [round(float(x), 7) for x in numpy.asarray(array).reshape(-1)]  # noqa: E731
    for text in TEXTS:
        doc = nlp(text)
        data = doc._.trf_data
        rows.append(
            {
                "words": [t.text for t in doc],
                "spaces": [bool(t.whitespace_) for t in doc],
                "tags": [t.tag_ for t in doc],
                "lengths": data.last_hidden_layer_state.lengths.tolist(),
                "layers": [numbers(layer.dataXd) for layer in data.all_outputs],
                **{name: numbers(nlp.get_pipe(name).model.predict([doc])[0]) for name in ("tagger", "senter")},
            }
        )
    (out / "expected.json").write_text(json.dumps(rows), encoding="utf8")


main()
