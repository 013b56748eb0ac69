#!/usr/bin/env node
// Committed, so that npm can link the command before anything is built. Plain enough for any old Node to read.
import { existsSync } from "node:fs";

const [major, minor] = process.versions.node.split(".").map(Number);
const built = new URL("../dist/index.js", import.meta.url);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `x needs Node 20.19 or newer, and this is ${process.versions.node}. Install a newer one: https://nodejs.org\n`,
  );
  process.exitCode = 1;
} else if (existsSync(built)) {
  const { main } = await import(built.href);
  process.exitCode = await main();
} else {
  process.stderr.write("x is not built yet. Run once in the workspace: npm run build\n");
  process.exitCode = 1;
}
