"""Small tokenizers of ten architectures as their original vocabulary files, trained on the quickstart's sentences, and
what transformers and spacy-transformers make of them: wordpieces, offsets, alignments with spaCy tokens.

    .peers/bin/python -W ignore tools/golden/transformers-pieces.py --out packages/encoders/tests/golden/transformers

Needs sentencepiece and protobuf beside the peers of the bench (`pip install sentencepiece protobuf`).
"""

import argparse
import json
import os
import random
import shutil
from pathlib import Path

import sentencepiece
import spacy
import tokenizers
from spacy.tokens import Doc
from spacy_alignments.tokenizations import get_alignments
from spacy_transformers.align import get_alignment, get_alignment_via_offset_mapping
from spacy_transformers.data_classes import WordpieceBatch
from spacy_transformers.layers.transformer_model import huggingface_tokenize
from transformers import AutoTokenizer

ROOT = Path(__file__).resolve().parents[2]
VOCABULARY = 320

# (architecture, file of the SentencePiece model, symbols with ids from 0 up)
PIECE_MODELS = {
    "albert": ("spiece.model", ["<pad>", "<unk>", "[CLS]", "[SEP]", "[MASK]"], "unigram", "nmt_nfkc"),
    "xlnet": ("spiece.model", ["<unk>", "<s>", "</s>", "<cls>", "<sep>", "<pad>", "<mask>", "<eod>", "<eop>"], "unigram", "identity"),
    "deberta-v2": ("spm.model", ["[PAD]", "[CLS]", "[SEP]", "[UNK]"], "unigram", "identity"),
    "camembert": ("sentencepiece.bpe.model", ["<unk>", "<s>", "</s>"], "unigram", "identity"),
    "xlm-roberta": ("sentencepiece.bpe.model", ["<unk>", "<s>", "</s>"], "bpe", "identity"),
}

# Words and whether a space follows; written for this file.
TRICKY = [
    [("The", 1), ("lobster", 0), ("🦞", 1), ("ate", 0), ("\n\n", 0), ("two", 1), (" ", 0), ("fish", 0), (".", 0)],
    [("Ça", 1), ("coûte", 1), ("12,50", 0), ("€", 1), ("au", 1), ("café", 0), ("!", 0)],
    [("[", 0), ("SEP", 0), ("]", 1), ("is", 1), ("no", 1), ("<s>", 0), ("word", 1), ("<mask>", 1), ("here", 0)],
    [("一二", 0), ("三", 1), ("ﬁn", 1), ("№5", 1), ("a\u0301b", 0)],
    [("\u200b", 0), ("\u00a0", 1), ("x", 0), ("``quoted''", 1), ("Σίσυφος", 1), ("İstanbul", 0)],
    [("\t", 0), ("\n", 0), ("  ", 0)],
    [("a" * 104, 1), ("b", 0), ("-" * 30, 1), ("don't", 0), ("can", 0), ("not", 0)],
    [("can't", 1), ("[UNK]", 1), ("and", 1), ("[MASK]", 1), ("or", 1), ("<pad>", 0)],
]


