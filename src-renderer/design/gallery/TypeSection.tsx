import { Row, Section } from './Section.tsx';

const types = [
  'display',
  'title',
  'heading',
  'strong',
  'body',
  'small',
  'caption',
  'code',
  'code-small',
] as const;
const surfaces = ['window', 'sunken', 'raised', 'hover', 'pressed', 'selected', 'inverse'] as const;
const texts = ['text', 'text-muted', 'text-faint', 'text-disabled', 'text-link'] as const;

/** The type scale and the planes. */
export function TypeSection() {
  return (
    <Section name="Type and surfaces">
      {types.map((type) => (
        <Row key={type} name={type}>
          <span style={{ font: `var(--type-${type})` }}>All six services are green in 2.1 s, port 8000</span>
        </Row>
      ))}
      <Row name="text">
        {texts.map((role) => (
          <span key={role} style={{ color: `var(--${role})` }}>
            {role}
          </span>
        ))}
      </Row>
      <Row name="surfaces">
        {surfaces.map((surface) => (
          <span
            key={surface}
            className="gallery-swatch"
            style={{
              background: `var(--surface-${surface})`,
              color: surface === 'inverse' ? 'var(--text-inverse)' : undefined,
            }}
          >
            {surface}
          </span>
        ))}
      </Row>
    </Section>
  );
}
