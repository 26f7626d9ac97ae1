/** Every bound of the system with its unit and its reason; it knows no behaviour. Source: the wire protocol, sections 1-8 of docs/wire.md. */

const KIB = 1024;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const limits = {
  // Wire sizes, bytes
  packetBytesMax: 64 * KIB, // one MQTT packet; the WebSocket frame is capped a little above it
  requestBytesMax: 2 * KIB, // time, dossier question
  helloBytesMax: 10 * KIB, // a hello lists up to 32 epochs of four lanes: a device that forked often must still come online
  helloEpochsMax: 32,
  answerBytesMax: 4 * KIB,
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
  outboxRatingsMax: 1_000_000,
  outboxFullShare: 0.8, // of the allowed space: a fault is raised, then P3 and the oldest P2 are dropped
  outboxRestRowsMax: 20_000, // rows of P2 and P3 together before the oldest are dropped
  receiptedRowsKept: 50_000,
  ballastBytes: 8 * KIB * KIB, // freed on the first QuotaExceededError
  undoWindowMsMax: 10 * SECOND,
  settleAgainMs: 10 * SECOND, // a held row that the store would not settle is tried again after it
  mirrorWaitMs: SECOND, // a thanked rating is mirrored within this time
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
  codesPerDay: 300,
  missesMax: 8,
  consecutiveMax: 5,
  missWindowMs: 10 * MINUTE,
  missPauseMs: 5 * MINUTE,
  typedAnswerMs: 700, // typed answers appear after it, found or not, cached or not
  publishesPerSecond: 20,
  publishesBurst: 100,
  helloEveryMs: 5 * SECOND,
  helloBurst: 5,
  connectsPerMinute: 20,
  connectWithinMs: 5 * SECOND, // a socket that has not said CONNECT by then is closed
  unauthenticatedPerAddress: 3,
  twinWindowMs: 60 * SECOND,
  twinPauseMs: 10 * MINUTE,
  // Centre
  intakeQueueEventsMax: 20_000, // events read and not yet committed, about 30 MB; beyond it E_BUSY
  intakeCommitEventsMax: 4_000, // in one transaction, so that a commit never holds the process longer than about 50 ms
  receiptLanesMax: 64, // lanes in one receipt, as the contract says
  busyRetryMs: 2 * SECOND, // named with E_BUSY and E_DB
  laneRunsMax: 1_000, // runs of one lane with holes between them; a device sends its oldest rows first and has few
  laneLinesKept: 20_000, // lanes whose line stays in the centre's memory
  socketsWaitingPerAddress: 64, // sockets that wait until fewer than three others have yet to say who they are
  slowSocketMs: 10 * SECOND, // a socket that takes nothing for so long is closed
  liveClientsMax: 20, // boards listening at once
  liveNoticeEveryMs: 500, // change notices to a board, at most
  livePingMs: 15 * SECOND, // a comment, so that a dead board is noticed
  statusSaveEveryMs: 60 * SECOND, // latest heartbeats are written together
  silentMs: 3 * MINUTE, // no heartbeat for so long in opening hours: alarm silent
  samplesRenewMs: HOUR, // sample dossiers are dated anew
  byCounterGroup: 5, // ratings of a counter are shown in groups of so many
  byCounterDelayMs: HOUR, // and not sooner
  enrolAnswerMs: 300, // every refusal of a code takes so long, whatever its reason
  apiBodyBytesMax: 512 * KIB, // one packed site
  quarantinePageMax: 200, // entries listed at once
  // Status cache
  cacheAmberMs: 30 * MINUTE,
  cacheHideMs: 72 * HOUR,
  cacheWipeMs: 7 * DAY,
  cacheRowsMax: 20_000,
  cacheSweepRows: 1_000, // oldest answers looked at in one sweep, once a minute
  // Screens
  idleAnswerMs: 45 * SECOND,
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
  wedgeGapMs: 100, // silence that ends a scan
  wedgeLineMs: 1_500, // keys with no longer pause between them are one line: a scanner that waits for a busy page stutters
  wedgeKeyMsMax: 55, // average per character above which a person is typing
  wedgeCharsMin: 6,
  wedgeCharsMax: 512, // as symbolCharsMax: a hand scanner also reads links out of QRs
  wedgeBurstMs: 8 * SECOND,
  sameCodeWithinMs: 1_500, // two agreeing looks
  emptyViewMs: 1_500, // no symbol for so long: what was held there has been taken away
  foreignSymbolMs: 1_500, // a symbol that is no dossier code, and no code beside it for so long
  lookEveryMs: 100, // pace of the camera's looks
  lookWaitMs: 4 * SECOND, // a look not answered by then: the decode worker is replaced
  frameWaitMs: 5 * SECOND, // no new camera frame for so long: the camera is opened anew
  cameraRetryMs: 5 * SECOND, // first wait before a lost or missing camera is tried again; doubles
  cameraRetryMaxMs: 60 * SECOND,
  farewellMs: 3 * SECOND, // thanks after a visit
  // Site files (device-config)
  siteFileBytesMax: 512 * KIB, // about ten times the largest province
  siteFileAliasesMax: 2_000, // YAML aliases; more is a bomb, not a file
  // Board
  boardEveryMs: 15 * SECOND, // fetched again even when no notice came
  boardGatherMs: 500, // notices within it lead to one fetch
  boardStaleMs: 45 * SECOND, // figures older than that say so
  boardShareMin: 30, // fewer ratings than that show no percentages
  // Enrolment
  enrolCodeMs: DAY,
  enrolTriesPerHour: 20,
  // Clock floor: no stated time before it or after it is a date we believe
  dossierDateFloor: '2018-06-01',
} as const;
