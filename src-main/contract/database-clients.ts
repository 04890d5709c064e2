import type { ConnectionView } from './database-view.ts';

/** A program that opens a database: what to do there, and the text that it takes. No text holds a password. */
export type DatabaseClient = { readonly name: string; readonly how: string; readonly text: string };

const titles: Readonly<Record<ConnectionView['scheme'], string>> = {
  postgresql: 'PostgreSQL',
  mysql: 'MySQL',
  mongodb: 'MongoDB',
  redis: 'Redis',
  tcp: 'TCP',
};

/** As programs take it: `postgresql://app@127.0.0.1:5432/shop`. The password is asked for by whoever opens it. */
export function addressOf({ scheme, host, port, user, database }: ConnectionView): string {
  const who = user === null ? '' : `${encodeURIComponent(user)}@`;
  const what = database === null ? '' : `/${encodeURIComponent(database)}`;
  return `${scheme}://${who}${host.includes(':') ? `[${host}]` : host}:${port}${what}`;
}

/** What common programs need to open it. `name`: how it is to be called there. */
export function databaseClients(connection: ConnectionView, name: string): readonly DatabaseClient[] {
  const { scheme } = connection;
  const address = addressOf(connection);
  const own = scheme === 'postgresql' ? postgres(connection, name) : [];
  return [
    ...own,
    ...(scheme === 'mongodb' || scheme === 'redis' || scheme === 'tcp' ? [] : sql(connection, name)),
    {
      name: 'Any other',
      how: 'Paste the address; the password is asked for there.',
      text: address,
    },
  ];
}

function postgres(connection: ConnectionView, name: string): readonly DatabaseClient[] {
  const { host, port, user, database } = connection;
  const server = {
    Name: name,
    Group: 'Servers',
    Host: host,
    Port: port,
    MaintenanceDB: database ?? 'postgres',
    Username: user ?? 'postgres',
    SSLMode: 'prefer',
  };
  return [
    { name: 'psql', how: 'Run it; psql asks for the password.', text: `psql "${addressOf(connection)}"` },
    {
      name: 'pgAdmin',
      how: 'Keep it as a file, then: Tools, Import/Export Servers.',
      text: JSON.stringify({ Servers: { '1': server } }, null, 2),
    },
  ];
}

function sql(connection: ConnectionView, name: string): readonly DatabaseClient[] {
  const { scheme, host, port, user, database } = connection;
  const jdbc = `jdbc:${scheme}://${host}:${port}/${database ?? ''}`;
  const parts = [
    `driver=${scheme}`,
    `name=${name}`,
    `host=${host}`,
    `port=${port}`,
    ...(database === null ? [] : [`database=${database}`]),
    ...(user === null ? [] : [`user=${user}`]),
    'save=false',
    'connect=true',
  ];
  const tools = {
    'sqltools.connections': [
      {
        name,
        driver: scheme === 'postgresql' ? 'PostgreSQL' : 'MySQL',
        server: host,
        port,
        ...(database === null ? {} : { database }),
        ...(user === null ? {} : { username: user }),
        askForPassword: true,
      },
    ],
  };
  return [
    {
      name: 'DBeaver',
      how: 'Run it; DBeaver asks for the password.',
      text: `dbeaver -con "${parts.join('|')}"`,
    },
    { name: 'DataGrip', how: `New data source, ${titles[scheme]}, URL.`, text: jdbc },
    {
      name: 'TablePlus',
      how: 'Open this address; TablePlus takes it and asks for the password.',
      text: addressOf(connection),
    },
    {
      name: 'VS Code',
      how: 'With the extension SQLTools: into settings.json.',
      text: JSON.stringify(tools, null, 2),
    },
  ];
}
