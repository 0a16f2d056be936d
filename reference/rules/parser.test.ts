import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { quote } from './lexer.ts';
import { maximumRuleDepth, maximumRuleLength, parseRule } from './parser.ts';
import { RuleError } from './rule-error.ts';

suite('the tree', () => {
  test('&& binds stronger than ||, ! strongest', () => {
    assert.deepEqual(shape('Method(`A`) || Method(`B`) && !Method(`C`)'), [
      'or',
      'A',
      ['and', 'B', ['not', 'C']],
    ]);
  });

  test('parentheses go first', () => {
    assert.deepEqual(shape('(Method(`A`) || Method(`B`)) && Method(`C`)'), ['and', ['or', 'A', 'B'], 'C']);
  });

  test('! takes a parenthesis, and another !', () => {
    assert.deepEqual(shape('!!(Method(`A`)&&Method(`B`))'), ['not', ['not', ['and', 'A', 'B']]]);
  });

  test('space between tokens is free', () => {
    assert.deepEqual(shape('\n Method ( `A` , `B` )\t&&Method(`C`) '), ['and', 'A,B', 'C']);
  });
});

suite('strings', () => {
  for (const [text, value] of [
    ['`/a"b\\n`', '/a"b\\n'],
    ['"/a`b"', '/a`b'],
    ['"/\\"\\\\\\t"', '/"\\\t'],
    ['"/\\u00e9\\U0001F600\\x41\\101"', '/é😀AA'],
  ] as const) {
    test(`${text} means ${JSON.stringify(value)}`, () => {
      assert.deepEqual(parseRule(`Path(${text})`), {
        kind: 'path',
        paths: [{ kind: 'literal', path: value }],
      });
    });
  }

  test('whatever is quoted is read as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        assert.deepEqual(parseRule(`Headers(\`x\`, ${quote(value)})`), { kind: 'header', name: 'x', value });
      }),
      { numRuns: 2_000 },
    );
  });

  test('what needs no double quotes is quoted in backticks', () => {
    assert.equal(quote('a"b\\'), '`a"b\\`');
    assert.equal(quote('a`b'), '"a`b"');
    assert.equal(quote('a\r'), '"a\\u000d"');
  });
});

suite('mistakes', () => {
  const cases: readonly (readonly [rule: string, position: number, reason: RegExp])[] = [
    ['', 0, /empty/],
    ['  ', 2, /empty/],
    ['Host', 4, /expected `\(` after Host, found the end/],
    ['Host(`a`', 8, /expected `\)` to end the values of Host/],
    ['Host(`a`) Path(`/`)', 10, /expected `&&`, `\|\|` or the end, found `Path`/],
    ['Host(`a`) &&', 12, /expected a matcher/],
    ['Host(`a`) & Path(`/`)', 10, /write `&&`/],
    ['Host(`a`) | Path(`/`)', 10, /write `\|\|`/],
    ['(Host(`a`)', 10, /to close the parenthesis/],
    ['Host(`a`))', 9, /found `\)`/],
    ['Host(a)', 5, /in backticks or double quotes, found `a`/],
    ["Host('a')", 5, /single quotes are not accepted/],
    ['Host(`a)', 5, /no closing backtick/],
    ['Host("a)', 5, /no closing double quote/],
    ['Host("a\n")', 5, /no closing double quote/],
    ['Host("\\q")', 6, /unknown escape/],
    ['Host("\\xff")', 6, /not a character/],
    ['Host("\\ud800")', 6, /not a character/],
    ['Host(`a`,)', 9, /found `\)`/],
    ['Host()', 0, /Host needs a value/],
    ['Host(`a`) && §', 13, /unexpected character "§"/],
    ['Hots(`a`)', 0, /there is no matcher `Hots`: known are Host,/],
    ['method(`GET`)', 0, /write `Method`/],
    ['Header(`a`, `b`)', 0, /write `Headers`/],
    ['Host(`a:80`)', 5, /without port/],
    ['Host(`*.a`)', 5, /patterns as HostRegexp/],
    ['Host(``)', 5, /not a host name/],
    ['Host(`bücher.example`)', 5, /Punycode/],
    ['HostRegexp(`{a:é}.example`)', 11, /Punycode/],
    ['HostRegexp(`a`, `{sub:[a-z}`)', 16, /regular expression/],
    ['HostRegexp(``)', 11, /not a host name/],
    ['HostRegexp(`{a:b`)', 11, /without its `}`/],
    ['HostRegexp(`a}b`)', 11, /without its `{`/],
    ['HostRegexp(`{:b}`)', 11, /needs a name/],
    ['HostRegexp(`{a:}.b`)', 11, /needs a name and a regexp/],
    ['HostRegexp(`{a:b)(c}.d`)', 11, /regular expression/],
    ['Path(`a`)', 5, /does not start with a slash/],
    ['Path(``)', 5, /does not start with a slash/],
    ['PathPrefix(`/{a:(?=b)}`)', 11, /regular expression that Go accepts/],
    ['PathPrefix(`/{a:(b{1000}){1000}}`)', 11, /regular expression/],
    ['PathPrefix(`/{a:(b{25}){25}}`)', 11, /too large/],
    ['Method(`GET `)', 7, /not an HTTP method/],
    ['Headers(`a`)', 0, /needs two values/],
    ['Headers(`a`, `b`, `c`)', 0, /has 3/],
    ['Headers(`a b`, `c`)', 8, /not the name of a header/],
    ['HeadersRegexp(`a`, `(`)', 19, /regular expression/],
    ['Query(`=a`)', 6, /write `name=value`/],
    ['ClientIP(`10.0.0.0/33`)', 9, /neither an IP address nor a range/],
    ['ClientIP(`::1/129`)', 9, /neither/],
    ['ClientIP(`localhost`)', 9, /neither/],
    ['ClientIP(`10.0.0.0/8/8`)', 9, /neither/],
  ];
  for (const [rule, position, reason] of cases) {
    test(JSON.stringify(rule), () => {
      const error = mistake(rule);
      assert.match(error.reason, reason);
      assert.equal(error.position, position);
    });
  }

  test('the excerpt points at the character', () => {
    const error = mistake('Host(`a`) && Hots(`b`)');
    assert.equal(error.excerpt, 'Host(`a`) && Hots(`b`)\n             ^');
    assert.match(error.message, /\(at character 14 of the rule\)$/);
  });

  test('the excerpt of a long rule is short', () => {
    const rule = `${'Host(`a`) && '.repeat(100)}Hots(\`b\`)${' && Host(`a`)'.repeat(100)}`;
    const [line = '', caret = ''] = mistake(rule).excerpt.split('\n');
    assert.ok(line.length < 100);
    assert.equal(line.slice(caret.length - 1, caret.length + 3), 'Hots');
  });
});

