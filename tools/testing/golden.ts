import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "vitest";

/** The golden roots of a package, and the ledger of what does not simply pass there. */
export interface Golden {
  /** Files of all roots: path below the root -> absolute path. */
  find(pattern: RegExp): { id: string; path: string }[];
  /** One file by its path below the root, or undefined where no root has it. */
  file(id: string): string | undefined;
  json<T>(id: string): T;
  bytes(id: string): Uint8Array;
  /** Defines a test; a case that the ledger lists as "not yet" must fail, else the ledger is out of date. */
  case(id: string, run: () => void | Promise<void>): void;
  /** The ledger's entry for a case that differs on purpose. */
  differs(id: string): LedgerEntry | undefined;
  /** Names what is skipped because no root has it; shown as a skipped test. */
  skipUnless(id: string, define: () => void): void;
}

export interface LedgerEntry {
  readonly status: "not yet" | "differs";
  readonly waitsFor?: string;
  readonly field?: string;
  readonly rule?: string;
  readonly parity?: string;
}

const workspace = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Opens the golden fixtures of one package.
 *
 * @param packageName folder below `packages/`; its `tests/golden` is the committed root.
 * `X_GOLDEN` names another root (relative to the workspace), searched first.
 */
export function openGolden(packageName: string): Golden {
  const own = join(workspace, "packages", packageName, "tests", "golden");
  const named = process.env.X_GOLDEN;
  const roots = [
    named === undefined ? [] : [isAbsolute(named) ? named : resolve(workspace, named)],
    [own],
  ].flat();
  const ledgerPath = join(own, "ledger.json");
  const ledger: Record<string, LedgerEntry> = existsSync(ledgerPath)
    ? JSON.parse(readFileSync(ledgerPath, "utf8"))
    : {};
  const file = (id: string) => roots.map((root) => join(root, id)).find((path) => existsSync(path));
  const need = (id: string) => {
    const path = file(id);
    if (path === undefined) throw new Error(`no golden file ${id} below ${roots.join(", ")}`);
    return path;
  };
  return {
    file,
    find(pattern) {
      const found = new Map<string, string>();
      for (const root of roots)
        for (const path of walk(root)) {
          const id = relative(root, path).split(sep).join("/");
          if (pattern.test(id) && !found.has(id)) found.set(id, path);
        }
      return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, path]) => ({ id, path }));
    },
    json: (id) => JSON.parse(readFileSync(need(id), "utf8")),
    bytes: (id) => new Uint8Array(readFileSync(need(id))),
    case(id, run) {
      const entry = ledger[id];
      if (entry?.status !== "not yet") return void test(id, run);
      test(`${id} (not yet: waits for ${entry.waitsFor})`, async () => {
        try {
          await run();
        } catch {
          return;
        }
        throw new Error(`${id} passes now: take it off the ledger`);
      });
    },
    differs: (id) => (ledger[id]?.status === "differs" ? ledger[id] : undefined),
    skipUnless(id, define) {
      if (file(id) !== undefined) define();
      else test.skip(`${id}: not among the committed fixtures, set X_GOLDEN to run it`, () => undefined);
    },
  };
}

function* walk(directory: string): Generator<string> {
  if (!existsSync(directory)) return;
  for (const name of readdirSync(directory).sort()) {
    const path = join(directory, name);
    if (statSync(path).isDirectory()) yield* walk(path);
    else yield path;
  }
}

type Encoded = { dtype: string; shape: number[]; data?: string; values?: string[] };
type GoldenArray =
  Float32Array | Float64Array | Int32Array | BigInt64Array | BigUint64Array | Uint32Array | Uint8Array;

const arrays: Record<string, (buffer: ArrayBuffer) => GoldenArray> = {
  float32: (buffer) => new Float32Array(buffer),
  float64: (buffer) => new Float64Array(buffer),
  int32: (buffer) => new Int32Array(buffer),
  int64: (buffer) => new BigInt64Array(buffer),
  uint64: (buffer) => new BigUint64Array(buffer),
  uint32: (buffer) => new Uint32Array(buffer),
  uint8: (buffer) => new Uint8Array(buffer),
  bool: (buffer) => new Uint8Array(buffer),
};

/** Decodes `{dtype, shape, data | values}` as the READMEs of the golden folders define it. */
export function decodeArray(encoded: Encoded): { dtype: string; shape: number[]; data: GoldenArray } {
  const { dtype, shape } = encoded;
  if (encoded.values !== undefined)
    return { dtype, shape, data: BigUint64Array.from(encoded.values, BigInt) };
  const make = arrays[dtype];
  if (make === undefined) throw new Error(`golden array of unknown dtype ${dtype}`);
  const bytes = Buffer.from(encoded.data ?? "", "base64");
  return { dtype, shape, data: make(new Uint8Array(bytes).buffer) };
}
