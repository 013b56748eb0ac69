// Makes one call that changes files fail: import it before anything else, then set `fault`. Works on node:fs, its promises, file handles
// and streams, so that it does not matter how a program writes.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

/** Which call fails (counted from 1, 0: none), with which code, and how many there were. */
export const fault = { nth: 0, code: "EIO", calls: 0, name: "" };

/** The functions as they were. */
export const real = { ...fs };

function next(name, args) {
  if (typeof args[0] === "number" && args[0] <= 2) return undefined;
  if (++fault.calls !== fault.nth) return undefined;
  fault.name = `${name} ${typeof args[0] === "number" ? "" : (args[0] ?? "")}`.trim();
  const path = typeof args[0] === "string" ? args[0] : undefined;
  const problem = new Error(`${fault.code}: made to fail, ${name}${path === undefined ? "" : ` '${path}'`}`);
  return Object.assign(problem, { code: fault.code, syscall: name, errno: -5, path });
}

const reads = (flags) =>
  flags === undefined || flags === "r" || (typeof flags === "number" && (flags & 3) === 0);
const changing = "writeFile appendFile write writev rename mkdir fsync fdatasync ftruncate truncate copyFile link symlink chmod fchmod cp".split(" "); // prettier-ignore

for (const name of changing) {
  const sync = fs[`${name}Sync`];
  fs[`${name}Sync`] = (...args) => {
    const problem = next(name, args);
    if (problem) throw problem;
    return sync(...args);
  };
  const callback = fs[name];
  fs[name] = (...args) => {
    const problem = next(name, args);
    if (problem) return void queueMicrotask(() => args.at(-1)(problem));
    return callback(...args);
  };
  const promise = fs.promises[name];
  if (promise)
    fs.promises[name] = async (...args) => {
      const problem = next(name, args);
      if (problem) throw problem;
      return await promise(...args);
    };
}
const openSync = fs.openSync;
fs.openSync = (path, flags, ...more) => {
  const problem = reads(flags) ? undefined : next("open", [path]);
  if (problem) throw problem;
  return openSync(path, flags, ...more);
};
const open = fs.open;
fs.open = (path, flags, ...more) => {
  const problem = reads(flags) ? undefined : next("open", [path]);
  if (problem) return void queueMicrotask(() => more.at(-1)(problem));
  return open(path, flags, ...more);
};
const openPromise = fs.promises.open;
fs.promises.open = async (path, flags, ...more) => {
  const problem = reads(flags) ? undefined : next("open", [path]);
  if (problem) throw problem;
  const handle = await openPromise(path, flags, ...more);
  for (const name of [
    "write",
    "writeFile",
    "appendFile",
    "writev",
    "sync",
    "datasync",
    "truncate",
    "chmod",
  ]) {
    const method = handle[name].bind(handle);
    handle[name] = async (...args) => {
      const problem = next(name, [path]);
      if (problem) throw problem;
      return await method(...args);
    };
  }
  return handle;
};
syncBuiltinESMExports();
