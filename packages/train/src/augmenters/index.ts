// Augmenters of training data. What is declared here is registered.
export { combinedAugmenter, type CombinedAugmenterOptions } from "./combined";
export { lowerCaseAugmenter } from "./lower-case";
export { orthVariantsAugmenter, type OrthVariants, type OrthVariantsOptions } from "./orth-variants";
