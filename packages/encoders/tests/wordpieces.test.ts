import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Doc, errorCode, type Span, Vocab } from "@x/core";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import {
  alignPieces,
  folderFiles,
  getAlignment,
  getAlignmentViaOffsetMapping,
  loadPieceTokenizer,
  type PieceTokenizer,
  resplitOversize,
  truncateOversizeSplits,
  WordpieceBatch,
} from "../src";
import { alignTexts } from "../src/alignment/string-alignment";
import type { ModelFiles } from "../src/encoders/types";

const folder = fileURLToPath(new URL("golden/transformers/tokenizers/", import.meta.url));
const names = ["bert", "roberta", "albert", "xlnet", "xlm-roberta"];
const vocab = new Vocab();
const tokenizers: PieceTokenizer[] = [];
let roberta: PieceTokenizer;

beforeAll(async () => {
  for (const name of names)
    for (const use_fast of [true, false])
      tokenizers.push(await loadPieceTokenizer(folderFiles(folder + name), { use_fast }));
  roberta = tokenizers[2];
});

/** Files that a test makes up. */
const made = (files: Record<string, unknown>): ModelFiles => ({
  name: "made",
  read: async (file) =>
    file in files
      ? new TextEncoder().encode(typeof files[file] === "string" ? files[file] : JSON.stringify(files[file]))
      : undefined,
});

const codeOf = async (work: () => unknown) => {
  try {
    await work();
  } catch (cause) {
    return errorCode(cause) ?? cause;
  }
  return "no error";
};

const words = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.stringMatching(/^[a-z]{1,9}$/) },
    fc.constantFrom(
      "[SEP]",
      "<s>",
      "🦞",
      "é",
      "e\u0301",
      "\n",
      " ",
      "\u200b",
      "二",
      "don't",
      "ﬁ",
      "▁",
      "9,9",
    ),
    fc.string({ minLength: 1, maxLength: 5, unit: "grapheme" }),
  ),
  { maxLength: 40 },
);
const docs = words.map((list) => new Doc(vocab, { words: list, spaces: list.map((_, i) => i % 3 !== 1) }));

const rowOf = (batch: WordpieceBatch, row: number) =>
  batch.rowStrings(row).filter((_, i) => batch.attentionMask.data[row * batch.width + i] !== 0);

async function encode(tokenizer: PieceTokenizer, lists: Span[][]) {
  const flat = lists.flat();
  const batch = await tokenizer.encodeBatch(flat.map(({ text }) => text));
  return { batch, align: alignPieces(flat, batch, tokenizer) };
}

/** Windows over a Doc that overlap. */
function windowsOf(doc: Doc, { size, step }: { readonly size: number; readonly step: number }): Span[] {
  const windows: Span[] = [];
  for (let start = 0; start < doc.length; start += step) {
    windows.push(doc.span(start, Math.min(start + size, doc.length)));
    if (start + size >= doc.length) break;
  }
  return windows;
}

describe("alignment", () => {
  it("has an entry for every token, ascending indices, none in the padding", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(docs, { minLength: 1, maxLength: 3 }), fc.nat(9), async (some, which) => {
        const tokenizer = tokenizers[which];
        const lists = some.map((doc) => windowsOf(doc, { size: 7, step: 4 }));
        const { batch, align } = await encode(tokenizer, lists);
        const tokens = some.reduce((sum, doc, i) => sum + (lists[i].length > 0 ? doc.length : 0), 0);
        expect(align.lengths.length).toBe(tokens);
        expect(align.lengths.reduce((a, b) => a + b, 0)).toBe(align.data.length);
        for (let token = 0, at = 0; token < tokens; token++)
          for (let i = 0; i < align.lengths[token]; i++, at++) {
            expect(batch.attentionMask.data[align.data[at]]).toBe(1);
            if (i > 0) expect(align.data[at]).toBeGreaterThan(align.data[at - 1]);
          }
      }),
      { numRuns: 60 },
    );
  });

  it("takes only as many spans as rows, and offsets only where there are some", async () => {
    const doc = new Doc(vocab, { words: ["a", "b"] });
    const batch = await tokenizers[0].encodeBatch(["a b"]);
    expect(await codeOf(() => getAlignmentViaOffsetMapping([], batch))).toBe("TR110");
    expect(await codeOf(() => getAlignment([], batch))).toBe("TR110");
    const slow = await tokenizers[1].encodeBatch(["a b"]);
    expect(await codeOf(() => getAlignmentViaOffsetMapping([doc.span(0)], slow))).toBe("TR111");
  });

  it("by strings is that of spacy-alignments", () => {
    const cases = openGolden("encoders").json<{ a: string[]; b: string[]; a2b: number[][] }[]>(
      "transformers/pieces/strings.json",
    );
    for (const { a, b, a2b } of cases) {
      const found: number[][] = a.map(() => []);
      for (const [word, piece] of alignTexts(a, b)) found[word].push(piece);
      expect(found).toEqual(a2b);
    }
  });
});

