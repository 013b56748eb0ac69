import { BoundedMap, StringStore, type Doc, type Example, type Lexeme, type Vocab } from "@x/core";
import type { Model, Sequences } from "@x/nn";
import { error } from "../errors";
import { readNeeded, type FileReader, type FileTree } from "../language/file-tree";
import { EditTrees } from "./edit-trees";
import type { TagTargets } from "./tag-loss";
import { TokenClassifier } from "./token-classifier";
import type { GetExamples, InitializeOptions, ScorerFunction } from "./trainable-pipe";

/** What a lemma may be where no tree applies. */
export const backoffs = ["orth", "lower", "norm", "shape", "prefix", "suffix"] as const;

/** Options of `EditTreeLemmatizer`. */
export interface EditTreeLemmatizerOptions {
  readonly name?: string;
  /** Which form of a token is its lemma where no tree applies; null: it gets none. Default `orth`. */
  readonly backoff?: (typeof backoffs)[number] | null;
  /** Trees that are seen less often than this are no labels; default 3. */
  readonly minTreeFreq?: number;
  /** Replace lemmas that a doc has already; default false. */
  readonly overwrite?: boolean;
  /** How many of the best trees are tried until one applies; default 1. */
  readonly topK?: number;
  readonly scorer?: ScorerFunction | null;
}

/** How many results of applying trees are kept. */
const cacheSize = 20_000;
/** How many examples' forms get trees at initialization, whether they are labels or not, as in spaCy. */
const sampleSize = 10;

/** Predicts which edit tree makes each token's lemma (`trainable_lemmatizer`). */
export class EditTreeLemmatizer extends TokenClassifier {
  readonly trees: EditTrees;
  readonly #options: Required<Omit<EditTreeLemmatizerOptions, "name" | "scorer">>;
  /** Trees to their labels. */
  #classes = new Map<number, number>();
  #lemmas = new BoundedMap<string | null>(cacheSize);

  constructor(vocab: Vocab, model: Model<Doc[], Sequences>, options: EditTreeLemmatizerOptions = {}) {
    const { name = "trainable_lemmatizer", scorer } = options;
    super(vocab, model, { name, scorer, cfg: { labels: [] } });
    const { backoff = "orth", minTreeFreq = 3, overwrite = false, topK = 1 } = options;
    this.#options = { backoff, minTreeFreq, overwrite, topK };
    this.trees = new EditTrees(vocab.strings);
  }

  /** The numbers of the trees that are predicted, as strings. */
  override get labels(): readonly string[] {
    return this.#labelIds.map(String);
  }

