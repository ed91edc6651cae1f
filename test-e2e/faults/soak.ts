const { CNI_IPAM_SOAK } = process.env

/** Whether the tests may take as long as they like, to go through more cases. */
export const isSoak = CNI_IPAM_SOAK === "1"

/** For a test that goes through many cases, in milliseconds. */
export const timeout = isSoak ? 900_000 : 120_000
