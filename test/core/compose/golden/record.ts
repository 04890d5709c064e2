// Writes what the installed `docker compose` answers: node record.ts FILE.jsonl for the cases of one file, node record.ts
// --printed for the YAML that it prints for every accepted case.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  askCompose,
  askComposeYaml,
  caseFiles,
  type ComposeCase,
  composeVersion,
  readCases,
  stored,
} from './cases.ts';

const file = process.argv[2];
if (file === undefined || composeVersion() === null) {
  process.stderr.write(
    'usage: node record.ts FILE.jsonl | --printed, with docker compose 2.40 installed\n',
  );
  process.exit(2);
}
if (file === '--printed') recordPrinted();
else recordCases(file);

function recordCases(name: string): void {
  const cases = readFileSync(name, 'utf8').trim().split('\n');
  const recorded = cases.map((line) => {
    const { id, files, use, args, env } = JSON.parse(line) as ComposeCase;
    const given = { id, files, use, args, env };
    return JSON.stringify({ ...given, ...stored(given, askCompose(given)) });
  });
  writeFileSync(name, `${recorded.join('\n')}\n`);
}

function recordPrinted(): void {
  const lines = caseFiles
    .flatMap(readCases)
    .filter((given) => given.expect !== undefined)
    .map((given) => ({ id: given.id, yaml: askComposeYaml(given) }))
    .filter(({ yaml }) => yaml !== '')
    .map((printed) => JSON.stringify(printed));
  writeFileSync(join(import.meta.dirname, 'printed.jsonl'), `${lines.join('\n')}\n`);
}
