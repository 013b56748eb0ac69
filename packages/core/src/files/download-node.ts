import { open } from "node:fs/promises";
import { dirname } from "node:path";
import { isXError } from "../errors";
import { makeFolder, removeFile } from "./durable-node";
import { explaining, explainSystemError } from "./system-error";

/** What is downloaded, and how. */
export interface Download {
  /** Where what has come waits: for the next attempt, or to be taken when it is whole. */
  readonly partial: string;
  /** Bytes in `partial` that are known to be of the same file; those of another one are overwritten. */
  readonly have: number;
  /** The size of the file in bytes, where it is known before. */
  readonly size?: number;
  /** Bytes at most, of a file of so many (0: nobody says how many). */
  readonly limit: (total: number) => number;
  /** Milliseconds without a byte after which the server counts as dead. */
  readonly patience: number;
  /** The headers of a request for what is behind so many bytes, but for `range`. */
  readonly headers: (have: number) => Readonly<Record<string, string>>;
  /** Asks the server, once or several times: `attempt` gives what to ask with, and patience begins anew. */
  readonly ask: (attempt: () => RequestInit) => Promise<Response>;
  /** Told when the file begins to come, before the first byte is written. */
  readonly onStart?: (response: Response) => void;
  /** Told when `partial` was removed because it is no part of the file. */
  readonly onForget?: () => void;
  /** Told how many bytes there are, of how many (0: nobody says). */
  readonly onProgress?: (received: number, total: number) => void;
  /** The errors of whoever downloads. */
  readonly errors: {
    readonly refused: (response: Response) => Error;
    /** What came is kept. */
    readonly cut: (received: number, total: number) => Error;
    readonly tooLarge: (limit: number) => Error;
  };
}

/**
 * Downloads a file to `partial`, going on behind the bytes that are there. It is whole, but neither checked nor in its place then.
 *
 * @throws what `ask` throws and `errors` makes; FS01-FS06 when the system refuses
 */
export async function downloadFile(download: Download): Promise<void> {
  const { partial, patience, limit, errors, onStart, onForget, onProgress } = download;
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => abort.abort(), patience);
  };
  const forget = () => {
    removeFile(partial);
    onForget?.();
  };
  let { have } = download;
  const headers = { ...download.headers(have), ...(have > 0 && { range: `bytes=${have}-` }) };
  try {
    const response = await download.ask(() => {
      wait();
      return { headers, signal: abort.signal };
    });
    // The part that is here is none of the file: the second time nothing is, so there is no third.
    if (response.status === 416 && have > 0) {
      forget();
      return await downloadFile({ ...download, have: 0 });
    }
    if (!response.ok || response.body === null) throw errors.refused(response);
    if (response.status !== 206) have = 0;
    const length = Number(response.headers.get("content-length") ?? 0);
    const total = download.size ?? (length > 0 ? have + length : 0);
    const most = limit(total);
    if (total > most) throw errors.tooLarge(most);
    explaining(partial, () => makeFolder(dirname(partial)));
    onStart?.(response);
    const throwExplained = (cause: unknown) => {
      throw explainSystemError(cause, partial) ?? cause;
    };
    const file = await open(partial, have > 0 ? "a" : "w").catch(throwExplained);
    let received = have;
    let isCut = false;
    try {
      for await (const chunk of response.body) {
        wait();
        received += chunk.length;
        if (received > most) break;
        // Unlike write, it writes all of it.
        await file.appendFile(chunk).catch(throwExplained);
        onProgress?.(received, total);
      }
    } catch (cause) {
      // A full disk is no fault of the connection.
      if (isXError(cause)) throw cause;
      isCut = true;
    } finally {
      await file.close();
    }
    if (received > most) {
      forget();
      throw errors.tooLarge(most);
    }
    if (isCut || (total > 0 && received < total)) throw errors.cut(received, total);
  } finally {
    clearTimeout(timer);
  }
}
