/** The tests that every Store has to pass. See README.md for how to run them on your own. */
export type { Capabilities, StoreOptions } from "./options.js"
export { brokenPromises, storeConformance } from "./store-conformance.js"
export type { StoreModelOptions } from "./store-model.js"
export { checkStoreModel, storeModel } from "./store-model.js"
