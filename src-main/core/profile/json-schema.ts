import { z } from 'zod';
import { profileSchema } from './schema.ts';

/** The JSON Schema (draft 2020-12) of berth.yaml for editors: the content of resources/berth.schema.json. */
export function profileJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    ...z.toJSONSchema(profileSchema, { io: 'input' }),
    title: 'berth.yaml',
    description: "The pinned description of a project's environment (schema version 1).",
  };
}

/** The text of that file. */
export const printProfileJsonSchema = (): string => `${JSON.stringify(profileJsonSchema(), null, 2)}\n`;
