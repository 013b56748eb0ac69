// A release: versions and changelogs from the changesets, checks, packages, tags.
//   npm run release -- --dry-run     ends with what would be published; changes nothing (needs npm run build)
//   npm run release                  versions, builds, checks, commits, publishes, tags; npm must be logged in
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../docs/markdown.mjs";
import { packages } from "../docs/exports.mjs";
import { packPackages } from "../pack/pack.mjs";

const dryRun = process.argv.includes("--dry-run");

function run(command, args, { cwd = root, quiet = false } = {}) {
  const result = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    stdio: quiet ? "pipe" : "inherit",
    maxBuffer: 1 << 28,
  });
  if (result.status === 0) return result.stdout;
  console.error(
    `${command} ${args.join(" ")} ended with ${result.status ?? result.signal}${quiet ? `:\n${result.stdout}${result.stderr}` : ""}`,
  );
  process.exit(1);
}

const changesets = readdirSync(join(root, ".changeset")).filter(
  (name) => name.endsWith(".md") && name !== "README.md",
);
if (changesets.length === 0) {
  console.error(
    "There is nothing to release: .changeset/ holds no changes. Describe one with npm run changeset.",
  );
  process.exit(1);
}

if (dryRun) rehearse();
else publish();

/** In a copy of what is committed: nothing here changes. */
function rehearse() {
  const copy = mkdtempSync(join(tmpdir(), "release-"));
  try {
    run("git", ["clone", "--quiet", "--shared", root, copy], { quiet: true });
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
    run(join(root, "node_modules/.bin/changeset"), ["version"], { cwd: copy, quiet: true });
    const list = packages(copy).filter(({ manifest }) => manifest.private !== true);
    for (const { folder } of list) {
      const dist = join(root, "packages", folder, "dist");
      if (!existsSync(join(dist, "index.d.ts"))) {
        console.error(`packages/${folder} is not built. Run: npm run build`);
        process.exit(2);
      }
      cpSync(dist, join(copy, "packages", folder, "dist"), { recursive: true });
    }
    const tarballs = packPackages(list, join(copy, "tarballs"), copy);
    for (const { folder, manifest } of list) {
      const changelog = readFileSync(join(copy, "packages", folder, "CHANGELOG.md"), "utf8");
      const entries = changelog.split(/^## /m)[1]?.match(/^- /gm)?.length ?? 0;
      console.log(`${manifest.name} ${manifest.version}: ${entries} entries in the changelog`);
    }
    console.log(
      `\nTarballs that would be published to ${list[0].manifest.publishConfig?.registry ?? "the registry of npm"}, access ${JSON.parse(readFileSync(join(root, ".changeset/config.json"), "utf8")).access}:`,
    );
    for (const { manifest } of list) {
      const { file, size, files } = tarballs.get(manifest.name);
      console.log(
        `  ${file.slice(join(copy, "tarballs").length + 1).padEnd(28)} ${String(Math.round(size / 1000)).padStart(5)} kB  ${files.length} files`,
      );
    }
    console.log("\nTags that would be set:");
    for (const { manifest } of list) console.log(`  ${manifest.name}@${manifest.version}`);
    console.log("\nThis was a rehearsal: nothing was changed, published or tagged.");
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function publish() {
  if (run("git", ["status", "--porcelain"], { quiet: true }) !== "") {
    console.error("There are changes that are not committed. Commit them first.");
    process.exit(1);
  }
  run("npm", ["whoami"], { quiet: true });
  run("npx", ["changeset", "version"]);
  run("npm", ["install", "--package-lock-only"]);
  run("npm", ["run", "build"]);
  run("npm", ["run", "docs-generate"]);
  run("npm", ["test"]);
  run("npm", ["run", "pack-check", "--", "--write"]);
  run("git", ["add", "--all"]);
  run("git", ["commit", "--quiet", "-m", "Release"]);
  run("npx", ["changeset", "publish"]);
  console.log("Published. Push the commit and its tags: git push --follow-tags");
}
