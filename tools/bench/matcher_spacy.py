"""spaCy's side of matcher.mjs: reads the job from a file, prints the seconds of each workload and the number of matches."""
import json
import sys
import time

import spacy
from peer import report
from spacy.matcher import Matcher, PhraseMatcher

job = json.load(open(sys.argv[1]))
nlp = spacy.blank("en")
docs = [nlp.make_doc(text) for text in job["texts"]]
out = {}
for work in job["work"]:
    if "phrases" in work:
        matcher = PhraseMatcher(nlp.vocab, attr=work["attr"])
        matcher.add("X", list(nlp.tokenizer.pipe(work["phrases"])))
    else:
        matcher = Matcher(nlp.vocab)
        for index, pattern in enumerate(work["patterns"]):
            matcher.add(str(index), [pattern])
    best, count = float("inf"), 0
    for _ in range(job["repeats"]):
        start = time.process_time()
        count = sum(len(matcher(doc)) for doc in docs)
        best = min(best, time.process_time() - start)
    out[work["name"]] = {"seconds": best, "matches": count}
report({"words": sum(map(len, docs)), "work": out})
