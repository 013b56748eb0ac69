import { Lookups, Vectors, type Vocab } from "@x/core";
import type { Model } from "@x/nn";
import type { Pipe } from "../../components/pipe";
import { TrainablePipe } from "../../components/trainable-pipe";
import { errors } from "../../errors";
import type { HasComponents } from "../../contracts/has-components";
import type { HasConfig } from "../../contracts/has-config";
import type { HasVocab } from "../../contracts/has-vocab";
import { staticVectorsWidth } from "./static-vectors-check";
import { warnings } from "../../warnings";

/** Tables of a vocabulary that the networks of its pipeline were trained with. */
export interface WordTables {
  readonly vectors: Vectors;
  readonly lookups: Lookups;
}

/** What a component from another pipeline was trained with there. */
interface Training extends WordTables {
  /** How errors call the other pipeline. */
  readonly source: string;
}

const trainings = new WeakMap<Pipe, Training>();

/** Loads a pipeline into a vocabulary that keeps its own tables; gives what the pipeline would have put in their place. */
export async function loadBeside<T extends { readonly vocab: Vocab }>(
  vocab: Vocab,
  load: () => Promise<T>,
): Promise<{ readonly loaded: T } & WordTables> {
  const { vectors, lookups } = vocab;
  vocab.vectors = new Vectors();
  vocab.lookups = new Lookups();
  try {
    const loaded = await load();
    return { loaded, vectors: loaded.vocab.vectors, lookups: loaded.vocab.lookups };
  } finally {
    vocab.vectors = vectors;
    vocab.lookups = lookups;
  }
}

/**
 * Takes note of the tables that a component from another pipeline was trained with. A pipeline that has none of its own, and is
 * to get none, takes them over, so that the component predicts what it predicted there.
 *
 * Throws P413 where the component reads other static vectors than the pipeline's.
 */
export function bringTables(
  nlp: HasConfig & HasVocab,
  { name, pipe, ...training }: Training & { readonly name: string; readonly pipe: Pipe },
): void {
  if (!(pipe instanceof TrainablePipe)) return;
  trainings.set(pipe, training);
  const { vocab } = nlp;
  const { vectors, lookups, source } = training;
  const config = nlp.config.interpolate();
  if (config.get("initialize.lookups") == null && !vocab.lookups.has("lexeme_norm"))
    takeNorms(vocab, lookups);
  // Where its vectors were left out, nobody knows which they were.
  if (!readsVectors(pipe) || vectors.size === 0) return checkNorms(nlp, name, pipe);
  if (vocab.vectors.size === 0) {
    // Those of [initialize] vectors are compared when they are there.
    if (config.get("initialize.vectors") != null) return;
    vocab.warn(warnings.vectorsTakenOver(name, source, describe(vectors)));
    vocab.vectors = vectors;
  }
  checkTables(nlp, { name, pipe });
}

/** Checks all components from other pipelines against the tables that the pipeline has now. Throws P413. */
export function checkSourceTables(nlp: HasComponents & HasVocab): void {
  for (const { name, pipe } of nlp.components) checkTables(nlp, { name, pipe });
}

function checkTables(nlp: HasVocab, { name, pipe }: { readonly name: string; readonly pipe: Pipe }): void {
  const training = trainings.get(pipe);
  if (training === undefined) return;
  const { vectors } = nlp.vocab;
  if (readsVectors(pipe) && training.vectors.size > 0) {
    if (!sameVectors(training.vectors, vectors))
      throw errors.sourceVectorsDiffer(name, training.source, describe(training.vectors), describe(vectors));
    // One table is enough to remember.
    trainings.set(pipe, { ...training, vectors });
  }
  checkNorms(nlp, name, pipe);
}

const readsVectors = (pipe: Pipe) =>
  pipe instanceof TrainablePipe && staticVectorsWidth(pipe.model as Model) !== undefined;

function describe({ rows, width, name }: Vectors): string {
  if (rows * width === 0) return "none";
  return `${name === undefined ? "" : `"${name}", `}${rows} rows of width ${width}`;
}

/** Whether all words have the same vectors in both: by name alone nobody knows. */
function sameVectors(a: Vectors, b: Vectors): boolean {
  if (a === b) return true;
  if (a.rows !== b.rows || a.width !== b.width || a.attr !== b.attr || a.nKeys !== b.nKeys) return false;
  if (JSON.stringify(a.floret) !== JSON.stringify(b.floret)) return false;
  const [left, right] = [new Float32Array(a.width), new Float32Array(a.width)];
  for (let row = 0; row < a.rows; row++) {
    a.table.readRow(row, left, 0);
    b.table.readRow(row, right, 0);
    for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false;
  }
  if (a.floret !== undefined) return true;
  for (const [key, row] of a.entries()) if (!b.has(key) || b.find(key) !== row) return false;
  return true;
}

function takeNorms(vocab: Vocab, lookups: Lookups): void {
  if (!lookups.has("lexeme_norm")) return;
  vocab.lookups.addTable("lexeme_norm", lookups.table("lexeme_norm").entries());
  vocab.forgetLexemes();
}

/** Other norms are other features: most words have the same, so they are said and not refused. */
function checkNorms({ vocab }: HasVocab, name: string, pipe: Pipe): void {
  const training = trainings.get(pipe);
  if (training === undefined || sameNorms(training.lookups, vocab.lookups)) return;
  vocab.warn(warnings.normsDiffer(name, training.source));
}

function sameNorms(a: Lookups, b: Lookups): boolean {
  const [left, right] = [a, b].map((lookups) =>
    lookups.has("lexeme_norm") ? lookups.table("lexeme_norm") : undefined,
  );
  if (left === right) return true;
  if ((left?.size ?? 0) !== (right?.size ?? 0)) return false;
  for (const [key, norm] of left?.entries() ?? []) if (right?.get(key) !== norm) return false;
  return true;
}
