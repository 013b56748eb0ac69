import type { Doc, Example } from "@x/core";
import { tensor, type Sequences } from "@x/nn";
import { differences } from "../differences";
import type { Scored } from "../engine/component";
import type { Head, Loss } from "../engine/head";
import { argmaxRows, tagLoss, type TagTargets } from "../tag-loss";
import { sumOfSquares, tagLossFeeds, tagLossGraph } from "../tag-loss-graph";

const outputLayer = (pipe: Scored) => pipe.model.maybeGetRef("output_layer");

/** One class for every token, on `spacy.Tagger.v2`. */
export const tokens: Head<Sequences, Int32Array[], TagTargets> = {
  input: (docs) => (docs.every((doc) => doc.length === 0) ? undefined : docs),
  nothing: (docs) => docs.map(() => new Int32Array(0)),
  output: (Y) => Y as Sequences,
  predicted({ data }, docs) {
    const best = argmaxRows(data.data as Float32Array, data.shape[1]);
    let start = 0;
    return docs.map((doc) => best.subarray(start, (start += doc.length)));
  },
  /** Negative golds need the loss on the host. */
  fused(docs, gold, pipe) {
    if (gold.negative.includes(1)) return undefined;
    const loss = tagLossGraph(smoothingOf(pipe), pipe.labels.length);
    const run = pipe.model.update(docs as Doc[], { loss, feeds: tagLossFeeds(gold) });
    return run.then(({ outputs }) => sumOfSquares(outputs.gradient.data as Float32Array));
  },
  tutorLoss(output, wanted, docs) {
    const gradient = differences(output.data, wanted.data, docs.length);
    return [{ ...output, data: gradient }, sumOfSquares(gradient.data as Float32Array)];
  },
  sample(examples, pipe) {
    outputLayer(pipe)?.setDim("nO", pipe.labels.length);
    return { X: examples.map(({ predicted }) => predicted) };
  },
  room: (pipe) => outputLayer(pipe)?.maybeGetDim("nO") ?? null,
  samplesApart: true,
};

/** Share of the probability that goes to the other labels. */
const smoothingOf = (pipe: Scored) => Number(pipe.cfg.label_smoothing ?? 0);

/** Cross-entropy; the loss that is reported is the sum of the squared gradient, as in spaCy. */
export function tokenLoss(scores: Sequences, gold: TagTargets, pipe: Scored): Loss {
  const { gradient, loss } = tagLoss(scores.data.data as Float32Array, gold, {
    size: scores.data.shape[1],
    labelSmoothing: smoothingOf(pipe),
  });
  return [
    { ...scores, data: tensor("float32", scores.data.shape, gradient as Float32Array<ArrayBuffer>) },
    loss,
  ];
}

/** The gold of a batch, of that of its examples. */
export function tokenGold(
  examples: readonly Example[],
  pipe: Scored,
  read: (example: Example) => TagTargets,
): TagTargets {
  const parts = examples.map((example) => pipe.goldOf(example, read));
  if (parts.length === 1) return parts[0];
  const total = parts.reduce((sum, { classes }) => sum + classes.length, 0);
  const joined = { classes: new Int32Array(total), negative: new Uint8Array(total) };
  let at = 0;
  for (const { classes, negative } of parts) {
    joined.classes.set(classes, at);
    joined.negative.set(negative, at);
    at += classes.length;
  }
  return joined;
}
