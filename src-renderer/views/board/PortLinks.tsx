import type { ServiceView } from '../../../src-main/contract/view.ts';
import { publishedPorts } from './ports.ts';
import './PortLinks.css';

/** The published ports of a service; those a browser can open are links. */
export function PortLinks({ service }: { readonly service: ServiceView }) {
  const ports = publishedPorts(service);
  if (ports.length === 0) return <span className="ports-none">none</span>;
  return (
    <span className="ports">
      {ports.map(({ port, url, text }) =>
        url === null ? (
          <span key={port} title={text}>
            {port}
          </span>
        ) : (
          <a key={port} href={url} target="_blank" rel="noreferrer" title={text}>
            {port}
          </a>
        ),
      )}
    </span>
  );
}
