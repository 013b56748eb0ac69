import type { z } from "zod";
import { errors, unknownNameAdvice } from "./errors";
import { type FunctionKind, type RegistryKind, isRegistryKind, registryKinds } from "./kinds";
import { nearestNames } from "./nearest";
import { isNowhere, packageFor } from "./package-hints";
import type { FactoryRegistration, PackageRegistrations, Registration } from "./registration";

type RegistrationOf<K extends RegistryKind> = K extends "factories" ? FactoryRegistration : Registration;

interface Entry {
  readonly registration: Registration | FactoryRegistration;
  readonly packageName: string;
}

/** The name under which code outside packages registers: `--code`, scripts, tests. */
const ownCode = "your own code";

type Shortcuts = {
  [K in FunctionKind]: <S extends z.ZodObject, R>(
    name: string,
    schema: S,
    create: (args: z.output<S>) => R,
  ) => void;
};

/**
 * Names that configs use, and what they stand for.
 *
 * Beside the general methods there is one shortcut a kind, for code of users:
 * `registry.architectures("my.Tagger.v1", z.strictObject({ nO: z.int() }), ({ nO }) => ...)`.
 */
class RegistryTable {
  readonly #entries = new Map<RegistryKind, Map<string, Entry>>(
    registryKinds.map((kind) => [kind, new Map()]),
  );

  constructor() {
    for (const kind of registryKinds)
      if (kind !== "factories")
        Object.defineProperty(this, kind, {
          value: (name: string, schema: z.ZodObject, create: Registration["create"]) =>
            this.register(kind, name, { schema, create }),
        });
  }

  /**
   * Adds one registration. The same package may register a name again (the later one counts); another may not.
   *
   * @param options.packageName who registers, for errors (default: code of the user)
   */
  register<K extends RegistryKind>(
    kind: K,
    name: string,
    registration: RegistrationOf<K>,
    options: { readonly packageName?: string } = {},
  ): void {
    const packageName = options.packageName ?? ownCode;
    const entries = this.#kind(kind);
    const present = entries.get(name);
    if (present !== undefined && present.packageName !== packageName)
      throw errors.registeredTwice(kind, name, present.packageName, packageName);
    entries.set(name, { registration, packageName });
  }

  /** Adds everything a package registers; doing so twice changes nothing. Returns itself, for chaining. */
  use(...tables: readonly PackageRegistrations[]): this {
    for (const table of tables)
      for (const kind of registryKinds)
        for (const [name, registration] of Object.entries(table[kind] ?? {}))
          this.register(kind, name, registration, { packageName: table.packageName });
    return this;
  }

  /**
   * What a name stands for. Names `spacy.X.vN` that are not registered fall back to `spacy-legacy.X.vN`.
   *
   * Throws RG01 with the nearest names, and the package to install where it is known.
   */
  get<K extends RegistryKind>(kind: K, name: string): RegistrationOf<K> {
    const found = this.find(kind, name);
    if (found === undefined) throw errors.unknownName(kind, name, this.advice(kind, name));
    return found;
  }

  /** As `get`, but undefined for unknown names. */
  find<K extends RegistryKind>(kind: K, name: string): RegistrationOf<K> | undefined {
    const entries = this.#kind(kind);
    const entry = entries.get(name) ?? entries.get(name.replace(/^spacy\./, "spacy-legacy."));
    return entry?.registration as RegistrationOf<K> | undefined;
  }

  has(kind: RegistryKind, name: string): boolean {
    return this.find(kind, name) !== undefined;
  }

  /** The registered names of a kind, sorted. */
  names(kind: RegistryKind): string[] {
    return [...this.#kind(kind).keys()].sort();
  }

  /** What to do about an unknown name, in words. */
  advice(kind: RegistryKind, name: string): string {
    const known = this.names(kind);
    return unknownNameAdvice({
      known,
      nearest: nearestNames(name, known),
      install: this.#install(kind, name),
      isNowhere: isNowhere(kind, name),
    });
  }

  /** The command that installs the package with this name, if one is known, or that none has it. */
  installAdvice(kind: RegistryKind, name: string): string | undefined {
    if (isNowhere(kind, name)) return "No package of ours has it.";
    const install = this.#install(kind, name);
    return install === undefined ? undefined : `Run \`npm install ${install}\`.`;
  }

  #install(kind: RegistryKind, name: string): string | undefined {
    const packageName = packageFor(kind, name);
    // A package that is there and lacks the name will not get it by being installed again.
    const installed = registryKinds.some((each) =>
      [...this.#kind(each).values()].some((entry) => entry.packageName === packageName),
    );
    return installed ? undefined : packageName;
  }

  /** The package that registered a name. */
  providerOf(kind: RegistryKind, name: string): string | undefined {
    const entries = this.#kind(kind);
    return (entries.get(name) ?? entries.get(name.replace(/^spacy\./, "spacy-legacy.")))?.packageName;
  }

  #kind(kind: string): Map<string, Entry> {
    if (!isRegistryKind(kind)) throw errors.unknownRegistry(kind, nearestNames(kind, registryKinds));
    return this.#entries.get(kind)!;
  }
}

export type Registry = RegistryTable & Shortcuts;
/** Makes an empty registry, for tests and for programs that keep several apart. */
export const Registry = RegistryTable as new () => Registry;

/** The registry of the process: configs are resolved against it unless another is given. */
export const registry: Registry = new Registry();
