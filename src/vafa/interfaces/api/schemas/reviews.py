"""Purchases that wait for a review, as they are answered."""

from typing import Literal

from pydantic import Field

from vafa.interfaces.api.fields import Answer, Body, NumberInAddress, ShownId, ShownMoment


class ReviewsQuery(Body):
    """Which page of the list."""

    after: str = Field("", max_length=19, pattern=r"^([1-9][0-9]{0,17})?$")
    limit: NumberInAddress = Field(50, ge=1, le=200)


class ReviewShown(Answer):
    """A purchase over ten times what is usual for the member, or for the club."""

    purchase_id: ShownId = Field(validation_alias="sale_id")
    member_id: ShownId
    amount_rials: int
    usual_rials: int = Field(description="The 99th percentile of the purchases before.")
    state: Literal["waiting", "accepted", "declined"]
    recorded_at: ShownMoment
    decided_at: ShownMoment | None


class ReviewsAnswer(Answer):
    """A page of the purchases that wait, the oldest first."""

    reviews: tuple[ReviewShown, ...]
    next_after: str = Field(description="Empty: there is no more.")
