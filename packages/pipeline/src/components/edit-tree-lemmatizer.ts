import { StringStore, type Doc, type Lexeme } from "@x/core";
import { BoundedMap, flag, integer, oneOf, orNull, withBlock, type ValuesOf } from "@x/core/spi";
import { type Model, type Sequences } from "@x/nn";
import { network } from "@x/nn/spi";
import { errors } from "../errors";
import { readNeeded } from "../language/storage/file-tree";
import { hashEmbedCNN } from "./default-tok2vec";
import { EditTrees } from "./edit-trees";
import type { Scored } from "./engine/component";
import { defineComponent, scoredBy, type ComponentOptions } from "./engine/define-component";
import type { Labels } from "./engine/labels";
import { tokenGold, tokenLoss, tokens } from "./heads/tokens";
import { argmaxRows } from "./tag-loss";

/** What a lemma may be where no tree applies. */
const backoffs = ["orth", "lower", "norm", "shape", "prefix", "suffix"] as const;

/** How many results of applying trees are kept. */
const cacheSize = 20_000;
/** How many examples' forms get trees at initialization, whether they are labels or not, as in spaCy. */
const sampleSize = 10;

/** Trees, which of them are labels, and what they made of words. */
class Lemmas {
  readonly trees: EditTrees;
  /** Trees to their labels. */
  classes = new Map<number, number>();
  #known = new BoundedMap<string | null>(cacheSize);

  constructor(strings: StringStore) {
    this.trees = new EditTrees(strings);
  }

  /** What a tree makes of a form, null where it does not apply. */
  of(tree: number, text: string): string | null {
    const key = `${tree} ${text}`;
    let lemma = this.#known.get(key);
    if (lemma === undefined) this.#known.set(key, (lemma = this.trees.apply(tree, text) ?? null));
    return lemma;
  }

  /** @throws P025 for a label that is not a tree */
  index(ids: readonly number[]): void {
    this.classes = new Map(ids.map((id, label) => [id, label]));
    for (const id of ids) this.trees.at(id);
    this.#known = new BoundedMap(cacheSize);
  }
}

const lemmasOf = (pipe: Scored) => pipe.state as Lemmas;
const idsOf = (pipe: Scored) => pipe.cfg.labels as number[];
const index = (pipe: Scored) => {
  lemmasOf(pipe).index(idsOf(pipe));
  pipe.forgetGold();
};

/** The numbers of the trees that are predicted. */
const labels: Labels = {
  initial: () => ({ labels: [] }),
  names: (pipe) => idsOf(pipe).map(String),
  data: (pipe) => ({ trees: lemmasOf(pipe).trees.toJson(), labels: idsOf(pipe) }),
  /** Trees are counted on their own first, so that rare ones take no place among the component's. */
  collect(examples, pipe) {
    const counted = new Map<number, { count: number; form: string; lemma: string }>();
    const all = new EditTrees(new StringStore());
    for (const { reference } of examples)
      for (const [form, lemma] of pairsOf(reference)) {
        const id = all.add(form, lemma);
        counted.set(id, { count: (counted.get(id)?.count ?? 0) + 1, form, lemma });
      }
    for (const { count, form, lemma } of counted.values()) {
      if (count < pipe.settings.minTreeFreq) continue;
      const id = lemmasOf(pipe).trees.add(form, lemma);
      if (!idsOf(pipe).includes(id)) idsOf(pipe).push(id);
    }
  },
  /** Takes what `x init labels` wrote. Throws P021, P025 or P026 for something else. */
  take(given, pipe) {
    const { trees, labels } = (given ?? {}) as { readonly trees?: unknown; readonly labels?: unknown };
    if (trees === undefined || !Array.isArray(labels) || !labels.every(Number.isSafeInteger))
      throw errors.unexpectedLabels(
        pipe.name,
        '"trees" and "labels" (x init labels writes them)',
        JSON.stringify(Object.keys(given as object)),
      );
    lemmasOf(pipe).trees.fromJson(trees);
    for (const id of labels as number[]) lemmasOf(pipe).trees.at(id);
    pipe.cfg.labels = labels;
  },
};

const defaultModel = `
@architectures = "spacy.Tagger.v2"

[.tok2vec]
${hashEmbedCNN()}
`;

const settings = {
  model: withBlock(network<Model<Doc[], Sequences>>(), defaultModel),
  /** Which form of a token is its lemma if no tree applies; null: none. */
  backoff: orNull(oneOf(...backoffs)(), "orth"),
  /** Trees that are seen less often than this don't become labels. */
  minTreeFreq: integer(3),
  /** Replace existing lemmas. */
  overwrite: flag(false),
  /** How many of the best trees are tried until one applies. */
  topK: integer(1),
  scorer: scoredBy("spacy.lemmatizer_scorer.v1"),
};

