"""Components: what they say to eyes, keys and screen readers."""

import re

import pytest
from django.template import Context, Template
from django.utils import translation

from vafa.interfaces.web import forms, lists
from vafa.interfaces.web.lists import Column, Empty, Listing


class Sale(forms.PageForm):
    """A form of two fields."""

    amount = forms.MoneyField(label="Amount", help_text="What was paid")
    day = forms.DayField(label="Day", required=False)


def drawn(source: str, **context: object) -> str:
    """Draw a piece of a page in English."""
    with translation.override("en"):
        return Template("{% load ui fa %}" + source).render(Context(context))


def test_an_icon_is_silent_or_speaks_for_itself() -> None:
    silent, speaking = (
        drawn('{% icon "gift" %}'),
        drawn('{% icon "gift" title=title %}', title='A "gift"'),
    )

    assert 'aria-hidden="true"' in silent
    assert 'role="img" aria-label="A &quot;gift&quot;"' in speaking


def test_a_button_with_an_address_is_a_link() -> None:
    link = drawn('{% button "Open" href="/members/" kind="primary" %}')
    button = drawn('{% button "Delete" icon="trash-2" icon_only=True opens="sure" %}')

    assert re.match(r'<a class="btn btn-primary\s*" href="/members/">', link)
    assert 'data-opens="sure" aria-haspopup="dialog"' in button
    assert 'aria-label="Delete"' in button


def test_a_wrong_prop_is_refused() -> None:
    with pytest.raises(Exception, match="colour"):
        drawn('{% badge "x" colour="red" %}')


def test_a_field_ties_its_label_hint_and_error_to_its_control() -> None:
    form = Sale({"amount": "abc"})

    html = drawn("{% field form.amount %}", form=form)

    control = re.search(r"<input[^>]*>", html)
    assert control is not None
    assert '<label class="field-label" for="id_amount">' in html
    assert 'aria-invalid="true"' in control.group()
    assert 'aria-describedby="id_amount_helptext id_amount_error"' in control.group()
    assert 'id="id_amount_helptext"' in html
    assert 'id="id_amount_error"' in html
    assert "Write an amount in digits." in html


def test_what_a_person_typed_is_shown_again_and_harmless() -> None:
    html = drawn("{% field form.amount %}", form=Sale({"amount": '"><script>'}))

    assert "<script" not in html
    assert "&quot;&gt;&lt;script&gt;" in html


def test_a_day_that_may_be_left_out_says_so() -> None:
    html = drawn("{% field form.day %}", form=Sale())

    assert "optional" in html
    assert "<jalali-date>" in html


def test_how_many_fields_are_wrong_is_told() -> None:
    one = drawn("{% form_errors form %}", form=Sale({"amount": ""}))
    two = drawn("{% form_errors form %}", form=Sale({"amount": "", "day": "x"}))

    assert "1 field needs your attention." in one
    assert "2 fields need your attention." in two


def test_a_confirmation_posts_with_the_token_of_the_page() -> None:
    html = drawn(
        '{% confirm id="sure" title="Sure?" action="/x/" label="Yes" %}<p>b</p>{% endconfirm %}',
        csrf_token="T0KEN",
    )

    assert '<dialog class="sheet" id="sure" aria-labelledby="sure-title">' in html
    assert 'name="csrfmiddlewaretoken" value="T0KEN"' in html


def test_progress_counts_whole_percents_and_can_be_unknown() -> None:
    known = drawn('{% progress 420 total=1240 label="Import" %}')
    unknown = drawn('{% progress 0 total=0 label="Import" %}')

    assert "<bdi>33%</bdi>" in known
    assert 'value="420" max="1240"' in known
    assert "value=" not in unknown


@pytest.mark.parametrize(
    ("change", "good", "style"),
    [(100, "up", "is-good"), (-100, "up", "is-bad"), (-100, "down", "is-good")],
)
def test_a_change_is_good_or_bad_by_what_is_counted(change: int, good: str, style: str) -> None:
    html = drawn('{% stat "Churn" "12" change=change good=good %}', change=change, good=good)

    assert f'class="{style}"' in html


def test_an_empty_list_an_unlucky_search_and_a_failure_differ() -> None:
    listing = Listing(
        code="m", title="Members", key=str, sort="name",
        columns=(Column("name", "Name", str),),
        empty=Empty("No members yet", href="/import/", action="Bring them in"),
    )  # fmt: skip

    def shown(asked: lists.Asked, problem: str = "") -> str:
        with translation.override("en"):
            table = lists.table(listing, asked, lists.Window([]), path="/m/", problem=problem)
        return drawn("{% data_table table %}{% enddata_table %}", table=table)

    assert "Bring them in" in shown(lists.Asked())
    assert "Clear the filters" in shown(lists.Asked(search="x"))
    assert "Try again" in shown(lists.Asked(), problem="It broke")


def test_a_qr_code_is_never_micro() -> None:
    html = drawn('{% qr "1" title="Card" %}')

    size = re.search(r'viewBox="0 0 (\d+) ', html)
    assert size is not None
    assert int(size.group(1)) >= 21
