import type { Example } from "@x/core";
import type { Optimizer } from "@x/nn";
import type { Scorer } from "../scorer/scorer";

/** Losses by component name; every update adds to them. */
export type Losses = Record<string, number>;

/** Gives a fresh pass over a representative sample of examples. */
export type GetExamples = () => Iterable<Example>;

/** Numbers of parameters by the key that an optimizer knows them by. */
export type Params = ReadonlyMap<string, Float32Array>;

/** Options of `updateComponents` and `Language.update`. */
export interface LanguageUpdateOptions {
  /** Dropout rate, 0 to 1; default 0. */
  readonly drop?: number;
  /** Applied at the end; false only accumulates gradients. Default: the pipeline's own, from [training.optimizer]. */
  readonly optimizer?: Optimizer | false;
  /** Where every component adds its loss. */
  readonly losses?: Losses;
  /** Components that do not learn. */
  readonly exclude?: readonly string[];
  /** Components whose predictions the ones after them see. */
  readonly annotates?: readonly string[];
}

/** Options of `Language.rehearse`. */
export type RehearseOptions = Omit<LanguageUpdateOptions, "annotates">;

/** Options of `evaluateComponents` and `Language.evaluate`. */
export interface EvaluateOptions {
  /** Docs a batch; default the pipeline's batch size. */
  readonly batchSize?: number;
  readonly scorer?: Scorer;
  /** Scores keyed by the component that gave them; default false. */
  readonly perComponent?: boolean;
  /** Seconds since any fixed point; without it no `speed` is reported. */
  readonly clock?: () => number;
  /** Ends the evaluation between two batches, which then throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What was loaded where. */
export interface PretrainedReport {
  readonly path: string;
  /** The node that got the weights: "tok2vec", or "tagger.tok2vec". */
  readonly node: string;
  /** Numbers that were loaded. */
  readonly parameters: number;
  /** Checksum of the node's weights before and after. */
  readonly before: string;
  readonly after: string;
}

/** Options of `Language.initialize`. */
export interface LanguageInitializeOptions {
  /** What `update` applies; default that of [training.optimizer]. */
  readonly optimizer?: Optimizer;
  /** Components that are left as they are. */
  readonly exclude?: readonly string[];
  /** Told what was loaded where by `[initialize] init_tok2vec`. */
  readonly onPretrained?: (report: PretrainedReport) => void;
}

/** Learns, and is measured. */
export interface Learns {
  initialize(getExamples?: GetExamples, options?: LanguageInitializeOptions): Promise<Optimizer>;
  resumeTraining(options?: { readonly optimizer?: Optimizer }): Optimizer;
  /** The optimizer of `[training.optimizer]`. */
  createOptimizer(): Optimizer;
  /** Learns from a batch of examples; gives the losses, by component. */
  update(examples: readonly Example[], options?: LanguageUpdateOptions): Promise<Losses>;
  /** Learns to predict what the components predicted when `resumeTraining` was called. */
  rehearse(examples: readonly Example[], options?: RehearseOptions): Promise<Losses>;
  /** Applies the gradients that updates without optimizer have accumulated. */
  finishUpdate(optimizer: Optimizer, options?: { readonly exclude?: readonly string[] }): Promise<void>;
  /** Scores the pipeline on examples; their docs are left as they are. */
  evaluate(examples: Iterable<Example>, options?: EvaluateOptions): Promise<Record<string, unknown>>;
  /** Runs `fn` while the parameters are replaced, for example by `optimizer.averages`. */
  useParams<T>(params: Params | undefined, fn: () => Promise<T>): Promise<T>;
  /** Writes parameters into the components for good. */
  applyParams(params: Params | undefined): void;
}
