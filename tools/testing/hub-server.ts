import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export const commit = "c0ffee0000000000000000000000000000000001";

export interface HubServer {
  readonly url: string;
  /** Requests since the start, as "METHOD path". */
  readonly requests: string[];
  /** Headers of the requests, in the same order. */
  readonly headers: IncomingMessage["headers"][];
  /** The files of the model org/tiny; large ones lie on another path, as in the hub's own store. */
  readonly files: Map<string, { readonly bytes: Uint8Array; readonly large?: boolean }>;
  /** Cuts the connection after so many bytes of the next body, once who asked has kept some of them. */
  cut: { readonly after: number; readonly isKept: () => boolean } | undefined;
  /** Answers so many requests with 503 first. */
  busy: number;
  /** Sends requests of this kind on to another host. */
  away: { readonly method: string; readonly to: string } | undefined;
  /** Refuses every part of a file, and the file, as if it had fewer bytes. */
  unsatisfied: boolean;
  /** Sends this after each body. */
  surplus: Uint8Array;
  /** Sends other bytes than the etag promises. */
  spoil: boolean;
  close(): Promise<void>;
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const gitSha = (bytes: Uint8Array) =>
  createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");

/** A server of the hub's protocol on this machine. */
export async function startHub(): Promise<HubServer> {
  const server = createServer((request, response) => answer(request, response));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const hub: HubServer = {
    url,
    requests: [],
    headers: [],
    files: new Map(),
    cut: undefined,
    busy: 0,
    spoil: false,
    away: undefined,
    unsatisfied: false,
    surplus: new Uint8Array(),
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
  return hub;

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(request.url!, url);
    hub.requests.push(`${request.method} ${pathname}`);
    hub.headers.push(request.headers);
    const refuse = (status: number, code?: string, headers: Record<string, string> = {}) => {
      response.writeHead(status, { ...(code && { "x-error-code": code }), ...headers });
      response.end();
    };
    if (hub.away !== undefined && hub.away.method === request.method) {
      response.writeHead(302, { location: hub.away.to + request.url });
      response.end();
      return;
    }
    if (hub.unsatisfied && request.method === "GET") return refuse(416);
    if (hub.busy > 0) {
      hub.busy--;
      return refuse(503, undefined, hub.busy % 2 === 0 ? { "retry-after": "0" } : {});
    }
    const store = /^\/store\/(.+)$/.exec(pathname);
    if (store) return body(request, response, hub.files.get(store[1])!.bytes);
    const match = /^\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/.exec(pathname);
    if (match === null) return refuse(404);
    const [, name, revision, file] = match;
    if (name === "org/old") {
      response.writeHead(307, { location: pathname.replace("org/old", "org/tiny") });
      response.end();
      return;
    }
    if (name === "org/gated" && request.headers.authorization !== "Bearer good")
      return refuse(request.headers.authorization === undefined ? 401 : 403, "GatedRepo");
    if (name === "org/broken") return refuse(503, undefined, { "retry-after": "0" });
    if (name === "org/page") {
      response.writeHead(200, { "content-type": "text/html" });
      response.end("<html>");
      return;
    }
    if (name !== "org/tiny" && name !== "org/gated")
      return refuse(request.headers.authorization === undefined ? 401 : 404, "RepoNotFound");
    if (!["main", "v1", commit].includes(revision)) return refuse(404, "RevisionNotFound");
    const found = hub.files.get(file);
    if (found === undefined) return refuse(404, "EntryNotFound", { "x-repo-commit": commit });
    if (!found.large) {
      response.setHeader("x-repo-commit", commit);
      response.setHeader("etag", `"${gitSha(found.bytes)}"`);
      return body(request, response, found.bytes);
    }
    response.writeHead(302, {
      "x-repo-commit": commit,
      "x-linked-etag": `"${sha256(found.bytes)}"`,
      "x-linked-size": String(found.bytes.length),
      location: `/store/${file}`,
    });
    response.end();
  }

  function body(request: IncomingMessage, response: ServerResponse, bytes: Uint8Array): void {
    const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? "");
    const from = range ? Number(range[1]) : 0;
    let part = bytes.subarray(from);
    if (hub.spoil) part = part.map((byte) => byte ^ 1);
    response.statusCode = range ? 206 : 200;
    if (hub.surplus.length === 0 || request.method === "HEAD")
      response.setHeader("content-length", part.length);
    if (request.method === "HEAD") return void response.end();
    if (hub.surplus.length > 0) return void response.end(Buffer.concat([part, hub.surplus]));
    if (hub.cut === undefined) return void response.end(part);
    const { after, isKept } = hub.cut;
    const cut = () => void (isKept() ? response.destroy() : setTimeout(cut, 5));
    response.write(part.subarray(0, after), cut);
    hub.cut = undefined;
  }
}