suite('limits', () => {
  test('length', () => {
    const rule = (length: number) => `Path(\`/${'a'.repeat(length - 'Path(`/`)'.length)}\`)`;
    parseRule(rule(maximumRuleLength));
    assert.match(mistake(rule(maximumRuleLength + 1)).reason, /longer than/);
  });

  test('depth', () => {
    const rule = (depth: number) => `${'!('.repeat(depth / 2)}Method(\`A\`)${')'.repeat(depth / 2)}`;
    parseRule(rule(maximumRuleDepth));
    assert.match(mistake(rule(maximumRuleDepth + 2)).reason, /nested deeper/);
  });

  test('width is no depth', () => {
    parseRule(Array.from({ length: 1_000 }, () => '(Method(`A`))').join(' || '));
  });
});

test('any text is a rule or a RuleError with a place in it', () => {
  const piece = fc.constantFrom(
    ...[
      'Host',
      'HostRegexp',
      'Path',
      'PathPrefix',
      'Headers',
      'Query',
      'ClientIP',
      '(',
      ')',
      '`',
      '"',
      '\\',
      ',',
    ],
    ...[
      '&&',
      '||',
      '!',
      '{',
      '}',
      ':',
      '/',
      '[a-z]+',
      '{2,3}',
      '*',
      'é',
      ' ',
      '10.0.0.0/8',
      'example.com',
      '\u0000',
    ],
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
    fc
      .array(piece, { maxLength: 20 })
      .map((pieces) => `PathPrefix(\`/{x:${pieces.join('').replaceAll('`', '')}}\`)`),
  );
  let rules = 0;
  fc.assert(
    fc.property(text, (rule) => {
      try {
        parseRule(rule);
        rules++;
      } catch (error) {
        assert.ok(error instanceof RuleError, String(error));
        assert.ok(error.position >= 0 && error.position <= rule.length);
        assert.equal(error.excerpt.split('\n').length, 2);
      }
    }),
    { numRuns: 5_000 },
  );
  assert.ok(rules > 20, `only ${rules} texts were rules`);
});

/** The tree with a method for each leaf. */
function shape(rule: string): unknown {
  const walk = (node: ReturnType<typeof parseRule>): unknown => {
    if (node.kind === 'and' || node.kind === 'or') return [node.kind, ...node.rules.map(walk)];
    if (node.kind === 'not') return ['not', walk(node.rule)];
    return node.kind === 'method' ? node.methods.join() : node.kind;
  };
  return walk(parseRule(rule));
}

function mistake(rule: string): RuleError {
  try {
    parseRule(rule);
  } catch (error) {
    if (error instanceof RuleError) return error;
    throw error;
  }
  throw new Error(`the rule was accepted: ${rule}`);
}
