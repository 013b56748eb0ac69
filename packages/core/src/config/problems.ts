import { XError } from "../errors";
import type { Config } from "./config";
import { errors } from "./errors";
import { describePosition } from "./position";

/** One thing that is wrong with a config. */
export interface ConfigProblem {
  readonly file?: string;
  readonly line?: number;
  /** `section.key` */
  readonly path: string;
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** What may stand there. */
  readonly allowed?: readonly string[];
  /** The allowed names nearest to what was found. */
  readonly nearest?: readonly string[];
  /** What to do: a command, a package to install, a line to change. */
  readonly fix?: string;
}

/** All problems of a config at once; code CF20. */
export class ConfigValidationError extends XError {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const { code, message } = errors.invalidConfig.parts(problems.map(describeProblem));
    super(code, message);
    this.name = "ConfigValidationError";
    this.problems = problems;
  }
}

/** A problem in one line: `config.cfg:12 training.max_step: ...`. */
export function describeProblem(problem: ConfigProblem): string {
  const parts = [`${describePosition(problem)} ${problem.path}: ${problem.message}`];
  if (problem.nearest !== undefined && problem.nearest.length > 0)
    parts.push(`Did you mean ${problem.nearest.map((name) => `"${name}"`).join(" or ")}?`);
  else if (problem.allowed !== undefined && problem.allowed.length > 0)
    parts.push(`Allowed: ${problem.allowed.join(", ")}.`);
  if (problem.fix !== undefined) parts.push(problem.fix);
  return parts.join(" ");
}

/** Collects the problems of one config, with their places. */
export class Problems {
  readonly all: ConfigProblem[] = [];
  readonly #config: Config;

  /** Begins with what was noted while reading. */
  constructor(config: Config) {
    this.#config = config;
    this.all.push(...config.problems);
  }

  add(path: string, problem: Omit<ConfigProblem, "path" | "file" | "line">): void {
    const { file, line } = this.#config.positionOf(path) ?? {};
    this.all.push({ file, line, path, ...problem });
  }

  /** Throws what was found, if anything. */
  throwIfAny(): void {
    if (this.all.length > 0) throw new ConfigValidationError(this.all);
  }
}
