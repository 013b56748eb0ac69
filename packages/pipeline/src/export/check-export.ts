import type { Doc } from "@x/core";
import { tensor, type OnnxRuntimeOptions } from "@x/nn";
import { openOnnx, type Program } from "@x/nn/runtime";
import { TrainablePipe } from "../components/trainable-pipe";
import { errors } from "../errors";
import type { Annotates } from "../contracts/annotates";
import { TransitionParser } from "../transition-parser/transition-parser";
import { sampleText, type exportNetworks } from "./export-networks";
import { replayPrograms } from "./record-programs";

/** What a check found. */
export interface ExportCheck {
  readonly texts: number;
  /** Texts with the same annotation; all of them unless differences are allowed. */
  readonly same: number;
  /** The largest difference of a number: of doc.tensor, doc.cats, or the scores of states. */
  readonly worst: number;
}

/** How far numbers of two runs may lie apart, relative to the largest (at least 1). */
export const exportTolerance = 1e-4;

/**
 * Runs the pipeline on the exported files in ONNX Runtime and compares what it predicts with what it predicted before.
 *
 * @param exported what `exportNetworks` gave
 * @param options `texts`: what to predict; `exact` (default true): false counts differences, as quantized networks have them
 * Throws P910 where an annotation differs, or a number by more than 1e-4 (NN207 without onnxruntime-node).
 */
export async function checkExport(
  nlp: Annotates & Parameters<typeof exportNetworks>[0],
  exported: Awaited<ReturnType<typeof exportNetworks>>,
  options: {
    readonly texts?: readonly string[];
    readonly runtime?: OnnxRuntimeOptions;
    readonly exact?: boolean;
  } = {},
): Promise<ExportCheck> {
  const { texts = [sampleText], exact = true } = options;
  const expected: Doc[] = [];
  for (const text of texts) expected.push(await nlp(text));
  let worst = 0;
  let same = 0;
  const opened: Program[] = [];
  const open = async (file: string) => {
    const program = await openOnnx(exported.files.get(file)!, options.runtime);
    opened.push(program);
    return program;
  };
  const restored: (() => void)[] = [];
  try {
    for (const { name, pipe } of nlp.pipeline) {
      if (!(pipe instanceof TrainablePipe)) continue;
      const { environment } = pipe.model;
      restored.push(() => (pipe.model.environment = environment));
      const programs = [];
      for (const { component, file, names } of exported.recorded)
        if (component === name) programs.push({ program: await open(file), names });
      pipe.model.runtime = replayPrograms(programs);
      pipe.model.freeze();
    }
    for (const [i, text] of texts.entries()) {
      const got = await nlp(text);
      if (annotationsOf(expected[i]) === annotationsOf(got)) same++;
      else if (exact)
        throw errors.exportDiffers(
          `annotation of "${text.slice(0, 40)}"`,
          annotationsOf(got),
          annotationsOf(expected[i]),
        );
      worst = Math.max(worst, compareNumbers(expected[i], got));
    }
    for (const { name, pipe } of nlp.pipeline)
      if (pipe instanceof TransitionParser)
        worst = Math.max(worst, await compareStates(pipe, expected, await open(`${name}-states.onnx`)));
  } finally {
    for (const restore of restored) restore();
    for (const program of opened) await program.release();
  }
  if (exact && worst > exportTolerance)
    throw errors.exportDiffers("numbers", String(worst), String(exportTolerance));
  return { texts: texts.length, same, worst };
}

/** What a doc says, without numbers: equal for docs that are annotated alike. */
export function annotationsOf(doc: Doc): string {
  const { cats: _cats, ...rest } = doc.toJson() as unknown as Record<string, unknown>;
  return JSON.stringify(rest);
}

/** How far the numbers of two docs are apart. */
function compareNumbers(want: Doc, got: Doc): number {
  const cats = Object.entries(want.cats).map(([label, score]) => Math.abs(score - got.cats[label]));
  return Math.max(0, ...cats, distance(want.tensor?.data ?? [], got.tensor?.data ?? []));
}

/** Scores of some states by the exported network and by the host's loops. */
async function compareStates(
  pipe: { readonly model: TransitionParser<never, never>["model"] },
  docs: Doc[],
  program: Program,
): Promise<number> {
  const step = await pipe.model.predict(docs);
  const { table, nF, nO, nP } = step.features;
  const tokens = table.length / (nF * nO * nP) - 1;
  const states = 8;
  // Contexts spread over all tokens, missing ones among them.
  const context = Int32Array.from({ length: states * nF }, (_, i) => ((i * 7) % (tokens + 1)) - 1);
  const want = step.score(
    Array.from({ length: states }, (_, state) => ({
      writeContext: (ids: Int32Array, at: number, count: number) =>
        ids.set(context.subarray(state * nF, state * nF + count), at),
    })) as never,
  );
  const { scores } = await program.run({
    table: tensor("float32", [tokens + 1, nF, nO, nP], table as never),
    context: tensor("int32", [states, nF], context as never),
  });
  // Unseen classes are lowered by the host.
  const seen = Float32Array.from(scores.data as Float32Array);
  const lowered = step.classCount;
  for (let k = 0; k < seen.length; k++) if (step.isUnseen(k % lowered)) seen[k] = want[k];
  return distance(want, seen);
}

function distance(want: ArrayLike<number>, got: ArrayLike<number>): number {
  if (want.length !== got.length) return Infinity;
  let largest = 1;
  let worst = 0;
  for (let i = 0; i < want.length; i++) {
    largest = Math.max(largest, Math.abs(want[i]));
    worst = Math.max(worst, Math.abs(want[i] - got[i]));
  }
  return worst / largest;
}
