import { readFileSync } from "node:fs";
import tseslint from "typescript-eslint";

/** What each package may import of ours: the direction of the dependencies. */
const allowed = {
  core: [],
  nn: ["core"],
  encoders: ["core", "nn"],
  tfjs: ["core", "nn"],
  pipeline: ["core", "nn"],
  train: ["core", "nn", "pipeline"],
  tok2vec: ["core", "nn", "pipeline"],
  transformers: ["core", "nn", "pipeline", "encoders"],
  pretrain: ["core", "nn", "pipeline", "train", "tok2vec", "transformers"],
  cli: ["core", "nn", "pipeline", "train", "tok2vec", "encoders", "transformers", "pretrain"],
};
const packages = Object.keys(allowed);

/** The entry points of a package beside its barrel: `spi`, `files` ... */
const entriesOf = (name) =>
  Object.keys(JSON.parse(readFileSync(`packages/${name}/package.json`, "utf8")).exports)
    .filter((key) => key !== ".")
    .map((key) => `@x/${name}/${key.slice("./".length)}`);

/** Third parties that live behind one seam, and deep imports, which nobody may use. */
const banned = [
  {
    group: ["@x/*/*", ...packages.flatMap(entriesOf).map((entry) => `!${entry}`)],
    message: "Import a package by its name, or through one of its other entry points.",
  },
];
const runtimes = [
  {
    group: ["onnxruntime-node", "onnxruntime-node/*"],
    message: "Only packages/nn/src/runtimes/onnxruntime may import it.",
  },
  { group: ["@tensorflow/*"], message: "Only @x/tfjs may import it." },
];
const node = {
  group: ["node:*"],
  message: "This package bundles for the browser: put it in a *-node.ts file.",
};
const browserSafe = new Set(["core", "nn", "pipeline", "train", "tok2vec"]);

const boundaries = packages.flatMap((name) => {
  const forbidden = packages
    .filter((other) => other !== name && !allowed[name].includes(other))
    .map((other) => ({
      group: [`@x/${other}`, `@x/${other}/*`],
      message: `@x/${name} must not import @x/${other}.`,
    }));
  const seams = name === "tfjs" ? runtimes.filter(({ group }) => group[0] !== "@tensorflow/*") : runtimes;
  const patterns = [...banned, ...seams, ...forbidden];
  return [
    {
      files: [`packages/${name}/src/**/*.ts`],
      rules: {
        "no-restricted-imports": [
          "error",
          { patterns: browserSafe.has(name) ? [...patterns, node] : patterns },
        ],
      },
    },
    {
      files: [`packages/${name}/src/**/*-node.ts`, `packages/${name}/src/**/*.test.ts`],
      rules: { "no-restricted-imports": ["error", { patterns }] },
    },
  ];
});

/** What nobody writes, with the reason. */
const everywhere = [
  { selector: "ExportDefaultDeclaration", message: "Named exports only." },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: "Take a seeded generator as an argument.",
  },
];
/** What libraries do not do: each rule has the few files that may, which the others ask or are given it by. */
const libraries = [
  {
    may: [
      // What commands measure, and the names of their logs.
      "packages/cli/src/io/terminal.ts",
      // How long a process waits for another one.
      "packages/core/src/files/lock-node.ts",
    ],
    bans: [
      "MemberExpression[object.name='Date'][property.name='now']",
      "MemberExpression[object.name='performance'][property.name='now']",
      "MemberExpression[object.name='process'][property.name='hrtime']",
      "NewExpression[callee.name='Date'][arguments.length=0]",
    ],
    message: "Libraries read no clock: take one as an argument.",
  },
  {
    may: [
      // Where the hub is, and its cache: the variables of huggingface_hub.
      "packages/encoders/src/hub/hub-settings.ts",
      // Where pipelines are installed.
      "packages/pipeline/src/packages/data-folder-node.ts",
    ],
    bans: ["MemberExpression[object.name='process'][property.name='env']"],
    message: "Libraries read no environment: take the value as an argument.",
  },
  {
    may: [
      // What a library tells; an error of the catalogue quotes it.
      "packages/encoders/src/tokenizers/isolated-tokenizer.ts",
      "packages/tfjs/src/load.ts",
      // Faults of the program that only its author sees.
      "packages/nn/src/model/host.ts",
      "packages/nn/src/testing/build-layer.ts",
    ],
    bans: ["ThrowStatement > NewExpression[callee.name=/^(Error|TypeError|RangeError|SyntaxError)$/]"],
    message: "Throw an error of the package's catalogue (errors.ts).",
  },
];
const restrictions = (rules) => [
  "error",
  ...everywhere,
  ...rules.flatMap(({ bans, message }) => bans.map((selector) => ({ selector, message }))),
];
const libraryRules = [
  {
    files: ["packages/*/src/**/*.ts"],
    ignores: ["**/*.test.ts"],
    rules: { "no-restricted-syntax": restrictions(libraries) },
  },
  ...libraries.map((exempt) => ({
    files: exempt.may,
    rules: { "no-restricted-syntax": restrictions(libraries.filter((rule) => rule !== exempt)) },
  })),
];

