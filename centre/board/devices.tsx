/** Every device in one table that sorts by any column; simulated ones only when asked for. */
import { useState } from 'preact/hooks';
import type { Fleet, FleetDevice } from '../../shared/contract/board-api.ts';
import { type DeviceColumn, type DeviceOrder, depthOf, deviceColumns, sortDevices } from './figures.ts';
import { Wide } from './wide.tsx';
import type { BoardWords } from './words.ts';

interface DevicesProps {
  readonly words: BoardWords;
  readonly fleet: Fleet;
}

const figureColumns: readonly DeviceColumn[] = ['depth', 'unmirrored', 'cfgver'];

export function Devices({ words, fleet }: DevicesProps) {
  const [order, setOrder] = useState<DeviceOrder>({ column: 'online', isDescending: false });
  const [withSimulated, setWithSimulated] = useState(false);
  const simulated = fleet.devices.filter((device) => device.simulated).length;
  const shown = fleet.devices.filter((device) => withSimulated || !device.simulated);
  const sortBy = (column: DeviceColumn): void =>
    setOrder({ column, isDescending: order.column === column && !order.isDescending });
  return (
    <>
      {simulated > 0 && (
        <label class="check">
          <input
            type="checkbox"
            checked={withSimulated}
            onChange={(event) => setWithSimulated(event.currentTarget.checked)}
          />{' '}
          {words.say('devices.simulated', { n: words.count(simulated) })}
        </label>
      )}
      {shown.length === 0 ? (
        <p class="quiet">{words.say('devices.none')}</p>
      ) : (
        <Wide>
          <table class="devices">
            <caption class="only-heard">{words.say('devices.title')}</caption>
            <thead>
              <tr>
                {deviceColumns.map((column) => (
                  <Head key={column} words={words} column={column} order={order} onSort={sortBy} />
                ))}
              </tr>
            </thead>
            <tbody>
              {sortDevices(shown, order).map((device) => (
                <DeviceRow key={device.id} words={words} device={device} now={fleet.asOf} />
              ))}
            </tbody>
          </table>
        </Wide>
      )}
    </>
  );
}

interface HeadProps {
  readonly words: BoardWords;
  readonly column: DeviceColumn;
  readonly order: DeviceOrder;
  readonly onSort: (column: DeviceColumn) => void;
}

function Head({ words, column, order, onSort }: HeadProps) {
  const isSorted = order.column === column;
  const direction = order.isDescending ? 'descending' : 'ascending';
  return (
    <th
      scope="col"
      class={figureColumns.includes(column) ? 'figure' : undefined}
      aria-sort={isSorted ? direction : undefined}
    >
      <button type="button" class="sort" onClick={() => onSort(column)}>
        {words.say(`devices.column.${column}`)}
        <span aria-hidden="true">{isSorted ? (order.isDescending ? '↓' : '↑') : '↕'}</span>
      </button>
    </th>
  );
}

/** What a kiosk could answer without the centre, and how old it is. */
function Book({ words, book, now }: Pick<DeviceRowProps, 'words' | 'now'> & Pick<FleetDevice, 'book'>) {
  if (book === null) return null;
  const rows = words.count(book.rows);
  return (
    <span class="note book">
      {book.syncedMs === null
        ? words.say('devices.bookNotWhole', { rows })
        : words.say('devices.book', { rows, age: words.age(now - book.syncedMs, now) })}
    </span>
  );
}

interface DeviceRowProps {
  readonly words: BoardWords;
  readonly device: FleetDevice;
  readonly now: number;
}

function DeviceRow({ words, device, now }: DeviceRowProps) {
  const unknown = <span class="quiet">{words.say('devices.unknown')}</span>;
  const counted = (n: number | null) => (n === null ? unknown : words.count(n));
  return (
    <tr>
      <th scope="row">
        {device.id}
        <span class="note">
          {' '}
          {words.say(`devices.${device.app}`)}
          {device.simulated && ` · ${words.say('devices.isSimulated')}`}
        </span>
        <Book words={words} book={device.book} now={now} />
      </th>
      <td>
        {device.site}
        {device.counter !== null && ` · ${device.counter}`}
      </td>
      <td>
        <Online words={words} device={device} />
      </td>
      <td>
        {device.lastSeen === null ? (
          <span class="quiet">{words.say('devices.never')}</span>
        ) : (
          <span title={words.moment(device.lastSeen)}>{words.age(device.lastSeen, now)}</span>
        )}
      </td>
      <td class="figure">{counted(device.depth === null ? null : depthOf(device))}</td>
      <td class="figure">{counted(device.unmirrored)}</td>
      <td>
        {device.alarms.length === 0 ? (
          <span class="quiet">{words.say('devices.alarmsNone')}</span>
        ) : (
          device.alarms.map((alarm) => words.name('alarm', alarm.name)).join('; ')
        )}
      </td>
      <td>{device.appver ?? unknown}</td>
      <td class="figure">{counted(device.cfgver)}</td>
    </tr>
  );
}

/** Ready, and heard by the centre lately; never told by colour alone. */
function Online({ words, device }: { readonly words: BoardWords; readonly device: FleetDevice }) {
  if (device.revoked) return <span class="quiet">{words.say('devices.revoked')}</span>;
  return (
    <span class="online" data-online={device.online}>
      <span class="dot" aria-hidden="true" />
      {words.say(device.online ? 'devices.online' : 'devices.offline')}
    </span>
  );
}
