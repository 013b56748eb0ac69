#!/usr/bin/env node
// Committed, so that npm can link the command before anything is built.
import { existsSync } from "node:fs";

const built = new URL("../dist/index.js", import.meta.url);
if (existsSync(built)) {
  const { main } = await import(built.href);
  process.exitCode = await main();
} else {
  process.stderr.write("x is not built yet. Run once in the workspace: npm run build\n");
  process.exitCode = 1;
}
