import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AstBuilder, GherkinClassicTokenMatcher, Parser } from '@cucumber/gherkin';
import {
  type FeatureChild,
  type GherkinDocument,
  IdGenerator,
  type RuleChild,
  type Scenario,
  type Step,
  type Tag,
} from '@cucumber/messages';
import type { Issue } from './issue.ts';

/** A feature file as it lies on disk. */
export interface FeatureFile {
  /** Ends in `<document>/<section>.feature`. */
  readonly path: string;
  readonly text: string;
}

/** A feature file as far as its tags are concerned, and what they are said of. */
export interface Feature {
  readonly path: string;
  /** Every tag where it is written, once. */
  readonly tags: readonly TagUse[];
  readonly scenarios: readonly OutlinedScenario[];
  readonly rules: readonly FeatureRule[];
}

export interface TitledScenario {
  readonly title: string;
  readonly line: number;
}

export interface OutlinedScenario extends TitledScenario {
  /** Title of the `Rule:` that it stands under; empty where it stands under none. */
  readonly rule: string;
}

/** What runs with one set of tags: a scenario, or one block of examples of a scenario outline. */
export interface FeatureCase extends TitledScenario {
  /** Inherited ones first. */
  readonly tags: readonly TagUse[];
  /** Those of backgrounds first; placeholders of outlines as they are written. */
  readonly steps: readonly StepUse[];
}

/** A `Rule:` with its cases; those that stand under none form one of their own, without a title. */
export interface FeatureRule {
  readonly title: string;
  readonly line: number;
  readonly cases: readonly FeatureCase[];
}

export interface StepUse {
  /** Without its keyword. */
  readonly text: string;
  /** What stands below it: the text of a doc string, the cells of a table in lines; empty where there is nothing. */
  readonly argument: string;
}

export interface TagUse {
  /** With its `@`. */
  readonly name: string;
  readonly line: number;
}

/** All feature files below a folder, in the order of their paths. */
export async function readFeatureFiles(featuresFolder: string): Promise<readonly FeatureFile[]> {
  const paths: string[] = [];
  for await (const path of glob('**/*.feature', { cwd: featuresFolder })) paths.push(path);
  return Promise.all(
    paths.sort().map(async (name) => {
      const path = join(featuresFolder, name);
      return { path, text: await readFile(path, 'utf8') };
    }),
  );
}

/** The feature, or the mistakes for which it could not be parsed. */
export function parseFeature(file: FeatureFile): Feature | readonly Issue[] {
  const parser = new Parser(new AstBuilder(IdGenerator.incrementing()), new GherkinClassicTokenMatcher());
  try {
    return outline(file.path, parser.parse(file.text));
  } catch (error) {
    return syntaxErrors(error).map(({ line, message }) => ({
      file: file.path,
      line,
      problem: `this is not Gherkin: ${message}`,
      remedy: 'mend the syntax',
    }));
  }
}

function outline(path: string, { feature }: GherkinDocument): Feature {
  const children = feature?.children ?? [];
  const own = children.map(({ scenario }) => scenario).filter((scenario) => scenario !== undefined);
  const rules = children.map(({ rule }) => rule).filter((rule) => rule !== undefined);
  const groups = [
    { title: '', location: feature?.location, tags: [], background: [], scenarios: own },
    ...rules.map((rule) => ({
      title: rule.name,
      location: rule.location,
      tags: rule.tags,
      background: backgroundOf(rule.children),
      scenarios: rule.children.map(({ scenario }) => scenario).filter((scenario) => scenario !== undefined),
    })),
  ];
  const featureTags = tagUses(feature?.tags ?? []);
  const background = backgroundOf(children);
  const scenarios = groups.flatMap((group) => group.scenarios);
  return {
    path,
    tags: [
      ...featureTags,
      ...groups.flatMap((group) => tagUses(group.tags)),
      ...scenarios.flatMap(({ tags, examples }) =>
        tagUses([...tags, ...examples.flatMap((block) => block.tags)]),
      ),
    ],
    scenarios: groups.flatMap((group) =>
      group.scenarios.map(({ name, location }) => ({ title: name, line: location.line, rule: group.title })),
    ),
    rules: groups.map((group) => ({
      title: group.title,
      line: group.location?.line ?? 1,
      cases: group.scenarios.flatMap((scenario) =>
        cases(scenario, {
          tags: [...featureTags, ...tagUses(group.tags)],
          steps: [...background, ...group.background],
        }),
      ),
    })),
  };
}

/** Blocks of examples count one by one only where a tag tells them apart. */
function cases(scenario: Scenario, inherited: Pick<FeatureCase, 'tags' | 'steps'>): readonly FeatureCase[] {
  const tags = [...inherited.tags, ...tagUses(scenario.tags)];
  const steps = [...inherited.steps, ...scenario.steps.map(stepUse)];
  if (scenario.examples.every((block) => block.tags.length === 0)) {
    return [{ title: scenario.name, line: scenario.location.line, tags, steps }];
  }
  return scenario.examples.map((block) => ({
    title: scenario.name,
    line: block.location.line,
    tags: [...tags, ...tagUses(block.tags)],
    steps,
  }));
}

function backgroundOf(children: readonly (FeatureChild | RuleChild)[]): readonly StepUse[] {
  return children.flatMap(({ background }) => background?.steps.map(stepUse) ?? []);
}

function stepUse({ text, docString, dataTable }: Step): StepUse {
  const cells = dataTable?.rows.flatMap((row) => row.cells.map(({ value }) => value)) ?? [];
  return { text, argument: docString?.content ?? cells.join('\n') };
}

function tagUses(tags: readonly Tag[]): readonly TagUse[] {
  return tags.map(({ name, location }) => ({ name, line: location.line }));
}

/** The parser throws one error that holds the others. */
function syntaxErrors(error: unknown): readonly { readonly line: number; readonly message: string }[] {
  if (!(error instanceof Error)) throw error;
  if ('errors' in error && Array.isArray(error.errors) && error.errors.length > 0) {
    return error.errors.flatMap(syntaxErrors);
  }
  if (!('location' in error)) throw error;
  const { location } = error;
  const isPlace = typeof location === 'object' && location !== null && 'line' in location;
  const line = isPlace && typeof location.line === 'number' ? location.line : 1;
  return [{ line, message: error.message.replace(/^\(\d+:\d+\): /, '') }];
}
