// Config blocks of the docs: parsed, filled with the defaults of all packages, and checked like `x debug config` does.
import { tmpdir } from "node:os";

let ready;
async function setup() {
  const [core, coreSpi, pipelineSpi, cli] = await Promise.all([
    import("@x/core"),
    import("@x/core/spi"),
    import("@x/pipeline/spi"),
    import("@x/cli"),
  ]);
  await cli.usePackages({ terminal: { cwd: tmpdir(), env: { X_PROJECT: tmpdir() } } });
  return { ...core, ...coreSpi, ...pipelineSpi };
}

/** All problems of a config or a part of one, with lines counted from the block's first. */
export async function configProblems(text) {
  ready ??= setup();
  const { Config, parseConfig, findProblems, fillPipelineConfig, sectionSchemas, registry } = await ready;
  // A part may leave out the sections around its own, as in a sentence about them.
  const sections = [...text.matchAll(/^\[([\w.-]+)\]/gm)].map(([, name]) => name);
  const around = new Set(sections.flatMap((name) => name.split(".").map((_, i, all) => all.slice(0, i).join(".")))); // prettier-ignore
  const missing = [...around].filter((name) => name !== "" && !sections.includes(name)).sort();
  const whole = missing.map((name) => `[${name}]\n`).join("") + text;
  const format = (problems) =>
    problems.map(({ line, path, message }) => ({
      line: line && line - missing.length,
      message: `${path ? `[${path}] ` : ""}${message}`,
    }));
  try {
    const config = parseConfig(whole, { interpolate: false, collect: true });
    const data = config.toJson();
    const pretraining = data.pretraining !== undefined;
    const complete =
      data.nlp?.pipeline === undefined ? skeletonFor(data, { Config, registry }).merge(config) : config;
    const filled = fillPipelineConfig(complete, { registry, pretraining });
    return format(findProblems(filled, { registry, schemas: sectionSchemas }));
  } catch (problem) {
    if (Array.isArray(problem.problems)) return format(problem.problems);
    return [{ line: undefined, message: problem.message }];
  }
}

/** What completes a part of a config: what every config has, and the components that the part names. */
function skeletonFor(data, { Config, registry }) {
  const components = {};
  for (const [name, value] of Object.entries(data.components ?? {}))
    components[name] =
      value.factory === undefined && value.source === undefined ? { factory: factoryOf(name, registry) } : {};
  const paths = { train: null, dev: null, vectors: null, init_tok2vec: null, raw_text: null };
  const pipeline = Object.keys(components);
  return new Config({
    paths,
    system: { seed: 0, gpu_allocator: null },
    nlp: { lang: "en", pipeline },
    components,
  });
}

const factoryOf = (name, registry) => (registry.has("factories", name) ? name : "tagger");
