import { dirname } from "node:path";
import { describe, expect } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import { alignPieces } from "../src/alignment/align-pieces";
import { folderFiles } from "../src/hub/folder-files";
import { loadPieceTokenizer } from "../src/tokenizers/load-piece-tokenizer";
import { nativeTokenizer } from "../src/tokenizers/native";
import type { PieceTokenizer } from "../src/tokenizers/piece-tokenizer";
import { docOf, type DocCase } from "../../../tools/testing/golden-docs";

interface Batch {
  readonly ids: number[][];
  readonly lengths: number[];
  readonly mask: number[][];
  readonly types?: number[][];
  readonly offsets?: number[];
  readonly strings?: string[][];
  readonly align: { readonly lengths: number[]; readonly data: number[] };
}

interface Expected {
  readonly class: string;
  readonly special_tokens: string[];
  readonly special_ids: number[];
  readonly model_max_length: number | null;
  readonly padding_side: string;
  readonly token_types: boolean;
  readonly pad_token_type_id: number;
  readonly length: number;
  readonly steps: Record<string, unknown>;
  readonly pair: number[];
  readonly fast: Batch[];
  readonly batch: Batch;
  readonly slow: Batch[];
}

const golden = openGolden("encoders");
const numbers = (data: ArrayLike<number | bigint>) => Array.from(data, Number);

async function expectBatch(
  tokenizer: PieceTokenizer,
  docs: readonly DocCase[],
  want: Batch,
  windows = false,
) {
  const spans = docs.map(docOf).flatMap((doc) => {
    if (!windows) return [doc.span(0)];
    const starts = Array.from({ length: Math.ceil(doc.length / 4) }, (_, i) => 4 * i);
    return starts.map((start) => doc.span(start, Math.min(start + 6, doc.length)));
  });
  const batch = await tokenizer.encodeBatch(spans.map(({ text }) => text));
  expect(numbers(batch.inputIds.data)).toEqual(want.ids.flat());
  expect(numbers(batch.attentionMask.data)).toEqual(want.mask.flat());
  expect(batch.lengths).toEqual(want.lengths);
  expect(batch.tokenTypeIds && numbers(batch.tokenTypeIds.data)).toEqual(want.types?.flat());
  expect(batch.offsetMapping && numbers(batch.offsetMapping)).toEqual(want.offsets);
  if (want.strings) expect(batch.strings).toEqual(want.strings);
  const align = alignPieces(spans, batch, tokenizer);
  expect(numbers(align.lengths)).toEqual(want.align.lengths);
  expect(numbers(align.data)).toEqual(want.align.data);
}

/** The compiled normalisation rules are large; the fixtures hold their length. */
function hideRules(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  const rules = value as { precompiled_charsmap?: string | number };
  if (typeof rules.precompiled_charsmap === "string")
    rules.precompiled_charsmap = rules.precompiled_charsmap.length;
  for (const item of Object.values(value)) hideRules(item);
}

describe("tokenizers from their original files", () => {
  for (const { id } of golden.find(/^transformers\/pieces\/(?!docs|strings)[^/]+\.json$/)) {
    const want = golden.json<Expected>(id);
    const docs = golden.json<DocCase[]>("transformers/pieces/docs.json");
    const name = id.split("/").at(-1)!.replace(".json", "");
    const folder = dirname(golden.file(`transformers/tokenizers/${name}/config.json`)!);
    const load = (config = {}) => loadPieceTokenizer(folderFiles(folder), config);

    golden.case(`${id}#settings`, async () => {
      const tokenizer = await load();
      expect(tokenizer.className).toBe(want.class);
      expect(tokenizer.specialTokens).toEqual(want.special_tokens);
      expect([...tokenizer.specialIds]).toEqual([...new Set(want.special_ids)]);
      expect(tokenizer.modelMaxLength ?? null).toBe(want.model_max_length);
      expect(tokenizer.paddingSide).toBe(want.padding_side);
      expect(tokenizer.padTokenTypeId).toBe(want.pad_token_type_id);
      expect(tokenizer.vocabularySize).toBe(want.length);
      const json = new TextDecoder().decode(tokenizer.files().get("tokenizer.json"));
      const { model, ...steps } = JSON.parse(json) as Record<string, Record<string, unknown>>;
      delete model.vocab;
      delete model.merges;
      hideRules(steps);
      for (const [key, step] of Object.entries(want.steps))
        expect({ [key]: key === "model" ? model : steps[key] }).toEqual({ [key]: step });
      const pair = await nativeTokenizer(JSON.parse(json)).encode(
        "The quick lobster.",
        "Two fish, [SEP] here.",
      );
      expect(pair.getIds()).toEqual(want.pair);
    });

    for (const [i, batch] of want.fast.entries())
      golden.case(`${id}#fast ${i}`, async () => expectBatch(await load(), [docs[i]], batch));
    golden.case(`${id}#batch`, async () => expectBatch(await load(), docs, want.batch, true));
    for (const [i, batch] of want.slow.entries())
      golden.case(`${id}#slow ${i}`, async () =>
        expectBatch(await load({ use_fast: false }), [docs[i]], batch),
      );
  }
});
