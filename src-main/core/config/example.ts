import type { KeyName } from '../../contract/names.ts';
import type { KeyRule, Profile } from '../profile/profile.ts';

const header = `# Made from berth.yaml. Copy it to .env.local for values of your own; every line is optional there.
# Secrets are not kept in files: berth secrets set NAME
`;

/** The text of `.env.example`: every key with its description, and placeholders only. */
export const exampleText = (profile: Profile): string =>
  [header, ...Object.entries(profile.keys).map(([name, rule]) => entry(name, rule))].join('\n');

function entry(name: KeyName, rule: KeyRule): string {
  const describe = rule.describe.replace(/\s+/gu, ' ');
  if (rule.secret) return `# ${describe}\n# ${name}: secret, ${source(rule)}\n`;
  const allowed = rule.oneOf === null ? '' : ` (${rule.oneOf.join(', ')})`;
  if (rule.from !== null) return `# ${describe}\n# ${name}: composed of ${rule.from}\n`;
  return `# ${describe}${allowed}\n${rule.default === null ? `${name}=` : `# ${name}=${quoted(rule.default)}`}\n`;
}

function source(rule: KeyRule): string {
  if (rule.from !== null) return 'composed of other keys';
  return rule.generate === null ? 'set by a person' : 'generated';
}

const quoted = (text: string): string =>
  /^[\w./:@,+-]*$/u.test(text) ? text : `'${text.replaceAll("'", "\\'")}'`;
