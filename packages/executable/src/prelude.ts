/**
 * Puts methods that were compiled with the program in the place of the engine's.
 *
 * JavaScriptCore keeps many of its methods as source text and compiles each when it is first used,
 * which takes some hundredths of a millisecond. A command of ours uses a dozen of them, each a
 * few times: docs/decisions/0009 has the figures.
 */
import { arrayMethods, objectMethods } from "./array-methods.js"

Object.assign(Array.prototype, arrayMethods)
Object.assign(Object, objectMethods)
