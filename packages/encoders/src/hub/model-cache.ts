import { makeFolder, moveTo, syncFile, unfinishedName, writeFileSafely } from "@x/core/files";
import { copyFileSync, existsSync, readFileSync, symlinkSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { isContentName } from "./hub-client";

/** The cache of one model: blobs by their etag, snapshots of commits that link to them, refs of branches and tags. */
export class ModelCache {
  readonly folder: string;
  readonly locks: string;

  constructor(cacheFolder: string, name: string) {
    const own = `models--${name.replaceAll("/", "--")}`;
    this.folder = join(cacheFolder, own);
    this.locks = join(cacheFolder, ".locks", own);
  }

  /** The commit of a branch or tag when it was last asked for. */
  commitOf(revision: string): string | undefined {
    if (isCommit(revision)) return revision;
    const path = join(this.folder, "refs", revision);
    const commit = existsSync(path) ? readFileSync(path, "utf8").trim() : "";
    // What is no commit names no folder: the hub is asked again.
    return isContentName(commit) ? commit : undefined;
  }

  remember(revision: string, commit: string): void {
    if (revision === commit || this.commitOf(revision) === commit) return;
    const path = join(this.folder, "refs", revision);
    writeFileSafely(path, commit);
  }

  /** Where a file of a commit lies, if it is here. */
  find(commit: string, file: string): string | undefined {
    const path = this.pointer(commit, file);
    return existsSync(path) ? path : undefined;
  }

  /** Whether the commit is known not to have the file. */
  lacks(commit: string, file: string): boolean {
    return existsSync(join(this.folder, ".no_exist", commit, file));
  }

  rememberMissing(commit: string, file: string): void {
    const path = join(this.folder, ".no_exist", commit, file);
    writeFileSafely(path, "");
  }

  blob(etag: string): string {
    return join(this.folder, "blobs", etag);
  }

  /** Makes the blob the commit's file. */
  link(commit: string, file: string, etag: string): string {
    const pointer = this.pointer(commit, file);
    if (existsSync(pointer)) return pointer;
    makeFolder(dirname(pointer));
    const blob = this.blob(etag);
    try {
      symlinkSync(relative(dirname(pointer), blob), pointer);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === "EEXIST") return pointer;
      // Windows lets only some users link: a copy, in place at once.
      const part = join(dirname(pointer), unfinishedName(basename(pointer)));
      copyFileSync(blob, part);
      syncFile(part);
      moveTo(part, pointer);
    }
    return pointer;
  }

  private pointer(commit: string, file: string): string {
    return join(this.folder, "snapshots", commit, file);
  }
}

export function isCommit(revision: string): boolean {
  return /^[0-9a-f]{40}$/.test(revision);
}
