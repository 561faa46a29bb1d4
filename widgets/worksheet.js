import { copyOut, h, mount, nobodyReads, printOnly, say, status, t, uniqueId } from "./base.js";

const FREE = new Set(["line", "text"]);

function control(field, changed) {
  const id = uniqueId(field.key);
  const help = field.help && h("p", { class: "al-hint", id: uniqueId("help") }, field.help);
  const common = { id, "aria-describedby": help?.id, input: changed };
  let input;
  if (field.form === "text") input = h("textarea", { ...common, rows: 3 });
  else if (field.form === "choice") {
    input = h("select", common, h("option", { value: "" }, t("worksheet.choose")), field.options.map((o) => h("option", {}, o)));
  } else if (field.form === "rating") {
    const numbers = Array.from({ length: 11 }, (_, n) => h("option", { value: String(n) }, t("worksheet.rating", { n })));
    input = h("select", common, h("option", { value: "" }, t("worksheet.choose")), numbers);
  } else input = h("input", { ...common, type: "text", autocomplete: "off" });
  const element = h("div", { class: "al-field" }, h("label", { for: id }, field.label), help, input);
  return { element, input, field };
}

/** Fields that become a card; a filled, a half-filled and a blank sheet. */
export default {
  render(context) {
    let sheet = "blank";
    /** Whether the learner chose a sheet here: what another tab sends turns no page under their hands. */
    let chosen = false;
    const drafts = { half: {}, blank: {} };
    const { root, content, keep } = mount(context, (restored) => {
      Object.assign(drafts.half, restored.half);
      Object.assign(drafts.blank, restored.blank);
      const theirs = Object.hasOwn(drafts, restored.sheet) ? restored.sheet : "blank";
      turnTo(chosen ? sheet : theirs);
      if (restored.made && sheet === theirs) make();
    });
    for (const field of content.fields) if (field.half) drafts.half[field.key] = field.half;
    const region = status();
    const person = h("p", { class: "al-hint", hidden: true }, t("worksheet.person", { name: content.example_name }));
    const cardText = h("p", { class: "al-card-text" });
    const copied = status();
    const copy = () => copyOut(`${content.card_title}\n${cardText.textContent}`, copied);
    const card = h(
      "div",
      { class: "al-card al-keep", hidden: true, role: "group", "aria-label": t("worksheet.card") },
      h("p", { class: "al-card-title" }, content.card_title),
      cardText,
      h(
        "div",
        { class: "al-row" },
        h("button", { type: "button", class: "al-button al-quiet", click: copy }, t("worksheet.copy")),
        h("button", { type: "button", class: "al-button al-quiet", click: () => printOnly(card) }, t("worksheet.print")),
      ),
      copied,
    );
    const controls = content.fields.map((field) =>
      control(field, () => {
        say(region, "");
        card.hidden = true;
        if (sheet === "worked") return;
        drafts[sheet] = values();
        keep({ ...drafts, sheet, made: false });
      }),
    );
    const values = () => Object.fromEntries(controls.map(({ field, input }) => [field.key, input.value]));
    const hasHalf = content.fields.some((field) => field.half);
    const name = uniqueId("sheet");
    const sheets = (hasHalf ? ["worked", "half", "blank"] : ["worked", "blank"]).map((value) =>
      h("input", { type: "radio", name, value, id: uniqueId(value), change: () => choose(value) }),
    );

    function choose(next) {
      chosen = true;
      turnTo(next);
    }

    function turnTo(next) {
      sheet = next;
      for (const input of sheets) input.checked = input.value === sheet;
      const worked = sheet === "worked";
      person.hidden = !worked;
      for (const { field, input } of controls) {
        input.value = worked ? field.worked : (drafts[sheet][field.key] ?? "");
        input.readOnly = worked;
        // A select cannot be read-only.
        if (input.tagName === "SELECT") input.disabled = worked;
      }
      say(region, "");
      card.hidden = true;
      if (worked) make();
    }

    function make() {
      const given = values();
      if (!Object.values(given).some((value) => value.trim())) {
        say(region, t("worksheet.empty"));
        return false;
      }
      // What ends like a sentence needs no second full stop.
      const fill = (line) =>
        line.replace(/\{(\w+)\}(\.?)/g, (_, field, stop) => {
          const text = given[field].trim() || t("worksheet.left");
          return /[.?!…]["”]?$/u.test(text) ? text : text + stop;
        });
      cardText.textContent = content.card.map(fill).join("\n");
      card.hidden = false;
      const worked = sheet === "worked";
      const whose = worked ? t("worksheet.person", { name: content.example_name }) : t("worksheet.card");
      card.setAttribute("aria-label", whose);
      say(copied, "");
      say(region, worked ? whose : t("worksheet.made"));
      return true;
    }

    root.append(
      h(
        "fieldset",
        { class: "al-sheets" },
        h("legend", {}, t("worksheet.which")),
        sheets.map((input) =>
          h("div", { class: "al-option" }, input, h("label", { for: input.id }, t(`worksheet.${input.value}`))),
        ),
      ),
      person,
      ...controls.map((one) => one.element),
      content.fields.some((field) => FREE.has(field.form)) ? nobodyReads(context.signal) : "",
      h(
        "button",
        {
          type: "button",
          class: "al-button",
          click: () => make() && sheet !== "worked" && keep({ ...drafts, sheet, made: true }),
        },
        t("worksheet.make"),
      ),
      region,
      card,
    );
    turnTo("blank");
  },
};
