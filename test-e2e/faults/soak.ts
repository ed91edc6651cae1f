const { CNI_IPAM_SOAK } = process.env

/** Whether the tests may take as long as they like, to go through more cases. */
export const isSoak = CNI_IPAM_SOAK === "1"
