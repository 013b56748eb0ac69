import { homedir } from "node:os";
import { join } from "node:path";

/** Where downloaded pipelines live: `X_DATA`, else the data folder of the user. */
export function pipelineDataFolder(env: Readonly<Record<string, string | undefined>> = process.env): string {
  if (env.X_DATA !== undefined && env.X_DATA !== "") return env.X_DATA;
  const base =
    env.XDG_DATA_HOME ??
    (process.platform === "win32" ? env.LOCALAPPDATA : undefined) ??
    join(homedir(), ".local", "share");
  return join(base, "x", "pipelines");
}
