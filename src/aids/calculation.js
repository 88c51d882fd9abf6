// What a form works out. Of the rules of forms, and published with those it leans on (`rules.js`), but apart from the others: most
// forms calculate nothing.

// What follows from other answers, as text: to two digits after the point unless the field says otherwise; nothing where there is no
// finite result. `best()` by itself is the key with the most points, among equals the one met first.
export default function workedOut(field, form, course) {
  const chosen = fieldsOf(form).flatMap((one) => options(one, own(course.answers.fields, one.name)));
  const points = (key) => chosen.reduce((sum, { points: all = {} }) => sum + (typeof all === "number" ? (key === "" ? all : 0) : own(all, key) ?? 0), 0);
  if (field.calculate.trim() === "best()") {
    const keys = [...new Set(chosen.flatMap(({ points: all }) => (typeof all === "object" ? Object.keys(all) : [])))];
    return keys.reduce((best, key) => (best === undefined || points(key) > points(best) ? key : best), undefined);
  }
  const valueOf = (name) => {
    const one = fieldsOf(form).find((other) => other.name === name), answer = own(course.answers.fields, name);
    if (one?.options) return options(one, answer).reduce((sum, { points: all }) => sum + (typeof all === "number" ? all : 0), 0);
    const number = typeof answer === "string" ? Number(answer) : NaN;
    return Number.isFinite(number) ? number : 0;
  };
  const { value } = formula(field.calculate, valueOf, points);
  // Half away from zero, of the number as it is written: 1.005 is a little less than that in binary.
  const digits = field.decimals ?? 2, shifted = (number, by) => (/e/.test(number) ? number * 10 ** by : Number(number + "e" + by));
  const result = Math.sign(value) * shifted(Math.round(shifted(Math.abs(value), digits)), -digits);
  return Number.isFinite(result) ? String(result) : undefined;
}

// Works a formula out: numbers, names of fields, `+ - * / %`, comparisons (1 when they hold, else 0), brackets, and the functions `min
// max round floor ceil if`, `points()` and `points(key)`. `slip` is where something else was expected.
export function formula(text, valueOf, points) {
  const tokens = [...text.matchAll(/\s*([\w.]+|[<>=!]=|[-+*/%<>(),]|\S)/g)].map((found) => ({ word: found[1], at: found.index + found[0].length - found[1].length }));
  let next = 0, depth = 0;
  const peek = () => tokens[next]?.word;
  const slip = () => { throw tokens[next]?.at ?? text.length; };
  const take = (...words) => (words.includes(peek()) ? tokens[next++].word : undefined);
  const expect = (word) => take(word) ?? slip();
  const comparison = () => {
    const left = sum();
    const sign = take("<=", ">=", "==", "!=", "<", ">");
    if (!sign) return left;
    const right = sum();
    return Number({ "<=": left <= right, ">=": left >= right, "==": left === right, "!=": left !== right, "<": left < right, ">": left > right }[sign]);
  };
  const sum = () => {
    let left = product();
    for (let sign; (sign = take("+", "-"));) left = sign === "+" ? left + product() : left - product();
    return left;
  };
  const product = () => {
    let left = single();
    for (let sign; (sign = take("*", "/", "%"));) {
      const right = single();
      left = sign === "*" ? left * right : sign === "/" ? left / right : left % right;
    }
    return left;
  };
  const single = () => {
    if ((depth += 1) > 32) slip();
    const value = take("-") ? -single() : take("(") ? inside() : named();
    depth -= 1;
    return value;
  };
  const inside = () => { const value = comparison(); expect(")"); return value; };
  const named = () => {
    const word = peek() ?? slip();
    if (/^[\d.]/.test(word)) {
      if (!Number.isFinite(Number(word))) slip();
      next += 1;
      return Number(word);
    }
    if (!/^\w+$/.test(word)) slip();
    const begin = next;
    next += 1;
    if (!take("(")) return valueOf(word);
    if (word === "points") {
      const key = /^\w+$/.test(peek() ?? "") ? take(peek()) : "";
      expect(")");
      return points(key);
    }
    const values = [comparison()];
    while (take(",")) values.push(comparison());
    expect(")");
    const [a, b, c] = values;
    const known = { min: [2, Math.min(a, b)], max: [2, Math.max(a, b)], round: [1, Math.sign(a) * Math.round(Math.abs(a))], floor: [1, Math.floor(a)], ceil: [1, Math.ceil(a)], if: [3, a === 0 ? c : b] };
    if (own(known, word)?.[0] !== values.length) { next = begin; slip(); }
    return known[word][1];
  };
  try {
    const value = comparison();
    if (next < tokens.length) slip();
    return { value };
  } catch (at) {
    return { slip: typeof at === "number" ? at : 0, value: NaN };
  }
}
