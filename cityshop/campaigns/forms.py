"""What staff can fill in about campaigns."""

from wtforms import BooleanField

from cityshop.campaigns.models import Campaign, CampaignKind
from cityshop.campaigns.services import CampaignDraft, Pause
from cityshop.core.words import n_, with_words
from cityshop.web.forms import ChoiceField, LineField, MomentField, ParagraphField, Required, SignedInForm

KINDS = [
    (CampaignKind.VOTE, n_("Vote for ambassadors")),
    (CampaignKind.DISCOUNT, n_("Discount weekend")),
    (CampaignKind.SUMMER, n_("Summer in the city")),
    (CampaignKind.TERRACES, n_("Larger terraces")),
]


class CampaignForm(SignedInForm):
    title_nl = LineField(n_("Title in Dutch"), [Required(n_("Give the campaign a title in Dutch."))], most=80)
    title_fr = LineField(n_("Title in French"), most=80)
    summary_nl = ParagraphField(
        n_("What happens, in Dutch"), [Required(n_("Say in a sentence what happens."))], most=400
    )
    summary_fr = ParagraphField(n_("What happens, in French"), most=400)
    kind = ChoiceField(n_("Kind"), words=KINDS)
    starts_at = MomentField(n_("Starts"), [Required(n_("Fill in when the campaign starts."))])
    ends_at = MomentField(n_("Ends"), [Required(n_("Fill in when the campaign ends."))])

    @classmethod
    def about(cls, campaign: Campaign) -> "CampaignForm":
        """The form with what the campaign is now, or with what was just sent."""
        return cls(
            title_nl=campaign.title.get("nl", ""),
            title_fr=campaign.title.get("fr", ""),
            summary_nl=campaign.summary.get("nl", ""),
            summary_fr=campaign.summary.get("fr", ""),
            kind=campaign.kind,
            starts_at=campaign.starts_at,
            ends_at=campaign.ends_at,
        )

    def draft(self, other_languages: Campaign | None = None) -> CampaignDraft:
        """What was filled in; languages that this form does not show stay as they were."""
        title = other_languages.title if other_languages else {}
        summary = other_languages.summary if other_languages else {}
        return CampaignDraft(
            kind=self.kind.data,
            title=with_words(title, {"nl": self.title_nl.text, "fr": self.title_fr.text}),
            summary=with_words(summary, {"nl": self.summary_nl.text, "fr": self.summary_fr.text}),
            starts_at=self.starts_at.moment,
            ends_at=self.ends_at.moment,
        )


class PauseForm(SignedInForm):
    reason = LineField(
        n_("Reason"), [Required(n_("Say why, in a few words: your colleagues will ask."))], most=200
    )
    public_text_nl = ParagraphField(
        n_("What residents read, in Dutch"), [Required(n_("Write a sentence for residents."))], most=400
    )
    public_text_fr = ParagraphField(n_("What residents read, in French"), most=400)
    pauses_redemptions = BooleanField(n_("Stop redeeming at the counter too"), default=True)

    def pause(self) -> Pause:
        """What was filled in."""
        text = with_words({}, {"nl": self.public_text_nl.text, "fr": self.public_text_fr.text})
        return Pause(self.reason.text, text, self.pauses_redemptions.data)


class ResumeForm(SignedInForm):
    moves_end = BooleanField(n_("End later, by as long as the pause took"))
