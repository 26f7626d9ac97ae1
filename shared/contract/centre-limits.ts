/** The bounds of the centre and of the officer's bench with unit and reason, apart so that no device carries them; it knows no behaviour. */

const KIB = 1024;
const MIB = 1024 * KIB;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const centreLimits = {
  // Wire sizes, bytes
  helloBytesMax: 10 * KIB, // a hello lists up to 32 epochs of four lanes: a device that forked often must still come online
  answerBytesMax: 4 * KIB,
  // Requests
  codesPerDay: 300,
  publishesPerSecond: 20,
  publishesBurst: 100,
  helloBurst: 5,
  callsPerMinute: 4, // of one device: a person who is asked to come once need not be asked more often
  connectsPerMinute: 20,
  connectWithinMs: 5 * SECOND, // a socket that has not said CONNECT by then is closed
  unauthenticatedPerAddress: 3,
  twinWindowMs: 60 * SECOND,
  twinPauseMs: 10 * MINUTE,
  // Dossier feed
  feedRowsMax: 150_000, // dossiers a kiosk holds; a larger province is told in part, the site's own units first
  feedFillRows: 135_000, // filled up to it where not all fits, so that the choice of units lasts
  feedPageBytesMax: 60_000,
  feedPageRowsMax: 700, // read for one page
  feedScanRows: 5_000, // looked at for one page where only some units are told
  feedCoverMs: HOUR, // units are counted anew after it
  syncPagesPerMinute: 120, // a device; 150,000 dossiers are about 300 pages
  syncPagesPerSecond: 50, // all devices together, about two fifths of a core; beyond it E_BUSY
  feedFinishedMs: 90 * DAY, // a dossier that is over stays on the kiosks so long
  feedGoneKeptMs: 14 * DAY, // what went is named so long; a kiosk that was away longer starts anew, and has wiped its copy by then
  feedTidyMs: 10 * MINUTE, // what has left the window by age is looked for
  feedTidyRows: 2_000, // that fall out of the window in one transaction
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
  samplesRenewMs: 10 * MINUTE, // sample dossiers are dated anew, well before what is known of them would count as old
  helpCallMs: 10 * MINUTE, // a call for help that nobody has answered by then ends by itself
  closedTasksMax: 200, // listed beside the open ones, newest first
  openTasksMax: 2_000, // of one centre; beyond it E_BUSY
  taskKeepMs: 90 * DAY, // a closed task, which holds no code any more, is deleted after it
  byCounterGroup: 5, // ratings of a counter are shown in groups of so many
  byCounterDelayMs: HOUR, // and not sooner
  enrolAnswerMs: 300, // every refusal of a code takes so long, whatever its reason
  apiBodyBytesMax: 512 * KIB, // one packed site
  quarantinePageMax: 200, // entries listed at once
  // Deliveries of dossiers (files and one-stop software)
  importFileBytesMax: 512 * MIB, // read as a stream; a province's whole year is about 60 MB
  importRowsMax: 500_000, // rows of one delivery, four times the largest year known
  importRowCharsMax: 64 * KIB, // one line; a longer one is a quote that was never closed
  importFaultsShown: 20, // bad lines printed in the terminal; all of them stand in --errors FILE
  importFaultsPerRow: 8, // columns named of one bad line
  importStageRows: 1_000, // rows staged in one commit, so that the centre is never held for long
  importSampleBytes: 256 * KIB, // of a file, to tell its encoding and separator
  pushBytesMax: 4 * MIB, // one batch of one-stop software
  pushRowsMax: 5_000,
  pushFaultsNamed: 200, // refused rows named in one answer; the rest are counted
  pushesPerMinute: 60, // of one token
  tokenFailuresPerMinute: 20, // of one address, before every token from it waits
  tokensMax: 200,
  sourcesMax: 50,
  openChangePercentMax: 20, // of a source's open dossiers; a delivery that closes, removes or turns more waits for an admin
  asOfAheadMs: 5 * MINUTE, // a delivery may not be truer than now, give or take two clocks
  deliveriesKept: 500, // decided deliveries listed, without their rows
  deliveryStuckMs: 2 * MINUTE, // a delivery that brings no row for so long is dropped
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
  // Procedure catalogue
  procedureFileBytesMax: 16 * KIB * KIB, // a CSV file, in UTF-16 too
  procedureFaultsMax: 200, // bad lines named at once
  procedureBodyBytesMax: 8 * KIB * KIB, // a whole catalogue, handed to a running centre
} as const;
