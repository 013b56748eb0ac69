import { parseArgs } from "node:util";
import { AnnotationQueue } from "./annotation-queue.mjs";
import { createServer } from "./server.mjs";

const { values } = parseArgs({
  options: {
    pipeline: { type: "string", default: "en_core_web_sm" },
    host: { type: "string", default: "127.0.0.1" },
    port: { type: "string", default: "8080" },
  },
});
const queue = await AnnotationQueue.start({ pipeline: values.pipeline });
const server = createServer(queue);
const address = await server.listen({ host: values.host, port: Number(values.port) });
console.log(`${queue.about.pipeline} (${queue.about.components.join(", ")}) at ${address}`);

/** No new connections, answers for what was accepted, then the end. */
async function drain(signal) {
  console.log(`${signal}: answering the last ${queue.size} texts`);
  await server.close();
  await queue.close();
  console.log("Closed");
}
for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => void drain(signal));
