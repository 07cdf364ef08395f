"""The phones of a test: a sandbox in a folder of the test, and codes that are known beforehand."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from pathlib import Path

from tests.factories.clubs import IDS, VAULT, Club, claim, clock
from vafa.adapters.sandbox.phone import SandboxPhone
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.messaging.ports import Senders
from vafa.journeys.change_mobile import (
    ChangeAsked,
    ChangeWanted,
    CodesGiven,
    MobileChanged,
    ask_mobile_change,
    confirm_mobile_change,
)
from vafa.journeys.prove_mobile import (
    CodeSent,
    MobileGiven,
    MobileProof,
    SecondProof,
    give_second_proof,
    prove_mobile,
    send_mobile_code,
)
from vafa.journeys.send_messages import send_messages

_CODE = re.compile(r"\d{6}")


@dataclass
class Phones:
    """The phones of a club's people. Every code that is drawn is another one."""

    club: Club
    folder: Path
    codes: itertools.count[int] = field(default_factory=lambda: itertools.count(100_000))

    @property
    def gateway(self) -> SandboxPhone:
        """Give the gateway, whose clock is the club's."""
        return SandboxPhone(file=self.folder / "phone.sqlite", clock=lambda: self.club.at)

    def draw(self) -> str:
        """Draw the next code."""
        return f"{next(self.codes):06d}"

    def deliver(self) -> int:
        """Hand on what waits."""
        senders = Senders(live=self.gateway, test=self.gateway)
        return send_messages(
            club_id=self.club.club_id, is_test=False, vault=VAULT, senders=senders,
            clock=lambda: self.club.at,
        )  # fmt: skip

    def texts(self, mobile: str) -> list[str]:
        """Give what a number got, oldest first."""
        self.deliver()
        return [shown.text for shown in self.gateway.messages(mobile=mobile)]

    def code(self, mobile: str) -> str:
        """Read the newest code on a phone."""
        found = [_CODE.search(text) for text in self.texts(mobile)]
        return [match.group() for match in found if match][-1]

    def ask(self, mobile: str, *, caller: str = "", key: Claim | None = None) -> CodeSent:
        """Ask for a code to prove a mobile."""
        return send_mobile_code(
            principal=self.club.principal, claim=key or claim(), ids=IDS, vault=VAULT,
            draw=self.draw, at=self.club.at, given=MobileGiven(mobile, caller),
        )  # fmt: skip

    def type(self, proof_id: int, code: str, *, key: Claim | None = None) -> MobileProof:
        """Type a code."""
        return prove_mobile(
            principal=self.club.principal, claim=key or claim(), vault=VAULT, at=self.club.at,
            proof_id=proof_id, code=code,
        )  # fmt: skip

    def prove(self, mobile: str) -> MobileProof:
        """Prove a mobile by the code that it gets."""
        sent = self.ask(mobile)
        return self.type(sent.proof_id, self.code(mobile))

    def second(
        self, proof_id: int, second: SecondProof, *, by: Principal | None = None
    ) -> MobileProof:
        """Give a second proof."""
        return give_second_proof(
            principal=by or self.club.principal, claim=claim(), vault=VAULT, at=self.club.at,
            proof_id=proof_id, second=second,
        )  # fmt: skip

    def change(
        self, member_id: int, new: str, *, lost: bool = False, by: Principal | None = None
    ) -> ChangeAsked:
        """Ask for another mobile."""
        return ask_mobile_change(
            principal=by or self.club.principal, claim=claim(), ids=IDS, vault=VAULT,
            draw=self.draw, at=self.club.at, wanted=ChangeWanted(member_id, new, lost),
        )  # fmt: skip

    def confirm(
        self,
        asked: ChangeAsked,
        new_code: str,
        old_code: str = "",
        *,
        by: Principal | None = None,
        key: Claim | None = None,
    ) -> MobileChanged:
        """Confirm it by codes."""
        with clock(self.club.at):
            return confirm_mobile_change(
                principal=by or self.club.principal, claim=key or claim(), ids=IDS, vault=VAULT,
                at=self.club.at,
                given=CodesGiven(asked.member_id, asked.change_id, new_code, old_code),
            )  # fmt: skip
