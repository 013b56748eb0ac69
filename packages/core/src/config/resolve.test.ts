import { describe, expect, test } from "vitest";
import { z } from "zod";
import { catalogue, errorCode } from "../errors";
import { callbackArg, modelArg, promiseArg, scheduleOrNumber } from "../registry/arguments";
import { Registry } from "../registry/registry";
import { Config, parseConfig } from "./config";
import { fillConfig } from "./fill";
import { ConfigValidationError, type ConfigProblem } from "./problems";
import { resolveConfig } from "./resolve";
import { findProblems, validateConfig } from "./validate";

const registry = new Registry();
const made: string[] = [];
registry.use({
  packageName: "test",
  architectures: {
    "t.Embed.v1": {
      schema: z.strictObject({
        width: z.int(),
        attrs: z.array(z.enum(["NORM", "SHAPE"])),
        rate: z.number().default(0),
        nO: z.int().nullable().default(null),
        flag: z.boolean().default(false),
      }),
      create: (args) => {
        made.push("embed");
        if (args.width === 13) throw catalogue({ badLuck: () => "[T13] 13 brings bad luck." }).badLuck();
        return { kind: "embed", ...args };
      },
    },
    "t.Model.v1": {
      schema: z.strictObject({ tok2vec: modelArg(), nO: z.int().nullable().default(null) }),
      create: (args) => {
        made.push("model");
        return { kind: "model", ...args };
      },
    },
  },
  layers: {
    "t.chain.v1": {
      schema: z.strictObject({ "*": z.array(modelArg()) }),
      create: (args) => args["*"] as unknown[],
    },
  },
  schedules: {
    "t.constant.v1": {
      schema: z.strictObject({ rate: z.number() }),
      create: ({ rate }) => ({ next: () => rate }),
    },
  },
  optimizers: {
    "t.Adam.v1": {
      schema: z.strictObject({
        learn_rate: scheduleOrNumber().default(0.001),
        L2: scheduleOrNumber().default(0),
      }),
      create: (args) => args,
    },
  },
  callbacks: { "t.callback.v1": { schema: z.strictObject({}), create: () => () => "called" } },
  factories: {
    tagger: {
      schema: z.strictObject({
        model: modelArg(),
        overwrite: z.boolean(),
        smoothing: z.number().default(0),
        after: callbackArg().nullable().default(null),
      }),
      create: (args) => ({ kind: "tagger", ...args }),
      defaultConfig: () => ({
        model: {
          "@architectures": "t.Model.v1",
          tok2vec: { "@architectures": "t.Embed.v1", width: 4, attrs: ["NORM"] },
        },
        overwrite: false,
      }),
      defaultScoreWeights: { tag_acc: 1, pos_acc: 0, other: null },
    },
  },
});

const problemsOf = (text: string, section = "model"): readonly ConfigProblem[] => {
  try {
    resolveConfig(parseConfig(text, { file: "my.cfg", interpolate: false }), section, { registry });
  } catch (thrown) {
    if (thrown instanceof ConfigValidationError) return thrown.problems;
    throw thrown;
  }
  return [];
};

