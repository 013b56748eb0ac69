import { isFileName } from "@x/core/files";
import { setTimeout } from "node:timers/promises";
import { errors } from "../errors";
import type { HubSettings } from "./hub-settings";

/** What the hub says about a file before it is fetched. */
export interface RemoteFile {
  readonly url: string;
  readonly commit: string;
  /** The name of the content: SHA-256 of large files, git's SHA-1 of small ones. */
  readonly etag: string;
  /** In bytes, where the server says so. */
  readonly size: number | undefined;
}

export interface HubRequest extends Pick<HubSettings, "endpoint" | "token"> {
  readonly name: string;
  readonly revision: string;
  /** Milliseconds without an answer after which the server counts as dead. */
  readonly patience: number;
}

/** The headers of every request. The token is sent only to the hub: on a redirect to another host, `fetch` drops it, and so do we. */
export function requestHeaders(
  url: string,
  { endpoint, token }: Pick<HubSettings, "endpoint" | "token">,
): Record<string, string> {
  const isHub = URL.canParse(endpoint) && new URL(url).origin === new URL(endpoint).origin;
  return {
    "user-agent": "x-transformers",
    // Compressed, a file has another size and cannot be resumed.
    "accept-encoding": "identity",
    ...(token === undefined || !isHub ? {} : { authorization: `Bearer ${token}` }),
  };
}

/**
 * Asks the hub about a file.
 *
 * @returns undefined where the commit has no such file (`commit` is set where the hub says which commit)
 * @throws TR202 no answer, TR203 no permission, TR204 no such model or revision, TR207 no hub, TR208 refused
 */
export async function askHub(
  file: string,
  request: HubRequest,
): Promise<RemoteFile | { readonly missing: true; readonly commit: string | undefined }> {
  const { endpoint, name, revision, patience } = request;
  let url = `${endpoint}/${name}/resolve/${encodeURIComponent(revision)}/${encodePath(file)}`;
  for (let hops = 0; hops < 5; hops++) {
    const response = await persist(patience, () =>
      send(url, {
        method: "HEAD",
        headers: requestHeaders(url, request),
        redirect: "manual",
        signal: AbortSignal.timeout(patience),
      }),
    );
    const { headers, status } = response;
    const location = headers.get("location");
    const commit = headers.get("x-repo-commit") ?? undefined;
    // A renamed model sends elsewhere on the same host; a large file sends to its store and says all that is needed.
    if (status >= 300 && status < 400 && location !== null && commit === undefined) {
      if (!/^https?:$/.test(URL.canParse(location, url) ? new URL(location, url).protocol : ""))
        throw errors.notAHub(url);
      url = new URL(location, url).href;
      continue;
    }
    if (status >= 400) return refusal(response, { url, file, ...request });
    const etag = (headers.get("x-linked-etag") ?? headers.get("etag"))
      ?.replace(/^W\//, "")
      .replaceAll('"', "");
    if (commit === undefined || !etag || !isContentName(etag) || !isContentName(commit))
      throw errors.notAHub(url);
    const size = headers.get("x-linked-size") ?? (status < 300 ? headers.get("content-length") : null);
    return { url, commit, etag, size: size !== null && /^\d+$/.test(size) ? Number(size) : undefined };
  }
  throw errors.hubRefused(url, 310, "too many redirections");
}

/** Whether commits and etags, which name files of the cache, are such names. */
export const isContentName = (name: string): boolean => /^[\w-]+$/.test(name) && isFileName(name);

function refusal(
  { status, headers, statusText }: Response,
  { url, file, name, revision, token }: HubRequest & { readonly url: string; readonly file: string },
): { readonly missing: true; readonly commit: string | undefined } {
  const code = headers.get("x-error-code");
  const commit = headers.get("x-repo-commit") ?? undefined;
  if (code === "EntryNotFound" || (status === 404 && code === null && commit !== undefined))
    return { missing: true, commit };
  // The hub answers 401, not 404, to strangers who ask for a model that does not exist.
  if (code === "GatedRepo" || status === 401 || status === 403)
    throw errors.noPermission(name, status, token !== undefined, code === "GatedRepo");
  if (code === "RevisionNotFound") throw errors.notOnHub(name, `no branch, tag or commit "${revision}"`);
  if (code === "RepoNotFound" || status === 404)
    throw errors.notOnHub(name, `no model of this name (${file})`);
  throw errors.hubRefused(url, status, headers.get("x-error-message") ?? statusText);
}

/** Status codes of temporary failures: too many requests, or server errors. */
const passing = new Set([429, 500, 502, 503, 504]);

/** Retries up to three times after a temporary server failure, waiting as long as the server requests if that is short. */
export async function persist(patience: number, attempt: () => Promise<Response>): Promise<Response> {
  for (let tries = 0; ; tries++) {
    const response = await attempt();
    if (!passing.has(response.status) || tries === 3) return response;
    await response.body?.cancel();
    const asked = Number(response.headers.get("retry-after") ?? Number.NaN) * 1000;
    // Half a second, one, two, of the usual half a minute.
    const own = (patience / 60) * 2 ** tries;
    await setTimeout(asked >= 0 && asked < patience ? asked : own);
  }
}

/** As `fetch`, but a server that cannot be reached is an error of ours. @throws TR202 */
export async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    const inner = (cause as { cause?: Error }).cause ?? (cause as Error);
    const failure = errors.hubUnreachable(new URL(url).host, inner.message || inner.name);
    failure.cause = cause;
    throw failure;
  }
}

function encodePath(file: string): string {
  return file.split("/").map(encodeURIComponent).join("/");
}
