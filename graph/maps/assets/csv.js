/* Tables as CSV. */
const Csv = (() => {
  /* A cell that a spreadsheet would run as a formula is shown as text instead. */
  const cell = (value) => {
    const text = String(value ?? "");
    const safe = /^[\s\p{Cc}\p{Cf}]*[=+\-@|%\t\r＝＋－＠]/u.test(text) ? `'${text}` : text;
    return `"${safe.replace(/"/g, '""')}"`;
  };
  const text = (rows) => rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
  const save = (rows, name) =>
    Dom.save(new Blob(["\ufeff", text(rows)], { type: "text/csv;charset=utf-8" }), `${name}.csv`);

  return { text, save };
})();