/**
 * Rules that know the types and find faults. Left out of `recommendedTypeChecked`, as matters of taste here:
 * - `no-unsafe-*`: `any` needs a comment that says why already (`no-explicit-any`); the rest is what parsers of JSON give.
 * - `require-await`: many functions are asynchronous because an interface says so.
 * - `unbound-method`: kernels, operators and readers are tables of functions without `this`, which are taken apart.
 * - `restrict-template-expressions`: messages show whatever a file or a config held.
 */
const typeChecked = {
  // The files of tsconfig.json. Examples are written against the built packages and have no types before a build.
  files: ["packages/*/src/**/*.ts", "packages/*/tests/**/*.ts", "tools/**/*.ts"],
  languageOptions: { parserOptions: { project: "./tsconfig.json", tsconfigRootDir: import.meta.dirname } },
  rules: {
    "@typescript-eslint/await-thenable": "error",
    "@typescript-eslint/no-array-delete": "error",
    "@typescript-eslint/no-base-to-string": "error",
    "@typescript-eslint/no-duplicate-type-constituents": "error",
    "@typescript-eslint/no-floating-promises": "error",
    "@typescript-eslint/no-for-in-array": "error",
    "@typescript-eslint/no-implied-eval": "error",
    "@typescript-eslint/no-misused-promises": "error",
    "@typescript-eslint/no-redundant-type-constituents": "error",
    "@typescript-eslint/no-unnecessary-type-assertion": "error",
    "@typescript-eslint/no-unsafe-enum-comparison": "error",
    "@typescript-eslint/no-unsafe-unary-minus": "error",
    // A Failure of a config carries its error out of a recursion, where it is reported.
    "@typescript-eslint/only-throw-error": [
      "error",
      {
        allow: [{ from: "file", name: "Failure", path: "packages/core/src/config/report.ts" }],
        allowRethrowing: true,
      },
    ],
    // Whoever aborts a signal gives the reason.
    "@typescript-eslint/prefer-promise-reject-errors": ["error", { allowThrowingAny: true }],
    "@typescript-eslint/restrict-plus-operands": "error",
  },
};

export default tseslint.config(
  {
    ignores: ["**/dist/**", "**/node_modules/**", ".nx/**", ".peers/**", ".cache/**", "coverage/**"],
  },
  ...tseslint.configs.recommended,
  typeChecked,
  {
    rules: {
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/consistent-type-imports": "error",
      // A name for a type: what built declarations and editors show of it.
      "@typescript-eslint/no-empty-object-type": ["error", { allowInterfaces: "with-single-extends" }],
      "no-restricted-syntax": ["error", ...everywhere],
      "no-console": "error",
      eqeqeq: ["error", "always", { null: "ignore" }],
    },
  },
  {
    // What no compiler looks at.
    files: ["**/*.mjs", "**/*.js"],
    languageOptions: {
      globals: Object.fromEntries(Object.getOwnPropertyNames(globalThis).map((name) => [name, "readonly"])),
    },
    rules: { "no-undef": "error", "no-console": "off" },
  },
  {
    files: ["**/*.config.ts", "**/*.config.mjs", "tools/**/*.ts"],
    rules: { "no-restricted-syntax": "off", "no-console": "off" },
  },
  { files: ["packages/cli/src/**/*.ts"], rules: { "no-console": "off" } },
  ...libraryRules,
  ...boundaries,
  { files: ["packages/nn/src/runtimes/onnxruntime/**/*.ts"], rules: { "no-restricted-imports": "off" } },
);
