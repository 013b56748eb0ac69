"""How much rounding decides in a recorded trajectory, by spaCy itself, and its run on the other side of the tie.

Starts spaCy from the initial weights of the fixture, each made larger or smaller by 1e-7 of itself (about one unit in the last place),
replays its steps, and prints the largest relative difference of a loss to the recording. The first run that leaves the recording is
written beside it: losses, predictions and scores (run-other-rounding.json), weights (run-other-rounding.model.bin).

    other-rounding.py beam_ner --fixtures packages/pipeline/tests/golden/pipelines/trajectories [--runs 30]
"""

import argparse
import json
import sys
from pathlib import Path

import spacy

sys.path.insert(0, str(Path(__file__).parent / "make"))
import pipelines as make

parser = argparse.ArgumentParser()
parser.add_argument("name")
parser.add_argument("--fixtures", type=Path, required=True)
parser.add_argument("--runs", type=int, default=30)
parser.add_argument("--noise", type=float, default=1e-7)
arguments = parser.parse_args()

folder = arguments.fixtures / arguments.name
corpus = json.loads((arguments.fixtures / "corpus.json").read_text(encoding="utf8"))
corpus = corpus["docs"] if isinstance(corpus, dict) else corpus
recorded = json.loads((folder / "steps.json").read_text(encoding="utf8"))
options, (pipe,) = recorded["options"], recorded["pipes"]
kwargs = {key: options[key] for key in ("cats", "tokens", "missing") if key in options}
steps = [{"uniform": [], "masks": [], **step} for step in recorded["steps"]]


def replay(seed):
    nlp = make.reload(folder / "init")
    if seed > 0:
        make.disturb(nlp.get_pipe(pipe).model, seed, arguments.noise)
    examples = make.make_examples(nlp, corpus, **kwargs)
    found, _ = make.run_steps(nlp, examples, [step["batch"] for step in steps], options, replay=steps)
    return nlp, examples, [step["losses"][pipe] for step in found]


distances, written = [], False
for seed in range(arguments.runs + 1):
    nlp, examples, losses = replay(seed)
    distance = max(abs(loss / step["losses"][pipe] - 1) for loss, step in zip(losses, steps))
    distances.append(f"{distance:.0e}")
    if distance < 1e-4 or written:
        continue
    run = {
        "of": f"spaCy {spacy.__version__}: the same run from weights disturbed by {arguments.noise} (seed {seed})",
        "losses": losses,
        "final": make.predictions(nlp, examples),
        "scores": make.scores(nlp, examples),
    }
    make.write_json(folder / "run-other-rounding.json", run)
    (folder / "run-other-rounding.model.bin").write_bytes(nlp.get_pipe(pipe).model.to_bytes())
    written = True
print("distance of the losses from the recording, first undisturbed:", ", ".join(distances))
