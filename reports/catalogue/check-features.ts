import { basename, dirname } from 'node:path';
import type { Catalogue, Section } from './catalogue.ts';
import {
  type Feature,
  type FeatureCase,
  type FeatureFile,
  type FeatureRule,
  parseFeature,
} from './features.ts';
import type { Issue } from './issue.ts';
import { nearest } from './nearest.ts';
import { indexStatements, type StatementEntry, statementTagsOf } from './statements.ts';
import { needsOf } from './step-needs.ts';

/**
 * Tags that name no statement, and what each is for. A tag that stands neither here nor in the catalogue is a
 * typing mistake until proved otherwise.
 */
const otherTags: ReadonlyMap<string, string> = new Map();

/**
 * What is wrong between the feature files and the catalogue: a scenario without a statement, a tag that names
 * none, a scenario in the wrong file, one that needs what its statement does not require, and what would blur a
 * verdict. In the order of the files and their lines; empty where all is well.
 */
export function checkFeatures(catalogue: Catalogue, featureFiles: readonly FeatureFile[]): readonly Issue[] {
  const statements = indexStatements(catalogue);
  return featureFiles.flatMap((file) => {
    const feature = parseFeature(file);
    if (!('path' in feature)) return feature;
    return new FeatureCheck(catalogue, statements, feature).run().sort((one, other) => one.line - other.line);
  });
}

class FeatureCheck {
  readonly #catalogue: Catalogue;
  readonly #statements: ReadonlyMap<string, StatementEntry>;
  readonly #feature: Feature;
  readonly #issues: Issue[] = [];

  constructor(catalogue: Catalogue, statements: ReadonlyMap<string, StatementEntry>, feature: Feature) {
    this.#catalogue = catalogue;
    this.#statements = statements;
    this.#feature = feature;
  }

  run(): Issue[] {
    const section = this.#section();
    if (!section) {
      this.#report(
        1,
        'the file belongs to no section',
        'name it <document>/<section>.feature as in the catalogue',
      );
    }
    if (this.#feature.scenarios.length === 0) {
      this.#report(1, 'the file has no scenario', 'write one, or remove the file: it would prove nothing');
    }
    this.#checkTags(section);
    this.#checkTitles();
    for (const rule of this.#feature.rules) {
      for (const each of rule.cases) this.#checkCase(each);
      if (rule.title) this.#checkRule(rule);
    }
    return this.#issues;
  }

  #section(): Section | undefined {
    const folder = basename(dirname(this.#feature.path));
    const name = basename(this.#feature.path, '.feature');
    const document = this.#catalogue.documents.find(({ id }) => id === folder);
    return document?.sections.find(({ id }) => id === name);
  }

  #checkTags(section: Section | undefined): void {
    for (const { name, line } of this.#feature.tags) {
      if (otherTags.has(name)) continue;
      const entry = this.#statements.get(name.slice(1));
      if (!entry) {
        const guess = nearest(name.slice(1), this.#statements.keys());
        this.#report(
          line,
          this.#namesDocument(name) ? `${name} names no statement` : `unknown tag ${name}`,
          guess ? `write @${guess}` : 'name a statement of the catalogue, or add it there first',
        );
      } else if (section && entry.section !== section) {
        const home = `${entry.document.id}/${entry.section.id}.feature`;
        this.#report(line, `${name} belongs to another section`, `move the scenario to ${home}`);
      }
    }
  }

  #checkTitles(): void {
    const lines = new Map<string, number>();
    for (const { title, line, rule } of this.#feature.scenarios) {
      const key = `${rule}\n${title}`;
      const earlier = lines.get(key);
      if (title === '') {
        this.#report(line, 'the scenario has no title', 'say in the title what it requires');
      } else if (earlier !== undefined) {
        this.#report(line, `"${title}" is also the title in line ${earlier}`, 'say what sets the two apart');
      } else {
        lines.set(key, line);
      }
    }
  }

  #checkCase(featureCase: FeatureCase): void {
    const { title, line, tags } = featureCase;
    const ids = this.#statementIds(tags.map(({ name }) => name));
    if (ids.length === 0) {
      this.#report(
        line,
        `"${title}" names no statement`,
        'tag it, or its Rule, with the statement that it proves',
      );
    }
    const repeated = new Set(ids.filter((id, index) => ids.indexOf(id) !== index));
    for (const id of repeated) {
      this.#report(
        line,
        `"${title}" names ${id} twice`,
        'remove one; tags of Feature and Rule are inherited',
      );
    }
    const levels = new Set(ids.map((id) => this.#statements.get(id)?.statement.level).filter(Boolean));
    if (levels.size > 1) {
      this.#report(
        line,
        `"${title}" names statements of the levels ${[...levels].join(' and ')}`,
        'split it: a failure must weigh the same for all of its statements',
      );
    }
    if (ids.length > 0) this.#checkNeeds(featureCase, ids);
  }

  /** Each need once, by the first step that has it. */
  #checkNeeds({ title, line, steps }: FeatureCase, ids: readonly string[]): void {
    const met = new Set(ids.flatMap((id) => this.#statements.get(id)?.statement.requires ?? []));
    for (const step of steps) {
      for (const need of needsOf(step)) {
        if (met.has(need)) continue;
        met.add(need);
        this.#report(
          line,
          `"${title}" needs ${need} ("${step.text}"), which its statement does not require`,
          `write ${need} under \`requires\` of ${ids.join(' or ')}, or do without`,
        );
      }
    }
  }

  /** A rule groups what proves one statement: all of its scenarios name it, and its title is that sentence. */
  #checkRule({ title, line, cases }: FeatureRule): void {
    const [first, ...others] = cases.map(
      ({ tags }) => new Set(this.#statementIds(tags.map(({ name }) => name))),
    );
    if (!first || first.size === 0 || others.some((ids) => ids.size === 0)) return;
    const shared = [...first].filter((id) => others.every((ids) => ids.has(id)));
    const sentences = shared.map((id) => this.#statements.get(id)?.statement.text.replace(/\.$/, ''));
    if (shared.length === 0) {
      this.#report(
        line,
        `the scenarios of the rule "${title}" share no statement`,
        'give each statement a rule',
      );
    } else if (!sentences.includes(title)) {
      this.#report(
        line,
        `the rule "${title}" has another title than its statement has a sentence`,
        `write ${sentences.join(' or ')}`,
      );
    }
  }

  #statementIds(tags: readonly string[]): readonly string[] {
    return statementTagsOf(tags).filter((id) => this.#namesDocument(`@${id}`));
  }

  #namesDocument(tag: string): boolean {
    return this.#catalogue.documents.some(({ id }) => tag.startsWith(`@${id}.`));
  }

  #report(line: number, problem: string, remedy: string): void {
    this.#issues.push({ file: this.#feature.path, line, problem, remedy });
  }
}