describe("resolving", () => {
  test("inner blocks are made first, with the defaults of their schemas, and variables filled in", () => {
    made.length = 0;
    const config = parseConfig(
      `[vars]\nwidth = 8\n\n[model]\n@architectures = "t.Model.v1"\n\n[model.tok2vec]\n@architectures = "t.Embed.v1"\nwidth = \${vars.width}\nattrs = ["SHAPE"]`,
      { interpolate: false },
    );
    expect(resolveConfig(config, "model", { registry })).toEqual({
      kind: "model",
      nO: null,
      tok2vec: { kind: "embed", width: 8, attrs: ["SHAPE"], rate: 0, nO: null, flag: false },
    });
    expect(made).toEqual(["embed", "model"]);
  });

  test("positional blocks come as an array, in the order of the file", () => {
    const part = (name: string, width: number) =>
      `[model.*.${name}]\n@architectures = "t.Embed.v1"\nwidth = ${width}\nattrs = []`;
    const text = `[model]\n@layers = "t.chain.v1"\n\n${part("9", 1)}\n\n${part("10", 2)}\n\n${part("1", 3)}`;
    const layers = resolveConfig(parseConfig(text), "model", { registry });
    expect(layers.map((layer: { width: number }) => layer.width)).toEqual([1, 2, 3]);
  });

  test("schedules in optimizers become schedules, numbers stay numbers", () => {
    const config = new Config({
      optimizer: {
        "@optimizers": "t.Adam.v1",
        learn_rate: { "@schedules": "t.constant.v1", rate: 0.5 },
      },
    });
    const optimizer = resolveConfig(config, "optimizer", { registry });
    expect(optimizer.learn_rate.next()).toBe(0.5);
    expect(optimizer.L2).toBe(0);
  });

  test("a section with a schema gives its settings, with blocks made", () => {
    const schema = z.strictObject({
      steps: z.int(),
      optimizer: promiseArg("optimizers"),
      before: callbackArg().nullable(),
    });
    const config = new Config({
      training: {
        steps: 3,
        optimizer: { "@optimizers": "t.Adam.v1" },
        before: { "@callbacks": "t.callback.v1" },
      },
    });
    const training = resolveConfig(config, "training", { registry, schema });
    expect(training.before()).toBe("called");
    expect(training.steps).toBe(3);
    expect(() =>
      resolveConfig(new Config({ training: { steps: 3.5 } }), "training", { registry, schema }),
    ).toThrow(ConfigValidationError);
  });

  test("a component gets nlp and name beside its settings and its factory's defaults", () => {
    const config = new Config({ components: { mine: { factory: "tagger", overwrite: true } } });
    const nlp = { lang: "en" };
    const pipe = resolveConfig(config, "components.mine", {
      registry,
      context: { nlp, name: "mine", lang: "en" },
    });
    expect(pipe).toMatchObject({ kind: "tagger", name: "mine", overwrite: true, smoothing: 0 });
    expect(pipe.nlp).toBe(nlp);
    expect(pipe.model.tok2vec.width).toBe(4);
  });

  test("an error of ours that is thrown while making says where in the config", () => {
    const text = `[model]\n@architectures = "t.Embed.v1"\nwidth = 13\nattrs = []`;
    const run = () => resolveConfig(parseConfig(text, { file: "my.cfg" }), "model", { registry });
    expect(run).toThrow(/^\[T13\] 13 brings bad luck\. \(config: \[model\], my\.cfg:1\)$/);
  });

  test("a missing section is named", () => {
    try {
      resolveConfig(new Config({ nlp: {} }), "training", { registry });
    } catch (thrown) {
      expect(errorCode(thrown)).toBe("CF16");
      return;
    }
    throw new Error("nothing thrown");
  });
});

