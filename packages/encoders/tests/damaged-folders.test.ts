import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { damageEachFile } from "../../../tools/testing/damaged-folder";
import { folderFiles, loadEncoder, loadPieceTokenizer } from "../src";

const stored = (path: string) => fileURLToPath(new URL(`golden/transformers/${path}`, import.meta.url));

test.each([
  ["bert", "bert"],
  ["roberta", "roberta"],
  ["albert", "albert"],
  ["deberta-v3", "deberta-v2"],
])(
  "a model folder of %s: whatever happens to a file, the model loads or an error names it",
  async (network, tokenizer) => {
    const folder = mkdtempSync(join(tmpdir(), "x-model-"));
    cpSync(stored(`tokenizers/${tokenizer}`), folder, { recursive: true });
    cpSync(stored(`checkpoints/tiny-${network}`), folder, { recursive: true });
    const { wrong, cases } = await damageEachFile(folder, async (path) => {
      const files = folderFiles(path);
      await loadEncoder(files);
      const pieces = await loadPieceTokenizer(files);
      await pieces.encodeBatch(["Anna sees New York."]);
    });
    expect(wrong).toEqual([]);
    expect(cases).toBeGreaterThan(15);
  },
  120_000,
);
