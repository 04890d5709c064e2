import type { ConfigQuestion } from '../contract/config-question.ts';
import type { Problem } from '../contract/problem.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import type { ConfigText } from '../contract/view.ts';
import { byCodePoint } from '../core/compose/key-order.ts';
import { serviceHash } from '../core/compose/hash.ts';
import type { LoadInput } from '../core/compose/load-input.ts';
import { loadModel } from '../core/compose/load.ts';
import { loadUninterpolated } from '../core/compose/load-uninterpolated.ts';
import type { Model } from '../core/compose/model.ts';
import { printModel, whyNoHash, whyNoJson } from '../core/compose/print.ts';
import {
  imageNames,
  modelNames,
  networkKeys,
  profileNames,
  serviceNames,
  volumeKeys,
} from '../core/compose/questions.ts';
import { printSealed } from '../core/secrets/sealed.ts';
import type { Files } from '../ports/files.ts';
import { modelOfServices, unknownServices } from './answer-for-services.ts';
import { opened } from './hashes.ts';
import type { Loaded } from './loaded.ts';
import { loadWhole } from './load-whole.ts';
import { type DigestOf, pinImages } from './pin-images.ts';
import { printLock, printPlain, printVariables } from '../core/compose/print-answers.ts';

type Answer = Promise<Result<ConfigText, readonly Problem[]>>;

/** What `docker compose config` would print. Problems: all of the files that the answer is made of. */
export async function answerConfig(
  files: Files,
  loaded: Loaded,
  question: ConfigQuestion,
  digestOf: DigestOf,
): Answer {
  const { subject, interpolates } = question;
  if (loaded.input === null) return fail(loaded.problems);
  const input = { ...loaded.input, ...liberties(question) };
  if (subject === 'model' && interpolates) {
    const asked = await askedModel(files, { ...loaded, input }, question);
    return asked.ok ? printed(asked.value, question, digestOf) : asked;
  }
  if (subject === 'model' || subject === 'variables')
    return answerAsWritten(files, input, question, digestOf);
  // As compose asks them: env_file stays unread, so one that is missing is no fault here.
  const bare = await loadWhole(files, { ...input, ...wider(question) }, loadModel);
  if (bare.model === null) return fail(bare.problems);
  const lines = linesOf(bare.model, question, input, loaded.values);
  if (!lines.ok) return lines;
  return ok({ text: lines.value.map((line) => `${line}\n`).join(''), warnings: bare.warnings });
}

/** What the question takes from the usual way of loading. */
const liberties = ({ normalises, checks, resolvesPaths }: ConfigQuestion): Partial<LoadInput> => ({
  ...(normalises ? {} : { skipsImplied: true }),
  ...(checks ? {} : { skipsChecks: true }),
  ...(resolvesPaths ? {} : { keepsPaths: true }),
});

type Asked = { readonly model: Model; readonly warnings: readonly string[] };

async function askedModel(
  files: Files,
  loaded: Loaded & { readonly input: LoadInput },
  question: ConfigQuestion,
): Promise<Result<Asked, readonly Problem[]>> {
  if (question.services.length > 0) return modelOfServices(files, loaded.input, question.services);
  const isUsual = Object.keys(liberties(question)).length === 0;
  const { model, problems, warnings } = isUsual ? loaded : await loadWhole(files, loaded.input, loadModel);
  return model === null ? fail(problems) : ok({ model, warnings });
}

async function printed({ model, warnings }: Asked, question: ConfigQuestion, digestOf: DigestOf): Answer {
  const format = question.format ?? 'yaml';
  const pinned =
    question.images === 'written' ? ok(model.services) : await pinImages(model.services, digestOf);
  if (!pinned.ok) return pinned;
  if (question.images === 'lock') return ok({ text: printLock(pinned.value, format), warnings });
  const whole = { ...model, services: pinned.value };
  const message = format === 'json' ? whyNoJson(whole) : null;
  if (message !== null) {
    return fail([{ kind: 'compose-invalid', message, at: null, hint: 'Ask for YAML: --format yaml.' }]);
  }
  return ok({ text: printModel(whole, format), warnings });
}

async function answerAsWritten(
  files: Files,
  input: LoadInput,
  { subject, format, images }: ConfigQuestion,
  digestOf: DigestOf,
): Answer {
  const { project, problems, warnings } = await loadWhole(files, input, loadUninterpolated);
  if (project === null) return fail(problems);
  if (subject === 'variables') return ok({ text: printVariables(project, format), warnings });
  if (images === 'written') return ok({ text: printPlain(project, format ?? 'yaml'), warnings });
  const written = (project['services'] ?? {}) as Model['services'];
  const pinned = await pinImages(written, digestOf);
  if (!pinned.ok) return pinned;
  const text =
    images === 'lock'
      ? printLock(pinned.value, format ?? 'yaml')
      : printPlain({ ...project, services: pinned.value }, format ?? 'yaml');
  return ok({ text, warnings });
}

const wider = ({ subject }: ConfigQuestion): Partial<LoadInput> => ({
  keepsEnvFiles: true,
  ...(subject === 'profiles' ? { profiles: ['*'] } : {}),
});

function linesOf(
  model: Model,
  { subject, services }: ConfigQuestion,
  input: LoadInput,
  values: Loaded['values'],
): Result<readonly string[], readonly Problem[]> {
  switch (subject) {
    case 'services':
      return ok(serviceNames(model));
    case 'images':
      return ok(imageNames(model));
    case 'volumes':
      return ok(volumeKeys(model));
    case 'networks':
      return ok(networkKeys(model));
    case 'models':
      return ok(modelNames(model));
    case 'values':
      return ok(environmentLines(input, model.name));
    case 'profiles':
      return ok(profileNames(model));
    default:
      return hashLines(model, services, input.values['DOCKER_DEFAULT_PLATFORM'] ?? '', values);
  }
}

/** What variables are replaced by; a secret stands as its reference. */
function environmentLines({ values }: LoadInput, name: string): readonly string[] {
  const whole = { ...values, COMPOSE_PROJECT_NAME: name };
  return Object.entries(whole)
    .map(([key, value]) => printSealed(`${key}=${value}`))
    .sort(byCodePoint);
}

/** The hash that compose writes on a container; secrets enter it with their values, as they do there. */
function hashLines(
  model: Model,
  asked: readonly string[],
  platform: string,
  values: Loaded['values'],
): Result<readonly string[], readonly Problem[]> {
  const known = serviceNames(model);
  const unknown = unknownServices(asked, known);
  if (unknown.length > 0) return fail(unknown);
  const wanted = asked.length === 0 ? known : known.filter((name) => asked.includes(name));
  const hashless = wanted.flatMap(
    (name) => whyNoHash(name, model.services[name] ?? { command: null, entrypoint: null }) ?? [],
  );
  if (hashless.length > 0)
    return fail(
      hashless.map((message) => ({ kind: 'compose-invalid', message, at: null, hint: 'Give a number.' })),
    );
  return ok(
    wanted.flatMap((name) => {
      const service = model.services[name];
      if (service === undefined) return [];
      const needsPlatform = service.build !== undefined && !service.platform && platform !== '';
      const whole = needsPlatform ? { ...service, platform } : service;
      return [`${name} ${serviceHash(opened(whole, values))}`];
    }),
  );
}
