import { canonicalProgram, type CanonicalProgram } from "../graph/canonical";
import { cutStages } from "../graph/stages";
import type { Tensor } from "../graph/tensor";
import type { Value } from "../graph/value";
import type { Feeds, Program, ProgramSpec, Runtime } from "./runtime";

/**
 * Compiles a program as several in a row. Stages of the same structure, such as the layers of an encoder, are one program that runs several times.
 *
 * Only what the stages hand on lives from one to the next, so the peak of memory is that of a stage.
 *
 * @param boundaries values that stages end with, in the order of evaluation
 */
export async function compileStages(
  runtime: Runtime,
  spec: ProgramSpec,
  boundaries: readonly Value[],
): Promise<Program> {
  const stages = cutStages({ ...spec, lean: true }, boundaries).map((stage) => canonicalProgram(stage));
  const programs = new Map<string, Program>();
  for (const { key, spec: stage } of stages)
    if (!programs.has(key)) programs.set(key, await runtime.compile(stage));
  return new StagedProgram(stages, programs, spec);
}

class StagedProgram implements Program {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly #stages: readonly CanonicalProgram[];
  readonly #programs: ReadonlyMap<string, Program>;
  /** For each stage, what no later one reads. */
  readonly #lastUses: readonly (readonly string[])[];

  constructor(
    stages: readonly CanonicalProgram[],
    programs: ReadonlyMap<string, Program>,
    spec: ProgramSpec,
  ) {
    this.#stages = stages;
    this.#programs = programs;
    this.outputs = [...new Set(spec.outputs.map((output) => output.name))];
    const made = new Set(stages.flatMap((stage) => [...stage.outputs.values()]));
    const read = stages.flatMap((stage) => [...stage.inputs.values()]);
    this.inputs = [...new Set(read.filter((name) => !made.has(name)))];
    const kept = new Set(this.outputs);
    const later = new Set<string>();
    this.#lastUses = [...stages]
      .reverse()
      .map((stage) => {
        const last = [...stage.inputs.values()].filter(
          (name) => made.has(name) && !kept.has(name) && !later.has(name),
        );
        for (const name of stage.inputs.values()) later.add(name);
        return last;
      })
      .reverse();
  }

  async run(feeds: Feeds): Promise<Record<string, Tensor>> {
    const fed = feeds instanceof Map ? feeds : new Map(Object.entries(feeds));
    const results = new Map<string, Tensor>();
    for (const [i, stage] of this.#stages.entries()) {
      const own = new Map<string, Tensor>();
      for (const [name, source] of stage.inputs) {
        const tensor = results.get(source) ?? fed.get(source);
        if (tensor !== undefined) own.set(name, tensor);
      }
      const made = await (this.#programs.get(stage.key) as Program).run(own);
      for (const [name, source] of stage.outputs) results.set(source, made[name]);
      for (const name of this.#lastUses[i]) results.delete(name);
    }
    return Object.fromEntries(this.outputs.map((name) => [name, results.get(name) as Tensor]));
  }

  async release(): Promise<void> {
    await Promise.all([...this.#programs.values()].map((program) => program.release()));
  }
}
