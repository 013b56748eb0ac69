"""What PyTorch says about the texts that similarity.mjs sends: two vectors a text, the mean over all wordpieces and over those of the text.

    similarity_torch.py CHECKPOINT < TEXTS.json
"""

import json
import sys

import torch
from transformers import AutoModel, AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained(sys.argv[1])
model = AutoModel.from_pretrained(sys.argv[1]).eval()
torch.set_num_threads(1)
vectors = []
with torch.no_grad():
    for text in json.load(sys.stdin):
        rows = model(**tokenizer(text, return_tensors="pt")).last_hidden_state[0]
        vectors.append([rows.mean(0).tolist(), rows[1:-1].mean(0).tolist()])
print(json.dumps(vectors))
