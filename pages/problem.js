/** A reason why something cannot be done, by the name of its sentence in strings.yml. */
export class Problem extends Error {
  constructor(code, words = {}) {
    super(code);
    this.code = code;
    this.words = words;
  }
}
