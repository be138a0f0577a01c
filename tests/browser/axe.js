// Asks axe-core, which stands before this text, for the rules of `arguments[0]`: all of WCAG 2.2 A and
// AA and of good practice, or, given as a list, those alone that another width or colour can break.
const only = arguments[0];
const options = only.length
  ? { runOnly: { type: 'rule', values: only } }
  : {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: { 'target-size': { enabled: true } },
  };
// One line for each rule and reason, with the first element that it is about.
const told = (kind) => (rule) => {
  const reasons = new Map();
  for (const node of rule.nodes) {
    const why = [...node.any, ...node.all, ...node.none].map((check) => check.message.replace(/\([^)]*px[^)]*\)/, '')).join('; ');
    if (!reasons.has(why)) reasons.set(why, node.target.join(' '));
  }
  return [...reasons].map(([why, target]) => `axe ${rule.id}${kind} (${rule.impact}): ${why}: ${target}`);
};
return axe.run(document, { resultTypes: ['violations', 'incomplete'], ...options }).then((result) => ({
  faults: result.violations.flatMap(told('')),
  doubts: result.incomplete
    .filter((rule) => ['serious', 'critical'].includes(rule.impact))
    .flatMap(told(' cannot be told')),
}));