def main():
    """Trains, converts, measures, writes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path(".cache/pieces"))
    arguments = parser.parse_args()
    corpus = ROOT / "tools/quickstart/corpus"
    texts = [json.loads(line)["text"] for line in open(corpus / "train.jsonl", encoding="utf-8")]
    dev = [json.loads(line) for line in open(corpus / "dev.jsonl", encoding="utf-8")]
    nlp = spacy.blank("en")
    docs = [nlp.make_doc(entry["text"]) for entry in dev[:6]]
    docs += [Doc(nlp.vocab, [w for w, _ in words], [bool(s) for _, s in words]) for words in TRICKY]
    arguments.work.mkdir(parents=True, exist_ok=True)
    (arguments.work / "corpus.txt").write_text("\n".join(texts), encoding="utf-8")

    folders = {}
    for name in ["bert", "roberta", "distilbert", "electra", "mpnet", *PIECE_MODELS]:
        folder = arguments.out / "tokenizers" / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        train(name, folder, arguments.work / "corpus.txt", texts)
        folders[name] = folder
    write(arguments.out / "pieces" / "docs.json", [doc_json(doc) for doc in docs])
    for name, folder in folders.items():
        write(arguments.out / "pieces" / f"{name}.json", measure(folder, docs))
    write(arguments.out / "pieces" / "strings.json", string_alignments())


def train(name, folder, corpus, texts):
    """The original vocabulary files of one architecture."""
    config = {"model_type": name}
    settings = {"model_max_length": 64}
    if name in PIECE_MODELS:
        file, symbols, algorithm, rule = PIECE_MODELS[name]
        unknown = next(i for i, s in enumerate(symbols) if s in ("<unk>", "[UNK]"))
        prefix = folder / "model"
        sentencepiece.SentencePieceTrainer.train(
            input=str(corpus), model_prefix=str(prefix), vocab_size=VOCABULARY, model_type=algorithm,
            normalization_rule_name=rule, unk_id=unknown, unk_piece=symbols[unknown], bos_id=-1, eos_id=-1, pad_id=-1,
            control_symbols=[s for i, s in enumerate(symbols) if i != unknown], num_threads=1, minloglevel=2,
            hard_vocab_limit=False,
        )
        (folder / "model.vocab").unlink()
        (folder / "model.model").rename(folder / file)
    elif name == "roberta":
        bpe = tokenizers.ByteLevelBPETokenizer()
        bpe.train_from_iterator(texts, vocab_size=420, min_frequency=2, show_progress=False,
                                special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>"])
        bpe.save_model(str(folder))
        settings["add_prefix_space"] = False
    else:
        lower = name != "distilbert"
        special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
        if name == "mpnet":
            special = ["<s>", "<pad>", "</s>", "[UNK]", "<mask>"]
        pieces = tokenizers.BertWordPieceTokenizer(lowercase=lower)
        pieces.train_from_iterator(texts, vocab_size=VOCABULARY, min_frequency=2, show_progress=False, special_tokens=special)
        pieces.save_model(str(folder))
        settings["do_lower_case"] = lower
    write(folder / "config.json", config)
    # BERT shows what holds without any settings.
    if name != "bert":
        write(folder / "tokenizer_config.json", settings)


def measure(folder, docs):
    """Everything that the tokenizer says, converted to a fast one and slow."""
    fast = AutoTokenizer.from_pretrained(str(folder))
    backend = json.loads(fast.backend_tokenizer.to_str())
    for key in ("vocab", "merges"):
        backend["model"].pop(key, None)
    hide_rules(backend)
    slow = AutoTokenizer.from_pretrained(str(folder), use_fast=False)
    limit = fast.model_max_length
    return {
        "class": type(slow).__name__,
        "special_tokens": fast.all_special_tokens,
        "special_ids": fast.all_special_ids,
        "model_max_length": limit if limit < 1e9 else None,
        "padding_side": fast.padding_side,
        "token_types": "token_type_ids" in fast.model_input_names,
        "pad_token_type_id": fast.pad_token_type_id,
        "length": len(fast),
        "steps": {key: backend[key] for key in ("normalizer", "pre_tokenizer", "post_processor", "added_tokens", "model")},
        "pair": fast("The quick lobster.", "Two fish, [SEP] here.").input_ids,
        "fast": [pieces(fast, doc) for doc in docs],
        "batch": batch(fast, docs),
        "slow": [pieces(slow, doc) for doc in docs],
    }


def hide_rules(value):
    """The compiled normalisation rules are large and lie in the model file already."""
    if isinstance(value, dict):
        if "precompiled_charsmap" in value:
            value["precompiled_charsmap"] = len(value["precompiled_charsmap"])
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            hide_rules(item)


def pieces(tokenizer, doc):
    """One Doc as one span."""
    return batch(tokenizer, [doc], lambda each: [each[:]])


def windows(doc):
    return [doc[i : i + 6] for i in range(0, len(doc), 4)]


def batch(tokenizer, docs, spans_of=windows):
    """Wordpieces and alignment of all spans together."""
    spans = [span for doc in docs for span in spans_of(doc)]
    data = huggingface_tokenize(tokenizer, [span.text for span in spans])
    wordpieces = WordpieceBatch.from_batch_encoding(data)
    result = {"ids": wordpieces.input_ids.tolist(), "lengths": wordpieces.lengths,
              "mask": wordpieces.attention_mask.astype(int).tolist()}
    if wordpieces.token_type_ids is not None:
        result["types"] = wordpieces.token_type_ids.tolist()
    if "offset_mapping" in data:
        result["offsets"] = data["offset_mapping"].reshape(-1).tolist()
        align = get_alignment_via_offset_mapping(spans, data["offset_mapping"])
    else:
        result["strings"] = wordpieces.strings
        align = get_alignment(spans, wordpieces.strings, tokenizer.all_special_tokens)
    return {**result, "align": {"lengths": align.lengths.ravel().tolist(), "data": align.data.ravel().tolist()}}


def string_alignments():
    """Random token lists and which of them share characters."""
    random.seed(1)
    cases = []
    for number in range(200):
        letters = ["ab", "abcd", "abcdefghij É[U]▁ſﬁ"][number % 3]
        a, b = (["".join(random.choice(letters) for _ in range(random.randint(0, 4))) for _ in range(random.randint(0, 12))] for _ in range(2))
        cases.append({"a": a, "b": b, "a2b": get_alignments(a, b)[0]})
    return cases


def doc_json(doc):
    return {"words": [token.text for token in doc], "spaces": [bool(token.whitespace_) for token in doc]}


def write(path, value):
    os.makedirs(path.parent, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
