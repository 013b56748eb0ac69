"""How much rounding decides in the trajectory `spancat`, by spaCy itself, and its run on the other side of the tie.

Starts spaCy from the initial weights of the fixture, each multiplied by 1 + 1e-7 times a normal number (about one unit in the last
place), replays the thirty steps, and prints how far the final weights lie from those of the recording. The first run that leaves the
recording (by more than 1e-4) is written: losses, predictions and scores (run-other-rounding.json), weights (.model.bin).

    spancat-rounding.py --fixtures ../shared/golden/pipelines/trajectories --out packages/pipeline/tests/golden/pipelines/trajectories/spancat [--runs 8]
"""

import argparse
import json
from pathlib import Path

import numpy
import spacy
from spacy.tokens import Doc, Span, SpanGroup
from spacy.training import Example
from spacy.util import registry

parser = argparse.ArgumentParser()
parser.add_argument("--fixtures", type=Path, required=True)
parser.add_argument("--out", type=Path, required=True)
parser.add_argument("--runs", type=int, default=8)
parser.add_argument("--noise", type=float, default=1e-7)
options = parser.parse_args()

folder = options.fixtures / "spancat"
corpus = json.loads((options.fixtures / "corpus.json").read_text(encoding="utf8"))
corpus = corpus["docs"] if isinstance(corpus, dict) else corpus
steps = json.loads((folder / "steps.json").read_text(encoding="utf8"))["steps"]


def weights(model):
    return [(node, name) for node in model.walk() for name in node.param_names if node.has_param(name)]


def example(nlp, gold):
    reference = Doc(nlp.vocab, words=gold["words"], spaces=gold["spaces"])
    for key, spans in gold["spans"].items():
        found = [Span(reference, start, end, label=label) for start, end, label in spans]
        reference.spans[key] = SpanGroup(reference, name=key, spans=found)
    return Example(Doc(nlp.vocab, words=gold["words"], spaces=gold["spaces"]), reference)


def replay(seed):
    nlp = spacy.load(folder / "init")
    pipe = nlp.get_pipe("spancat")
    random = numpy.random.default_rng(seed)
    for node, name in weights(pipe.model):
        values = node.get_param(name)
        noise = random.normal(0, options.noise, values.shape)
        if seed > 0:
            node.set_param(name, (values * (1 + noise)).astype("float32"))
    examples = [example(nlp, gold) for gold in corpus]
    optimizer = registry.resolve({"optimizer": nlp.config["training"]["optimizer"]})["optimizer"]
    losses = []
    for step in steps:
        found = {}
        nlp.update([examples[index] for index in step["batch"]], sgd=optimizer, losses=found)
        losses.append(float(found["spancat"]))
    recorded = pipe.model.copy()
    recorded.from_bytes((folder / "final" / "spancat.model.bin").read_bytes())
    distance = max(
        float(numpy.abs(node.get_param(name) - other.get_param(name)).max())
        for (node, name), (other, _) in zip(weights(pipe.model), weights(recorded))
    )
    return nlp, losses, distance


distances = []
written = False
for seed in range(options.runs + 1):
    nlp, losses, distance = replay(seed)
    distances.append(f"{distance:.0e}")
    if distance < 1e-4 or written:
        continue
    final = []
    for gold in corpus:
        doc = nlp(Doc(nlp.vocab, words=gold["words"], spaces=gold["spaces"]))
        group = doc.spans["sc"]
        scores = [float(score) for score in group.attrs["scores"]]
        final.append({"spans": [[s.start, s.end, s.label_, score] for s, score in zip(group, scores)]})
    scores = nlp.evaluate([example(nlp, gold) for gold in corpus])
    run = {
        "of": f"spaCy {spacy.__version__}: the same run from weights disturbed by {options.noise} (seed {seed})",
        "losses": losses,
        "final": final,
        "scores": {key: value for key, value in scores.items() if key.startswith("spans_sc_") and isinstance(value, float)},
    }
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "run-other-rounding.json").write_text(json.dumps(run, indent=1), encoding="utf8")
    (options.out / "run-other-rounding.model.bin").write_bytes(nlp.get_pipe("spancat").model.to_bytes())
    written = True
print("distance of the final weights from the recording, first undisturbed:", ", ".join(distances))