describe("rows that are too long", () => {
  it("are cut without loss, each part with its special pieces", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(docs, { minLength: 1, maxLength: 3 }),
        fc.nat(9),
        fc.integer({ min: 4, max: 20 }),
        async (some, which, maxLength) => {
          const tokenizer = tokenizers[which];
          const { prefix, suffix } = tokenizer;
          const lists = some.map((doc) => (doc.length === 0 ? [] : [doc.span(0)]));
          const { batch, align } = await encode(tokenizer, lists);
          const cut = resplitOversize({ spans: lists, batch, align, maxLength, tokenizer });
          expect(cut.batch.width).toBeLessThanOrEqual(maxLength);
          expect(cut.spans.flat().length).toBe(cut.batch.rows);
          expect(cut.align.lengths).toEqual(align.lengths);
          let row = 0;
          cut.spans.forEach((parts, i) => {
            if (parts.length === 0) return;
            const whole = rowOf(batch, lists.slice(0, i).flat().length);
            const rows = parts.map(() => rowOf(cut.batch, row++));
            const body = rows.flatMap((pieces) => pieces.slice(prefix, pieces.length - suffix));
            expect(body).toEqual(whole.slice(prefix, whole.length - suffix));
            for (const pieces of rows) {
              expect(pieces.slice(0, prefix)).toEqual(whole.slice(0, prefix));
              expect(pieces.slice(pieces.length - suffix)).toEqual(whole.slice(whole.length - suffix));
            }
            expect(parts[0].start).toBe(lists[i][0].start);
            expect(parts.at(-1)!.end).toBe(lists[i][0].end);
            for (let k = 1; k < parts.length; k++)
              expect(parts[k].start).toBeLessThanOrEqual(parts[k - 1].end);
          });
          // Every token still has the very pieces that it had.
          const texts = (from: WordpieceBatch, data: Int32Array) =>
            Array.from(data, (at) => from.strings[Math.floor(at / from.width)][at % from.width]);
          expect(texts(cut.batch, cut.align.data)).toEqual(texts(batch, align.data));
        },
      ),
      { numRuns: 80 },
    );
  });

  it("a word of 20,000 characters lies in many rows, and is counted", async () => {
    const doc = new Doc(vocab, { words: ["a", "xy".repeat(10_000), "b"] });
    const lists = [[doc.span(0)]];
    const { batch, align } = await encode(roberta, lists);
    const cut = resplitOversize({
      spans: lists,
      batch,
      align,
      maxLength: roberta.modelMaxLength,
      tokenizer: roberta,
    });
    expect(cut.report).toEqual({ oversize: 1, added: cut.batch.rows - 1, cutTokens: 1 });
    expect(cut.align.lengths[1]).toBe(align.lengths[1]);
    expect(cut.batch.width).toBe(64);
    const truncated = truncateOversizeSplits(batch, align, 64);
    expect(truncated.align.lengths[2]).toBe(0);
    expect(truncated.batch.width).toBe(64);
  });

  it("a limit without room beside the special pieces is an error", async () => {
    const doc = new Doc(vocab, { words: ["a", "b"] });
    const lists = [[doc.span(0)]];
    const { batch, align } = await encode(roberta, lists);
    expect(
      await codeOf(() => resplitOversize({ spans: lists, batch, align, maxLength: 2, tokenizer: roberta })),
    ).toBe("TR104");
  });
});

