export { evenSpans } from "./even-spans.js";
export { gate } from "./gate.js";
export { gatedEmbed, type GatedEmbedOptions } from "./gated-embed.js";
export { registrations } from "./registrations.js";
