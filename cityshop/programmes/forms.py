"""What organisers and cities can fill in about a programme."""

from collections.abc import Iterable

from cityshop.core.words import n_
from cityshop.elections.forms import CHOOSE, CountField
from cityshop.elections.rules import VoteRules
from cityshop.elections.staff_forms import CHANGE_POLICIES, LONGEST_HIDDEN, MOST_VOTES, TIES
from cityshop.programmes.drafts import (
    EditionDates,
    EditionDraft,
    EditionWords,
    FunderDraft,
    NewEdition,
    PlaceDraft,
    ProgrammeDraft,
)
from cityshop.programmes.fields import CitiesField, SeasonField, web_address
from cityshop.programmes.models import Edition, EditionCity
from cityshop.web.forms import (
    ChoiceField,
    EmailLine,
    LineField,
    MomentField,
    ParagraphField,
    Required,
    SignedInForm,
)
from cityshop.web.picture_field import PictureField

MOST_BRAG_WEIGHT = 10
WINNER_AGAIN = (
    ("yes", n_("Who won may stand again the next season")),
    ("no", n_("Who won the previous season cannot stand")),
)


class CitiesForm(SignedInForm):
    """Which cities take part."""

    cities = CitiesField(n_("Cities that take part"), n_("Tick at least one city."))

    @classmethod
    def over(cls, cities: Iterable[tuple[int, str]], ticked: Iterable[int] = ()) -> "CitiesForm":
        """The form with these cities (id and name), ticked as they are now, or as was just sent."""
        form = cls(cities=list(ticked))
        form.cities.offer(cities)
        return form


class ProgrammeForm(CitiesForm):
    name = LineField(n_("Name of the programme"), [Required(n_("Give the programme a name."))], most=80)
    message_nl = ParagraphField(
        n_("The message, in Dutch"), [Required(n_("Write the one message for every city."))], most=400
    )
    message_fr = ParagraphField(n_("The message, in French"), most=400)

    def draft(self) -> ProgrammeDraft:
        """What was filled in."""
        message = {language: text for language, text in _in_two(self, "message").items() if text}
        return ProgrammeDraft(self.name.text, message, frozenset(self.cities.data or ()))


class EditionForm(SignedInForm):
    """Everything that the cities of an edition share."""

    title_nl = LineField(
        n_("Name of the edition, in Dutch"), [Required(n_("Give the edition a name."))], most=80
    )
    title_fr = LineField(n_("Name of the edition, in French"), most=80)
    message_nl = ParagraphField(
        n_("The message, in Dutch"), [Required(n_("Write the one message for every city."))], most=400
    )
    message_fr = ParagraphField(n_("The message, in French"), most=400)
    vote_title_nl = LineField(
        n_("Title of each vote, in Dutch"), [Required(n_("Give the votes a title in Dutch."))], most=80
    )
    vote_title_fr = LineField(n_("Title of each vote, in French"), most=80)
    vote_introduction_nl = ParagraphField(
        n_("Introduction of each vote, in Dutch"),
        [Required(n_("Say in Dutch what people vote for."))],
        most=600,
    )
    vote_introduction_fr = ParagraphField(n_("Introduction of each vote, in French"), most=600)
    prize_nl = LineField(n_("What a winner gets, in Dutch"), most=200)
    prize_fr = LineField(n_("What a winner gets, in French"), most=200)
    nominations_from = MomentField(n_("Shops come forward from"))
    opens_at = MomentField(n_("Opens"), [Required(n_("Fill in when the vote opens."))])
    closes_at = MomentField(n_("Closes"), [Required(n_("Fill in when the vote closes."))])
    ceremony_at = MomentField(n_("Ceremony"))
    change_policy = ChoiceField(n_("Changing a vote"), [Required(CHOOSE)], words=CHANGE_POLICIES)
    tie = ChoiceField(n_("When candidates have equal votes"), [Required(CHOOSE)], words=TIES)
    again = ChoiceField(n_("Winners of the previous season"), [Required(CHOOSE)], words=WINNER_AGAIN)
    minimum = CountField(n_("Fewest votes to win"), most=MOST_VOTES)
    standings_hidden_days = CountField(
        n_("Days at the end without numbers per candidate"), most=LONGEST_HIDDEN
    )
    brag_weight = CountField(n_("What a brag counts, in votes"), most=MOST_BRAG_WEIGHT)
    contact_name = LineField(n_("Contact"), [Required(n_("Name the service that answers questions."))])
    contact_email = EmailLine(n_("E-mail of the contact"), [Required(n_("Give an e-mail address."))])

    @classmethod
    def about(cls, edition: Edition) -> "EditionForm":
        """The form with what the edition is now, or with what was just sent."""
        rules = VoteRules.of(edition.rules)
        words = {
            f"{name}_{language}": getattr(edition, name).get(language, "")
            for name in ("title", "message", "vote_title", "vote_introduction", "prize")
            for language in ("nl", "fr")
        }
        return cls(
            obj=edition,
            again="yes" if rules.winner_may_stand_again else "no",
            **words,
            **{name: getattr(rules, name) for name in _ASKED_RULES},
        )

    def draft(self, rules: VoteRules) -> EditionDraft:
        """What was filled in; rules that this form does not ask for stay as they were."""
        asked = {name: self[name].data for name in _ASKED_RULES}
        asked["winner_may_stand_again"] = self.again.data == "yes"
        return EditionDraft(
            words=self._words(),
            dates=EditionDates(
                self.opens_at.moment, self.closes_at.moment, self.nominations_from.data, self.ceremony_at.data
            ),
            rules=VoteRules.of(rules.document() | asked),
            contact_name=self.contact_name.text,
            contact_email=self.contact_email.text,
        )

    def _words(self) -> EditionWords:
        names = ("title", "message", "vote_title", "vote_introduction", "prize")
        return EditionWords(*(_in_two(self, name) for name in names))


