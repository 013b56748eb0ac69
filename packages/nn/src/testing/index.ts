export { assertClose } from "./assert-close";
export { buildLayer } from "./build-layer";
export { checkGradient, type GradientOptions, type GradientProblem } from "./check-gradient";
export { checkLayerLaws, type LayerCase } from "./check-layer-laws";
export { operatorCases, type OperatorCase } from "../operators/operator-cases";
