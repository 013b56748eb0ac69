import { checkSeal, seal, settleFolder, writeFileSafely, type FileLock } from "@x/core/files";
import type { Language } from "@x/pipeline";
import { checkPipelineFolder } from "@x/pipeline/files";
import { createLogFile, type Checkpoint, type LogFile } from "@x/train";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { errors } from "../errors";
import { lockFolder } from "./output-lock";

/** The output of a training: two pipelines, and what it takes to continue. */
export class TrainingFolder {
  readonly #folder: string;
  readonly #shown: string;
  readonly #lock: FileLock;

  /**
   * Throws L120 where another process writes into the folder, FS07 where files are in the way of a pipeline; its methods throw L122 once
   * another process has taken it over.
   */
  constructor(folder: string, shown: string) {
    this.#folder = folder;
    this.#shown = shown;
    this.#lock = lockFolder(folder, shown);
    try {
      for (const checkpoint of ["best", "last"] as const) {
        settleFolder(this.#pathOf(checkpoint));
        checkPipelineFolder(this.#pathOf(checkpoint));
      }
    } catch (cause) {
      this.#lock.release();
      throw cause;
    }
  }

  /** What an interrupted training has left, undefined where there is nothing. Throws FS20 where it is damaged. */
  readState(): Uint8Array | undefined {
    if (!existsSync(this.#state)) return undefined;
    const state = new Uint8Array(readFileSync(this.#state));
    checkSeal(state, this.#state);
    return state;
  }

  async saveState(state: Uint8Array): Promise<void> {
    this.#check();
    writeFileSafely(this.#state, seal(state));
  }

  async savePipelines(nlp: Language, checkpoints: readonly Checkpoint[]): Promise<string> {
    this.#check();
    for (const checkpoint of checkpoints) await nlp.toDisk(this.#pathOf(checkpoint));
    return this.#pathOf("last");
  }

  close(): void {
    this.#lock.release();
  }

  #check(): void {
    if (!this.#lock.isHeld()) throw errors.lockLost(this.#shown);
  }

  get #state(): string {
    return join(this.#folder, "training-state.bin");
  }

  #pathOf(checkpoint: Checkpoint): string {
    return join(this.#folder, `model-${checkpoint}`);
  }
}

/** The file of a logger; a resumed training drops the rows that it will write again, and continues behind the others. */
export function openLog(path: string, lastStep: number | undefined): LogFile | undefined {
  if (lastStep === undefined || !existsSync(path)) return createLogFile(path);
  return createLogFile(path, {
    keep: (line) => {
      const step = /"step":(\d+)/.exec(line)?.[1];
      return step !== undefined && Number(step) <= lastStep;
    },
  });
}