/** Predicts the edit tree that produces each token's lemma (`trainable_lemmatizer`). */
export class EditTreeLemmatizer extends defineComponent(
  "trainable_lemmatizer",
  {
    summary: "Lemmas from learned edit trees.",
    settings,
    stored: ["labels"],
    head: tokens,
    rehearses: false,
    labels,
    assigns: ["token.lemma"],
    scores: { lemma_acc: 1 },
    state: ({ strings }) => new Lemmas(strings),
    files: {
      write: (pipe) => [["trees", lemmasOf(pipe).trees.toBytes()]],
      read(files, pipe) {
        lemmasOf(pipe).trees.fromBytes(readNeeded(files, "trees"));
      },
      loaded: index,
    },
    prepare(_given, pipe, getExamples) {
      let rest = sampleSize;
      for (const { reference } of getExamples()) {
        if (rest-- === 0) break;
        for (const [form, lemma] of pairsOf(reference)) lemmasOf(pipe).trees.add(form, lemma);
      }
      index(pipe);
    },
    hasGold: (reference) => reference.hasAnnotation("LEMMA"),
    // A form whose tree is no label counts as the first label, as in spaCy. Its tree is kept.
    gold: (examples, pipe) =>
      tokenGold(examples, pipe, (example) => {
        const { trees, classes } = lemmasOf(pipe);
        const lemmas = example.getAligned("LEMMA", { asString: true }) as (string | null)[];
        const gold = Int32Array.from(lemmas, (lemma, i) =>
          lemma === null || lemma === ""
            ? -1
            : (classes.get(trees.add(example.predicted.lexemes[i].text, lemma)) ?? 0),
        );
        return { classes: gold, negative: new Uint8Array(gold.length) };
      }),
    loss: tokenLoss,
    predicted: bestTrees,
    annotate(docs, batch, pipe) {
      const { backoff, overwrite } = pipe.settings;
      docs.forEach((doc, i) => {
        const lemmas = doc.column("lemmas");
        batch[i].forEach((tree, k) => {
          if (!overwrite && lemmas[k] !== "") return;
          if (tree >= 0) lemmas[k] = lemmasOf(pipe).of(tree, doc.lexemes[k].text) ?? "";
          else if (backoff !== null)
            lemmas[k] = backoff === "norm" ? doc.token(k).norm : formOf(doc.lexemes[k], backoff);
        });
      });
    },
  },
  {
    get trees(): EditTrees {
      return lemmasOf(this).trees;
    },
  },
) {}
/** Options of `EditTreeLemmatizer`. */
export type EditTreeLemmatizerOptions = ComponentOptions<typeof EditTreeLemmatizer.settings>;

/** The tree of each token, -1 where none of the best ones applies. */
function bestTrees({ data }: Sequences, docs: Doc[], pipe: Scored): Int32Array[] {
  const ids = idsOf(pipe);
  const { topK } = pipe.settings as ValuesOf<typeof settings>;
  const scores = data.data as Float32Array;
  const applies = (tree: number, text: string) => lemmasOf(pipe).of(tree, text) !== null;
  const best = topK <= 1 ? argmaxRows(scores, ids.length) : undefined;
  let row = 0;
  return docs.map(({ lexemes }) =>
    Int32Array.from(lexemes, ({ text }) => {
      const at = row++;
      if (best !== undefined) return applies(ids[best[at]], text) ? ids[best[at]] : -1;
      const values = scores.subarray(at * ids.length, (at + 1) * ids.length);
      const order = [...values.keys()].sort((a, b) => values[b] - values[a]).slice(0, topK);
      const found = order.find((label) => applies(ids[label], text));
      return found === undefined ? -1 : ids[found];
    }),
  );
}

function formOf(lexeme: Lexeme, backoff: Exclude<(typeof backoffs)[number], "norm">): string {
  return backoff === "orth" ? lexeme.text : lexeme[backoff];
}

/** Forms with their lemmas, where they are known. */
function* pairsOf(doc: Doc): Generator<[form: string, lemma: string]> {
  const { lemmas, lexemes } = doc;
  for (let i = 0; i < doc.length; i++) {
    const lemma = lemmas?.[i] ?? "";
    if (lemma !== "") yield [lexemes[i].text, lemma];
  }
}
