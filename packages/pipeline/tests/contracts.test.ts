import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, expectTypeOf, test } from "vitest";
import { TrainablePipe, type InitializeOptions, type Language } from "../src";
import type { Pipeline, TokenizerFactory } from "../src/spi";
import {
  train,
  type Augmenter,
  type Logger,
  type Reader,
  type TrainOptions,
  type TrainResult,
} from "@x/train";

test("contracts are types alone, and know nothing of Language", () => {
  const folder = join(import.meta.dirname, "../src/contracts");
  for (const name of readdirSync(folder)) {
    const text = readFileSync(join(folder, name), "utf8");
    expect(text.match(/^import (?!type )/m), name).toBeNull();
    expect(text, name).not.toMatch(/from ".*\/language"/);
  }
});

test("a Pipeline has all that a Language has, and a Language is one", () => {
  expectTypeOf<keyof Pipeline>().toEqualTypeOf<keyof Language>();
  expectTypeOf<Language>().toExtend<Pipeline>();
});

test("functions of users may take a Language, where this library promises them a Pipeline", () => {
  expectTypeOf<(nlp: Language) => []>().toExtend<Reader>();
  expectTypeOf<(nlp: Language, example: never) => []>().toExtend<Augmenter>();
  expectTypeOf<(nlp: Language) => { logStep(): void; finalize(): void }>().toExtend<Logger>();
  expectTypeOf<(nlp: Language) => Language["tokenizer"]>().toExtend<TokenizerFactory>();
  expectTypeOf<(nlp: Language) => Promise<string>>().toExtend<NonNullable<TrainOptions["save"]>>();
  abstract class Mine extends TrainablePipe {
    abstract override initialize(examples: () => [], options?: { readonly nlp?: Language }): Promise<void>;
  }
  expectTypeOf<Mine>().toExtend<TrainablePipe>();
  expectTypeOf<InitializeOptions["nlp"]>().toEqualTypeOf<Pipeline | undefined>();
});

test("who trains a Language gets it back as one, and may store it as one", () => {
  expectTypeOf(train<Language>).returns.resolves.toEqualTypeOf<TrainResult<Language>>();
  const store = (_: Language) => Promise.resolve("out");
  const start = (nlp: Language, streams: Pick<TrainOptions, "stdout" | "stderr" | "clock">) =>
    train(nlp, { ...streams, save: (stored) => store(stored) });
  expectTypeOf(start).returns.resolves.toHaveProperty("nlp").toEqualTypeOf<Language>();
});
