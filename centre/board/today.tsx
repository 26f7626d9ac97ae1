/** Today in four numbers, each with what it is a part of, and the alarms first by name. */
import type { Fleet, RatingsByCounter, RatingsSummary } from '../../shared/contract/board-api.ts';
import type { BoardFigures } from './feed.ts';
import { type FleetTotals, totalsOf } from './figures.ts';
import { momentOf, Part } from './part.tsx';
import type { BoardWords } from './words.ts';

interface TodayProps {
  readonly words: BoardWords;
  readonly figures: BoardFigures;
  readonly now: number;
}

export function Today({ words, figures, now }: TodayProps) {
  const { fleet, today, counters } = figures;
  const day = today.value?.from;
  const title =
    day === undefined ? words.say('today.titlePlain') : words.say('today.title', { day: words.day(day) });
  return (
    <Part
      id="today"
      title={title}
      words={words}
      figures={fleet}
      now={now}
      asOf={(value) => value.asOf}
      show={(value) => (
        <>
          <ul class="numbers">
            <RatingsNumber words={words} today={today.value} counters={counters.value} fleet={value} />
            <FleetNumbers words={words} totals={totalsOf(value)} />
          </ul>
          <Alarms words={words} fleet={value} />
        </>
      )}
    />
  );
}

interface NumberProps {
  readonly value: string;
  readonly name: string;
  readonly of: string;
  readonly mark?: 'attention' | undefined;
  readonly asOf?: string;
}

function NumberCard({ value, name, of, mark, asOf }: NumberProps) {
  return (
    <li class="number" data-mark={mark}>
      <p class="number-value">
        <strong>{value}</strong> {name}
      </p>
      <p class="number-of">{of}</p>
      {asOf !== undefined && <p class="number-of">{asOf}</p>}
    </li>
  );
}

interface RatingsNumberProps {
  readonly words: BoardWords;
  readonly today: RatingsSummary | undefined;
  readonly counters: RatingsByCounter | undefined;
  readonly fleet: Fleet;
}

function RatingsNumber({ words, today, counters, fleet }: RatingsNumberProps) {
  const name = words.say('today.ratings');
  if (today === undefined || counters === undefined) {
    return <NumberCard value="–" name={name} of={words.say('state.loading')} />;
  }
  const rated = counters.counters.filter((counter) => counter.total > 0).map(placeOf);
  const tablets = fleet.devices.filter((device) => device.app === 'tablet' && !device.revoked);
  const places = new Set([...tablets.filter((device) => !device.simulated).map(placeOf), ...rated]);
  const of =
    today.total === 0
      ? words.say('today.ratingsNone')
      : words.say('today.ratingsOf', { with: words.count(rated.length), all: words.count(places.size) });
  const at = momentOf(today.asOf);
  const asOf = at === null ? {} : { asOf: words.say('asOf.line', { moment: words.moment(at) }) };
  return <NumberCard value={words.count(today.total)} name={name} of={of} {...asOf} />;
}

const placeOf = (each: { readonly site: string; readonly counter: string | null }): string =>
  `${each.site} ${each.counter ?? ''}`;

function FleetNumbers({ words, totals }: { readonly words: BoardWords; readonly totals: FleetTotals }) {
  const all = words.count(totals.devices);
  const told = words.count(totals.told);
  const simulated =
    totals.simulated === 0 ? '' : `. ${words.say('today.simulated', { n: words.count(totals.simulated) })}`;
  const online = totals.devices === 0 ? words.say('today.devicesNone') : words.say('today.onlineOf', { all });
  const waiting =
    totals.oldestMs === null
      ? words.say('today.waitingNone', { told, all })
      : words.say('today.waitingOf', { told, all, oldest: spanOf(words, totals.oldestMs) });
  return (
    <>
      <NumberCard
        value={words.count(totals.online)}
        name={words.say('today.online')}
        of={`${online}${simulated}`}
        mark={totals.online < totals.devices ? 'attention' : undefined}
      />
      <NumberCard value={words.count(totals.waiting)} name={words.say('today.waiting')} of={waiting} />
      <NumberCard
        value={words.count(totals.alarms)}
        name={words.say('today.alarms')}
        of={words.say('today.alarmsOf', { with: words.count(totals.alarmed), all })}
        mark={totals.alarms > 0 ? 'attention' : undefined}
      />
    </>
  );
}

function spanOf(words: BoardWords, ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return words.say('span.short');
  if (minutes < 60) return words.say('span.minutes', { n: minutes });
  const hours = Math.floor(minutes / 60);
  return hours < 48
    ? words.say('span.hours', { n: hours })
    : words.say('span.days', { n: words.count(Math.floor(hours / 24)) });
}

function Alarms({ words, fleet }: { readonly words: BoardWords; readonly fleet: Fleet }) {
  const raised = fleet.devices
    .filter((device) => !device.revoked)
    .flatMap((device) => device.alarms.map((alarm) => ({ device: device.id, ...alarm })))
    .sort((a, b) => a.since - b.since);
  if (raised.length === 0) return <p class="quiet">{words.say('alarms.none')}</p>;
  return (
    <div class="alarms">
      <h3>{words.say('alarms.title')}</h3>
      <ul>
        {raised.map((alarm) => (
          <li key={`${alarm.device} ${alarm.name}`}>
            <strong>{alarm.device}</strong>: {words.name('alarm', alarm.name)}{' '}
            <span class="quiet">
              {words.say('alarms.since', { moment: words.moment(alarm.since) })}
              {alarm.detail !== undefined && ` · ${alarm.detail}`}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
