// The table editor of the CMS brings no Chinese words; these are the ones its menu shows.
(function () {
  const words = {
    insertRowAbove: "在上方插入行", insertRowBelow: "在下方插入行",
    insertColumnOnTheLeft: "在左侧插入列", insertColumnOnTheRight: "在右侧插入列",
    removeRow: ["删除行", "删除多行"], removeColumn: ["删除列", "删除多列"],
    undo: "撤销", redo: "恢复", copy: "复制", cut: "剪切", readOnly: "只读", clearColumn: "清空列",
    mergeCells: "合并单元格", unmergeCells: "取消合并", align: "对齐",
    "align.left": "左对齐", "align.center": "居中", "align.right": "右对齐", "align.justify": "两端对齐",
    "align.top": "靠上", "align.middle": "垂直居中", "align.bottom": "靠下",
  };
  function register() {
    if (!window.Handsontable || !window.Handsontable.languages) return;
    const dictionary = { languageCode: "zh-CN" };
    for (const [name, word] of Object.entries(words)) dictionary["ContextMenu:items." + name] = word;
    window.Handsontable.languages.registerLanguageDictionary(dictionary);
  }
  register();
  document.addEventListener("DOMContentLoaded", register);
})();
