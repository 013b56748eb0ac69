import { errors } from "../errors";

/** What the environment says about the server. */
export interface MlflowServer {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Metric {
  readonly key: string;
  readonly value: number;
  readonly step: number;
  readonly timestamp: number;
}

export interface Pair {
  readonly key: string;
  readonly value: string;
}

/** The largest parts of a request that MLflow takes. */
const limits = { params: 100, metrics: 1000, value: 500 } as const;

/** Address and credentials, by the environment variables of MLflow itself. Throws P314 without an address. */
export function mlflowServer(env: Readonly<Record<string, string | undefined>>): MlflowServer {
  const url = env.MLFLOW_TRACKING_URI?.replace(/\/+$/, "");
  if (url === undefined || !/^https?:/.test(url)) throw errors.noMLflowServer();
  const { MLFLOW_TRACKING_TOKEN: token, MLFLOW_TRACKING_USERNAME: user } = env;
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  else if (user !== undefined)
    headers.authorization = `Basic ${btoa(`${user}:${env.MLFLOW_TRACKING_PASSWORD ?? ""}`)}`;
  return { url, headers };
}

/** One run on a server, over its REST interface 2.0. */
export class MlflowClient {
  readonly #server: MlflowServer;

  constructor(server: MlflowServer) {
    this.#server = server;
  }

  async createRun(request: {
    readonly experiment_id: string;
    readonly run_name: string | null;
    readonly start_time: number;
    readonly tags: readonly Pair[];
  }): Promise<string> {
    const { run_name, ...rest } = request;
    const answer = await this.#post("runs/create", run_name === null ? rest : { ...rest, run_name });
    return (answer as { run: { info: { run_id: string } } }).run.info.run_id;
  }

  async logParams(run_id: string, params: readonly Pair[]): Promise<void> {
    const short = params.map(({ key, value }) => ({ key, value: value.slice(0, limits.value) }));
    for (let at = 0; at < short.length; at += limits.params)
      await this.#post("runs/log-batch", { run_id, params: short.slice(at, at + limits.params) });
  }

  async logMetrics(run_id: string, metrics: readonly Metric[]): Promise<void> {
    for (let at = 0; at < metrics.length; at += limits.metrics)
      await this.#post("runs/log-batch", { run_id, metrics: metrics.slice(at, at + limits.metrics) });
  }

  async setTags(run_id: string, tags: readonly Pair[]): Promise<void> {
    if (tags.length > 0) await this.#post("runs/log-batch", { run_id, tags });
  }

  async update(request: {
    readonly run_id: string;
    readonly status: "RUNNING" | "FINISHED";
    readonly end_time?: number;
  }): Promise<void> {
    await this.#post("runs/update", request);
  }

  async #post(path: string, body: object): Promise<unknown> {
    const url = `${this.#server.url}/api/2.0/mlflow/${path}`;
    let response: Response;
    try {
      response = await fetch(url, {
        method: "POST",
        headers: this.#server.headers,
        body: JSON.stringify(body),
      });
    } catch (cause) {
      const { message, cause: inner } = cause as Error;
      throw errors.mlflowRefused(url, inner instanceof Error ? inner.message : message);
    }
    if (!response.ok)
      throw errors.mlflowRefused(url, `${response.status} ${(await response.text()).slice(0, 200)}`);
    return await response.json();
  }
}
