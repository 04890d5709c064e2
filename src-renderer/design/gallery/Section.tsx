import type { ReactNode } from 'react';

/** One primitive on the gallery page: its name, and rows of its variants, sizes and states. */
export function Section({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <section className="gallery-section" aria-label={name} id={name.toLowerCase().replaceAll(' ', '-')}>
      <h2>{name}</h2>
      <div className="gallery-rows">{children}</div>
    </section>
  );
}

/** A row of specimens under a caption that names the variant. */
export function Row({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="gallery-row">
      <span className="gallery-caption">{name}</span>
      <div className="gallery-specimens">{children}</div>
    </div>
  );
}
