import { createHash, type Hash } from "node:crypto";
import { downloadFile, makeFolder, moveTo, removeFile, syncFile } from "@x/core/files";
import { createReadStream, existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { errors } from "../errors";
import { persist, requestHeaders, type RemoteFile, send } from "./hub-client";

export interface FetchBlobOptions {
  /** Where the whole file goes. */
  readonly blob: string;
  /** Where the hub is, which alone gets the token. */
  readonly endpoint: string;
  readonly token?: string;
  readonly patience: number;
  /** Told how many bytes there are, of how many (0: the server does not say). */
  readonly onProgress?: (received: number, total: number) => void;
}

/** Bytes of a file whose size no header tells: servers leave it out for small texts only. */
const maxUnannounced = 2 ** 30;

/**
 * Fetches a file of the hub into the cache: continues where an earlier attempt was cut off, checks size and checksum, and
 * puts the file in its place at once.
 *
 * @throws TR202 no connection, TR205 cut off (what came is kept), TR206 another checksum, TR208 refused, TR214 more than announced
 */
export async function fetchBlob(remote: RemoteFile, options: FetchBlobOptions): Promise<void> {
  const { blob, patience, onProgress } = options;
  // A name of our own: other tools write to theirs.
  const partial = `${blob}.x-incomplete`;
  makeFolder(dirname(blob));
  // The name is that of the content, so what is there belongs to the same file.
  const here = existsSync(partial) ? statSync(partial).size : 0;
  const have = remote.size !== undefined && here > remote.size ? 0 : here;
  if (have === 0 || have !== remote.size)
    await downloadFile({
      partial,
      have,
      size: remote.size,
      limit: (total) => total || maxUnannounced,
      patience,
      headers: () => requestHeaders(remote.url, options),
      ask: (attempt) => persist(patience, () => send(remote.url, attempt())),
      onProgress,
      errors: {
        refused: ({ status, statusText }) => errors.hubRefused(remote.url, status, statusText),
        cut: (received, total) => errors.downloadCutOff(remote.url, received, total),
        tooLarge: (limit) => errors.downloadTooLarge(remote.url, limit),
      },
    });
  const found = await checksum(partial, remote.etag);
  if (found !== undefined && found !== remote.etag) {
    removeFile(partial);
    throw errors.checksumMismatch(remote.url, remote.etag, found);
  }
  syncFile(partial);
  moveTo(partial, blob);
}

/** The checksum that the etag is: SHA-256, or SHA-1 as git computes it; undefined for names of another kind. */
async function checksum(path: string, etag: string): Promise<string | undefined> {
  let hash: Hash;
  if (/^[0-9a-f]{64}$/.test(etag)) hash = createHash("sha256");
  else if (/^[0-9a-f]{40}$/.test(etag)) hash = createHash("sha1").update(`blob ${statSync(path).size}\0`);
  else return undefined;
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
