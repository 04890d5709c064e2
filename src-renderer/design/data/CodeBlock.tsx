import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from '../actions/IconButton.tsx';
import './CodeBlock.css';

export type CodeBlockProps = {
  readonly code: string;
  /** What the text is, for example "Compose command". */
  readonly label: string;
  readonly copyable?: boolean;
  /** Breaks long lines instead of scrolling. */
  readonly wrap?: boolean;
};

/** Text for machines: commands, output, files. */
export function CodeBlock({ code, label, copyable = true, wrap = false }: CodeBlockProps) {
  return (
    <figure className="code" aria-label={label}>
      <pre data-wrap={wrap || undefined} tabIndex={0}>
        <code>{code}</code>
      </pre>
      {copyable && <CopyButton text={code} />}
    </figure>
  );
}

/** Milliseconds the tick stays after copying. */
const tickMs = 1_600;

function CopyButton({ text }: { readonly text: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), tickMs);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <IconButton
      size="small"
      label={copied ? 'Copied' : 'Copy'}
      icon={copied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
      onClick={copy}
    />
  );
}
