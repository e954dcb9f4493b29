/** The parameters of a function or lambda, with CPython's refusals of what is out of order or given twice. */
import type { Expression, Parameter, Parameters } from "./tree.ts";
import type { ExpressionParser } from "./parse-expressions.ts";

/** Reads the parameters of a function or lambda. */
export class ParameterReader {
  readonly parser: ExpressionParser;
  readonly closer: string;
  readonly annotated: boolean;
  readonly positional: Parameter[] = [];
  readonly defaults: Expression[] = [];
  readonly keywordOnly: Parameter[] = [];
  readonly keywordDefaults: (Expression | null)[] = [];
  positionalOnly = 0;
  star: Parameter | null = null;
  doubleStar: Parameter | null = null;
  afterStar = false;

  constructor(parser: ExpressionParser, closer: string, annotated: boolean) {
    this.parser = parser;
    this.closer = closer;
    this.annotated = annotated;
  }

  read(): Parameters {
    const { parser } = this;
    while (!parser.is(this.closer)) {
      if (this.doubleStar !== null) parser.fail(parser.token, "arguments cannot follow var-keyword argument");
      this.readOne();
      if (!parser.is(this.closer) && !parser.take(",")) parser.invalid();
    }
    this.refuseDuplicates();
    const { positional, positionalOnly, defaults, star, keywordOnly, keywordDefaults, doubleStar } = this;
    return { positional, positionalOnly, defaults, star, keywordOnly, keywordDefaults, doubleStar };
  }

  readOne(): void {
    const { parser } = this;
    if (parser.is("/")) this.readSlash();
    else if (parser.take("**")) {
      this.doubleStar = this.name();
      if (parser.is("=")) parser.fail(parser.token, "var-keyword argument cannot have default value");
    } else if (parser.is("*")) this.readStar();
    else this.readPlain();
  }

  readSlash(): void {
    const { parser } = this;
    if (this.positionalOnly > 0) parser.fail(parser.token, "/ may appear only once");
    if (this.afterStar) parser.fail(parser.token, "/ must be ahead of *");
    if (this.positional.length === 0) parser.fail(parser.token, "at least one argument must precede /");
    parser.at += 1;
    this.positionalOnly = this.positional.length;
  }

  readStar(): void {
    const { parser } = this;
    const { token } = parser;
    parser.at += 1;
    if (this.afterStar) parser.fail(token, "* argument may appear only once");
    this.afterStar = true;
    if (parser.token.kind === "name") {
      this.star = this.name();
      if (parser.is("=")) parser.fail(parser.token, "var-positional argument cannot have default value");
    } else if (parser.is(this.closer) || (parser.is(",") && (parser.nextIs(this.closer) || parser.nextIs("**")))) {
      parser.fail(token, "named arguments must follow bare *");
    }
  }

  readPlain(): void {
    const { parser } = this;
    const parameter = this.name();
    const fallback = parser.take("=") ? parser.expression() : null;
    if (this.afterStar) {
      this.keywordOnly.push(parameter);
      this.keywordDefaults.push(fallback);
      return;
    }
    if (fallback === null && this.defaults.length > 0)
      parser.fail(parameter, "parameter without a default follows parameter with a default");
    this.positional.push(parameter);
    if (fallback !== null) this.defaults.push(fallback);
  }

  name(): Parameter {
    const { parser } = this;
    const { token } = parser;
    if (parser.is("("))
      parser.fail(
        token,
        this.annotated
          ? "Function parameters cannot be parenthesized"
          : "Lambda expression parameters cannot be parenthesized",
      );
    parser.takeName();
    const parameter = { name: token.text, start: token.start, end: token.end };
    if (this.annotated && parser.take(":")) parser.starExpression();
    return parameter;
  }

  refuseDuplicates(): void {
    const seen = new Set<string>();
    const all = [...this.positional, this.star, ...this.keywordOnly, this.doubleStar];
    for (const parameter of all) {
      if (parameter === null) continue;
      if (seen.has(parameter.name))
        this.parser.fail(parameter, `duplicate argument '${parameter.name}' in function definition`);
      seen.add(parameter.name);
    }
  }
}
