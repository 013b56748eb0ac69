import { isQuantized, sharedRuntime, type Program, type ProgramSpec, type Runtime } from "@x/nn/runtime";

/** Runs on another runtime and remembers what it compiled, in order. */
export function recordPrograms(): Runtime & { readonly specs: readonly ProgramSpec[] } {
  const runtime = sharedRuntime();
  const specs: ProgramSpec[] = [];
  return {
    name: runtime.name,
    specs,
    // Programs are recorded in floats: who writes them decides about 8-bit weights.
    supports: (operator) => !isQuantized(operator) && (runtime.supports?.(operator) ?? true),
    compile(spec) {
      specs.push(spec);
      return runtime.compile(spec);
    },
  };
}

/** Runs exported programs in the place of those that would be compiled, in the order in which they were recorded. */
export function replayPrograms(
  programs: readonly { readonly program: Program; readonly names: ReadonlyMap<string, string> }[],
): Runtime {
  let next = 0;
  return {
    name: "exported",
    async compile() {
      const { program, names } = programs[next++];
      const inputs = new Map(program.inputs.map((name) => [name, original(names, name)]));
      const outputs = new Map(program.outputs.map((name) => [name, original(names, name)]));
      return {
        inputs: [...inputs.values()],
        outputs: [...outputs.values()],
        async run(feeds) {
          const read = (name: string) =>
            feeds instanceof Map ? feeds.get(name) : (feeds as Record<string, never>)[name];
          const given = new Map(program.inputs.map((name) => [name, read(inputs.get(name)!)]));
          const results = await program.run(given as never);
          return Object.fromEntries(
            Object.entries(results).map(([name, tensor]) => [outputs.get(name) ?? name, tensor]),
          );
        },
        release: () => program.release(),
      };
    },
  };
}

function original(names: ReadonlyMap<string, string>, renamed: string): string {
  for (const [from, to] of names) if (to === renamed) return from;
  return renamed;
}
