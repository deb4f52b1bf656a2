/**
 * One at a time among processes: a lock file that a crashed holder cannot leave shut.
 * Knows nothing of what is done under the lock.
 */

import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const heartbeatEvery = 5_000;
/** A lock that nobody has touched for so long is stale, whoever its holder was. */
const staleAfter = 120_000;

/**
 * Runs `work` while holding the lock file `path`, and waits for it first where another process holds it.
 * A lock is stale when its holder is a dead process of this machine, or has not touched it for two minutes.
 *
 * @param onWait called once if there is something to wait for
 */
export async function withLock(path, work, onWait = () => {}) {
  mkdirSync(dirname(path), { recursive: true });
  const own = JSON.stringify({ host: hostname(), pid: process.pid, since: Date.now() });
  for (let waits = 0; !tryCreate(path, own); waits += 1) {
    if (!removeIfStale(path)) {
      if (waits === 0) onWait();
      await sleep(200);
    }
  }
  const heartbeat = setInterval(() => touch(path), heartbeatEvery);
  const release = () => {
    clearInterval(heartbeat);
    if (read(path) === own) rmSync(path, { force: true });
  };
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

function tryCreate(path, content) {
  try {
    writeFileSync(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** True if the lock went away or was removed because it was stale. */
function removeIfStale(path) {
  const seen = read(path);
  if (seen === null) return true;
  if (!isStale(path, seen)) return false;
  // Only one of several waiters can rename the file; whoever caught a fresh lock by mistake puts it back.
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (read(aside) !== seen) linkSync(aside, path);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
  return true;
}

function isStale(path, content) {
  const touched = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (Date.now() - touched > staleAfter) return true;
  const holder = parse(content);
  // A holder that has not finished writing its name is alive.
  return holder !== null && holder.host === hostname() && !isAlive(holder.pid);
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code !== 'ESRCH';
  }
}

function touch(path) {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // The lock was taken from a process that slept too long; the release will see that it is not ours.
  }
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
