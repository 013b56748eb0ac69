import type { ProgramSpec } from "../runtimes/runtime";
import { neededFor } from "./plan";
import type { Value } from "./value";

/**
 * Cuts a program into several in a row, each of which starts from what those before it gave.
 *
 * What a stage needs beside that is computed again in it, so that nothing lives longer than its stage.
 *
 * @param boundaries values that stages end with, in the order of evaluation; those that the program does not compute are left out
 * @returns the stages; their outputs are the boundaries and, each as early as it can be computed, the program's outputs
 */
export function cutStages(spec: ProgramSpec, boundaries: readonly Value[]): ProgramSpec[] {
  const { outputs } = spec;
  const given = new Set([...spec.inputs, ...(spec.initializers?.keys() ?? [])]);
  const { nodes } = neededFor(outputs, given);
  const computed = new Set(nodes.flatMap((node) => node.outputs));
  const ends = boundaries.filter((value) => computed.has(value) && !given.has(value));
  if (ends.length === 0) return [spec];
  const stageOf = new Map<Value, number>();
  for (const node of nodes) {
    let stage = 0;
    for (const input of node.inputs) {
      if (input === undefined || given.has(input)) continue;
      const end = ends.indexOf(input);
      stage = Math.max(stage, end >= 0 ? end + 1 : (stageOf.get(input) ?? 0));
    }
    for (const output of node.outputs) stageOf.set(output, stage);
  }
  const stages: ProgramSpec[] = [];
  const known: Value[] = [];
  for (let stage = 0; stage <= ends.length; stage++) {
    const end = ends.slice(stage, stage + 1);
    const own = outputs.filter((output) => (stageOf.get(output) ?? 0) === stage && !end.includes(output));
    if (end.length + own.length > 0)
      stages.push({ ...spec, inputs: [...spec.inputs, ...known], outputs: [...end, ...own] });
    known.push(...end);
  }
  return stages;
}