  get #labelIds(): number[] {
    return this.cfg.labels as number[];
  }

  /** All trees, and which of them are labels. */
  override get labelData(): { readonly trees: unknown[]; readonly labels: readonly number[] } {
    return { trees: this.trees.toJson(), labels: this.#labelIds };
  }

  override hasGold({ reference }: Example): boolean {
    return reference.hasAnnotation("LEMMA");
  }

  /** No, as in spaCy. */
  override get canRehearse(): boolean {
    return false;
  }

  /** The tree of each token, -1 where none of the best ones applies. */
  override async predict(docs: Doc[]): Promise<Int32Array[]> {
    const labels = this.#labelIds;
    if (this.#options.topK <= 1) {
      const best = await super.predict(docs);
      return best.map((classes, index) => {
        const { lexemes } = docs[index];
        return classes.map((label, i) =>
          this.#lemma(labels[label], lexemes[i].text) === null ? -1 : labels[label],
        );
      });
    }
    if (docs.every((doc) => doc.length === 0)) return docs.map(() => new Int32Array(0));
    const { data }: Sequences = await this.model.predict(docs);
    const scores = data.data as Float32Array;
    let at = 0;
    return docs.map(({ lexemes }) =>
      Int32Array.from(lexemes, ({ text }) =>
        this.#bestThatApplies(scores.subarray(at, (at += labels.length)), text),
      ),
    );
  }

  #bestThatApplies(scores: Float32Array, text: string): number {
    const labels = this.#labelIds;
    const order = [...scores.keys()].sort((a, b) => scores[b] - scores[a]).slice(0, this.#options.topK);
    const found = order.find((label) => this.#lemma(labels[label], text) !== null);
    return found === undefined ? -1 : labels[found];
  }

  /** What a tree makes of a form, null where it does not apply. */
  #lemma(tree: number, text: string): string | null {
    const key = `${tree} ${text}`;
    let lemma = this.#lemmas.get(key);
    if (lemma === undefined) {
      lemma = this.trees.apply(tree, text) ?? null;
      this.#lemmas.set(key, lemma);
    }
    return lemma;
  }

  setAnnotations(docs: Doc[], batch: Int32Array[]): void {
    const { backoff, overwrite } = this.#options;
    docs.forEach((doc, index) => {
      const lemmas = doc.column("lemmas");
      batch[index].forEach((tree, i) => {
        if (!overwrite && lemmas[i] !== "") return;
        if (tree >= 0) lemmas[i] = this.#lemma(tree, doc.lexemes[i].text) ?? "";
        else if (backoff !== null)
          lemmas[i] = backoff === "norm" ? doc.token(i).norm : formOf(doc.lexemes[i], backoff);
      });
    });
  }

  /** @param options `labels`: what `labelData` gave (`x init labels` writes it). Throws P021, P025 or P026 for something else */
  async initialize(getExamples: GetExamples, { labels, random }: InitializeOptions = {}): Promise<void> {
    if (labels == null) this.#collect(getExamples());
    else this.#take(labels);
    let rest = sampleSize;
    for (const { reference } of getExamples()) {
      if (rest-- === 0) break;
      for (const [form, lemma] of pairsOf(reference)) this.trees.add(form, lemma);
    }
    this.#index();
    this.initializeNetwork(getExamples, { random });
  }

  /** Trees are counted on their own first, so that rare ones take no place among the component's. */
  #collect(examples: Iterable<Example>): void {
    const counted = new Map<number, { count: number; form: string; lemma: string }>();
    const all = new EditTrees(new StringStore());
    for (const { reference } of examples)
      for (const [form, lemma] of pairsOf(reference)) {
        const id = all.add(form, lemma);
        counted.set(id, { count: (counted.get(id)?.count ?? 0) + 1, form, lemma });
      }
    for (const { count, form, lemma } of counted.values()) {
      if (count < this.#options.minTreeFreq) continue;
      const id = this.trees.add(form, lemma);
      if (!this.#labelIds.includes(id)) this.#labelIds.push(id);
    }
  }

  #take(given: unknown): void {
    const { trees, labels } = (given ?? {}) as { readonly trees?: unknown; readonly labels?: unknown };
    if (trees === undefined || !Array.isArray(labels) || !labels.every(Number.isSafeInteger))
      throw error(
        "P021",
        this.name,
        '"trees" and "labels" (x init labels writes them)',
        JSON.stringify(Object.keys(given as object)),
      );
    this.trees.fromJson(trees);
    for (const id of labels as number[]) this.trees.at(id);
    this.cfg.labels = labels;
  }

  /** Labels by their trees, and nothing kept of other trees. @throws P025 for a label that is no tree */
  #index(): void {
    this.#classes = new Map(this.#labelIds.map((id, label) => [id, label]));
    for (const id of this.#labelIds) this.trees.at(id);
    this.#lemmas = new BoundedMap(cacheSize);
    this.forgetGold();
  }

  /** A form whose tree is no label counts as the first label, as in spaCy. Its tree is kept. */
  protected readGold(example: Example): TagTargets {
    const lemmas = example.getAligned("LEMMA", { asString: true }) as (string | null)[];
    const classes = Int32Array.from(lemmas, (lemma, i) => {
      if (lemma === null || lemma === "") return -1;
      return this.#classes.get(this.trees.add(example.predicted.lexemes[i].text, lemma)) ?? 0;
    });
    return { classes, negative: new Uint8Array(classes.length) };
  }

  override async serialize(): Promise<FileTree> {
    const files = await super.serialize();
    return files.set("trees", this.trees.toBytes());
  }

  override async deserialize(files: FileReader): Promise<void> {
    this.trees.fromBytes(readNeeded(files, "trees"));
    await super.deserialize(files);
    this.#index();
  }
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
