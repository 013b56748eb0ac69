"""What the spaCy sides of the benchmarks share; the same as ours.mjs. It loads spaCy only where it is used: a start is measured too."""

import argparse
import json
import resource
import time
from pathlib import Path


def read_options(**defaults):
    """Options by their defaults: numbers, texts (None: none) and flags; positional arguments are `what`."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", nargs="*")
    for name, initial in defaults.items():
        flag = f"--{name.replace('_', '-')}"
        if initial is False:
            parser.add_argument(flag, action="store_true")
        else:
            parser.add_argument(flag, type=str if initial is None else type(initial), default=initial)
    return parser.parse_args()


def examples(nlp, path):
    """The examples of a file: bare words beside the gold document."""
    from spacy.tokens import Doc, DocBin
    from spacy.training import Example

    for doc in DocBin().from_disk(path).get_docs(nlp.vocab):
        words, spaces = [t.text for t in doc], [bool(t.whitespace_) for t in doc]
        yield Example(Doc(nlp.vocab, words=words, spaces=spaces), doc)


def orders(count, seed):
    """Orders that both sides make: a linear congruential generator."""
    state = seed + 1
    while True:
        order = list(range(count))
        for i in range(count - 1, 0, -1):
            state = (state * 1103515245 + 12345) % 2147483648
            j = state % (i + 1)
            order[i], order[j] = order[j], order[i]
        yield order


def batches_of_words(data):
    """Batches of 1,000 words."""
    for order in orders(len(data), 0):
        batch, words = [], 0
        for index in order:
            batch.append(data[index])
            words += len(data[index].predicted)
            if words >= 1000:
                yield batch
                batch, words = [], 0


def batches_of(data, size, seed):
    """Batches of as many examples."""
    for order in orders(len(data), seed):
        for at in range(0, len(data) - size + 1, size):
            yield [data[i] for i in order[at : at + size]]


def clock():
    return time.perf_counter(), time.process_time()


def rate(words, start):
    """Words, and the seconds since `start`: of the clock, and of all threads of this process."""
    wall, cpu = clock()
    return {"words": words, "seconds": wall - start[0], "cpu": cpu - start[1]}


def time_steps(batches, options, update):
    """Words a second of steps after the warm-up, with batches of examples or docs."""
    words, start = 0, None
    for step, batch in enumerate(batches):
        if step == options.warmup:
            words, start = 0, clock()
        update(batch)
        words += sum(len(getattr(item, "predicted", item)) for item in batch)
        if step + 1 == options.warmup + options.steps:
            break
    return rate(words, start)


def train(nlp, batches, options, learn_rate=0.001, averages=True):
    """Trains a pipeline with Adam as our side does."""
    from thinc.api import Adam

    optimizer = Adam(learn_rate, L2=0.01, L2_is_weight_decay=True, grad_clip=1.0, use_averages=averages)

    def update(batch):
        nlp.update(batch, drop=0.1, sgd=False, losses={})
        for _, pipe in nlp.pipeline:
            pipe.finish_update(optimizer)

    return time_steps(batches, options, update), optimizer


def time_pipe(nlp, inputs, **settings):
    """Words a second of annotating texts or docs."""
    start = clock()
    return rate(sum(len(doc) for doc in nlp.pipe(inputs, **settings)), start)


def read_jsonl(path):
    return [json.loads(line) for line in Path(path).read_text(encoding="utf8").strip().split("\n")]


def report(result):
    """Prints the result, with the largest memory of this process, in bytes."""
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({**result, "memory": memory}, default=float))
