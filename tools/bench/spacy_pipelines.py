"""The spaCy side of the benchmark of trained pipelines; pipelines.mjs runs it and reads the JSON line it prints.

    spacy_pipelines.py full|tok2vec|ner|short|load --model DIR --texts FILE --copies N
"""

import argparse
import json
import resource
import statistics
import time

begin = time.perf_counter()
cli = argparse.ArgumentParser()
cli.add_argument("mode")
cli.add_argument("--model")
cli.add_argument("--texts")
cli.add_argument("--copies", type=int, default=1)
args = cli.parse_args()

import spacy

ALL = ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner", "senter", "morphologizer"]
only = {"tok2vec": ["tok2vec"], "ner": ["ner"]}.get(args.mode)
nlp = spacy.load(args.model, exclude=[] if only is None else [name for name in ALL if name not in only])
result = {"load": time.perf_counter() - begin, "loadCpu": time.process_time()}
lines = [json.loads(line)["text"] for line in open(args.texts, encoding="utf8")]
if args.mode == "short":
    times = []
    for i in range(300):
        start = time.perf_counter()
        nlp(f"Apple is looking at buying U.K. startup for $1 billion. {i}")
        if i >= 50:
            times.append(time.perf_counter() - start)
    result["median"] = statistics.median(times) * 1000
elif args.mode != "load":
    for _ in nlp.pipe(lines):
        pass
    start, cpu = time.perf_counter(), time.process_time()
    words = sum(len(doc) for doc in nlp.pipe(lines * args.copies))
    result.update(words=words, seconds=time.perf_counter() - start, cpu=time.process_time() - cpu)
result["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps(result))
