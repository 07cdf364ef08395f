"""Shapes of settings: the business, how values are written, VAT, branches, texts, the look."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StrictInt

from vafa.domain.clubs.branches import BranchWords
from vafa.domain.clubs.quiet import QuietFrom
from vafa.domain.clubs.settings import Business, DisplayFrom
from vafa.interfaces.api.fields import Answer, Body, Code, FreeText, ShownMoment, Title

Unit = Literal["toman", "rial", "new_rial"]
Calendar = Literal["by_language", "jalali", "gregorian"]
Digits = Literal["by_language", "latin"]
Kind = Literal["terms", "messages", "thanks"]
Day = Annotated[
    date, Field(description="A day of the club's own zone, in the Gregorian calendar.")
]
Address = Annotated[str, Field(max_length=300)]
Hours = Annotated[str, Field(max_length=200)]
Text = Annotated[str, Field(max_length=20_000)]
Minute = Annotated[StrictInt, Field(ge=0, lt=1440)]


class BusinessBody(Body):
    """What the club says of itself; everything but the name may be empty."""

    name: Title
    contact_phone: FreeText = ""
    contact_email: Annotated[str, Field(max_length=254)] = ""
    business_address: Address = ""
    business_postcode: FreeText = ""
    economic_code: FreeText = ""
    business_id: FreeText = Field(
        "", description="The national id of the firm (11 digits) or of its owner (10 digits)."
    )

    def as_record(self) -> Business:
        """Give the business as the journey takes it."""
        return Business(**self.model_dump())


class BusinessShown(Answer):
    """What the club says of itself."""

    name: str
    contact_phone: str
    contact_email: str
    business_address: str
    business_postcode: str
    economic_code: str
    business_id: str


class DisplayBody(Body):
    """How values are written from a day on; amounts of the API stay whole Rial."""

    starts_on: Day
    unit: Unit = Field("toman", description="A new Rial is 10,000 Rial.")
    calendar: Calendar = "by_language"
    digits: Digits = "by_language"

    def as_record(self) -> DisplayFrom:
        """Give the display as the journey takes it."""
        return DisplayFrom(self.starts_on, self.unit, self.calendar, self.digits)


class DisplayDay(Body):
    """Which coming change of a dated setting: by the day that it starts on."""

    starts_on: Day


class DisplayShown(Answer):
    """How values are written from a day on."""

    starts_on: date
    unit: Unit
    calendar: Calendar
    digits: Digits


class QuietBody(Body):
    """When the club sends nothing that nobody asked for, from a day on."""

    starts_on: Day
    from_minute: Minute = Field(1320, description="Minutes since 00:00 on the club's clock.")
    until_minute: Minute = Field(480, description="The same minute as `from_minute` ends them.")

    def as_record(self) -> QuietFrom:
        """Give the quiet hours as the journey takes them."""
        return QuietFrom(self.starts_on, self.from_minute, self.until_minute)


class QuietShown(Answer):
    """The quiet hours from a day on, in minutes since 00:00; equal ones are none."""

    starts_on: date
    from_minute: int
    until_minute: int


class VatBody(Body):
    """The VAT rate from a day on."""

    starts_on: Day
    basis_points: StrictInt = Field(ge=0, le=10_000, description="1000 is ten per cent.")


class VatShown(Answer):
    """The VAT rate from a day on."""

    starts_on: date
    basis_points: int


class SettingsAnswer(Answer):
    """All that the club has set; `display`, `vat_basis_points` and `quiet` are in force today."""

    business: BusinessShown
    zone: str
    today: date
    display: DisplayShown
    displays: tuple[DisplayShown, ...]
    vat_basis_points: int
    vat_rates: tuple[VatShown, ...]
    quiet: QuietShown
    quiet_hours: tuple[QuietShown, ...]


class BranchBody(Body):
    """What is said of a branch; everything but the name may be empty."""

    name: Title
    contact_phone: FreeText = ""
    business_address: Address = ""
    hours: Hours = ""

    def words(self) -> BranchWords:
        """Give the words as the journey takes them."""
        return BranchWords(self.name, self.contact_phone, self.business_address, self.hours)


class NewBranchBody(BranchBody):
    """A branch to open; its code stays what it is."""

    code: Code


class BranchAnswer(Answer):
    """A branch; `staff` and `keys` name those that work only there."""

    code: str
    name: str
    contact_phone: str
    business_address: str
    hours: str
    opened_at: ShownMoment
    closed_at: ShownMoment | None
    tills: tuple[str, ...] = Field(description="The codes of its open tills.")
    staff: tuple[str, ...]
    keys: tuple[str, ...]


class BranchesAnswer(Answer):
    """The branches by name, closed ones last."""

    branches: tuple[BranchAnswer, ...]


class LookBody(Body):
    """The colour of the pages that members see; empty is Vafa's own."""

    colour: Annotated[str, Field(max_length=7, examples=["#006667"])]


class LookAnswer(Answer):
    """The colour of the pages that members see, and whether they have a logo."""

    colour: str
    has_logo: bool


class TextBody(Body):
    """A text of the club to publish; the same words again are no new version."""

    kind: Kind
    text_fa: Text
    text_en: Text = ""


class TextsQuery(Body):
    """Which text: the club's terms, or what one agrees to for messages."""

    kind: Kind


class TextShown(Answer):
    """A version of a text, in force until the next one."""

    kind: Kind
    number: int
    text_fa: str
    text_en: str
    since: ShownMoment


class TextsAnswer(Answer):
    """The versions of a text, the newest first."""

    texts: tuple[TextShown, ...]
