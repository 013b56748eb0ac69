import type { Config, LanguageDefaults, Registry, Vocab } from "@x/core";
import type { Runtime } from "@x/nn";
import type { CallLimits } from "./call-limits";
import type { Placement } from "./component-list";
import type { ComponentConfig } from "./create-component";
import type { Language } from "./language";
import type { Meta } from "./meta";
import type { WorkerSetup } from "./workers-node";

/** Options of `Language`. */
export interface LanguageOptions {
  /** The whole config, variables not yet filled in; default that of the language. */
  readonly config?: Config;
  readonly vocab?: Vocab;
  readonly meta?: Meta;
  /** Rules of the language; default those registered for it. */
  readonly defaults?: LanguageDefaults;
  /** Where names of the config are looked up; default the registry of the process. */
  readonly registry?: Registry;
  /** What runs the networks; default the fastest that is installed. */
  readonly runtime?: Runtime;
}

/** Options of `Language.addPipe` and `Language.replacePipe`. */
export interface AddPipeOptions extends Placement {
  /** The name in the pipeline; default that of the factory. */
  readonly name?: string;
  /** Settings over the factory's defaults, with the config's key names. */
  readonly config?: ComponentConfig;
  /** Settings as they are stored, with variables; default `config`. */
  readonly rawConfig?: ComponentConfig;
  /** A pipeline to take the component from; the first argument is then its name there. */
  readonly source?: Language;
}

/** Options of `Language.process`; the time that a call waits for its turn counts for `timeout`. */
export interface ProcessOptions extends CallLimits {
  /** Components that are left out. */
  readonly disable?: readonly string[];
}

/** Options of `Language.pipe` and `Language.pipeTuples`. */
export interface StreamOptions extends ProcessOptions {
  /** Milliseconds that one batch may take, what its stream and its consumer take not counted; else P242. Default: no limit. */
  readonly timeout?: number;
  /** Docs a batch; default `nlp.batchSize`. */
  readonly batchSize?: number;
  /** Worker threads that annotate; 1 (default): none, this thread does; -1: one a core. Needs Node. */
  readonly nProcess?: number;
  /** What each worker does first, where components need more than installed packages register. */
  readonly workerSetup?: WorkerSetup;
}

/** Numbers of parameters by the key that an optimizer knows them by. */
export type Params = ReadonlyMap<string, Float32Array>;
