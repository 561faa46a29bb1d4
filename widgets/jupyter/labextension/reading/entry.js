/*
 * What Jupyter loads first: a module-federation container written by hand, so that nothing has to
 * be built. This folder is not called "static", because Jupyter lets browsers keep files of that
 * name for a year, and these names do not change with their content.
 */
(() => {
  const here = new URL("./", document.currentScript.src);
  /** @type {Record<string, Record<string, { get(): Promise<() => any>, loaded?: unknown }>>} */
  let scope = {};

  /** One of Jupyter's own modules; where it holds several versions, the one in use. */
  async function jupyter(name) {
    const versions = Object.values(scope[name] ?? {});
    const version = versions.find(({ loaded }) => loaded) ?? versions[0];
    if (!version) throw new Error(`At Arm's Length: this Jupyter has no ${name}`);
    return (await version.get())();
  }

  const modules = {
    async "./extension"() {
      const [{ plugin }, notebook, cells, apputils, settings] = await Promise.all([
        import(new URL("plugin.js", here).href),
        jupyter("@jupyterlab/notebook"),
        jupyter("@jupyterlab/cells"),
        jupyter("@jupyterlab/apputils"),
        jupyter("@jupyterlab/settingregistry"),
      ]);
      return plugin({
        INotebookTracker: notebook.INotebookTracker,
        CodeCell: cells.CodeCell,
        ICommandPalette: apputils.ICommandPalette,
        ISettingRegistry: settings.ISettingRegistry,
      });
    },
    async "./style"() {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = new URL("reading.css", here).href;
      document.head.append(link);
      return {};
    },
  };

  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB["at-arms-length"] = {
    init(shared) {
      scope = shared;
    },
    async get(name) {
      if (!(name in modules)) throw new Error(`At Arm's Length has no ${name}`);
      const exports = await modules[name]();
      return () => exports;
    },
  };
})();
