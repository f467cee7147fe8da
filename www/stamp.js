// Every file of a build has the hash of its content in its name and, as its stamp, within
// itself. Where the two differ somebody has put files of two builds together, or a cache has.
// @ts-check

/**
 * The last part of an address.
 *
 * @param {string} address
 */
export function nameOf(address) {
  return address.replace(/[?#].*/, '').replace(/.*\//, '');
}

/**
 * @param {unknown} stamp  as the file itself has it
 * @param {string} address  by which it was asked for
 */
export function belongs(stamp, address) {
  return nameOf(address).includes(`-${stamp}.`);
}
