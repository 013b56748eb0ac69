"""The spaCy side of the benchmark of trained pipelines; the same work as pipelines-ours.mjs.

    pipelines_spacy.py full|tok2vec|ner|short|load --model DIR --texts FILE --copies N
"""

import statistics
import time

begin = time.perf_counter()

import spacy
from peer import read_jsonl, read_options, report, time_pipe

options = read_options(model=None, texts=None, copies=1)
mode = options.what[0]
ALL = ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner", "senter", "morphologizer"]
only = {"tok2vec": ["tok2vec"], "ner": ["ner"]}.get(mode)
nlp = spacy.load(options.model, exclude=[] if only is None else [name for name in ALL if name not in only])
result = {"load": time.perf_counter() - begin, "loadCpu": time.process_time()}
if mode == "short":
    times = []
    for i in range(300):
        start = time.perf_counter()
        nlp(f"Apple is looking at buying U.K. startup for $1 billion. {i}")
        if i >= 50:
            times.append(time.perf_counter() - start)
    result["median"] = statistics.median(times) * 1000
elif mode != "load":
    lines = [row["text"] for row in read_jsonl(options.texts)]
    time_pipe(nlp, lines)
    result.update(time_pipe(nlp, lines * options.copies))
report(result)
