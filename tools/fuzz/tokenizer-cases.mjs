// A tokenizer.json at random, and texts for it: steps that published files have, with values that these do not have.

const letters = ["a", "b", "ab", "A", "é", "e\u0301", "日", "🎈", "▁", " ", "  ", "\t", "\n", "\r\n", "\u00a0", "\u0085", "\u200d", "\ufdfa", "ﬁ", "İ", "ß", "1", "½", "!", ".", ",", "'s", "##", "[CLS]", "<s>", "\0", "\ufeff", "ำ", "한", "q"]; // prettier-ignore

export function makeTokenizer(random) {
  const pick = (list) => list[random(list.length)];
  const flag = () => random(2) === 0;
  const text = (most = 4) => Array.from({ length: random(most + 1) }, () => pick(letters)).join("");
  const odd = (usual) =>
    random(40) === 0 ? pick([null, 0, -1, 2 ** 32, 1.5, "", "x", [], {}, true]) : usual;
  const pattern = () =>
    flag() ? { String: text(2) || "a" } : { Regex: pick([" {2,}", "\\s+", "\\s", "\\p{N}", " "]) };
  const behavior = () => pick(["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"]);
  const byteLevel = () => ({
    type: "ByteLevel",
    add_prefix_space: flag(),
    trim_offsets: flag(),
    use_regex: flag(),
  });
  const metaspace = () => ({
    type: "Metaspace",
    replacement: pick(["▁", "_", "a", "🎈"]),
    prepend_scheme: pick(["always", "first", "never"]),
    split: flag(),
  });
  const growing = () => (random(6) === 0 ? text() : pick(["", " ", "a", "é"]));
  const normalizers = [
    () => ({
      type: "BertNormalizer",
      clean_text: flag(),
      handle_chinese_chars: flag(),
      strip_accents: pick([null, true, false]),
      lowercase: flag(),
    }),
    () => ({ type: "Strip", strip_left: flag(), strip_right: flag() }),
    ...["StripAccents", "NFC", "NFD", "NFKC", "NFKD", "Lowercase", "Nmt", "ByteLevel"].map((type) => () => ({
      type,
    })),
    () => ({ type: "Replace", pattern: pattern(), content: growing() }),
    () => ({ type: "Prepend", prepend: growing() || "x" }),
  ];
  const preTokenizers = [
    ...["BertPreTokenizer", "Whitespace", "WhitespaceSplit", "UnicodeScripts"].map((type) => () => ({
      type,
    })),
    byteLevel,
    metaspace,
    () => ({ type: "CharDelimiterSplit", delimiter: pick(["a", " ", "🎈"]) }),
    () => ({ type: "Split", pattern: pattern(), behavior: behavior(), invert: flag() }),
    () => ({ type: "Punctuation", behavior: behavior() }),
    () => ({ type: "Digits", individual_digits: flag() }),
    () => ({ type: "FixedLength", length: 1 + random(4) }),
  ];
  const special = () => (random(20) === 0 ? "none" : pick(["[CLS]", "[SEP]", "a", "zz"]));
  const part = () =>
    flag()
      ? { Sequence: { id: pick(["A", "B"]), type_id: random(3) } }
      : { SpecialToken: { id: special(), type_id: random(3) } };
  const token = (name) => ({ id: name, ids: [random(9)], tokens: [text()] });
  const template = () => ({
    type: "TemplateProcessing",
    single: [
      { SpecialToken: { id: special(), type_id: 0 } },
      { Sequence: { id: "A", type_id: 0 } },
      ...(random(4) === 0 ? [part()] : []),
    ],
    pair: flag() ? [] : [part(), part()],
    special_tokens: { "[CLS]": token("[CLS]"), "[SEP]": token("[SEP]"), a: token("b"), zz: token("zz") },
  });
  const around = (type) => ({
    type,
    sep: [text(), random(9)],
    cls: [text(), random(9)],
    ...(type[0] === "R" && { trim_offsets: flag(), add_prefix_space: flag() }),
  });
  const processors = [byteLevel, template, () => around("BertProcessing"), () => around("RobertaProcessing")];
  const pieces = () => [...new Set(["a", "b", ...Array.from({ length: random(12) }, () => text(3))])];
  const vocabulary = () =>
    Object.fromEntries(pieces().map((piece, id) => [piece, random(9) === 0 ? random(20) : id]));
  const bpe = () => {
    const vocab = vocabulary();
    const known = Object.keys(vocab);
    const prefix = pick([null, null, "", "##", "a"]);
    const merges = Array.from({ length: random(5) }, () => [pick(known), (prefix ?? "") + pick(known)]);
    if (random(8) > 0)
      for (const [first, second] of merges)
        for (const piece of [first, second, first + second.slice((prefix ?? "").length)])
          vocab[piece] ??= Object.keys(vocab).length;
    return {
      type: "BPE",
      dropout: pick([null, null, 0, 1, 0.5]),
      unk_token: pick([null, "a", "zz"]),
      continuing_subword_prefix: prefix,
      end_of_word_suffix: pick([null, null, "", "</w>", "b"]),
      fuse_unk: flag(),
      byte_fallback: flag(),
      ignore_merges: flag(),
      vocab,
      merges: flag() ? merges : merges.map((merge) => merge.join(" ")),
    };
  };
  const models = [
    bpe,
    () => ({
      type: "WordPiece",
      unk_token: pick(["a", "zz"]),
      continuing_subword_prefix: pick(["##", "", "a"]),
      max_input_chars_per_word: random(200),
      vocab: vocabulary(),
    }),
    () => ({ type: "WordLevel", unk_token: pick(["a", "zz"]), vocab: vocabulary() }),
    () => ({
      type: "Unigram",
      unk_id: pick([0, 1, null, 7]),
      vocab: pieces().map((piece) => [piece, pick([0, -1, -2.5, 1e300, -1e300, -random(9)])]),
      byte_fallback: flag(),
    }),
  ];
  const several = (makers, key) => {
    if (random(4) === 0) return null;
    if (flag()) return pick(makers)();
    return { type: "Sequence", [key]: Array.from({ length: random(4) }, () => pick(makers)()) };
  };
  const added = () => ({
    id: random(20),
    content: text(2),
    single_word: flag(),
    lstrip: flag(),
    rstrip: flag(),
    normalized: flag(),
    special: flag(),
  });
  const json = {
    version: "1.0",
    truncation: pick([
      null,
      { max_length: random(3), strategy: "LongestFirst", stride: random(3), direction: "Right" },
    ]),
    padding: pick([
      null,
      { strategy: { Fixed: 9 }, direction: "Right", pad_id: 0, pad_type_id: 0, pad_token: "a" },
    ]),
    added_tokens: Array.from({ length: random(5) }, added),
    normalizer: odd(several(normalizers, "normalizers")),
    pre_tokenizer: odd(several(preTokenizers, "pretokenizers")),
    post_processor: odd(several(processors, "processors")),
    decoder: null,
    model: pick(models)(),
  };
  // One value somewhere that is none.
  if (random(8) === 0) {
    let at = json;
    for (let depth = random(5); depth > 0; depth--) {
      const inner = Object.values(at).filter((value) => typeof value === "object" && value !== null);
      if (inner.length > 0) at = pick(inner);
    }
    const keys = Object.keys(at);
    if (keys.length > 0) at[pick(keys)] = odd(pick([text(), random(9), flag()]));
  }
  const texts = [
    "",
    ...Array.from({ length: 6 }, () => text(12)),
    pick(letters).repeat(random(300)),
    `${text()}\ud800${text()}`,
  ];
  return { json, texts };
}
