import { attrName } from "@x/core/spi";
import type { Model } from "@x/nn";
import type { Value } from "@x/nn/graph";

/** What a program's input is called in an exported file, and what the host puts there. */
interface NamedInput {
  readonly name: string;
  readonly meaning: string;
}

/** Feeds by the name that their layer gave them; what is not listed keeps its name. */
const known: readonly [pattern: RegExp, describe: (match: RegExpExecArray, model: Model) => NamedInput][] = [
  [/^rows_(\d+)_(\d+)$/, ([, seed, rows], model) => hashedRows(model, Number(seed), Number(rows))],
  [
    /^rows_(\d+)$/,
    ([, rows]) => ({
      name: "ids",
      meaning: `rows of a table of ${rows} rows, one a token; ids beyond it read row 0`,
    }),
  ],
  [
    /^pad_(\d+)$/,
    ([, pad]) => ({
      name: `pad_${pad}`,
      meaning: `for each row of the padded batch the token it holds, -1 for ${pad} empty rows before, between and behind documents (documents without tokens get none)`,
    }),
  ],
  [
    /^unpad_(\d+)$/,
    ([, pad]) => ({
      name: `unpad_${pad}`,
      meaning: `for each token its row in the padded batch of pad_${pad}`,
    }),
  ],
  [
    /^shift_(-?\d+)$/,
    ([, by]) => ({
      name: `shift_${by.replace("-", "minus_")}`,
      meaning: `for each token the one ${by} further on in its document, -1 beyond its ends`,
    }),
  ],
  [
    /^vectors_/,
    () => ({ name: "vectors", meaning: "the static vector of each token, zeros where there is none" }),
  ],
  [
    /^X$/,
    () => ({
      name: "tokens",
      meaning: "one row a token, of all documents one after another: the output of the part before",
    }),
  ],
  [
    /^words$/,
    () => ({
      name: "words",
      meaning:
        "for each token its row among those of the inputs before, which may hold each word once; 0, 1, 2 and so on where they hold one row a token",
    }),
  ],
  [/^inverse$/, () => ({ name: "inverse", meaning: "for each token its row among the distinct ones" })],
];

/** Names and meanings for the inputs of a program, unique. */
export function nameInputs(inputs: readonly Value[], model: Model): Map<string, NamedInput> {
  const taken = new Set<string>();
  const result = new Map<string, NamedInput>();
  for (const { name } of inputs) {
    const stem = name.replace(/_\d+$/, "");
    const named = describe(stem, model) ?? { name: stem, meaning: "prepared by the host, see the nodes" };
    let unique = named.name;
    for (let count = 2; taken.has(unique); count++) unique = `${named.name}_${count}`;
    taken.add(unique);
    result.set(name, { ...named, name: unique });
  }
  return result;
}

function describe(stem: string, model: Model): NamedInput | undefined {
  for (const [pattern, make] of known) {
    const match = pattern.exec(stem);
    if (match !== null) return make(match, model);
  }
  return undefined;
}

function hashedRows(model: Model, seed: number, rows: number): NamedInput {
  const attribute = attributeOf(model, seed);
  return {
    name: `rows_${attribute ?? seed}`,
    meaning:
      `four rows of a table of ${rows} rows a token: the four 32-bit parts of MurmurHash3_x86_128(key, seed ${seed}), modulo ${rows}, ` +
      `where key is the 64-bit key of ${attribute === undefined ? "the feature" : `the token's ${attribute}`}`,
  };
}

/** The attribute that a table of hashes reads: its column among those of the feature extractor. */
function attributeOf(model: Model, seed: number): string | undefined {
  const nodes = [...model.walk()];
  const parent = nodes.find(
    ({ attrs, layers }) =>
      attrs.has("column") &&
      layers.some((layer) => layer.name === "hashembed" && layer.attrs.get("seed") === seed),
  );
  const column = parent?.attrs.get("column");
  const columns = nodes.find(({ name }) => name === "extract_features")?.attrs.get("columns");
  if (typeof column !== "number" || !Array.isArray(columns)) return undefined;
  const attribute = (columns as (string | number)[])[column];
  return typeof attribute === "number" ? attrName(attribute) : attribute;
}
