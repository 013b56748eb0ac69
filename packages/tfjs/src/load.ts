import type * as tfjs from "@tensorflow/tfjs-core";
import type { RuntimeDescription } from "@x/nn/runtime";
import { backends, type Backend } from "./backends";
import { errors } from "./errors";

export type Tf = typeof tfjs;

/** A backend that runs: TensorFlow.js, switched to it by `enter`. */
export interface Engine {
  readonly tf: Tf;
  readonly backend: string;
  readonly packageName: string;
  /** Makes the backend the current one; several may be used in turn. */
  enter(): void;
}

/** Imports a package; replaced in tests. */
export type ImportPackage = (name: string) => Promise<unknown>;

/** What came of looking for a backend. */
export type Attempt =
  | { readonly packageName: string; readonly backend: Backend }
  | { readonly missing: string }
  | { readonly broken: Error };

const importPackage: ImportPackage = (name) => import(/* @vite-ignore */ name);

/**
 * Starts a backend: the named one, else the first that is installed.
 *
 * Throws TF01 (not installed), TF02 (binary missing), TF03 (none installed), TF04 (does not start).
 */
export async function startEngine(
  wanted: string | undefined,
  load: ImportPackage = importPackage,
): Promise<Engine> {
  const tf: Tf = await import("@tensorflow/tfjs-core");
  const candidates = wanted === undefined ? backends : backends.filter(({ name }) => name === wanted);
  let broken: Error | undefined;
  for (const backend of candidates) {
    const found = await findPackage(backend, load);
    if ("broken" in found) broken ??= found.broken;
    if ("missing" in found && wanted !== undefined)
      throw errors.backendNotInstalled(wanted, backend.packages, found.missing);
    if (!("packageName" in found)) continue;
    try {
      await start(tf, backend.name);
      return {
        tf,
        backend: backend.name,
        packageName: found.packageName,
        enter: () => void tf.setBackend(backend.name),
      };
    } catch (cause) {
      broken ??= errors.backendDidNotStart(backend.name, messageOf(cause));
    }
  }
  // What is installed and broken was meant to be used: say so instead of taking something slower.
  if (broken !== undefined) throw broken;
  throw errors.noBackend(
    candidates.map(({ name }) => name),
    candidates.flatMap(({ packages }) => packages),
  );
}

/** Imports the first package of a backend that is installed. */
export async function findPackage(backend: Backend, load: ImportPackage = importPackage): Promise<Attempt> {
  let missing = "ERR_MODULE_NOT_FOUND";
  for (const packageName of backend.packages)
    try {
      await load(packageName);
      return { packageName, backend };
    } catch (cause) {
      if (!isNotFound(cause, packageName))
        return { broken: errors.missingNativeBinary(packageName, messageOf(cause)) };
      missing = (cause as { code?: string }).code ?? missing;
    }
  return { missing };
}

/** Whether the package itself is not there; a missing file of an installed one is another matter. */
function isNotFound(cause: unknown, packageName: string): boolean {
  const { code, message = "" } = cause as { code?: string; message?: string };
  // Bundlers put a module that throws this in the place of optional peers that are missing.
  if (message.startsWith(`Could not resolve "${packageName}"`)) return true;
  const notFound = code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND";
  return notFound && message.includes(`'${packageName}'`);
}

async function start(tf: Tf, name: string): Promise<void> {
  // Without it, the backends print advice to the console.
  tf.env().set("PROD", true);
  if (!(await tf.setBackend(name))) throw new Error("it reports no reason");
  await tf.ready();
}

function messageOf(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).split("\n")[0];
}

/** What a backend computes on. */
export function describeEngine({ tf, backend, packageName }: Engine): RuntimeDescription {
  const native = tf.backend() as { readonly isUsingGpuDevice?: boolean };
  const gpu = backend === "webgpu" || (backend === "tensorflow" && native.isUsingGpuDevice === true);
  return {
    device: gpu ? "gpu" : "cpu",
    text: `TensorFlow.js ${tf.version_core}, ${packageName}, on ${gpu ? "a GPU" : "the CPU"}`,
  };
}
