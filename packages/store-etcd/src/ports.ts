/** What the store needs of the program that it runs in. */
import type { Http } from "@cni-ipam/store-kv"
import type { Either } from "fp-ts/lib/Either.js"
import type { Connect } from "./transport.js"

export interface EtcdPorts {
  /** A whole file as a text. Left: why not, in the words of the system. */
  readonly readFile: (path: string) => Either<string, string>
  readonly http: Http
  /** Where there is none, all is asked by HTTP. */
  readonly grpc?: Connect
}
