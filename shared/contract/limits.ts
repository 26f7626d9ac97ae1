/** Every bound that devices share, with the centre or among themselves, with its unit and its reason; it knows no behaviour. Source: docs/wire.md, sections 1-8. */

const KIB = 1024;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const limits = {
  // Wire sizes, bytes
  packetBytesMax: 64 * KIB, // one MQTT packet; the WebSocket frame is capped a little above it
  requestBytesMax: 2 * KIB, // time, dossier question
  helloEpochsMax: 32,
  eventBytesMax: 4 * KIB, // one event; a batch of one must always fit
  batchBytesMax: 16_000,
  batchEventsMax: 32,
  topicBytesMax: 128,
  jsonLevelsMax: 32, // of objects and lists in each other; some thousands would break whoever writes them out again
  codeCharsMax: 50, // a dossier code; a longer text is refused, not cut down to another code
  symbolCharsMax: 512, // a URL in a QR; what stands behind is not looked at
  // Outbox
  batchesInFlightMax: 4,
  receiptWaitMs: 5 * SECOND,
  backoffStartMs: SECOND,
  backoffMaxMs: 60 * SECOND,
  slotsPerOther: 8, // of eight slots in a batch one is offered to the lanes behind P0
  outboxFullShare: 0.8, // of the allowed space: a fault is raised, then P3 and the oldest P2 are dropped
  outboxRestRowsMax: 20_000, // rows of P2 and P3 together before the oldest are dropped
  receiptedRowsKept: 50_000,
  ballastBytes: 8 * KIB * KIB, // freed on the first QuotaExceededError
  undoWindowMsMax: 10 * SECOND,
  settleAgainMs: 10 * SECOND, // a held row that the store would not settle is tried again after it
  mirrorLinesMax: 200_000, // above it the mirror is written anew without receipted rows
  sweepEveryRows: 1_000, // receipts between two sweeps of the receipted rows
  deadLettersMax: 1_000,
  // Link
  dialWaitStartMs: 500,
  dialWaitMaxMs: 30 * SECOND,
  refusedWaitMinMs: 15 * SECOND,
  refusedWaitMaxMs: 60 * SECOND,
  loadAgainMs: 10 * SECOND, // a part of the app that could not be loaded is asked for again after it
  connectWaitMs: 8 * SECOND,
  dialWithinMs: 20 * SECOND, // loading the wire, CONNECT and SUBACK together; beyond it the dial has failed
  keepaliveSeconds: 20,
  silenceMs: 45 * SECOND, // no receipt, answer or beacon for so long: not online
  receiptWatchdogMs: 30 * SECOND, // outbox not empty and no receipt: a new client object
  helloWaitMs: 8 * SECOND,
  startSpreadMs: 5 * SECOND, // jitter of a birth that the beacon asks for again
  // Times
  beaconEveryMs: 15 * SECOND,
  heartbeatEveryMs: 60 * SECOND,
  timeEveryMs: 10 * MINUTE,
  timeSamplesMax: 8,
  wallJumpMs: 5 * SECOND, // wall against monotonic clock; more is a jump
  clockWrongMs: 10 * MINUTE, // an offset beyond it raises the alarm clock-wrong
  // Requests
  questionWaitMs: 4 * SECOND,
  questionTriesMax: 2,
  questionsPerMinute: 30,
  missesMax: 8,
  consecutiveMax: 5,
  missWindowMs: 10 * MINUTE,
  missPauseMs: 5 * MINUTE,
  helloEveryMs: 5 * SECOND,
  // Dossier sync
  syncUnitsMax: 2_000, // units named on the first page, as a site names them
  syncSourcesMax: 100, // one-stop systems of a province
  syncPageRowsMax: 2_000, // a page of 60 kB holds some hundred
  // Status cache
  cacheAmberMs: 30 * MINUTE,
  cacheHideMs: 72 * HOUR,
  cacheWipeMs: 7 * DAY,
  cacheRowsMax: 20_000, // answers kept because they were asked for; the synced copy has bookRowsMax
  cacheSweepRows: 1_000, // oldest answers looked at in one sweep, once a minute
  // Screens
  idleMs: 20 * SECOND,
  idleExtendMs: 30 * SECOND,
  idleExtendTimes: 10,
  pressAgainMs: 500, // a second identical press within it is ignored
  thanksMs: SECOND,
  thanksGraceMs: 30 * SECOND, // a held row whose thanks was never painted is settled as unthanked after it
  pressLockMs: 500,
  tapMsMin: 40, // a touch shorter than that is a splash or a ghost
  tapMsMax: 1_500, // a longer one is a hand that rests
  tapMoveMmMax: 10, // farther is a drag
  fingerLostMs: 10 * SECOND, // a finger whose lifting was never told is forgotten
  writeSlowMs: SECOND, // after it the tablet says in words that it is writing
  writeWaitMs: 10 * SECOND, // after it the tablet stops asking; a late write is still thanked
  pausedRetryStartMs: 5 * SECOND, // first look whether the store writes again
  pausedRetryMaxMs: 60 * SECOND,
  // Clock floor: no stated time before it or after it is a date we believe
  dossierDateFloor: '2018-06-01',
} as const;