describe("problems", () => {
  test("all at once, each with its line, and what is allowed; nothing is made", () => {
    made.length = 0;
    const problems = problemsOf(
      [
        "[model]",
        '@architectures = "t.Model.v1"',
        "n0 = 3",
        "",
        "[model.tok2vec]",
        '@architectures = "t.Embed.v1"',
        'width = "wide"',
        'attrs = ["NORM", "SHAP"]',
        "rate = true",
        "nO = 4.0",
        "flag = 1",
      ].join("\n"),
    );
    expect(problems.map(({ file, line, path }) => `${file}:${line} ${path}`).sort()).toEqual([
      "my.cfg:10 model.tok2vec.nO",
      "my.cfg:11 model.tok2vec.flag",
      "my.cfg:3 model.n0",
      "my.cfg:7 model.tok2vec.width",
      "my.cfg:8 model.tok2vec.attrs",
      "my.cfg:9 model.tok2vec.rate",
    ]);
    expect(problems.find(({ path }) => path === "model.n0")?.nearest).toEqual(["nO"]);
    expect(problems.find(({ path }) => path === "model.tok2vec.width")?.message).toBe(
      'must be an integer, found "wide".',
    );
    expect(problems.find(({ path }) => path === "model.tok2vec.nO")?.message).toBe(
      "must be an integer or null, found 4.0.",
    );
    expect(problems.find(({ path }) => path === "model.tok2vec.attrs")?.message).toContain('"NORM", "SHAPE"');
    expect(made).toEqual([]);
  });

  test("missing settings, also of inner blocks, at the line of their block", () => {
    const problems = problemsOf(
      `[model]\n@architectures = "t.Model.v1"\n\n[model.tok2vec]\n@architectures = "t.Embed.v1"\nwidth = 1`,
    );
    expect(problems).toMatchObject([{ line: 4, path: "model.tok2vec.attrs" }]);
  });

  test("references: two of them, an unknown registry, an unknown name, a block of another kind", () => {
    expect(problemsOf(`[model]\n@architectures = "t.Model.v1"\n@layers = "t.chain.v1"`)).toHaveLength(1);
    expect(problemsOf(`[model]\n@architects = "t.Model.v1"`)[0].nearest).toContain("architectures");
    const unknown = problemsOf(`[model]\n@architectures = "t.Modell.v1"`)[0];
    expect(unknown.nearest).toEqual(["t.Model.v1"]);
    expect(problemsOf(`[model]\n@architectures = "spacy.Tok2Vec.v2"`)[0].fix).toContain(
      "npm install @x/tok2vec",
    );
    const other = `[model]\n@optimizers = "t.Adam.v1"\nL2 = {"@optimizers": "t.Adam.v1"}`;
    expect(problemsOf(other)[0]).toMatchObject({ path: "model.L2.@optimizers", allowed: ["@schedules"] });
  });

  test("positional blocks where none are taken", () => {
    const text = `[model]\n@schedules = "t.constant.v1"\nrate = 1\n\n[model.*.a]\n@schedules = "t.constant.v1"\nrate = 1`;
    expect(problemsOf(text)).toMatchObject([{ path: "model.*" }]);
  });

  test("a whole config: sections, pipeline, factories, sources", () => {
    const nlp = z.strictObject({ lang: z.string(), pipeline: z.array(z.string()) });
    const text = [
      "[nlp]",
      'lang = "en"',
      'pipeline = ["tagger", "tager", "gone", "copied", "none"]',
      "[components]",
      "[components.tagger]",
      'factory = "tagger"',
      "max_size = 1",
      "[components.tager]",
      'factory = "tager"',
      "[components.copied]",
      'source = "other"',
      "overwrite = true",
      "[components.none]",
      "x = 1",
      "[corpora]",
      "[corpora.train]",
      '@readers = "spacy.Corpus.v1"',
      "[unknown]",
      "y = 1",
    ].join("\n");
    const problems = findProblems(parseConfig(text), { registry, schemas: { nlp } });
    expect(problems.map(({ line, path }) => `${line} ${path}`)).toEqual([
      "3 nlp.pipeline",
      "7 components.tagger.max_size",
      "9 components.tager.factory",
      "12 components.copied.overwrite",
      "13 components.none",
      "17 corpora.train.@readers",
    ]);
    expect(problems[2].nearest).toEqual(["tagger"]);
    expect(() => validateConfig(parseConfig(text), { registry })).toThrow(/CF20.*6 problems.*line 7/s);
    expect(findProblems(new Config({ training: {} }), { registry })).toMatchObject([{ path: "nlp" }]);
  });
});

test("mistakes in lines and variables are reported together with all others", () => {
  const text = [
    "[nlp]",
    'lang = "en"',
    'pipeline = ["t"]',
    "lonely",
    "[vars]",
    "width = ${vars.widht}",
    "wide = ${vars.width}",
    "[components]",
    "[components.t]",
    'factory = "tagger"',
    "overwrite = ${vars.wide}",
    "smothing = 0.5",
    "[components.t.model]",
    '@architectures = "t.Model.v1"',
    "[components.t.model.tok2vec]",
    '@architectures = "t.Embedd.v1"',
    "[vars]",
    "other = 1",
    "[a.b]",
  ].join("\n");
  const config = parseConfig(text, { file: "my.cfg", interpolate: false, collect: true });
  const lines = findProblems(config, { registry }).map(({ line, path }) => `${line} ${path}`);
  expect(lines).toEqual([
    "4 nlp",
    "6 vars.width",
    "12 components.t.smothing",
    "16 components.t.model.tok2vec.@architectures",
    "17 vars",
    "19 a.b",
  ]);
  expect(() => validateConfig(config, { registry })).toThrow(/6 problems.*Did you mean \$\{vars\.width\}/s);
  // A config with noted mistakes is never used.
  expect(() => resolveConfig(config, "nlp", { registry })).toThrow(ConfigValidationError);
  expect(() => parseConfig(text)).toThrow(/^\[CF03\]/);
});

