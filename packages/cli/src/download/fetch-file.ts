import { downloadFile, removeFile, writeFileSafely } from "@x/core/files";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { errors } from "../errors";

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
  const here = existsSync(partial) ? statSync(partial).size : 0;
  // Without a sign that it is the same file, parts of two files could be joined.
  const validator = here > 0 ? readValidator(state, url) : undefined;
  await downloadFile({
    partial,
    have: validator === undefined ? 0 : here,
    limit: () => maxBytes,
    patience,
    headers: (have) => ({ "accept-encoding": "identity", ...(have > 0 && { "if-range": validator }) }),
    ask: (attempt) => connect(url, attempt()),
    onStart({ headers }) {
      const mark = headers.get("etag") ?? headers.get("last-modified");
      if (mark !== null) writeFileSafely(state, JSON.stringify({ url, mark }));
    },
    onForget: () => removeFile(state),
    onProgress,
    errors: {
      refused: ({ status, statusText }) => errors.serverRefused(url, status, statusText),
      cut: (received, total) => errors.downloadCutOff(url, received, total),
      tooLarge: (limit) => errors.downloadTooLarge(url, limit),
    },
  });
  const bytes = new Uint8Array(readFileSync(partial));
  removeFile(partial);
  removeFile(state);
  const found = createHash("sha256").update(bytes).digest("hex");
  if (sha256 !== undefined && found !== sha256.toLowerCase())
    throw errors.checksumMismatch(url, sha256, found);
  return bytes;
}

/** Tables and indices are smaller. */
const maxText = 32 * 2 ** 20;

/** Fetches a text: a table or an index. */
export async function fetchText(url: string): Promise<string> {
  const response = await connect(url, { signal: AbortSignal.timeout(60_000) });
  if (!response.ok || response.body === null)
    throw errors.serverRefused(url, response.status, response.statusText);
  const chunks: Uint8Array[] = [];
  let received = 0;
  for await (const chunk of response.body) {
    received += (chunk as Uint8Array).length;
    if (received > maxText) throw errors.downloadTooLarge(url, maxText);
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks).toString("utf8");
}

async function connect(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    const inner = (cause as { cause?: Error }).cause ?? (cause as Error);
    const failure = errors.serverUnreachable(url, inner.message || inner.name);
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
