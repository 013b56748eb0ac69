import { explaining, isXError, makeFolder, removeFile, writeAll, writeFileSafely } from "@x/core";
import { createHash } from "node:crypto";
import { closeSync, existsSync, openSync, readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { error } from "../errors";

export interface FetchOptions {
  /** Where an unfinished file waits for the next attempt. */
  readonly partial: string;
  /** The SHA-256 that the file must have, in hexadecimal. */
  readonly sha256?: string;
  /** Told how many bytes there are, of how many (0: the server does not say). */
  readonly onProgress?: (received: number, total: number) => void;
  /** Bytes at most. */
  readonly maxBytes: number;
  /** Milliseconds without a byte after which the server counts as dead. */
  readonly patience?: number;
}

/**
 * Fetches a file, continuing where an earlier attempt was cut off if the server still has the same file.
 *
 * @throws L140 no connection, L141 the server refuses, L142 cut off (what came is kept), L143 wrong checksum, L149 too large, FS01 to FS06
 */
export async function fetchFile(url: string, options: FetchOptions): Promise<Uint8Array> {
  const { partial, sha256, onProgress, maxBytes, patience = 60_000 } = options;
  const state = `${partial}.json`;
  let have = existsSync(partial) ? statSync(partial).size : 0;
  const validator = have > 0 ? readValidator(state, url) : undefined;
  // Without a sign that it is the same file, parts of two files could be joined.
  if (validator === undefined) have = 0;
  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(), patience);
  try {
    const headers: Record<string, string> = { "accept-encoding": "identity" };
    if (have > 0) Object.assign(headers, { range: `bytes=${have}-`, "if-range": validator! });
    const response = await connect(url, { headers, signal: abort.signal });
    // The part that is here is none of the file: the second time nothing is, so there is no third.
    if (response.status === 416 && have > 0) {
      removeFile(partial);
      removeFile(state);
      return await fetchFile(url, options);
    }
    if (!response.ok || response.body === null)
      throw error("L141", url, response.status, response.statusText);
    if (response.status !== 206) have = 0;
    const length = Number(response.headers.get("content-length") ?? 0);
    const total = length > 0 ? have + length : 0;
    if (total > maxBytes) throw error("L149", url, maxBytes);
    explaining(partial, () => makeFolder(dirname(partial)));
    const mark = response.headers.get("etag") ?? response.headers.get("last-modified");
    if (mark !== null) writeFileSafely(state, JSON.stringify({ url, mark }));
    const file = explaining(partial, () => openSync(partial, have > 0 ? "a" : "w"));
    let received = have;
    let cut: unknown;
    try {
      for await (const chunk of response.body) {
        clearTimeout(timer);
        timer = setTimeout(() => abort.abort(), patience);
        received += (chunk as Uint8Array).length;
        if (received > maxBytes) break;
        explaining(partial, () => writeAll(file, chunk as Uint8Array));
        onProgress?.(received, total);
      }
    } catch (cause) {
      // A full disk is no fault of the connection.
      if (isXError(cause)) throw cause;
      cut = cause;
    } finally {
      closeSync(file);
    }
    if (received > maxBytes) {
      removeFile(partial);
      removeFile(state);
      throw error("L149", url, maxBytes);
    }
    if (cut !== undefined || (total > 0 && received < total)) throw error("L142", url, received, total);
  } finally {
    clearTimeout(timer);
  }
  const bytes = new Uint8Array(readFileSync(partial));
  removeFile(partial);
  removeFile(state);
  const found = createHash("sha256").update(bytes).digest("hex");
  if (sha256 !== undefined && found !== sha256.toLowerCase()) throw error("L143", url, sha256, found);
  return bytes;
}

/** Tables and indices are smaller. */
const maxText = 32 * 2 ** 20;

/** Fetches a text: a table or an index. */
export async function fetchText(url: string): Promise<string> {
  const response = await connect(url, { signal: AbortSignal.timeout(60_000) });
  if (!response.ok || response.body === null) throw error("L141", url, response.status, response.statusText);
  const chunks: Uint8Array[] = [];
  let received = 0;
  for await (const chunk of response.body) {
    received += (chunk as Uint8Array).length;
    if (received > maxText) throw error("L149", url, maxText);
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks).toString("utf8");
}

async function connect(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    const inner = (cause as { cause?: Error }).cause ?? (cause as Error);
    const failure = error("L140", url, inner.message || inner.name);
    failure.cause = cause;
    throw failure;
  }
}

function readValidator(state: string, url: string): string | undefined {
  if (!existsSync(state)) return undefined;
  try {
    const stored = JSON.parse(readFileSync(state, "utf8")) as { url?: unknown; mark?: unknown };
    // A weak mark does not promise equal bytes.
    const usable = stored.url === url && typeof stored.mark === "string" && !stored.mark.startsWith("W/");
    return usable ? (stored.mark as string) : undefined;
  } catch {
    return undefined;
  }
}
