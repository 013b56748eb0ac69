import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, test } from "vitest";

const packageFolder = fileURLToPath(new URL("..", import.meta.url));

/** The modules of which something stands in a bundle of one export, made from the sources. */
async function modulesIn(name: string): Promise<string[]> {
  const { metafile } = await build({
    stdin: { contents: `export { ${name} } from "@x/nn";`, resolveDir: packageFolder, loader: "ts" },
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "node",
    conditions: ["@x/source", "module"],
    external: ["onnxruntime-node"],
    absWorkingDir: packageFolder,
    logLevel: "silent",
  });
  const [{ inputs }] = Object.values(metafile.outputs);
  return Object.keys(inputs).filter((path) => inputs[path].bytesInOutput > 0);
}

const brings = async (name: string, part: RegExp) => (await modulesIn(name)).some((path) => part.test(path));
const schemas = /node_modules\/zod\//;

test.each(["Maxout", "remapIds", "CategoricalCrossentropy", "adam", "slantedTriangular", "zeroInit"])(
  "a bundle of %s holds no library of schemas",
  async (name) => {
    expect(await brings(name, schemas)).toBe(false);
  },
);

test("a bundle of one layer holds no other", async () => {
  const modules = await modulesIn("Relu");
  const layers = modules.filter((path) => path.startsWith("src/layers/"));
  expect(layers.length).toBeGreaterThan(0);
  expect(layers.filter((path) => /maxout|softmax\.|lstm|list2|gelu|mish/.test(path))).toEqual([]);
});

test("only the table of the package brings the schemas", async () => {
  expect(await brings("registrations", schemas)).toBe(true);
});
