// Networks of components. What is declared here is registered.
export { spancat, spanFinder, type SpancatOptions } from "./spancat";
export { buildTaggerModel, taggerModelV1, type TaggerModelOptions } from "./tagger";
export { textcatBow, textcatBowV1, textcatBowV3, type TextcatBowOptions } from "./textcat-bow";
export {
  textcatEnsemble,
  textcatParametricAttention,
  type TextcatAttentionOptions,
  type TextcatEnsembleOptions,
} from "./textcat-ensemble";
export { growOutput, resizeOutput } from "./textcat-output";
export { textcatCnn, textcatCnnV1, textcatReduce, type TextcatReduceOptions } from "./textcat-reduce";
