"""Writes opening hours the way OpenStreetMap does; `parse_hours` reads the same hours back.

Source: https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification.
"""

from cityshop.places.hours import ALL_DAY, EVERY_DAY, MINUTES_A_DAY, NOBODY_KNOWS, Hours, Rule, Spans
from cityshop.places.osm_hours import OPEN_END
from cityshop.places.osm_tokens import MONTHS, WEEKDAYS

FIRST_DAY = "01"
LAST_DAY = "31"  # of a month that is named without a day, however long it is
ASK = '"?"'  # what a comment said is not kept, only that there was one
LONGEST_LIST = 2  # Mo,Tu but Mo-We


def written_hours(hours: Hours) -> str:
    """The text for these rules, such as `Mo-Fr 09:00-18:00; Sa 10:00-17:00; PH off`."""
    if _asks_for_the_rest(hours):
        return f"{_joined([_asking(rule) for rule in hours[1:]])} || {ASK}"
    return _joined(list(hours))


def written_minutes(minutes: int) -> str:
    """`16:00` for 960 minutes after midnight."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _asks_for_the_rest(hours: Hours) -> bool:
    """Whether nobody knows what the rules do not say: how `||` is kept."""
    others = [rule for rule in hours[1:] if not rule.is_off]
    return hours[:1] == NOBODY_KNOWS and all(rule.perhaps == ALL_DAY for rule in others)


def _asking(rule: Rule) -> Rule:
    """The rule as it stood before `||` made the rest of its days unknown."""
    if rule.is_off:
        return rule
    perhaps = () if rule.intervals else ((0, OPEN_END),)
    return Rule(rule.intervals, perhaps, rule.days, rule.public_holiday, rule.dates, rule.adds)


def _joined(rules: list[Rule]) -> str:
    text = _rule(rules[0], is_first=True) if rules else ""
    for rule in rules[1:]:
        text += f"{',' if rule.adds else ';'} {_rule(rule, is_first=False)}"
    return text


def _rule(rule: Rule, *, is_first: bool) -> str:
    if is_first and rule == Rule(ALL_DAY):
        return "24/7"
    return " ".join(filter(None, (_dates(rule), _days(rule), _times(rule))))


def _days(rule: Rule) -> str:
    if rule.days == EVERY_DAY and not rule.public_holiday and rule.dates:
        return ""
    names = [_day_range(days) for days in _runs(rule.days)]
    return ",".join([*names, "PH"] if rule.public_holiday else names)


def _runs(days: tuple[int, ...]) -> list[list[int]]:
    """Days that follow each other, together."""
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _day_range(days: list[int]) -> str:
    names = [WEEKDAYS[day].title() for day in days]
    return ",".join(names) if len(names) <= LONGEST_LIST else f"{names[0]}-{names[-1]}"


def _dates(rule: Rule) -> str:
    return ",".join(_date_range(first, last) for first, last in rule.dates)


def _date_range(first: str, last: str) -> str:
    if first.endswith(FIRST_DAY) and last.endswith(LAST_DAY):
        begins, ends = _month(first), _month(last)
    else:
        begins, ends = f"{_month(first)} {first[-2:]}", f"{_month(last)} {last[-2:]}"
    return begins if begins == ends else f"{begins}-{ends}"


def _month(written: str) -> str:
    """`2026 Jul` of `2026-07-14`, `Jul` of `07-14`."""
    *year, month, _ = written.split("-")
    return " ".join([*year, MONTHS[int(month) - 1].title()])


def _times(rule: Rule) -> str:
    if rule.is_off:
        return "off"
    if not rule.intervals:
        return _uncertain(rule.perhaps)
    open_ends = {start for start, _ in rule.perhaps}
    spans = [f"{_span(start, end)}{'+' if end in open_ends else ''}" for start, end in rule.intervals]
    ends = {end for _, end in rule.intervals}
    return ",".join([*spans, *(f"{written_minutes(start)}+" for start in sorted(open_ends - ends))])


def _uncertain(perhaps: Spans) -> str:
    if perhaps == ALL_DAY:
        return ASK
    spans = [f"{written_minutes(start)}+" if end == OPEN_END else _span(start, end) for start, end in perhaps]
    has_comment = any(end != OPEN_END for _, end in perhaps)
    return ",".join(spans) + (f" {ASK}" if has_comment else "")


def _span(start: int, end: int) -> str:
    """An end after midnight is that hour of the next day, unless the span lasts a whole day or longer."""
    is_next_day = MINUTES_A_DAY < end < MINUTES_A_DAY + start
    return f"{written_minutes(start)}-{written_minutes(end - MINUTES_A_DAY if is_next_day else end)}"
