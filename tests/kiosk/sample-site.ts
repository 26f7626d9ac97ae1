/** A plainly invented site, and one answer per status, for tests of the screens. */
import * as v from 'valibot';
import type { DossierAnswer } from '../../shared/contract/dossier.ts';
import { type DeviceConfig, deviceConfig } from '../../shared/contract/site-config.ts';

const week = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, [['07:00', '11:30']]]);

export const sampleConfig: DeviceConfig = v.parse(deviceConfig, {
  version: 1,
  device: 'kiosk-mau-1',
  app: 'kiosk',
  counter: null,
  site: {
    schema: 1,
    version: 1,
    demo: true,
    centre: {
      name: {
        vi: 'Trung tâm Phục vụ hành chính công phường Mẫu Đông Hưng Thuận',
        en: 'Public Administration Service Centre of Sample Ward',
      },
      agency: {
        vi: 'Ủy ban nhân dân phường Mẫu Đông Hưng Thuận',
        en: "The People's Committee of Sample Ward",
      },
    },
    site: { id: 'phuong-mau', name: { vi: 'Phường Mẫu' } },
    hotline: { number: '1900 0000', hours: { vi: 'giờ hành chính', en: 'office hours' } },
    letterUnit: { vi: 'Bộ phận theo dõi hồ sơ trễ hẹn (mẫu)', en: 'the late-dossier unit' },
    guideDesk: { vi: 'quầy hướng dẫn cạnh cửa vào', en: 'the guide desk beside the entrance' },
    counters: [{ id: 'quay-1', number: '1', name: { vi: 'Quầy 1' } }],
    scale: {
      id: 'hai-long-3',
      version: 1,
      levels: [
        { id: 'a', label: { vi: 'Rất hài lòng' }, polarity: 'positive' },
        { id: 'b', label: { vi: 'Bình thường' }, polarity: 'neutral' },
      ],
    },
    hours: { week: Object.fromEntries(week) },
    units: [
      ['H56.14', 'Phường Mẫu Đông Hưng Thuận'],
      ['H56.15', 'Xã Mẫu Tân Thạnh'],
      ['H56.16', 'Xã Mẫu Long Thuận'],
      ['H56.17', 'Phường Mẫu Ninh Thạnh'],
      ['H56.18.02', 'Sở Nông nghiệp và Môi trường (mẫu)'],
      ['000.00.17.H53', 'Sở Tài nguyên và Môi trường (mã cũ, mẫu)'],
      ['H56.20', 'Xã Mẫu Phước Chỉ'],
    ].map(([prefix, name]) => ({ prefix, name: { vi: name } })),
    secretParameter: 'matra',
    handOff: [
      {
        name: { vi: 'Cổng Dịch vụ công quốc gia', en: 'National Public Service Portal' },
        url: 'https://dichvucong.gov.vn/',
      },
      { name: { vi: 'Đường dây nóng', en: 'Hotline' }, url: 'tel:19000000' },
    ],
    kiosk: { panel: { pxPerMm: 3.2, viewingMm: 600 } },
    tablet: { panel: { pxPerMm: 5.9, viewingMm: 400 }, undoWindowMs: 0 },
  },
});

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** 21/11/2026 08:15 in Asia/Ho_Chi_Minh. */
export const sampleNow = Date.UTC(2026, 10, 21, 1, 15);

const base: DossierAnswer = {
  status: 'in-progress',
  timing: 'on-time',
  unit: { vi: 'Văn phòng đăng ký đất đai, Sở Nông nghiệp và Môi trường', en: 'Land registration office' },
  since: sampleNow - 6 * DAY,
  received: sampleNow - 9 * DAY,
  due: sampleNow + 20 * DAY,
  asOf: sampleNow - 5 * 60_000,
};
const desk = { vi: 'quầy số 3, tầng 1 (7 giờ đến 11 giờ 30)', en: 'counter 3, ground floor' };

export const sampleAnswers = {
  accepted: { ...base, status: 'accepted', unit: { vi: 'Bộ phận Một cửa phường Mẫu' } },
  'in-progress': base,
  early: { ...base, timing: 'early' },
  paused: { ...base, timing: 'paused' },
  supplement: {
    ...base,
    status: 'supplement',
    timing: 'paused',
    desk,
    papers: [{ vi: 'bản sao căn cước' }, { vi: 'giấy ủy quyền có chứng thực' }],
  },
  pay: {
    ...base,
    status: 'pay',
    desk,
    pay: { what: { vi: 'lệ phí trước bạ' }, where: { vi: 'quầy số 7 hoặc bưu điện' } },
  },
  ready: { ...base, status: 'ready', timing: 'early', desk },
  'by-post': { ...base, status: 'ready', byPost: true },
  'handed-over': { ...base, status: 'handed-over' },
  stopped: { ...base, status: 'stopped', desk },
  withdrawn: { ...base, status: 'withdrawn' },
  unknown: { ...base, status: 'unknown' },
  late: {
    ...base,
    timing: 'late',
    due: sampleNow - 4 * DAY,
    newDue: sampleNow + 6 * DAY,
    lateReason: 'waiting-other-agency',
    answers: { vi: 'Sở Nông nghiệp và Môi trường (mẫu)' },
  },
  private: {
    ...base,
    private: {
      title: { vi: 'Đăng ký biến động quyền sử dụng đất' },
      maskedName: 'N*** V** M**',
      timeline: [
        {
          unit: { vi: 'Bộ phận Một cửa phường Mẫu' },
          from: sampleNow - 9 * DAY,
          to: sampleNow - 8 * DAY,
        },
        {
          unit: { vi: 'Chi cục Thuế khu vực (mẫu)' },
          name: { vi: 'Xác định nghĩa vụ tài chính' },
          from: sampleNow - 8 * DAY,
          to: sampleNow - 6 * DAY,
        },
        { unit: base.unit, name: { vi: 'Thẩm định hồ sơ' }, from: sampleNow - 6 * DAY, to: null },
      ],
    },
  },
} as const satisfies Record<string, DossierAnswer>;
