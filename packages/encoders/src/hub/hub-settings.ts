import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** The source of models and the location of their cache. */
export interface HubSettings {
  /** The hub's address, without a slash at its end. */
  readonly endpoint: string;
  /** The folder of the cache, in the layout of Hugging Face's own tools. */
  readonly cacheFolder: string;
  /** Ask no server. */
  readonly offline: boolean;
  /** Who asks, for models that are not open to all. */
  readonly token?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The settings that the usual variables give: `HF_ENDPOINT`; `TRANSFORMERS_CACHE`, `HF_HUB_CACHE`,
 * `HUGGINGFACE_HUB_CACHE` or else `hub` in `HF_HOME`; `HF_HUB_OFFLINE`, `TRANSFORMERS_OFFLINE`; `HF_TOKEN` or else the
 * token that `hf auth login` has stored.
 *
 * @param env default: the environment of this process
 */
export function hubSettings(env: Environment = process.env): HubSettings {
  const home =
    named(env, "HF_HOME") ?? join(named(env, "XDG_CACHE_HOME") ?? join(homedir(), ".cache"), "huggingface");
  const cacheFolder =
    named(env, "TRANSFORMERS_CACHE", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE") ?? join(home, "hub");
  const token = readToken(env, home);
  return {
    endpoint: (named(env, "HF_ENDPOINT") ?? "https://huggingface.co").replace(/\/+$/, ""),
    cacheFolder,
    offline: isTrue(env.HF_HUB_OFFLINE) || isTrue(env.TRANSFORMERS_OFFLINE),
    ...(token !== undefined && { token }),
  };
}

function named(env: Environment, ...names: string[]): string | undefined {
  const value = names.map((name) => env[name]).find((found) => found !== undefined && found !== "");
  return value?.replace(/^~(?=$|[\\/])/, homedir());
}

function isTrue(value: string | undefined): boolean {
  return value !== undefined && ["1", "ON", "YES", "TRUE"].includes(value.toUpperCase());
}

function readToken(env: Environment, home: string): string | undefined {
  const given = (env.HF_TOKEN ?? env.HUGGING_FACE_HUB_TOKEN)?.trim();
  if (given) return given;
  if (isTrue(env.HF_HUB_DISABLE_IMPLICIT_TOKEN)) return undefined;
  const path = named(env, "HF_TOKEN_PATH") ?? join(home, "token");
  const stored = existsSync(path) ? readFileSync(path, "utf8").trim() : "";
  return stored === "" ? undefined : stored;
}
