import { dirname } from "node:path";
import { describe, expect } from "vitest";
import { decodeArray, openGolden } from "../../../tools/testing/golden";
import { folderFiles } from "../src/hub/folder-files";
import { loadPieceTokenizer } from "../src/tokenizers/load-piece-tokenizer";
import { nativeTokenizer } from "../src/tokenizers/native";

const golden = openGolden("encoders");

interface Encoding {
  readonly text?: string;
  readonly texts?: string[];
  readonly tokens: string[];
  readonly input_ids: number[];
  readonly offset_mapping: [number, number][];
  readonly attention_mask: number[];
  readonly token_type_ids?: number[];
  readonly special_tokens_mask: number[];
  readonly word_ids?: (number | null)[];
}

interface Expected {
  readonly tokenizer: {
    readonly model_max_length: number | null;
    readonly padding_side: string;
    readonly model_input_names: string[];
    readonly pad_token_type_id: number;
    readonly special_tokens: Record<string, string | string[]>;
    readonly all_special_tokens: string[];
    readonly all_special_ids: number[];
    readonly length: number;
  };
  readonly single: Encoding[];
  readonly pairs: Encoding[];
  readonly batches: {
    readonly texts: string[];
    readonly inputs: Record<string, Parameters<typeof decodeArray>[0]>;
  }[];
}

const numbers = (data: ArrayLike<number | bigint>) => Array.from(data, Number);

describe("tokenizer.json", () => {
  golden.skipUnless("transformers/checkpoints/bert/expected.json", () => undefined);
  for (const { id, path } of golden.find(/^transformers\/checkpoints\/[^/]+\/expected\.json$/)) {
    const expected = golden.json<Partial<Expected>>(id) as Expected;
    // Checkpoints of encoders alone come without a tokenizer.
    if (expected.tokenizer === undefined) continue;
    const load = () => loadPieceTokenizer(folderFiles(dirname(path)));

    golden.case(`${id}#tokenizer`, async () => {
      const tokenizer = await load();
      const want = expected.tokenizer;
      expect(tokenizer.modelMaxLength ?? null).toBe(want.model_max_length);
      expect(tokenizer.paddingSide).toBe(want.padding_side);
      expect(tokenizer.padTokenTypeId).toBe(want.pad_token_type_id);
      expect([...tokenizer.specialTokens]).toEqual(want.all_special_tokens);
      expect([...tokenizer.specialIds]).toEqual(want.all_special_ids);
      expect(tokenizer.vocabularySize).toBe(want.length);
      const { additional_special_tokens, ...roles } = want.special_tokens;
      expect(Object.fromEntries(tokenizer.roles)).toEqual(roles);
      void additional_special_tokens;
      const batch = await tokenizer.encodeBatch(["a"]);
      expect(batch.tokenTypeIds !== undefined).toBe(want.model_input_names.includes("token_type_ids"));
    });

    golden.case(`${id}#single`, async () => {
      const tokenizer = await load();
      for (const want of expected.single) {
        const batch = await tokenizer.encodeBatch([want.text!]);
        expect(numbers(batch.inputIds.data)).toEqual(want.input_ids);
        expect(numbers(batch.offsetMapping!)).toEqual(want.offset_mapping.flat());
        expect(numbers(batch.attentionMask.data)).toEqual(want.attention_mask);
        if (want.token_type_ids) expect(numbers(batch.tokenTypeIds!.data)).toEqual(want.token_type_ids);
        expect(batch.width - tokenizer.prefix - tokenizer.suffix).toBe(
          want.special_tokens_mask.filter((special) => special === 0).length,
        );
      }
    });

    golden.case(`${id}#pairs`, async () => {
      const files = (await load()).files();
      const native = nativeTokenizer(JSON.parse(new TextDecoder().decode(files.get("tokenizer.json"))));
      for (const want of [...expected.single, ...expected.pairs]) {
        const [a, b = null] = want.texts ?? [want.text!];
        const encoding = await native.encode(a, b);
        expect(encoding.getTokens()).toEqual(want.tokens);
        expect(encoding.getIds()).toEqual(want.input_ids);
        expect(encoding.getOffsets()).toEqual(want.offset_mapping);
        expect(encoding.getSpecialTokensMask()).toEqual(want.special_tokens_mask);
        if (want.word_ids) expect(encoding.getWordIds().map((word) => word ?? null)).toEqual(want.word_ids);
        if (want.token_type_ids) expect(encoding.getTypeIds()).toEqual(want.token_type_ids);
      }
    });

    golden.case(`${id}#batches`, async () => {
      const tokenizer = await load();
      for (const { texts, inputs } of expected.batches) {
        const batch = await tokenizer.encodeBatch(texts);
        const ids = decodeArray(inputs.input_ids);
        expect(batch.inputIds.shape).toEqual(ids.shape);
        expect(batch.inputIds.data).toEqual(ids.data);
        expect(numbers(batch.attentionMask.data)).toEqual(numbers(decodeArray(inputs.attention_mask).data));
        if (inputs.token_type_ids)
          expect(batch.tokenTypeIds!.data).toEqual(decodeArray(inputs.token_type_ids).data);
      }
    });
  }
});
