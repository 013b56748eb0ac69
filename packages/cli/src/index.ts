export { main, run } from "./run";
export { processTerminal, type Terminal } from "./io/terminal";
export { renderEntities, type EntitiesPageOptions, type MarkedText } from "./visualize/entities";
export { renderDocuments, type DocumentsPageOptions, type PictureKind } from "./visualize/document";
export { usePackages, usePackagesInWorker } from "./packages";
export { describeCommands } from "./program";
export { type CommandDescription, type OptionDescription } from "./describe-commands";
