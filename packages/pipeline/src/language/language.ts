// Long because it is the whole surface of a pipeline; each method is short, the work is in the modules beside it.
import {
  createVocab,
  Doc,
  registry as globalRegistry,
  resolveConfig,
  type Config,
  type Example,
  type LanguageDefaults,
  type Registry,
  type Tokenizer,
  type Vocab,
} from "@x/core";
import type { Model, Optimizer } from "@x/nn";
import type { Runtime } from "@x/nn/runtime";
import type { ProcessOptions, Stream, StreamOptions } from "../contracts/annotates";
import type { AddPipeOptions, Selection } from "../contracts/composes";
import type { Component, ComponentConfig } from "../contracts/has-components";
import type { Meta } from "../contracts/has-config";
import type {
  EvaluateOptions,
  GetExamples,
  LanguageUpdateOptions,
  Losses,
  Params,
  LanguageInitializeOptions,
  RehearseOptions,
} from "../contracts/learns";
import type { Pipeline } from "../contracts/pipeline";
import type { ReadOptions, StorageOptions } from "../contracts/stores";
import type { Pipe } from "../components/pipe";
import { TrainablePipe } from "../components/trainable-pipe";
import { errors } from "../errors";
import { linkComponents } from "../listeners/link";
import {
  renameUpstream,
  settleUpstreamNames,
  withUpstreamName,
  type UpstreamRenaming,
} from "../listeners/upstream-names";
import { borrowComponent } from "./build/borrow-component";
import { Callable } from "./callable";
import { ComponentList } from "./build/component-list";
import { composeConfig } from "./build/compose-config";
import { createComponent } from "./build/create-component";
import { createTokenizer, createVectors, defaultConfigFor, languageDefaults } from "./build/defaults";
import { evaluateComponents } from "./calls/evaluate";
import type { FileReader, FileTree } from "./storage/file-tree";
import { CallScope, runAlone, runReading, scopeOf } from "./calls/call-context";
import { checkTimeout, itemsUntilAborted, withinLimits } from "./calls/call-limits";
import { initializeComponents } from "./calls/initialize";
import type { LanguageOptions } from "./language-options";
import { currentMeta } from "./build/meta";
import { keepTutors, rehearseComponents } from "./calls/rehearse";
import { replaceListeners } from "./build/replace-listeners";
import { packFiles, pipelineFiles, readPipelineFiles, unpackFiles } from "./storage/storage";
import { docBatches, runPipes } from "./calls/stream";
import { updateComponents } from "./calls/update";

export type { LanguageOptions } from "./language-options";

