// Writes into a file of cases what the installed `docker compose` answers: node record.ts FILE.jsonl
import { readFileSync, writeFileSync } from 'node:fs';
import { askCompose, type ComposeCase, composeVersion, stored } from './cases.ts';

const file = process.argv[2];
if (file === undefined || composeVersion() === null) {
  process.stderr.write('usage: node record.ts FILE.jsonl, with docker compose 2.40 installed\n');
  process.exit(2);
}

const cases = readFileSync(file, 'utf8').trim().split('\n');
const recorded = cases.map((line) => {
  const { id, files, use, args, env } = JSON.parse(line) as ComposeCase;
  const given = { id, files, use, args, env };
  return JSON.stringify({ ...given, ...stored(given, askCompose(given)) });
});
writeFileSync(file, `${recorded.join('\n')}\n`);
