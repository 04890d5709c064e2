import { expect, test } from 'vitest';
import { readDotEnv } from '../../../src-main/core/config/dot-env.ts';
import { exampleText } from '../../../src-main/core/config/example.ts';
import { readProfile } from '../../../src-main/core/profile/read-profile.ts';

const read = readProfile(
  `berth: 1
project: t
keys:
  PASSWORD: { secret: true, describe: Password of the app role, generate: { password: 24 } }
  TOKEN: { secret: true, describe: Token of a partner }
  URL: { secret: true, describe: Where the database is, from: "x:\${PASSWORD}" }
  LEVEL: { describe: Log level, one_of: [a, b], default: a }
  GREETING: { describe: A text, default: "it's # $HOME" }
  NEEDED: { describe: Must be given }
`,
  'berth.yaml',
);
if (!read.ok) throw new Error(JSON.stringify(read.error));
const text = exampleText(read.value);

test('the example names every key with its description and holds placeholders only', () => {
  expect(
    text,
  ).toBe(`# Made from berth.yaml. Copy it to .env.local for values of your own; every line is optional there.
# Secrets are not kept in files: berth secrets set NAME

# Password of the app role
# PASSWORD: secret, generated

# Token of a partner
# TOKEN: secret, set by a person

# Where the database is
# URL: secret, composed of other keys

# Log level (a, b)
# LEVEL=a

# A text
# GREETING='it\\'s # $HOME'

# Must be given
NEEDED=
`);
});

test('its commented lines are valid once the comment sign is taken away', () => {
  const opened = text.replaceAll(/^# ([A-Z]+=)/gmu, '$1');
  expect(readDotEnv(opened, () => null)).toMatchObject({
    values: { LEVEL: 'a', GREETING: "it's # $HOME", NEEDED: '' },
    fault: null,
  });
});