/** A pipeline is also a function: `const doc = await nlp("A text.")`. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- the call signature of a callable class
export interface Language {
  (text: string | Doc, options?: ProcessOptions): Promise<Doc>;
}

/**
 * A pipeline: a tokenizer, and components that annotate the Docs it creates.
 *
 * `update`, `initialize`, `evaluate` and all methods that save wait for each other. Predictions may overlap with each other and
 * with methods that only read. A batch waits while weights change, and weights don't change during a batch.
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging -- see above
export class Language extends Callable implements Pipeline {
  readonly lang: string;
  readonly vocab: Vocab;
  /** The language rules for new tokenizers. */
  readonly defaults: LanguageDefaults;
  readonly registry: Registry;
  readonly runtime: Runtime | undefined;
  tokenizer: Tokenizer;
  /** Docs per batch in `pipe` and `evaluate`. */
  batchSize = 1000;
  /** Words per batch: larger batches are slower, because they don't fit the processor's caches. Results don't depend on it. */
  maxBatchWords = 2048;
  /** Texts with more UTF-16 units are rejected. */
  maxLength = 1_000_000;
  /** The folder it was loaded from. */
  path: string | undefined;
  readonly #list = new ComponentList();
  readonly #componentConfigs = new Map<string, ComponentConfig>();
  readonly #calls = new CallScope();
  #config: Config;
  #meta: Meta;
  #optimizer: Optimizer | undefined;
  #frozen = false;
  #closed = false;

  constructor(lang: string, options: LanguageOptions = {}) {
    super();
    this.lang = lang;
    this.registry = options.registry ?? globalRegistry;
    this.runtime = options.runtime;
    this.#config = options.config?.copy() ?? defaultConfigFor(lang);
    this.#meta = { ...options.meta };
    this.defaults = options.defaults ?? languageDefaults(lang, this.registry);
    this.vocab = options.vocab ?? createVocab(this.defaults);
    if (options.vocab === undefined) this.vocab.vectors = createVectors(this, this.#config);
    this.tokenizer = createTokenizer(this, this.#config);
    const batchSize = this.#config.get("nlp.batch_size");
    if (typeof batchSize === "number") this.batchSize = batchSize;
  }

  // --- the pipeline ---

  /** All components in order, including disabled ones. */
  get components(): readonly Component[] {
    return this.#list.all;
  }

  /** The components that run, in order. */
  get pipeline(): readonly Component[] {
    return this.#list.enabled;
  }

  get componentNames(): string[] {
    return this.#list.names;
  }

  get pipeNames(): string[] {
    return this.pipeline.map(({ name }) => name);
  }

  get disabled(): string[] {
    return this.#list.disabled;
  }

  hasPipe(name: string): boolean {
    return this.pipeNames.includes(name);
  }

  /** A component by its name, even if it is disabled. Throws P001. */
  getPipe<P extends Pipe = Pipe>(name: string): P {
    return this.#list.get(name).pipe as P;
  }

  /** The settings of a component with all defaults, as in its section of the config. */
  getPipeConfig(name: string): ComponentConfig {
    return this.#componentConfigs.get(this.#list.get(name).name) ?? {};
  }

  /** The name of a component's factory, and its declaration. */
  getPipeMeta(name: string): Pick<Component, "factory" | "registration"> {
    return this.#list.get(name);
  }

  /**
   * Creates a component and adds it.
   *
   * @param factory a registered factory, or with `source`, the name of a component of that pipeline
   */
  addPipe<P extends Pipe = Pipe>(factory: string, options: AddPipeOptions = {}): P {
    const name = options.name ?? factory;
    this.#list.checkName(name);
    const { component, config } =
      options.source === undefined
        ? createComponent(this, { factory, name, config: options.config ?? {}, rawConfig: options.rawConfig })
        : borrowComponent(this, { from: options.source, component: factory, name });
    this.#list.insert(component, options);
    this.#componentConfigs.set(name, config);
    const { pipe } = component;
    if (pipe instanceof TrainablePipe && this.runtime !== undefined) pipe.model.runtime = this.runtime;
    this.#link();
    return pipe as P;
  }

  /** Removes a component and returns it. */
  removePipe(name: string): Pipe {
    const { pipe } = this.#list.remove(name);
    this.#componentConfigs.delete(name);
    this.#config.delete(`initialize.components.${name}`);
    this.#link();
    return pipe;
  }

  renamePipe(name: string, newName: string): void {
    const isNamed = "hub" in this.#list.get(name).pipe;
    this.#list.rename(name, newName);
    if (isNamed) this.#storeNames(renameUpstream(this.components, { from: name, to: newName }));
    const config = this.#componentConfigs.get(name);
    this.#componentConfigs.delete(name);
    if (config !== undefined) this.#componentConfigs.set(newName, config);
    const settings = this.#config.value(`initialize.components.${name}`);
    if (settings !== undefined) {
      this.#config.delete(`initialize.components.${name}`);
      this.#config.set(`initialize.components.${newName}`, settings);
    }
    this.#link();
  }

  /** Replaces a component with a new one of the same name. */
  replacePipe<P extends Pipe = Pipe>(
    name: string,
    factory: string,
    options: Pick<AddPipeOptions, "config"> = {},
  ): P {
    const index = this.#list.indexOf(name);
    this.removePipe(name);
    const placement = index < this.components.length ? { before: index } : {};
    return this.addPipe<P>(factory, { ...options, ...placement, name });
  }

  disablePipe(name: string): void {
    this.#list.disable(name);
    this.#link();
  }

  enablePipe(name: string): void {
    this.#list.enable(name);
    this.#link();
  }

  /**
   * Temporarily disables components: all but `enable`, or those in `disable`.
   *
   * @returns an object whose `restore` enables them again; with `using`, this happens at the end of the block
   */
  selectPipes(selection: {
    readonly enable?: readonly string[];
    readonly disable?: readonly string[];
  }): Selection {
    const { enable, disable } = selection;
    if ((enable === undefined) === (disable === undefined)) throw errors.ambiguousSelection();
    const off = disable ?? this.componentNames.filter((name) => !enable!.includes(name));
    for (const name of enable ?? []) this.#list.get(name);
    const changed = off.filter((name) => !this.disabled.includes(this.#list.get(name).name));
    for (const name of changed) this.#list.disable(name);
    this.#link();
    const restore = () => {
      for (const name of changed.splice(0)) if (this.#list.has(name)) this.#list.enable(name);
      this.#link();
    };
    return { restore, [Symbol.dispose ?? Symbol.for("Symbol.dispose")]: restore };
  }

  /** Runs a function while some components are disabled: until it returns, or until its promise settles. */
  withDisabled<T>(names: readonly string[], run: () => T): T {
    const { restore } = this.selectPipes({ disable: names });
    let isPending = false;
    try {
      const result = run();
      isPending = result instanceof Promise;
      return isPending ? ((result as Promise<unknown>).finally(restore) as T) : result;
    } finally {
      if (!isPending) restore();
    }
  }

  /**
   * Gives a component its own copy of the layer it listens to, so that training one no longer changes the other.
   *
   * @param options.listeners the paths of the listeners in the component's config, for example `["model.tok2vec"]`
   */
  async replaceListeners(
    upstream: string,
    component: string,
    { listeners }: { readonly listeners: readonly string[] },
  ): Promise<void> {
    const config = await this.#exclusive(() =>
      replaceListeners(this, { upstream, component, paths: listeners }),
    );
    if (config !== undefined) this.#componentConfigs.set(component, config);
  }

  // --- annotating ---

  /** Tokenizes a text; no component runs. Throws P012 for texts beyond `maxLength`. */
  makeDoc(text: string): Doc {
    if (text.length > this.maxLength) throw errors.textTooLong(text.length, this.maxLength);
    return this.tokenizer.tokenize(text);
  }

  /** Annotates one text or Doc; the pipeline itself can be called instead. Throws the reason of an aborted signal; P242. */
  async process(text: string | Doc, { disable = [], ...limits }: ProcessOptions = {}): Promise<Doc> {
    this.#checkOpen();
    const components = this.#selected(disable);
    const docs = [this.#ensureDoc(text)];
    const [result] = await withinLimits(limits, (signal) =>
      this.#predict(components, () => runPipes(docs, components, { batchSize: 1, signal })),
    );
    return result;
  }

  /** Annotates a stream of texts or Docs in batches, in order. */
  async *pipe(
    texts: Stream<string | Doc>,
    options: StreamOptions = {},
  ): AsyncGenerator<Doc, void, undefined> {
    for await (const [doc] of this.pipeTuples(withoutContext(texts), options)) yield doc;
  }

  /** Like `pipe`, for texts with a context of any type: `[text, context]` gives `[doc, context]`. */
  async *pipeTuples<C>(
    items: Stream<readonly [text: string | Doc, context: C]>,
    {
      batchSize = this.batchSize,
      disable = [],
      nProcess = 1,
      workerSetup: setup,
      ...limits
    }: StreamOptions = {},
  ): AsyncGenerator<[doc: Doc, context: C], void, undefined> {
    this.#checkOpen();
    if (!Number.isInteger(nProcess) || nProcess < -1 || nProcess === 0)
      throw errors.wrongProcessCount(nProcess);
    checkTimeout(limits.timeout);
    limits.signal?.throwIfAborted();
    const source = limits.signal === undefined ? items : itemsUntilAborted(items, limits.signal);
    if (nProcess !== 1) {
      const workers = await import("./workers/workers-node");
      return yield* workers.pipeInWorkers(this, source, { nProcess, batchSize, disable, setup, limits });
    }
    const components = this.#selected(disable);
    const size = { docs: batchSize, words: this.maxBatchWords };
    for await (const batch of docBatches(this.#tokenized(source), size)) {
      const given = batch.map(({ doc }) => doc);
      const docs = await withinLimits(limits, (signal) =>
        this.#predict(components, () => runPipes(given, components, { batchSize, signal })),
      );
      for (let i = 0; i < docs.length; i++) {
        limits.signal?.throwIfAborted();
        yield [docs[i], batch[i].context];
      }
    }
  }

  /**
   * Builds the weights into the networks, which makes predictions faster. Training or setting other weights undoes it.
   * A loaded pipeline is frozen.
   */
  freeze(): void {
    this.#setFrozen(true);
  }

  /**
   * Runs work, then clears what the pipeline has cached of its texts: split words, lexemes. The counterpart of spaCy's
   * `nlp.memory_zone`; here memory is bounded without it, strings of texts are never stored, and docs of the
   * zone stay valid afterwards.
   */
  async memoryZone<T>(work: () => T | Promise<T>): Promise<T> {
    try {
      return await work();
    } finally {
      this.vocab.forgetLexemes();
      this.tokenizer.forget();
    }
  }

  // --- training ---

  /**
   * Prepares all components for training; returns the optimizer that `update` will use.
   *
   * @param getExamples a fresh pass over a representative sample; without it, three dummy words determine the shapes
   * @param options.exclude components that are not initialized
   * @param options.onPretrained called with what `[initialize] init_tok2vec` loaded, and where
   */
  async initialize(
    getExamples?: GetExamples,
    { optimizer, ...rest }: LanguageInitializeOptions = {},
  ): Promise<Optimizer> {
    return await this.#exclusive(async () => {
      this.#setFrozen(false);
      await initializeComponents(this, getExamples, rest);
      return (this.#optimizer = optimizer ?? this.createOptimizer());
    });
  }

  /**
   * Continues training loaded components; returns the optimizer that `update` will use. Components that can rehearse keep a copy of
   * their network for `rehearse`.
   */
  resumeTraining({ optimizer }: { readonly optimizer?: Optimizer } = {}): Optimizer {
    keepTutors(this.pipeline);
    return (this.#optimizer = optimizer ?? this.#optimizer ?? this.createOptimizer());
  }

  /** The optimizer of `[training.optimizer]`. */
  createOptimizer(): Optimizer {
    return resolveConfig<Optimizer>(this.config.interpolate(), "training.optimizer", {
      registry: this.registry,
    });
  }

  /**
   * Learns from a batch of examples. The gradients of all components, including shared layers, are applied after the whole
   * backward pass.
   *
   * @returns the losses, by component; those given in the options are added to
   */
  async update(examples: readonly Example[], options: LanguageUpdateOptions = {}): Promise<Losses> {
    const losses = options.losses ?? {};
    if (examples.length === 0) return losses;
    return await this.#exclusive(async () => {
      this.#setFrozen(false);
      await updateComponents(examples, this.pipeline, { ...options, losses, batchSize: this.batchSize });
      if (options.optimizer !== false)
        await this.#applyGradients(
          options.optimizer ?? (this.#optimizer ??= this.createOptimizer()),
          options,
        );
      return losses;
    });
  }

  /**
   * Learns to predict what the components predicted when `resumeTraining` was called, so that they don't forget it. The
   * examples need no annotation. Without `resumeTraining` this does nothing.
   *
   * @returns the losses, by component; those given in the options are added to
   */
  async rehearse(examples: readonly Example[], options: RehearseOptions = {}): Promise<Losses> {
    const losses = options.losses ?? {};
    if (examples.length === 0) return losses;
    return await this.#exclusive(async () => {
      this.#setFrozen(false);
      const learned = await rehearseComponents(examples, this.pipeline, { ...options, losses });
      const exclude = this.pipeNames.filter((name) => !learned.includes(name));
      if (options.optimizer !== false)
        await this.#applyGradients(options.optimizer ?? (this.#optimizer ??= this.createOptimizer()), {
          exclude,
        });
      return losses;
    });
  }

  /** Applies the gradients accumulated by updates without an optimizer. */
  async finishUpdate(
    optimizer: Optimizer,
    options: { readonly exclude?: readonly string[] } = {},
  ): Promise<void> {
    await this.#exclusive(() => this.#applyGradients(optimizer, options));
  }

  async #applyGradients(
    optimizer: Optimizer,
    { exclude = [] }: { readonly exclude?: readonly string[] },
  ): Promise<void> {
    for (const { name, pipe } of this.pipeline)
      if (pipe instanceof TrainablePipe && !exclude.includes(name)) await pipe.finishUpdate(optimizer);
  }

  /** Scores the pipeline on examples; their docs are not changed. */
  async evaluate(
    examples: Iterable<Example>,
    options: EvaluateOptions = {},
  ): Promise<Record<string, unknown>> {
    return await this.#shared(() => evaluateComponents(this, examples, options));
  }

  /**
   * Runs `fn` while the parameters are replaced, for example by `optimizer.averages`; nothing changes if there are none.
   * Only calls made by `fn` see them; other calls wait.
   */
  async useParams<T>(params: Params | undefined, fn: () => Promise<T>): Promise<T> {
    if (params === undefined || params.size === 0) return await fn();
    return await this.#exclusive(async () => {
      this.#setFrozen(false);
      const nested = this.pipeline.reduce<() => Promise<T>>(
        (inner, { pipe }) => (pipe instanceof TrainablePipe ? () => pipe.useParams(params, inner) : inner),
        fn,
      );
      return await nested();
    }, new CallScope());
  }

  /** Writes parameters into the components permanently, for example `optimizer.averages` at the end of a training. */
  applyParams(params: Params | undefined): void {
    if (params === undefined) return;
    for (const { pipe } of this.pipeline) {
      if (!(pipe instanceof TrainablePipe)) continue;
      for (const [key, param] of pipe.model.allParams()) {
        const values = params.get(key);
        if (values !== undefined) param.write(values);
      }
    }
  }

  // --- storing ---

  /** All settings, including the components', as they would be saved. */
  get config(): Config {
    return composeConfig(this, this.#config, this.#componentConfigs);
  }

  set config(config: Config) {
    this.#config = config;
  }

  /** Data about the pipeline, as in `meta.json`. */
  get meta(): Meta {
    return currentMeta(this, this.#meta);
  }

  /** All files of the pipeline, in spaCy's layout. */
  async serialize(options: StorageOptions = {}): Promise<FileTree> {
    return await this.#shared(() => pipelineFiles(this, options));
  }

  /** Reads the state returned by `serialize` into a pipeline with the same components. */
  async deserialize(files: FileReader, options: ReadOptions = {}): Promise<void> {
    await this.#exclusive(() => readPipelineFiles(this, files, options));
  }

  /**
   * Saves the pipeline to a folder that both `load` and spaCy's `load` can read. An existing pipeline is replaced atomically.
   * Needs a file system. Throws FS07 if other files are in the way, FS09 if another process saves for too long, FS01-FS06 for
   * system errors.
   */
  async toDisk(folder: string, options: StorageOptions = {}): Promise<void> {
    const { writePipeline } = await import("./storage/write-pipeline-node");
    await this.#shared(() => writePipeline(this, folder, options));
  }

  /** Reads a saved state into a pipeline with the same components. Needs a file system. Throws P406 if a file is not what was saved, P417 if one is missing. */
  async fromDisk(folder: string, options: StorageOptions = {}): Promise<this> {
    const { folderReader } = await import("./storage/folder-reader-node");
    const { retryTorn } = await import("./storage/retry-torn-node");
    await retryTorn(() => this.deserialize(folderReader(folder), { ...options, whole: true }));
    this.path = folder;
    return this;
  }

  /** The pipeline in one array. */
  async toBytes(options: StorageOptions = {}): Promise<Uint8Array> {
    return packFiles(await this.serialize(options));
  }

  /** Reads the state returned by `toBytes` into a pipeline with the same components. */
  async fromBytes(bytes: Uint8Array, options: StorageOptions = {}): Promise<this> {
    await this.deserialize(unpackFiles(bytes), options);
    return this;
  }

  /** Waits for running calls, then frees the memory that the networks hold outside the JavaScript heap. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#calls.queue.idle();
    await this.#calls.gate.write(async () => {
      for (const { pipe } of this.components) if (pipe instanceof TrainablePipe) releasePrograms(pipe.model);
    });
  }

  #link(): void {
    this.#storeNames(settleUpstreamNames(this.components));
    linkComponents(this.components, (name) => !this.disabled.includes(name));
  }

  #storeNames(renamings: readonly UpstreamRenaming[]): void {
    for (const { component, ...names } of renamings)
      this.#componentConfigs.set(component, withUpstreamName(this.getPipeConfig(component), names));
  }

  #setFrozen(frozen: boolean): void {
    if (this.#frozen === frozen) return;
    this.#frozen = frozen;
    for (const { pipe } of this.components)
      if (pipe instanceof TrainablePipe) {
        if (frozen) pipe.model.freeze();
        else pipe.model.unfreeze();
      }
  }

  #selected(disable: readonly string[]): readonly Component[] {
    return this.pipeline.filter(({ name }) => !disable.includes(name));
  }

  #ensureDoc(text: string | Doc): Doc {
    if (typeof text === "string") return this.makeDoc(text);
    if (text instanceof Doc) return text;
    throw errors.neitherTextNorDoc(text === null ? "null" : typeof text);
  }

  async *#tokenized<C>(
    items: Stream<readonly [string | Doc, C]>,
  ): AsyncGenerator<{ readonly doc: Doc; readonly context: C }> {
    for await (const [text, context] of items) yield { doc: this.#ensureDoc(text), context };
  }

  /** Runs a prediction, during which no weight changes. */
  #predict<T>(components: readonly Component[], task: () => Promise<T>): Promise<T> {
    const scope = scopeOf(this, this.#calls);
    if (scope === "reading") return task();
    const callsPipeline = components.some(({ pipe }) => pipe.callsPipeline);
    return callsPipeline ? runReading(this, scope.gate, task) : scope.gate.read(task);
  }

  /** Runs a change of the pipeline exclusively, after all earlier calls. */
  async #exclusive<T>(task: () => Promise<T>, within?: CallScope): Promise<T> {
    this.#checkOpen();
    const scope = scopeOf(this, this.#calls);
    if (scope === "reading") throw errors.pipelineWaitsForItself();
    return await scope.queue.run(() => scope.gate.write(() => runAlone(this, within, task)));
  }

  /** Runs a long operation that only reads the pipeline: predictions continue meanwhile. */
  async #shared<T>(task: () => Promise<T>): Promise<T> {
    this.#checkOpen();
    const scope = scopeOf(this, this.#calls);
    if (scope === "reading") return await task();
    return await scope.queue.run(() => runReading(this, scope.gate, task));
  }

  #checkOpen(): void {
    if (this.#closed) throw errors.pipelineClosed();
  }
}

async function* withoutContext(
  texts: Stream<string | Doc>,
): AsyncGenerator<readonly [text: string | Doc, context: undefined]> {
  for await (const text of texts) yield [text, undefined];
}

function releasePrograms(model: Model): void {
  for (const node of model.walk()) {
    node.programs.clear();
    for (const shim of node.shims) shim.release?.();
  }
}
export type { ProcessOptions, StreamOptions } from "../contracts/annotates";
export type { AddPipeOptions } from "../contracts/composes";
export type { Params } from "../contracts/learns";
