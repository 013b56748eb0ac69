import type { Doc, Lookups, Vocab } from "@x/core";
import { BoundedMap, codeOnly, flag, nothing, text, withDefaults } from "@x/core/spi";
import type { GetExamples } from "../../contracts/learns";
import { errors } from "../../errors";
import type { FileReader, FileTree } from "../../language/storage/file-tree";
import { lookupsBytes, readLookups } from "../../language/storage/lookups-bytes";
import { scoredBy, type ComponentOptions } from "../engine/define-component";
import { RulePipe } from "../rule-pipe";
import { baseModes } from "./base-modes";
import type { LemmaMode, LemmaModes, LemmaToken } from "./lemma-mode";
import { LemmaTables } from "./lemma-tables";
import { warnings } from "../../warnings";

const file = "lookups/lookups.bin";
/** Words cached for each analysis, in each of two generations. */
const cacheSize = 5_000;

/** The settings of every lemmatizer. */
export const lemmatizerSettings = {
  /** Null, as in spaCy's configs: there is no network. */
  model: nothing(null),
  /** The method: a lookup table, rules, or a language's own. */
  mode: text("lookup"),
  /** Replace existing lemmas. */
  overwrite: flag(false),
  scorer: scoredBy("spacy.lemmatizer_scorer.v1"),
  /** The available methods: those of a language, or those of every language. */
  modes: codeOnly<LemmaModes>(baseModes),
};
/** Options of `Lemmatizer`. */
export type LemmatizerOptions = ComponentOptions<typeof lemmatizerSettings>;

/** Sets lemmas from tables and rules of the language (`lemmatizer`). */
export class Lemmatizer extends RulePipe {
  readonly mode: string;
  readonly overwrite: boolean;
  readonly #mode: LemmaMode;
  #tables = new LemmaTables();
  #cache = new Map<string, BoundedMap<string>>();
  #warned = false;

  /** @throws P610 for a mode that the language doesn't have */
  constructor(vocab: Vocab, options: LemmatizerOptions = {}) {
    super(vocab, { ...options, name: options.name ?? "lemmatizer" });
    const { mode, modes, overwrite } = withDefaults(lemmatizerSettings, options);
    if (!Object.hasOwn(modes, mode))
      throw errors.unknownLemmatizerMode(this.name, mode, Object.keys(modes), vocab.lang);
    this.mode = mode;
    this.#mode = modes[mode];
    this.overwrite = overwrite;
  }

  /** The tables that lemmas come from. Assigning new ones checks that they contain what the mode needs. @throws P611 */
  get lookups(): Lookups {
    return this.#tables.lookups;
  }
  set lookups(lookups: Lookups) {
    this.#check(lookups);
    this.#tables = new LemmaTables(lookups);
    this.#cache = new Map();
  }

  /** Takes the tables of `[initialize.components.NAME] lookups`. @throws P611 */
  initialize(_getExamples?: GetExamples, options: { readonly lookups?: Lookups | null } = {}): void {
    this.lookups = options.lookups ?? this.lookups;
  }

  /** @throws P611 if there are no tables */
  process(doc: Doc): Doc {
    this.#check(this.lookups);
    const { pos, morphs, length, sentStarts } = doc;
    const { dependsOnStart = false } = this.#mode;
    if (pos === undefined && this.mode === "rule" && length > 0) this.#warnOfPos();
    const lemmas = doc.column("lemmas");
    for (let i = 0; i < length; i++)
      if (this.overwrite || lemmas[i] === "")
        lemmas[i] = this.#lemma(doc.lexemes[i].text, {
          pos: pos?.[i] ?? "",
          morph: morphs?.[i] ?? "",
          isSentStart: dependsOnStart && sentStarts?.[i] === 1,
        });
    return doc;
  }

  override serialize(): FileTree {
    return this.lookups.tables.length === 0 ? new Map() : new Map([[file, lookupsBytes(this.lookups)]]);
  }

  override deserialize(files: FileReader): void {
    const bytes = files.read(file);
    if (bytes !== undefined) this.lookups = readLookups(bytes);
    this.#check(this.lookups);
  }

  #lemma(text: string, { pos, morph, isSentStart }: Omit<LemmaToken, "text">): string {
    const analysis = `${isSentStart ? "^" : ""}${pos} ${morph}`;
    let known = this.#cache.get(analysis);
    if (known === undefined) this.#cache.set(analysis, (known = new BoundedMap(cacheSize)));
    let lemma = known.get(text);
    if (lemma === undefined) {
      const token = { text, pos: pos.toLowerCase(), morph: morph === "_" ? "" : morph, isSentStart };
      lemma = this.#mode.lemmatize(token, this.#tables)[0];
      known.set(text, lemma);
    }
    return lemma;
  }

  #check(lookups: Lookups): void {
    const missing = this.#mode.required.filter((table) => !lookups.has(table));
    if (missing.length > 0)
      throw errors.missingLemmatizerTables(
        this.name,
        this.mode,
        missing,
        lookups.tables.map(({ name }) => name),
      );
  }

  #warnOfPos(): void {
    if (this.#warned) return;
    this.#warned = true;
    this.vocab.warn(warnings.noPartsOfSpeech(this.name));
  }
}
