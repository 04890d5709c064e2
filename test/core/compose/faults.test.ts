import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../src-main/contract/problem.ts';
import { loadGiven } from './project.ts';

const load = (text: string, more: Readonly<Record<string, string>> = {}): readonly Problem[] =>
  loadGiven({ dir: '/p', files: { 'compose.yaml': text, ...more }, use: ['compose.yaml'], args: [], env: {} })
    .problems;

/** `file:line:column message`, and the hint behind it. */
const printed = (problems: readonly Problem[]): readonly string[] =>
  problems.map((problem) => {
    if (problem.kind !== 'compose-invalid') return problem.kind;
    const { at, message, hint } = problem;
    return `${at === null ? '' : `${at.file}:${at.line}:${at.column} `}${message}${hint === null ? '' : ` [${hint}]`}`;
  });

const broken = `services:
  api:
    imag: x
    image: i
    ports: ["abc", "80:80"]
    mem_limit: 12q
    depends_on: [db, nope]
    environment:
      TOKEN: \${TOKEN:?ask the lead}
    networks: [bak]
    healthcheck: { test: [curl], interval: 5 }
  db:
    image: j
    image: k
    volumes: ["dat:/x"]
networks: { back: }
`;

describe('a broken file', () => {
  it('reports every fault at once, each with its place and the word that was probably meant', () => {
    expect(printed(load(broken))).toEqual([
      '/p/compose.yaml:3:5 services.api: "imag" is not a key that Compose knows here [Did you mean image?]',
      '/p/compose.yaml:5:13 services.api.ports[0]: invalid container port "abc" [A port is [[ip:]published:]target[/protocol].]',
      '/p/compose.yaml:6:16 services.api.mem_limit: expected a size in bytes, found "12q" [A size is a number with an optional unit: b, k, m, g, t or p.]',
      '/p/compose.yaml:7:22 service "api" depends on undefined service "nope"',
      '/p/compose.yaml:9:14 services.api.environment.TOKEN: required variable TOKEN is missing a value: ask the lead [Set it in the environment or in .env.]',
      '/p/compose.yaml:10:16 service "api" refers to undefined network bak [Did you mean back?]',
      '/p/compose.yaml:11:20 healthcheck.test has to start with CMD, CMD-SHELL or NONE, found "curl" [Write a command as one text, or put CMD before its words.]',
      '/p/compose.yaml:11:44 services.api.healthcheck.interval: expected a text, found the number 5',
      '/p/compose.yaml:14:5 the key "image" stands twice in this mapping: first on line 13',
      '/p/compose.yaml:15:15 service "db" refers to undefined volume dat [Declare it under volumes: at the top of the file.]',
    ]);
  });

  it('does not also complain about what the fault took away', () => {
    expect(printed(load('services: {a: {imag: x}}\n'))).toEqual([
      '/p/compose.yaml:1:16 services.a: "imag" is not a key that Compose knows here [Did you mean image?]',
    ]);
  });

  it('names the place in the file that holds the fault, not the one that includes it', () => {
    const problems = load('include: [sub/c.yaml]\nservices: {a: {image: i}}\n', {
      'sub/c.yaml': 'services:\n  b: {restart: 5}\n',
    });
    expect(printed(problems)).toEqual([
      '/p/sub/c.yaml:2:16 services.b.restart: expected a text, found the number 5',
    ]);
  });

  it('says where YAML itself is wrong', () => {
    expect(printed(load('services:\n\ta: {image: i}\n'))[0]).toMatch(
      /^\/p\/compose\.yaml:2:1 the text is not YAML: /,
    );
  });

  it('refuses circles of extends, include and dependencies with the way round', () => {
    expect(printed(load('services: {a: {extends: b}, b: {extends: a, image: i}}\n'))[0]).toContain(
      'a in /p/compose.yaml, which extends b in /p/compose.yaml, which extends a in /p/compose.yaml',
    );
    expect(printed(load('include: [compose.yaml]\n'))[0]).toContain(
      '/p/compose.yaml, which includes /p/compose.yaml',
    );
    expect(printed(load('services: {a: {image: i, depends_on: [b]}, b: {image: i, links: [a]}}\n'))).toEqual([
      '/p/compose.yaml:1:39 dependency cycle detected: a -> b -> a',
    ]);
  });

  it('has no problem without a text, and no text longer than a person reads', () => {
    const many = `services:\n${Array.from({ length: 5_000 }, (_, index) => `  s${index}: {bogus: 1}\n`).join('')}`;
    expect(load(many)).toHaveLength(100);
    expect(printed(load(`${'k'.repeat(9_000)}: 1\n`))[0]?.length).toBeLessThan(1_200);
  });
});
