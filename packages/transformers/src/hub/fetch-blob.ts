import { createHash, type Hash } from "node:crypto";
import { explainSystemError, isXError, makeFolder, moveTo, removeFile, syncFile } from "@x/core";
import { createReadStream, existsSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname } from "node:path";
import { error } from "../errors";
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
  let have = existsSync(partial) ? statSync(partial).size : 0;
  if (remote.size !== undefined && have > remote.size) have = 0;
  if (have === 0 || have !== remote.size) {
    const abort = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    try {
      const headers = requestHeaders(remote.url, options);
      if (have > 0) headers.range = `bytes=${have}-`;
      const response = await persist(patience, () => {
        clearTimeout(timer);
        timer = setTimeout(() => abort.abort(), patience);
        return send(remote.url, { headers, signal: abort.signal });
      });
      // The part that is here is none of the file: the second time nothing is, so there is no third.
      if (response.status === 416 && have > 0) {
        removeFile(partial);
        return await fetchBlob(remote, options);
      }
      if (!response.ok || response.body === null)
        throw error("TR208", remote.url, response.status, response.statusText);
      if (response.status !== 206) have = 0;
      const length = Number(response.headers.get("content-length") ?? 0);
      const total = remote.size ?? (length > 0 ? have + length : 0);
      const most = total || maxUnannounced;
      const file = await open(partial, have > 0 ? "a" : "w");
      let received = have;
      let cut = false;
      try {
        for await (const chunk of response.body) {
          clearTimeout(timer);
          timer = setTimeout(() => abort.abort(), patience);
          received += (chunk as Uint8Array).length;
          if (received > most) break;
          // Unlike write, it writes all of it.
          await file.appendFile(chunk as Uint8Array).catch((cause: unknown) => {
            throw explainSystemError(cause, partial) ?? cause;
          });
          onProgress?.(received, total);
        }
      } catch (cause) {
        // A full disk is no fault of the connection.
        if (isXError(cause)) throw cause;
        cut = true;
      } finally {
        await file.close();
      }
      if (received > most) {
        removeFile(partial);
        throw error("TR214", remote.url, most);
      }
      if (cut || (total > 0 && received < total)) throw error("TR205", remote.url, received, total);
    } finally {
      clearTimeout(timer);
    }
  }
  const found = await checksum(partial, remote.etag);
  if (found !== undefined && found !== remote.etag) {
    removeFile(partial);
    throw error("TR206", remote.url, remote.etag, found);
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
