import type { Config } from "@x/core";
import { packArray, packMsgpack, unpackArray, unpackMsgpack } from "@x/core/spi";
import { packFloats, packState, restoreState, unpackFloats, type PackedState } from "@x/nn/files";
import { Environment, NumpyRandom } from "@x/nn/spi";
import { errors } from "../errors";
import type { Pretraining } from "./create-pretraining";
import type { ProgressState } from "./progress";

/** Where a run is. */
export interface Position {
  readonly epoch: number;
  /** Batches of the epoch that are done. */
  readonly batch: number;
  /** Steps of the whole run. */
  readonly steps: number;
  /** Bytes of log.jsonl that belong to it. */
  readonly logLength: number;
  /** What stands beside the state is still another run's. */
  readonly replacesRun?: boolean;
}

export interface RestoredRun extends Position {
  readonly progress: ProgressState;
}

const VERSION = 1;

/**
 * Everything that a run depends on from here: weights of embedding and output layers, the optimizer's moments and averages, the
 * state of the generators, and the position in the corpus.
 */
export function packRun(run: Pretraining, position: Position, progress: ProgressState): Uint8Array {
  const { optimizer } = run.settings;
  const { draws, words } = run.masker;
  if (!(draws instanceof NumpyRandom))
    throw errors.unreadableState("memory", "its mask was not drawn by NumpyRandom.");
  const { words: twister, at, spare } = draws.state;
  return packMsgpack({
    version: VERSION,
    settings: JSON.stringify(decisiveSettings(run.config, run.settings)),
    position: { ...position },
    progress: { ...progress, smoothed: progress.smoothed ?? null },
    dropoutStep: run.model.environment.step,
    random: {
      twister: packArray({ dtype: "uint32", shape: [twister.length], data: twister }),
      at,
      spare: spare ?? null,
    },
    randomWords: { words: [...words.state.words], cache: [...words.state.cache] },
    parameters: [...run.model.allParams()].map(([key, param]) => ({
      data: packFloats(param.data, param),
      ...packState(optimizer, key, param),
    })),
  });
}

/** Puts a run into the state that `packRun` stored. Throws R011 for other bytes, R012 where the config is another one. */
export function restoreRun(run: Pretraining, bytes: Uint8Array, path: string): RestoredRun {
  const stored = unpackMsgpack(bytes) as StoredRun;
  if (stored?.version !== VERSION)
    throw errors.unreadableState(path, `it is no state of version ${VERSION}.`);
  const differences = differingSettings(
    JSON.parse(stored.settings),
    JSON.parse(JSON.stringify(decisiveSettings(run.config, run.settings))),
  );
  if (differences.length > 0) throw errors.runDiffers(differences);
  const { optimizer } = run.settings;
  const parameters = [...run.model.allParams()];
  if (parameters.length !== stored.parameters.length)
    throw errors.unreadableState(
      path,
      `it has ${stored.parameters.length} parameters, and the network ${parameters.length}.`,
    );
  parameters.forEach((parameter, i) => {
    parameter[1].write(unpackFloats(stored.parameters[i].data) as Float32Array);
    restoreState(optimizer, stored.parameters[i], parameter);
  });
  for (let step = 0; step < stored.position.steps; step++) optimizer.stepSchedules();
  const { random, randomWords, dropoutStep, progress } = stored;
  if (run.masker.draws instanceof NumpyRandom)
    run.masker.draws.state = {
      words: unpackArray(random.twister).data as Uint32Array,
      at: random.at,
      spare: random.spare ?? undefined,
    };
  run.masker.words.state = randomWords;
  run.model.environment = new Environment({ ...run.model.environment, step: dropoutStep });
  return { ...stored.position, progress: { ...progress, smoothed: progress.smoothed ?? undefined } };
}

interface StoredRun {
  readonly version: number;
  readonly settings: string;
  readonly position: Position;
  readonly progress: Omit<ProgressState, "smoothed"> & { readonly smoothed: number | null };
  readonly dropoutStep: number;
  readonly random: {
    readonly twister: Map<Uint8Array, unknown>;
    readonly at: number;
    readonly spare: number | null;
  };
  readonly randomWords: { readonly words: string[]; readonly cache: number[] };
  readonly parameters: readonly (PackedState & { readonly data: unknown })[];
}

/** What of a config decides how a run continues. */
function decisiveSettings(config: Config, { corpus }: { readonly corpus: string }): Record<string, unknown> {
  const values = config.interpolate();
  const {
    max_epochs: _,
    n_save_every: _every,
    n_save_epoch: _epoch,
    ...pretraining
  } = values.get("pretraining") as Record<string, unknown>;
  return {
    pretraining,
    [corpus]: values.get(corpus),
    components: values.get("components"),
    seed: values.get("training.seed"),
    lang: values.get("nlp.lang"),
  };
}

/** The paths at which two settings differ. */
function differingSettings(stored: unknown, own: unknown, path = ""): string[] {
  if (isTable(stored) && isTable(own))
    return [...new Set([...Object.keys(stored), ...Object.keys(own)])].flatMap((key) =>
      differingSettings(stored[key], own[key], path === "" ? key : `${path}.${key}`),
    );
  return JSON.stringify(stored) === JSON.stringify(own) ? [] : [path];
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
