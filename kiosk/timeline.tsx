/** The steps of a dossier from top to bottom: where it was, where it is now in full width, and the day that was promised. */
import type { Card, Stage } from './card.ts';
import './timeline.css';

export function Timeline({ title, stages }: NonNullable<Card['timeline']>) {
  return (
    <section class="timeline">
      <h2>{title}</h2>
      <ol>
        {stages.map((stage) => (
          <Step key={`${stage.name ?? ''} ${stage.span}`} stage={stage} />
        ))}
      </ol>
    </section>
  );
}

function Step({ stage: { unit, name, span, time } }: { readonly stage: Stage }) {
  return (
    <li data-time={time} {...(time === 'now' ? { 'aria-current': 'step' as const } : {})}>
      {unit !== undefined && <strong>{unit}</strong>}
      {name !== undefined && <span>{name}</span>}
      <span class="timeline-span">{span}</span>
    </li>
  );
}
