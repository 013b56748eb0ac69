import { existsSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { errorCode } from "@x/core";
import { waitForLock } from "@x/core/files";
import type { ModelFiles } from "../encoders/types";
import { errors } from "../errors";
import { fetchBlob } from "./fetch-blob";
import { safe } from "./folder-files";
import { askHub } from "./hub-client";
import type { HubSettings } from "./hub-settings";
import { isCommit, ModelCache } from "./model-cache";

/** Options of `HubModel` and `HubModel.open`. */
export interface HubModelOptions extends HubSettings {
  /** Branch, tag or commit. */
  readonly revision: string;
  readonly patience: number;
  /** Told how much of a file has come, in bytes (total 0: the server does not say). */
  readonly onProgress?: (file: string, received: number, total: number) => void;
}

/** A model of the hub: each file is fetched when it is first asked for, and kept in the cache. */
export class HubModel implements ModelFiles {
  readonly #cache: ModelCache;
  #commit: string | undefined;
  #unreachable: unknown;

  private constructor(
    readonly name: string,
    private readonly options: HubModelOptions,
  ) {
    this.#cache = new ModelCache(options.cacheFolder, name);
  }

  /**
   * Opens a model, of which config.json is looked at once, to know the commit.
   *
   * @throws TR201 offline and not in the cache, TR202-TR209, TR212 a cache that cannot be written
   */
  static async open(name: string, options: HubModelOptions): Promise<HubModel> {
    const model = new HubModel(name, options);
    if (isCommit(options.revision)) model.#commit = options.revision;
    else if (options.offline) model.#commit = model.#cache.commitOf(options.revision);
    if (model.#commit === undefined && options.offline) throw model.notCached("config.json");
    await model.fetch("config.json");
    return model;
  }

  /** The commit that all files are of. */
  get commit(): string {
    return this.#commit!;
  }

  async read(file: string): Promise<Uint8Array | undefined> {
    const path = await this.fetch(file);
    return path === undefined ? undefined : new Uint8Array(await readFile(path));
  }

  path(file: string): string | undefined {
    return this.#commit === undefined ? undefined : this.#cache.find(this.#commit, safe(file));
  }

  /** Ensures that a file is in the cache. @returns its path, or undefined if the model has no such file */
  async fetch(file: string): Promise<string | undefined> {
    try {
      return await this.fetchFile(file);
    } catch (cause) {
      // All that goes wrong with the network has a code of ours by now.
      const refused = (errorCode(cause)?.startsWith("FS") ? (cause as Error).cause : cause) as Error;
      if ((refused as NodeJS.ErrnoException).syscall === undefined) throw cause;
      const failure = errors.unusableCache(this.options.cacheFolder, refused.message);
      failure.cause = refused;
      throw failure;
    }
  }

  private async fetchFile(file: string): Promise<string | undefined> {
    const { revision, patience, endpoint, token, onProgress, offline } = this.options;
    safe(file);
    if (this.#commit !== undefined) {
      const path = this.#cache.find(this.#commit, file);
      if (path !== undefined) return path;
      if (this.#cache.lacks(this.#commit, file)) return undefined;
      if (offline || this.#unreachable !== undefined) return this.uncached(file);
    }
    const remote = await this.ask(file, this.#commit ?? revision);
    if (remote === undefined) return this.fetchFile(file);
    if ("missing" in remote) {
      this.pin(remote.commit);
      if (this.#commit !== undefined) this.#cache.rememberMissing(this.#commit, file);
      return undefined;
    }
    this.pin(remote.commit);
    const blob = this.#cache.blob(remote.etag);
    if (!existsSync(blob)) {
      const lock = await waitForLock(join(this.#cache.locks, `${remote.etag}.x-lock`), {
        patience: Math.max(patience, 600_000),
        busy: ({ path }) => errors.downloadInProgress(path),
      });
      try {
        // Another process may have fetched it in the meantime.
        if (!existsSync(blob))
          await fetchBlob(remote, {
            blob,
            patience,
            endpoint,
            ...(token !== undefined && { token }),
            ...(onProgress && {
              onProgress: (received, total) => onProgress(file, received, total),
            }),
          });
      } finally {
        lock.release();
      }
    }
    return this.#cache.link(remote.commit, file, remote.etag);
  }

  /** Whether the model has a file, and its size, without fetching it. */
  async look(file: string): Promise<{ readonly size: number | undefined } | undefined> {
    const path = this.path(file);
    if (path !== undefined) return { size: statSync(path).size };
    if (this.#cache.lacks(this.commit, file) || this.options.offline || this.#unreachable !== undefined)
      return undefined;
    const remote = await this.ask(file, this.commit);
    return remote === undefined || "missing" in remote ? undefined : { size: remote.size };
  }

  /** Asks the hub; undefined if it doesn't answer and the cache has the revision. */
  private async ask(file: string, revision: string) {
    try {
      return await askHub(file, { ...this.options, name: this.name, revision });
    } catch (cause) {
      const known = this.#cache.commitOf(revision);
      const dead = errorCode(cause) === "TR202" || errorCode(cause) === "TR208";
      if (this.#commit !== undefined || known === undefined || !dead) throw cause;
      if (this.#cache.find(known, file) === undefined) throw cause;
      this.#unreachable = cause;
      this.#commit = known;
      return undefined;
    }
  }

  private pin(commit: string | undefined): void {
    if (this.#commit !== undefined || commit === undefined) return;
    this.#commit = commit;
    this.#cache.remember(this.options.revision, commit);
  }

  /** Files that many models lack are asked for all the time: without a server they count as missing. */
  private uncached(file: string): undefined {
    // What the cache holds is what once was needed; config.json always was.
    if (file !== "config.json") return undefined;
    throw this.notCached(file);
  }

  private notCached(file: string): Error {
    return errors.notCached(this.name, this.options.revision, file, this.options.cacheFolder);
  }
}
