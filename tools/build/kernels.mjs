// Compiles packages/nn/src/kernels/wasm/kernels.as to kernels-wasm.ts: the module's bytes in base64. Run it after a change of the source:
//   node tools/build/kernels.mjs
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../packages/nn/src/kernels/wasm/", import.meta.url));

/** The compiled module. */
export async function compileKernels() {
  const { main } = await import("assemblyscript/asc");
  const source = readFileSync(`${folder}kernels.as`, "utf8");
  let bytes;
  const { error, stderr } = await main(
    [
      "kernels.ts",
      "--outFile",
      "kernels.wasm",
      "--runtime",
      "stub",
      "--importMemory",
      "--noAssert",
      "--enable",
      "simd",
      "-O3",
    ],
    {
      readFile: (name) => (name === "kernels.ts" ? source : null),
      writeFile: (name, contents) => void (name === "kernels.wasm" && (bytes = contents)),
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr}`);
  return bytes;
}

/** The text of the file that holds the module. */
export function kernelsFile(bytes) {
  const lines = Buffer.from(bytes)
    .toString("base64")
    .match(/.{1,100}/g);
  return `// Compiled from kernels.as by tools/build/kernels.mjs; do not edit.
/** The WASM module of the kernels, base64. */
export const kernelsWasm =
${lines.map((line) => `  "${line}"`).join(" +\n")};
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(`${folder}kernels-wasm.ts`, kernelsFile(await compileKernels()));
