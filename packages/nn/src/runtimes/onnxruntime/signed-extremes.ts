import { Graph } from "../../graph/graph";
import { tensor } from "../../graph/tensor";
import { quantizeProgram } from "../../onnx/quantize";
import { matmul } from "../../operators/matmul";
import type { Program, ProgramSpec } from "../runtime";

/** Odd sizes: kernels work in blocks, and the rest has code of its own. */
const [INNER, COLUMNS] = [67, 35];
/** One row has kernels of its own. */
const ROWS = [1, 7];

/**
 * Multiplies the largest unsigned 8-bit numbers by the largest signed ones, as programs with signed weights do, and says whether the sums are right.
 * They are where a kernel adds in 32 bits (VNNI, ARM, SSE2), and not where it adds two products in 16 (AVX2 and AVX-512 without VNNI).
 */
export async function multiplySignedExtremes(
  compile: (spec: ProgramSpec) => Promise<Program>,
): Promise<boolean> {
  const graph = new Graph();
  const x = graph.input("x", "float32", ["N", INNER]);
  const weights = Float32Array.from({ length: INNER * COLUMNS }, (_, i) => (i % COLUMNS === 0 ? -127 : 127));
  const y = matmul(x, graph.constant(tensor("float32", [INNER, COLUMNS], weights)));
  const { spec } = quantizeProgram({ graph, inputs: [x], outputs: [y] }, { signed: true });
  const program = await compile({ ...spec, name: "products of signed 8-bit numbers" });
  try {
    for (const rows of ROWS) {
      const feed = tensor("float32", [rows, INNER], new Float32Array(rows * INNER).fill(255));
      const sums = (await program.run({ x: feed }))[y.name].data as Float32Array;
      if (sums.some((sum, i) => sum !== 255 * INNER * weights[i % COLUMNS])) return false;
    }
    return true;
  } finally {
    await program.release();
  }
}
