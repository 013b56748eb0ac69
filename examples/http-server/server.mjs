import fastify from "fastify";
import { BadText, Busy } from "./annotation-queue.mjs";

const body = {
  type: "object",
  required: ["text"],
  additionalProperties: false,
  properties: { text: { type: "string", minLength: 1, maxLength: 20_000 } },
};

/** The web server around a queue: `POST /annotate {"text": "..."}`, `GET /health`. */
export function createServer(queue) {
  // Bodies are bounded here, texts by the schema, waiting texts by the queue: so is the memory.
  const server = fastify({ bodyLimit: 128 * 1024, forceCloseConnections: "idle", return503OnClosing: true });
  // Without this, a client that keeps its connection would keep the server from ending.
  let closing = false;
  server.addHook("preClose", async () => void (closing = true));
  server.addHook("onSend", async (_, reply) => {
    if (closing) reply.header("connection", "close");
  });
  server.post("/annotate", { schema: { body } }, async ({ body: { text } }, reply) => {
    try {
      return await queue.annotate(text);
    } catch (problem) {
      if (problem instanceof BadText)
        return reply.code(422).send({ error: "This text cannot be annotated." });
      if (!(problem instanceof Busy)) throw problem;
      return reply
        .code(503)
        .header("retry-after", "1")
        .send({ error: "Too many texts are waiting. Try again." });
    }
  });
  server.get("/health", async () => ({ ...queue.about, waiting: queue.size }));
  return server;
}
