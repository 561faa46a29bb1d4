/** Made from widgets/strings.yml by `python -m widgets.export`; change it there. */
export const strings = {
  "altered": "This is not one of the course's lessons as we made it, because it holds other code. Nothing was run here. If you trust it, run it yourself from the Run menu. If you do not, close it.",
  "starting": "The exercises are still starting. You can read on.",
  "restarting": "The exercises stopped and are starting again. What you wrote is still on this page. Wait a moment before you go on.",
  "stopped": "The exercises do not work at the moment. You can read on. What you wrote is still on this page. To start them again, load this page again. If that does not help, close Jupyter and open the course anew.",
  "unopened": "Some of the exercises could not be shown. Load this page again.",
  "to_jupyter": "Show Jupyter's own view and the code",
  "to_lesson": "Show the lesson as a page to read",
  "further": "{heading}: {n} more minutes"
};
