import { useState } from 'react';
import { databaseClients } from '../../../src-main/contract/database-clients.ts';
import type { ConnectionView } from '../../../src-main/contract/database-view.ts';
import { CodeBlock } from '../../design/data/CodeBlock.tsx';
import { Select } from '../../design/input/Select.tsx';
import { Panel } from '../../design/layout/Panel.tsx';
import { withCode } from '../problems/with-code.tsx';

export type ConnectProps = {
  readonly connection: ConnectionView | null;
  readonly service: string;
  /** How the connection is to be called. */
  readonly name: string;
};

/** What another program needs to open the database; the password is asked for there, and nowhere shown. */
export function Connect({ connection, service, name }: ConnectProps) {
  const clients = connection === null ? [] : databaseClients(connection, name);
  const [chosen, choose] = useState<string | null>(null);
  const client = clients.find((each) => each.name === chosen) ?? clients[0];
  return (
    <Panel
      title="Open in another program"
      actions={
        client !== undefined && (
          <Select
            label="Program"
            labelHidden
            size="small"
            value={client.name}
            options={clients.map((each) => ({ value: each.name, label: each.name }))}
            onChange={choose}
          />
        )
      }
    >
      {client === undefined ? (
        <p className="connect-how">
          {withCode(
            `${service} publishes no port: give it one on 127.0.0.1 in the Compose file. \`berth db shell\` opens the client that its image brings, without one.`,
          )}
        </p>
      ) : (
        <>
          <p className="connect-how">{client.how}</p>
          <CodeBlock label={`For ${client.name}`} code={client.text} wrap />
        </>
      )}
    </Panel>
  );
}
