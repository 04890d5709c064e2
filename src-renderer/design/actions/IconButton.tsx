import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import { Button, type ButtonProps } from './Button.tsx';
import './IconButton.css';

export type IconButtonProps = Omit<ButtonProps, 'children' | 'icon' | 'hint'> & {
  /** Its name: read aloud and shown as a tooltip. */
  readonly label: string;
  readonly icon: ReactNode;
  /** For a toggle: whether it is on. */
  readonly pressed?: boolean;
};

/** A square button that shows an icon alone. */
export function IconButton({ label, icon, pressed, className, variant = 'quiet', ...rest }: IconButtonProps) {
  return (
    <Button
      {...rest}
      variant={variant}
      icon={icon}
      hint={label}
      aria-label={label}
      aria-pressed={pressed}
      className={classNames('icon-button', className)}
    />
  );
}
