/** What leaves the page as a file: words that can do no harm there, and the file itself. */

const LINE_END = /\r\n?|[\v\f\x85\u2028\u2029]/g;
const CONTROL = /[^\P{Cc}\n\t]/gu;
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;
const TURN_AND_BACK = /[\u202a\u202b]\u202c|[\u2066-\u2068]\u2069/g;
const DEEPEST = 125; // beyond this no reader turns any more

/** Leaves out the marks that turn the direction of a line, unless each of them is turned back. */
function straight(line) {
  let left = line.match(TURNS)?.join("") ?? "";
  for (let depth = 0; left && depth < DEEPEST; depth += 1) left = left.replace(TURN_AND_BACK, "");
  return left ? line.replace(TURNS, "") : line;
}

/**
 * @returns {string} `text` for a file, where no page stands between it and other programs: without
 *   control characters, half letters, and marks that would turn the words around them. Words that
 *   run from right to left need none of these, and emoji stay whole.
 */
export const harmless = (text) =>
  String(text)
    .replace(LINE_END, "\n")
    .replace(CONTROL, " ")
    .replace(/\p{Cs}/gu, "\ufffd")
    .split("\n")
    .map(straight)
    .join("\n");

/**
 * Hands a file to the browser, which puts it where its downloads go. Call it only for a click.
 *
 * @param {string} name of the file; it is seen by whoever looks there, so it says nothing private
 * @param {string} type such as "text/plain"
 * @param {string} text
 */
export function download(name, type, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
  // Some browsers read it only after a while.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
