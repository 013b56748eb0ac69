import { isXError } from "@x/core";
import { describe, expect, test } from "vitest";
import { loadPieceTokenizer } from "../src/tokenizers/load-piece-tokenizer";

/**
 * Files of strangers that end the process or hang it where the library is given them as they are: a test that fails here takes
 * its whole file along.
 */
const pieces = { "[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "[PAD]": 3, a: 4, b: 5, "##a": 6, "##b": 7 };
const wordPiece = (own: object = {}) => ({
  type: "WordPiece",
  unk_token: "[UNK]",
  continuing_subword_prefix: "##",
  max_input_chars_per_word: 100,
  vocab: pieces,
  ...own,
});
const bpe = (own: object = {}) => ({
  type: "BPE",
  vocab: { a: 0, b: 1, ab: 2, aba: 3 },
  merges: ["a b", "ab a"],
  ...own,
});
const template = (own: object) => ({
  type: "TemplateProcessing",
  single: [{ Sequence: { id: "A", type_id: 0 } }],
  pair: [],
  special_tokens: {},
  ...own,
});
const split = (Regex: string) => ({
  type: "Split",
  pattern: { Regex },
  behavior: "Isolated",
  invert: false,
});
const replace = (pattern: string, content: string) => ({
  type: "Replace",
  pattern: { String: pattern },
  content,
});
const added = (own: object) => ({
  id: 9,
  content: "q",
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
  special: false,
  ...own,
});
const inside = (depth: number, step: object): object =>
  depth === 0 ? step : { type: "Sequence", pretokenizers: [inside(depth - 1, step)] };

/** The tokenizer of a model folder that has these steps. */
function load(steps: object) {
  const files: Record<string, object> = {
    "config.json": { model_type: "bert" },
    "tokenizer_config.json": { tokenizer_class: "BertTokenizer", mask_token: null },
    "tokenizer.json": { version: "1.0", added_tokens: [], model: wordPiece(), ...steps },
  };
  return loadPieceTokenizer({
    name: "a model",
    read: async (file) => (file in files ? new TextEncoder().encode(JSON.stringify(files[file])) : undefined),
  });
}

async function codeOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return "ok";
  } catch (cause) {
    return isXError(cause) ? cause.code : String((cause as Error).stack);
  }
}

const refused: Record<string, object> = {
  "a text of doubled length for each of thirty steps": {
    normalizer: { type: "Sequence", normalizers: Array(30).fill(replace("a", "aa")) },
  },
  "a long text before each": { normalizer: { type: "Prepend", prepend: "a".repeat(1001) } },
  "no text before each": {
    normalizer: { type: "Sequence", normalizers: [{ type: "Prepend", prepend: "" }, { type: "Nmt" }] },
  },
  "an empty pattern": { normalizer: replace("", "x") },
  "bytes of bytes of bytes": {
    pre_tokenizer: { type: "Sequence", pretokenizers: Array(3).fill({ type: "ByteLevel" }) },
  },
  "rules that lead out of the file": { normalizer: { type: "Precompiled", precompiled_charsmap: "AAAA" } },
  "an expression of a million characters": { pre_tokenizer: split("(".repeat(1_000_000)) },
  "parts of no length": { pre_tokenizer: { type: "FixedLength", length: 0 } },
  "a step that nobody knows": { pre_tokenizer: { type: "constructor" } },
  "a second text where there is one": {
    post_processor: template({ single: [{ Sequence: { id: "B", type_id: 0 } }] }),
  },
  "a token that nothing describes": {
    post_processor: template({
      single: [{ SpecialToken: { id: "toString", type_id: 0 } }, { Sequence: { id: "A", type_id: 0 } }],
    }),
  },
  "more ids than texts": {
    post_processor: template({ special_tokens: { x: { id: "x", ids: [1, 2], tokens: ["x"] } } }),
  },
  "a template behind a template": {
    post_processor: { type: "Sequence", processors: [template({}), template({})] },
  },
  "a prefix longer than a piece": { model: bpe({ continuing_subword_prefix: "x".repeat(100) }) },
  "a merge longer than all pieces": { model: bpe({ vocab: { a: 0, b: 1 }, merges: ["a b"] }) },
  "words as long as they like": { model: wordPiece({ max_input_chars_per_word: 2 ** 53 }) },
  "a piece of five million characters": { added_tokens: [added({ content: "q".repeat(5e6) })] },
  "an added token that a normalizer removes": {
    normalizer: replace("q", ""),
    added_tokens: [added({ normalized: true })],
  },
  "a space that takes the space before it": {
    added_tokens: [added({ content: "x", rstrip: true }), added({ id: 10, content: " ", lstrip: true })],
  },
};

