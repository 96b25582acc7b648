"""The letters about coming forward: to shops that are suggested, and to those town hall decided on."""

from collections.abc import Iterable, Sequence

from cityshop.accounts.models import Account
from cityshop.core.outbox import Letter
from cityshop.elections.models import Candidate, Contest
from cityshop.merchants.models import Shop
from cityshop.nominations.suggesting import AskingWriter, SuggestionDraft
from cityshop.web.areas import page_city
from cityshop.web.i18n import moment, own_text, translated
from cityshop.web.letters import full_address, letter


def asking(contest: Contest, draft: SuggestionDraft) -> AskingWriter:
    """Asks the keepers: somebody finds that your shop should stand, yes or no."""

    def write(keepers: Sequence[Account], token: str) -> Iterable[Letter]:
        link = full_address("nominations.answer", contest=contest.slug, token=token)
        facts = {"shop": draft.name, "reason": draft.reason, "link": link, **_about(contest)}
        return [letter("nominations/asking", one.email, name=one.name, **facts) for one in keepers]

    return write


def inviting(contest: Contest, draft: SuggestionDraft, address: str) -> AskingWriter:
    """The same to a shop that is not registered: a stranger typed its address, and the reason stays out."""

    def write(keepers: Sequence[Account], token: str) -> Iterable[Letter]:
        link = full_address("shop.register", city=page_city().slug)
        facts = {"shop": draft.name, "link": link, **_about(contest)}
        return [letter("nominations/inviting", address, **facts)]

    return write


class Telling:
    """What town hall decided on a candidate, for each of its keepers."""

    def __init__(self, template: str, candidate: Candidate) -> None:
        self._template, self._candidate = template, candidate

    def __call__(self, account: Account, shop: Shop) -> Letter:
        contest = self._candidate.contest
        link = full_address("own_candidate.edit", contest_id=contest.id, shop=shop.slug)
        facts = {"name": account.name, "shop": shop.name, "link": link, **_about(contest)}
        reason = translated(self._candidate.state_reason)
        return letter(f"nominations/{self._template}", account.email, reason=reason, **facts)


def _about(contest: Contest) -> dict[str, str]:
    return {
        "vote": own_text(contest.title),
        "city": page_city().name,
        "opens_at": moment(contest.opens_at),
        "page": full_address("vote.contest", contest=contest.slug),
    }
