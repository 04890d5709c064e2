import { classNames } from '../class-names.ts';
import './Kbd.css';

export type KbdProps = {
  /** Keys joined by "+", for example `Ctrl+K`. */
  readonly keys: string;
  /** On an inverse plane, such as a tooltip. */
  readonly inverse?: boolean;
};

/** A keyboard shortcut, one cap a key. */
export function Kbd({ keys, inverse = false }: KbdProps) {
  return (
    <kbd className={classNames('kbd', inverse && 'kbd-inverse')}>
      {keys.split('+').map((key) => (
        <span key={key} className="kbd-key">
          {key}
        </span>
      ))}
    </kbd>
  );
}