describe("a tokenizer.json with steps that would stop or hang the process", () => {
  test.each(Object.keys(refused))("%s", async (name) => {
    expect(await codeOf(() => load(refused[name]))).toBe("TR105");
  });

  test("values that lie in each other a thousand times", async () => {
    expect(await codeOf(() => load({ pre_tokenizer: inside(1000, { type: "Whitespace" }) }))).toBe("TR101");
    expect((await load({ pre_tokenizer: inside(5, { type: "Whitespace" }) })).vocabularySize).toBeGreaterThan(
      0,
    );
  });
});

test("a hundred thousand added tokens, described twice, take ten times as long as ten thousand", async () => {
  const secondsOf = async (count: number) => {
    const tokens = Array.from({ length: count }, (_, i) => added({ id: 8 + i, content: `<${i}>` }));
    const described = Object.fromEntries(tokens.map(({ id, ...token }) => [id, token]));
    const files: Record<string, object> = {
      "tokenizer_config.json": { tokenizer_class: "BertTokenizer", added_tokens_decoder: described },
      "tokenizer.json": { version: "1.0", added_tokens: tokens, model: wordPiece() },
    };
    // What other processes take of the machine does not count.
    const start = process.cpuUsage();
    const tokenizer = await loadPieceTokenizer({
      name: "a model",
      read: async (file) =>
        file in files ? new TextEncoder().encode(JSON.stringify(files[file])) : undefined,
    });
    const { user, system } = process.cpuUsage(start);
    expect(tokenizer.tokenToId(`<${count - 1}>`)).toBe(count + 7);
    return (user + system) / 1e6;
  };
  await secondsOf(1000);
  const few = await secondsOf(10_000);
  const many = await secondsOf(100_000);
  expect(many).toBeLessThan(30 * few);
});

describe("an expression that nobody has looked at runs in a process of its own", () => {
  test("texts that it can cut come out as they do here", async () => {
    const risky = await load({ pre_tokenizer: split("[a-c]+|x(?=y)") });
    const known = await load({ pre_tokenizer: split("\\s+") });
    for (const text of ["ab", "abc", "", "é🎈", "aaaa"]) {
      const [one, other] = [await risky.encodeBatch([text]), await known.encodeBatch([text])];
      expect([...one.inputIds.data]).toEqual([...other.inputIds.data]);
      expect([...one.offsetMapping!]).toEqual([...other.offsetMapping!]);
    }
    expect([risky.vocabularySize, risky.padId, risky.tokenToId("##b"), risky.idToToken(4)]).toEqual([
      known.vocabularySize,
      known.padId,
      known.tokenToId("##b"),
      known.idToToken(4),
    ]);
  });

  test("a text that ends that process is an error, and the next one is cut", async () => {
    const tokenizer = await load({ pre_tokenizer: split("(a+)+$") });
    const outcomes = await Promise.all(
      ["ab", `${"a".repeat(40)}!`, "ba"].map((text) => codeOf(() => tokenizer.encodeBatch([text]))),
    );
    expect(outcomes).toEqual(["ok", "TR113", "ok"]);
  });

  test("an expression that is none", async () => {
    expect(await codeOf(() => load({ pre_tokenizer: split("(((") }))).toBe("TR101");
  });

  test("a normalizer that ends it while added tokens are normalised", async () => {
    const hostile = {
      normalizer: { type: "Replace", pattern: { Regex: "(a+)+$" }, content: "x" },
      added_tokens: [added({ content: `${"a".repeat(40)}!`, normalized: true })],
    };
    expect(await codeOf(() => load(hostile))).toBe("TR113");
  });

  test("a text of eleven million spaces, which is too much for an expression that is known", async () => {
    const tokenizer = await load({
      pre_tokenizer: split(
        "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
      ),
    });
    expect(await codeOf(() => tokenizer.encodeBatch([`${" ".repeat(11_000_000)}a`]))).toMatch(/^(TR113|ok)$/);
    expect(await codeOf(() => tokenizer.encodeBatch(["a b"]))).toBe("ok");
  }, 120_000);
});
