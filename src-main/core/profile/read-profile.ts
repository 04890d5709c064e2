import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import { collectFaults } from '../compose/faults.ts';
import { sourceOf } from '../compose/source.ts';
import { crossFaults } from './cross-checks.ts';
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
export function readProfile(text: string, file: string): Result<Profile, readonly Problem[]> {
  const faults = collectFaults('profile-invalid');
  const tree = readYaml(sourceOf(file, text), faults);
  if (tree === null) return fail(faults.problems);
  const data = yamlData(tree);
  const parsed = profileSchema.safeParse(data);
  const found = parsed.success
    ? crossFaults(parsed.data)
    : [...schemaFaults(parsed.error.issues, data), ...crossFaults(salvage(data))];
  if (parsed.success && found.length === 0) return ok(toProfile(parsed.data));
  const placed = found.map((fault) => ({ fault, at: placeOf(tree, fault.path, fault.of) }));
  for (const { fault, at } of placed.toSorted((a, b) => a.at.offset - b.at.offset))
    faults.refuse(at, fault.message, fault.hint);
  return fail(faults.problems);
}