class NewEditionForm(EditionForm):
    """An edition that starts from nothing but its programme."""

    season = SeasonField(n_("Season (a year)"))

    @classmethod
    def empty(cls, rules: VoteRules) -> "NewEditionForm":
        """The form with our default rules, or with what was just sent."""
        again = "yes" if rules.winner_may_stand_again else "no"
        return cls(again=again, **{name: getattr(rules, name) for name in _ASKED_RULES})

    def edition(self) -> NewEdition:
        """What was filled in, with its season."""
        return NewEdition(self.season.year, self.draft(VoteRules()))


_ASKED_RULES = ("change_policy", "tie", "minimum", "standings_hidden_days", "brag_weight")


class FunderForm(SignedInForm):
    name = LineField(n_("Name of the funder"), [Required(n_("Fill in the name of the funder."))], most=80)
    website = LineField(n_("Website"), [web_address], most=200)
    photo = PictureField(n_("Logo"))
    alt_nl = LineField(n_("Words for who cannot see the logo, in Dutch"), most=160)
    alt_fr = LineField(n_("Words for who cannot see the logo, in French"), most=160)

    def draft(self) -> FunderDraft:
        """What was filled in; without words of its own a logo is called by its name."""
        alt = {language: text for language, text in _in_two(self, "alt").items() if text}
        return FunderDraft(self.name.text, self.website.text, self.photo.data, alt or {"nl": self.name.text})


class PlaceForm(SignedInForm):
    """What a city adds to an edition."""

    usp_nl = ParagraphField(
        n_("Why people come to your shops, in Dutch"),
        [Required(n_("Say in a sentence why people come to your shops."))],
        most=240,
    )
    usp_fr = ParagraphField(n_("Why people come to your shops, in French"), most=240)
    prize_nl = LineField(n_("Own prize for the winner, in Dutch"), most=200)
    prize_fr = LineField(n_("Own prize for the winner, in French"), most=200)
    contact_name = LineField(n_("Contact"), [Required(n_("Name the service that answers questions."))])
    contact_email = EmailLine(n_("E-mail of the contact"), [Required(n_("Give an e-mail address."))])

    @classmethod
    def about(cls, place: EditionCity, *, contact_name: str, contact_email: str) -> "PlaceForm":
        """The form with what the city says now; its own contact until another one is named."""
        return cls(
            usp_nl=place.usp.get("nl", ""),
            usp_fr=place.usp.get("fr", ""),
            prize_nl=place.prize.get("nl", ""),
            prize_fr=place.prize.get("fr", ""),
            contact_name=place.contact_name or contact_name,
            contact_email=place.contact_email or contact_email,
        )

    def draft(self) -> PlaceDraft:
        """What was filled in, by language."""
        return PlaceDraft(
            _in_two(self, "usp"), _in_two(self, "prize"), self.contact_name.text, self.contact_email.text
        )


class CopyEditionForm(SignedInForm):
    season = SeasonField(n_("Year of the new edition"))


class CopyVoteForm(SignedInForm):
    source = ChoiceField(n_("Copy the vote of"), [Required(CHOOSE)])
    city = ChoiceField(n_("To"), [Required(CHOOSE)])

    @classmethod
    def between(
        cls, sources: Iterable[tuple[str, str]], targets: Iterable[tuple[str, str]]
    ) -> "CopyVoteForm":
        """From a city with a vote to one without; pairs of word in the address and name."""
        form = cls()
        form.source.offer(sources)
        form.city.offer(targets)
        return form


def _in_two(form: SignedInForm, name: str) -> dict[str, str]:
    return {language: form[f"{name}_{language}"].text for language in ("nl", "fr")}