describe("tokenizers", () => {
  it("no texts, empty texts, whitespace, surrogates without partner", async () => {
    for (const tokenizer of tokenizers) {
      expect((await tokenizer.encodeBatch([])).rows).toBe(0);
      const batch = await tokenizer.encodeBatch(["", "   ", "\n\t", "a\ud800b", "\u0000"]);
      expect(batch.rows).toBe(5);
      expect(rowOf(batch, 0).length).toBe(tokenizer.prefix + tokenizer.suffix);
    }
    expect(WordpieceBatch.empty().rows).toBe(0);
  });

  it("come back from the files that are stored", async () => {
    for (const tokenizer of tokenizers) {
      const files = tokenizer.files();
      const again = await loadPieceTokenizer(
        { name: "stored", read: async (file) => files.get(file) },
        tokenizer.kwargs,
      );
      const text = "The lobster [SEP] ate 9,9 <mask> cafés  of İstanbul.";
      const [before, after] = [await tokenizer.encodeBatch([text]), await again.encodeBatch([text])];
      expect(after.inputIds.data).toEqual(before.inputIds.data);
      expect(after.offsetMapping).toEqual(before.offsetMapping);
      expect([again.className, again.fast, again.modelMaxLength]).toEqual([
        tokenizer.className,
        tokenizer.fast,
        tokenizer.modelMaxLength,
      ]);
    }
  });

  it("settings of the user win, and are stored", async () => {
    const files = folderFiles(`${folder}distilbert`);
    const cased = await loadPieceTokenizer(files);
    const lower = await loadPieceTokenizer(files, {
      do_lower_case: true,
      model_max_length: 20,
      padding_side: "left",
    });
    expect((await cased.encodeBatch(["THE"])).strings).not.toEqual(
      (await lower.encodeBatch(["THE"])).strings,
    );
    expect(lower.modelMaxLength).toBe(20);
    expect((await lower.encodeBatch(["a", "a b"])).attentionMask.data[0]).toBe(0);
    const stored = lower.files();
    const again = await loadPieceTokenizer({ name: "stored", read: async (file) => stored.get(file) });
    expect([again.modelMaxLength, again.paddingSide]).toEqual([20, "left"]);
  });

  it("without model_max_length there is no limit", async () => {
    const vocabulary = readFileSync(`${folder}bert/vocab.txt`, "utf8");
    const files = made({ "config.json": { model_type: "bert" }, "vocab.txt": vocabulary });
    expect((await loadPieceTokenizer(files)).modelMaxLength).toBeUndefined();
    const huge = made({
      "tokenizer_config.json": { tokenizer_class: "BertTokenizer", model_max_length: 1e30 },
      "vocab.txt": vocabulary,
    });
    expect((await loadPieceTokenizer(huge)).modelMaxLength).toBeUndefined();
  });

  it("missing, damaged and foreign files", async () => {
    const bert = { model_type: "bert" };
    const load = (files: Record<string, unknown>, config = {}) =>
      codeOf(() => loadPieceTokenizer(made(files), config));
    expect(await load({})).toBe("TR102");
    expect(await load({ "config.json": bert })).toBe("TR100");
    expect(await load({ "config.json": { model_type: "gpt9" } })).toBe("TR102");
    expect(await load({ "config.json": bert, "tokenizer.json": "{" })).toBe("TR101");
    expect(await load({ "config.json": bert, "tokenizer.json": "{}" })).toBe("TR101");
    expect(await load({ "config.json": bert, "tokenizer.json": { model: { type: "Odd" } } })).toBe("TR105");
    const unigram = { type: "Unigram", unk_id: null, vocab: [["a", 0]] };
    for (const rules of [true, "", "x", "AAAA", "ALwCAA=="]) {
      const normalizer = {
        type: "Sequence",
        normalizers: [{ type: "Precompiled", precompiled_charsmap: rules }],
      };
      expect(await load({ "config.json": bert, "tokenizer.json": { model: unigram, normalizer } })).toBe(
        "TR105",
      );
    }
    expect(await load({ "config.json": bert, "tokenizer.json": { model: unigram, added_tokens: [1] } })).toBe(
      "TR105",
    );
    const lacking = {
      "config.json": { model_type: "odd" },
      "tokenizer.json": { version: "1.0", model: unigram },
    };
    const tokenizer = await loadPieceTokenizer(made(lacking));
    expect(await codeOf(() => tokenizer.encodeBatch(["b"]))).toBe("TR112");
    expect(await load({ "tokenizer_config.json": "no json" })).toBe("TR101");
    expect(await load({ "config.json": { model_type: "xlnet" }, "spiece.model": "no model" })).toBe("TR101");
    expect(
      await load({ "config.json": { model_type: "roberta" }, "vocab.json": {}, "merges.txt": "v\na\n" }),
    ).toBe("TR101");
    const whole = readFileSync(`${folder}xlnet/spiece.model`);
    for (const end of [1, 100, whole.length - 3]) {
      const files = {
        name: "cut",
        read: async (file: string) =>
          file === "spiece.model"
            ? new Uint8Array(whole.subarray(0, end))
            : file === "config.json"
              ? new TextEncoder().encode('{"model_type": "xlnet"}')
              : undefined,
      };
      expect(await codeOf(() => loadPieceTokenizer(files))).toBe("TR101");
    }
    const good = { "config.json": bert, "vocab.txt": "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n" };
    expect(await load(good)).toBe("no error");
    expect(await load(good, { use_fast: "yes" })).toBe("TR103");
    expect(await load(good, { model_max_length: -1 })).toBe("TR103");
    expect(await load(good, { padding_side: "top" })).toBe("TR103");
  });
});
