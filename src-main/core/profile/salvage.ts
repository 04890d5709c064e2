import { keySchema, type WrittenKey, type WrittenProfile } from './schema.ts';

/**
 * What of a faulty file can still be checked across places, so that both kinds of fault are reported in one go. A key whose
 * own rule is faulty stays declared, and nothing more.
 */
export function salvage(data: unknown): WrittenProfile {
  return {
    berth: 1,
    project: '',
    keys: mapEntries(
      own(data, 'keys'),
      (key): WrittenKey => keySchema.safeParse(key).data ?? { describe: '' },
    ),
    services: mapEntries(own(data, 'services'), (service) => {
      const url = own(service, 'url');
      return typeof url === 'string' ? { url } : {};
    }),
    environments: mapEntries(own(data, 'environments'), (rule) => {
      const names = own(rule, 'require');
      return {
        require: Array.isArray(names) ? names.map((name) => (typeof name === 'string' ? name : '')) : [],
      };
    }),
  };
}

function own(value: unknown, key: string): unknown {
  if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[key];
}

function mapEntries<B>(value: unknown, change: (value: unknown) => B): Record<string, B> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, change(item)]));
}