test("settings that filling drops are mistakes: all of a closed section, slips of the pen in an open one", () => {
  const schemas = {
    nlp: z.looseObject({ lang: z.string(), pipeline: z.array(z.string()) }),
    training: z.strictObject({ max_steps: z.int(), score_weights: z.unknown() }),
  };
  const text = '[nlp]\nlang = "en"\npipline = ["a"]\nmine = 1\n\n[training]\nmax_step = 1\nother = 2';
  const defaults = new Config({ nlp: { pipeline: [] }, training: { max_steps: 5 } });
  const problems = (collect: boolean) => {
    const config = parseConfig(text, { interpolate: false, collect });
    return findProblems(fillConfig(config, { registry, defaults, schemas }), { registry, schemas });
  };
  expect(problems(true).map(({ path, nearest }) => [path, nearest])).toEqual([
    ["nlp.pipline", ["pipeline"]],
    ["training.max_step", ["max_steps"]],
    ["training.other", []],
  ]);
  expect(problems(false)).toEqual([]);
});

describe("filling", () => {
  const fill = (data: Record<string, unknown>) =>
    fillConfig(new Config(data), { registry, defaults: new Config({ nlp: { pipeline: [] }, training: {} }) });

  test("defaults of functions and factories, floats as floats, and the user's order first", () => {
    const filled = fill({
      components: { mine: { factory: "tagger", overwrite: true } },
      nlp: { pipeline: ["mine"] },
    });
    expect(filled.toString()).toContain(
      '[components.mine]\nfactory = "tagger"\noverwrite = true\nsmoothing = 0.0\nafter = null',
    );
    expect(filled.toString()).toContain("rate = 0.0\nnO = null\nflag = false");
    expect(filled.toString()).toContain(
      "[training.score_weights]\ntag_acc = 1.0\npos_acc = 0.0\nother = null",
    );
  });

  test("another registered function than the default's gets nothing of the default", () => {
    const filled = fill({
      nlp: { pipeline: ["t"] },
      components: { t: { factory: "tagger", model: { "@layers": "t.chain.v1" } } },
    });
    expect(filled.get("components.t.model")).toEqual({ "@layers": "t.chain.v1" });
  });

  test("what is unknown stays as it is", () => {
    const filled = fill({
      nlp: { pipeline: ["t"] },
      components: { t: { factory: "nothing", x: 1 } },
      more: { y: 2 },
    });
    expect(filled.get("components.t")).toEqual({ factory: "nothing", x: 1 });
    expect(filled.get("more.y")).toBe(2);
  });
});

test("of a file of broken lines, the first are shown", () => {
  const broken = Array.from({ length: 3000 }, (_, i) => `broken ${i}`).join("\n");
  const { problems } = parseConfig(`[a]\n${broken}`, { collect: true });
  expect(problems[0].message.split("\n")).toHaveLength(23);
  expect(problems[0].message).toContain("line 21: broken 19\n  and more");
});

test("a file of mistakes ends with the first two hundred", () => {
  const twice = Array.from({ length: 3000 }, (_, i) => `[a${i}]\n[a${i}]`).join("\n");
  expect(() => parseConfig(twice, { collect: true })).toThrow(/\[CF20\] The config has 200 problems/);
});

test("the same mistake thousands of times ends the reading, and empty lines are no part of a value", () => {
  expect(() => parseConfig("[a]\n".repeat(100_000), { collect: true })).toThrow("[CF20]");
  const text = `[a]\r\nx = 1\r\n${"\r\n".repeat(3)}y = [\n\n\n  2]\r\n\r\n`;
  expect(parseConfig(text).get("a")).toEqual({ x: 1, y: [2] });
});

test("a message quotes only the beginning of a long value", () => {
  const text = `[${"x".repeat(100_000)}]\n`;
  try {
    parseConfig(text + text);
  } catch (cause) {
    expect((cause as Error).message.length).toBeLessThan(11_000);
  }
  expect.assertions(1);
});
