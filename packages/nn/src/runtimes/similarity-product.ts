import { Graph } from "../graph/graph";
import { tensor } from "../graph/tensor";
import { gemm } from "../operators/gemm";
import { defaultRuntime } from "./default-runtime";
import type { Program, Runtime } from "./runtime";

/** Products of queries with rows, for `vectors.mostSimilar(queries, { product: product.multiply })` of `@x/core`. */
export interface RuntimeProduct {
  /** `[queries * width]` by `[rows * width]` gives `[queries * rows]`. */
  readonly multiply: (queries: Float32Array, rows: Float32Array, width: number) => Promise<Float32Array>;
  release(): Promise<void>;
}

/** Lends the threaded product of a runtime, by default the fastest that is installed. */
export function similarityProduct(runtime: Runtime = defaultRuntime()): RuntimeProduct {
  const programs = new Map<number, Promise<Program>>();
  const programOf = (width: number) => {
    let program = programs.get(width);
    if (program === undefined) {
      const graph = new Graph();
      const queries = graph.input("queries", "float32", ["Q", width]);
      const rows = graph.input("rows", "float32", ["R", width]);
      const products = gemm(queries, rows, undefined, { transB: true });
      program = runtime.compile({ graph, inputs: [queries, rows], outputs: [products] });
      programs.set(width, program);
    }
    return program;
  };
  return {
    async multiply(queries, rows, width) {
      const program = await programOf(width);
      const results = await program.run({
        queries: tensor("float32", [queries.length / width, width], queries),
        rows: tensor("float32", [rows.length / width, width], rows),
      });
      return Object.values(results)[0].data as Float32Array;
    },
    async release() {
      for (const program of programs.values()) await (await program).release();
      programs.clear();
    },
  };
}
