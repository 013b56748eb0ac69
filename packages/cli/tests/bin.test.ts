import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const bin = fileURLToPath(new URL("../bin/x.js", import.meta.url));
const built = existsSync(fileURLToPath(new URL("../dist/index.js", import.meta.url)));

it.skipIf(!built)(
  "the command itself runs once the package is built (npm run build)",
  () => {
    const call = (...args: string[]) =>
      execFileSync(process.execPath, [bin, ...args], { encoding: "utf8", stdio: "pipe" });
    expect(call()).toContain("Start here");
    expect(call("init", "config", "-", "--pipeline", "tagger,ner")).toContain("[components.ner]");
    const wrong = (() => {
      try {
        return { status: 0, output: call("trian") };
      } catch (problem) {
        return problem as { status: number };
      }
    })();
    expect(wrong.status).toBe(2);
  },
  60_000,
);
