/** The 105 units of the sample year 2019 and the eighteen counters of the first; names are invented after the usual pattern. */
import type { DossierPublicDetail } from '../dossier-row.ts';
import { vi } from './text/vi.ts';

export type UnitLevel = 'province' | 'district' | 'commune';

/** Who gives out codes: a department's counter in the provincial centre, a district desk or a commune desk. */
export interface Desk2019 {
  readonly prefix: string;
  readonly level: UnitLevel;
  readonly name: string;
  readonly weight: number; // share of its level's dossiers
  readonly detail: DossierPublicDetail;
  readonly lateDetail: DossierPublicDetail;
}

/** One of the 105 units; the provincial centre has eighteen desks, every other unit one. */
export interface Unit2019 {
  readonly name: string;
  readonly level: UnitLevel;
  readonly desks: readonly Desk2019[];
}

const two = (n: number): string => String(n).padStart(2, '0');

function desk(prefix: string, level: UnitLevel, name: string, weight: number): Desk2019 {
  const unit = { vi: name };
  return { prefix, level, name, weight, detail: { unit }, lateDetail: { unit, answers: unit } };
}

// Land, business registration, transport, justice and police receive most; the shares are invented.
const departmentWeights = [1, 3, 14, 12, 2, 6, 5, 16, 5, 2, 6, 2, 1, 3, 8, 2, 24];
const policeWeight = 14;
const districtsCount = 9;
const communesCount = 95;

function makeUnits(): Unit2019[] {
  const departments = vi.departments.map((name, i) =>
    desk(`000.00.${two(i + 1)}.H53`, 'province', name, departmentWeights[i] ?? 1),
  );
  const police = desk('000.00.18.H53', 'province', vi.police, policeWeight);
  const units: Unit2019[] = [
    { name: vi.provincialCentre, level: 'province', desks: [...departments, police] },
  ];
  for (let i = 0; i < districtsCount; i++) {
    const name = i === 0 ? vi.city : vi.district(i);
    const desks = [desk(`000.00.${21 + i}.H53`, 'district', name, i === 0 ? 18 : 8 + ((i * 5) % 7))];
    units.push({ name, level: 'district', desks });
  }
  for (let i = 0; i < communesCount; i++) {
    const name = vi.commune(i + 1);
    const prefix = `000.${two(Math.floor(i / districtsCount) + 1)}.${21 + (i % districtsCount)}.H53`;
    units.push({ name, level: 'commune', desks: [desk(prefix, 'commune', name, 4 + ((i * 7) % 9))] });
  }
  return units;
}

export const units2019: readonly Unit2019[] = makeUnits();
export const desks2019: readonly Desk2019[] = units2019.flatMap(({ desks }) => desks);
