/** The name of all that the course keeps in a browser. */
export const NAME = "arms-length";

/** @returns {Promise<boolean>} whether nothing is kept, for certain; not every browser can tell. */
export async function isAbsent() {
  try {
    return !(await indexedDB.databases()).some(({ name }) => name === NAME);
  } catch {
    return false;
  }
}
