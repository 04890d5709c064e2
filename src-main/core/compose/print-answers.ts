import { mapStrings, printSealed } from '../secrets/sealed.ts';
import { keyOrder, sortedDeep } from './arrange.ts';
import { byNaturalOrder } from './natural-order.ts';
import { writeJson } from './write-json.ts';
import { printYaml } from './yaml-print.ts';
import { variablesIn, type VariableUse } from './variables.ts';

/** Plain data as `docker compose config --no-interpolate` prints it: JSON or YAML. */
export function printPlain(project: Readonly<Record<string, unknown>>, format: 'yaml' | 'json'): string {
  const whole = mapStrings(project, printSealed);
  return format === 'yaml' ? printYaml(sortedDeep(whole, 'yaml')) : writeJson(whole, 2);
}

/** As `docker compose config --lock-image-digests`: a project of nothing but services and their images. */
export function printLock(
  services: Readonly<Record<string, { readonly image?: string }>>,
  format: 'yaml' | 'json',
): string {
  const names = Object.keys(services).sort(keyOrder(format));
  const isJson = format === 'json';
  const entries = names.map((name) => {
    const image = services[name]?.image;
    return [name, { ...(isJson ? { command: null, entrypoint: null } : {}), ...(image ? { image } : {}) }];
  });
  return printPlain({ ...(isJson ? { name: '' } : {}), services: Object.fromEntries(entries) }, format);
}

/** As `docker compose config --variables`: a table, or a mapping with the fields that compose names. */
export function printVariables(
  project: Readonly<Record<string, unknown>>,
  format: 'yaml' | 'json' | null,
): string {
  // Includes and extended files are in the project already; JSON is YAML, so it is read as one more text.
  const uses = variablesIn([{ file: 'project', text: writeJson(project) }]);
  if (format === 'json') return `${JSON.stringify(mapped(uses, goFields), null, 4)}\n\n`;
  if (format === 'yaml') return yamlOf(uses);
  const rows = uses.map(({ name, isRequired, fallback, alternative }) => [
    name,
    `${isRequired}`,
    fallback,
    alternative,
  ]);
  return table([['NAME', 'REQUIRED', 'DEFAULT VALUE', 'ALTERNATE VALUE'], ...rows]);
}

/** Here compose leaves its printer of YAML at an indent of four. */
function yamlOf(uses: readonly VariableUse[]): string {
  const sorted = uses.toSorted((a, b) => byNaturalOrder(a.name, b.name));
  return printYaml(mapped(sorted, yamlFields)).replaceAll(/^ {2}/gm, '    ');
}

const mapped = (uses: readonly VariableUse[], fields: (use: VariableUse) => object): object =>
  Object.fromEntries(uses.map((use) => [use.name, fields(use)]));

const goFields = ({ name, isRequired, fallback, alternative }: VariableUse): object => ({
  Name: name,
  DefaultValue: fallback,
  PresenceValue: alternative,
  Required: isRequired,
});

const yamlFields = ({ name, isRequired, fallback, alternative }: VariableUse): object => ({
  name,
  defaultvalue: fallback,
  presencevalue: alternative,
  required: isRequired,
});

function table(rows: readonly (readonly string[])[]): string {
  const width = (column: number): number => Math.max(17, ...rows.map((row) => row[column]?.length ?? 0)) + 3;
  const cell = (text: string, column: number, row: readonly string[]): string =>
    column === row.length - 1 ? text : text.padEnd(width(column));
  return rows.map((row) => `${row.map((text, column) => cell(text, column, row)).join('')}\n`).join('');
}
