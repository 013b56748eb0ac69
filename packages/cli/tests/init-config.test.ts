import { readFileSync } from "node:fs";
import { describe, expect } from "vitest";
import { openGolden } from "../../../tools/testing/golden";
import { spacyRegistry } from "../../pipeline/tests/config-registrations";
import { initConfig } from "../src/config";

interface Case {
  readonly file: string;
  readonly lang: string;
  readonly pipeline: string[];
  readonly optimize: "efficiency" | "accuracy";
  readonly gpu: boolean;
  readonly pretraining?: boolean;
}

const golden = openGolden("core");

golden.skipUnless("core/config/init/index.json", () => {
  const registry = spacyRegistry(golden.file("core/config/registrations.json")!);
  describe("init config gives spaCy's text", () => {
    for (const { file, ...options } of golden.json<Case[]>("core/config/init/index.json"))
      golden.case(`core/config/init/${file}`, () => {
        const wanted = readFileSync(golden.file(`core/config/init/${file}`)!, "utf8");
        expect(initConfig({ ...options, registry }).toString()).toBe(wanted.trimEnd());
      });
  });
});
