import { registry as processRegistry, type Registry } from "@x/core";
import { errors } from "../errors";
import { createRuntime, useRuntime } from "./shared-runtime";
import type { Runtime } from "./runtime";

/** ONNX Runtime's providers that compute on a GPU, in the order in which they are tried. */
export const gpuProviders = ["cuda", "webgpu", "dml", "coreml"] as const;

/** Which GPU is asked for, and of which runtime. */
export interface GpuOptions {
  /** Which GPU, counted from 0; default 0. */
  readonly id?: number;
  /** Only this runtime may be taken; default: tfjs, which also trains there, then onnxruntime. */
  readonly runtime?: string;
  readonly registry?: Registry;
}

/** What was found on a GPU. */
export interface FoundGpu {
  readonly runtime: Runtime;
  /** The device, in words. */
  readonly device: string;
}

/** Lets all networks of the process run on a GPU. Throws NN210 where there is none, with what was tried and what to install. */
export async function requireGpu(options: GpuOptions = {}): Promise<FoundGpu> {
  const tried: string[] = [];
  const found = await findGpu(options, tried);
  if (found === undefined) throw errors.noGpu(options.id ?? 0, tried);
  useRuntime(found.runtime);
  return found;
}

/** As `requireGpu`, but gives false and changes nothing where there is no GPU. */
export async function preferGpu(options: GpuOptions = {}): Promise<boolean> {
  const found = await findGpu(options, []);
  if (found !== undefined) useRuntime(found.runtime);
  return found !== undefined;
}

async function findGpu(options: GpuOptions, tried: string[]): Promise<FoundGpu | undefined> {
  const { id = 0, registry = processRegistry, runtime: only } = options;
  const candidates: [name: string, title: string, settings: Record<string, unknown>][] = [
    ["tfjs", "tfjs", {}],
    ...gpuProviders.map((provider): [string, string, Record<string, unknown>] => [
      "onnxruntime",
      `onnxruntime with ${provider}`,
      { backend: provider, deviceId: id },
    ]),
  ];
  for (const [name, title, settings] of candidates) {
    if (only !== undefined && name !== only) continue;
    if (name === "tfjs" && !registry.has("runtimes", name)) {
      tried.push(`${title}: @x/tfjs is not installed`);
      continue;
    }
    try {
      const runtime = createRuntime(name, { ...settings, registry });
      const found = await runtime.describe?.();
      if (found?.device === "gpu") return { runtime, device: found.text };
      tried.push(`${title}: it computes on the CPU`);
    } catch (cause) {
      tried.push(`${title}: ${(cause instanceof Error ? cause.message : String(cause)).split("\n")[0]}`);
    }
  }
  return undefined;
}

const allocators = ["pytorch", "tensorflow"];

/**
 * Checks the config's `gpu_allocator`. spaCy hands the memory of its arrays to that library; here every runtime allocates for
 * itself, so the setting has no effect. Throws NN211 for a name that spaCy does not know either.
 */
export function setGpuAllocator(name: string | null): void {
  if (name !== null && !allocators.includes(name)) throw errors.unknownGpuAllocator(name, allocators);
}
