import type { ConfigQuestion } from '../contract/config-question.ts';
import type { Problem } from '../contract/problem.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import type { ConfigText } from '../contract/view.ts';
import { serviceHash } from '../core/compose/hash.ts';
import type { LoadInput } from '../core/compose/load-input.ts';
import { loadModel } from '../core/compose/load.ts';
import { loadUninterpolated } from '../core/compose/load-uninterpolated.ts';
import type { Model } from '../core/compose/model.ts';
import { printModel } from '../core/compose/print.ts';
import {
  imageNames,
  networkKeys,
  profileNames,
  serviceNames,
  volumeKeys,
} from '../core/compose/questions.ts';
import type { Files } from '../ports/files.ts';
import { modelOfServices, unknownServices } from './answer-for-services.ts';
import { opened } from './hashes.ts';
import type { Loaded } from './loaded.ts';
import { loadWhole } from './load-whole.ts';
import { printPlain, printVariables } from '../core/compose/print-answers.ts';

type Answer = Promise<Result<ConfigText, readonly Problem[]>>;

/** What `docker compose config` would print. Problems: all of the files that the answer is made of. */
export async function answerConfig(files: Files, loaded: Loaded, question: ConfigQuestion): Answer {
  const { input, model, problems, warnings } = loaded;
  const isModel = question.subject === 'model' && question.interpolates;
  if (isModel && question.services.length > 0 && input !== null) {
    const selected = await modelOfServices(files, input, question.services);
    if (!selected.ok) return selected;
    const { model: part, warnings: said } = selected.value;
    return ok({ text: printModel(part, question.format ?? 'yaml'), warnings: said });
  }
  if (isModel) {
    if (model === null) return fail(problems);
    return ok({ text: printModel(model, question.format ?? 'yaml'), warnings });
  }
  if (input === null) return fail(problems);
  if (question.subject === 'model' || question.subject === 'variables')
    return answerAsWritten(files, input, question);
  // As compose asks them: env_file stays unread, so one that is missing is no fault here.
  const bare = await loadWhole(files, { ...input, ...wider(question) }, loadModel);
  if (bare.model === null) return fail(bare.problems);
  const lines = linesOf(bare.model, question, input, loaded.values);
  if (!lines.ok) return lines;
  return ok({ text: lines.value.map((line) => `${line}\n`).join(''), warnings: bare.warnings });
}

async function answerAsWritten(files: Files, input: LoadInput, question: ConfigQuestion): Answer {
  const { project, problems, warnings } = await loadWhole(files, input, loadUninterpolated);
  if (project === null) return fail(problems);
  const text =
    question.subject === 'variables'
      ? printVariables(project, question.format)
      : printPlain(project, question.format ?? 'yaml');
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
    case 'profiles':
      return ok(profileNames(model));
    default:
      return hashLines(model, services, input.values['DOCKER_DEFAULT_PLATFORM'] ?? '', values);
  }
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
