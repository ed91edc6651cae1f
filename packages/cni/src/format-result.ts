/** Writes the answer to ADD. */
import type { CniVersion } from "./cni-version.js"
import { goJson } from "./go-json.js"
import type { Result } from "./result.js"
import type { ResultForm } from "./result-forms.js"
import { alphabeticalList, listWithFamilies, oneOfEachFamily } from "./result-forms.js"

const forms: Readonly<Record<CniVersion, ResultForm>> = {
  "0.1.0": oneOfEachFamily,
  "0.2.0": oneOfEachFamily,
  "0.3.0": listWithFamilies,
  "0.3.1": listWithFamilies,
  "0.4.0": listWithFamilies,
  "1.0.0": alphabeticalList,
  "1.1.0": alphabeticalList,
}

/**
 * Writes the result in the form of the version (CNI 1.1.0, "Success", and its predecessors).
 *
 * @example
 * formatResult("1.1.0", { addresses, routes: [], dns: {} })
 */
export const formatResult = (version: CniVersion, result: Result): string =>
  goJson({ cniVersion: version, ...forms[version](result) })
