"""Reads the part of OpenStreetMap's opening_hours that shops use; the rest is not understood, never guessed.

Source: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification. Other than there, on purpose:
what a day opens past midnight stays open; days without times and rules that undo each other say nothing.
"""

from dataclasses import replace
from functools import lru_cache

from cityshop.places.hours import ALL_DAY, MINUTES_A_DAY, NOBODY_KNOWS, Hours, Rule, Spans
from cityshop.places.osm_days import dates, weekdays
from cityshop.places.osm_tokens import NotUnderstood, Tokens

LONGEST_TEXT = 1000
OFF = ("off", "closed")
MINUTES_AN_HOUR = 60
LATEST_END = 2 * MINUTES_A_DAY
OPEN_END = MINUTES_A_DAY + 8 * 60  # after "18:00+" nobody knows, until eight in the morning
NIGHT_ENDS = 6 * 60


@lru_cache(maxsize=4096)
def parse_hours(text: str) -> Hours | None:
    """The rules in an opening_hours value; None when any part of it is not understood."""
    if len(text) > LONGEST_TEXT:
        return None
    try:
        return _hours(Tokens(text))
    except NotUnderstood:
        return None


def _hours(tokens: Tokens) -> Hours:
    rules = [_rule(tokens)]
    while separator := tokens.took(",", ";"):
        if separator == ";" and (tokens.sees("||") or tokens.kind() == "end"):
            break
        rules.append(_further_rule(tokens, rules, adds=separator == ","))
    ask_first = tokens.took("||") and tokens.take("comment")
    tokens.finish()
    says_when = any(rule.intervals or (rule.perhaps and rule.perhaps != ALL_DAY) for rule in rules)
    if not says_when:
        raise NotUnderstood("never says when it is open")
    if not ask_first:
        return tuple(rules)
    return NOBODY_KNOWS + tuple(rule if rule.is_off else replace(rule, perhaps=ALL_DAY) for rule in rules)


def _further_rule(tokens: Tokens, earlier: list[Rule], *, adds: bool) -> Rule:
    if tokens.kind() in {"time", "always"} or tokens.sees(*OFF):
        raise NotUnderstood("without days it is unclear what becomes of the earlier rules")
    rule = replace(_rule(tokens), adds=adds)
    if not adds and _is_last_nights_tail(rule, earlier):
        raise NotUnderstood("to the letter this closes the rest of the day")
    return rule


def _is_last_nights_tail(rule: Rule, earlier: list[Rule]) -> bool:
    """Whether a rule such as `Sa-Su 00:00-02:00` overrides the hours of those days, which nobody means."""
    only_at_night = bool(rule.intervals) and all(end <= NIGHT_ENDS for _, end in rule.intervals)
    return only_at_night and any(set(rule.days) & set(other.days) for other in earlier)


def _rule(tokens: Tokens) -> Rule:
    if tokens.took("24/7"):
        return Rule(ALL_DAY)
    covered_dates = dates(tokens)
    days, public_holiday = weekdays(tokens)
    rule = Rule(days=days, public_holiday=public_holiday, dates=covered_dates)
    if tokens.took(*OFF):
        tokens.took_kind("comment")
        return rule
    return _with_times(rule, tokens)


def _with_times(rule: Rule, tokens: Tokens) -> Rule:
    intervals: Spans = ()
    perhaps: Spans = ()
    while tokens.kind() == "time":
        certain, uncertain = _span(tokens)
        intervals, perhaps = intervals + certain, perhaps + uncertain
        tokens.took_comma_before("time")
    if tokens.took_kind("comment"):
        return replace(rule, perhaps=tuple(sorted(set(intervals + perhaps))) or ALL_DAY)
    if not intervals and not perhaps:
        raise NotUnderstood("days without times")
    return replace(rule, intervals=tuple(sorted(set(intervals))), perhaps=tuple(sorted(set(perhaps))))


def _span(tokens: Tokens) -> tuple[Spans, Spans]:
    """Takes `09:00-18:00`, `18:00-24:00+` or `18:00+`: what is certain, and what is not."""
    start = _minutes(tokens.take("time"))
    if tokens.took("+"):
        return (), ((start, OPEN_END),)
    tokens.take("-")
    end = _end(start, _minutes(tokens.take("time")))
    return ((start, end),), ((end, OPEN_END),) if tokens.took("+") else ()


def _minutes(text: str) -> int:
    hour, minute = text.split(":")
    if int(minute) >= MINUTES_AN_HOUR:
        raise NotUnderstood(text)
    return int(hour) * MINUTES_AN_HOUR + int(minute)


def _end(start: int, end: int) -> int:
    if start >= MINUTES_A_DAY or end > LATEST_END or start == end != 0:
        raise NotUnderstood("no such time")
    return end if end > start else end + MINUTES_A_DAY
