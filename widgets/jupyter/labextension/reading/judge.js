/** Which notebooks are lessons. widgets/cells.py holds the same grammar for Python. */

const IMPORT_LINE = "from widgets import exercise, figure, lesson";
const CALL = /^(lesson|exercise|figure)\("[a-z0-9][a-z0-9/-]*"\)$/;

/** Jupyter's shared model of a cell or notebook answers both names across versions. */
const meta = (model, key) => model.getMetadata?.(key) ?? model.sharedModel?.getMetadata?.(key);

/** What the course noted about a cell or a notebook, or undefined. */
export const note = (model) => meta(model, "arms_length");

/** @returns {"foreign" | "altered" | "lesson"} what a notebook is to us; only a lesson is run. */
export function judge(model) {
  if (!note(model)) return "foreign";
  let first = true;
  for (const cell of model.cells) {
    if (cell.type !== "code") continue;
    const line = cell.sharedModel.getSource().trim();
    if (first ? line !== IMPORT_LINE : !CALL.test(line)) return "altered";
    first = false;
  }
  return "lesson";
}
