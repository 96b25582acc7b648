// Open, closed or unknown, worked out from the hours that were kept: minutes after the moment of keeping.
import { filled } from "./elements.js";

const NOBODY_KNOWS = -1;
const MINUTES_A_DAY = 1440;

/** {state, words} of a place at a moment (seconds since 1970). `sentences` have {time} and {day} in them. */
export function openingAt(guide, number, seconds, sentences) {
  const minute = (seconds - guide.made) / 60;
  const spans = guide.spans[guide.open[number]];
  if (guide.open[number] === NOBODY_KNOWS || minute < 0 || minute >= guide.minutes) return { state: "unknown", words: sentences.unknown };
  for (let at = 0; at < spans.length; at += 2) {
    if (minute < spans[at]) return { state: "closed", words: opens(guide, spans[at], seconds, sentences) };
    if (minute < spans[at + 1]) return { state: "open", words: closes(guide, spans[at + 1], minute, sentences) };
  }
  return { state: "closed", words: sentences.closed };
}

/** What closes a day from now, or after the hours run out, is simply open. */
function closes(guide, until, minute, { open, closesAt }) {
  return until >= guide.minutes || until - minute > MINUTES_A_DAY ? open : filled(closesAt, { time: clock(guide, until) });
}

function opens(guide, from, seconds, { opensAt, opensTomorrow, opensOn }) {
  const days = dayOf(guide.made + from * 60) - dayOf(seconds);
  const day = say(guide.made + from * 60, { weekday: "long" });
  return filled([opensAt, opensTomorrow][days] ?? opensOn, { time: clock(guide, from), day });
}

function clock(guide, minute) {
  return say(guide.made + minute * 60, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
}

/** The number of the day in Belgium. */
function dayOf(seconds) {
  const [year, month, day] = new Intl.DateTimeFormat("sv", { timeZone: "Europe/Brussels" }).format(new Date(seconds * 1000)).split("-");
  return Date.UTC(year, month - 1, day) / 86_400_000;
}

function say(seconds, form) {
  return new Intl.DateTimeFormat(document.documentElement.lang, { ...form, timeZone: "Europe/Brussels" }).format(new Date(seconds * 1000));
}
