import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import { holdsSeal } from '../secrets/sealed.ts';
import { crossFaults } from './cross-checks.ts';
import type { Fault } from './fault.ts';
import { placeOf } from './place.ts';
import type { Profile } from './profile.ts';
import { readYaml, yamlData } from './read-yaml.ts';
import { salvage } from './salvage.ts';
import { profileSchema } from './schema.ts';
import { schemaFaults } from './schema-faults.ts';
import { toProfile } from './to-profile.ts';

/**
 * Reads berth.yaml. `file` is its name as the problems print it. Every fault of the file is reported at once, each a
 * `profile-invalid` with file:line:column, in the order of the text: syntax first (it hides the rest), then shape and the
 * rules across places together.
 */
export function readProfile(text: string, file: string): Result<Profile, Problem[]> {
  if (holdsSeal(text)) return fail([invalid('the file holds a character that is reserved', file)]);
  const { document, lines, faults } = readYaml(text, file);
  if (document === null) return fail(faults.map(({ message, at }) => ({ ...invalid(message, file), at })));
  const read = yamlData(document);
  if ('message' in read) return fail([invalid(read.message, file)]);
  const parsed = profileSchema.safeParse(read.data);
  const found = parsed.success
    ? crossFaults(parsed.data)
    : [...schemaFaults(parsed.error.issues, read.data), ...crossFaults(salvage(read.data))];
  if (parsed.success && found.length === 0) return ok(toProfile(parsed.data));
  const problems = found.map((fault: Fault) => ({
    ...invalid(fault.message, file),
    at: placeOf(document, lines, file, fault.path, fault.of),
    hint: fault.hint,
  }));
  return fail(problems.sort((a, b) => a.at.line - b.at.line || a.at.column - b.at.column));
}

const invalid = (message: string, file: string) =>
  ({ kind: 'profile-invalid', message, at: { file, line: 1, column: 1 }, hint: null }) as const;
