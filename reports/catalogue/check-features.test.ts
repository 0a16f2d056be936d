import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Capability, Catalogue, Level, Section } from './catalogue.ts';
import { checkFeatures } from './check-features.ts';
import { formatIssue } from './issue.ts';

const catalogue: Catalogue = {
  documents: [
    {
      id: 'page',
      title: 'The page',
      url: 'https://example.org/page/',
      sections: [
        section('first', { one: 'documented', two: 'documented', guess: 'inferred' }),
        section('second', { three: 'documented' }),
        section('third', { four: 'documented' }, ['options', 'log']),
      ],
    },
  ],
};

describe('checkFeatures', () => {
  it('finds nothing in a sound file', () => {
    const text = `Feature: First

  @page.first.one
  Scenario: One holds
    Given something

  Scenario Outline: Either holds for <what>
    Then <what> holds
    @page.first.one
    Examples:
      | what |
      | this |
    @page.first.guess
    Examples:
      | what |
      | that |

  @page.first.two
  Rule: The two holds

    Background:
      Given something

    Scenario: Two holds at once
      Then it holds

    @page.first.one
    Scenario Outline: Two holds for <what>
      Then <what> holds
      Examples:
        | what |
        | this |
        | that |
`;
    assert.deepEqual(check(text), []);
  });

  it('refuses a file whose scenarios Gherkin takes for a description', () => {
    assert.match(only(check('Feature: First\n  Szenario: It holds\n')), /:1: the file has no scenario/);
  });

  it('refuses a scenario without a statement', () => {
    assert.deepEqual(check('Feature: First\n  Scenario: Nothing\n    Given something\n'), [
      'features/page/first.feature:2: "Nothing" names no statement; ' +
        'tag it, or its Rule, with the statement that it proves',
    ]);
  });

  it('refuses a block of examples without a statement beside one that has it', () => {
    const text = `Feature: First
  Scenario Outline: One holds for <what>
    Given <what>
    @page.first.one
    Examples:
      | what |
      | this |
    Examples:
      | what |
      | that |
`;
    assert.match(only(check(text)), /:8: "One holds for <what>" names no statement/);
  });

  it('refuses a tag that names no statement, and suggests the one that was meant', () => {
    assert.equal(
      only(check(scenario('@page.first.ones'))),
      'features/page/first.feature:2: @page.first.ones names no statement; write @page.first.one',
    );
  });

  it('refuses a tag with a document alone', () => {
    const issues = check(scenario('@page.first'));
    assert.match(issues.join('\n'), /:2: @page.first names no statement/);
    assert.match(issues.join('\n'), /:3: "It holds" names no statement/);
  });

  it('refuses a tag of a document that does not exist', () => {
    assert.match(
      only(check(scenario('@page.first.one @pag.first.two'))),
      /unknown tag @pag.first.two; write @page.first.two/,
    );
  });

  it('does not take a tag of a document that does not exist for a statement', () => {
    assert.match(check(scenario('@other.first.one')).join('\n'), /:3: "It holds" names no statement/);
  });

  it('refuses a bad tag on a block of examples', () => {
    const text = `Feature: First
  @page.first.one
  Scenario Outline: One holds for <what>
    Given <what>
    @page.first.non
    Examples:
      | what |
      | this |
`;
    assert.match(only(check(text)), /:5: @page.first.non names no statement/);
  });

  it('refuses a tag that is not allowed', () => {
    assert.match(only(check(scenario('@page.first.one @wip'))), /:2: unknown tag @wip/);
  });

  it('refuses a statement of another section, and says where the scenario belongs', () => {
    assert.match(
      only(check(scenario('@page.second.three'))),
      /:2: @page.second.three belongs to another section; move the scenario to page\/second.feature/,
    );
  });

  it('refuses a file that belongs to no section', () => {
    assert.match(
      only(check(scenario('@page.first.one'), 'features/page/fourth.feature')),
      /:1: the file belongs to no section/,
    );
    assert.match(
      only(check(scenario('@page.first.one'), 'features/first.feature')),
      /:1: the file belongs to no section/,
    );
  });

  it('refuses statements of several levels on one scenario', () => {
    assert.match(
      only(check(scenario('@page.first.one @page.first.guess'))),
      /:3: "It holds" names statements of the levels documented and inferred/,
    );
  });

  it('refuses a statement that is named twice, also by inheritance', () => {
    const text = `@page.first.one\nFeature: First\n  @page.first.one\n  Scenario: It holds\n    Given something\n`;
    assert.match(only(check(text)), /:4: "It holds" names page.first.one twice/);
  });

  it('refuses a step that needs what the statement does not require', () => {
    const text = `Feature: First
  Background:
    Given the provider option token is sesame
  @page.first.one
  Scenario: It holds
    Then the log has a line with "one"
    And the log has a line with "two"
`;
    assert.deepEqual(check(text), [
      'features/page/first.feature:5: "It holds" needs options ("the provider option token is sesame"), ' +
        'which its statement does not require; write options under `requires` of page.first.one, or do without',
      'features/page/first.feature:5: "It holds" needs log ("the log has a line with "one""), ' +
        'which its statement does not require; write log under `requires` of page.first.one, or do without',
    ]);
  });

  it('refuses a value that the implementation can get only from an API server of the suite', () => {
    const text = `Feature: First
  @page.first.one
  Scenario: It holds
    Given the file "kubeconfig":
      """
      server: \${cluster.url}
      """
`;
    assert.match(only(check(text)), /needs api-server/);
  });

  it('lets steps need what the statement requires', () => {
    const text = `Feature: Third
  @page.third.four
  Rule: The four holds
    Background:
      Given the provider option token is sesame
    Scenario: It holds
      Then the log has a line with "one"
`;
    assert.deepEqual(check(text, 'features/page/third.feature'), []);
  });

  it('refuses a title that stands twice in a rule', () => {
    const text = `Feature: First
  @page.first.one
  Rule: The one holds
    Scenario: At once
      Given something
    Scenario: At once
      Given something
`;
    assert.match(only(check(text)), /:6: "At once" is also the title in line 4/);
  });

  it('lets two rules have scenarios of the same title', () => {
    const text = `Feature: First
  @page.first.one
  Rule: The one holds
    Scenario: At once
      Given something
  @page.first.two
  Rule: The two holds
    Scenario: At once
      Given something
`;
    assert.deepEqual(check(text), []);
  });

  it('refuses a rule whose title is not the sentence of its statement', () => {
    const text = `Feature: First
  @page.first.one
  Rule: The one fails
    Scenario: At once
      Given something
`;
    assert.match(only(check(text)), /:3: the rule "The one fails" has another title .*; write The one holds/);
  });

  it('refuses a scenario without a title', () => {
    assert.match(only(check(scenario('@page.first.one', ''))), /:3: the scenario has no title/);
  });

  it('refuses a rule whose scenarios share no statement', () => {
    const text = `Feature: First
  Rule: Mixed
    @page.first.one
    Scenario: One holds
      Given something
    @page.first.two
    Scenario: Two holds
      Given something
`;
    assert.match(only(check(text)), /:2: the scenarios of the rule "Mixed" share no statement/);
  });

  it('refuses a file that does not parse, with the line', () => {
    assert.match(
      check('Feature: First\n  Scenario: It holds\n    Given something\n    Perhaps something\n').join('\n'),
      /:4: this is not Gherkin/,
    );
  });

  it('reports in the order of the lines', () => {
    const text = `${scenario('@page.first.one', '')}  @wip\n  Scenario: More\n    Given something\n`;
    const lines = checkFeatures(catalogue, [{ path: 'features/page/first.feature', text }]).map(
      ({ line }) => line,
    );
    assert.deepEqual(lines, [3, 5, 6]);
  });

  it('reports every file', () => {
    const issues = checkFeatures(catalogue, [
      { path: 'features/page/first.feature', text: scenario('@one') },
      { path: 'features/page/second.feature', text: scenario('@two') },
    ]);
    assert.deepEqual(
      [...new Set(issues.map(({ file }) => file))],
      ['features/page/first.feature', 'features/page/second.feature'],
    );
  });
});

function section(
  id: string,
  statements: Record<string, Level>,
  requires: readonly Capability[] = [],
): Section {
  return {
    id,
    title: id,
    link: `https://example.org/page/#${id}`,
    statements: Object.entries(statements).map(([name, level]) => ({
      id: `page.${id}.${name}`,
      text: `The ${name} holds.`,
      level,
      kubernetes: { from: undefined, to: undefined },
      requires,
      contradicts: [],
      note: '',
    })),
  };
}

/** Tags in line 2, the scenario in line 3. */
function scenario(tags: string, title = 'It holds'): string {
  return `Feature: First\n  ${tags}\n  Scenario: ${title}\n    Given something\n`;
}

function check(text: string, path = 'features/page/first.feature'): string[] {
  return checkFeatures(catalogue, [{ path, text }]).map(formatIssue);
}

function only(issues: readonly string[]): string {
  assert.equal(issues.length, 1, issues.join('\n'));
  return issues[0] ?? '';
}
