import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect } from "vitest";
import { decodeArray, openGolden } from "../../../tools/testing/golden";
import { alignPieces } from "../src/alignment/align-pieces";
import type { PieceAlignment } from "../src/alignment/piece-alignment";
import { truncateOversizeSplits } from "../src/alignment/truncate";
import type { WordpieceBatch } from "../src/alignment/wordpiece-batch";
import { folderFiles } from "../src/hub/folder-files";
import { loadPieceTokenizer } from "../src/tokenizers/load-piece-tokenizer";
import type { PieceTokenizer } from "../src/tokenizers/piece-tokenizer";
import { docOf, type DocCase } from "../../../tools/testing/golden-docs";

type Encoded = Parameters<typeof decodeArray>[0];

interface Pieces {
  readonly strings: string[][];
  readonly input_ids: Encoded;
  readonly attention_mask: Encoded;
  readonly lengths: number[];
  readonly token_type_ids: Encoded | null;
}

interface Case {
  readonly doc?: number;
  readonly docs?: number[];
  readonly spans: [number, number][][];
  readonly texts: string[];
  readonly offset_mapping: Encoded | null;
  readonly wordpieces: Pieces;
  readonly align: { readonly data: Encoded; readonly lengths: Encoded };
  readonly truncated?: { readonly wordpieces: Pieces; readonly align: Case["align"] };
  readonly model_max_length?: number;
  readonly error?: string;
}

const golden = openGolden("encoders");
const numbers = (data: ArrayLike<number | bigint>) => Array.from(data, Number);

function expectPieces(batch: WordpieceBatch, want: Pieces): void {
  expect(batch.strings).toEqual(want.strings);
  expect(batch.inputIds.shape).toEqual(want.input_ids.shape);
  expect(batch.inputIds.data).toEqual(decodeArray(want.input_ids).data);
  expect(batch.attentionMask.data).toEqual(decodeArray(want.attention_mask).data);
  expect(batch.lengths).toEqual(want.lengths);
  expect(batch.tokenTypeIds?.data).toEqual(
    want.token_type_ids ? decodeArray(want.token_type_ids).data : undefined,
  );
}

function expectAlign(align: PieceAlignment, want: Case["align"]): void {
  expect(numbers(align.lengths)).toEqual(numbers(decodeArray(want.lengths).data));
  expect(numbers(align.data)).toEqual(numbers(decodeArray(want.data).data));
}

const tokenizers = new Map<string, Promise<PieceTokenizer>>();

function tokenizerOf(folder: string, useFast: boolean): Promise<PieceTokenizer> {
  const key = `${folder} ${useFast}`;
  let tokenizer = tokenizers.get(key);
  if (tokenizer === undefined)
    tokenizers.set(key, (tokenizer = loadPieceTokenizer(folderFiles(folder), { use_fast: useFast })));
  return tokenizer;
}

async function check(folder: string, docs: readonly DocCase[], want: Case, useFast = true): Promise<void> {
  const tokenizer = await tokenizerOf(folder, useFast);
  const made = (want.docs ?? [want.doc!]).map((i) => docOf(docs[i]));
  const spans = want.spans.flatMap((list, i) => list.map(([start, end]) => made[i].span(start, end)));
  expect(spans.map(({ text }) => text)).toEqual(want.texts);
  const batch = await tokenizer.encodeBatch(spans.map(({ text }) => text));
  expectPieces(batch, want.wordpieces);
  expect(batch.offsetMapping && numbers(batch.offsetMapping)).toEqual(
    want.offset_mapping === null ? undefined : numbers(decodeArray(want.offset_mapping).data),
  );
  const align = alignPieces(spans, batch, tokenizer);
  expectAlign(align, want.align);
  if (want.truncated === undefined) return;
  const cut = truncateOversizeSplits(batch, align, want.model_max_length ?? tokenizer.modelMaxLength);
  expectPieces(cut.batch, want.truncated.wordpieces);
  expectAlign(cut.align, want.truncated.align);
}

/** The real MiniLM is not among the fixtures: its folder is named by X_MINILM. */
function folderOf(name: string): string | undefined {
  const config = golden.file(`transformers/checkpoints/${name}/config.json`);
  if (config !== undefined) return dirname(config);
  const named = process.env.X_MINILM;
  return name === "all-MiniLM-L6-v2" && named ? resolve(named) : undefined;
}

describe("alignment", () => {
  golden.skipUnless("transformers/alignment/docs.json", () => undefined);
  for (const { id } of golden.find(/^transformers\/alignment\/(?!docs)[^/]+\.json$/)) {
    const { tokenizer, fast, fast_batches, slow } = golden.json<{
      tokenizer: string;
      fast: Case[];
      fast_batches: Case[];
      slow: Case[];
    }>(id);
    const docs = golden.json<DocCase[]>("transformers/alignment/docs.json");
    const folder = folderOf(tokenizer);
    if (folder === undefined || !existsSync(join(folder, "config.json"))) continue;
    for (const [way, cases] of Object.entries({ fast, slow }))
      for (const [i, want] of cases.entries())
        golden.case(`${id}#${way} ${i}`, async () => {
          if (golden.differs(`${id}#${way} ${i}`) !== undefined) {
            const differing = { ...want, wordpieces: fast[i].wordpieces };
            return await check(folder, docs, differing, false);
          }
          if (want.error === undefined) return await check(folder, docs, want, way === "fast");
          // spaCy fails on an empty Doc; here it has no wordpieces.
          expect(docOf(docs[want.doc!]).length).toBe(0);
        });
    for (const [i, want] of fast_batches.entries())
      golden.case(`${id}#batch ${i}`, () => check(folder, docs, want));
  }
});

describe("wordpieces of spans", () => {
  const id = "transformers/spans/wordpieces.json";
  golden.skipUnless(id, () => {
    const { docs, tokenizers } = golden.json<{ docs: DocCase[]; tokenizers: Record<string, Case[]> }>(id);
    for (const [name, cases] of Object.entries(tokenizers))
      for (const [i, want] of cases.entries())
        golden.case(`${id}#${name} ${i}`, () => check(folderOf(name)!, docs, want));
  });
});
