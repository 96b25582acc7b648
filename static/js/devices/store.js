// What a phone behind a counter keeps: its key, what it knows, and what it did without reception. One database for each counter.

const STORES = ["self", "queue", "tries", "taken"];
const KEYS = { queue: "sequence" };

export const counter = /\/counter\/([^/]+)/.exec(location.pathname)?.[1] ?? "";
export const counterAddress = `${location.pathname.split("/counter/")[0]}/counter/${counter}`;

let opened;

function open() {
  opened ??= new Promise((done, failed) => {
    const asked = indexedDB.open(`counter-${counter}`, 1);
    asked.onupgradeneeded = () => {
      for (const name of STORES) asked.result.createObjectStore(name, KEYS[name] ? { keyPath: KEYS[name] } : undefined);
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  }).then(heedClosing, (error) => {
    opened = undefined;
    throw error;
  });
  return opened;
}

/** A phone that slept, or ran out of room, may have closed it: the next who asks opens it again. */
function heedClosing(database) {
  database.onclose = () => (opened = undefined);
  return database;
}

async function transaction(names, ...how) {
  try {
    return (await open()).transaction(names, ...how);
  } catch (error) {
    if (error.name !== "InvalidStateError") throw error;
    opened = undefined;
    return (await open()).transaction(names, ...how);
  }
}

/** Do something with some stores; it is on the disk when this is over, all of it or nothing. */
export async function act(names, deed) {
  const writing = await transaction(names, "readwrite", { durability: "strict" });
  return new Promise((done, failed) => {
    writing.oncomplete = () => done();
    writing.onerror = writing.onabort = ({ target }) => failed(target.error ?? writing.error);
    deed(...names.map((name) => writing.objectStore(name)));
  });
}

export async function kept(name, key) {
  return asked((await transaction(name)).objectStore(name).get(key));
}

export async function all(name, most) {
  return asked((await transaction(name)).objectStore(name).getAll(null, most));
}

export async function count(name) {
  return asked((await transaction(name)).objectStore(name).count());
}

export function keep(name, value, key) {
  return act([name], (rows) => rows.put(value, key));
}

/** One at a time, in whatever tab: a chain has one end. */
export function alone(deed) {
  if (!navigator.locks) return deed();
  return navigator.locks.request(`counter-${counter}`, deed);
}

function asked(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
}
