import { tableOf } from "@x/core/spi";
import { evenSpans } from "./even-spans.js";
import { gate } from "./gate.js";
import { gatedEmbed } from "./gated-embed.js";

/** Everything of this package that a config can name. */
export const registrations = tableOf("plugin-embeddings", [gate, gatedEmbed, evenSpans]);
