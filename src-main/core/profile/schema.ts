import { z } from 'zod';
import { parseLowestVersion, parseSize, sizeExpected, versionExpected } from './quantity.ts';

// The source of berth.yaml, schema version 1. `profile.ts` is the shape it becomes; the JSON Schema for editors is made of this.
// Rules that need more than one place of the file are in cross-checks.ts.

export const keyNamePattern = /^[A-Z][A-Z0-9_]*$/u;
export const keyTypes = ['text', 'port', 'integer', 'number', 'boolean', 'url'] as const;

const text = z.string().min(1, 'expected a text that is not empty');
const scalar = z.union([z.string(), z.number(), z.boolean()], 'expected a text, a number or true/false');
const relativePath = text.refine(
  (path) => !/^(?:[/\\]|[A-Za-z]:)/u.test(path),
  'expected a path relative to the folder of berth.yaml',
);
const count = (least: number, most: number) =>
  z.number().int(`expected a whole number from ${least} to ${most}`).min(least).max(most);
const keyName = z.string().regex(keyNamePattern, 'expected a key in upper snake case, e.g. API__LOG_LEVEL');
const serviceName = z
  .string()
  .regex(/^[a-zA-Z0-9._-]+$/u, 'expected a service name: letters, digits, ".", "_" and "-"');
const path = z.string().regex(/^\//u, 'expected a path that begins with "/"');

const generate = z
  .union(
    [
      z.strictObject({ password: count(8, 256).describe('Letters and digits, that many') }),
      z.strictObject({ hex: count(8, 256).describe('Random bytes as hex, that many bytes') }),
      z.strictObject({
        rsa: z
          .union([z.literal(2048), z.literal(3072), z.literal(4096)])
          .describe('A private key in PEM (PKCS #8), that many bits'),
      }),
    ],
    'expected one of { password: 8…256 }, { hex: 8…256 }, { rsa: 2048, 3072 or 4096 }',
  )
  .describe('How a value of it is made');

export const keySchema = z.strictObject({
  describe: text.describe('What the key is for; shown wherever it is missing'),
  secret: z.boolean().optional().describe('Its value grants access: it lives in the keychain and in no file'),
  type: z.enum(keyTypes).optional(),
  one_of: z
    .array(scalar)
    .min(1, 'expected at least one value')
    .optional()
    .describe('The only values allowed'),
  default: scalar.optional().describe('Only a value that is safe on a developer machine'),
  from: text.optional().describe('Composed from other keys: text with ${NAME}; $$ is a dollar sign'),
  generate: generate.optional(),
  delivery: z.enum(['env', 'file']).optional().describe('How a secret reaches a container'),
  rotate: z
    .strictObject({ keep: count(0, 10).optional(), kid: keyName.optional() })
    .optional()
    .describe('How many earlier values stay valid, and the key that names the current one'),
});

const serviceSchema = z.strictObject({
  url: text.optional().describe('Where a person opens it; may hold ${NAME} of keys'),
  health: path.optional().describe('Answers when the process is alive'),
  ready: path.optional().describe('Answers when its dependencies are reachable'),
  version: path.optional(),
  metrics: path.optional(),
});

const stepSchema = z.strictObject({
  service: serviceName.describe('The service whose image and environment the command runs in'),
  command: z.array(text).min(1, 'expected a command: a list with at least one text'),
  heads: z.array(text).min(1).optional().describe('Prints the migration heads'),
  current: z.array(text).min(1).optional().describe('Prints the revision of the database'),
  inputs: z.array(relativePath).optional().describe('Files and folders that the outcome depends on'),
});

const bundleSchema = z.strictObject({
  bundle: relativePath.describe('A snapshot as `berth db export` writes it; migrations run on top of it'),
  signer: z
    .string()
    .regex(/^[0-9a-f]{32}$/u, 'expected the id of a key: 32 hex digits, as `berth db keys` prints it')
    .describe('Id of the only key that may have signed the bundle'),
  from_project: text.optional().describe('The project whose data it is, where that is another one'),
});

// Either form; which of them a faulty one was meant to be is told in schema-faults.ts.
const seedSchema = z
  .union([stepSchema, bundleSchema], 'expected a service and a command, or a bundle and its signer')
  .describe('What a fresh database is filled with: by a command, or from a signed bundle');

const databaseSchema = z.strictObject({
  service: serviceName,
  volume: text.describe('The key of the volume in the Compose file'),
  migrate: stepSchema.optional(),
  seed: seedSchema.optional(),
});

const environmentSchema = z.strictObject({
  seed: z.boolean().optional().describe('Whether seed data may be loaded'),
  ephemeral: z.boolean().optional().describe('Nothing outlives the run'),
  require: z.array(keyName).optional().describe('Keys that must be set here and may not rest on a default'),
});

const needsSchema = z.strictObject({
  engine: text.refine((need) => parseLowestVersion(need) !== null, `expected ${versionExpected}`).optional(),
  memory: text.refine((need) => parseSize(need) !== null, `expected ${sizeExpected}`).optional(),
  disk: text.refine((need) => parseSize(need) !== null, `expected ${sizeExpected}`).optional(),
});

export const profileSchema = z.strictObject({
  berth: z.literal(1).describe('Schema version'),
  project: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9_-]{0,62}$/u,
      'expected lower-case letters, digits, "-" and "_" (at most 63), e.g. tms',
    )
    .describe('Identity: survives clones and renames'),
  compose: z.array(relativePath).nullish().describe('Compose files, as docker compose -f … -f …'),
  keys: z.record(keyName, keySchema).nullish(),
  services: z.record(serviceName, serviceSchema).nullish(),
  database: databaseSchema.nullish(),
  environments: z
    .strictObject({
      local: environmentSchema.nullish(),
      ci: environmentSchema.nullish(),
      staging: environmentSchema.nullish(),
      production: environmentSchema.nullish(),
    })
    .nullish(),
  needs: needsSchema.nullish().describe('What the machine must offer'),
});

/** berth.yaml as it is written, structurally valid. */
export type WrittenProfile = z.infer<typeof profileSchema>;
export type WrittenKey = z.infer<typeof keySchema>;
