/** The allocator and everything it is made of. See README.md for a first program. */
export type { Address, Family } from "./address.js"
export { address, bitsOf, compareAddresses, sameAddress } from "./address.js"
export type {
  AllocateDefinedRequest,
  AllocateEachRequest,
  AllocateRequest,
} from "./allocate.js"
export { allocate, allocateDefined, allocateEach } from "./allocate.js"
export type { AllocationError, RequestError } from "./allocation-error.js"
export { explainAllocationError } from "./allocation-error.js"
export type { Allocation } from "./allocation-plan.js"
export type { BitPages } from "./bit-pages.js"
export { bitPages, bytesPerPage, markFree, markUsed } from "./bit-pages.js"
export type { CheckError, CheckQuery } from "./check-leases.js"
export { checkLeases, explainCheckError } from "./check-leases.js"
export type { Cidr } from "./cidr.js"
export { blockOf, formatCidr, parseCidr, withoutHostBits } from "./cidr.js"
export type { GarbageQuery, GarbageReport } from "./collect-garbage.js"
export { collectGarbage } from "./collect-garbage.js"
export type { DecodeError } from "./config/decode.js"
export { decode, explainDecodeError } from "./config/decode.js"
export { formatLeaseFields, holderFields, leaseFields } from "./config/lease-fields.js"
export { misfit } from "./config/misfit.js"
export { arrayOf, object } from "./config/object-codec.js"
export { oneAddress } from "./config/one-address.js"
export { parseJson } from "./config/parse-json.js"
export {
  HyphenatedRangeSetsConfig,
  hyphenatedFields,
  RangeSetsConfig,
  rangeFields,
} from "./config/range-config.js"
export type { Dns } from "./config/resolv-conf.js"
export { parseResolvConf } from "./config/resolv-conf.js"
export type { Route } from "./config/route.js"
export { RouteConfig } from "./config/route.js"
export {
  AddressText,
  CidrText,
  ExclusionText,
  Integer,
  PathText,
  RequestedAddress,
  Text,
} from "./config/text-codecs.js"
export type {
  CommitOutcome,
  Document,
  DocumentChange,
  DocumentKey,
  DocumentQuery,
  Documents,
} from "./documents.js"
export { firstFreeOf } from "./first-free.js"
export { formatAddress } from "./format-address.js"
export { isIdentifier } from "./identifier.js"
export type { Interval } from "./interval.js"
export type { InvalidRange } from "./invalid-range.js"
export { explainInvalidRange } from "./invalid-range.js"
export type { Lease, LeaseDetails } from "./lease.js"
export type { LeaseList } from "./leases.js"
export { leases } from "./leases.js"
export { memoryStore } from "./memory-store.js"
export type { NetworkDefinition } from "./network-definition.js"
export type { Owner } from "./owner.js"
export { formatOwner, holds, sameOwner } from "./owner.js"
export { parseAddress } from "./parse-address.js"
export type { Pool, PoolError } from "./pool.js"
export {
  explainPoolError,
  explainReadPoolError,
  makePool,
  poolIncludes,
  readPool,
  samePool,
} from "./pool.js"
export type { Range, RangeSpec } from "./range.js"
export { makeRange } from "./range.js"
export type { RangeSet } from "./range-set.js"
export { familyOf, formatRangeSet, makeRangeSet, rangeFor, setsOverlap } from "./range-set.js"
export { release } from "./release.js"
export { searchOrder } from "./search-order.js"
export type {
  AddressQuery,
  Decided,
  Decision,
  FreeQuery,
  HandOver,
  LeasePage,
  LeasesQuery,
  ReleaseQuery,
  Reservation,
  ReserveOutcome,
  Store,
  TakenAddress,
  View,
  ViewAndReserve,
  ViewQuery,
} from "./store.js"
export type { StoreContext, StoreDriver } from "./store-driver.js"
export { defineStore } from "./store-driver.js"
export type { StoreError } from "./store-error.js"
export { explainStoreError } from "./store-error.js"
export type { Wish } from "./wishes.js"
export { assignRequested } from "./wishes.js"
