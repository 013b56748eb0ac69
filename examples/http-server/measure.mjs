// 200 connections at once for a minute: answers a second, latencies, memory; then SIGTERM under load.
import autocannon from "autocannon";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: {
    pipeline: { type: "string", default: "en_core_web_sm" },
    seconds: { type: "string", default: "60" },
    connections: { type: "string", default: "200" },
    port: { type: "string", default: "8091" },
  },
});
const corpus = new URL("../../tools/quickstart/corpus/train.jsonl", import.meta.url);
const texts = readFileSync(corpus, "utf8").trim().split("\n").map((line) => JSON.parse(line).text); // prettier-ignore
const requests = texts.map((text) => ({
  method: "POST",
  path: "/annotate",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ text }),
}));

const args = ["main.mjs", "--pipeline", values.pipeline, "--port", values.port];
const server = spawn(process.execPath, args, {
  cwd: import.meta.dirname,
  stdio: ["ignore", "pipe", "inherit"],
});
const ended = new Promise((resolve) => server.once("exit", (code, signal) => resolve(code ?? signal)));
let printed = "";
server.stdout.on("data", (data) => (printed += data));
while (!printed.includes(" at http")) {
  if (server.exitCode !== null) process.exit(1);
  await new Promise((resolve) => setTimeout(resolve, 100));
}

const megabytes = () =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, "utf8"))[1]) / 1024;
const cannon = (duration) => ({
  url: `http://127.0.0.1:${values.port}`,
  connections: Number(values.connections),
  duration,
  requests,
});
const memory = [];
const sampling = setInterval(() => memory.push(megabytes()), 1000);
const result = await autocannon(cannon(Number(values.seconds)));
clearInterval(sampling);

// Under load again: who was accepted gets an answer, then the process ends by itself.
const load = autocannon(cannon(3));
await new Promise((resolve) => setTimeout(resolve, 1000));
server.kill("SIGTERM");
const code = await Promise.race([
  ended,
  new Promise((resolve) => setTimeout(() => resolve("still running"), 15_000)),
]);
const last = await load;

const at = (part) => memory[Math.min(memory.length - 1, Math.floor(part * memory.length))]?.toFixed(0);
const seconds = Number(values.seconds);
console.log(`${values.connections} connections, ${seconds} s, ${queueName()}`);
console.log(
  `answers: ${result["2xx"]}, ${Math.round(result["2xx"] / seconds)}/s; errors: ${result.errors}, timeouts: ${result.timeouts}, other than 2xx: ${result.non2xx}`,
);
console.log(
  `latency: median ${result.latency.p50} ms, 99 % ${result.latency.p99} ms, longest ${result.latency.max} ms`,
);
console.log(
  `memory after 1/10, 1/2, 10/10 of the time: ${at(0.1)}, ${at(0.5)}, ${at(1)} MB, highest ${Math.max(...memory).toFixed(0)} MB`,
);
console.log(
  `SIGTERM under load: ${last["2xx"]} answers before, ${last["5xx"]} refused with 503, ended with ${code}: ${printed.trim().split("\n").slice(1).join("; ")}`,
);
const fine =
  result.errors + result.timeouts + result.non2xx === 0 && code === 0 && printed.includes("Closed");
process.exit(fine ? 0 : 1);

function queueName() {
  return printed.split(" at http")[0];
}
