import { Example } from "@x/core";
import type { EvaluateOptions } from "../../contracts/learns";
import { Scorer } from "../../scorer/scorer";
import type { Annotates } from "../../contracts/annotates";
import { docBatches, runPipes } from "./stream";

/** Annotates copies of the predicted docs and scores them against the references. */
export async function evaluateComponents(
  nlp: Annotates,
  examples: Iterable<Example>,
  { batchSize = nlp.batchSize, scorer = scorerOf(nlp), perComponent = false, clock, signal }: EvaluateOptions,
): Promise<Record<string, unknown>> {
  const items = [...examples].map(({ predicted, reference }) => ({ doc: predicted.copy(), reference }));
  const components = nlp.pipeline;
  const start = clock?.();
  // Tokenizing counts for the speed, and the predicted docs are tokenized already.
  if (clock !== undefined) for (const { reference } of items) nlp.makeDoc(reference.text);
  const scored: Example[] = [];
  for await (const batch of docBatches(items, { docs: batchSize, words: nlp.maxBatchWords })) {
    const docs = await runPipes(
      batch.map(({ doc }) => doc),
      components,
      { batchSize, signal },
    );
    docs.forEach((doc, index) => scored.push(new Example(doc, batch[index].reference)));
  }
  const seconds = start === undefined ? undefined : clock!() - start;
  const scores = scorer.score(scored, { perComponent });
  const words = scored.reduce((sum, { predicted }) => sum + predicted.length, 0);
  return { ...scores, speed: seconds === undefined ? null : words / seconds };
}

function scorerOf(nlp: Annotates): Scorer {
  return new Scorer({ pipeline: nlp.pipeline.map(({ name, pipe }) => [name, pipe]) });
}
