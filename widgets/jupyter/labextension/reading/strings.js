/** Every sentence that the reading view says. The exercises' own are in widgets/strings.yml. */
export const strings = {
  altered:
    "Nothing was run here. This notebook says that it is a lesson of At Arm's Length, but it holds other code. " +
    "If you trust it, run it yourself from the Run menu. If you do not, close it.",
  starting: "The exercises are still starting. You can read on.",
  restarting:
    "The exercises stopped and are starting again. What you wrote is still on this page; wait a moment before you go on.",
  stopped:
    "The exercises do not work at the moment. You can read on; what you wrote is still on this page. " +
    "To start them again, load this page again. If that does not help, close Jupyter and open the course anew.",
  unopened: "Some of the exercises could not be shown. Load this page again.",
  toJupyter: "Show Jupyter's own view and the code",
  toLesson: "Show the lesson as a page to read",
  /** @param {string} heading @param {number | undefined} minutes */
  further: (heading, minutes) => (minutes ? `${heading}: ${minutes} more minutes` : heading),
};
